"""What a change of the grid does to people: the difference of two checks of the same folders, before it and after it.

Nothing is estimated: both sides are balances as the check computes them, and a student is concerned exactly when they
differ, or when a recorded quitus begins to disagree with the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.holding import AWARDS
from polyvalidate.model.folder import Quitus, Student
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import Balance, Basis, Line

GIVES = ("acquired", "exempted")
"""The outcomes with which nothing more is asked of a student."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One student for whom something changes. A balance is None when the grid of that side gives none, its profile
    being unknown there; ``disagrees``: does the recorded quitus begin to disagree with the balance or the threshold?"""

    student: Student
    before: Balance | None
    after: Balance | None
    quitus: Quitus | None
    disagrees: bool

    @property
    def gained(self) -> Points:
        """How many quarter-points the balance gains; below zero when it loses some."""
        return Points(credited(self.after) - credited(self.before))

    @property
    def crossed(self) -> int:
        """1 when all that the quitus asks is now gathered and was not, -1 the other way, 0 when nothing is crossed."""
        return int(is_reached(self.after)) - int(is_reached(self.before))

    @property
    def required(self) -> tuple[Points | None, Points | None]:
        """What the quitus asks, before and after."""
        sides = (self.before, self.after)
        before, after = (None if balance is None else balance.required for balance in sides)
        return before, after

    @property
    def is_any(self) -> bool:
        """Does anything change at all?"""
        before, after = self.required
        return bool(self.gained or self.crossed or before != after or self.disagrees)


def credited(balance: Balance | None) -> Points:
    """The points of a balance, none where there is none."""
    return ZERO if balance is None else balance.credited


def is_reached(balance: Balance | None) -> bool:
    """Has somebody all that the quitus asks? Not where nothing says what it asks."""
    return balance is not None and balance.reached


class Group(NamedTuple):
    """The students of a profile who entered in the same year: how many there are, how many gain and lose, how many
    quarter-points in all (both counts are positive), and how many cross the threshold upwards and downwards."""

    profile: str
    cohort: int
    students: int
    gaining: int
    gained: Points
    losing: int
    lost: Points
    rising: int
    falling: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does to everybody. ``effects`` are the students for whom something changes, by cohort and
    pseudonym; ``groups`` those they belong to. ``kept``: the decisions that keep points which the grid would no longer
    give, and ``kept_points`` how many quarter-points those are; ``waiting``: the declarations that nobody has decided
    and which would be worth something else."""

    students: int
    groups: tuple[Group, ...]
    effects: tuple[Effect, ...]
    kept: int
    kept_points: Points
    waiting: int

    @property
    def thresholds(self) -> int:
        """For how many students the threshold itself changes."""
        return sum(before != after for before, after in (effect.required for effect in self.effects))

    def standing(self, *, acquired: bool) -> int:
        """How many recorded quitus begin to disagree: those that give it, dispensations included, or the others."""
        found = [e.quitus.outcome in GIVES for e in self.effects if e.disagrees and e.quitus is not None]
        return found.count(acquired)

    @property
    def covered(self) -> int:
        """How many of those who fall below the threshold have the quitus already."""
        return sum(e.crossed < 0 and e.quitus is not None and e.quitus.outcome in GIVES for e in self.effects)


def impact(before: Iterable[FolderResult], after: Iterable[FolderResult]) -> Impact:
    """The difference of two checks, both with their balances. A folder that is on one side only says nothing: its
    student came or went, and the grid has no part in that."""
    old = {result.path: result for result in before}
    pairs = [(old[result.path], result) for result in after if result.path in old]
    known = [(was, now, now.student) for was, now in pairs if now.student is not None and was.student is not None]
    found = (_effect(was, now, student) for was, now, student in known)
    effects = sorted((e for e in found if e.is_any), key=lambda e: (e.student.cohort, e.student.code))
    stays = [line for was, now, _ in known for line in _worth_else(was, now)]
    kept = [line.computed for line in stays if line.basis is not Basis.AWAITING]
    return Impact(
        students=len(known),
        groups=tuple(_groups([student for *_, student in known], effects)),
        effects=tuple(effects),
        kept=len(kept),
        kept_points=Points(sum(kept)),
        waiting=len(stays) - len(kept),
    )


def _effect(was: FolderResult, now: FolderResult, student: Student) -> Effect:
    disagrees = bool(_awards(now) - _awards(was))
    return Effect(student, was.balance, now.balance, now.quitus, disagrees)


def _awards(result: FolderResult) -> set[str]:
    return {finding.code for finding in result.findings if finding.code in AWARDS}


def _worth_else(was: FolderResult, now: FolderResult) -> Iterator[Line]:
    """The lines for which the grid gives other points than before, and which count all the same what they counted, or
    still wait for a decision."""
    old: Mapping[str, Line] = {line.path: line for line in was.balance.lines} if was.balance is not None else {}
    for line in now.balance.lines if now.balance is not None else ():
        before = old.get(line.path)
        if before is None or before.claimed == line.claimed or before.computed != line.computed:
            continue
        if line.computed or line.basis is Basis.AWAITING:
            yield line


def _groups(students: Iterable[Student], effects: Iterable[Effect]) -> Iterator[Group]:
    """The groups in which somebody's balance or threshold changes, by cohort and profile."""
    sizes: dict[tuple[int, str], int] = {}
    for student in students:
        key = student.cohort, student.profile
        sizes[key] = sizes.get(key, 0) + 1
    concerned: dict[tuple[int, str], list[Effect]] = {}
    for effect in effects:
        concerned.setdefault((effect.student.cohort, effect.student.profile), []).append(effect)
    for (cohort, profile), some in sorted(concerned.items()):
        gains = [effect.gained for effect in some if effect.gained > 0]
        losses = [-effect.gained for effect in some if effect.gained < 0]
        crossed = [effect.crossed for effect in some]
        yield Group(
            profile=profile,
            cohort=cohort,
            students=sizes[cohort, profile],
            gaining=len(gains),
            gained=Points(sum(gains)),
            losing=len(losses),
            lost=Points(sum(losses)),
            rising=crossed.count(1),
            falling=crossed.count(-1),
        )
