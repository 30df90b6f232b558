"""Personal data of the register, looked for in every object of a repository and in the files beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple, cast

from polyvalidate.model.words import Text
from polyvalidate.office.register.personal import Found, Searcher
from polyvalidate.office.register.unpacking import LARGE, Unpacked
from polyvalidate.repository import Unreadable
from polyvalidate.repository.git import run_git, talk, try_git, unfiltered
from polyvalidate.repository.history import whole
from polyvalidate.repository.partial import complete

LARGEST = 20_000_000
"""Bytes of a file beyond which it is not looked into, and said so."""
MOST_PLACED = 40
"""Objects whose oldest commit is looked for; each costs a walk through the history."""

_NAMES = re.compile(rb"(?:100644|100755|120000|40000|160000|100664) ([^\0]+)(?:\0|\Z)", re.DOTALL)
_STAMPS = re.compile(r"^((?:author|committer|tagger) .*>) [0-9]+ [+-][0-9]{4}$", re.MULTILINE)

CLOSED = Text("ne peut pas être ouvert", "cannot be opened")

Progress = Callable[[int, int], None]


class Hit(NamedTuple):
    """Data of somebody in one place. ``kind`` is what holds them."""

    found: Found
    kind: str  # commit | name | file | tag | disk
    where: str


class Unread(NamedTuple):
    """A file that could not be looked into, or not all of it, and why."""

    where: str
    why: tuple[Text, ...]


class Search(NamedTuple):
    """What was found, how much was looked at, and in which files not all could be looked for."""

    hits: tuple[Hit, ...]
    objects: int
    unread: tuple[Unread, ...]


def search(repository: Path, searcher: Searcher, progress: Progress | None = None) -> Search:
    """Look everywhere: every object that Git keeps (past commits, other branches, what nothing refers to any more), the
    names of references, and the files of the work tree that Git does not follow.

    Raises ``Unreadable`` for a copy that has not all of it: nothing can be said of what is elsewhere."""
    whole(repository)
    complete(repository, "--all", history=True)
    hits: list[Hit] = []
    names: set[bytes] = set()
    blobs: dict[str, set[Found]] = {}
    closed: dict[str, tuple[Text, ...]] = {}
    count = 0
    total = _count(repository)
    for oid, kind, data in _objects(repository):
        count += 1
        if progress is not None and count % 1000 == 0:
            progress(count, total)
        if kind == "tree":
            names.update(_NAMES.findall(data))
        elif kind == "blob":
            found, why = looked(data, searcher)
            if found:
                blobs[oid] = found
            if why:
                closed[oid] = why
        else:
            text = _STAMPS.sub(r"\1", data.decode("utf-8", "replace"))
            hits += [Hit(f, kind, oid[:12]) for f in sorted(searcher.look(text))]
    if progress is not None:
        progress(total, total)
    for name in sorted(names):
        shown = name.decode("utf-8", "replace")
        hits += [Hit(f, "name", ascii(shown)[1:-1]) for f in sorted(searcher.look(shown))]
    paths = _paths(repository, [*blobs, *closed])
    for index, (oid, found) in enumerate(blobs.items()):
        where = _place(repository, oid) if index < MOST_PLACED else paths[oid]
        hits += [Hit(f, "file", where) for f in sorted(found)]
    for ref in run_git(repository, "for-each-ref", "--format=%(refname)").decode("utf-8", "replace").split("\n"):
        hits += [Hit(f, "name", ascii(ref)[1:-1]) for f in sorted(searcher.look(ref))]
    on_disk, beside = _beside(repository, searcher)
    unread = [
        Unread(where, closed[oid]) for oid, where in sorted(_paths(repository, closed).items(), key=itemgetter(1))
    ]
    return Search((*hits, *on_disk), count, (*unread, *beside))


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


def looked(data: bytes, searcher: Searcher) -> tuple[set[Found], tuple[Text, ...]]:
    """What a file holds of anybody, and why not all of it could be looked into."""
    if len(data) > LARGEST:
        return set(), (LARGE,)
    file = Unpacked(data)
    found = {each for text in file.texts() for each in searcher.look(text)}
    return found, tuple(dict.fromkeys(file.unread))


def _paths(repository: Path, wanted: Collection[str]) -> dict[str, str]:
    """A path of each of these files, in one walk through the history; their ids when nothing refers to them."""
    found = dict.fromkeys(wanted, "")
    if wanted:
        for row in run_git(repository, "rev-list", "--objects", "--all").decode("utf-8", "replace").split("\n"):
            oid, _, path = row.partition(" ")
            if path and oid in found:
                found[oid] = ascii(path)[1:-1]
    return {oid: path or f"{oid[:12]} (git cat-file -p)" for oid, path in found.items()}


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


def _beside(repository: Path, searcher: Searcher) -> tuple[list[Hit], list[Unread]]:
    """The files of the work tree that are not in Git as they stand: unknown, ignored, changed."""
    hits: list[Hit] = []
    unread: list[Unread] = []
    top = try_git(repository, "rev-parse", "--show-toplevel")
    if top.code:
        return hits, unread  # a bare repository
    root = Path(os.fsdecode(top.output.rstrip(b"\n")))
    listed = run_git(root, "ls-files", "-z", "--others", "--modified", environment=unfiltered(root))
    for name in sorted(set(listed.split(b"\0")) - {b""}):
        path, shown = root / os.fsdecode(name), ascii(name.decode("utf-8", "replace"))[1:-1]
        hits += [Hit(f, "name", shown) for f in sorted(searcher.look(name.decode("utf-8", "replace")))]
        if path.is_symlink() or not path.is_file():
            continue
        try:
            found, why = looked(path.read_bytes(), searcher) if path.stat().st_size <= LARGEST else (set(), (LARGE,))
        except OSError:
            found, why = set(), (CLOSED,)
        hits += [Hit(f, "disk", shown) for f in sorted(found)]
        unread += [Unread(shown, why)] if why else []
    return hits, unread
