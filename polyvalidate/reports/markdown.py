"""Markdown for the summary of a job: the verdict, then a table for each file, those with an error first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from polyvalidate.model.findings import Finding, Severity, printable
from polyvalidate.model.words import Text
from polyvalidate.reports.context import (
    SEVERITIES,
    Context,
    Judged,
    hidden,
    mend,
    message,
    severity_counts,
    summary,
    url,
)
from polyvalidate.rules.registry import RuleSet

MOST_BYTES = 1_048_576
"""GitHub refuses a summary of more than 1 MiB as a whole."""
RESERVED = 1_024
"""Bytes kept for the verdict and for the sentence that says how much is hidden."""

HEADS = {
    "fr": ("Ligne", "Règle", "Gravité", "Remarque", "À écrire"),
    "en": ("Line", "Rule", "Severity", "Finding", "What to write"),
}
MENDING = Text("✗ À corriger", "✗ To be mended")
PASSING = Text("✓ Rien ne bloque", "✓ Nothing blocks")
CLEAN = Text("✓ Rien à corriger", "✓ Nothing to mend")

_ACTIVE = {ord(character): f"&#{ord(character)};" for character in "&<>|`*_[]~\\#"}
_ACTIVE[ord("@")] = "@&#8203;"  # an entity alone would still call somebody; a zero-width space after it does not


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    lang = context.lang
    counts = severity_counts(report.findings)
    verdict = MENDING if counts[Severity.ERROR] else PASSING if report.findings else CLEAN
    parts = [f"## {verdict.in_language(lang)}", inactive(summary(report, lang))]
    files = [list(found) for _, found in groupby(report.findings, key=lambda f: f.path)]
    files.sort(key=lambda found: all(f.severity is not Severity.ERROR for f in found))
    room = MOST_BYTES - RESERVED
    shown = 0
    for found in files:
        kept, section = _that_fits(found, room, rules, context)
        parts += section
        shown += kept
        room -= sum(len(part.encode()) + 2 for part in section)
        if kept < len(found):
            break
    if shown < len(report.findings):
        parts.append(hidden(len(report.findings) - shown, "`polyvalidate check`", lang))
    return "\n\n".join(parts) + "\n"


def _that_fits(findings: Sequence[Finding], room: int, rules: RuleSet, context: Context) -> tuple[int, tuple[str, ...]]:
    """The section of one file, with half as many rows, and half again, until it fits in ``room`` bytes."""
    kept = len(findings)
    while kept:
        section = (f"### {_code_span(printable(findings[0].path))}", _table(findings[:kept], rules, context))
        if sum(len(part.encode()) + 2 for part in section) <= room:
            return kept, section
        kept //= 2
    return 0, ()


def _table(findings: Sequence[Finding], rules: RuleSet, context: Context) -> str:
    from tabulate import tabulate

    lang = context.lang
    rows = [
        (
            str(finding.span.line),
            f"[{finding.code}]({url(finding.code, context)})",
            SEVERITIES[finding.severity].in_language(lang),
            inactive(message(finding, rules, lang)),
            inactive(mend(finding, rules, lang)),
        )
        for finding in findings
    ]
    return tabulate(rows, HEADS[lang], tablefmt="github", disable_numparse=True)


def inactive(text: str) -> str:
    """A text on one line in which nothing is markup, a link or a call to somebody.

    Entities rather than backslashes: readers of Markdown disagree on a backslash before the bar of a table.
    """
    return text.translate(_ACTIVE).replace("://", "&#58;//").replace("www.", "www&#46;")


def _code_span(text: str) -> str:
    """A text as code, between more backquotes than it holds in a row."""
    longest = max((len(list(run)) for mark, run in groupby(text) if mark == "`"), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{text}{pad}{fence}"
