"""A grid as a Data Package, written and read back: what schools show each other.

Format: Frictionless Tabular Data Package 1.0 (https://specs.frictionlessdata.io/tabular-data-package/); CSV of RFC
4180 with LF line ends. Reading asks for no more columns than it compares, so that a school whose grid is in another
program can write such a package by hand.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from polyvalidate.model import Grid, Points, Text
from polyvalidate.wording import number

NAME = "datapackage.json"
LARGEST = 2_000_000
"""Bytes of one file: a grid is a hundred times smaller."""
MOST_ROWS = 2_000
LONGEST = 1_000

Field = tuple[str, str, str]
"""Name, type, meaning."""

PROFILES: tuple[Field, ...] = (
    ("profile", "string", "code of the path of studies · code du parcours"),
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
    ("profile", "string", "code of the path of studies · code du parcours"),
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
    ("open_to", "string", "profiles that may declare it · parcours qui peuvent la déclarer"),
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


# --- writing ----------------------------------------------------------------------------------------------------------


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
    """Cells are as the grid says them: these files are for programs, and a spreadsheet may take ``=`` for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue().encode()


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


# --- reading ----------------------------------------------------------------------------------------------------------


class BadPackage(Exception):
    """A package that cannot be compared; ``text`` says why."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)


class SharedProfile(NamedTuple):
    """``required`` is None when a jury fixes it."""

    code: str
    title: Text
    years: int
    required: Points | None


class SharedActivity(NamedTuple):
    """One activity of a school, as far as schools are compared."""

    code: str
    category: str
    title: Text
    unit: Text
    lowest: Points
    highest: Points
    cap_year: Points
    cap_cycle: Points


class SharedGrid(NamedTuple):
    """A school's grid as it shows it to others. ``pairs``: our activity -> theirs, where the settings say so."""

    school: str
    year: str
    example: bool
    homepage: str
    profiles: tuple[SharedProfile, ...]
    categories: Mapping[str, Text]
    activities: tuple[SharedActivity, ...]
    pairs: Mapping[str, str]


def read(files: Mapping[str, bytes], pairs: Mapping[str, str] | None = None) -> SharedGrid:
    """A package from its files by name. Raises BadPackage with the file, the line and what is wrong."""
    described = _described(files)
    ours = described.get("polyvalidate")
    ours = ours if isinstance(ours, dict) else {}
    titles = _rows(files, described, "categories", ("category", "title_fr"))
    try:
        return SharedGrid(
            school=_short(ours.get("school") or described.get("title") or described.get("name")),
            year=_short(ours.get("year") or ""),
            example=ours.get("example") is True,
            homepage=_short(described.get("homepage") or ""),
            profiles=tuple(
                SharedProfile(row["profile"], _text(row, "title"), int(row["years"]), _optional(row["required"]))
                for row in _rows(files, described, "profiles", ("profile", "title_fr", "years", "required"))
            ),
            categories={row["category"]: _text(row, "title") for row in titles},
            activities=tuple(
                SharedActivity(
                    row["activity"],
                    row["category"],
                    _text(row, "title"),
                    _text(row, "unit"),
                    _quarters(row["points_from"]),
                    _quarters(row["points_to"]),
                    _quarters(row["cap_year"]),
                    _quarters(row["cap_cycle"]),
                )
                for row in _rows(
                    files,
                    described,
                    "activities",
                    (
                        "activity",
                        "category",
                        "title_fr",
                        "unit_fr",
                        "points_from",
                        "points_to",
                        "cap_year",
                        "cap_cycle",
                    ),
                )
            ),
            pairs=dict(pairs or {}),
        )
    except ValueError as error:
        raise BadPackage(f"un nombre ne se lit pas : {error}", f"a number cannot be read: {error}") from error


def _described(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    try:
        described = json.loads(files[NAME])
    except (KeyError, ValueError, RecursionError) as error:
        raise BadPackage(f"{NAME} manque ou ne se lit pas", f"{NAME} is missing or cannot be read") from error
    if not isinstance(described, dict):
        raise BadPackage(f"{NAME} ne décrit rien", f"{NAME} describes nothing")
    return described


def _rows(
    files: Mapping[str, bytes], described: Mapping[str, Any], name: str, wanted: Sequence[str]
) -> list[dict[str, str]]:
    """The rows of a table, which the description names; only the columns that are compared must be there."""
    resources = described.get("resources")
    paths = (
        [r.get("path") for r in resources if isinstance(r, dict) and r.get("name") == name]
        if isinstance(resources, list)
        else []
    )
    path = paths[0] if paths and isinstance(paths[0], str) else f"{name}.csv"
    try:
        rows = list(csv.DictReader(io.StringIO(files[path].decode("utf-8-sig")), strict=True))
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise BadPackage(f"{name}.csv manque ou ne se lit pas", f"{name}.csv is missing or cannot be read") from error
    if len(rows) > MOST_ROWS:
        raise BadPackage(f"{path} a plus de {MOST_ROWS} lignes", f"{path} has more than {MOST_ROWS} rows")
    for line, row in enumerate(rows, 2):
        lacking = [column for column in wanted if not isinstance(row.get(column), str)]
        if lacking:
            raise BadPackage(
                f"{path}, ligne {line} : il manque {', '.join(lacking)}",
                f"{path}, line {line}: {', '.join(lacking)} missing",
            )
    return [{key: value[:LONGEST] for key, value in row.items() if isinstance(value, str)} for row in rows]


def _short(value: object) -> str:
    return str(value)[:LONGEST]


def _text(row: Mapping[str, str], name: str) -> Text:
    """Both languages; the French text where the English one is missing."""
    french = row[f"{name}_fr"]
    return Text(french, row.get(f"{name}_en") or french)


def _optional(said: str) -> Points | None:
    return _quarters(said) if said else None


def _quarters(said: str) -> Points:
    """``1.5`` -> 6. Raises ValueError for what is no number of quarters."""
    whole, _, rest = said.partition(".")
    rest = rest.rstrip("0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 4) or rest not in _DECIMALS:
        raise ValueError(said[:20])
    return Points(int(whole) * 4 + _DECIMALS[rest])


_DECIMALS = {"": 0, "25": 1, "5": 2, "75": 3}
