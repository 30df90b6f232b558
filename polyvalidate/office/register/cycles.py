"""The years of a student's cycle: how many there are, which one a day is in, whether it is the last."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book
from polyvalidate.model.years import academic_year, grid_of_entry
from polyvalidate.office.register.profiles import entry_level


class Cycle(NamedTuple):
    """The years of a student's cycle: how many there are, and which one a day is in (0 is the first)."""

    years: int
    rank: int
    level: int
    """The year of study, 3 to 5; 6 once the cycle is over."""

    @property
    def is_last(self) -> bool:
        return self.rank >= self.years - 1

    @property
    def is_over(self) -> bool:
        return self.rank >= self.years


def cycle_of(student: Student, book: Book, today: date) -> Cycle | None:
    """The cycle of a student; None when the profile is not in the grid. Years repeated or spent away make it longer."""
    grid = grid_of_entry(book, student.cohort)
    profile = grid.profiles.get(student.profile) if grid is not None else None
    if profile is None:
        return None
    years = profile.years + student.extra_years
    index = int(academic_year(today)[:4]) - student.cohort
    first = entry_level(profile)
    level = max(first, min(6, first + index - student.extra_years))
    return Cycle(years, max(0, index), level)
