"""One value to be written, in the form of ``files.canonical``: as lines of its own, or inside braces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from polyvalidate.files import canonical
from polyvalidate.model.findings import Key, Keys

Comments = Mapping[str, tuple[list[str], list[str]]]
"""For the keys of a mapping, the comments on lines above the key, and those on its own line."""


class Entry:
    """A value and the route to it. The lines are at the left margin, and begin with the key or with the dash."""

    def __init__(self, keys: Keys, value: Any) -> None:
        self.keys = keys
        self.key: Key = keys[-1]
        self.value = value

    @property
    def name(self) -> str:
        """What stands before the colon; empty for an item of a list."""
        return canonical.key_text(self.key) if isinstance(self.key, str) else ""

    def ordered_keys(self) -> list[str]:
        return canonical.ordered(self.value, order_inside(self.keys))

    def lines(self, comments: Comments | None = None, *, literal: bool = True) -> list[str]:
        """``literal=False`` writes a text of several lines between quotes, where a block would swallow what follows."""
        if isinstance(self.value, dict) and self.value and (comments or not literal):
            return self._lines_of_mapping(comments or {}, literal=literal)
        if isinstance(self.value, list) and self.value and not literal:
            items = [line for i, v in enumerate(self.value) for line in self._item(i, v)]
            return [f"{self.name}:", *_indented(items)] if self.name else [f"- {items[0]}", *_indented(items[1:])]
        if isinstance(self.value, str) and not literal:
            return [
                f"{self.name}: {canonical.quoted(self.value)}" if self.name else f"- {canonical.quoted(self.value)}"
            ]
        if isinstance(self.key, int):
            return canonical.item(self.value, order_inside(self.keys))
        return (canonical.top_entry if len(self.keys) == 1 else canonical.inner_entry)(self.key, self.value)

    def _item(self, index: int, value: Any) -> list[str]:
        return Entry((*self.keys, index), value).lines(literal=False)

    def _lines_of_mapping(self, comments: Comments, *, literal: bool) -> list[str]:
        inner: list[str] = []
        for key in self.ordered_keys():
            above, beside = comments.get(key, ([], []))
            first, *rest = Entry((*self.keys, key), self.value[key]).lines(literal=literal)
            inner += above
            inner += ["  ".join([first, *beside]), *rest]
        if self.name:
            return [f"{self.name}:", *_indented(inner)]
        return [f"- {inner[0]}", *_indented(inner[1:])]

    def inline(self) -> str:
        """The value alone, between braces or brackets."""
        value = {key: self.value[key] for key in self.ordered_keys()} if isinstance(self.value, dict) else self.value
        return canonical.inline(str(self.key), value)


def order_inside(keys: Keys) -> tuple[str, ...]:
    """The order of the keys inside the block at this route; none for what the format leaves free."""
    if len(keys) == 1 or (len(keys) == 2 and keys[0] == "evidence" and isinstance(keys[1], int)):
        return canonical.BLOCK_ORDERS.get(str(keys[0]), ())
    return ()


def next_key(keys: Keys, present: Iterable[str]) -> str | None:
    """Before which of the keys that are there a new key goes; None: after all of them."""
    present = list(present)
    orders = [order_inside(keys[:-1])] if len(keys) > 1 else list(canonical.FILE_ORDERS)
    order = max(orders, key=lambda order: (keys[-1] in order, sum(key in order for key in present)))
    if keys[-1] not in order:
        return None
    later = order[order.index(str(keys[-1])) + 1 :]
    return next((key for key in present if key in later), None)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]
