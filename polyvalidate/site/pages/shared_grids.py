"""The grid of another school, read from its Data Package, as far as schools are compared.

No more columns are asked for than are compared, so that a school whose grid is in another program can write such a
package by hand. Format: see ``packages``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.site.pages.packages import NAME

_ACTIVITY = tuple("activity category title_fr unit_fr points_from points_to cap_year cap_cycle".split())
LARGEST = 2_000_000
"""Bytes of one file: a grid is a hundred times smaller."""
MOST_ROWS = 2_000
LONGEST = 1_000
"""Characters of a text that are kept."""


_MISSING = Text("{name} manque ou ne se lit pas", "{name} is missing or cannot be read")


class BadPackage(Exception):
    """A package that cannot be compared; ``text`` says why."""

    def __init__(self, text: Text, **details: object) -> None:
        self.text = text.filled(**details)
        super().__init__(self.text.en)


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
                for row in _rows(files, described, "activities", _ACTIVITY)
            ),
            pairs=dict(pairs or {}),
        )
    except ValueError as error:
        said = Text("un nombre ne se lit pas : {error}", "a number cannot be read: {error}")
        raise BadPackage(said, error=error) from error


def _described(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    try:
        described = json.loads(files[NAME])
    except (KeyError, ValueError, RecursionError) as error:
        raise BadPackage(_MISSING, name=NAME) from error
    if not isinstance(described, dict):
        raise BadPackage(Text("{name} ne décrit rien", "{name} describes nothing"), name=NAME)
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
        raise BadPackage(_MISSING, name=f"{name}.csv") from error
    if len(rows) > MOST_ROWS:
        raise BadPackage(
            Text("{path} a plus de {most} lignes", "{path} has more than {most} rows"), path=path, most=MOST_ROWS
        )
    for line, row in enumerate(rows, 2):
        lacking = [column for column in wanted if not isinstance(row.get(column), str)]
        if lacking:
            said = Text("{path}, ligne {line} : il manque {lacking}", "{path}, line {line}: {lacking} missing")
            raise BadPackage(said, path=path, line=line, lacking=", ".join(lacking))
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
