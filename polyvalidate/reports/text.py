"""Text for a terminal: where, the line itself with the place underlined, what is wrong, what to write, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator

from polyvalidate.model.findings import Finding, Severity, printable
from polyvalidate.model.phrases import COLON
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import SEVERITIES, THE_REQUEST, Context, Judged, mend, message, summary, url
from polyvalidate.reports.excerpt import excerpt, width
from polyvalidate.rules.registry import RuleSet

WHY = Text("Pourquoi", "Why")
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
BOLD, FAINT = "1", "2"

Paint = Callable[[str, str], str]
"""A text and the number of a colour or weight (SGR, ECMA-48 § 8.3.117) to the text as it is sent."""


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    return "\n\n".join([*blocks(report.findings, rules, context), plain(summary(report, context.lang))]) + "\n"


def blocks(findings: Iterable[Finding], rules: RuleSet, context: Context) -> list[str]:
    """Each finding as it is shown, several lines each."""
    paint: Paint = _coloured if context.colour else _uncoloured
    return ["\n".join(_block(finding, rules, context, paint)) for finding in findings]


def _coloured(text: str, sgr: str) -> str:
    return f"\x1b[{sgr}m{text}\x1b[0m"


def _uncoloured(text: str, _sgr: str) -> str:
    return text


def _block(finding: Finding, rules: RuleSet, context: Context, paint: Paint) -> Iterator[str]:
    lang, span, room, colour = context.lang, finding.span, context.columns, COLOURS[finding.severity]
    where = f"{printable(finding.path)}:{span.line}:{span.column}"
    if not finding.path:
        where = THE_REQUEST.of(lang)
    severity = SEVERITIES[finding.severity].in_language(lang)
    yield f"{paint(where, BOLD)}  {paint(finding.code, colour)}  {paint(severity, colour)}"

    margin = max(3, len(str(span.line))) + 1
    indent = " " * margin
    said = message(finding, rules, lang)
    shown = excerpt(context.lines(finding.path), span, room - margin - 2)
    if shown is None:
        yield from _wrapped(said, indent, indent, room)
    else:
        number, bar = paint(f"{span.line:>{margin - 1}} │", FAINT), paint(f"{indent}│", FAINT)
        yield f"{number} {shown.text}".rstrip()
        pointing = f"{bar} {' ' * shown.before}{paint('^' * shown.carets, colour)}"
        if margin + 2 + shown.before + shown.carets + 1 + width(said) <= room:
            yield f"{pointing} {plain(said)}"
        else:
            yield pointing
            for line in _wrapped(said, "", "", room - margin - 2):
                yield f"{bar} {line}"
    yield from _wrapped(mend(finding, rules, lang), f"{indent}= ", f"{indent}  ", room)
    yield f"{indent}= {WHY.in_language(lang)}{COLON.in_language(lang)}{url(finding.code, context)}"


def _wrapped(text: str, first: str, following: str, columns: int) -> Iterator[str]:
    """A text in lines of at most ``columns``; its non-breaking spaces hold until the lines are made."""
    for line in textwrap.wrap(
        text, columns, initial_indent=first, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
    ):
        yield plain(line)
