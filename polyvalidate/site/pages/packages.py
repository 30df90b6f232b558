"""A grid as a Data Package: what a school shows others, who read it with ``shared_grids``.

Format: Frictionless Tabular Data Package 1.0 (https://specs.frictionlessdata.io/tabular-data-package/); CSV of RFC
4180 with LF line ends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polyvalidate.model.grid import Grid
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number
from polyvalidate.reports.spreadsheets import csv_for_programs

NAME = "datapackage.json"

Field = tuple[str, str, str]
"""Name, type, meaning."""

PROFILES: tuple[Field, ...] = (
    ("profile", "string", "code of the profile · code du profil"),
    ("title_fr", "string", "title in French · titre en français"),
    ("title_en", "string", "title in English · titre en anglais"),
    ("years", "integer", "length of the cycle · durée du cycle"),
    (
        "required",
        "number",
        "points asked for, empty when a jury fixes them · points demandés, vide si le jury les fixe",
    ),
    ("minimum_categories", "integer", "in at least so many categories · dans au moins autant de catégories"),
    ("total_cap", "number", "most points that count, empty without such a cap · points comptés au plus"),
)
CATEGORIES: tuple[Field, ...] = (
    ("category", "string", "code of the category · code de la catégorie"),
    ("title_fr", "string", "title in French · titre en français"),
    ("title_en", "string", "title in English · titre en anglais"),
)
CAPS: tuple[Field, ...] = (
    ("category", "string", "code of the category · code de la catégorie"),
    ("profile", "string", "code of the profile · code du profil"),
    ("cap", "number", "most points that the category counts · plafond de la catégorie"),
    ("minimum", "number", "least points asked for in it, empty when none · minimum demandé, vide s'il n'y en a pas"),
)
ACTIVITIES: tuple[Field, ...] = (
    ("activity", "string", "code of the activity · code de l'activité"),
    ("category", "string", "code of the category · code de la catégorie"),
    ("title_fr", "string", "title in French · titre en français"),
    ("title_en", "string", "title in English · titre en anglais"),
    ("unit_fr", "string", "what is counted, in French · ce qui est compté, en français"),
    ("unit_en", "string", "what is counted, in English · ce qui est compté, en anglais"),
    ("points_from", "number", "least points of one unit · points d'une unité, au moins"),
    ("points_to", "number", "most points of one unit · points d'une unité, au plus"),
    ("cap_year", "number", "most points in a year · points au plus par an"),
    ("cap_cycle", "number", "most points over the cycle · points au plus sur le cycle"),
    ("evidence_all", "string", "kinds of evidence that are all needed · justificatifs tous nécessaires"),
    ("evidence_any", "string", "kinds of evidence of which one is enough · justificatifs dont un suffit"),
    ("role", "string", "organiser, participant or lead · organise, participe ou dirige"),
    ("scope", "string", "internal or external to the school · dans l'école ou hors de l'école"),
    ("open_to", "string", "profiles that may declare it · profils qui peuvent la déclarer"),
    ("sensitive", "boolean", "nothing is filed · rien n'est déposé"),
    ("bulk", "boolean", "credited from the organiser's list · créditée par la liste de l'organisation"),
    ("on_request", "boolean", "on reasoned request · sur demande motivée"),
)
_TABLES: Mapping[str, tuple[tuple[Field, ...], tuple[str, ...]]] = {
    "profiles": (PROFILES, ("profile",)),
    "categories": (CATEGORIES, ("category",)),
    "caps": (CAPS, ("category", "profile")),
    "activities": (ACTIVITIES, ("activity",)),
}
_LINKS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "caps": (("category", "categories"), ("profile", "profiles")),
    "activities": (("category", "categories"),),
}


def to_json(plain: Any) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def package(grid: Grid) -> dict[str, bytes]:
    """The files of the package, by name. The same grid gives the same bytes."""
    rows = {
        "profiles": _profile_rows(grid),
        "categories": [[c.code, c.title.fr, c.title.en] for c in grid.categories.values()],
        "caps": [
            [c.code, profile, _points(cap), _points(c.minimums.get(profile))]
            for c in grid.categories.values()
            for profile, cap in c.caps.items()
            if profile in grid.profiles
        ],
        "activities": _activity_rows(grid),
    }
    made = {f"{name}.csv": _csv([field for field, _, _ in _TABLES[name][0]], table) for name, table in rows.items()}
    described = {
        "profile": "tabular-data-package",
        "name": f"grid-{grid.year}",
        "title": f"{grid.school}, {grid.year}",
        "description": "What each activity of the grid earns. · Ce que rapporte chaque activité de la grille.",
        "homepage": grid.site,
        "polyvalidate": {"format": "grid-package/1", "school": grid.school, "year": grid.year, "example": grid.example},
        "resources": [_resource(name, made[f"{name}.csv"]) for name in _TABLES],
    }
    return {NAME: to_json(described), **made}


def _profile_rows(grid: Grid) -> list[list[str]]:
    return [
        [
            p.code,
            p.title.fr,
            p.title.en,
            str(p.years),
            _points(p.required),
            str(p.minimum_categories),
            _points(p.total_cap),
        ]
        for p in grid.profiles.values()
    ]


def _activity_rows(grid: Grid) -> list[list[str]]:
    def unit(code: str) -> Text:
        known = grid.units.get(code)
        return known.title if known else Text(code, code)

    return [
        [
            a.code,
            a.category,
            a.title.fr,
            a.title.en,
            unit(a.unit).fr,
            unit(a.unit).en,
            _points(a.lowest),
            _points(a.highest),
            _points(a.cap_year),
            _points(a.cap_cycle),
            " ".join(a.all_of),
            " ".join(a.any_of),
            a.role,
            a.scope,
            " ".join(sorted(a.open_to)),
            *("true" if mark else "false" for mark in (a.sensitive, a.bulk, a.on_request)),
        ]
        for a in grid.activities.values()
    ]


def _points(quarters: Points | None) -> str:
    return "" if quarters is None else number(quarters, "en")


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return csv_for_programs((heads, *rows))


def _resource(name: str, data: bytes) -> dict[str, Any]:
    fields, key = _TABLES[name]
    schema: dict[str, Any] = {
        "fields": [{"name": field, "type": kind, "description": said} for field, kind, said in fields],
        "primaryKey": list(key),
        "missingValues": [""],
    }
    if name in _LINKS:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": other, "fields": _TABLES[other][1][0]}}
            for field, other in _LINKS[name]
        ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }
