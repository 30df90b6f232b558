"""The work trees in which a branch is checked out, brought to where it has gone.

The branch moves first, at once. Files that could not follow, on a disk that is full or a machine that stopped, are then
one commit behind, and look to Git like an unfinished change that undoes it: the next command completes them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.repository.git import Done, read_blobs, run_git, try_git
from polyvalidate.repository.making import commit_at
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.unreadable import Unreadable


class Worktree(NamedTuple):
    """A work tree in which a branch is checked out."""

    place: Path


def checked_out(repository: Path, ref: str) -> list[Worktree]:
    """The work trees in which a branch is checked out; none in a bare repository. One whose folder was deleted is none:
    Git remembers it until ``git worktree prune``."""
    listing = run_git(repository, "worktree", "list", "--porcelain", "-z").split(b"\0\0")
    found = []
    for block in listing:
        rows = block.split(b"\0")
        place = next((row[9:] for row in rows if row.startswith(b"worktree ")), None)
        gone = any(row.startswith(b"prunable") for row in rows)
        if place is not None and not gone and b"bare" not in rows and f"branch {ref}".encode() in rows:
            found.append(Worktree(Path(os.fsdecode(place))))
    return found


def is_at(worktree: Worktree, commit: str) -> bool:
    """Is what would be committed next the same as a commit?"""
    # A folder that was copied or restored looks changed to Git until it has looked at its files again.
    _refresh(worktree)
    return try_git(worktree.place, "diff-index", "--cached", "--quiet", commit).code == 0


def would_follow(worktree: Worktree, old: str, new: str) -> Done:
    """Whether the files of a work tree can go from one commit to another without losing anything; why not."""
    return try_git(worktree.place, "read-tree", "-m", "-u", "--dry-run", old, new)


def follow(worktrees: list[Worktree], old: str, new: str) -> None:
    """Bring the files to where the branch has gone. However long it takes: half would be worse.

    Raises ``Unreadable`` when those of a work tree could not follow, once all the others have.
    """
    moved = [(each, _read_tree(each, old, new)) for each in worktrees]
    for worktree, done in moved:
        if done.code:
            raise _behind(worktree, new, done.error)


def catch_up(worktrees: list[Worktree], commit: str) -> None:
    """Complete the files that one of our commands left behind the commit that it made.

    Raises ``Unreadable`` when they cannot be, or when somebody has worked on them since.
    """
    tip = commit_at(worktrees[0].place, commit) if worktrees else None
    if tip is None or not tip.parents or not _is_ours(worktrees[0], commit):
        return
    old = tip.parents[0]
    for worktree in worktrees:
        if is_at(worktree, commit) or not is_at(worktree, old):
            continue
        if would_follow(worktree, old, commit).code:
            _clear(worktree, old, commit)
        done = _read_tree(worktree, old, commit)
        if done.code:
            raise _behind(worktree, commit, done.error)


def _is_ours(worktree: Worktree, commit: str) -> bool:
    with Objects(worktree.place) as objects:
        return b"@polyvalidate.invalid>" in objects.content(commit, b"commit").partition(b"\n\n")[0]


def _read_tree(worktree: Worktree, old: str, new: str) -> Done:
    _refresh(worktree)
    return try_git(worktree.place, "read-tree", "-m", "-u", old, new, at_ease=True)


def _refresh(worktree: Worktree) -> None:
    # It ends with 1 when files differ, which is what those who ask want to know afterwards.
    _ = try_git(worktree.place, "update-index", "-q", "--refresh", at_ease=True)


def _clear(worktree: Worktree, old: str, new: str) -> None:
    """Take away what was written of the new files, whole or in part, and put the old ones back."""
    place = worktree.place
    changed = set(run_git(place, "diff-files", "-z", "--name-only").split(b"\0"))
    known = set(run_git(place, "ls-files", "-z").split(b"\0"))
    wanted = dict(_differing(place, old, new))
    blobs = read_blobs(str(place), [oid for oid in wanted.values() if oid is not None])
    back = [name for name in wanted if name in changed]
    for name, oid in wanted.items():
        path = os.path.join(os.fsencode(place), name)
        if (name in known and name not in changed) or not os.path.lexists(path):
            continue
        whole = blobs[oid] if oid is not None else b""
        if (
            os.path.islink(path)
            or not os.path.isfile(path)
            or not whole.startswith(Path(os.fsdecode(path)).read_bytes())
        ):
            raise _worked_on(worktree, new, name)
        os.unlink(path)
    run_git(place, "checkout-index", "-q", "-f", "-z", "--stdin", stdin=b"\0".join([*back, b""]), at_ease=True)


def _differing(place: Path, old: str, new: str) -> Iterator[tuple[bytes, str | None]]:
    """The paths that differ between two commits, with the new content of each; None for one that goes."""
    rows = run_git(place, "diff-tree", "-r", "-z", "--no-renames", old, new).split(b"\0")
    for facts, name in zip(rows[::2], rows[1::2], strict=False):
        oid = facts.split()[3].decode()
        yield name, oid if oid.strip("0") else None


def _behind(worktree: Worktree, commit: str, error: str) -> Unreadable:
    return Unreadable(
        Text(
            "Le commit {commit} est sur la branche, mais les fichiers de {place} n'ont pas pu le suivre ({error}). "
            "Libérez de la place, puis relancez la même commande, qui les complétera. D'ici là, ni git commit ni git "
            "stash : ils déferaient ce commit.",
            "Commit {commit} is on the branch, but the files of {place} could not follow it ({error}). Free some room, "
            "then run the same command again, which completes them. Until then neither git commit nor git stash: they "
            "would undo that commit.",
        ),
        commit=commit[:12],
        place=worktree.place,
        error=error,
    )


def _worked_on(worktree: Worktree, commit: str, name: bytes) -> Unreadable:
    return Unreadable(
        Text(
            "Les fichiers de {place} sont restés en arrière du commit {commit}, et {path} y a été changé depuis. "
            "Déplacez ce fichier hors du dossier, puis relancez la même commande, qui complétera les autres. D'ici là, "
            "ni git commit ni git stash : ils déferaient ce commit.",
            "The files of {place} were left behind commit {commit}, and {path} was changed since. Move that file out "
            "of the folder, then run the same command again, which completes the others. Until then neither git "
            "commit nor git stash: they would undo that commit.",
        ),
        place=worktree.place,
        commit=commit[:12],
        path=ascii(name.decode("utf-8", "replace"))[1:-1],
    )
