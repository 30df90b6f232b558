"""Small cohorts with results at every extreme, published twice: both attackers find nothing, nothing is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.plain import to_plain
from polyvalidate.publication.attack.releasing import release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import Leaf, PublicTables
from tests.extent import spread
from tests.publication.curious import Curious
from tests.publication.issues import candidate
from tests.publication.test_protections import moved

LEAVES = [Leaf(programme, year) for programme in ("DI", "DEE", "DMS") for year in ("3A", "4A")]


def cohort(chance: Random) -> dict[Leaf, int]:
    """Sizes around eleven, of which two groups at least can be made."""
    while True:
        sizes = {leaf: chance.randint(3, 24) for leaf in chance.sample(LEAVES, chance.randint(2, 5))}
        if len(partition(sizes)) > 1:
            return sizes


def levels(chance: Random, size: int) -> list[int]:
    """Nobody, everybody, all but one, four, or some at each level."""
    few = chance.choice([0, 1, 4])
    return chance.choice(
        [
            [0] * (size - min(few, size)) + [chance.randint(1, 4)] * min(few, size),
            [4] * (size - min(few, size)) + [chance.randint(0, 3)] * min(few, size),
            [chance.randint(0, 4) for _ in range(size)],
        ]
    )


def issues(chance: Random) -> Iterator[list[Standing]]:
    """Two years of a cohort: nobody goes down, and nothing may happen at all."""
    now = [(leaf, level) for leaf, size in cohort(chance).items() for level in levels(chance, size)]
    for _ in range(2):
        yield [Standing(f"s-{n}", leaf, level, frozenset()) for n, (leaf, level) in enumerate(now)]
        now = [(leaf, chance.choice([level, level, chance.randint(level, 4)])) for leaf, level in now]


@pytest.mark.parametrize("seed", spread(range(40), 4))
def test_both_attackers_find_nothing(seed: int) -> None:
    published: list[PublicTables] = []
    known: list[list[Standing]] = []
    for number, students in enumerate(issues(Random(seed))):
        known.append(students)
        drawn = candidate(students, 2025, date(2026 + number, 7, 1), date(2026, 7, 1))._replace(categories=())
        published.append(release(drawn, published, moved(*known)))  # raises when the attack finds something

    members = [{s.code: (s.leaf.programme, s.leaf.year) for s in students} for students in known]
    assert [[row.scope for row in tables.rows] for tables in published] == [[r.scope for r in published[0].rows]] * 2
    assert Curious([json.loads(json.dumps(to_plain(tables))) for tables in published], members).learned() == []
