"""A change read from Git objects: the tree the repository would have, and the folders that differ from the base.

Raw tree objects are compared here, so that what no working tree can hold is seen as it stands. Nothing is checked out
and nothing is written to the repository.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from polyvalidate import layout
from polyvalidate.checking.change import Change, FolderChange, OtherChange
from polyvalidate.findings import Place
from polyvalidate.layout import Entry
from polyvalidate.repository.git import resolve, run_git, try_git
from polyvalidate.repository.objects import Objects, TreeEntry
from polyvalidate.repository.unreadable import Unreadable
from polyvalidate.rules.cases import Remark
from polyvalidate.source import MAXIMUM_SIZE

MOST_PATHS = 20_000
"""Paths of one change beyond which it is not read further: several cohorts at once, or a trap."""
MOST_DEPTH = 24

_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_DOT_GIT = re.compile(r"\.git|git~[0-9]+|\.git[. ]*", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x1f\x7f\\:]|[. ]$")


class Located(NamedTuple):
    """Where a file stands in a tree: its mode and the id of its content."""

    mode: int
    oid: str


class Differing(NamedTuple):
    """A path that differs, with each side when it is there."""

    path: str
    before: Located | None
    after: Located | None


class Sides(NamedTuple):
    """A change being read: the base and what the repository would become, as tree ids, and the objects to read."""

    base_commit: str
    head_commit: str
    base_tree: str
    new_tree: str
    objects: Objects
    environment: dict[str, str]
    remarks: tuple[Remark, ...]


@contextmanager
def sides(repository: Path, base: str, head: str) -> Iterator[Sides]:
    """Open a change: resolve both commits and build the tree that merging them would give."""
    if not repository.is_dir():
        raise Unreadable(f"Le dossier {repository} n'existe pas.", f"The folder {repository} does not exist.")
    base_commit, head_commit = resolve(repository, base), resolve(repository, head)
    ancestors = try_git(repository, "merge-base", base_commit, head_commit)
    with tempfile.TemporaryDirectory(prefix="polyvalidate-") as scratch:
        environment: dict[str, str] = {}
        remarks: list[Remark] = []
        merged = ""
        if ancestors.code != 0:
            remarks.append(Remark("unrelated", Place("")))
        elif ancestors.output.split()[0].decode() != base_commit:
            environment = _apart(repository, Path(scratch))
            merged, conflicts = merge_trees(repository, base_commit, head_commit, environment)
            remarks += [Remark("conflict", Place(path)) for path in conflicts]
        with Objects(repository, environment) as objects:
            base_tree, head_tree = objects.tree_of(base_commit), objects.tree_of(head_commit)
            if ancestors.code == 0:
                # A merge would tidy a tree that is not sound: the head itself is looked at, beside what it comes from.
                fork = objects.tree_of(ancestors.output.split()[0].decode())
                remarks += list(unsound(objects, fork, head_tree))
            new_tree = merged or (head_tree if ancestors.code == 0 else base_tree)
            yield Sides(base_commit, head_commit, base_tree, new_tree, objects, environment, tuple(remarks))


def _apart(repository: Path, scratch: Path) -> dict[str, str]:
    """An environment in which new objects go to a folder that is thrown away."""
    objects = os.fsdecode(run_git(repository, "rev-parse", "--git-path", "objects").rstrip(b"\n"))
    real = os.path.realpath(os.path.join(repository, objects))
    return {"GIT_OBJECT_DIRECTORY": str(scratch), "GIT_ALTERNATE_OBJECT_DIRECTORIES": real}


def merge_trees(repository: Path, base: str, head: str, environment: dict[str, str]) -> tuple[str, list[str]]:
    """The tree of the merge and the paths in conflict. Renames are not guessed: a moved file is two edits."""
    done = try_git(
        repository,
        *("-c", "merge.renames=false", "-c", "merge.directoryRenames=false"),
        *("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", base, head),
        environment=environment,
    )
    if done.code not in (0, 1):
        raise Unreadable(
            f"Git ne peut pas réunir les deux révisions : {done.error}",
            f"Git cannot merge both revisions: {done.error}",
        )
    tree, *paths = [part.decode("utf-8", "surrogateescape") for part in done.output.split(b"\0") if part]
    return tree, sorted(set(paths))


# --- comparing trees --------------------------------------------------------------------------------------------------


def differences(objects: Objects, before: str, after: str) -> Iterator[Differing]:
    """The files that differ between two trees; only trees that differ are read. Raises ``Unreadable`` on a tree that is
    deeper than any of ours."""
    yield from _compare(objects, before, after, b"", 0)


def _compare(objects: Objects, before: str | None, after: str | None, prefix: bytes, depth: int) -> Iterator[Differing]:
    if depth > MOST_DEPTH:
        raise Unreadable("Un dossier de cette demande est trop profond.", "A folder of this request is too deep.")
    old = {row.name: row for row in objects.tree(before)} if before else {}
    new = {row.name: row for row in objects.tree(after)} if after else {}
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was is not None and now is not None and was[1:] == now[1:]:
            continue
        path = prefix + name
        old_tree, new_tree = _subtree(was), _subtree(now)
        if old_tree or new_tree:
            yield from _compare(objects, old_tree, new_tree, path + b"/", depth + 1)
        old_file, new_file = _file(was), _file(now)
        if old_file or new_file:
            yield Differing(path.decode("utf-8", "surrogateescape"), old_file, new_file)


def _subtree(row: TreeEntry | None) -> str | None:
    return row.oid if row is not None and row.is_tree else None


def _file(row: TreeEntry | None) -> Located | None:
    return Located(row.mode, row.oid) if row is not None and not row.is_tree else None


def unsound(objects: Objects, before: str, after: str, prefix: str = "", depth: int = 0) -> Iterator[Remark]:
    """Names that some machine would read otherwise, and names given twice, in the trees that are new."""
    if before == after or depth > MOST_DEPTH:
        return
    old = {row.name: row for row in objects.tree(before)} if before else {}
    seen: set[bytes] = set()
    for row in objects.tree(after):
        known = old.get(row.name)
        name = row.name.decode("utf-8", "surrogateescape")
        twice = row.name in seen
        seen.add(row.name)
        if known is not None and known == row and not twice:
            continue
        if twice or (known is None and not is_sound(name)):
            yield Remark("malformed", Place(prefix + name))
        if row.is_tree:
            below = known.oid if known is not None and known.is_tree else ""
            yield from unsound(objects, below, row.oid, f"{prefix}{name}/", depth + 1)


def is_sound(name: str) -> bool:
    """Does a name mean the same file on every machine, for people and programs alike?"""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    hidden = any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") for c in name)
    return (
        0 < len(name.encode()) <= 255
        and name not in (".", "..")
        and not hidden
        and not _DOT_GIT.fullmatch(name)
        and not _RESERVED.fullmatch(name)
        and not _ODD.search(name)
        and name == unicodedata.normalize("NFC", name)
    )


# --- reading the change -----------------------------------------------------------------------------------------------


def grid_entries(found: Sides, tree: str) -> list[Entry]:
    """The files of ``grid/`` that judge, in a tree of the change."""
    entries = _Read(found.objects).folder(tree, "grid")
    return [entry for entry in entries if layout.grid_kind(entry.path) != "unknown"]


def read_folder(found: Sides, path: str, tree: str | None = None) -> tuple[Entry, ...]:
    """The files of a student's folder at the base, or in another tree; none when there is no such folder."""
    return _Read(found.objects).folder(tree or found.base_tree, path)


