"""Public tables as plain data, for the record and for JSON, and back: what is read is verified number by number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from polyvalidate.model.codes import CATEGORY
from polyvalidate.model.words import Text
from polyvalidate.publication.attack.bands import SMALLEST_GROUP, THRESHOLDS, Band, bands
from polyvalidate.publication.attack.tables import (
    _SEAL,
    MARGINS,
    CategoryRow,
    Kind,
    Leaf,
    PublicTables,
    Row,
    Scope,
    added,
)

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_PROGRAMME = re.compile(r"[A-Z][A-Z0-9]{0,9}", re.ASCII)
_YEAR = re.compile(r"[1-9]A", re.ASCII)
_CATEGORY = re.compile(CATEGORY, re.ASCII)
_LONGEST_TITLE = 200


def to_plain(tables: PublicTables) -> dict[str, Any]:
    """The tables as dictionaries, lists, texts and integers. Bands are ``[lowest, highest]``."""
    return {
        "cohort": tables.cohort,
        "date": tables.on.isoformat(),
        **({"formed": tables.formed.isoformat()} if tables.formed != tables.on else {}),
        "commit": tables.commit,
        "size": tables.size,
        "groups": [_row(row) for row in tables.rows],
        "categories": [{"category": row.category, "active": list(row.active)} for row in tables.categories],
        "titles": {
            "programmes": {code: asdict(title) for code, title in sorted(tables.programmes.items())},
            "categories": {code: asdict(title) for code, title in sorted(tables.category_titles.items())},
        },
    }


def _row(row: Row) -> dict[str, Any]:
    scope = row.scope
    named = {"programme": scope.programme, "year": scope.year}
    merged = {"merged": [list(leaf) for leaf in sorted(scope.leaves)]} if scope.kind is Kind.OTHERS else {}
    return {
        "kind": scope.kind.value,
        **{key: value for key, value in named.items() if value is not None},
        **merged,
        "size": row.size,
        "reached": {name: list(band) for name, band in zip(THRESHOLDS, row.reached, strict=True)},
    }


def from_plain(plain: Mapping[str, Any]) -> PublicTables:
    """Tables from plain data. Raises ValueError when they are not an issue as anonymising makes them: another key, a
    group under 11, a number that is not the bound of a band of its group, groups that do not share out the cohort.

    Version 1.0 gave margins bands of their own, and its issues are read."""
    _keys(plain, "cohort date commit size groups categories titles" + " formed" * ("formed" in plain))
    _keys(plain["titles"], "programmes categories")
    rows = [_read_row(row) for row in plain["groups"]]
    size = _integer(plain["size"])
    groups = [row for row in rows if row.scope.kind not in MARGINS]
    leaves = [leaf for row in groups for leaf in row.scope.leaves]
    _require(len(set(leaves)) == len(leaves) and sum(row.size for row in groups) == size)
    complete = tuple(_with_leaves(row, frozenset(leaves)) for row in rows)
    _require(all(row.size == size for row in complete if row.scope.kind is Kind.COHORT))
    for row in complete:
        inside = [group for group in groups if group.scope.leaves <= row.scope.leaves]
        adds_up = row.scope.kind in MARGINS and row[1:] == (sum(group.size for group in inside), added(inside))
        _require(adds_up or all(band in bands(row.size) for band in row.reached))
    categories = tuple(_read_category(row, size) for row in plain["categories"])
    on = date.fromisoformat(plain["date"])
    formed = date.fromisoformat(plain.get("formed", plain["date"]))
    _require(formed < on or "formed" not in plain)
    return PublicTables(
        _integer(plain["cohort"]),
        on,
        formed,
        _matching(_COMMIT, plain["commit"]),
        size,
        complete,
        categories,
        {_matching(_PROGRAMME, code): _titles(title) for code, title in plain["titles"]["programmes"].items()},
        {_matching(_CATEGORY, code): _titles(title) for code, title in plain["titles"]["categories"].items()},
        _SEAL,
    )


def _read_row(plain: Mapping[str, Any]) -> Row:
    kind = Kind(plain["kind"])
    named = {
        Kind.GROUP: "programme year",
        Kind.OTHERS: "merged",
        Kind.PROGRAMME: "programme",
        Kind.YEAR: "year",
        Kind.COHORT: "",
    }[kind]
    _keys(plain, f"kind {named} size reached")
    _require(tuple(plain["reached"]) == THRESHOLDS)
    programme = _matching(_PROGRAMME, plain["programme"]) if "programme" in plain else None
    year = _matching(_YEAR, plain["year"]) if "year" in plain else None
    leaves = frozenset(
        Leaf(_matching(_PROGRAMME, code), _matching(_YEAR, year)) for code, year in plain.get("merged", ())
    )
    if programme is not None and year is not None:
        leaves = frozenset({Leaf(programme, year)})
    size = _integer(plain["size"])
    _require(size >= SMALLEST_GROUP)
    return Row(Scope(kind, programme, year, leaves), size, tuple(_band(band) for band in plain["reached"].values()))


def _read_category(plain: Mapping[str, Any], size: int) -> CategoryRow:
    """A category over the cohort: one of its bands, or the lowest ones joined."""
    active = _band(plain["active"])
    cut = bands(size)
    _require(active in cut or (not active.lowest and active.highest in [band.highest for band in cut]))
    return CategoryRow(_matching(_CATEGORY, plain["category"]), active)


def _with_leaves(row: Row, present: frozenset[Leaf]) -> Row:
    """A margin with the leaves it covers, which its name says."""
    scope = row.scope
    if scope.kind not in MARGINS:
        return row
    return row._replace(scope=scope._replace(leaves=frozenset(leaf for leaf in present if scope.names(leaf))))


def _band(plain: Any) -> Band:
    lowest, highest = plain
    return Band(_integer(lowest), _integer(highest))


def _titles(plain: Mapping[str, Any]) -> Text:
    _keys(plain, "fr en")
    for text in plain.values():
        _require(isinstance(text, str) and len(text) <= _LONGEST_TITLE)
    return Text(plain["fr"], plain["en"])


def _integer(value: Any) -> int:
    _require(type(value) is int and 0 <= value <= 1_000_000)
    return int(value)


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    _require(isinstance(value, str) and pattern.fullmatch(value) is not None)
    return str(value)


def _keys(plain: Mapping[str, Any], names: str) -> None:
    _require(isinstance(plain, dict) and sorted(plain) == sorted(names.split()))


def _require(fine: bool) -> None:
    if not fine:
        raise ValueError("not an issue")
