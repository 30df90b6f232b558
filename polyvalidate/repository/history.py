"""The record: the first-parent history of a branch, commit by commit, as Git stores it (no mailmap, no graft)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.clock import day_in
from polyvalidate.model.words import Text
from polyvalidate.repository.clock import zone_of
from polyvalidate.repository.git import run_git, try_git
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.revisions import resolve
from polyvalidate.repository.soundness import LAST_SECOND, parents_of, seconds_of
from polyvalidate.repository.unreadable import Unreadable

REQUEST, PROPOSED_BY, EVALUATED_BY = "Request", "Proposed-by", "Evaluated-by"
OPENED_ON = "Opened-on"
"""The trailer that says on which day a request was opened, where whoever merged it knew. Nothing is judged by it."""
HEAD = "Head"
"""The trailer that names the head of a request whose commits did not enter the record."""
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_TRAILER = re.compile(r"([A-Z][A-Za-z-]{1,40}): ([!-~]{1,80})", re.ASCII)
_OURS = re.compile(r"(?P<code>[^\s<>]+) <(?P=code)@polyvalidate\.invalid> [0-9]+ [+-][0-9]{4}", re.ASCII)
"""Who writes the commits of ours (``making.commit``): the code of a role. A forge signs its own merges itself."""


class Recorded(NamedTuple):
    """One commit of the record. ``merged`` is the committer's moment, in UTC.

    ``code`` is the role's that made it, empty when it was not made by us. ``trailers`` are the last lines of the
    message that have the form ``Key: value``, of a commit of ours only: a forge writes there the title of a request,
    which is its author's.
    """

    commit: str
    tree: str
    parents: tuple[str, ...]
    merged: datetime
    code: str
    trailers: tuple[tuple[str, str], ...]

    @property
    def day(self) -> date:
        """The day in UTC: at most one before that of any school, and at most one after."""
        return self.merged.date()

    @property
    def heads(self) -> tuple[str, ...]:
        """The commits whose content it holds, beside the one before it: those that it merges, or that it names."""
        return self.parents[1:] or tuple(head for head in self.values(HEAD) if _COMMIT.fullmatch(head))

    def values(self, key: str) -> tuple[str, ...]:
        return tuple(value for name, value in self.trailers if name == key)


def main_branch(repository: str | Path) -> str:
    """The branch that requests are made to: ``main``, else the one that the server names, else ``master``, else the one
    that is open. ``main`` when nothing tells, so that a command says what it does not find."""
    words = ("for-each-ref", "--format=%(refname) %(symref)", "refs/heads", "refs/remotes/origin")
    refs = dict(row.split(" ", 1) for row in try_git(repository, *words).output.decode("utf-8", "replace").splitlines())
    served = refs.get("refs/remotes/origin/HEAD", "").removeprefix("refs/remotes/origin/")
    named = [name for name in ("main", served, "master") if name]
    for name in named:
        if f"refs/heads/{name}" in refs:
            return name
        if f"refs/remotes/origin/{name}" in refs:
            return f"origin/{name}"
    opened = try_git(repository, "symbolic-ref", "--quiet", "--short", "HEAD").output.decode("utf-8", "replace").strip()
    return opened if f"refs/heads/{opened}" in refs else "main"


def first_parents(repository: Path, revision: str) -> list[str]:
    """The commits of the record, oldest first; grafts are not looked at. Raises ``Unreadable`` for a history that is
    cut."""
    tip = resolve(repository, revision)
    whole(repository)
    return run_git(repository, "rev-list", "--first-parent", "--reverse", tip).decode().split()


def whole(repository: Path) -> None:
    """Raise ``Unreadable`` for a clone that holds only the end of its history (``git clone --depth``)."""
    if run_git(repository, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise Unreadable(
            Text(
                "Cette copie du dépôt n'a pas toute son histoire. Complétez-la avec git fetch --unshallow.",
                "This copy of the repository does not have its whole history. Complete it with git fetch --unshallow.",
            )
        )


def recorded(objects: Objects, commit: str, otherwise: datetime | None = None) -> Recorded:
    """One commit, from its raw object. Raises ``Unreadable`` for one without a readable date, unless another moment is
    given to take in its place."""
    raw = objects.content(commit, b"commit")
    header, _, message = raw.decode("utf-8", "replace").partition("\n\n")
    tree = header.partition("\n")[0].removeprefix("tree ")
    seconds = seconds_of(raw, b"committer")
    dated = seconds is not None and seconds < LAST_SECOND
    moment = datetime.fromtimestamp(seconds or 0, UTC) if dated else otherwise
    if moment is None:
        raise Unreadable(
            Text("Le commit {commit} n'a pas de date lisible.", "Commit {commit} has no readable date."), commit=commit
        )
    code = maker_of(raw)
    last = message.rstrip("\n").rpartition("\n\n")[2].split("\n") if code else []
    trailers = tuple((found[1], found[2]) for line in last if (found := _TRAILER.fullmatch(line)))
    return Recorded(commit, tree, tuple(parents_of(raw)), moment, code, trailers)


def maker_of(raw: bytes) -> str:
    """The code of the role that made a commit with us; empty for a commit made otherwise."""
    rows = raw.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
    people = [row.partition(" ")[2] for row in rows if row.startswith(("author ", "committer "))]
    codes = {found["code"] if (found := _OURS.fullmatch(who)) else "" for who in people}
    return codes.pop() if len(codes) == 1 else ""


def moment_of(repository: Path, revision: str) -> datetime:
    """The moment (UTC) at which a commit was made."""
    with Objects(repository) as objects:
        return recorded(objects, resolve(repository, revision)).merged


def day_of(repository: Path, revision: str) -> date:
    """The day on which a commit was made, at the school whose it is."""
    return day_in(moment_of(repository, revision), zone_of(repository, revision))


def as_of(repository: Path, revision: str, day: date) -> Recorded | None:
    """The last commit of the record that was merged on or before a day of the school; None when all of it is later."""
    chain = first_parents(repository, revision)
    zone = zone_of(repository, revision)
    with Objects(repository) as objects:
        for commit in reversed(chain):
            found = recorded(objects, commit)
            if day_in(found.merged, zone) <= day:
                return found
    return None
