"""Two versions of a file as plain data, and what was edited between them: the semantic difference of a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from polyvalidate.model.findings import Keys


class Op(StrEnum):
    """What happened to a value."""

    ADD = "add"
    REMOVE = "remove"
    CHANGE = "change"
    FORM = "form"  # the bytes changed and what they say did not


class Edit(NamedTuple):
    """One value that differs. ``keys`` is its route in the later version (in the earlier one when it was removed)."""

    keys: Keys
    op: Op
    before: Any = None
    after: Any = None


_ABSENT = object()


def edits(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Edit]:
    """Every value that was added, removed or changed, each by its whole route.

    Mappings are compared key by key. Items of a list are the same item when they name the same thing (digest, address
    or name of a piece of evidence), wherever they stand in the list.
    """
    return list(_edits(before, after, ()))


def _edits(before: Any, after: Any, keys: Keys) -> Iterator[Edit]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in (*before, *(key for key in after if key not in before)):
            yield from _edits(before.get(key, _ABSENT), after.get(key, _ABSENT), (*keys, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_edits(before, after, keys)
    elif before is _ABSENT:
        yield Edit(keys, Op.ADD, None, after)
    elif after is _ABSENT:
        yield Edit(keys, Op.REMOVE, before, None)
    elif before != after or type(before) is not type(after):
        yield Edit(keys, Op.CHANGE, before, after)


def _list_edits(before: Sequence[Any], after: Sequence[Any], keys: Keys) -> Iterator[Edit]:
    known: dict[object, list[int]] = {}
    for index, item in enumerate(before):
        known.setdefault(_identity(item), []).append(index)
    for index, item in enumerate(after):
        same = known.get(_identity(item))
        if same:
            yield from _edits(before[same.pop(0)], item, (*keys, index))
        else:
            yield Edit((*keys, index), Op.ADD, None, item)
    for indexes in known.values():
        for index in indexes:
            yield Edit((*keys, index), Op.REMOVE, before[index], None)


def _identity(item: Any) -> object:
    """What an item of a list names; the item itself when it names nothing."""
    if isinstance(item, Mapping):
        for key in ("sha256", "url", "name"):
            if isinstance(item.get(key), str):
                return key, item[key]
    return repr(item)
