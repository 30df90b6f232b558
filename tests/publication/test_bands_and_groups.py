"""Bands are cut by size alone, groups are merged by size alone, and both are wide enough."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.publication.attack.bands import Band, band_of, bands, category_bands, reached
from polyvalidate.publication.attack.partition import margins, partition
from polyvalidate.publication.attack.tables import Kind, Leaf, Scope

LEAVES = st.builds(Leaf, st.sampled_from(["DI", "DEE", "DMS", "DIA"]), st.sampled_from(["3A", "4A", "5A"]))
SIZES = st.dictionaries(LEAVES, st.integers(0, 60), max_size=12)


def scopes(*groups: Scope) -> list[tuple[str, list[str]]]:
    return [(group.kind.value, sorted(f"{leaf.programme} {leaf.year}" for leaf in group.leaves)) for group in groups]


# --- bands ------------------------------------------------------------------------------------------------------------


def test_thirty_one_students_have_six_bands() -> None:
    actual = [tuple(band) for band in bands(31)]

    assert actual == [(0, 4), (5, 9), (10, 15), (16, 20), (21, 25), (26, 31)]


def test_eleven_students_have_two_bands() -> None:
    actual = [tuple(band) for band in bands(11)]

    assert actual == [(0, 5), (6, 11)]


def test_a_large_group_has_ten_bands_and_no_more() -> None:
    actual = [tuple(band) for band in bands(300)]

    assert actual[:2] == [(0, 29), (30, 59)]
    assert actual[-1] == (270, 300)
    assert len(actual) == 10


def test_three_students_have_no_band() -> None:
    with pytest.raises(ValueError, match="group of 3"):
        bands(3)


@given(st.integers(4, 2_000))
def test_bands_share_out_every_number_in_intervals_of_at_least_five(size: int) -> None:
    cut = bands(size)

    assert [number for band in cut for number in range(band.lowest, band.highest + 1)] == list(range(size + 1))
    assert len(cut) == min(10, (size + 1) // 5)
    assert min(band.highest - band.lowest + 1 for band in cut) >= 5


@given(st.integers(11, 400), st.data())
def test_the_band_of_a_number_holds_it(size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, size))

    band = band_of(number, size)

    assert band.lowest <= number <= band.highest


def test_a_threshold_counts_all_who_have_reached_it_or_more() -> None:
    actual = reached([0, 0, 1, 2, 3, 4, 4])

    assert actual == (5, 4, 3, 2)


# --- categories -------------------------------------------------------------------------------------------------------


def test_the_lowest_bands_of_eight_categories_are_joined_up_to_two_sevenths() -> None:
    # 2 categories for each of 299 students: seven categories must hold 598, which is 86 each.
    actual = [tuple(band) for band in category_bands(299, 2, 8)]

    assert actual[:2] == [(0, 89), (90, 119)]
    assert actual[1:] == [tuple(band) for band in bands(299)[3:]]


@pytest.mark.parametrize(("size", "first"), [(14, (0, 4)), (15, (0, 9)), (31, (0, 9)), (34, (0, 14))])
def test_the_first_band_ends_where_two_sevenths_are_reached_and_no_sooner(size: int, first: tuple[int, int]) -> None:
    # 28 / 7 is 4, 30 / 7 more than 4; 62 / 7 is less than 9, 68 / 7 more.
    assert category_bands(size, 2, 8)[0] == first


@pytest.mark.parametrize(("asked", "categories"), [(2, 1), (2, 2), (2, 3), (3, 4), (7, 8)])
def test_categories_that_the_points_may_take_nearly_all_have_one_band_which_says_nothing(
    asked: int, categories: int
) -> None:
    assert category_bands(299, asked, categories) == (Band(0, 299),)


@given(st.integers(11, 2_000), st.integers(1, 9), st.integers(0, 10))
def test_all_categories_but_one_hold_what_the_points_ask(size: int, asked: int, categories: int) -> None:
    cut = category_bands(size, asked, categories)

    assert [number for band in cut for number in range(band.lowest, band.highest + 1)] == list(range(size + 1))
    assert len(cut) == 1 or (categories - 1) * cut[0].highest >= asked * size


# --- groups -----------------------------------------------------------------------------------------------------------


def test_a_group_under_eleven_merges_and_one_of_eleven_does_not() -> None:
    sizes = {Leaf("DI", "3A"): 11, Leaf("DEE", "3A"): 10, Leaf("DMS", "3A"): 40, Leaf("DI", "4A"): 3}

    actual = scopes(*partition(sizes))

    assert actual == [("group", ["DI 3A"]), ("group", ["DMS 3A"]), ("others", ["DEE 3A", "DI 4A"])]


def test_others_under_eleven_absorb_the_smallest_group_then() -> None:
    sizes = {Leaf("DI", "3A"): 30, Leaf("DEE", "3A"): 25, Leaf("DMS", "3A"): 25, Leaf("DI", "4A"): 1}

    actual = scopes(*partition(sizes))

    assert actual == [("group", ["DI 3A"]), ("group", ["DMS 3A"]), ("others", ["DEE 3A", "DI 4A"])]


def test_others_of_eleven_absorb_nobody() -> None:
    sizes = {Leaf("DI", "3A"): 30, Leaf("DEE", "3A"): 6, Leaf("DI", "4A"): 5}

    actual = scopes(*partition(sizes))

    assert actual == [("group", ["DI 3A"]), ("others", ["DEE 3A", "DI 4A"])]


def test_groups_and_margins_say_their_programme_and_their_year() -> None:
    """A leaf of one student is held, a leaf of none is not."""
    di_3, di_4, dee_3, dee_4 = Leaf("DI", "3A"), Leaf("DI", "4A"), Leaf("DEE", "3A"), Leaf("DEE", "4A")
    alone, nobody = Leaf("DMS", "3A"), Leaf("DMS", "4A")
    sizes = {di_3: 30, dee_3: 25, di_4: 14, dee_4: 12, alone: 1, nobody: 0}

    groups = partition(sizes)

    assert groups == (
        Scope(Kind.GROUP, "DEE", "3A", frozenset({dee_3})),
        Scope(Kind.GROUP, "DI", "3A", frozenset({di_3})),
        Scope(Kind.GROUP, "DI", "4A", frozenset({di_4})),
        Scope(Kind.OTHERS, None, None, frozenset({dee_4, alone})),
    )
    # DEE 4A and DMS 3A are merged: neither DEE, nor 3A, nor 4A is made of whole groups.
    assert margins(groups) == (
        Scope(Kind.PROGRAMME, "DI", None, frozenset({di_3, di_4})),
        Scope(Kind.COHORT, None, None, frozenset({di_3, di_4, dee_3, dee_4, alone})),
    )


def test_a_cohort_of_small_groups_is_one_group() -> None:
    actual = scopes(*partition({Leaf("DI", "3A"): 5, Leaf("DEE", "3A"): 4}))

    assert actual == [("others", ["DEE 3A", "DI 3A"])]


@given(SIZES)
def test_groups_share_out_every_student_and_hold_eleven_or_are_alone(sizes: dict[Leaf, int]) -> None:
    groups = partition(sizes)

    held = [leaf for group in groups for leaf in group.leaves]
    assert sorted(held) == sorted(leaf for leaf, size in sizes.items() if size)
    assert all(sum(sizes[leaf] for leaf in group.leaves) >= 11 for group in groups) or len(groups) == 1


@given(SIZES, st.randoms())
def test_the_order_in_which_groups_are_counted_does_not_matter(sizes: dict[Leaf, int], random: object) -> None:
    shuffled = list(sizes.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert partition(dict(shuffled)) == partition(sizes)


def test_groups_are_made_from_sizes_and_nothing_else() -> None:
    parameters = {name: p.annotation for name, p in inspect.signature(partition).parameters.items()}

    assert parameters == {"sizes": "Mapping[Leaf, int]"}


def test_a_margin_is_made_of_several_whole_groups_and_shown_once() -> None:
    sizes = {Leaf("DI", "3A"): 30, Leaf("DEE", "3A"): 25, Leaf("DI", "4A"): 4, Leaf("DEE", "4A"): 8}

    actual = scopes(*margins(partition(sizes)))

    assert actual == [
        ("year", ["DEE 3A", "DI 3A"]),
        # The year 4A is the group of the others: shown already. DI and DEE have a part in it.
        ("cohort", ["DEE 3A", "DEE 4A", "DI 3A", "DI 4A"]),
    ]


def test_a_margin_that_is_everybody_is_the_cohort_and_shown_once() -> None:
    sizes = {Leaf("DI", "3A"): 30, Leaf("DEE", "3A"): 25}

    actual = scopes(*margins(partition(sizes)))

    assert actual == [("cohort", ["DEE 3A", "DI 3A"])]


def test_a_band_of_a_group_says_nothing_finer_than_five() -> None:
    actual = {band_of(number, 31) for number in range(16, 21)}

    assert actual == {Band(16, 20)}


def test_the_kinds_of_rows_are_these() -> None:
    assert [kind.value for kind in Kind] == ["group", "others", "programme", "year", "cohort"]
