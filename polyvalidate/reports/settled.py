"""What became of the decisions that somebody typed, for programs: the same keys in the same order whatever it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from polyvalidate.judgement.evaluation import Signature, Written
from polyvalidate.judgement.verdict import StudentChange
from polyvalidate.model.findings import Finding, printable
from polyvalidate.model.grid import Book
from polyvalidate.model.points import as_number
from polyvalidate.reports.context import Context
from polyvalidate.reports.jsonformat import finding_as_json
from polyvalidate.rules.registry import RuleSet


class Outcome(StrEnum):
    """What was done."""

    WRITTEN = "written"
    MERGED = "merged"
    ALREADY = "already-merged"
    POSSIBLE = "possible"
    """A trial: it would be done."""
    TO_COMPLETE = "to-complete"
    """Nothing is written; ``message`` is to be posted on the request."""
    REFUSED = "refused"
    """Something stands against it: ``message`` says why, with the findings."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Decisions and what became of them. ``files`` are those that the findings stand in, ``book`` is what judged;
    ``commits`` are of a merge only: its base, its head and the commit itself, None as long as there is none."""

    outcome: Outcome
    message: str | None = None
    by: Signature | None = None
    written: Sequence[Written] = ()
    students: Sequence[StudentChange] = ()
    findings: Sequence[Finding] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    book: Book | None = None
    commits: Mapping[str, str | None] = field(default_factory=dict)


def as_json(settled: Settled, rules: RuleSet, context: Context) -> str:
    document = {
        "tool": "polyvalidate",
        "version": context.version,
        "outcome": settled.outcome.value,
        "message": settled.message,
        **settled.commits,
        "decisions": [_decision(written) for written in settled.written],
        "students": [
            {
                "student": student.student,
                "before": _points(student.before),
                "after": _points(student.after),
                "required": _points(student.required),
            }
            for student in settled.students
        ],
        "findings": [finding_as_json(finding, rules, context) for finding in settled.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _decision(written: Written) -> dict[str, Any]:
    refused = written.ruling.decision == "refused"
    return {
        "path": printable(written.path),
        "decision": written.ruling.decision,
        "points": None if refused else as_number(written.granted),
        "by": written.by.holder.code,
        "second": written.second,
        "on": written.by.on.isoformat(),
        "comment": written.ruling.comment,
    }


def _points(quarters: int | None) -> int | float | None:
    return None if quarters is None else as_number(quarters)
