"""Whose each key is: ``x-writers`` of the schemas, and an edit in the parts that have different writers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polyvalidate.files.difference import Edit, Op
from polyvalidate.model.findings import Keys

Writers = Mapping[str, Mapping[Keys, frozenset[str]]]
"""For each kind of file, the roles that may write each key (list indexes left out)."""


def writers_of(schemas: Mapping[str, Any]) -> Writers:
    """Read ``x-writers`` from the schemas."""
    found: dict[str, dict[Keys, frozenset[str]]] = {}
    for kind, schema in schemas.items():
        stack: list[tuple[Any, Keys]] = [(schema, ())]
        rows = found.setdefault(kind, {})
        while stack:
            here, keys = stack.pop()
            if "x-writers" in here:
                rows[keys] = frozenset(here["x-writers"])
            stack.extend((below, (*keys, key)) for key, below in here.get("properties", {}).items())
            if isinstance(here.get("items"), Mapping):
                stack.append((here["items"], keys))
    return found


def writers(table: Writers, kind: str, keys: Keys) -> frozenset[str]:
    """The roles that may write a key: its own ``x-writers``, else those of the nearest key above it."""
    rows = table[kind]
    route = tuple(key for key in keys if isinstance(key, str))
    while route and route not in rows:
        route = route[:-1]
    return rows.get(route, frozenset())


def parts(edit: Edit, rows: Mapping[Keys, frozenset[str]]) -> list[Edit]:
    """An edit, key by key when it adds or removes a block that several people write."""
    value = edit.after if edit.op is Op.ADD else edit.before if edit.op is Op.REMOVE else None
    if not isinstance(value, Mapping) or not value or len(_shares(edit.keys, rows)) < 2:
        return [edit]
    added = edit.op is Op.ADD
    below = (
        Edit((*edit.keys, key), edit.op, None if added else held, held if added else None)
        for key, held in value.items()
    )
    return [part for edit_below in below for part in parts(edit_below, rows)]


def _shares(keys: Keys, rows: Mapping[Keys, frozenset[str]]) -> set[frozenset[str]]:
    """The sets of writers of a key and of the keys below it."""
    route = tuple(key for key in keys if isinstance(key, str))
    return {roles for row, roles in rows.items() if row[: len(route)] == route}


def writers_within(table: Writers, kind: str, edit: Edit) -> frozenset[str]:
    """The roles that may make an edit: those of its key, and of every key below when it touches a whole block."""
    allowed = writers(table, kind, edit.keys)
    blocks = isinstance(edit.before, Mapping) or isinstance(edit.after, Mapping)
    if blocks:
        for roles in _shares(edit.keys, table[kind]):
            allowed &= roles
    return allowed
