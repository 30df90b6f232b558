"""The score: laws that hold for any set of declarations, and the words of one balance worked by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.folder import Appeal, Declaration, Evaluation
from polyvalidate.model.grid import Activity, Level, Period, Unit
from polyvalidate.model.points import Points
from polyvalidate.model.score import (
    Basis,
    Cap,
    Conditions,
    Credit,
    Line,
    Loss,
    Missing,
    claimed_points,
    computed_points,
    score,
    units_claimed,
)
from polyvalidate.model.words import Text

CONDITIONS = Conditions(Points(40), 2, {}, None)
CATEGORY_CAPS = {"1": Points(20), "2": Points(12), "3": None}
ACTIVITY_CAPS = {"1.1": (4, 12), "1.2": (8, 16), "2.1": (12, 24), "2.6": (4, 6), "3.1": (6, 12)}


def credit(activity: str, year: int, day: int, computed: int, name: str, refused: bool = False) -> Credit:
    category = activity[0]
    per_year, per_cycle = ACTIVITY_CAPS[activity]
    return Credit(
        path=f"declarations/2025/s-0000000000/{name}",
        activity=activity,
        category=category,
        year=f"{year}-{year + 1}",
        start=date(year, 9, 1) + timedelta(day),
        claimed=Points(computed),
        computed=Points(0 if refused else computed),
        basis=Basis.REFUSED if refused else Basis.GRID,
        cap_year=Points(per_year),
        cap_cycle=Points(per_cycle),
        cap_category=CATEGORY_CAPS[category],
    )


one = st.builds(
    credit,
    st.sampled_from(sorted(ACTIVITY_CAPS)),
    st.integers(2023, 2025),
    st.integers(0, 300),
    st.integers(0, 20),
    st.text("abc", min_size=1, max_size=6),
    st.booleans(),
)
many = st.lists(one, max_size=14, unique_by=lambda c: c.path)


@given(many)
def test_the_sum_of_the_lines_is_the_balance(credits: list[Credit]) -> None:
    balance = score(credits, CONDITIONS)

    assert sum(line.credited for line in balance.lines) == balance.credited == sum(balance.categories.values())


@given(many)
def test_no_cap_is_ever_passed(credits: list[Credit]) -> None:
    lines = score(credits, CONDITIONS).lines
    for activity, (per_year, per_cycle) in ACTIVITY_CAPS.items():
        mine = [line for line in lines if line.activity == activity]
        assert sum(line.credited for line in mine) <= per_cycle
        for year in ("2023-2024", "2024-2025", "2025-2026"):
            assert sum(line.credited for line in mine if line.year == year) <= per_year
    for category, cap in CATEGORY_CAPS.items():
        if cap is not None:
            assert sum(line.credited for line in lines if line.category == category) <= cap


@given(many, one)
def test_one_more_declaration_never_lowers_the_balance(credits: list[Credit], more: Credit) -> None:
    with_it = [*credits, more._replace(path="declarations/2025/s-0000000000/zz-more")]

    assert score(with_it, CONDITIONS).credited >= score(credits, CONDITIONS).credited


@given(many, st.integers(0, 1000))
def test_the_order_of_the_files_never_matters(credits: list[Credit], seed: int) -> None:
    shuffled = list(credits)
    random.Random(seed).shuffle(shuffled)

    assert score(shuffled, CONDITIONS) == score(credits, CONDITIONS)


@given(many)
def test_what_is_refused_counts_nothing(credits: list[Credit]) -> None:
    assert all(line.credited == 0 for line in score(credits, CONDITIONS).lines if line.basis is Basis.REFUSED)


@given(many)
def test_each_lost_quarter_point_names_its_cap(credits: list[Credit]) -> None:
    assert all(
        line.computed - line.credited == sum(loss.lost for loss in line.losses)
        for line in score(credits, CONDITIONS).lines
    )


@given(many)
def test_the_balance_is_the_nested_minimum(credits: list[Credit]) -> None:
    by_category: dict[str, int] = {}
    for activity, (per_year, per_cycle) in ACTIVITY_CAPS.items():
        years: dict[str, int] = {}
        for c in credits:
            if c.activity == activity:
                years[c.year] = years.get(c.year, 0) + c.computed
        capped = min(per_cycle, sum(min(per_year, total) for total in years.values()))
        by_category[activity[0]] = by_category.get(activity[0], 0) + capped
    expected = sum(
        total if CATEGORY_CAPS[code] is None else min(CATEGORY_CAPS[code] or 0, total)
        for code, total in by_category.items()
    )

    assert score(credits, CONDITIONS).credited == expected


def test_a_line_says_which_cap_took_what() -> None:
    balance = score([credit("3.1", 2025, 10, 8, "a"), credit("3.1", 2025, 20, 2, "b")], CONDITIONS)

    assert [(line.credited, line.losses) for line in balance.lines] == [
        (6, (Loss(Cap.ACTIVITY_YEAR, Points(2), Points(6)),)),
        (0, (Loss(Cap.ACTIVITY_YEAR, Points(2), Points(6)),)),
    ]


def test_a_balance_says_each_line_in_the_order_of_the_days_then_of_the_paths() -> None:
    later, sooner, refused = (
        credit("3.1", 2025, 20, 8, "a"),
        credit("1.1", 2025, 10, 3, "c"),
        credit("1.1", 2025, 10, 2, "b", refused=True),
    )
    balance = score([later, sooner, refused], CONDITIONS)
    path = "declarations/2025/s-0000000000"
    lost = Loss(Cap.ACTIVITY_YEAR, Points(2), Points(6))

    assert balance.lines == (
        Line(f"{path}/b", "1.1", "1", "2025-2026", Points(2), Points(0), Points(0), Basis.REFUSED, ()),
        Line(f"{path}/c", "1.1", "1", "2025-2026", Points(3), Points(3), Points(3), Basis.GRID, ()),
        Line(f"{path}/a", "3.1", "3", "2025-2026", Points(8), Points(8), Points(6), Basis.GRID, (lost,)),
    )
    assert (balance.claimed, balance.credited, balance.required) == (13, 9, 40)
    assert (balance.categories, balance.room) == ({"1": 3, "3": 6}, {"1": 17})


def test_of_two_grids_the_more_favourable_cap_applies() -> None:
    this_year = credit("1.1", 2025, 10, 12, "b")._replace(cap_year=Points(12), cap_cycle=Points(9), cap_category=None)
    last_year = credit("1.1", 2024, 10, 12, "a")._replace(cap_year=Points(12), cap_cycle=Points(15))

    assert score([this_year, last_year], CONDITIONS).credited == 15
    assert (
        score([last_year._replace(cap_cycle=Points(9)), this_year._replace(cap_cycle=Points(15))], CONDITIONS).credited
        == 15
    )
    assert score([last_year._replace(cap_category=Points(7)), this_year], CONDITIONS).credited == 7


def test_the_quitus_is_reached_when_nothing_is_missing_any_more() -> None:
    enough = Conditions(Points(6), 2, {"1": Points(3), "3": Points(2)}, None)
    balance = score([credit("1.1", 2025, 10, 3, "a"), credit("3.1", 2025, 10, 3, "b")], enough)

    assert balance.missing == Missing(Points(0), 0, {}, threshold_unknown=False)
    assert balance.reached


def test_of_a_minimum_what_is_credited_already_is_no_longer_missing() -> None:
    balance = score([credit("1.1", 2025, 10, 3, "a")], Conditions(Points(2), 1, {"1": Points(4)}, None))

    assert balance.missing == Missing(Points(0), 0, {"1": Points(1)}, threshold_unknown=False)


def test_what_is_missing_counts_points_categories_and_minimums() -> None:
    balance = score([credit("3.1", 2025, 10, 4, "a")], Conditions(Points(40), 2, {"1": Points(4)}, None))

    assert (balance.missing.points, balance.missing.categories, dict(balance.missing.minimums)) == (36, 1, {"1": 4})


def test_the_quitus_is_not_reached_while_the_jury_has_not_fixed_the_threshold() -> None:
    assert not score([credit("3.1", 2025, 10, 4, "a")], Conditions(None, 0, {}, None)).reached


def test_the_total_cap_of_a_profile_is_the_outermost() -> None:
    balance = score([credit("2.1", 2025, 10, 12, "a")], Conditions(Points(40), 0, {}, Points(10)))

    assert (balance.credited, balance.lines[0].losses) == (10, (Loss(Cap.PROFILE, Points(2), Points(10)),))


def test_each_thing_that_is_missing_keeps_the_quitus_away() -> None:
    nothing = Missing(Points(0), 0, {}, threshold_unknown=False)
    each = [
        Missing(Points(1), 0, {}, threshold_unknown=False),
        Missing(Points(0), 1, {}, threshold_unknown=False),
        Missing(Points(0), 0, {"3": Points(1)}, threshold_unknown=False),
        Missing(Points(0), 0, {}, threshold_unknown=True),
    ]

    assert (bool(nothing), [bool(missing) for missing in each]) == (False, [True] * 4)


# --- what a claim is worth --------------------------------------------------------------------------------------------

HALF_DAY, BLOCK = Unit("half-day", Text("", "")), Unit("block-7h", Text("", ""), hours=7)
ONE = Activity(
    code="3.1", category="3", title=Text("", ""), guidance=Text("", ""), unit="half-day", lowest=Points(2),
    highest=Points(2), levels={}, cap_year=Points(8), cap_cycle=Points(8), all_of=(), any_of=(), role="participant",
    scope="internal", open_to=frozenset(), referents=(), exclusive=frozenset(), legal=(), sensitive=False, bulk=False,
    on_request=False, allows_paid=False,
)  # fmt: skip
RANGE = replace(ONE, highest=Points(6))
LEVELS = replace(ONE, highest=Points(9), levels={"prize": Level("prize", Text("", ""), Points(5))})


def declared(**said: Any) -> Declaration:
    day = date(2026, 1, 31)
    nothing = dict.fromkeys(Declaration._fields) | {"activity": "3.1", "period": Period(day, day), "evidence": ()}
    return Declaration(**(nothing | said))


@pytest.mark.parametrize(
    ("said", "unit", "units"),
    [
        ({"quantity": 3}, HALF_DAY, 3),
        ({"quantity": 3, "hours": 20}, HALF_DAY, 3),
        ({}, HALF_DAY, 0),
        ({"hours": 20}, BLOCK, 2),
        ({"hours": 20, "quantity": 5}, BLOCK, 2),
        ({"hours": 6}, BLOCK, 0),
        ({}, replace(BLOCK, hours=1), 0),
    ],
)
def test_units_are_the_quantity_or_the_whole_blocks_of_hours(said: dict[str, int], unit: Unit, units: int) -> None:
    counted = units_claimed(declared(**said), unit)

    assert (counted, type(counted)) == (units, int)


@pytest.mark.parametrize(
    ("activity", "level", "points"),
    [
        (ONE, None, 6),
        (ONE, "prize", 6),
        (RANGE, None, 18),
        (LEVELS, "prize", 15),
        (LEVELS, "other", 0),
        (LEVELS, None, 0),
    ],
)
def test_a_claim_is_worth_its_units_at_the_level_reached_or_the_highest_of_the_range(
    activity: Activity, level: str | None, points: int
) -> None:
    assert claimed_points(declared(quantity=3, level=level), activity, HALF_DAY) == points


def evaluated(decision: str, points: int | None = None) -> Evaluation:
    return Evaluation(decision, None if points is None else Points(points), "ref-3", None, date(2026, 2, 3), None)


def appealed(outcome: str | None, points: int | None = None) -> Appeal:
    return Appeal(None, "x", outcome, None if points is None else Points(points), None, None, None)


@pytest.mark.parametrize(
    ("said", "activity", "worth"),
    [
        ({}, ONE, (0, Basis.AWAITING)),
        ({}, RANGE, (0, Basis.AWAITING)),
        ({}, LEVELS, (0, Basis.AWAITING)),
        ({}, replace(ONE, on_request=True), (0, Basis.AWAITING)),
        ({"appeal": appealed(None)}, ONE, (0, Basis.AWAITING)),
        ({"origin": "autre-ecole", "evaluation": evaluated("accepted")}, ONE, (6, Basis.ACCEPTED)),
        ({"evaluation": evaluated("accepted")}, ONE, (6, Basis.ACCEPTED)),
        ({"evaluation": evaluated("accepted", 4)}, RANGE, (4, Basis.ACCEPTED)),
        ({"evaluation": evaluated("accepted")}, RANGE, (0, Basis.AWAITING)),
        ({"evaluation": evaluated("accepted", 0)}, RANGE, (0, Basis.ACCEPTED)),
        ({"evaluation": evaluated("partial", 3)}, ONE, (3, Basis.PARTIAL)),
        ({"evaluation": evaluated("partial")}, ONE, (0, Basis.PARTIAL)),
        ({"evaluation": evaluated("refused", 3)}, ONE, (0, Basis.REFUSED)),
        ({"evaluation": evaluated("refused"), "appeal": appealed("granted")}, ONE, (6, Basis.APPEAL_GRANTED)),
        ({"evaluation": evaluated("refused"), "appeal": appealed("granted", 5)}, ONE, (5, Basis.APPEAL_GRANTED)),
        ({"evaluation": evaluated("refused"), "appeal": appealed("granted", 0)}, ONE, (0, Basis.APPEAL_GRANTED)),
        ({"evaluation": evaluated("refused"), "appeal": appealed("partial", 2)}, ONE, (2, Basis.APPEAL_PARTIAL)),
        ({"evaluation": evaluated("refused"), "appeal": appealed("partial")}, ONE, (0, Basis.APPEAL_PARTIAL)),
        ({"evaluation": evaluated("partial", 3), "appeal": appealed("rejected")}, ONE, (3, Basis.PARTIAL)),
        ({"evaluation": evaluated("partial", 3), "appeal": appealed(None)}, ONE, (3, Basis.PARTIAL)),
    ],
)
def test_the_last_decision_says_what_a_claim_is_worth(
    said: dict[str, Any], activity: Activity, worth: tuple[int, Basis]
) -> None:
    assert computed_points(declared(**said), activity, Points(6), by_grid=False) == worth


@pytest.mark.parametrize(
    ("said", "activity", "worth"),
    [
        ({}, ONE, (6, Basis.GRID)),
        ({}, RANGE, (0, Basis.AWAITING)),
        ({}, LEVELS, (6, Basis.GRID)),
        ({}, replace(ONE, on_request=True), (0, Basis.AWAITING)),
        ({"origin": "autre-ecole"}, ONE, (0, Basis.AWAITING)),
        ({"evaluation": evaluated("refused", 3)}, ONE, (0, Basis.REFUSED)),
    ],
)
def test_what_nobody_has_decided_is_taken_from_the_grid_only_where_it_can_say(
    said: dict[str, Any], activity: Activity, worth: tuple[int, Basis]
) -> None:
    assert computed_points(declared(**said), activity, Points(6), by_grid=True) == worth
