"""Points that were granted elsewhere, as a claim of the grid: how many units, at which level, whole or in part."""

from __future__ import annotations

from typing import NamedTuple

from polyvalidate.model.grid import Activity, Unit
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text

MOST_UNITS = 200
"""The largest quantity that a declaration may have."""


class Worth(NamedTuple):
    """A claim for which the grid gives at least ``granted``; ``whole`` when it gives just that, or leaves a choice."""

    quantity: int | None
    hours: int | None
    level: str | None
    granted: Points
    whole: bool


def worth_of(activity: Activity, unit: Unit, points: Points | None, units: int) -> Worth | Text:
    """The smallest claim that is worth these points; ``units`` of the activity where the points are not known (None).

    A ``Text`` says why there is none.
    """
    if points is None:
        return _done(activity, unit, units)
    if points > activity.cap_cycle:
        return Text(
            "{points:number} dépasse ce que la grille admet pour tout le cycle, {cap_cycle:number} : "
            "vérifiez que la note est en points.",
            "{points:number} is above what the grid allows for the whole cycle, {cap_cycle:number}: "
            "check that the grade is in points.",
        ).filled(points=points, cap_cycle=activity.cap_cycle)
    level = None
    lowest, highest = activity.lowest, activity.highest
    if activity.levels:
        chosen = next((one for one in activity.levels.values() if one.points == points), None)
        chosen = chosen or max(activity.levels.values(), key=lambda one: one.points)
        level, lowest, highest = chosen.code, chosen.points, chosen.points
    count = -(-points // highest)
    if count > MOST_UNITS:
        return Text("{count} unités, c'est trop.", "{count} units are too many.").filled(count=count)
    whole = count * lowest <= points if activity.is_range else count * highest == points
    return Worth(*_amount(unit, count), level, points, whole)


def _done(activity: Activity, unit: Unit, units: int) -> Worth | Text:
    """An activity that is only known to be done: what the grid gives, where it leaves no choice."""
    if activity.is_range or activity.on_request or activity.levels:
        return Text(
            "La grille laisse choisir les points : l'achèvement ne suffit pas, reprenez l'export des notes.",
            "The grid leaves a choice of points: completion is not enough, take over the export of grades.",
        )
    return Worth(*_amount(unit, units), None, Points(units * activity.highest), True)


def _amount(unit: Unit, count: int) -> tuple[int | None, int | None]:
    """Quantity and hours for a number of units."""
    if unit.hours:
        return None, count * unit.hours
    return count, count * unit.minimum_hours or None
