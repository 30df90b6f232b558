"""Personal data of the register, looked for in every object of a repository and in the files beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from polyvalidate.model.words import Text
from polyvalidate.office.register.personal import Found, Searcher
from polyvalidate.repository import Unreadable
from polyvalidate.repository.git import run_git, talk, try_git, unfiltered
from polyvalidate.repository.history import whole
from polyvalidate.repository.partial import complete

LARGEST = 20_000_000
"""Bytes of a file beyond which it is not looked into, and said so."""
MOST_PLACED = 40
"""Objects whose place in the history is looked for; each costs a walk through it."""

_NAMES = re.compile(rb"(?:100644|100755|120000|40000|160000|100664) ([^\0]+)(?:\0|\Z)", re.DOTALL)
_COMPRESSED = (
    b"PK\x03\x04",
    b"%PDF",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
)
_STAMPS = re.compile(r"^((?:author|committer|tagger) .*>) [0-9]+ [+-][0-9]{4}$", re.MULTILINE)

Progress = Callable[[int, int], None]


class Hit(NamedTuple):
    """Data of somebody in one place. ``kind`` is what holds them."""

    found: Found
    kind: str  # commit | name | file | tag | disk
    where: str


class Search(NamedTuple):
    """What was found, and how much was looked at. ``unread`` are files in which nothing can be looked for."""

    hits: tuple[Hit, ...]
    objects: int
    unread: int


def search(repository: Path, searcher: Searcher, progress: Progress | None = None) -> Search:
    """Look everywhere: every object that Git keeps (past commits, other branches, what nothing refers to any more), the
    names of references, and the files of the work tree that Git does not follow.

    Raises ``Unreadable`` for a copy that has not all of it: nothing can be said of what is elsewhere."""
    whole(repository)
    complete(repository, "--all", history=True)
    hits: list[Hit] = []
    names: set[bytes] = set()
    blobs: dict[str, set[Found]] = {}
    count = unread = 0
    total = _count(repository)
    for oid, kind, data in _objects(repository):
        count += 1
        if progress is not None and count % 1000 == 0:
            progress(count, total)
        if kind == "tree":
            names.update(_NAMES.findall(data))
        elif kind == "blob":
            text = _text(data)
            if text is None:
                unread += 1
            elif found := searcher.look(text):
                blobs[oid] = found
        else:
            text = _STAMPS.sub(r"\1", data.decode("utf-8", "replace"))
            hits += [Hit(f, kind, oid[:12]) for f in sorted(searcher.look(text))]
    if progress is not None:
        progress(total, total)
    for name in sorted(names):
        shown = name.decode("utf-8", "replace")
        hits += [Hit(f, "name", ascii(shown)[1:-1]) for f in sorted(searcher.look(shown))]
    for index, (oid, found) in enumerate(blobs.items()):
        where = _place(repository, oid) if index < MOST_PLACED else oid[:12]
        hits += [Hit(f, "file", where) for f in sorted(found)]
    for ref in run_git(repository, "for-each-ref", "--format=%(refname)").decode("utf-8", "replace").split("\n"):
        hits += [Hit(f, "name", ascii(ref)[1:-1]) for f in sorted(searcher.look(ref))]
    on_disk, skipped = _beside(repository, searcher)
    return Search((*hits, *on_disk), count, unread + skipped)


def _count(repository: Path) -> int:
    rows = dict(
        row.split(": ")
        for row in try_git(repository, "count-objects", "-v").output.decode("ascii", "replace").splitlines()
        if ": " in row
    )
    return int(rows.get("count", 0)) + int(rows.get("in-pack", 0)) or 1


def _objects(repository: Path) -> Iterator[tuple[str, str, bytes]]:
    """Every object of the store, in the order in which it lies there."""
    with talk(repository, "cat-file", "--batch-all-objects", "--unordered", "--batch", "--buffer") as process:
        stdout = cast("IO[bytes]", process.stdout)
        for line in stdout:
            oid, kind, size = line.decode("ascii", "replace").split()
            data = stdout.read(int(size))
            if len(data) != int(size):
                break
            stdout.read(1)
            yield oid, kind, data
    if process.returncode:
        raise Unreadable(
            Text(
                "Git n'a pas pu lire tous les objets de ce dépôt : rien n'est dit de ce qu'il contient. "
                "Voyez git fsck.",
                "Git could not read every object of this repository: nothing is said of what it holds. See git fsck.",
            )
        )


def _text(data: bytes) -> str | None:
    """The text of a file; None for what is compressed or too large, in which nothing can be looked for."""
    if len(data) > LARGEST or data.startswith(_COMPRESSED):
        return None
    for bom in (b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(bom):
            return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _place(repository: Path, oid: str) -> str:
    """A path and the oldest commit that has this file, or the id of a file that nothing refers to any more."""
    command = ("log", "--all", "--full-history", "-m", "--format=%H", "--name-only", f"--find-object={oid}")
    rows = try_git(repository, *command).output.decode("utf-8", "replace").split("\n")
    commit = path = ""
    for row in rows:
        if re.fullmatch("[0-9a-f]{40,64}", row):
            commit = row
        elif row:
            path = row
    if not commit:
        return f"{oid[:12]} (git cat-file -p)"
    return f"{ascii(path)[1:-1]} ({commit[:12]})"


def _beside(repository: Path, searcher: Searcher) -> tuple[list[Hit], int]:
    """The files of the work tree that are not in Git as they stand: unknown, ignored, changed."""
    hits: list[Hit] = []
    skipped = 0
    top = try_git(repository, "rev-parse", "--show-toplevel")
    if top.code:
        return hits, 0  # a bare repository
    root = Path(os.fsdecode(top.output.rstrip(b"\n")))
    listed = run_git(root, "ls-files", "-z", "--others", "--modified", environment=unfiltered(root))
    for name in sorted(set(listed.split(b"\0")) - {b""}):
        path, shown = root / os.fsdecode(name), ascii(name.decode("utf-8", "replace"))[1:-1]
        hits += [Hit(f, "name", shown) for f in sorted(searcher.look(name.decode("utf-8", "replace")))]
        if path.is_symlink() or not path.is_file():
            continue
        try:
            text = _text(path.read_bytes()) if path.stat().st_size <= LARGEST else None
        except OSError:
            text = None
        if text is None:
            skipped += 1
        else:
            hits += [Hit(f, "disk", shown) for f in sorted(searcher.look(text))]
    return hits, skipped
