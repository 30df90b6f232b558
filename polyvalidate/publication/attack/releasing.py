"""From candidate tables to public ones: attacked first, and never changed for what the attack finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from polyvalidate.publication.attack.attacker import AttackError, attack
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.knowledge import Path, of_category, of_levels
from polyvalidate.publication.attack.tables import PublicTables


def release(
    candidate: Candidate,
    earlier: Sequence[PublicTables],
    moves: Mapping[Path, int],
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> PublicTables:
    """Attack an issue together with the earlier ones, oldest first; ``moves`` counts the students of each path through
    all of them, this one last. ``told`` hears how many attacks are over, of how many.

    Tables of the same students as in the issues before give the attack nothing, whatever the results (decision 0004);
    to leave something out because of what it finds would itself tell of results. It guards against a mistake in this
    program, and against totals of version 1.0: AttackError is raised then, as when it cannot be carried through.
    """
    tables = candidate.tables()
    issues = [*earlier, tables]
    known = [of_levels(issues, moves), *(of_category(issues, moves, row.category) for row in tables.categories)]
    for over, system in enumerate(known):
        if attack(system, stop_at_first=True, still=partial(told, over, len(known))):
            raise AttackError
    told(len(known), len(known))
    return tables
