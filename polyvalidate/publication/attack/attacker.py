"""The attacker: bounds of everything that could be aimed at, and what of it would be a disclosure.

Bounds are exact, by integer programming (``scipy.optimize.milp``, HiGHS). scipy and numpy are an extra, imported here
and only when an attack is run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from random import Random
from typing import Any, NamedTuple

from polyvalidate.publication.attack.aims import Aim, aims
from polyvalidate.publication.attack.bands import COALITIONS
from polyvalidate.publication.attack.knowledge import Constraint, Form, Knowledge

NARROWEST = 3
"""Bounds nearer than this are as good as a number."""

_SCATTERED, _ROUNDS = 2, 24
"""Points found at once in scattered directions, and how many times, before any aim is solved for itself: they settle
nearly every aim. A few at once: to find a point costs more than to look what is still wanted."""

_AT_ONCE = 8
"""Aims solved exactly before the others are looked at again with the points found."""


class Why(StrEnum):
    """What makes an aim a disclosure."""

    ALL = "all"
    NONE = "none"
    NARROW = "narrow"


class Leak(NamedTuple):
    """Something that could be found out: an aim, its exact bounds, the smallest coalition, and why it matters."""

    aim: Aim
    lowest: int
    highest: int
    coalition: int
    why: Why


class AttackError(Exception):
    """The attack could not be carried through: nothing may be published on the strength of it."""


class Contradiction(AttackError):
    """No result of students agrees with what was published, the truth included: the input is not what it says."""


def disclosed(size: int, lowest: int, highest: int, coalition: int) -> Why | None:
    """Whether bounds on how many of ``size`` people are in a state tell too much to a coalition among them.

    The members of a coalition know their own results. When all the others are in the state (``lowest`` counts everybody
    but them), or none is (``highest`` counts only them), they learn it. At least one person is outside the coalition.

    Bounds closer than three are as good as a number; and since what a coalition knows of its own progress shifts one
    bound against the other by as many as it counts, bounds must be farther apart than that too. Two people or one have
    no such bounds: nothing at all may be learned about them.
    """
    inside = min(coalition, size - 1)
    if lowest >= size - inside:
        return Why.ALL
    if highest <= inside:
        return Why.NONE
    if highest - lowest < min(max(NARROWEST, coalition + 1), size):
        return Why.NARROW
    return None


def first_disclosed(size: int, lowest: int, highest: int) -> tuple[int, Why] | None:
    """The smallest coalition that learns too much, and what."""
    for coalition in COALITIONS:
        why = disclosed(size, lowest, highest, coalition)
        if why is not None:
            return coalition, why
    return None


def _nothing() -> None: ...


@dataclass
class Solver:
    """Minima and maxima of linear forms over what is known.

    Raises ``Contradiction`` when nothing agrees with what is known. ``solved`` counts the integer programs, and
    ``still`` is called before each.
    """

    known: Knowledge
    still: Callable[[], None] = _nothing

    def __post_init__(self) -> None:
        import numpy as np
        from scipy import optimize, sparse  # type: ignore[import-untyped]

        self._np, self._optimize, self._sparse = np, optimize, sparse
        self.solved = 0
        self.points: list[Any] = []
        """Feasible integer points met so far."""
        self.monotone = True
        zero = np.zeros(len(self.known.upper))
        self._constrain((*self.known.within, *self.known.order))
        if self._solve(zero) is None:
            # A correction lowered somebody's level: a classmate would see the contradiction, and drop the order too.
            self.monotone = False
            self._constrain(self.known.within)
            if self._solve(zero) is None:
                raise Contradiction

    def _constrain(self, constraints: Sequence[Constraint]) -> None:
        np = self._np
        matrix = self._matrix([constraint.form for constraint in constraints])
        lowest = np.array([-np.inf if c.lowest is None else c.lowest for c in constraints])
        highest = np.array([np.inf if c.highest is None else c.highest for c in constraints])
        self._constraints = self._optimize.LinearConstraint(matrix, lowest, highest)
        self._bounds = self._optimize.Bounds(0, np.array(self.known.upper, dtype=float))

    def _matrix(self, forms: Sequence[Form]) -> Any:
        """Linear forms, one on a row."""
        entries = [(row, unknown, sign) for row, form in enumerate(forms) for unknown, sign in form]
        # HiGHS counts in 32 bits; some versions of scipy refuse longer indices instead of converting them.
        rows, columns, signs = self._np.array(entries, dtype=self._np.int32).reshape(-1, 3).T
        shape = (len(forms), len(self.known.upper))
        return self._sparse.csr_array((signs.astype(float), (rows, columns)), shape=shape)

    def _solve(self, objective: Any) -> Any:
        """The integer point that minimises an objective; None when there is no point at all."""
        self.solved += 1
        self.still()
        found = self._optimize.milp(
            objective, integrality=1, bounds=self._bounds, constraints=self._constraints, options={"mip_rel_gap": 0}
        )
        if found.status == 2:
            return None
        if found.status != 0 or found.x is None:
            raise AttackError(found.message)
        point = self._np.rint(found.x)
        self.points.append(point)
        return point

    def scatter(self, count: int, wanted: Sequence[Aim]) -> None:
        """Find a few more points far from each other, in the same directions for the same system.

        Each direction is a sum of the aims still wanted, with signs at random: all are pulled to one end or the other
        at once, those about the fewest people first, which else seldom come to their bounds.
        """
        for _ in range(count):
            chance = Random(len(self.points))  # noqa: S311 - nothing secret: any directions will do
            weights = self._np.zeros(len(self.known.upper))
            for aim in wanted:
                pull = chance.choice((-1.0, 1.0)) / aim.size
                for unknown, sign in aim.form:
                    weights[unknown] += pull * sign
            self._solve(weights)

    def bounds(self, aim: Aim) -> tuple[int, int]:
        """The exact minimum and maximum of an aim."""
        weights = self._np.zeros(len(self.known.upper))
        for unknown, sign in aim.form:
            weights[unknown] += sign
        least, most = self._solve(weights), self._solve(-weights)
        return aim.constant + int(weights @ least), aim.constant + int(weights @ most)

    def spread(self, aims: Sequence[Aim]) -> list[tuple[int, int]]:
        """For each aim, the least and the most over the points met so far, which lie within its bounds."""
        np = self._np
        values = self._matrix([aim.form for aim in aims]) @ np.array(self.points).T + np.array(
            [[aim.constant] for aim in aims]
        )
        return [(int(low), int(high)) for low, high in zip(values.min(axis=1), values.max(axis=1), strict=True)]


def attack(known: Knowledge, stop_at_first: bool = False, still: Callable[[], None] = _nothing) -> tuple[Leak, ...]:
    """Everything that a coalition of one, two or three could find out; ``stop_at_first`` is enough to know that there
    is something. ``still`` is called again and again meanwhile.

    An aim is let go without being solved once two points already found are far enough apart: both are feasible, so its
    bounds are at least that far, and every test of ``disclosed`` fails less as bounds grow. Linear relaxations would
    not do: their bounds are wider than the truth. Raises AttackError when the attack could not be carried through.
    """
    wanted = list(aims(known))
    if not wanted:
        return ()
    solver = Solver(known, still)
    if not solver.monotone:
        wanted = [aim for aim in wanted if aim.until is None]  # "how many rose" has no answer where some fell
    leaks: list[Leak] = []
    for turn in count():
        if turn < _ROUNDS:
            solver.scatter(_SCATTERED, wanted)
        spread = solver.spread(wanted)
        wanted = [aim for aim, (low, high) in zip(wanted, spread, strict=True) if first_disclosed(aim.size, low, high)]
        if not wanted:
            break
        if turn < _ROUNDS - 1:
            continue
        for aim in wanted[:_AT_ONCE]:
            low, high = solver.bounds(aim)
            found = first_disclosed(aim.size, low, high)
            if found is not None:
                leaks.append(Leak(aim, low, high, *found))
                if stop_at_first:
                    return tuple(leaks)
        wanted = wanted[_AT_ONCE:]
        if not wanted:
            break
    return tuple(leaks)
