"""Where a student stands on a day, as far as publication needs it: group, level, and the categories with points."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from polyvalidate.model.folder import Quitus, Student
from polyvalidate.model.grid import Profile
from polyvalidate.model.score import Balance
from polyvalidate.model.years import academic_year
from polyvalidate.publication.attack.bands import THRESHOLDS
from polyvalidate.publication.attack.tables import Leaf

LAST_YEAR = 5
"""The engineering cycle ends with the fifth year after the baccalauréat, 5A; it begins in 3A, or in 4A when shorter."""

_HAS_QUITUS = {"acquired": True, "exempted": True, "not-acquired": False}
QUITUS = len(THRESHOLDS)


class Standing(NamedTuple):
    """One student on one day. ``code`` is the pseudonym, which only follows the student from one issue to the next;
    ``level`` goes from 0 to 4 (``LEVELS``)."""

    code: str
    leaf: Leaf
    level: int
    categories: frozenset[str]


def leaf_of(student: Student, profile: Profile, on: date) -> Leaf | None:
    """Programme and year of study on a day; None for somebody who has left, or whose cycle is over or not begun."""
    if student.left is not None and student.left <= on:
        return None
    elapsed = int(academic_year(on)[:4]) - student.cohort
    if elapsed < 0:
        return None
    rank = max(0, elapsed - student.extra_years)
    if rank >= profile.years:
        return None
    return Leaf(student.programme, f"{LAST_YEAR - profile.years + rank + 1}A")


def level_of(balance: Balance, quitus: Quitus | None) -> int:
    """The level of a balance: quarters of the points required, or 4 with the quitus.

    The jury's outcome decides when there is one; without it, or when a second chance is given, the quitus is the
    threshold reached with all its conditions. Nobody has reached anything of a threshold that is not fixed yet.
    """
    decided = _HAS_QUITUS.get(quitus.outcome) if quitus is not None else None
    if decided or (decided is None and balance.reached):
        return QUITUS
    if not balance.required:
        return 0
    return min(QUITUS - 1, balance.credited * QUITUS // balance.required)


def standing_of(code: str, leaf: Leaf, balance: Balance, quitus: Quitus | None) -> Standing:
    """Where a student of a group stands."""
    active = frozenset(code for code, points in balance.categories.items() if points > 0)
    return Standing(code, leaf, level_of(balance, quitus), active)
