"""A grid as data: one JSON file that holds all of it, and a Data Package of tables.

``grid_json`` is a contract: keys may be added, none changes its meaning while ``format`` stays the same. Points are
numbers of points. Whoever may decide (roles, referents) is no part of it.
"""

from __future__ import annotations

from typing import Any

from polyvalidate.model.grid import Activity, Category, Grid, Period
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number
from polyvalidate.site.pages.packages import to_json

FORMAT = "polyvalidate-grid/1"


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
            "profiles": [
                {
                    "code": p.code,
                    "title": _text(p.title),
                    "years": p.years,
                    "required": in_points(p.required),
                    "minimum_categories": p.minimum_categories,
                    "total_cap": in_points(p.total_cap),
                }
                for p in grid.profiles.values()
            ],
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


def _category(category: Category) -> dict[str, Any]:
    return {
        "code": category.code,
        "title": _text(category.title),
        "guidance": _text(category.guidance),
        "caps": {profile: in_points(cap) for profile, cap in category.caps.items()},
        "minimums": {profile: in_points(least) for profile, least in category.minimums.items()},
        "activities": [_activity(activity) for activity in category.activities.values()],
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
