"""Where a student stands on a day: state, balance if all that waits were accepted, points per year, trend.

Pure. ``docs/decisions/0012`` says what each state means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from polyvalidate.judgement import FolderResult, balance_of
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.waiting import Waiting
from polyvalidate.model.folder import Evaluation, Student
from polyvalidate.model.grid import Book
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import Balance, Basis
from polyvalidate.model.years import academic_year, first_day
from polyvalidate.office.follow.pace import GRANTED, Level, Pace
from polyvalidate.office.register.cycles import Cycle, cycle_of
from polyvalidate.rules.cases import ClaimCase


class State(StrEnum):
    """Where somebody stands; the first that applies."""

    ACQUIRED = "acquired"  # the jury has granted the quitus, or exempted
    REACHED = "reached"  # the threshold is reached
    UNKNOWN = "unknown"  # the jury has not fixed the threshold
    WAITING = "waiting"  # reached if all that waits is accepted
    CRITICAL = "critical"  # the three levels of ``pace``
    AT_RISK = "at-risk"
    WATCH = "watch"
    ON_TIME = "on-time"


LEVELS = {
    Level.CRITICAL: State.CRITICAL,
    Level.AT_RISK: State.AT_RISK,
    Level.WATCH: State.WATCH,
    Level.NONE: State.ON_TIME,
}
BEHIND = (State.CRITICAL, State.AT_RISK, State.WATCH)
"""Who is to be looked after, worst first."""


class Trend(StrEnum):
    """This academic year so far, compared with the year before up to the same day."""

    UP = "up"
    SAME = "same"
    DOWN = "down"
    FIRST = "first"  # nothing to compare with: the first year


def is_here(student: Student, outcome: str | None, book: Book, today: date) -> bool:
    """Is somebody to be followed on that day: entered, has not left, and may still earn points?

    Once the cycle is over, the summer's campaign and the second chance of its last year may still be open: who has no
    quitus is followed until they are closed.
    """
    cycle = cycle_of(student, book, today)
    entered = student.cohort <= int(academic_year(today)[:4])
    if cycle is None or not entered or (student.left is not None and student.left <= today):
        return False
    if not cycle.is_over:
        return True
    end = first_day(student.cohort + cycle.years)
    campaigns = (campaign for grid in book.grids.values() for campaign in grid.campaigns)
    return outcome not in GRANTED and any(c.closes >= today and c.covers.start < end for c in campaigns)


def hoped(result: FolderResult, waiting: Iterable[Waiting], book: Book) -> Balance | None:
    """The balance if all that waits were accepted for the most it may be worth. An appeal is not counted."""
    if result.student is None or result.balance is None:
        return None
    claims = {claim.declaration.path: claim for claim in result.claims}
    for wait in waiting:
        if wait.kind is not Awaited.JURY:
            claims[wait.claim.declaration.path] = _granted(wait.claim)
    in_error = {line.path for line in result.balance.lines if line.basis is Basis.ERROR}
    return balance_of(result.student, claims.values(), in_error, book)


def _granted(claim: ClaimCase) -> ClaimCase:
    declaration = claim.declaration
    if declaration.evaluation is not None:
        return claim
    accepted = Evaluation("accepted", claim.computed, "", None, declaration.period.end, None)
    return claim._replace(declaration=declaration._replace(evaluation=accepted))


def state_of(outcome: str | None, balance: Balance, best: Balance, pace: Pace | None) -> State:
    """``outcome`` is the jury's, if it has decided; ``best`` the balance if all that waits were accepted."""
    if outcome in GRANTED:
        return State.ACQUIRED
    if balance.reached:
        return State.REACHED
    if pace is None:
        return State.UNKNOWN
    return State.WAITING if best.reached else LEVELS[pace.level]


def by_year(balance: Balance) -> dict[str, Points]:
    """The points counted, by the academic year in which they were earned."""
    found: dict[str, Points] = {}
    for line in balance.lines:
        found[line.year] = Points(found.get(line.year, ZERO) + line.credited)
    return found


def trend_of(balance: Balance, claims: Sequence[ClaimCase], cycle: Cycle, today: date) -> Trend:
    """Points of this academic year so far, beside those earned by the same day of the year before."""
    if cycle.rank == 0:
        return Trend.FIRST
    ends: Mapping[str, date] = {claim.declaration.path: claim.declaration.period.end for claim in claims}
    this = int(academic_year(today)[:4])
    same_day = today.replace(year=today.year - 1, day=min(today.day, 28) if today.month == 2 else today.day)
    now = before = 0
    for line in balance.lines:
        first = int(line.year[:4])
        if first == this:
            now += line.credited
        elif first == this - 1 and ends[line.path] <= same_day:
            before += line.credited
    return Trend.UP if now > before else Trend.DOWN if now < before else Trend.SAME
