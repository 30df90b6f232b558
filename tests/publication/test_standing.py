"""Where a student stands on a day: who counts, in which year of study, at which level."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.folder import Quitus, Student
from polyvalidate.model.grid import Profile
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, Missing
from polyvalidate.model.words import Text
from polyvalidate.publication.attack.standing import leaf_of, level_of

NOTHING = Missing(Points(0), 0, {}, False)


def profile(years: int) -> Profile:
    return Profile("X", Text("", ""), years, Points(40), 2, None)


def student(extra_years: int = 0, left: date | None = None) -> Student:
    return Student("", "s-k3f9q2mz7w", 2024, None, "DI", "X", extra_years, None, left)


def balance(credited: int, required: int | None = 40, missing: Missing | None = None) -> Balance:
    short = Missing(Points(max(0, (required or 0) - credited)), 0, {}, required is None)
    quarters = None if required is None else Points(required)
    return Balance((), Points(credited), Points(credited), {}, {}, quarters, missing or short)


def quitus(outcome: str) -> Quitus:
    return Quitus("", "2026-07", outcome, Points(0), Points(40), date(2026, 7, 8), "jury-1")


@pytest.mark.parametrize(
    ("years", "extra", "on", "year"),
    [
        (3, 0, "2024-09-01", "3A"),
        (3, 0, "2025-08-31", "3A"),
        (3, 0, "2025-09-01", "4A"),
        (3, 0, "2027-07-01", "5A"),
        (3, 0, "2027-09-01", None),  # the cycle is over
        (3, 1, "2025-10-01", "3A"),  # a year repeated
        (3, 1, "2027-10-01", "5A"),
        (3, 1, "2024-10-01", "3A"),
        (2, 0, "2024-10-01", "4A"),  # admitted in the fourth year
        (2, 0, "2026-07-01", "5A"),
        (2, 0, "2026-09-01", None),
        (3, 0, "2024-08-31", None),  # not begun
    ],
)
def test_the_year_of_study_follows_the_cycle(years: int, extra: int, on: str, year: str | None) -> None:
    leaf = leaf_of(student(extra), profile(years), date.fromisoformat(on))

    assert (leaf.year if leaf else None) == year


@pytest.mark.parametrize(("left", "counted"), [("2025-07-02", True), ("2025-07-01", False), ("2025-02-01", False)])
def test_somebody_who_has_left_is_not_counted(left: str, counted: bool) -> None:
    leaf = leaf_of(student(left=date.fromisoformat(left)), profile(3), date(2025, 7, 1))

    assert (leaf is not None) == counted


@pytest.mark.parametrize(
    ("credited", "level"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (29, 2), (30, 3), (39, 3), (40, 4), (55, 4)]
)
def test_levels_are_quarters_of_the_points_required(credited: int, level: int) -> None:
    assert level_of(balance(credited), None) == level


def test_enough_points_in_one_category_only_are_not_the_quitus() -> None:
    assert level_of(balance(48, missing=Missing(Points(0), 1, {}, False)), None) == 3


def test_nobody_has_reached_anything_of_a_threshold_that_is_not_fixed() -> None:
    assert level_of(balance(30, required=None), None) == 0


@pytest.mark.parametrize(
    ("outcome", "credited", "level"),
    [
        ("acquired", 12, 4),
        ("exempted", 0, 4),
        ("not-acquired", 44, 3),  # the jury decides, whatever the points
        ("not-acquired", 12, 1),
        ("second-chance", 36, 3),
        ("second-chance", 40, 4),  # the threshold reached since
    ],
)
def test_the_outcome_of_the_jury_decides(outcome: str, credited: int, level: int) -> None:
    assert level_of(balance(credited), quitus(outcome)) == level


@given(st.integers(0, 80), st.integers(0, 80), st.integers(1, 48))
def test_more_points_are_never_a_lower_level(one: int, other: int, required: int) -> None:
    low, high = sorted((one, other))

    assert level_of(balance(low, required), None) <= level_of(balance(high, required), None)
