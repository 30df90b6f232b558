"""``polyvalidate gate`` and ``polyvalidate why``: judge a request, explain a right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from polyvalidate import __version__
from polyvalidate.judgement.rights import Ground
from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text, plain
from polyvalidate.repository.output import put

_ACCOUNT = re.compile(r"(?:github|gitlab|forgejo):[0-9]{1,12}", re.ASCII)


def run_gate(
    base: str,
    head: str,
    actor: str,
    opened_at: str | None,
    approved_by: Sequence[str],
    across: bool,
    repo: Path,
    format_name: str,
    output: Path | None,
    on: datetime | None,
    lang: str,
) -> int:
    """Judge, print in the format asked for, and say by the exit code whether the author has something to mend."""
    from polyvalidate import repository
    from polyvalidate.judgement.verdict import Request
    from polyvalidate.school.gate import gate

    today = on.date() if on else repository.today()
    opened = day_of(opened_at, lang) if opened_at else today
    request = Request(account_of(actor, lang), opened, frozenset(account_of(a, lang) for a in approved_by))
    gated = gate(repo, base, head, request, today, across=across)
    from polyvalidate.reports.context import Context
    from polyvalidate.reports.verdict_words import Judgement
    from polyvalidate.rules import RULES

    grids = gated.book.grids
    latest = grids[max(grids)] if grids else None
    published = format_name == "comment" and latest is not None
    judgement = Judgement(gated.verdict, gated.book, gated.base, gated.head, opened)
    context = Context(
        lang=latest.language if published and latest is not None else lang,
        site=latest.site if latest is not None else "https://polyvalidate.example.org",
        version=__version__,
        lines=lambda path: gated.files.get(path, b"").decode("utf-8", "replace").split("\n"),
    )
    put(_render(format_name)(judgement, RULES, context), output)  # type: ignore[operator]  # one signature, lazily imported
    return 1 if gated.verdict.to_mend else 0


def _render(format_name: str) -> object:
    from importlib import import_module

    own = {"text": "verdict_text", "json": "verdict_json", "comment": "comment"}
    if format_name in own:
        return import_module(f"polyvalidate.reports.{own[format_name]}").render
    from polyvalidate.reports import FORMATS

    return FORMATS[format_name]


def account_of(text: str, lang: str) -> str:
    if _ACCOUNT.fullmatch(text):
        return text
    raise click.BadParameter(
        Text(
            "Un compte s'écrit forge:numéro, comme github:583231.",
            "An account is written forge:number, as github:583231.",
        ).of(lang),
        param_hint="--actor",
    )


def day_of(text: str, lang: str) -> date:
    """A day, or a moment with its time zone, whose day in UTC counts: the same for everyone."""
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()
    except ValueError:
        raise click.BadParameter(
            Text("Écrivez 2026-02-03 ou 2026-02-03T10:00:00Z.", "Write 2026-02-03 or 2026-02-03T10:00:00Z.").of(lang),
            param_hint="--opened-at",
        ) from None


def run_why(path: str, keys: tuple[str, ...], account: str, base: str, repo: Path, lang: str) -> int:
    """Say whether an account may write there; 0 when it may, 1 when it may not."""
    from polyvalidate import repository
    from polyvalidate.model.phrases import WRITERS
    from polyvalidate.reports.context import mend, message
    from polyvalidate.reports.verdict_words import GROUNDS, KEYS
    from polyvalidate.rules import RULES
    from polyvalidate.school.gate import may_write

    route = tuple(int(key) if key.isdecimal() else key for key in keys)
    answer = may_write(repo, base, path, route, account, repository.today())
    codes = f" ({', '.join(answer.codes)})" if answer.codes else ""
    said = [f"{printable(path)}{''.join(f', {KEYS[k].in_language(lang) if k in KEYS else k}' for k in keys)}"]
    if isinstance(answer.decision.why, Ground):
        why = GROUNDS[answer.decision.why].in_language(lang)
        said.append(
            Text("✓ {account}{codes} : oui ({why}).", "✓ {account}{codes}: yes ({why}).").of(
                lang, account=answer.account, codes=codes, why=why
            )
        )
    else:
        said.append(
            Text("✗ {account}{codes} : non.", "✗ {account}{codes}: no.").of(lang, account=answer.account, codes=codes)
        )
        for finding in answer.findings:
            said.append(f"  {message(finding, RULES, lang)} {mend(finding, RULES, lang)} ({finding.code})")
    roles = ", ".join(WRITERS[role].of(lang) for role in sorted(answer.roles))
    said.append(
        Text("  Qui écrit cette ligne : {value}.", "  Who writes this line: {value}.").of(lang, value=roles or "—")
    )
    put(plain("\n".join(said)) + "\n", None)
    return 0 if answer.decision.allowed else 1
