"""The example that runs through the guides: an ordinary activity, taken from the grid whatever the grid is.

A school may name it (``extra.polyvalidate.example``); otherwise one is chosen that most students can declare without a
person's help, whose points are fixed, and of which two units can be claimed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from polyvalidate.files.draft import slug
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.points import Points

USUAL = "3.1"
"""Tried first when the school names nothing: an open day, in most grids."""


class Example(NamedTuple):
    """A claim of the guides: so many units of an activity, from ``first`` to ``last``. ``hours`` is 0 when the unit
    asks for none. ``worth`` is what the grid gives, caps apart; ``reduced`` is less, for a decision that gives less."""

    activity: Activity
    units: int
    hours: int
    worth: Points
    reduced: Points
    first: date
    last: date

    @property
    def file(self) -> str:
        """The name that the declaration's file may have."""
        return f"{self.activity.code}-{slug(self.activity.title.fr)}.yml"

    @property
    def level(self) -> str | None:
        """The level reached, for an activity whose points depend on it."""
        levels = self.activity.levels
        return max(levels, key=lambda code: levels[code].points) if levels else None

    @property
    def kind(self) -> str | None:
        """A kind of evidence that the activity asks for."""
        return next(iter((*self.activity.all_of, *self.activity.any_of)), None)


def example(grid: Grid, named: str) -> Example:
    """The example of a grid; ``named`` is the school's wish, which a code that the grid does not hold leaves aside."""
    if named in grid.activities:
        activity = grid.activities[named]
    elif USUAL in grid.activities and not any(_awkward(grid.activities[USUAL], grid)):
        activity = grid.activities[USUAL]
    else:
        activity = min(grid.activities.values(), key=lambda one: (*_awkward(one, grid), *_place(one)))
    units = 1 if activity.cap_year < 2 * activity.highest and activity.highest > 1 else 2
    worth = Points(units * activity.highest)
    unit = grid.units.get(activity.unit)
    counted = (unit.hours or unit.minimum_hours) if unit else 0
    first = _day(grid)
    # Two half-days make a day; of anything else, a day holds one.
    last = first if activity.unit == "half-day" else first + timedelta(days=units - 1)
    return Example(activity, units, units * counted, worth, Points(max(1, worth // 2)), first, last)


def _awkward(activity: Activity, grid: Grid) -> tuple[bool, ...]:
    """What makes an activity a poor example, the worst first. All false: a good one."""
    unit = grid.units.get(activity.unit)
    widest = max(len(one.open_to) for one in grid.activities.values())
    return (
        activity.sensitive,
        activity.on_request,
        activity.is_range or bool(activity.levels),
        len(activity.open_to) < widest,
        unit is None or bool(unit.hours or unit.minimum_hours),
        not (activity.all_of or activity.any_of),
        activity.cap_year < 2 * activity.highest,
        2 * activity.highest >= grid.second_reader_from,
    )


def _place(activity: Activity) -> tuple[int, ...]:
    """The order of the grid: 3.9 before 3.10."""
    return tuple(int(part) for part in activity.code.split("."))


def _day(grid: Grid) -> date:
    """A day that the first campaign covers, early in it: most of the year, it is over when the guide is read."""
    if not grid.campaigns:
        return grid.period.start + timedelta(days=30)
    start, end = min(grid.campaigns, key=lambda campaign: campaign.opens).covers
    return start + (end - start) // 8
