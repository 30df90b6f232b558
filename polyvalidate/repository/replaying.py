"""Commits that were made here while the branch of the server went on, made again on top of it.

What they change must have stayed on the server as it was: then nothing that was checked or signed has lost its ground.
Nothing is checked out, and no file of both sides is ever mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polyvalidate.model.paths import folder_of
from polyvalidate.model.words import Text
from polyvalidate.repository.changes import merge_trees
from polyvalidate.repository.git import run_git
from polyvalidate.repository.landed import Fork, fork_of
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.unreadable import Unreadable

MOST = 200
"""Commits; who has more of them unsent has worked on another branch than the school's."""
SERVER = "refs/polyvalidate/server"
"""Where the branch of the server is kept here while something is sent to it."""
GROUND = ("grid", "schemas")
"""What every folder of a student is judged by."""
ROLES = "grid/roles.yml"
"""Who may write what: asked again, where the commit enters, of the roles that stand there; no point depends on it."""


def replayed(repository: Path, ours: str, theirs: str) -> str:
    """The commits that lead from the common ancestor to ``ours``, on top of ``theirs``: the id of the last. Those that
    are there already, made again by somebody else, are left out: ``theirs`` itself, when all of them are.

    Raises ``Unreadable`` when both sides have changed the same, and for commits that cannot be made again: merges, and
    those that somebody has signed.
    """
    fork = fork_of(repository, theirs, ours)
    if fork is None:
        raise Unreadable(
            Text(
                "Votre branche n'a rien en commun avec celle du serveur. Vérifiez son adresse (git remote -v).",
                "Your branch has nothing in common with the server's. Check the address of the server (git remote -v).",
            )
        )
    commits = _unsent(repository, ours, theirs)
    if len(commits) > MOST:
        raise Unreadable(
            Text(
                "Votre branche a plus de {most} commits que le serveur n'a pas. Vérifiez que c'est la bonne, puis "
                "faites la mise à jour vous-même (git pull --rebase).",
                "Your branch has more than {most} commits that the server has not. Check that it is the right one, "
                "then update it yourself (git pull --rebase).",
            ),
            most=MOST,
        )
    since = fork.commit
    there = _there(repository, commits, since, theirs)
    if there:
        since, commits = commits[len(there) - 1], commits[len(there) :]
    if not commits:
        return theirs
    mine, other = (_paths(repository, since, tip) for tip in (ours, theirs))
    own, others = frozenset(map(_area, mine)), frozenset(map(_area, other))
    # What the office says of a student is judged by no grid.
    judged = any(folder_of(path) and not path.endswith("/student.yml") for path in mine)
    ground = {_area(path) for path in other if path != ROLES} & {*GROUND} if judged else set()
    both = sorted((own & others) | ground)
    if both:
        raise Unreadable(
            Text(
                "Le serveur a changé aussi {path} depuis votre dernière mise à jour : rien n'a été envoyé. Repartez de "
                "sa version (git reset --keep {server}, qui retire vos commits non envoyés), puis refaites ce que vous "
                "aviez fait.",
                "The server has changed {path} too since you were last up to date: nothing was sent. Start again from "
                "its version (git reset --keep {server}, which takes away what you had not sent), then do again what "
                "you had done.",
            ),
            server=SERVER,
            path=ascii(both[0])[1:-1],
        )
    made = theirs
    with Objects(repository) as objects:
        for commit in commits:
            made = _again(repository, objects, commit, made)
    return made


def standing_as(repository: Path, ours: str, theirs: str) -> str | None:
    """The commit with which all of ``ours`` stands in ``theirs``, as it is or made again; None when it does not."""
    fork = fork_of(repository, theirs, ours)
    if fork is None:
        return None
    commits = _unsent(repository, ours, theirs)
    there = _there(repository, commits, fork.commit, theirs)
    return None if len(there) < len(commits) else there[-1] if there else ours


