"""GitLab Code Quality: the findings beside the lines of a merge request."""

from __future__ import annotations

import json

from polyvalidate.model.findings import Severity, printable
from polyvalidate.reports.context import Context, Judged, mend, message
from polyvalidate.reports.fingerprints import with_fingerprints
from polyvalidate.rules.registry import RuleSet

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    lang = context.lang
    issues = [
        {
            "description": f"{message(finding, rules, lang)} {mend(finding, rules, lang)}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {"path": printable(finding.path), "lines": {"begin": finding.span.line}},
        }
        for finding, fingerprint in with_fingerprints(report.findings)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
