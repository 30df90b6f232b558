"""Which profiles count the same: a threshold of one person stands beside any of them, and the profile tells nothing."""

from __future__ import annotations

from typing import Any

from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, Grid
from polyvalidate.model.years import grid_of_entry


def tells(student: Student, book: Book) -> bool:
    """Does the profile say that the jury fixed this person's threshold, which ``arrangement`` holds?"""
    grid = grid_of_entry(book, student.cohort)
    profile = grid.profiles.get(student.profile) if grid is not None else None
    return student.arrangement is not None and profile is not None and profile.required is None


def same(student: Student, book: Book) -> tuple[str, ...]:
    """The ordinary profiles with which all of a student, the threshold apart, would be counted as with their own: in
    the grid of their entry and in every later one. Nothing is known while a grid does not read."""
    entry = grid_of_entry(book, student.cohort)
    if entry is None or book.broken_years:
        return ()
    grids = [grid for year, grid in book.grids.items() if year >= entry.year]
    return tuple(
        profile.code
        for profile in entry.profiles.values()
        if profile.required is not None
        and all(_counting(grid, profile.code) == _counting(grid, student.profile) for grid in grids)
    )


def _counting(grid: Grid, code: str) -> Any:
    """All that a grid makes depend on a profile, title and threshold apart; None when it does not have it."""
    profile = grid.profiles.get(code)
    if profile is None:
        return None
    categories = [(category.caps.get(code), category.minimums.get(code)) for category in grid.categories.values()]
    open_ones = {activity.code for activity in grid.activities.values() if code in activity.open_to}
    return profile.years, profile.minimum_categories, profile.total_cap, categories, open_ones
