"""From candidate tables to public ones: everything is tried, margins are dropped until the attacker finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from polyvalidate.publication.attack.attacker import Leak, attack
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.knowledge import Path, of_category, of_levels
from polyvalidate.publication.attack.tables import MARGINS, Kind, PublicTables

_LOOSE_FROM, _LOOSE_TO = 0, 2
"""Whoever has 25 % of the points has a category, and whoever has 75 % a second one: see ``_categories_are_loose``."""


@dataclass(frozen=True, slots=True)
class Released:
    """Tables in which the attacker finds nothing, and the families of margins that had to go."""

    tables: PublicTables
    dropped: tuple[Kind, ...]
    without_categories: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing may be shown: the groups alone, with earlier issues, would disclose somebody."""

    leaks: tuple[Leak, ...]


def release(
    candidate: Candidate,
    earlier: Sequence[PublicTables],
    moves: Mapping[Path, int],
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Released | Withheld:
    """Attack an issue together with the earlier ones, oldest first; ``moves`` counts the students of each path through
    all of them, this one last. ``told`` hears how many attacks are over, of how many at most.

    Families of margins go whole, in a fixed order, and nothing else is ever left out: a choice made group by group
    would itself tell something of results. Raises AttackError when the attack cannot be carried through.
    """
    present = {row.scope.kind for row in candidate.rows}
    families = [kind for kind in MARGINS if kind in present]
    levels, total = len(families) + 1, len(families) + 1 + len(candidate.categories)
    for gone in range(levels):
        last = gone == len(families)
        shown = candidate.tables(frozenset(families[gone:]), with_categories=False)
        leaks = attack(of_levels([*earlier, shown], moves), stop_at_first=not last, still=partial(told, gone, total))
        if not leaks:
            break
    if leaks:
        return Withheld(leaks)
    complete = candidate.tables(frozenset(families[gone:]), with_categories=True)
    safe = _categories_are_loose(complete) and not any(
        attack(
            of_category([*earlier, complete], moves, row.category), stop_at_first=True, still=partial(told, over, total)
        )
        for over, row in enumerate(complete.categories, levels)
    )
    told(total, total)
    return Released(complete if safe else shown, tuple(families[:gone]), not safe)


def _categories_are_loose(tables: PublicTables) -> bool:
    """Whether the bands of categories and of levels are too wide apart to squeeze each other.

    The two are attacked apart; what links them is that a student has at least one active category from 25 % of the
    points and two from 75 %, so the active numbers add up to no less than the students who reached these. When that
    holds even with all but the widest band at its highest and those students at their highest, it squeezes nothing.
    """
    if not tables.categories:
        return True
    active = [row.active for row in tables.categories]
    most = sum(band.highest for band in active) - max(band.highest - band.lowest for band in active)
    needed = sum(row.reached[_LOOSE_FROM].highest + row.reached[_LOOSE_TO].highest for row in tables.groups)
    return most >= needed
