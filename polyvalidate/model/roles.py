"""What a role entitles to: who evaluates an activity, and who is in office on a day."""

from __future__ import annotations

from datetime import date

from polyvalidate.model.grid import Activity, Grid, RoleHolder


def in_office(holder: RoleHolder, day: date) -> bool:
    """Is the role still held on that day? ``until`` is its last day."""
    return holder.until is None or day <= holder.until


def may_evaluate(holder: RoleHolder, activity: Activity, grid: Grid) -> bool:
    """Evaluators of the category, or the activity's own referents alone when it names some."""
    if holder.role != "evaluator":
        return False
    if activity.referents != grid.categories[activity.category].referents:
        return holder.code in activity.referents
    return activity.category in holder.categories or holder.code in activity.referents
