"""A change read from Git objects: the tree the repository would have, and the folders that differ from the base.

Raw tree objects are compared here, so that what no working tree can hold is seen as it stands. Nothing is checked out
and nothing is written to the repository.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.judgement.verdict import MOST_FILES, Change, FolderChange, OtherChange
from polyvalidate.model.findings import Place
from polyvalidate.model.paths import REGULAR, Entry, Node, folder_of, grid_kind, sort_tree
from polyvalidate.model.words import Text
from polyvalidate.repository.differing import MOST_DEPTH, MOST_PATHS, Differences, Differing, Located, rows_of
from polyvalidate.repository.git import empty, run_git, try_git
from polyvalidate.repository.inspecting import Inspection, brought
from polyvalidate.repository.landed import Fork, fork_of
from polyvalidate.repository.names import Names
from polyvalidate.repository.objects import Objects, TreeEntry
from polyvalidate.repository.partial import common, complete, scratch
from polyvalidate.repository.revisions import resolve
from polyvalidate.repository.unreadable import Unreadable, no_folder
from polyvalidate.rules.cases import Remark


class Sides(NamedTuple):
    """A change being read: the base and what the repository would become, as tree ids, and the objects to read."""

    base_commit: str
    head_commit: str
    base_tree: str
    new_tree: str
    objects: Objects
    environment: dict[str, str]
    remarks: tuple[Remark, ...]
    makers: Mapping[str, str] = {}
    """The commits that the head brings, each with the code of the role that made it with us; empty for the others."""


@contextmanager
def sides(repository: Path, base: str, head: str, most: int | None = None) -> Iterator[Sides]:
    """Open a change: resolve both commits and build the tree that merging them would give. ``most`` is how many objects
    may be read of one request among others."""
    if not repository.is_dir():
        raise no_folder(repository)
    base_commit, head_commit = resolve(repository, base), resolve(repository, head)
    fork = fork_of(repository, base_commit, head_commit)
    complete(repository, *{base_commit, head_commit, fork.commit if fork is not None else base_commit})
    with ExitStack() as opened:
        apart = fork is not None and fork.commit != base_commit
        environment = set_apart(repository, opened.enter_context(scratch())) if apart else {}
        objects = opened.enter_context(Objects(repository, environment, most))
        base_tree, head_tree = objects.tree_of(base_commit), objects.tree_of(head_commit)
        if fork is None:
            remarks = [Remark("unrelated", Place(""))]
            yield Sides(base_commit, head_commit, base_tree, base_tree, objects, environment, tuple(remarks))
            return
        # A merge would tidy a tree that is not sound: the head itself is looked at, beside what it comes from.
        inspection = Inspection(objects)
        remarks = list(inspection.of(brought(repository, objects, base_commit, fork.commit, head_commit)))
        remarks += Names(objects).unsound(objects.tree_of(fork.commit), head_tree)
        new_tree = head_tree
        if apart:
            try:
                new_tree, conflicts = merge_trees(repository, base_commit, head_commit, environment, fork)
            except Unreadable:
                if not remarks:
                    raise
                new_tree, conflicts = base_tree, []  # Git refuses to merge what is said above
            remarks += [Remark("conflict", Place(path)) for path in conflicts]
            known = {(remark.kind, remark.place) for remark in remarks}
            remarks += [r for r in Names(objects).unsound(base_tree, new_tree) if (r.kind, r.place) not in known]
        makers = inspection.makers
        yield Sides(base_commit, head_commit, base_tree, new_tree, objects, environment, tuple(remarks), makers)


def set_apart(repository: Path, place: Path) -> dict[str, str]:
    """An environment in which new objects go to a folder that is thrown away."""
    real = os.path.join(common(repository), "objects")
    # Quoted as Git reads it: between colons, a path of its own may hold one.
    quoted = '"' + real.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return {"GIT_OBJECT_DIRECTORY": str(place), "GIT_ALTERNATE_OBJECT_DIRECTORIES": quoted}


def merge_trees(
    repository: Path, base: str, head: str, environment: dict[str, str], fork: Fork
) -> tuple[str, list[str]]:
    """The tree of the merge and the paths in conflict. Renames are not guessed: a moved file is two edits."""
    # The configuration of the repository, its info/attributes, the .gitattributes of a work tree or of its index would
    # choose how files are merged, and with which program. Git is given an empty repository that has the same objects.
    folder = common(repository)
    environment = {
        "GIT_OBJECT_DIRECTORY": os.path.join(folder, "objects"),
        "GIT_SHALLOW_FILE": os.path.join(folder, "shallow"),
        **environment,
    }
    with scratch() as nothing:
        run_git(nothing, *empty(len(base)))
        if not fork.known:
            base, head = (_from(nothing, fork.commit, commit, environment) for commit in (base, head))
        done = try_git(
            nothing,
            *("-c", "merge.renames=false", "-c", "merge.directoryRenames=false"),
            *("-c", f"core.attributesFile={os.devnull}"),
            *("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", base, head),
            environment=environment,
        )
    tree, *paths = [part.decode("utf-8", "surrogateescape") for part in done.output.split(b"\0") if part] or [""]
    if done.code not in (0, 1) or not re.fullmatch(f"[0-9a-f]{{{len(base)}}}", tree, re.ASCII):
        raise Unreadable(
            Text("Git ne peut pas réunir les deux révisions : {error}", "Git cannot merge both revisions: {error}"),
            error=done.error,
        )
    return tree, sorted(set(paths))


def _from(nothing: Path, fork: str, commit: str, environment: dict[str, str]) -> str:
    """A commit with the tree of another one, made from a fork; ``merge-tree --merge-base`` asks for a Git of 2023."""
    who = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "fork"), ("EMAIL", "fork@polyvalidate.invalid"), ("DATE", "@0 +0000"))
    }
    made = run_git(
        nothing,
        *("commit-tree", f"{commit}^{{tree}}", "-p", fork, "-m", "fork"),
        environment={**environment, **who},
    )
    return made.decode().strip()


# --- reading the change -----------------------------------------------------------------------------------------------


def grid_entries(found: Sides, tree: str) -> list[Entry]:
    """The files of ``grid/`` that judge, in a tree of the change."""
    entries = _Read(found.objects).folder(tree, "grid")
    return [entry for entry in entries if grid_kind(entry.path) != "unknown"]


def read_folder(found: Sides, path: str, tree: str | None = None) -> tuple[Entry, ...]:
    """The files of a student's folder at the base, or in another tree; none when there is no such folder."""
    return _Read(found.objects).folder(tree or found.base_tree, path)


