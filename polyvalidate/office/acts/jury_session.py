"""The cohort before a jury, read at one commit: what it has to decide, and what it has decided."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.documents.statement import GridStamp, fingerprints_of
from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.waiting import Queue
from polyvalidate.model.folder import Quitus, Student
from polyvalidate.model.paths import FolderPath, Layout, sort_tree
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import Balance, Basis, Missing
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year, first_day, grid_of_entry
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Asked, Minutes, Previous, Row, fingerprint_of
from polyvalidate.office.register.cycles import cycle_of
from polyvalidate.repository import GitTree, Unreadable
from polyvalidate.school.check import Checked, check
from polyvalidate.school.queue import queue
from polyvalidate.school.school import NO_GRID

GRANTED = ("acquired", "exempted")


class Cohort(NamedTuple):
    """The folders of a cohort, judged at a commit for a day."""

    asked: Asked
    day: date
    tree: GitTree
    sorted: Layout
    checked: Checked

    @property
    def results(self) -> Iterator[tuple[FolderResult, Student, Balance]]:
        """The students, of the programme that was asked for."""
        for result in self.checked.report.results:
            student, balance = result.student, result.balance
            if student is None or balance is None:
                continue
            if self.asked.programme in (None, student.programme):
                yield result, student, balance

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The folders whose student file cannot be read, or names a profile that no grid has."""
        return tuple(r.path for r in self.checked.report.results if r.student is None or r.balance is None)


class Aside(NamedTuple):
    """Students of the cohort who are not before the jury: they have the quitus already, have left, or go on
    studying."""

    granted: int
    left: int
    going_on: int


def read_cohort(place: Path, revision: str, day: date, asked: Asked) -> Cohort:
    """Judge the folders of a cohort. Raises ``Unreadable`` without a grid or without any folder of the cohort."""
    tree = GitTree(place, revision)
    sorted_tree = sort_tree(tree.nodes())
    prefix = f"declarations/{asked.cohort}/"
    checked = check(tree, day, keep_balances=True, only=lambda folder: folder.path.startswith(prefix), kept=True)
    if not checked.book.grids:
        raise Unreadable(NO_GRID)
    if not checked.report.results:
        cohorts = sorted({str(FolderPath.of(folder.path).cohort) for folder in sorted_tree.folders})
        raise Unreadable(
            Text(
                "Il n'y a pas de promotion {cohort} à cette révision. Les promotions sont {value}.",
                "There is no cohort {cohort} at this revision. The cohorts are {value}.",
            ),
            cohort=asked.cohort,
            value=", ".join(cohorts) or "—",
        )
    return Cohort(asked, day, tree, sorted_tree, checked)


def reference_day(session: str, day: date) -> date:
    """The day of the session that is nearest to a day: a jury is prepared before its month, and looked at after it."""
    year, month = int(session[:4]), int(session[5:])
    last = date(year, month, calendar.monthrange(year, month)[1])
    return min(max(day, last.replace(day=1)), last)


def year_of(session: str) -> str:
    """The academic year that a session ends: until December, the one that ended in August."""
    year, month = int(session[:4]), int(session[5:])
    return academic_year(date(year, month, 1) if month < 9 else first_day(year).replace(month=8))


def before_the_jury(cohort: Cohort) -> tuple[Minutes, Aside]:
    """The students on whom the session has to decide, with what the rules would say, or what it has said already."""
    asked, book = cohort.asked, cohort.checked.book
    on = reference_day(asked.session, cohort.day)
    end = first_day(int(year_of(asked.session)[5:])).replace(month=8)
    ahead = outcomes.second_chance_ahead(book.grids.values(), on)
    rows: list[Row] = []
    granted = left = going_on = 0
    for result, student, balance in cohort.results:
        quitus = result.quitus
        decided = quitus if quitus is not None and quitus.session == asked.session else None
        earlier = quitus if decided is None else None
        cycle = cycle_of(student, book, end)
        last = cycle is not None and (cycle.is_last or cycle.is_over)
        if earlier is not None and earlier.outcome in GRANTED:
            granted += 1
        elif decided is None and student.left is not None and student.left <= on:
            left += 1
        elif decided is None and not last and not asked.everybody:
            going_on += 1
        else:
            rows.append(_open_row(result, student, balance, decided, earlier, ahead, last))
    return _minutes(cohort, rows), Aside(granted, left, going_on)


def _open_row(
    result: FolderResult,
    student: Student,
    balance: Balance,
    decided: Quitus | None,
    earlier: Quitus | None,
    ahead: bool,
    last: bool,
) -> Row:
    previous = Previous(earlier.session, earlier.outcome) if earlier is not None else None
    proposal = outcomes.proposed(balance, ahead, previous.outcome if previous else None)
    return Row(
        student.code,
        student.programme,
        student.profile,
        balance.credited,
        balance.required,
        balance.missing,
        _waiting(result, balance),
        _errors(result),
        previous,
        proposal if last or proposal == "acquired" else None,
        *_decided(decided),
    )


