"""From what a student claims to what counts: claimed -> computed -> capped -> credited, with the reason of each step.

Caps are nested (activity per year, in activity per cycle, in category, in profile), so what is credited is a nested
minimum: declaring more never costs a point, the order of the files never matters, and each lost quarter-point names
the cap that took it. When several versions of the grid give one cap several values, the most favourable applies.

Everything here is in quarter-points (``Points``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.model.codes import in_order
from polyvalidate.model.folder import Declaration
from polyvalidate.model.grid import Activity, Unit
from polyvalidate.model.points import ZERO, Points


class Basis(StrEnum):
    """Why a claim was computed at the points it has, before any cap."""

    GRID = "grid"  # no evaluation, in a school where the merge decides: what the grid computes
    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REFUSED = "refused"
    AWAITING = "awaiting"  # nobody has decided it yet
    APPEAL_GRANTED = "appeal-granted"
    APPEAL_PARTIAL = "appeal-partial"
    ERROR = "error"  # the declaration has an error: it counts nothing until it is mended


class Cap(StrEnum):
    """The caps, innermost first."""

    ACTIVITY_YEAR = "activity-year"
    ACTIVITY_CYCLE = "activity-cycle"
    CATEGORY = "category"
    PROFILE = "profile"


class Credit(NamedTuple):
    """One claim as the score needs it. ``year`` is the academic year whose grid judges it."""

    path: str
    activity: str
    category: str
    year: str
    start: date
    claimed: Points
    computed: Points
    basis: Basis
    cap_year: Points
    cap_cycle: Points
    cap_category: Points | None


class Loss(NamedTuple):
    """Quarter-points a cap took from a line; ``limit`` is the cap's value."""

    cap: Cap
    lost: Points
    limit: Points


class Line(NamedTuple):
    """One declaration of the balance."""

    path: str
    activity: str
    category: str
    year: str
    claimed: Points
    computed: Points
    credited: Points
    basis: Basis
    losses: tuple[Loss, ...]


class Conditions(NamedTuple):
    """What the quitus asks of one student. ``required`` is None as long as the jury has not fixed it."""

    required: Points | None
    minimum_categories: int
    minimums: Mapping[str, Points]
    total_cap: Points | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands between a student and the quitus; all empty when it is reached."""

    points: Points
    categories: int
    minimums: Mapping[str, Points]
    threshold_unknown: bool

    def __bool__(self) -> bool:
        return bool(self.points or self.categories or self.minimums or self.threshold_unknown)


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of one student: every line, the sums, and what is missing for the quitus.

    ``categories`` maps each category with a credit to its points; ``room`` each category that was capped or used to
    what it may still count.
    """

    lines: tuple[Line, ...]
    claimed: Points
    credited: Points
    categories: Mapping[str, Points]
    room: Mapping[str, Points]
    required: Points | None
    missing: Missing

    @property
    def reached(self) -> bool:
        return not self.missing


def units_claimed(declaration: Declaration, unit: Unit) -> int:
    """How many units of the activity are claimed: the quantity, or the whole blocks of hours."""
    if unit.hours:
        return (declaration.hours or 0) // unit.hours
    return declaration.quantity or 0


def claimed_points(declaration: Declaration, activity: Activity, unit: Unit) -> Points:
    """The points the grid gives for what is claimed, caps apart; the highest of a range."""
    if activity.levels:
        each = next((level.points for code, level in activity.levels.items() if code == declaration.level), ZERO)
    else:
        each = activity.highest
    return Points(units_claimed(declaration, unit) * each)


