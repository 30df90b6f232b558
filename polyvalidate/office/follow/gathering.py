"""What is followed: each student on one day, with what waits and, when a register is given, their name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.waiting import Returned, Waiting
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.points import Points
from polyvalidate.model.roles import may_evaluate
from polyvalidate.model.score import Balance
from polyvalidate.office.follow.pace import Pace, Paces
from polyvalidate.office.follow.standing import BEHIND, State, Trend, by_year, hoped, state_of, trend_of
from polyvalidate.office.lists.steps import Step
from polyvalidate.office.register.cycles import Cycle, cycle_of
from polyvalidate.office.register.register import Member
from polyvalidate.rules.cases import ClaimCase


class Followed(NamedTuple):
    """One student on one day. ``member`` is None without a register, or for somebody who is not in it.

    ``hoped`` are the points if all that waits were accepted; ``errors`` counts the declarations that count nothing
    until they are mended. ``pace`` is None while the jury has not fixed the threshold.
    """

    student: Student
    member: Member | None
    group: str
    cycle: Cycle
    balance: Balance
    claims: tuple[ClaimCase, ...]
    waiting: tuple[Waiting, ...]
    returned: tuple[Returned, ...]
    hoped: Points
    years: Mapping[str, Points]
    trend: Trend
    pace: Pace | None
    state: State
    outcome: str | None
    errors: int

    @property
    def since(self) -> date | None:
        """The day since which the oldest request waits, to be decided or to be mended."""
        days = [w.since for w in self.waiting if w.since is not None] + [r.since for r in self.returned]
        return min(days, default=None)


class Chosen(NamedTuple):
    """Which students are followed; None keeps all. ``everybody`` keeps those who left or have finished as well."""

    cohort: int | None = None
    programme: str | None = None
    level: int | None = None
    referent: RoleHolder | None = None
    everybody: bool = False

    def keeps(self, one: Followed) -> bool:
        return (
            (self.programme is None or one.student.programme == self.programme)
            and (self.level is None or one.cycle.level == self.level)
            and (self.referent is None or any(_is_theirs(self.referent, claim) for claim in _all_claims(one)))
        )


class Following(NamedTuple):
    """The students that are followed, by group and pseudonym; how many folders could not be read, and open requests
    could not be judged; how many students left or finished and are not among them."""

    today: date
    book: Book
    students: tuple[Followed, ...]
    unread: int
    gone: int
    referent: RoleHolder | None
    named: bool
    unjudged: int = 0

    def only(self, holder: RoleHolder) -> Following:
        """The same for one referent: the declarations that they evaluate, and their students."""
        keeps = Chosen(referent=holder).keeps
        return self._replace(students=tuple(one for one in self.students if keeps(one)), referent=holder)

    def theirs(self, holder: RoleHolder) -> list[tuple[Followed, ClaimCase, Waiting | None]]:
        """What is a referent's: declarations that wait first, oldest first, then those that are in the repository."""
        found = [(one, claim, wait) for one, claim, wait in self.declarations() if _is_theirs(holder, claim)]
        return sorted(found, key=lambda row: (row[2] is None, (row[2].since or date.max) if row[2] else date.max))

    def declarations(self) -> list[tuple[Followed, ClaimCase, Waiting | None]]:
        """Every declaration, with what it waits for, if it does."""
        found: list[tuple[Followed, ClaimCase, Waiting | None]] = []
        for one in self.students:
            waits = {wait.claim.declaration.path: wait for wait in one.waiting}
            merged = {claim.declaration.path for claim in one.claims}
            found += [(one, claim, waits.get(claim.declaration.path)) for claim in one.claims]
            found += [(one, wait.claim, wait) for path, wait in waits.items() if path not in merged]
        if self.referent is not None:
            return [row for row in found if _is_theirs(self.referent, row[1])]
        return found


def _is_theirs(holder: RoleHolder, claim: ClaimCase) -> bool:
    return may_evaluate(holder, claim.activity, claim.grid, claim.book.today)


def _all_claims(one: Followed) -> list[ClaimCase]:
    return [*one.claims, *(wait.claim for wait in one.waiting)]


def followed(
    result: FolderResult,
    book: Book,
    today: date,
    member: Member | None,
    waiting: list[Waiting] | tuple[Waiting, ...],
    returned: list[Returned] | tuple[Returned, ...],
    paces: Paces,
) -> Followed | None:
    """One student; None when the folder says too little."""
    student, balance = result.student, result.balance
    cycle = cycle_of(student, book, today) if student is not None else None
    best = hoped(result, waiting, book)
    if student is None or balance is None or cycle is None or best is None:
        return None
    outcome = result.quitus.outcome if result.quitus is not None else None
    pace = paces.of(student, balance, cycle)
    return Followed(
        student,
        member,
        str(Step(student.programme, cycle.level if not cycle.is_over else None)),
        cycle,
        balance,
        result.claims,
        tuple(sorted(waiting, key=lambda wait: (wait.since or date.max, wait.claim.declaration.path))),
        tuple(returned),
        best.credited,
        by_year(balance),
        trend_of(balance, result.claims, cycle, today),
        pace,
        state_of(outcome, balance, best, pace),
        outcome,
        len({f.path for f in result.findings if f.severity == "error" and f.path != f"{result.path}/student.yml"}),
    )


def behind(following: Following) -> list[Followed]:
    """The students who are to be looked after."""
    return [one for one in following.students if one.state in BEHIND]


def worst_first(students: Iterable[Followed]) -> list[Followed]:
    def key(one: Followed) -> tuple[int, int, str]:
        rank = BEHIND.index(one.state) if one.state in BEHIND else len(BEHIND)
        return (rank, -one.balance.missing.points, one.group)

    return sorted(students, key=key)


def name_of(one: Followed) -> tuple[Any, ...]:
    """What students of a group are sorted by; nothing without a register."""
    return one.member.order if one.member is not None else ()