def decided(cohort: Cohort) -> Minutes:
    """The decisions of the session, with the balance that the jury saw."""
    rows: list[Row] = []
    for result, student, balance in cohort.results:
        quitus = result.quitus
        if quitus is None or quitus.session != cohort.asked.session:
            continue
        rows.append(
            Row(
                student.code,
                student.programme,
                student.profile,
                quitus.credited,
                quitus.required,
                _missing(quitus, balance),
                _waiting(result, balance),
                _errors(result),
                None,
                None,
                *_decided(quitus),
            )
        )
    opened, _ = before_the_jury(cohort)
    undecided = sum(
        row.outcome is None and (row.previous is None or row.previous.outcome == "second-chance") for row in opened.rows
    )
    return _minutes(cohort, rows, undecided)


def _decided(quitus: Quitus | None) -> tuple[str | None, str | None, date | None, str | None]:
    if quitus is None:
        return None, None, None, None
    return quitus.outcome, quitus.comment, quitus.on, quitus.by


def _missing(quitus: Quitus, balance: Balance) -> Missing:
    """What was missing on the balance that the jury saw; declarations that came later are left out of the points."""
    if (balance.credited, balance.required) == (quitus.credited, quitus.required):
        return balance.missing
    return Missing(Points(max(ZERO, quitus.required - quitus.credited)), 0, {}, False)


def _waiting(result: FolderResult, balance: Balance) -> int:
    appeals = {
        claim.declaration.path
        for claim in result.claims
        if claim.declaration.appeal is not None and claim.declaration.appeal.outcome is None
    }
    return len(appeals | {line.path for line in balance.lines if line.basis is Basis.AWAITING})


def _errors(result: FolderResult) -> int:
    """The declarations that count nothing until they are mended."""
    student = f"{result.path}/student.yml"
    quitus = f"{result.path}/quitus.yml"
    return len({f.path for f in result.findings if f.severity == "error" and f.path not in (student, quitus)})


def _minutes(cohort: Cohort, rows: Iterable[Row], undecided: int = 0) -> Minutes:
    book = cohort.checked.book
    ordered = tuple(sorted(rows, key=lambda row: (row.programme, row.student)))
    known = {f"declarations/{cohort.asked.cohort}/{row.student}" for row in ordered}
    nodes = [node for folder in cohort.sorted.folders if folder.path in known for node in folder.nodes]
    files = cohort.tree.read(cohort.sorted.grid)
    years = sorted({line.year for _, _, balance in cohort.results for line in balance.lines})
    entry = grid_of_entry(book, cohort.asked.cohort)
    stamps = fingerprints_of(files)
    grids = sorted({*years, entry.year} if entry is not None else years)
    titles: dict[str, Text] = {}
    for grid in book.grids.values():
        titles |= grid.programmes
    programmes = sorted({row.programme for row in ordered})
    juries = sorted({row.by for row in ordered if row.by is not None})
    return Minutes(
        school=book.latest.school if book.latest is not None else "",
        asked=cohort.asked,
        commit=cohort.tree.commit,
        day=cohort.day,
        grids=tuple(GridStamp(y, book.grids[y].title, book.grids[y].example, stamps.get(y, "")) for y in grids),
        fingerprint=fingerprint_of([*files, *cohort.tree.read(nodes)]),
        rows=ordered,
        titles=tuple((code, titles.get(code, Text(code, code))) for code in programmes),
        juries=tuple((code, book.roles[code].title if code in book.roles else Text(code, code)) for code in juries),
        undecided=undecided,
        graduates=_graduates(cohort, ordered),
    )


def _graduates(cohort: Cohort, rows: Iterable[Row]) -> int | None:
    """The year in which the cycles of these students end, years repeated or spent away included; None for several."""
    codes = {row.student for row in rows}
    cycles = [cycle_of(one, cohort.checked.book, cohort.day) for _, one, _ in cohort.results if one.code in codes]
    ends = {None if cycle is None else cohort.asked.cohort + cycle.years for cycle in cycles}
    return ends.pop() if len(ends) == 1 else None


def open_requests(cohort: Cohort) -> tuple[Counter[str], int]:
    """How many open requests each student has, decided by nobody yet or to be mended, by pseudonym; and how many could
    not be judged, of whoever they are."""
    found = queue(Path(cohort.tree.repository), cohort.tree.commit, cohort.day, checked=cohort.checked)
    return requests_of(found), len(found.unjudged)


def requests_of(found: Queue) -> Counter[str]:
    """How many open requests each student has, by pseudonym."""
    requests = {(w.claim.student.code, w.request) for w in found.waiting if w.request is not None}
    requests |= {(r.student, r.request) for r in found.returned}
    return Counter(code for code, _ in requests)