def computed_points(
    declaration: Declaration, activity: Activity, claimed: Points, *, by_grid: bool
) -> tuple[Points, Basis]:
    """What the claim is worth once it is decided, and why.

    A declaration counts what its evaluation says, whatever the grid has become since, and nothing before; the jury's
    answer to an appeal replaces the evaluation. ``by_grid`` takes what nobody has decided as the grid computes it,
    where it can: a range, an activity on request and points of another school wait all the same.
    """
    evaluation, appeal = declaration.evaluation, declaration.appeal
    if appeal is not None and appeal.outcome == "granted":
        return claimed if appeal.points is None else appeal.points, Basis.APPEAL_GRANTED
    if appeal is not None and appeal.outcome == "partial":
        return appeal.points or ZERO, Basis.APPEAL_PARTIAL
    if evaluation is None:
        if not by_grid or is_chosen(declaration, activity):
            return ZERO, Basis.AWAITING
        return claimed, Basis.GRID
    if evaluation.decision == "refused":
        return ZERO, Basis.REFUSED
    if evaluation.decision == "partial":
        return evaluation.points or ZERO, Basis.PARTIAL
    if evaluation.points is None and activity.is_range:
        return ZERO, Basis.AWAITING
    return claimed if evaluation.points is None else evaluation.points, Basis.ACCEPTED


def is_chosen(declaration: Declaration, activity: Activity) -> bool:
    """Are the points of a declaration for somebody to choose, so that the grid alone cannot give them?"""
    return activity.is_range or activity.on_request or declaration.origin is not None


def _most_favourable(credits: Iterable[Credit]) -> dict[tuple[Cap, str], Points]:
    limits: dict[tuple[Cap, str], Points] = {}

    def favour(key: tuple[Cap, str], value: Points) -> None:
        limits[key] = max(value, limits.get(key, value))

    for credit in credits:
        favour((Cap.ACTIVITY_YEAR, credit.year + credit.activity), credit.cap_year)
        favour((Cap.ACTIVITY_CYCLE, credit.activity), credit.cap_cycle)
        if credit.cap_category is not None:
            favour((Cap.CATEGORY, credit.category), credit.cap_category)
    return limits


def score(credits: Iterable[Credit], conditions: Conditions) -> Balance:
    """The balance of one student.

    Credits are taken in the order of their first day, then of their path, so that the result does not depend on the
    order in which files are read. The caps form a tree, so taking what is left at each level gives the nested minimum
    whatever the order; the order only says which line a cap falls on.
    """
    ordered = sorted(credits, key=lambda c: (c.start, c.path))
    limits = _most_favourable(ordered)
    if conditions.total_cap is not None:
        limits[Cap.PROFILE, ""] = conditions.total_cap
    left = dict(limits)
    lines: list[Line] = []
    categories: dict[str, int] = {}
    for credit in ordered:
        route = (
            (Cap.ACTIVITY_YEAR, credit.year + credit.activity),
            (Cap.ACTIVITY_CYCLE, credit.activity),
            (Cap.CATEGORY, credit.category),
            (Cap.PROFILE, ""),
        )
        amount: int = credit.computed
        losses: tuple[Loss, ...] = ()
        for key in route:
            room = left.get(key)
            if room is not None and room < amount:
                losses = (*losses, Loss(key[0], Points(amount - room), limits[key]))
                amount = room
        if amount:
            for key in route:
                if key in left:
                    left[key] = Points(left[key] - amount)
            categories[credit.category] = categories.get(credit.category, 0) + amount
        lines.append(
            Line(
                credit.path,
                credit.activity,
                credit.category,
                credit.year,
                credit.claimed,
                credit.computed,
                Points(amount),
                credit.basis,
                losses,
            )
        )
    by_category = {code: Points(categories[code]) for code in sorted(categories, key=in_order)}
    credited = Points(sum(by_category.values()))
    return Balance(
        lines=tuple(lines),
        claimed=Points(sum(line.claimed for line in lines)),
        credited=credited,
        categories=by_category,
        room={code: room for (cap, code), room in sorted(left.items()) if cap is Cap.CATEGORY},
        required=conditions.required,
        missing=_missing(credited, by_category, conditions),
    )


def _missing(credited: Points, categories: Mapping[str, Points], conditions: Conditions) -> Missing:
    required = conditions.required
    return Missing(
        points=ZERO if required is None else Points(max(0, required - credited)),
        categories=max(0, conditions.minimum_categories - len(categories)),
        minimums={
            code: Points(least - categories.get(code, ZERO))
            for code, least in sorted(conditions.minimums.items())
            if categories.get(code, ZERO) < least
        },
        threshold_unknown=required is None,
    )
