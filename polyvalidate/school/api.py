"""What other programs may call: few functions, on values that do not change. Described in ``docs/en/python.md``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from polyvalidate.judgement.verdict import Request, Verdict
from polyvalidate.model.findings import Finding
from polyvalidate.model.score import Balance
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, today
from polyvalidate.school import check as checking
from polyvalidate.school import gate as gating
from polyvalidate.school.school import School


def open_school(place: str | Path, revision: str | None = None, on: date | None = None) -> School:
    """Open a school's repository: as it stands on disk, or at a Git ``revision``, judged on the day ``on`` (today).

    Raises ``Unreadable`` for a folder or a revision that cannot be read, and without a grid that can.
    """
    return School.at(Path(place), revision, on or today(Path(place), revision))


def check(school: School) -> tuple[Finding, ...]:
    """Everything that is wrong in the grid and in every folder, in the order of files, lines and codes.

    What a student or a keeper wrote raises nothing: it is found. ``sentence`` puts a finding into words.
    """
    return checking.check(school.tree, school.book.today).report.findings


def balance(school: School, student: str) -> Balance:
    """The points of one student, in quarter-points (``credited == 6`` is 1.5 points), line by line.

    ``student`` is a pseudonym. Raises ``Unreadable`` when their folder, or its ``student.yml``, cannot be read.
    """
    wanted = school.folders.get(student)
    checked = checking.check(school.tree, school.book.today, keep_balances=True, only=lambda folder: folder == wanted)
    found = checked.report.results
    if not found or found[0].balance is None:
        raise Unreadable(
            Text("Aucun dossier lisible pour {student}.", "No readable folder for {student}."), student=student
        )
    return found[0].balance


def gate(
    place: str | Path,
    base: str,
    head: str,
    *,
    author: str,
    opened: date | None = None,
    approved_by: Iterable[str] = (),
    on: date | None = None,
) -> Verdict:
    """Judge what merging the commit ``head`` into ``base`` would do, as Git objects: nothing is checked out or run.

    ``author`` and ``approved_by`` are accounts such as ``github:583231``; ``opened`` is the day the request was opened
    (today). Raises ``Unreadable`` for a revision that cannot be read; a change that is wrong comes back as a verdict.
    """
    day = on or today(Path(place), base)
    request = Request(author, opened or day, frozenset(approved_by))
    return gating.gate(Path(place), base, head, request, day, across=True).verdict


def sentence(finding: Finding, lang: str = "en") -> str:
    """A finding in words: what is wrong, then what to write instead. ``lang`` is ``fr`` or ``en``."""
    from polyvalidate.reports.context import mend, message
    from polyvalidate.rules import RULES

    return f"{message(finding, RULES, lang)} {mend(finding, RULES, lang)}"