def _unsent(repository: Path, ours: str, theirs: str) -> list[str]:
    """The oldest first; one more than may be made again, at most."""
    listed = run_git(repository, "rev-list", "--reverse", "--topo-order", f"--max-count={MOST + 1}", ours, f"^{theirs}")
    return listed.decode().split()


def _there(repository: Path, commits: Sequence[str], since: str, theirs: str) -> list[str]:
    """What the first of some commits have become in ``theirs``, where they were made again on top of what came between:
    the same author, dates, message and change."""
    if not commits:
        return []
    found: list[str] = []
    named = run_git(repository, "rev-list", "--first-parent", "--no-merges", theirs, f"^{since}")
    listed = named.decode().split()
    with Objects(repository) as objects:
        said = {one: _said(objects.content(one, b"commit")) for one in (*listed, *commits)}
    known: dict[bytes, list[str]] = {}
    for one in listed:
        known.setdefault(said[one], []).append(one)
    for commit in commits:
        same = (one for one in known.get(said[commit], ()) if _change(repository, one) == _change(repository, commit))
        twin = next(same, None)
        if twin is None:
            break
        found.append(twin)
    return found


def _said(raw: bytes) -> bytes:
    """A commit without what changes when it is made again."""
    head, blank, message = raw.partition(b"\n\n")
    rows = (row[:6] if row.startswith(b"parent ") else row for row in head.split(b"\n") if not row.startswith(b"tree "))
    return b"\n".join(rows) + blank + message


def _change(repository: Path, commit: str) -> bytes:
    """What a commit changes: paths, modes and contents, before and after."""
    return run_git(repository, "diff-tree", "-r", "-z", "--no-renames", "--no-commit-id", "--root", commit)


def _paths(repository: Path, before: str, after: str) -> list[str]:
    named = run_git(repository, "diff-tree", "-r", "-z", "--no-renames", "--name-only", before, after)
    return [name.decode("utf-8", "surrogateescape") for name in named.split(b"\0") if name]


def _area(path: str) -> str:
    """What is judged whole with a file: a student's folder, what folders are judged by, or the file alone."""
    top = path.partition("/")[0]
    return folder_of(path) or (top if top in GROUND else path)


def _again(repository: Path, objects: Objects, commit: str, onto: str) -> str:
    head, blank, message = objects.content(commit, b"commit").partition(b"\n\n")
    rows = head.split(b"\n")
    parents = [row.split(b" ")[1].decode() for row in rows if row.startswith(b"parent ")]
    if len(parents) != 1 or any(row.startswith((b"gpgsig", b"mergetag")) for row in rows):
        raise Unreadable(
            Text(
                "Le serveur a avancé, et le commit {commit} (une fusion, ou un commit signé) ne peut pas être refait "
                "par-dessus. Faites-le vous-même (git pull --rebase), puis relancez.",
                "The server has moved on, and commit {commit} (a merge, or a signed commit) cannot be made again on "
                "top of it. Do so yourself (git pull --rebase), then run this again.",
            ),
            commit=commit[:12],
        )
    tree, conflicts = merge_trees(repository, onto, commit, {}, Fork(parents[0], known=False))
    if conflicts:  # areas are apart: a folder of one side is a file of the other
        raise Unreadable(
            Text(
                "{path} ne peut pas aller avec ce qui est sur le serveur. Faites la mise à jour vous-même (git pull "
                "--rebase), puis relancez.",
                "{path} does not go with what is on the server. Update it yourself (git pull --rebase), then run this "
                "again.",
            ),
            path=ascii(conflicts[0])[1:-1],
        )
    replaced = [
        f"tree {tree}".encode()
        if row.startswith(b"tree ")
        else f"parent {onto}".encode()
        if row[:7] == b"parent "
        else row
        for row in rows
    ]
    raw = b"\n".join(replaced) + blank + message
    return run_git(repository, "hash-object", "-t", "commit", "-w", "--stdin", stdin=raw).decode().strip()
