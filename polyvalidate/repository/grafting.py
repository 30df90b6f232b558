"""Trees with files put in them or taken away, whatever their names: written as objects, checked out by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from polyvalidate.repository.differing import Located, rows_of
from polyvalidate.repository.git import run_git
from polyvalidate.repository.objects import Objects, TreeEntry

Parts = tuple[bytes, ...]


def grafted(repository: Path, objects: Objects, tree: str, files: Mapping[str, Located | None]) -> str:
    """A tree in which some paths hold these files, or nothing where there is None; stored in the repository. Only the
    trees on the way are written. What stands in the way of a file is replaced by it."""
    at: dict[Parts, Located | None] = {
        tuple(path.encode("utf-8", "surrogateescape").split(b"/")): one for path, one in files.items()
    }
    return _grafted(repository, objects, tree, at) or _written(repository, {})


def _grafted(repository: Path, objects: Objects, tree: str, files: Mapping[Parts, Located | None]) -> str:
    """Empty when nothing is left."""
    rows = {row.name: row for row in rows_of(objects, tree) or ()} if tree else {}
    named: dict[bytes, dict[Parts, Located | None]] = {}
    for parts, one in files.items():
        named.setdefault(parts[0], {})[parts[1:]] = one
    for name, inner in named.items():
        old = rows.get(name)
        if () in inner:
            here = inner.pop(())
            if here is not None:
                rows[name] = TreeEntry(name, here.mode, here.oid)
            elif old is not None and not old.is_tree:
                del rows[name]
        if inner:
            made = _grafted(repository, objects, old.oid if old is not None and old.is_tree else "", inner)
            if made:
                rows[name] = TreeEntry(name, 0o40000, made)
            elif name in rows and rows[name].is_tree:
                del rows[name]
    return _written(repository, rows) if rows else ""


def _written(repository: Path, rows: Mapping[bytes, TreeEntry]) -> str:
    """Literally: a name that Git would refuse is for the check to tell, which looks at every tree."""
    ordered = sorted(rows.values(), key=lambda row: row.name + b"/" * row.is_tree)
    raw = b"".join(b"%o %b\0%b" % (row.mode, row.name, bytes.fromhex(row.oid)) for row in ordered)
    words = ("hash-object", "-w", "--literally", "-t", "tree", "--stdin")
    return run_git(repository, *words, stdin=raw).decode().strip()
