"""What judges, read and checked first: the roles and the grid of each year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from polyvalidate.files import schema
from polyvalidate.judgement.files import Files, Judge
from polyvalidate.model.findings import Finding, Place
from polyvalidate.model.grid import Book, Category, Grid, RoleHolder
from polyvalidate.model.paths import Entry, grid_kind
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees


class GridResult(NamedTuple):
    """What judges, read and checked: the book, and what was found in the grid's own files."""

    book: Book
    findings: tuple[Finding, ...]
    files: int


def check_grid(judge: Judge, entries: Sequence[Entry], today: date, twins: frozenset[str] = frozenset()) -> GridResult:
    """Read the roles and every year's grid, and check that each agrees with itself.

    The last few results are kept: many requests are judged by one grid. So is what was read for them: an audit judges
    by one grid on hundreds of days.
    """
    return _checked(judge, tuple(sorted(entries)), today, twins)


@lru_cache(maxsize=4)
def _checked(judge: Judge, entries: tuple[Entry, ...], today: date, twins: frozenset[str]) -> GridResult:
    read = _read(judge, entries, twins)
    files = read.files.again()
    for year, grid in read.grids.items():
        case = GridCase(
            grid,
            read.roles,
            today,
            year == read.newest,
            {"roles": "grid/roles.yml", **read.paths[year]},
            tuple(read.duplicates.get(year, ())),
            tuple(read.repeated.get(year, ())),
            tuple(read.untranslated.get(year, ())),
            newest=year == read.years[-1],
        )
        files.problems += judge.rules.judge(Sees.GRID, case)
    book = Book(grids=read.grids, broken_years=read.broken, roles=read.roles, today=today)
    return GridResult(book, files.findings(), len(entries))


class _Read(NamedTuple):
    """The files of the grid and of the roles, whatever the day."""

    files: Files
    roles: dict[str, RoleHolder]
    grids: dict[str, Grid]
    paths: dict[str, dict[str, str]]
    duplicates: dict[str, list[tuple[str, str, str]]]
    repeated: dict[str, list[tuple[str, str, str]]]
    untranslated: dict[str, list[tuple[Place, str]]]
    broken: frozenset[str]
    years: list[str]
    newest: str
    """The last year that has rules; of ``years``, the last may have none."""


@lru_cache(maxsize=4)
def _read(judge: Judge, entries: tuple[Entry, ...], twins: frozenset[str]) -> _Read:
    files = Files(judge, twins)
    roles: dict[str, RoleHolder] = {}
    rules: dict[str, Any] = {}
    categories: dict[str, dict[str, Category]] = {}
    paths: dict[str, dict[str, str]] = {}
    duplicates: dict[str, list[tuple[str, str, str]]] = {}
    repeated: dict[str, list[tuple[str, str, str]]] = {}
    said: dict[str, dict[str, Any]] = {"": {}}
    broken: set[str] = set()
    seen: dict[tuple[str, str], str] = {}
    for entry in entries:
        kind = grid_kind(entry.path)
        data = files.read(entry, kind)
        if kind == "roles":
            roles = {} if data is None else schema.read_roles(data)
            said[""][entry.path] = data
            continue
        year = entry.path.split("/")[1]
        said.setdefault(year, {})[entry.path] = data
        if data is None:
            broken.add(year)
        elif kind == "rules":
            rules[year] = data
            paths.setdefault(year, {})["rules"] = entry.path
        else:
            category = schema.read_category(data)
            for code in category.activities:
                if (year, code) in seen:
                    duplicates.setdefault(year, []).append((code, seen[year, code], entry.path))
                seen[year, code] = entry.path
            first = paths.setdefault(year, {}).setdefault(category.code, entry.path)
            if first == entry.path:
                categories.setdefault(year, {})[category.code] = category
            else:
                repeated.setdefault(year, []).append((category.code, first, entry.path))
    grids: dict[str, Grid] = {}
    years = sorted(set(rules) | set(categories) | broken)
    for year in years:
        if year in broken or year not in rules:
            broken.add(year)
            continue
        grids[year] = schema.read_grid(rules[year], categories.get(year, {}))
    newest = max(rules, default="")
    untranslated = {
        year: [
            (Place(path, keys), lang)
            for path, data in {**said[year], **(said[""] if year == newest else {})}.items()
            for keys, lang in schema.lacking(data, grid.languages)
        ]
        for year, grid in grids.items()
    }
    return _Read(files, roles, grids, paths, duplicates, repeated, untranslated, frozenset(broken), years, newest)
