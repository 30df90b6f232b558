"""The verdict of the gate for programs: the same keys in the same order whatever was found."""

from __future__ import annotations

import json
from typing import Any

from polyvalidate.model.findings import printable
from polyvalidate.model.points import as_number
from polyvalidate.reports.context import Context
from polyvalidate.reports.impacts import counts
from polyvalidate.reports.jsonformat import finding_as_json
from polyvalidate.reports.verdict_words import Judgement, reason, refusal_messages
from polyvalidate.rules.registry import RuleSet


def render(judgement: Judgement, rules: RuleSet, context: Context) -> str:
    verdict, lang = judgement.verdict, context.lang
    messages = refusal_messages(verdict, rules, lang)
    introduced = set(map(id, verdict.introduced))
    document: dict[str, Any] = {
        "tool": "polyvalidate",
        "version": context.version,
        "outcome": verdict.outcome.value,
        "status": verdict.status.value,
        "base": judgement.base,
        "head": judgement.head,
        "across": verdict.across,
        "awaits": [
            {"kind": w.kind.value, "path": printable(w.path), "codes": list(w.codes), "blocking": w.blocking}
            for w in verdict.awaits
        ],
        "findings": [
            finding_as_json(f, rules, context) | {"introduced": id(f) in introduced} for f in verdict.findings
        ],
        "evidence": [
            {"path": printable(piece.path), "kind": printable(piece.kind), "agrees": piece.agrees}
            for piece in verdict.evidence
        ],
        "changes": [
            {
                "path": printable(decision.path),
                "keys": [printable(key) if isinstance(key, str) else key for key in decision.edit.keys],
                "op": decision.edit.op.value,
                "allowed": decision.allowed,
                "reason": reason(decision, messages, lang),
            }
            for decision in verdict.changes
        ],
        "students": [
            {
                "student": student.student,
                "before": _points(student.before),
                "after": _points(student.after),
                "required": _points(student.required),
            }
            for student in verdict.students
        ],
        "impact": None if verdict.impact is None else counts(verdict.impact),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _points(quarters: int | None) -> int | float | None:
    return None if quarters is None else as_number(quarters)
