"""What a classmate knows, as a system of linear constraints on integers.

Known: who was in which group at each issue (so the exact sizes), every band of every issue, and that nobody goes down.
Students who were in the same leaves at every issue form a *stratum*: nothing published tells them apart. The unknowns
are ``y[stratum, rank, issue]``, how many of a stratum have reached threshold ``rank``; there are no others, because any
such numbers that are ordered by rank and by issue are realised by ranking the students of the stratum and letting the
first ``y`` of them be those who have reached it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from polyvalidate.publication.attack.bands import Band
from polyvalidate.publication.attack.tables import Leaf, PublicTables, Scope

Path = tuple[Leaf | None, ...]
"""The leaf of a student at each issue, None when not counted."""

Form = tuple[tuple[int, int], ...]
"""A linear form: (unknown, coefficient)."""


class Constraint(NamedTuple):
    """``lowest <= form <= highest``; None: no bound."""

    form: Form
    lowest: int | None
    highest: int | None


class Shown(NamedTuple):
    """What one issue shows of some students: their leaves at that issue, and a band for each threshold."""

    scope: Scope
    reached: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The unknowns with their upper bounds (the lower is 0), and the constraints. ``order`` holds between issues and is
    apart because a correction may break it."""

    paths: tuple[Path, ...]
    sizes: tuple[int, ...]
    issues: int
    ranks: int
    unknowns: Mapping[tuple[int, int, int], int] = field(repr=False)
    """(stratum, rank, issue) -> number of the unknown."""
    upper: tuple[int, ...] = field(repr=False)
    within: tuple[Constraint, ...] = field(repr=False)
    order: tuple[Constraint, ...] = field(repr=False)
    shown: tuple[tuple[Shown, ...], ...] = field(repr=False)

    def strata(self, issue: int, scope: Scope) -> frozenset[int]:
        """The strata that a row of an issue is about."""
        return frozenset(s for s, path in enumerate(self.paths) if path[issue] in scope.leaves)

    def size(self, strata: frozenset[int]) -> int:
        """How many students there are in some strata."""
        return sum(self.sizes[stratum] for stratum in strata)

    def form(self, strata: frozenset[int], rank: int, issue: int, sign: int = 1) -> Form:
        """How many students of some strata have reached a threshold, as a linear form."""
        return tuple((self.unknowns[stratum, rank, issue], sign) for stratum in sorted(strata))


def of_levels(issues: Sequence[PublicTables], moves: Mapping[Path, int]) -> Knowledge:
    """What is known of levels. ``moves`` counts the students of each path through the issues, oldest first."""
    return knowledge([tuple(Shown(row.scope, row.reached) for row in issue.rows) for issue in issues], moves)


def of_category(issues: Sequence[PublicTables], moves: Mapping[Path, int], category: str) -> Knowledge:
    """What is known of having points in one category: one threshold, shown for the whole cohort only."""
    shown: list[tuple[Shown, ...]] = []
    for issue in issues:
        cohort = issue.cohort_scope
        shown.append(tuple(Shown(cohort, (row.active,)) for row in issue.categories if row.category == category))
    return knowledge(shown, moves, ranks=1)


def knowledge(shown: Sequence[tuple[Shown, ...]], moves: Mapping[Path, int], ranks: int = 4) -> Knowledge:
    """The system of some issues. ``moves`` counts the students of each path."""
    paths = tuple(sorted(moves, key=lambda path: [leaf or ("", "") for leaf in path]))
    sizes = tuple(moves[path] for path in paths)
    unknowns: dict[tuple[int, int, int], int] = {}
    upper: list[int] = []
    within: list[Constraint] = []
    order: list[Constraint] = []
    for stratum, path in enumerate(paths):
        present = [issue for issue, leaf in enumerate(path) if leaf is not None]
        for issue in present:
            for rank in range(ranks):
                unknowns[stratum, rank, issue] = len(upper)
                upper.append(sizes[stratum])
                if rank:
                    above = unknowns[stratum, rank - 1, issue]
                    within.append(Constraint(((above, 1), (len(upper) - 1, -1)), 0, None))
        for before, after in pairwise(present):
            for rank in range(ranks):
                form = ((unknowns[stratum, rank, after], 1), (unknowns[stratum, rank, before], -1))
                order.append(Constraint(form, 0, None))
    known = Knowledge(
        paths, sizes, len(shown), ranks, unknowns, tuple(upper), tuple(within), tuple(order), tuple(shown)
    )
    bands = [
        Constraint(known.form(known.strata(issue, row.scope), rank, issue), band.lowest, band.highest)
        for issue, rows in enumerate(shown)
        for row in rows
        for rank, band in enumerate(row.reached)
    ]
    return Knowledge(
        paths, sizes, len(shown), ranks, unknowns, tuple(upper), (*within, *bands), tuple(order), tuple(shown)
    )
