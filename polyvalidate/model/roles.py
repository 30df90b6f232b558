"""What a role entitles to: who evaluates an activity, and who is in office on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from polyvalidate.model.grid import Activity, Grid, RoleHolder, Stand


def in_office(dated: RoleHolder | Stand, day: date) -> bool:
    """Is the role held on that day? ``since`` is its first day and ``until`` its last."""
    return (dated.since is None or dated.since <= day) and (dated.until is None or day <= dated.until)


def may_evaluate(holder: RoleHolder, activity: Activity, grid: Grid, day: date) -> bool:
    """Evaluators of the category, or the activity's own referents alone when it names some; and who stands in for one
    of them on that day."""
    if holder.role != "evaluator":
        return False
    own = activity.referents != grid.categories[activity.category].referents
    return any(
        code in activity.referents or (not own and activity.category in categories)
        for code, categories in _titles(holder, day)
    )


def evaluates(holder: RoleHolder, category: str, day: date) -> bool:
    """Is a category among theirs, or among those of somebody for whom they stand in on that day?"""
    return holder.role == "evaluator" and any(category in known for _, known in _titles(holder, day))


def _titles(holder: RoleHolder, day: date) -> Iterator[tuple[str, frozenset[str]]]:
    yield holder.code, holder.categories
    for stand in holder.stands:
        if in_office(stand, day):
            yield stand.code, stand.categories
