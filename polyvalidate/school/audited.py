"""What an audit found, as its reports show it."""

from __future__ import annotations

from polyvalidate.reports.audits import Report, Shown
from polyvalidate.repository.history import REQUEST
from polyvalidate.school.audit import Audit


def report_of(found: Audit) -> Report:
    illegal = [
        Shown(
            wrong.merge.commit,
            wrong.merge.merged,
            next(iter(wrong.merge.values(REQUEST)), None),
            wrong.judged.findings,
            wrong.judged.undecided,
            wrong.files,
        )
        for wrong in found.illegal
    ]
    start, head = ((commit.commit, commit.merged) for commit in (found.start, found.head))
    unsigned = [(merge.commit, merge.merged, path) for merge, path in found.unsigned]
    named = [merge.commit for merge in found.named]
    return Report(start, head, found.merges, illegal, found.witnesses, found.lost, unsigned, named)