def read_change(found: Sides, most: int = MOST_PATHS) -> Change:
    """The change as bytes: every student's folder it touches, whole, and every other path that differs.

    Of a change of more than ``most`` paths, the folders that hold too many are left unread; a remark refuses it.
    """
    folders: dict[str, set[str]] = {}
    others: list[Differing] = []
    differences = Differences(found.objects)
    number = 0
    for differing in differences.between(found.base_tree, found.new_tree):
        number += 1
        folder = folder_of(differing.path)
        if folder is not None:
            folders.setdefault(folder, set()).add(differing.path)
        elif len(others) < most:
            others.append(differing)
    if not number and found.base_tree != found.new_tree:
        # The same files, in a folder that is written otherwise: in another order, or some of them twice.
        others.append(Differing(".", *(Located(0o40000, tree) for tree in (found.base_tree, found.new_tree))))
    room = most
    for folder, paths in sorted(folders.items(), key=lambda item: (len(item[1]), item[0])):
        room -= len(paths)
        if room < 0:
            del folders[folder]
    read = _Read(found.objects)
    changed = [
        FolderChange(
            folder, read.folder(found.base_tree, folder), read.folder(found.new_tree, folder), frozenset(paths)
        )
        for folder, paths in sorted(folders.items())
    ]
    after = [Node(e.path, e.mode, e.size, "") for folder in changed for e in folder.after]
    crowded = (differences.cut or number > most) and not any(r.kind == "too-many" for r in found.remarks)
    crowd = [Remark("too-many", Place(""), {"number": number, "most": min(most, MOST_FILES)})] if crowded else []
    return Change(
        tuple(changed),
        tuple(
            OtherChange(d.path, *(entry_at(found.objects, d.path, at) for at in (d.before, d.after))) for d in others
        ),
        (*found.remarks, *crowd),
        sort_tree(after).twins,
    )


class _Read:
    """Entries of folders, their bytes read when they are files that are judged."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.kept: dict[str, Sequence[TreeEntry]] = {}
        self.left = MOST_PATHS

    def _rows(self, oid: str) -> Sequence[TreeEntry]:
        if oid not in self.kept:
            self.kept[oid] = rows_of(self.objects, oid) or []
        return self.kept[oid]

    def folder(self, tree: str, path: str) -> tuple[Entry, ...]:
        self.left = MOST_PATHS
        for name in path.encode("utf-8").split(b"/"):
            row = next((row for row in self._rows(tree) if row.name == name and row.is_tree), None)
            if row is None:
                return ()
            tree = row.oid
        return tuple(self._below(tree, path))

    def _below(self, tree: str, prefix: str, depth: int = 0) -> Iterator[Entry]:
        for row in self._rows(tree):
            self.left -= 1
            if self.left < 0:
                return  # the differences were cut before, so the change is refused
            path = f"{prefix}/{row.name.decode('utf-8', 'surrogateescape')}"
            if row.is_tree and depth < MOST_DEPTH:
                yield from self._below(row.oid, path, depth + 1)
            elif not row.is_tree and (entry := entry_at(self.objects, path, Located(row.mode, row.oid))):
                yield entry


def entry_at(objects: Objects, path: str, located: Located | None) -> Entry | None:
    """A file of a tree, with its bytes when it is one that is judged."""
    if located is None:
        return None
    if located.mode not in REGULAR:
        return Entry(path, located.mode, 0, None)
    if not located.oid.strip("0"):
        return Entry(path, 0, 0, None)  # the id of nothing, which no Git writes
    size = objects.size(located.oid)
    if size is None:
        # A tree or a commit under the mode of a file; or a disk that gives back something else, which this raises.
        _ = rows_of(objects, located.oid)
        return Entry(path, 0, 0, None)
    judged = size <= MAXIMUM_SIZE and path.endswith(".yml")
    return Entry(path, located.mode, size, objects.content(located.oid, b"blob") if judged else None)
