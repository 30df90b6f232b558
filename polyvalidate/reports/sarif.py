"""SARIF 2.1.0 (OASIS), for code scanning and for editors that read it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from polyvalidate.model.findings import Finding
from polyvalidate.reports.context import Context, Judged, mend, message, outline, reason, url
from polyvalidate.reports.fingerprints import with_fingerprints
from polyvalidate.rules.registry import Rule, RuleSet

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Judged, rules: RuleSet, context: Context) -> str:
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "polyvalidate",
                "version": context.version,
                "language": context.lang,
                "rules": [_rule(rule, context) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, fingerprint, indexes[finding.code], rules, context)
            for finding, fingerprint in with_fingerprints(report.findings)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, context: Context) -> dict[str, Any]:
    lang = context.lang
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": outline(rule.sentence, lang)},
        "fullDescription": {"text": reason(rule, lang)},
        "help": {"text": outline(rule.mend, lang)},
        "helpUri": url(rule.code, context),
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, fingerprint: str, index: int, rules: RuleSet, context: Context) -> dict[str, Any]:
    span = finding.span
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": f"{message(finding, rules, context.lang)} {mend(finding, rules, context.lang)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": relative_uri(finding.path)},
                    "region": {
                        "startLine": span.line,
                        "startColumn": span.column,
                        "endLine": span.end_line,
                        "endColumn": span.end_column,
                    },
                }
            }
        ],
        "partialFingerprints": {"polyvalidate/v1": fingerprint},
    }


def relative_uri(path: str) -> str:
    """A path as a URI relative to the root of the repository, byte for byte: Git's bytes are percent-encoded.

    A slash at the start, which only a forged tree can hold, is encoded too: the URI would name another machine.
    """
    inner = path.lstrip("/")
    return "%2F" * (len(path) - len(inner)) + quote(inner, safe="/", errors="surrogateescape")
