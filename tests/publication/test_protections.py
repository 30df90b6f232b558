"""Each protection taken away in turn: the attacker, or a refusal, must notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyvalidate.publication.attack import bands
from polyvalidate.publication.attack.attacker import AttackError, attack
from polyvalidate.publication.attack.bands import band_of, reached
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.knowledge import Path, of_levels
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.releasing import release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables, Row
from tests.extent import examples
from tests.publication.issues import CATEGORIES, COUNTS, candidate, standings

DI, DEE, DI4, DEE4 = Leaf("DI", "3A"), Leaf("DEE", "3A"), Leaf("DI", "4A"), Leaf("DEE", "4A")

# In a band of its own, the total of these groups tells too much of them.
TELLING = {DI: (10, 14, 6, 1, 0), DEE: (15, 17, 4, 0, 0), DI4: (0, 3, 3, 0, 0), DEE4: (1, 4, 2, 0, 0)}


def moved(*issues: Sequence[Standing]) -> Counter[Path]:
    where = [{s.code: s.leaf for s in issue} for issue in issues]
    codes = {code for there in where for code in there}
    return Counter(tuple(there.get(code) for there in where) for code in codes)


def released(counts: dict[Leaf, Sequence[int]]) -> PublicTables:
    students = standings(counts)
    return release(candidate(students), [], moved(students))


# --- the width of bands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_narrower_bands_are_not_let_through(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "SMALLEST_WIDTH", width)
    monkeypatch.setattr(bands, "MOST_BANDS", 400)
    students = standings(COUNTS)

    with pytest.raises(AttackError):
        release(candidate(students), [], moved(students))


def test_bands_of_five_are_let_through() -> None:
    assert released(COUNTS).rows


LEVELS = st.lists(st.integers(0, 4), min_size=11, max_size=45)


@settings(max_examples=examples(20))
@given(st.lists(LEVELS, min_size=2, max_size=5))
def test_the_attack_finds_nothing_in_a_first_issue(groups: list[list[int]]) -> None:
    # Each group by itself is safe whatever its results, so there is always something to show.
    counts = {
        Leaf("DI" if n % 2 else "DEE", f"{3 + n // 2}A"): [levels.count(level) for level in range(5)]
        for n, levels in enumerate(groups)
    }

    assert released(counts).size == sum(map(len, groups))


@settings(max_examples=examples(15))
@given(LEVELS, LEVELS, st.data())
def test_the_attack_finds_nothing_in_issues_of_the_same_students(
    one: list[int], two: list[int], data: st.DataObject
) -> None:
    # Order between intervals of one partition squeezes nothing, for as many issues as one likes.
    levels = [*one, *two]
    issues = []
    earlier = []
    for year in (2024, 2025, 2026):
        students = [
            Standing(f"s-{n}", DI if n < len(one) else DEE, level, frozenset()) for n, level in enumerate(levels)
        ]
        issues.append(students)
        earlier.append(release(candidate(students, 2023, date(year, 7, 1)), earlier, moved(*issues)))
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

    from_plain(to_plain(alone.tables()))


def test_no_row_of_an_issue_is_under_eleven() -> None:
    rows = released(COUNTS).rows

    assert min(row.size for row in rows) == 13
    assert [group.kind for group in partition(Counter(s.leaf for s in standings(COUNTS)))][-1] is Kind.OTHERS


# --- what is shown ----------------------------------------------------------------------------------------------------


@settings(max_examples=examples(20))
@given(LEVELS, LEVELS, LEVELS, st.randoms(use_true_random=False))
def test_what_is_shown_depends_on_sizes_and_not_on_results(
    one: list[int], two: list[int], three: list[int], chance: Random
) -> None:
    def shown() -> list[object]:
        students = [
            Standing(f"{leaf}{n}", leaf, level, frozenset(chance.sample("12345678", 3 if level else 0)))
            for leaf, levels in ((DI, one), (DEE, two), (DI4, three))
            for n, level in enumerate(levels)
        ]
        tables = release(candidate(students), [], moved(students))
        return [*((row.scope, row.size) for row in tables.rows), *(row.category for row in tables.categories)]

    before = shown()
    one, two, three = ([chance.randint(0, 4) for _ in levels] for levels in (one, two, three))

    assert shown() == before


def test_every_total_is_shown_however_telling_the_results() -> None:
    assert [row.scope.kind for row in released(TELLING).margins] == [Kind.YEAR, Kind.COHORT]


def test_a_total_in_a_band_of_its_own_would_tell_too_much() -> None:
    students = standings(TELLING)
    drawn = candidate(students)
    levels = reached([s.level for s in students])
    own = Row(drawn.rows[-1].scope, drawn.size, tuple(band_of(number, drawn.size) for number in levels))

    assert attack(of_levels([drawn._replace(rows=(*drawn.rows[:-1], own)).tables()], moved(students)))
    assert not attack(of_levels([drawn.tables()], moved(students)))


# --- earlier issues ---------------------------------------------------------------------------------------------------


def edge_of_a_band() -> tuple[list[Standing], list[Standing]]:
    """A year in which nothing happened but the departure of one student who counted: 11 of 22, then 10 of 21."""
    first = standings({DI: (11, 11, 0, 0, 0), DEE: (9, 9, 0, 0, 0)})
    gone = next(s for s in first if s.leaf == DI and s.level)
    return first, [s for s in first if s is not gone]


def test_who_left_could_be_deduced_if_the_others_alone_were_counted() -> None:
    first, second = edge_of_a_band()
    earlier = release(candidate(first, 2024, date(2025, 7, 1)), [], moved(first))

    with pytest.raises(AttackError):
        release(candidate(second, 2024, date(2026, 7, 1)), [earlier], moved(first, second))


def test_nothing_is_deduced_when_who_left_is_still_counted() -> None:
    first, _ = edge_of_a_band()
    earlier = release(candidate(first, 2024, date(2025, 7, 1)), [], moved(first))

    later = release(candidate(first, 2024, date(2026, 7, 1)), [earlier], moved(first, first))

    assert later.rows == earlier.rows


def test_without_the_earlier_issue_nobody_would_notice() -> None:
    _, second = edge_of_a_band()

    assert release(candidate(second, 2024, date(2026, 7, 1)), [], moved(second)).rows


# --- categories -------------------------------------------------------------------------------------------------------


def test_every_category_is_shown_whatever_is_in_it() -> None:
    everybody_at_the_end = standings({DI: (0, 0, 0, 0, 31), DEE: (0, 0, 0, 0, 36)})
    nobody = standings({DI: (31, 0, 0, 0, 0), DEE: (36, 0, 0, 0, 0)})

    for students in (everybody_at_the_end, nobody):
        tables = release(candidate(students), [], moved(students))

        assert [row.category for row in tables.categories] == sorted(CATEGORIES)
