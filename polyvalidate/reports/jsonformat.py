"""JSON for programs: the same keys in the same order whatever was found.

``outcome`` is ``findings`` when at least one error blocks, like the exit code of the command; warnings and notes alone
leave it ``clean``.
"""

from __future__ import annotations

import json
from typing import Any

from polyvalidate.model.findings import Finding, Severity, printable
from polyvalidate.reports.context import Context, Judged, mend, message, severity_counts, url
from polyvalidate.rules.registry import RuleSet


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    return json.dumps(document(report, rules, context), ensure_ascii=False, indent=2) + "\n"


def document(report: Judged, rules: RuleSet, context: Context) -> dict[str, Any]:
    """The same as plain values, for a command that has more to say."""
    counts = severity_counts(report.findings)
    return {
        "tool": "polyvalidate",
        "version": context.version,
        "outcome": "findings" if counts[Severity.ERROR] else "clean",
        "counts": {
            "files": report.files,
            "folders": report.folders,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "notes": counts[Severity.NOTE],
        },
        "findings": [finding_as_json(finding, rules, context) for finding in report.findings],
    }


def finding_as_json(finding: Finding, rules: RuleSet, context: Context) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": printable(finding.path),
        "line": finding.span.line,
        "column": finding.span.column,
        "keys": [printable(key) if isinstance(key, str) else key for key in finding.keys],
        "message": message(finding, rules, context.lang),
        "help": mend(finding, rules, context.lang),
        "url": url(finding.code, context),
    }
