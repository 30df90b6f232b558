"""GitHub workflow commands: the findings as annotations beside the lines of a pull request.

GitHub shows the first ten annotations of each level and drops the rest without a word; the ten are chosen here, and
what is left out is said. Escapes are those of the official toolkit (``@actions/core``, ``command.ts``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from polyvalidate.model.findings import Finding, Severity, printable
from polyvalidate.reports.context import Context, Judged, hidden, mend, message, summary, url
from polyvalidate.rules.registry import RuleSet

SHOWN = 10
"""Annotations of one level that GitHub keeps for one step."""

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    lines = []
    for severity in COMMANDS:
        of_level = [f for f in report.findings if f.severity is severity]
        lines += [_command(finding, rules, context) for finding in most_useful(of_level)[:SHOWN]]
    left_out = len(report.findings) - len(lines)
    if left_out:
        lines.append(hidden(left_out, "polyvalidate check", context.lang))
    lines.append(summary(report, context.lang))
    return "\n".join(lines) + "\n"


def most_useful(findings: Sequence[Finding]) -> list[Finding]:
    """Each kind of mistake once before any of them twice: ten different ones teach more than ten times the same."""
    met: Counter[str] = Counter()
    ranked = []
    for position, finding in enumerate(findings):
        ranked.append((met[finding.code], position, finding))
        met[finding.code] += 1
    return [finding for _, _, finding in sorted(ranked, key=lambda item: item[:2])]


def _command(finding: Finding, rules: RuleSet, context: Context) -> str:
    span = finding.span
    properties: dict[str, str | int] = {"file": printable(finding.path), "line": span.line}
    if span.line == span.end_line:
        properties |= {"col": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    else:
        properties["endLine"] = span.end_line  # GitHub refuses columns over several lines
    properties["title"] = finding.code
    said = "\n".join(
        (message(finding, rules, context.lang), mend(finding, rules, context.lang), url(finding.code, context))
    )
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{COMMANDS[finding.severity]} {written}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
