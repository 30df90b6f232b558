"""Each protection taken away in turn: the attacker, or a refusal, must notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyvalidate.publication.attack import bands, releasing
from polyvalidate.publication.attack.attacker import attack
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.knowledge import Path, of_levels
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.releasing import Released, Withheld, release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import MARGINS, Kind, Leaf
from tests.extent import examples
from tests.publication.issues import CATEGORIES, COUNTS, candidate, standings

DI, DEE, DI4, DEE4 = Leaf("DI", "3A"), Leaf("DEE", "3A"), Leaf("DI", "4A"), Leaf("DEE", "4A")

# With the totals by programme, of six students in DI 4A and seven in DEE 4A too much would be known.
TELLING = {DI: (11, 13, 7, 0, 0), DEE: (14, 14, 8, 0, 0), DI4: (5, 0, 1, 0, 0), DEE4: (1, 6, 0, 0, 0)}
# With any total at all.
MORE_TELLING = {DI: (10, 14, 6, 1, 0), DEE: (15, 17, 4, 0, 0), DI4: (0, 3, 3, 0, 0), DEE4: (1, 4, 2, 0, 0)}


def moved(*issues: Sequence[Standing]) -> Counter[Path]:
    where = [{s.code: s.leaf for s in issue} for issue in issues]
    codes = {code for there in where for code in there}
    return Counter(tuple(there.get(code) for there in where) for code in codes)


def released(counts: dict[Leaf, Sequence[int]]) -> Released:
    students = standings(counts)
    outcome = release(candidate(students), [], moved(students))
    assert isinstance(outcome, Released)
    return outcome


# --- the width of bands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_narrower_bands_are_not_let_through(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "SMALLEST_WIDTH", width)
    monkeypatch.setattr(bands, "MOST_BANDS", 400)
    students = standings(COUNTS)

    outcome = release(candidate(students), [], moved(students))

    assert isinstance(outcome, Withheld)


def test_bands_of_five_are_let_through() -> None:
    assert released(COUNTS).tables.rows


LEVELS = st.lists(st.integers(0, 4), min_size=11, max_size=45)


@settings(max_examples=examples(20))
@given(st.lists(LEVELS, min_size=2, max_size=5))
def test_a_first_issue_is_never_withheld(groups: list[list[int]]) -> None:
    # Each group by itself is safe whatever its results, so there is always something to show.
    counts = {
        Leaf("DI" if n % 2 else "DEE", f"{3 + n // 2}A"): [levels.count(level) for level in range(5)]
        for n, levels in enumerate(groups)
    }
    students = standings(counts)

    outcome = release(candidate(students), [], moved(students))

    assert isinstance(outcome, Released)


@settings(max_examples=examples(15))
@given(LEVELS, LEVELS, st.data())
def test_groups_whose_members_stay_are_never_withheld(one: list[int], two: list[int], data: st.DataObject) -> None:
    # Order between intervals of one partition squeezes nothing, for as many issues as one likes.
    levels = [*one, *two]
    issues = []
    earlier = []
    for year in (2024, 2025, 2026):
        students = [
            Standing(f"s-{n}", DI if n < len(one) else DEE, level, frozenset()) for n, level in enumerate(levels)
        ]
        issues.append(students)
        outcome = release(candidate(students, 2023, date(year, 7, 1)), earlier, moved(*issues))
        assert isinstance(outcome, Released)
        earlier.append(outcome.tables)
        levels = [data.draw(st.integers(level, 4)) for level in levels]


# --- merging ----------------------------------------------------------------------------------------------------------


def test_a_group_of_four_shown_by_itself_would_be_told_all_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyvalidate.publication.attack.partition.SMALLEST_GROUP", 1)
    students = standings({DI: (2, 20, 7, 2, 0), DEE: (1, 22, 9, 3, 1), DI4: (0, 5, 0, 0, 4)})
    alone = candidate(students)

    sizes = {row.size for row in alone.rows}

    # Nine students by themselves: shown, where the rule of eleven would have merged them.
    assert 9 in sizes
    with pytest.raises(ValueError, match="not an issue"):
        _read_back(alone)


def _read_back(alone: Candidate) -> None:
    from polyvalidate.publication.attack.plain import from_plain, to_plain

    from_plain(to_plain(alone.tables(frozenset(), with_categories=False)))


def test_no_row_of_an_issue_is_under_eleven() -> None:
    rows = released(COUNTS).tables.rows

    assert min(row.size for row in rows) == 13
    assert [group.kind for group in partition(Counter(s.leaf for s in standings(COUNTS)))][-1] is Kind.OTHERS


# --- margins ----------------------------------------------------------------------------------------------------------


def test_totals_that_would_tell_too_much_are_dropped() -> None:
    outcome = released(TELLING)

    assert outcome.dropped == (Kind.PROGRAMME,)
    assert {row.scope.kind for row in outcome.tables.margins} == {Kind.YEAR, Kind.COHORT}


def test_without_the_test_of_margins_too_much_would_be_told() -> None:
    students = standings(TELLING)
    everything = candidate(students).tables(frozenset(MARGINS), with_categories=False)

    leaks = attack(of_levels([everything], moved(students)))

    assert leaks


def test_families_of_totals_go_whole_and_in_a_fixed_order() -> None:
    assert released(MORE_TELLING).dropped == (Kind.PROGRAMME, Kind.YEAR, Kind.COHORT)
    assert released(MORE_TELLING).tables.margins == ()


def test_totals_that_tell_nothing_are_shown() -> None:
    outcome = released({DI: (13, 14, 4, 0, 0), DEE: (16, 15, 5, 0, 0), DI4: (3, 2, 0, 1, 0), DEE4: (3, 3, 1, 0, 0)})

    assert outcome.dropped == ()


# --- earlier issues ---------------------------------------------------------------------------------------------------


def edge_of_a_band() -> tuple[Candidate, Candidate, list[Standing], list[Standing]]:
    """A year in which nothing happened but the departure of one student who counted: 11 of 22, then 10 of 21."""
    first = standings({DI: (11, 11, 0, 0, 0), DEE: (9, 9, 0, 0, 0)})
    gone = next(s for s in first if s.leaf == DI and s.level)
    second = [s for s in first if s is not gone]
    return candidate(first, 2024, date(2025, 7, 1)), candidate(second, 2024, date(2026, 7, 1)), first, second


def test_an_issue_that_tells_who_left_together_with_the_earlier_one_is_withheld() -> None:
    one, two, first, second = edge_of_a_band()
    earlier = release(one, [], moved(first))
    assert isinstance(earlier, Released)

    outcome = release(two, [earlier.tables], moved(first, second))

    assert isinstance(outcome, Withheld)


def test_without_the_earlier_issue_nobody_would_notice() -> None:
    _, two, _, second = edge_of_a_band()

    outcome = release(two, [], moved(second))

    assert isinstance(outcome, Released)


# --- categories -------------------------------------------------------------------------------------------------------


def test_categories_are_shown_when_they_are_loose() -> None:
    outcome = released(COUNTS)

    assert not outcome.without_categories
    assert [row.category for row in outcome.tables.categories] == sorted(CATEGORIES)


def test_categories_so_few_that_levels_squeeze_them_are_dropped() -> None:
    # Everybody has the points, so everybody has two categories: "0 to 7 of 80" cannot stand beside that.
    students = [
        s._replace(categories=frozenset({"1"})) for s in standings({DI: (0, 0, 0, 0, 31), DEE: (0, 0, 0, 0, 36)})
    ]

    outcome = release(candidate(students), [], moved(students))

    assert isinstance(outcome, Released)
    assert outcome.without_categories
    assert outcome.tables.categories == ()


def test_without_that_test_they_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "_categories_are_loose", lambda _: True)
    students = [
        s._replace(categories=frozenset({"1"})) for s in standings({DI: (0, 0, 0, 0, 31), DEE: (0, 0, 0, 0, 36)})
    ]

    outcome = release(candidate(students), [], moved(students))

    assert isinstance(outcome, Released)
    assert len(outcome.tables.categories) == 2
