"""Academic years: which one a day is in, and which grid sets what is asked of a cohort."""

from __future__ import annotations

import calendar
import re
from datetime import date

from polyvalidate.model.grid import Book, Grid

_DATED = re.compile(
    r"\b(?P<year>20[0-9]{2})-(?:(?P<to>20[0-9]{2})|(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01]))\b",
    re.ASCII,
)
FIRST_MONTH = 9
"""An academic year begins on 1 September."""


def academic_year(day: date) -> str:
    """``2025-2026`` for any day from 1 September 2025 to 31 August 2026."""
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


def academic_year_of(text: str) -> str | None:
    """The academic year of a day written ``2026-01-31``; None when this is no day."""
    try:
        return academic_year(date.fromisoformat(text))
    except ValueError:
        return None


def first_day(year: int) -> date:
    """The first day of the academic year that begins in a calendar year."""
    return date(year, FIRST_MONTH, 1)


def years_later(text: str, years: int) -> str:
    """A text in which days (``2026-01-31``) and academic years (``2025-2026``) are some years later."""

    def later(found: re.Match[str]) -> str:
        if found["to"] is not None:
            return f"{int(found['year']) + years}-{int(found['to']) + years}"
        month, day = int(found["month"]), int(found["day"])
        last = calendar.monthrange(int(found["year"]) + years, month)[1]
        return f"{int(found['year']) + years}-{month:02}-{min(day, last):02}"

    return _DATED.sub(later, text)


def grid_of_entry(book: Book, cohort: int) -> Grid | None:
    """The grid that sets the threshold of a cohort: of its year of entry, else the first one after, else the last."""
    years = sorted(book.grids)
    if not years:
        return None
    entry = f"{cohort}-{cohort + 1}"
    return book.grids[next((year for year in years if year >= entry), years[-1])]
