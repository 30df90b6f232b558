"""The grids of the demonstration school: the example grids it is given, moved to the day of the demonstration, and
earlier years derived from the oldest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from polyvalidate.demo.failing import DemoError
from polyvalidate.files import schema, source
from polyvalidate.model.grid import Book, Campaign, Category, RoleHolder
from polyvalidate.model.paths import grid_kind
from polyvalidate.model.words import Text

_YEAR_OF_PATH = re.compile(r"grid/((20[0-9]{2})-20[0-9]{2})/", re.ASCII)
_SETTLED = timedelta(28)
"""How long the first campaign of a year has been open before that year is the one of the demonstration."""
_OPEN_FOR = timedelta(14)
_YEAR = re.compile(rb"(?<![0-9])20[0-9]{2}(?![0-9])")


def first_years(files: Mapping[str, bytes]) -> list[int]:
    """The years in which the academic years of these grids begin, oldest first."""
    return sorted({int(found.group(2)) for path in files if (found := _YEAR_OF_PATH.match(path))})


def dated(files: Mapping[str, bytes], today: date) -> dict[str, bytes]:
    """The files, the years of their grids moved so that the last one is under way: its first campaign has been open for
    some weeks, and one is open today, which is made longer if need be."""
    latest = max(first_years(files))
    campaigns = read_book(files, today).grids[_year_of(latest)].campaigns
    opens = min(campaign.opens for campaign in campaigns)
    by = today.year - opens.year
    by -= opens.replace(year=today.year) + _SETTLED > today
    result = {}
    for path, data in files.items():
        in_a_year = _YEAR_OF_PATH.match(path)
        place = path
        if in_a_year:
            place = f"grid/{_year_of(int(in_a_year[2]) + by)}/{path.split('/', 2)[2]}"
        result[place] = _moved(data, by) if path.endswith(("/rules.yml", "/roles.yml")) else data
    rules = f"grid/{_year_of(latest + by)}/rules.yml"
    result[rules] = _open(result[rules], read_book(result, today).grids[_year_of(latest + by)].campaigns, today)
    return result


def _open(rules: bytes, campaigns: Sequence[Campaign], today: date) -> bytes:
    """The rules with a campaign that is open today: the next one opens earlier, or the last one closes later."""
    if any(campaign.opens <= today <= campaign.closes for campaign in campaigns):
        return rules
    later = [campaign.opens for campaign in campaigns if campaign.opens > today]
    closed = max(campaign.closes for campaign in campaigns)
    key, old, new = ("opens", min(later), today - _OPEN_FOR) if later else ("closes", closed, today + _OPEN_FOR)
    return rules.replace(f"{key}: {old}".encode(), f"{key}: {new}".encode())


def _year_of(first: int) -> str:
    return f"{first}-{first + 1}"


def with_earlier_years(files: Mapping[str, bytes], oldest: int) -> dict[str, bytes]:
    """The files, with a grid for each academic year since ``oldest``: the first one given, its dates moved back."""
    years = first_years(files)
    result = dict(files)
    for year in range(oldest, years[0]):
        for path, data in files.items():
            if path.startswith(f"grid/{years[0]}-"):
                moved = f"grid/{_year_of(year)}/{path.split('/', 2)[2]}"
                result[moved] = _moved(data, year - years[0]) if moved.endswith("/rules.yml") else data
    return result


def _moved(data: bytes, by: int) -> bytes:
    """A file whose dates are some years later."""
    return _YEAR.sub(lambda found: b"%d" % (int(found.group()) + by), data)


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
            said = Text(
                "Le fichier {path} de la grille d'exemple ne se lit pas : corrigez-le, puis recommencez.",
                "The file {path} of the example grid does not read: mend it, then start again.",
            )
            raise DemoError(said, path=path)
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
