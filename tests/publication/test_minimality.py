"""Nothing is told beyond the intervals that are published, whatever the cohort: what is missing depends on no result.

Every cohort of a few groups is published and compared with those that look the same (``minimal``). The rules of version
1.0 are kept here as witnesses, and caught.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any, NamedTuple

import pytest

from polyvalidate.publication.attack.attacker import AttackError, attack
from polyvalidate.publication.attack.bands import Band, band_of, bands, category_bands, reached
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.knowledge import of_levels
from polyvalidate.publication.attack.plain import to_plain
from polyvalidate.publication.attack.releasing import release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import Leaf, PublicTables, Row
from tests.extent import WHOLE
from tests.publication.issues import candidate
from tests.publication.minimal import Cell, Sharper, packed, rising, sharper
from tests.publication.test_protections import moved

NAMES = ("25", "50", "75", "quitus")
Counts = tuple[tuple[int, ...], ...]
"""Of each group, how many have reached the first thresholds; nobody has reached the others."""


class Issue(NamedTuple):
    """The groups P0 3A, P1 3A and, when there are three, P2 4A on a day."""

    sizes: tuple[int, ...]
    counts: Counts


@cache
def drawn(issue: Issue) -> tuple[Candidate, list[Standing], str]:
    """What is drawn of an issue, of whom, and a name for all issues that are drawn the same."""
    students = [
        Standing(
            f"{group}-{number}",
            Leaf(f"P{group}", "4A" if group == 2 else "3A"),
            sum(number < count for count in counts),
            frozenset(),
        )
        for group, (size, counts) in enumerate(zip(*issue, strict=True))
        for number in range(size)
    ]
    made = candidate(students)._replace(categories=())  # attacked apart: below
    return made, students, repr(made.rows)


Seen = tuple[str, ...]
"""The issues of a cohort as they are read, oldest first; empty where nothing appeared."""


class Now:
    """The program. What it makes of the same tables is remembered."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, ...], Seen] = {}

    def __call__(self, *issues: Issue) -> Seen:
        candidates, students, names = zip(*map(drawn, issues), strict=True)
        if names not in self.made:
            tables: list[PublicTables] = []
            for number, each in enumerate(candidates, 1):
                try:
                    tables.append(release(each, tables, moved(*students[:number])))
                except AttackError:
                    break
            self.made[names] = tuple(json.dumps(to_plain(each)) for each in tables)
        return self.made[names]


class Version1:
    """Totals in bands of their own, left out when the attack finds something with them."""

    def __init__(self) -> None:
        self.made: dict[tuple[Row, ...], Seen] = {}

    def __call__(self, issue: Issue) -> Seen:
        made, students, _ = drawn(issue)
        *groups, total = made.rows
        levels = reached([student.level for student in students])
        own = (*groups, total._replace(reached=tuple(band_of(number, total.size) for number in levels)))
        if own not in self.made:
            everything = made._replace(rows=own).tables()
            leaks = attack(of_levels([everything], moved(students)), stop_at_first=True)
            shown = made._replace(rows=tuple(groups)).tables() if leaks else everything
            self.made[own] = (json.dumps(to_plain(shown)),)
        return self.made[own]


def said(seen: str, thresholds: int) -> dict[Cell, tuple[int, int]]:
    """The intervals of one issue."""
    plain: dict[str, Any] = json.loads(seen)
    return {
        (row.get("programme", row["kind"]), rank): tuple(row["reached"][name])
        for row in plain["groups"]
        for rank, name in enumerate(NAMES[:thresholds])
    }


def truth(counts: Counts) -> dict[Cell, int]:
    """The same cells, as they are."""
    named = [*((f"P{group}", reached) for group, reached in enumerate(counts))]
    named += [("year", _added(counts[:2])), ("cohort", _added(counts))]
    return {(name, rank): number for name, reached in named for rank, number in enumerate(reached)}


def _added(counts: Counts) -> tuple[int, ...]:
    return tuple(sum(reached) for reached in zip(*counts, strict=True))


def told(rule: Callable[[Issue], Seen], sizes: tuple[int, ...], thresholds: int, most: int = 99) -> list[Sharper]:
    """What the cohorts of some groups tell beyond the intervals of one issue. With ``most``, only those in whose groups
    no more have reached anything: enough where one more is another interval, so that no other cohort looks the same."""
    cohorts = product(*(list(rising(min(size, most), thresholds)) for size in sizes))
    return list(
        sharper(cohorts, truth, lambda counts: rule(Issue(sizes, counts)), lambda seen: said(seen[0], thresholds))
    )


