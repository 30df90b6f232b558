"""The grids of the demonstration school: the example grids it is given, and earlier years derived from the oldest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from polyvalidate.demo.failing import DemoError
from polyvalidate.files import schema, source
from polyvalidate.model.grid import Book, Category, RoleHolder
from polyvalidate.model.paths import grid_kind

_YEAR_OF_PATH = re.compile(r"grid/((20[0-9]{2})-20[0-9]{2})/", re.ASCII)
_YEAR = re.compile(rb"(?<![0-9])20[0-9]{2}(?![0-9])")


def first_years(files: Mapping[str, bytes]) -> list[int]:
    """The years in which the academic years of these grids begin, oldest first."""
    return sorted({int(found.group(2)) for path in files if (found := _YEAR_OF_PATH.match(path))})


def with_earlier_years(files: Mapping[str, bytes], oldest: int) -> dict[str, bytes]:
    """The files, with a grid for each academic year since ``oldest``: the first one given, its dates moved back."""
    years = first_years(files)
    result = dict(files)
    for year in range(oldest, years[0]):
        shift = years[0] - year
        for path, data in files.items():
            if path.startswith(f"grid/{years[0]}-"):
                moved = f"grid/{year}-{year + 1}/{path.split('/', 2)[2]}"
                result[moved] = _moved_back(data, shift) if moved.endswith("/rules.yml") else data
    return result


def _moved_back(rules: bytes, shift: int) -> bytes:
    return _YEAR.sub(lambda found: b"%d" % (int(found.group()) - shift), rules)


def read_book(files: Mapping[str, bytes], today: date) -> Book:
    """What judges, read as the check reads it. Raises DemoError when a file of the grid does not read."""
    rules: dict[str, Any] = {}
    categories: dict[str, dict[str, Category]] = {}
    roles: dict[str, RoleHolder] = {}
    for path in sorted(files):
        if not path.startswith("grid/"):
            continue
        kind = grid_kind(path)
        if kind == "unknown":
            continue
        parsed = source.parse(files[path])
        if not parsed.readable:
            raise DemoError(
                f"Le fichier {path} de la grille d'exemple ne se lit pas : corrigez-le, puis recommencez.",
                f"The file {path} of the example grid does not read: mend it, then start again.",
            )
        if kind == "roles":
            roles = schema.read_roles(parsed.data)
            continue
        year = path.split("/")[1]
        if kind == "rules":
            rules[year] = parsed.data
        else:
            category = schema.read_category(parsed.data)
            categories.setdefault(year, {})[category.code] = category
    grids = {year: schema.read_grid(data, categories.get(year, {})) for year, data in sorted(rules.items())}
    return Book(grids=grids, broken_years=frozenset(), roles=roles, today=today)
