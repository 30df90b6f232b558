"""Issues made by the real road, from invented standings, for tests of what comes after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from polyvalidate.model.words import Text
from polyvalidate.publication.attack.drawing import Candidate, Heading, draw
from polyvalidate.publication.attack.releasing import release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import Leaf, PublicTables

PROGRAMMES = {"DI": Text("Informatique", "Computer science"), "DEE": Text("Électronique", "Electronics")}
CATEGORIES = {
    "1": Text("Représentation & vie de l'école", "Representation & school life"),
    "2": Text("Vie associative", "Clubs"),
    **{code: Text(f"Catégorie {code}", f"Category {code}") for code in "345678"},
}
ASKED = 2
"""How many categories the points of a student may take at most."""


def standings(counts: dict[Leaf, Sequence[int]], active: int = 0) -> list[Standing]:
    """Students by leaf: how many at each level, 0 to 4. ``active`` more have points in category 2."""
    found = []
    for leaf, numbers in counts.items():
        for level, number in enumerate(numbers):
            for _ in range(number):
                categories = frozenset({"1", "2", "3"} if level else ())
                found.append(Standing(f"s-{len(found):010}", leaf, level, categories))
    return [s._replace(categories=frozenset({"2"})) if n < active else s for n, s in enumerate(found)]


def candidate(
    students: Sequence[Standing], cohort: int = 2025, on: date = date(2026, 7, 1), formed: date | None = None
) -> Candidate:
    return draw(Heading(cohort, on, formed or on, "9f2c" * 10, PROGRAMMES, CATEGORIES, ASKED), students)


COUNTS = {
    Leaf("DI", "3A"): (2, 20, 7, 2, 0),
    Leaf("DEE", "3A"): (1, 22, 9, 3, 1),
    Leaf("DI", "4A"): (0, 2, 2, 1, 1),
    Leaf("DEE", "4A"): (0, 1, 3, 2, 1),
}


def an_issue(
    cohort: int = 2025, on: date = date(2026, 7, 1), counts: dict[Leaf, Sequence[int]] | None = None
) -> PublicTables:
    students = standings(counts or COUNTS)
    return release(candidate(students, cohort, on), [], Counter((s.leaf,) for s in students))