# --- one issue --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "thresholds"),
    [((11, 12), 2), ((11, 12, 13), 1), *([((39, 40), 1), ((14, 19, 16), 1)] if WHOLE else [])],
)
def test_no_cohort_tells_more_than_its_intervals(sizes: tuple[int, ...], thresholds: int) -> None:
    assert told(Now(), sizes, thresholds) == []


def test_a_total_that_was_missing_told_that_there_are_exactly_four_in_each() -> None:
    # The bands of both groups are 0 to 4. The total would have been shown as 0 to 7, so it is 8 or more.
    found = told(Version1(), (39, 40), 1, most=4)

    assert [each for each in found if each.cell[0] != "cohort"] == [
        Sharper(("P0", 0), (0, 4), frozenset({4})),
        Sharper(("P1", 0), (0, 4), frozenset({4})),
    ]


# --- two issues -------------------------------------------------------------------------------------------------------

# Twelve students in one group, of whom one leaves; eleven in another. One threshold, and nobody loses points.
Years = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Of those who stay, of who leaves, of the other group: how many have reached it the first year, and the second."""


def years() -> Iterator[Years]:
    def rise(size: int) -> list[tuple[int, ...]]:
        return [pair[::-1] for pair in rising(size, 2)]

    yield from product(rise(11), rise(1), rise(11))  # type: ignore[misc]


def in_two_years(cohort: Years) -> dict[Cell, int]:
    stay, leaves, others = cohort
    return {
        cell: number
        for year in (0, 1)
        for cell, number in (
            (("P0", year), stay[year] + leaves[year]),
            (("who leaves", year), leaves[year]),
            (("P1", year), others[year]),
        )
    }


def intervals_of_two_years(seen: Seen) -> dict[Cell, tuple[int, int]]:
    found = {(name, year): band for year, each in enumerate(seen) for (name, _), band in said(each, 1).items()}
    shown = {cell: band for cell, band in found.items() if cell[0] in ("P0", "P1")}
    return shown | {("who leaves", 0): (0, 1), ("who leaves", 1): (0, 1)}


def test_no_cohort_tells_more_in_two_issues_of_the_same_students() -> None:
    rule = Now()

    def look(cohort: Years) -> Seen:
        stay, leaves, others = cohort
        return rule(*(Issue((12, 11), ((stay[y] + leaves[y],), (others[y],))) for y in (0, 1)))

    assert list(sharper(years(), in_two_years, look, intervals_of_two_years)) == []


def test_who_left_was_told_when_only_the_others_were_counted() -> None:
    rule = Now()

    def look(cohort: Years) -> Seen:
        stay, leaves, others = cohort
        first = rule(Issue((12, 11), ((stay[0] + leaves[0],), (others[0],))))
        return (*first, *rule(Issue((11, 11), ((stay[1],), (others[1],)))))

    found = {
        each for each in sharper(years(), in_two_years, look, intervals_of_two_years) if each.cell[0] == "who leaves"
    }

    # 6 of 12 at least, then 5 of 11 at most, and nobody loses points.
    assert Sharper(("who leaves", 0), (0, 1), frozenset({1})) in found


# --- levels and categories --------------------------------------------------------------------------------------------

SIZE, ASKED, CATEGORIES = 30, 2, 5


def squeezed(cut: Sequence[Band]) -> list[tuple[object, ...]]:
    """Bands of two levels (which take one category and two) and of five categories, where one of them can no longer be
    at an end of its band. The more room in categories and the fewer who need it, the more is possible: each end is
    tried with all the rest as easy as it can be."""
    found: list[tuple[object, ...]] = []

    def possible(one: int, two: int, rooms: Sequence[int]) -> bool:
        return packed([2] * two + [1] * (one - two), rooms)

    for one, two in product(bands(SIZE), repeat=2):
        for shown in combinations_with_replacement(cut, CATEGORIES):
            room = [band.highest for band in shown]
            if two > one or not possible(one.lowest, two.lowest, room):
                continue
            high = possible(one.highest, two.lowest, room) and possible(max(one.lowest, two.highest), two.highest, room)
            low = all(possible(one.lowest, two.lowest, [*room[:n], shown[n].lowest, *room[n + 1 :]]) for n in range(5))
            if not (high and low):
                found.append((one, two, shown))
    return found


def test_levels_and_categories_squeeze_nothing_of_each_other() -> None:
    cut = category_bands(SIZE, ASKED, CATEGORIES)

    assert cut == ((0, 19), (20, 24), (25, 30))
    assert squeezed(cut) == []


def test_with_the_lowest_bands_apart_they_would() -> None:
    apart = bands(SIZE)

    assert squeezed((*apart[:3], *apart[4:]))