def read_change(found: Sides) -> Change:
    """The change as bytes: every student's folder it touches, whole, and every other path that differs."""
    folders: dict[str, set[str]] = {}
    others: list[Differing] = []
    for number, differing in enumerate(differences(found.objects, found.base_tree, found.new_tree)):
        if number >= MOST_PATHS:
            raise Unreadable(
                f"Cette demande touche plus de {MOST_PATHS} fichiers.",
                f"This request touches more than {MOST_PATHS} files.",
            )
        folder = layout.folder_of(differing.path)
        if folder is None:
            others.append(differing)
        else:
            folders.setdefault(folder, set()).add(differing.path)
    read = _Read(found.objects)
    changed = [
        FolderChange(
            folder, read.folder(found.base_tree, folder), read.folder(found.new_tree, folder), frozenset(paths)
        )
        for folder, paths in sorted(folders.items())
    ]
    after = [layout.Node(e.path, e.mode, e.size, "") for folder in changed for e in folder.after]
    return Change(
        tuple(changed),
        tuple(OtherChange(d.path, read.entry(d.path, d.before), read.entry(d.path, d.after)) for d in others),
        found.remarks,
        layout.sort_tree(after).twins,
    )


class _Read:
    """Entries of folders, their bytes read when they are files that are judged."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.kept: dict[str, list[TreeEntry]] = {}

    def _rows(self, oid: str) -> list[TreeEntry]:
        if oid not in self.kept:
            self.kept[oid] = self.objects.tree(oid)
        return self.kept[oid]

    def folder(self, tree: str, path: str) -> tuple[Entry, ...]:
        for name in path.encode("utf-8").split(b"/"):
            row = next((row for row in self._rows(tree) if row.name == name and row.is_tree), None)
            if row is None:
                return ()
            tree = row.oid
        return tuple(self._below(tree, path))

    def _below(self, tree: str, prefix: str, depth: int = 0) -> Iterator[Entry]:
        for row in self._rows(tree):
            path = f"{prefix}/{row.name.decode('utf-8', 'surrogateescape')}"
            if row.is_tree and depth < MOST_DEPTH:
                yield from self._below(row.oid, path, depth + 1)
            elif not row.is_tree and (entry := self.entry(path, Located(row.mode, row.oid))):
                yield entry

    def entry(self, path: str, located: Located | None) -> Entry | None:
        if located is None:
            return None
        if located.mode not in layout.REGULAR:
            return Entry(path, located.mode, 0, None)
        size = self.objects.size(located.oid)
        judged = size <= MAXIMUM_SIZE and path.endswith(".yml")
        return Entry(path, located.mode, size, self.objects.content(located.oid, b"blob") if judged else None)
