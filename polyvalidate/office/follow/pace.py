"""How far behind somebody is: what is missing against the time left, and what became of former students who were there.

Pure, and on decided points only. ``docs/decisions/0012`` says the method, and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from polyvalidate.judgement import FolderResult, balance_of
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book
from polyvalidate.model.score import Balance, Basis
from polyvalidate.model.years import first_day
from polyvalidate.office.register.cycles import Cycle, cycle_of
from polyvalidate.rules.cases import ClaimCase

LEAST = 5
"""Former students in the same case without whom nothing is concluded from them."""
BANDS = 4
"""What is missing is compared by quarters of the threshold."""
SUMMER = 92
"""Days before the end of the last academic year in which who has finished may be noted as having left."""
GRANTED = ("acquired", "exempted")
"""What the jury says to somebody who has nothing left to earn."""


class Level(IntEnum):
    """How much somebody is to be looked after."""

    NONE = 0
    WATCH = 1
    AT_RISK = 2
    CRITICAL = 3


REACHED_BELOW = ((Fraction(1, 4), Level.CRITICAL), (Fraction(1, 2), Level.AT_RISK), (Fraction(3, 4), Level.WATCH))
"""The share of former students who reached the threshold, below which there is a level."""
EFFORT_ABOVE = ((Fraction(3), Level.CRITICAL), (Fraction(2), Level.AT_RISK), (Fraction(3, 2), Level.WATCH))
"""How many times the even pace of a whole cycle must be kept in the time left, above which there is a level."""


class Alike(NamedTuple):
    """Former students of the same profile who, as long before the end of their cycle, lacked the same quarter of the
    threshold: how many of them reached it in the end, of how many."""

    reached: int
    of: int


class Pace(NamedTuple):
    """A level, and what says so: those alike when they are enough, else the two shares, of the threshold that is
    missing and of the cycle's time that is left."""

    level: Level
    alike: Alike | None
    missing: Fraction
    left: Fraction


class Former(NamedTuple):
    """A student whose cycle is over. ``end`` is the year in which it ended."""

    result: FolderResult
    profile: str
    end: int
    reached: bool


def former(result: FolderResult, book: Book, today: date) -> Former | None:
    """A student as one of those who have finished; None for somebody who has not, or who left before the end."""
    student, balance = result.student, result.balance
    cycle = cycle_of(student, book, today) if student is not None else None
    if student is None or balance is None or cycle is None or not cycle.is_over:
        return None
    end = student.cohort + cycle.years
    if student.left is not None and student.left < first_day(end) - timedelta(SUMMER):
        return None
    outcome = result.quitus.outcome if result.quitus is not None else None
    reached = outcome in GRANTED or (outcome is None and balance.reached)
    return Former(result, student.profile, end, reached)


class Paces:
    """What became of former students, looked up for each profile and each year that a cycle ends."""

    def __init__(self, formers: Iterable[Former], book: Book, today: date) -> None:
        self._formers: dict[str, list[Former]] = {}
        for one in formers:
            self._formers.setdefault(one.profile, []).append(one)
        self._book, self._today = book, today
        self._known: dict[tuple[str, int], tuple[Alike, ...]] = {}

    def of(self, student: Student, balance: Balance, cycle: Cycle) -> Pace | None:
        """Where somebody stands; None while the jury has not fixed their threshold."""
        missing = missing_share(balance)
        if missing is None:
            return None
        begin, end = first_day(student.cohort), first_day(student.cohort + cycle.years)
        left = max(Fraction(0), Fraction((end - self._today).days, (end - begin).days))
        bands = self.bands(student.profile, end.year)
        own = band_of(missing)
        alike = bands[own] if bands[own].of >= LEAST else None
        level = of_formers(alike) if alike is not None else of_time(missing, left)
        better = (of_formers(each) for each in bands[:own] if each.of >= LEAST)
        return Pace(max(level, *better, Level.NONE), alike, missing, left)

    def bands(self, profile: str, end: int) -> tuple[Alike, ...]:
        """Of the former students of a profile, as long before the end of their cycle as today is before 1 September of
        the year ``end``: by quarter of the threshold that they lacked, who reached it. Those who had it already are in
        none."""
        key = (profile, end)
        if key not in self._known:
            found = [[0, 0] for _ in range(BANDS)]
            for one in self._formers.get(profile, ()):
                then = balance_then(one.result, _years_before(self._today, end - one.end), self._book)
                share = missing_share(then) if then is not None and not then.reached else None
                if share is not None:
                    found[band_of(share)][0] += one.reached
                    found[band_of(share)][1] += 1
            self._known[key] = tuple(Alike(reached, of) for reached, of in found)
        return self._known[key]


def missing_share(balance: Balance) -> Fraction | None:
    """The share of the threshold that is missing, in decided points; None without a threshold."""
    if not balance.required:
        return None
    return Fraction(balance.missing.points, balance.required)


def band_of(missing: Fraction) -> int:
    """0 for who lacks a quarter of the threshold at most, 3 for who lacks more than three quarters."""
    return min(BANDS - 1, max(0, -(-missing * BANDS // 1) - 1))


def of_formers(alike: Alike) -> Level:
    share = Fraction(alike.reached, alike.of)
    return next((level for bound, level in REACHED_BELOW if share < bound), Level.NONE)


def of_time(missing: Fraction, left: Fraction) -> Level:
    """The level by time alone, where too few former students were in the same case."""
    return next((level for bound, level in EFFORT_ABOVE if missing > bound * left), Level.NONE)


def balance_then(result: FolderResult, day: date, book: Book) -> Balance | None:
    """A student's balance of what had been decided by a day, as the grids count it now. What the merge alone decides is
    taken as decided when the activity ended."""
    if result.student is None or result.balance is None:
        return None
    decided = [claim for claim in result.claims if _decided(claim) <= day]
    in_error = {line.path for line in result.balance.lines if line.basis is Basis.ERROR}
    return balance_of(result.student, decided, in_error, book)


def _decided(claim: ClaimCase) -> date:
    evaluation = claim.declaration.evaluation
    return evaluation.on if evaluation is not None else claim.declaration.period.end


def _years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes the 28th."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)
