"""An attacker that knows the rule and nothing of the program: it publishes every cohort that there could be, puts
together those that look alike, and reads in them whatever a publication tells beyond its own intervals.

What is left out, and whatever else is decided, is part of how a publication looks: where it depends on results, the
cohorts that look alike are fewer than the intervals say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import combinations_with_replacement
from typing import NamedTuple, TypeVar

Cell = tuple[str, int]
"""Of whom, and the threshold that they have reached."""
Cohort = TypeVar("Cohort")
Seen = TypeVar("Seen", bound=Hashable)


class Sharper(NamedTuple):
    """A cell that can only hold some of the numbers of the interval published for it."""

    cell: Cell
    published: tuple[int, int]
    possible: frozenset[int]


def sharper(
    cohorts: Iterable[Cohort],
    count: Callable[[Cohort], Mapping[Cell, int]],
    look: Callable[[Cohort], Seen],
    said: Callable[[Seen], Mapping[Cell, tuple[int, int]]],
) -> Iterator[Sharper]:
    """Whatever can be known beyond what is published. ``count`` is the truth of a cohort, ``look`` all that is seen of
    it, ``said`` what this says of the truth."""
    alike: dict[Seen, list[Mapping[Cell, int]]] = defaultdict(list)
    for cohort in cohorts:
        alike[look(cohort)].append(count(cohort))
    for seen, worlds in alike.items():
        for cell, (lowest, highest) in said(seen).items():
            possible = frozenset(world[cell] for world in worlds)
            if possible != frozenset(range(lowest, highest + 1)):
                yield Sharper(cell, (lowest, highest), possible)


def rising(size: int, thresholds: int) -> Iterator[tuple[int, ...]]:
    """Every way in which some students can have reached thresholds of which each includes the next."""
    return combinations_with_replacement(range(size, -1, -1), thresholds)


def packed(needs: Iterable[int], rooms: Iterable[int]) -> bool:
    """Whether each student can have as many different categories as they need, when ``rooms`` students have each.
    Whoever needs most chooses first, among the categories with most room: no other order does better."""
    left = sorted(rooms, reverse=True)
    for need in sorted(needs, reverse=True):
        if need > len(left) or (need and not left[need - 1]):
            return False
        left = sorted([room - 1 for room in left[:need]] + left[need:], reverse=True)
    return True
