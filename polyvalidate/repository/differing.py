"""The files that differ between two trees: raw tree objects compared, whatever their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from polyvalidate.repository.objects import Malformed, Objects, TreeEntry

MOST_PATHS = 20_000
"""Paths of one change, and folders, beyond which it is not read further: several cohorts at once, or a trap."""
MOST_DEPTH = 24
"""Folders in folders; a path that goes deeper is one entry, which nothing provides for."""


class Located(NamedTuple):
    """Where a file stands in a tree: its mode and the id of its content."""

    mode: int
    oid: str


class Differing(NamedTuple):
    """A path that differs, with each side when it is there."""

    path: str
    before: Located | None
    after: Located | None


class Differences:
    """The files that differ between two trees, in order; only trees that differ are read.

    ``cut`` once there were more than anybody would send. A tree may stand in a thousand places of another one that
    stands in a thousand places itself: folders are counted as files are.
    """

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.cut = False
        self._left = MOST_PATHS

    def between(self, before: str, after: str) -> Iterator[Differing]:
        yield from self._compare(before, after, b"", 0)

    def _compare(self, before: str | None, after: str | None, prefix: bytes, depth: int) -> Iterator[Differing]:
        old = {row.name: row for row in rows_of(self.objects, before) or ()} if before else {}
        new = {row.name: row for row in rows_of(self.objects, after) or ()} if after else {}
        for name in sorted(old.keys() | new.keys()):
            was, now = old.get(name), new.get(name)
            if was is not None and now is not None and was[1:] == now[1:]:
                continue
            self._left -= 1
            if self._left < 0:
                self.cut = True
                return
            path, deep = prefix + name, depth >= MOST_DEPTH
            old_tree, new_tree = _subtree(was), _subtree(now)
            if (old_tree or new_tree) and not deep:
                yield from self._compare(old_tree, new_tree, path + b"/", depth + 1)
            old_file, new_file = _file(was, deep), _file(now, deep)
            if old_file or new_file:
                yield Differing(path.decode("utf-8", "surrogateescape"), old_file, new_file)


def rows_of(objects: Objects, tree: str) -> Sequence[TreeEntry] | None:
    """The rows of a tree; None for one made by hand that holds none: ``Names`` says so, and the change is refused."""
    try:
        return objects.tree(tree)
    except Malformed:
        return None


def _subtree(row: TreeEntry | None) -> str | None:
    return row.oid if row is not None and row.is_tree else None


def _file(row: TreeEntry | None, deep: bool) -> Located | None:
    return Located(row.mode, row.oid) if row is not None and (deep or not row.is_tree) else None
