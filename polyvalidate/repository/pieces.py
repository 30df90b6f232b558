"""The digests of the evidence that stands in a change: its files are read for nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from polyvalidate.judgement.verdict import Change
from polyvalidate.model.paths import REGULAR, kind_of
from polyvalidate.repository.changes import Sides
from polyvalidate.repository.differing import rows_of
from polyvalidate.repository.objects import TreeEntry

MOST_BYTES = 64_000_000
"""What is read of the evidence of a change in all: a dozen of the largest files that a grid usually takes."""


def digests(found: Sides, change: Change, box: str = "") -> dict[str, str]:
    """The SHA-256 of the evidence in the folders of which the change touches a declaration or a piece of evidence, by
    path; the evidence of a request in a ``box`` lies in that commit. A file that would go beyond ``MOST_BYTES`` is left
    out."""
    root = found.objects.tree_of(box) if box else found.new_tree
    known: dict[str, str] = {}
    room = MOST_BYTES
    for folder in change.folders:
        kept = bool(box) or any(kind_of(entry.path) == "evidence" for entry in folder.after)
        if not kept or not any(kind_of(path) in ("declaration", "evidence") for path in folder.differs):
            continue
        for row in _rows(found, root, "evidence" if box else f"{folder.path}/evidence"):
            size = found.objects.size(row.oid) if row.mode in REGULAR and row.oid.strip("0") else None
            if size is not None and size <= room:
                room -= size
                name = row.name.decode("utf-8", "surrogateescape")
                content = found.objects.content(row.oid, b"blob")
                known[f"{folder.path}/evidence/{name}"] = hashlib.sha256(content).hexdigest()
    return known


def _rows(found: Sides, tree: str, path: str) -> Iterator[TreeEntry]:
    """What stands in a folder of a tree; nothing when there is none."""
    for name in path.encode().split(b"/"):
        row = next((row for row in rows_of(found.objects, tree) or () if row.name == name and row.is_tree), None)
        if row is None:
            return
        tree = row.oid
    yield from rows_of(found.objects, tree) or ()
