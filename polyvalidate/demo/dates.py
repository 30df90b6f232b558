"""When things happen in the demonstration school: the season of an academic year, read from its campaigns."""

from __future__ import annotations

from calendar import timegm
from datetime import date, timedelta
from typing import NamedTuple

from polyvalidate.model.grid import Campaign, Grid

ZONE = "+0100"
_ZONE_SECONDS = 3600
_SATURDAY = 5
_BEFORE_JURY = 7
"""Days that evaluators have at least between the closing of the campaigns and the jury."""
_JURY_AFTER = 23
_TO_CATCH_UP = 8
"""Days that are left of the second chance, if it can be, when the jury gives one."""
_SECOND_JURY_AFTER = 60


class Season(NamedTuple):
    """One academic year: its campaigns, and the days on which the jury sits (the second only after a second chance)."""

    grid: Grid
    campaigns: tuple[Campaign, ...]
    """Those that close before the jury."""
    late: tuple[Campaign, ...]
    """Those that close after the academic year, about its last weeks: no use to students who leave."""
    second_chance: Campaign | None
    closes: date
    jury: date
    second_jury: date | None
    ends: date
    """The last day on which anything of this year is decided."""


def season(grid: Grid) -> Season:
    """The season of a grid. The jury sits after the campaigns, in time for the second chance to be used."""
    ordinary = tuple(c for c in grid.campaigns if not c.second_chance)
    campaigns = tuple(c for c in ordinary if c.closes <= grid.period.end) or ordinary
    late = tuple(c for c in ordinary if c not in campaigns)
    closes = max(c.closes for c in campaigns)
    ends = date(grid.period.end.year, 10, 31)
    second = next((c for c in grid.campaigns if c.second_chance and c.closes < ends), None)
    jury = closes + timedelta(_JURY_AFTER)
    second_jury = None
    if second is not None:
        jury = max(closes + timedelta(_BEFORE_JURY), min(jury, second.closes - timedelta(_TO_CATCH_UP)))
        second_jury = min(ends, working_day(second.closes + timedelta(_SECOND_JURY_AFTER)))
    return Season(grid, campaigns, late, second, closes, working_day(jury), second_jury, ends)


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
