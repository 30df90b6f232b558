"""The score: laws that hold for any set of declarations, and the words of one balance worked by hand."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model import Points
from polyvalidate.scoring import Basis, Cap, Conditions, Credit, Loss, Missing, score

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
