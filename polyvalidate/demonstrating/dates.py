"""When things happen in the demonstration school: the season of an academic year, read from its campaigns."""

from __future__ import annotations

from calendar import timegm
from datetime import date, timedelta
from typing import NamedTuple

from polyvalidate.model import Campaign, Grid

ZONE = "+0100"
_ZONE_SECONDS = 3600
_SATURDAY = 5
_BEFORE_JURY = 7
"""Days that evaluators have at least between the closing of a campaign and the jury."""
_JURY_AFTER = 23


class Season(NamedTuple):
    """One academic year: its campaigns, and the days on which the jury sits (the second only after a second chance)."""

    grid: Grid
    campaigns: tuple[Campaign, ...]
    second_chance: Campaign | None
    closes: date
    jury: date
    second_jury: date | None
    ends: date
    """The last day on which anything of this year is decided."""


def season(grid: Grid) -> Season:
    """The season of a grid. The jury sits between the closing of the campaigns and the second chance."""
    campaigns = tuple(c for c in grid.campaigns if not c.second_chance)
    closes = max(c.closes for c in campaigns)
    ends = date(grid.period.end.year, 10, 31)
    second = next((c for c in grid.campaigns if c.second_chance and c.closes < ends), None)
    jury = closes + timedelta(_JURY_AFTER)
    if second is not None and second.opens <= jury:
        jury = max(closes + timedelta(_BEFORE_JURY), second.opens - timedelta(1))
    second_jury = None if second is None else min(ends, working_day(second.closes + timedelta(20)))
    return Season(grid, campaigns, second, closes, working_day(jury), second_jury, ends)


def working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    over = day.weekday() - _SATURDAY
    return day + timedelta(2 - over) if over >= 0 else day


def stamp(day: date, minute: int) -> int:
    """Seconds since 1970 of a minute of a day (0 to 1439), in the zone of the school."""
    return timegm((day.year, day.month, day.day, 0, minute, 0)) - _ZONE_SECONDS


def day_of(seconds: int) -> date:
    """The day, in the zone of the school, of such a number of seconds."""
    return date(1970, 1, 1) + timedelta(seconds=seconds + _ZONE_SECONDS)


def hours_later(seconds: int, hours: float) -> int:
    return seconds + int(hours * 3600)
