"""What changed between two grids: nothing is left out, whatever field it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from polyvalidate.model.grid import Grid, Period, Privacy
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.reports.grid_changes import beside_points
from polyvalidate.reports.grids import changes
from polyvalidate.site.grid.data import changes_json, grid_json
from tests.site.sites import SITE

GRID = SITE.grids["2025-2026"]
FOUND = ("code", "activities", "lowest", "highest")
"""Codes name what changed; the activities of a grid are those of its categories, and are looked at there; the points of
an activity that has levels are theirs."""


def other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Text):
        return Text(f"{value.fr} x", f"{value.en} x")
    if isinstance(value, Period):
        return value._replace(end=value.end + timedelta(1))
    if isinstance(value, date):
        return value + timedelta(1)
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, frozenset):
        return value | {"x"}
    if isinstance(value, tuple):
        return (*value, "x")
    return 1


def varied(value: Any, name: str = "grid") -> Iterator[tuple[str, Any]]:
    """The same with one field changed, wherever it is: in it, in the first of its parts, and one part fewer."""
    if is_dataclass(value) and not isinstance(value, type | Text):
        for field in fields(value):
            if field.name in FOUND and not (field.name == "activities" and isinstance(value, Grid)):
                continue
            for what, changed in varied(getattr(value, field.name), f"{name}.{field.name}"):
                yield what, replace(value, **{field.name: changed})
    elif isinstance(value, Mapping) and value:
        first = next((key for key in value if getattr(value[key], "levels", None)), next(iter(value)))
        yield f"{name}-", {key: each for key, each in value.items() if key != first}
        for what, changed in varied(value[first], f"{name}[]"):
            yield what, {**value, first: changed}
    elif isinstance(value, tuple) and value and is_dataclass(value[0]) and not isinstance(value[0], Text):
        yield f"{name}-", value[1:]
        for what, changed in varied(value[0], f"{name}[]"):
            yield what, (changed, *value[1:])
    else:
        yield name, other(value)


FULL = replace(GRID, categories={k: replace(c, minimums={"FISE3": 4}) for k, c in GRID.categories.items()})
VARIED = {what: grid for what, grid in varied(FULL) if isinstance(grid, Grid)}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_whatever_changes_is_told_in_one_line_and_nothing_else_is(lang: str) -> None:
    told = {what: [*changes(FULL, grid, lang), *beside_points(FULL, grid, lang)] for what, grid in VARIED.items()}

    assert len(VARIED) > 70
    assert [what for what, lines in told.items() if len(lines) != 1] == []
    assert [line for lines in told.values() for line in lines if "→" not in line and ":" not in line] == []
    assert [*changes(FULL, FULL, lang), *beside_points(FULL, FULL, lang)] == []


def test_what_a_grid_says_as_data_is_told_as_data() -> None:
    for what, grid in VARIED.items():
        if what.startswith("grid.activities"):  # those of the categories, which are data
            continue
        same = {**json.loads(grid_json(FULL)), "year": ""} == {**json.loads(grid_json(grid)), "year": ""}
        assert bool(json.loads(changes_json(FULL, grid))["changes"]) != same


def test_a_range_says_both_its_ends() -> None:
    ranged = next(each for each in GRID.activities.values() if each.is_range)
    more = replace(
        GRID, activities={**GRID.activities, ranged.code: replace(ranged, highest=Points(ranged.highest + 2))}
    )

    assert len(list(changes(GRID, more, "en"))) == 1


def test_what_is_new_or_gone_is_told_by_its_name() -> None:
    without = replace(GRID, privacy=None, programmes={})
    named = replace(GRID, privacy=Privacy(*(Text("Nous", "We"),) * 4))

    assert f"données personnelles : — → {'Nous'}" in [
        line.replace("\u00a0", " ") for line in beside_points(without, named, "fr")
    ]
    assert "programme DI: Computer science → —" in list(beside_points(GRID, without, "en"))
