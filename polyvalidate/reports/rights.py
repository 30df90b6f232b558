"""Who may write a line of a file, and why: for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from polyvalidate.judgement.rights import Decision, Ground
from polyvalidate.model.findings import Finding, Keys, printable
from polyvalidate.model.phrases import WRITERS
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import Context, mend, message
from polyvalidate.reports.jsonformat import finding_as_json
from polyvalidate.reports.verdict_words import GROUNDS, KEYS
from polyvalidate.rules.registry import RuleSet


@dataclass(frozen=True, slots=True)
class Right:
    """What was asked, and the answer: ``codes`` are those of the account in ``grid/roles.yml``, ``roles`` those that
    write this line."""

    path: str
    keys: Keys
    account: str
    codes: tuple[str, ...]
    decision: Decision
    roles: frozenset[str]
    findings: tuple[Finding, ...]


def as_text(right: Right, rules: RuleSet, context: Context) -> str:
    return plain("\n".join(_lines(right, rules, context.lang))) + "\n"


def _lines(right: Right, rules: RuleSet, lang: str) -> Iterator[str]:
    keys = (str(key) for key in right.keys)
    yield ", ".join([printable(right.path), *(KEYS[k].of(lang) if k in KEYS else k for k in keys)])
    who = right.account + (f" ({', '.join(right.codes)})" if right.codes else "")
    why = right.decision.why
    if isinstance(why, Ground):
        yield Text("✓ {who} : oui ({why}).", "✓ {who}: yes ({why}).").of(lang, who=who, why=GROUNDS[why])
    else:
        yield Text("✗ {who} : non.", "✗ {who}: no.").of(lang, who=who)
        for finding in right.findings:
            yield f"  {message(finding, rules, lang)} {mend(finding, rules, lang)} ({finding.code})"
    writers = ", ".join(WRITERS[role].of(lang) for role in sorted(right.roles)) or "—"
    yield Text("  Qui écrit cette ligne : {writers}.", "  Who writes this line: {writers}.").of(lang, writers=writers)


def as_json(right: Right, rules: RuleSet, context: Context) -> str:
    document = {
        "tool": "polyvalidate",
        "version": context.version,
        "path": printable(right.path),
        "keys": list(right.keys),
        "account": right.account,
        "codes": list(right.codes),
        "allowed": right.decision.allowed,
        "why": right.decision.why.value,
        "writers": sorted(right.roles),
        "findings": [finding_as_json(finding, rules, context) for finding in right.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json}
