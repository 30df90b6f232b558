"""A second attacker, written from the definition and from nothing of the product: it counts every possible world.

A world gives each student a class at each issue (0 to ``classes - 1``) that never goes down. Students of one stratum
are alike, so a world is, for each stratum, how many students follow each rising path of classes. What is published is
told as claims: (issue, strata, least class, lowest, highest), "between lowest and highest of these have this class or
more".
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Paths = list[tuple[int, ...]]
World = tuple[tuple[int, ...], ...]


class Claim(NamedTuple):
    issue: int
    strata: frozenset[int]
    least: int
    lowest: int
    highest: int


def rising_paths(classes: int, issues: int) -> Paths:
    """Every way for one student to go through the issues without going down."""
    return [path for path in itertools.product(range(classes), repeat=issues) if list(path) == sorted(path)]


def shares(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to share students out."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in shares(total - first, parts - 1):
            yield (first, *rest)


class Worlds:
    """Every world that agrees with what was published."""

    def __init__(self, sizes: Sequence[int], classes: int, issues: int, claims: Sequence[Claim]) -> None:
        self.sizes, self.classes, self.issues = sizes, classes, issues
        self.paths = rising_paths(classes, issues)
        every = itertools.product(*(list(shares(size, len(self.paths))) for size in sizes))
        self.possible = [world for world in every if all(self._agrees(world, claim) for claim in claims)]

    def count(self, world: World, strata: frozenset[int], has: Callable[[tuple[int, ...]], bool]) -> int:
        """How many students of some strata follow a path that has something."""
        return sum(world[s][number] for s in strata for number, path in enumerate(self.paths) if has(path))

    def _agrees(self, world: World, claim: Claim) -> bool:
        number = self.count(world, claim.strata, lambda path: path[claim.issue] >= claim.least)
        return claim.lowest <= number <= claim.highest

    def bounds(self, strata: frozenset[int], has: Callable[[tuple[int, ...]], bool]) -> tuple[int, int]:
        counts = [self.count(world, strata, has) for world in self.possible]
        return min(counts), max(counts)

    def learned_by(self, coalition: int, strata: frozenset[int], has: Callable[[tuple[int, ...]], bool]) -> set[str]:
        """What some coalition could learn of the others of these strata, whatever the real world.

        Friends know their own paths. They learn too much when, in every world that agrees with those, all the others
        have it, or none has, or a number from 1 to 4 of them, always the same, has it.
        """
        learned: set[str] = set()
        size = sum(self.sizes[s] for s in strata)
        kinds = [(s, number) for s in sorted(strata) for number in range(len(self.paths))]
        for friends in itertools.combinations_with_replacement(kinds, coalition):
            with_it = sum(has(self.paths[number]) for _, number in friends)
            agreed = [
                self.count(world, strata, has) - with_it
                for world in self.possible
                if all(world[s][number] >= friends.count((s, number)) for s, number in set(friends))
            ]
            if not agreed or size == coalition:
                continue
            if min(agreed) == size - coalition:
                learned.add("all")
            if max(agreed) == 0:
                learned.add("none")
            if min(agreed) == max(agreed) and 1 <= min(agreed) <= 4:
                learned.add("exact")
        return learned
