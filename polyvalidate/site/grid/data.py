"""A grid as data: one JSON file that holds all of it, and what changed between two such files.

Both are contracts: keys may be added, none changes its meaning while ``format`` stays the same. Points are numbers of
points. Whoever may decide (roles, referents) is no part of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from polyvalidate.model.codes import in_order
from polyvalidate.model.grid import Activity, Category, Grid, Period, Profile
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number
from polyvalidate.site.pages.packages import to_json

FORMAT = "polyvalidate-grid/1"
CHANGES_FORMAT = "polyvalidate-grid-changes/1"
_REST = {
    "programme": "programmes",
    "unit": "units",
    "campaign": "campaigns",
    "evidence-kind": "kinds",
    "legal": "legal",
}
_APART = {"format", "year", "profiles", "categories", "evidence", *_REST.values()}


def in_points(quarters: Points | None) -> float | int | None:
    """Quarter-points as a number of points, whole when they are; exact, since quarters are."""
    if quarters is None:
        return None
    whole, rest = divmod(quarters, 4)
    return float(number(quarters, "en")) if rest else whole


def grid_json(grid: Grid) -> bytes:
    """The whole grid of a year."""
    return to_json(
        {
            "format": FORMAT,
            "year": grid.year,
            "example": grid.example,
            "title": _text(grid.title),
            "school": grid.school,
            "site": grid.site,
            "contact": grid.contact,
            "language": grid.language,
            "period": _period(grid.period),
            "second_reader_from": in_points(grid.second_reader_from),
            "programmes": [{"code": code, "title": _text(title)} for code, title in grid.programmes.items()],
            "profiles": [_profile(profile) for profile in grid.profiles.values()],
            "units": [
                {
                    "code": u.code,
                    "title": _text(u.title),
                    "hours": u.hours or None,
                    "minimum_hours": u.minimum_hours or None,
                }
                for u in grid.units.values()
            ],
            "campaigns": [
                {
                    "code": c.code,
                    "title": _text(c.title),
                    "opens": c.opens.isoformat(),
                    "closes": c.closes.isoformat(),
                    "covers": _period(c.covers),
                    "second_chance": c.second_chance,
                }
                for c in grid.campaigns
            ],
            "evidence": {
                "stores": sorted(grid.evidence.stores),
                "hosts": sorted(grid.evidence.hosts),
                "maximum_size": grid.evidence.maximum_size,
                "kinds": [
                    {"code": k.code, "title": _text(k.title), "media_types": sorted(k.media_types)}
                    for k in grid.evidence.kinds.values()
                ],
            },
            "legal": [{"code": code, "title": _text(title)} for code, title in grid.legal.items()],
            "categories": [_category(category) for category in grid.categories.values()],
        }
    )


def changes_json(old: Grid, new: Grid) -> bytes:
    """What differs between two grids, each key whose value is not the same, as ``grid_json`` writes it: of profiles,
    categories and activities first, then of the rest. ``key`` is null for what is wholly new or gone, ``code`` for what
    there is one of."""
    changes = [*_changes("profile", old.profiles, new.profiles, _profile)]
    changes += _changes("category", old.categories, new.categories, _category_alone)
    changes += _changes("activity", old.activities, new.activities, _activity)
    before, after = (json.loads(grid_json(grid)) for grid in (old, new))
    for kind, many in _REST.items():
        was, now = ({each["code"]: each for each in (whole | whole["evidence"])[many]} for whole in (before, after))
        changes += _changes(kind, was, now, dict)
    for kind, *parts in (("evidence", before["evidence"], after["evidence"]), ("grid", before, after)):
        plain = [{key: value for key, value in part.items() if key not in _APART} for part in parts]
        changes += [each | {"code": None} for each in _changes(kind, {"": plain[0]}, {"": plain[1]}, dict)]
    return to_json({"format": CHANGES_FORMAT, "old": old.year, "new": new.year, "changes": changes})


def _changes(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], data: Callable[[Any], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for code in sorted({*old, *new}, key=in_order):
        before, after = (data(grid[code]) if code in grid else None for grid in (old, new))
        if before is None or after is None:
            yield {"of": kind, "code": code, "key": None, "old": before, "new": after}
            continue
        for key, value in after.items():
            if before[key] != value:
                yield {"of": kind, "code": code, "key": key, "old": before[key], "new": value}


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "code": profile.code,
        "title": _text(profile.title),
        "years": profile.years,
        "required": in_points(profile.required),
        "minimum_categories": profile.minimum_categories,
        "total_cap": in_points(profile.total_cap),
    }


def _category(category: Category) -> dict[str, Any]:
    activities = [_activity(activity) for activity in category.activities.values()]
    return _category_alone(category) | {"activities": activities}


def _category_alone(category: Category) -> dict[str, Any]:
    return {
        "code": category.code,
        "title": _text(category.title),
        "guidance": _text(category.guidance),
        "caps": {profile: in_points(cap) for profile, cap in category.caps.items()},
        "minimums": {profile: in_points(least) for profile, least in category.minimums.items()},
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "code": activity.code,
        "title": _text(activity.title),
        "guidance": _text(activity.guidance),
        "unit": activity.unit,
        "points": {"from": in_points(activity.lowest), "to": in_points(activity.highest)},
        "levels": [
            {"code": level.code, "title": _text(level.title), "points": in_points(level.points)}
            for level in activity.levels.values()
        ],
        "caps": {"year": in_points(activity.cap_year), "cycle": in_points(activity.cap_cycle)},
        "evidence": {"all": list(activity.all_of), "any": list(activity.any_of)},
        "role": activity.role,
        "scope": activity.scope,
        "open_to": sorted(activity.open_to),
        "exclusive": sorted(activity.exclusive),
        "legal": list(activity.legal),
        "sensitive": activity.sensitive,
        "bulk": activity.bulk,
        "on_request": activity.on_request,
        "allows_paid": activity.allows_paid,
    }


def _text(value: Text) -> dict[str, str]:
    return {"fr": value.fr, "en": value.en}


def _period(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}
