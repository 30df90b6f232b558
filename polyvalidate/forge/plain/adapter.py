"""A plain Git server as a forge: what ``sweeping`` asks and writes, in the bare repository itself.

One sweep at a time: the others wait for it, a while. No hook is asked when the sweep moves a branch, since it moves it
here (``making.HERE``); the hooks let nobody else.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from polyvalidate.forge.adapter import Heard
from polyvalidate.forge.facts import Opened, moment
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.marks import told_at
from polyvalidate.forge.plain.accounts import NAME, US
from polyvalidate.forge.plain.store import Store, head_of
from polyvalidate.forge.plain.talk import EACH, OURS
from polyvalidate.forge.planning import (
    Action,
    Close,
    DeleteComment,
    EditComment,
    PostComment,
    SeenStatus,
    SetLabels,
    SetStatus,
)
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making
from polyvalidate.repository.git import read_blobs
from polyvalidate.repository.partial import common
from polyvalidate.school.sending import WAITING

PUSHED = "refs/polyvalidate/pushed/"
"""Who pushed a waiting branch, beside it: both move at once or neither."""
PATIENCE = 15.0
"""Seconds that a sweep waits for the one that runs."""


def connect(place: Path, branch: str, patience: float = PATIENCE) -> Plain:
    """The bare repository of a school, for one sweep. Raises ``Unreadable`` when another one does not end."""
    return Plain(Store(place), branch, locked(folder_of(place) / "lock", patience))


def folder_of(place: Path) -> Path:
    """Where the bare repository keeps what is of this server alone: its key, its locks."""
    return Path(common(place)) / "polyvalidate"


def locked(path: Path, patience: float) -> IO[str]:
    """A lock that one process holds at a time, until it closes it or ends."""
    import fcntl  # a server's: nobody's own machine needs it

    try:
        lock = path.open("a", encoding="utf-8")
    except OSError as error:
        raise Unreadable(_NOT_INSTALLED, place=path.parent.parent) from error
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                lock.close()
                raise Fault(_SWEPT, transient=True) from None
            time.sleep(0.1)
        else:
            return lock


class Plain:
    """One bare repository; ``branch`` is the protected one."""

    name = NAME
    closes = False
    asks = 0
    """The list of requests says whom each awaits."""
    repository = "."
    run = 0

    def __init__(self, store: Store, branch: str, lock: IO[str] | None = None) -> None:
        self.store = store
        self.branch = branch
        self.lock = lock

    def us(self) -> int:
        return US

    def requests(self) -> Iterable[Opened]:
        return [one.opened(self.branch) for one in self.store.all() if one.open]

    def request(self, number: int) -> Opened:
        return self.store.one(number).opened(self.branch)

    def about(self, event: Any) -> Opened | None:
        """Nothing tells of an event: a push is followed by a sweep."""
        return None

    def closed(self, since: str) -> Iterable[Opened]:
        from_then = moment(since)
        listed = (one.opened(self.branch) for one in self.store.all() if not one.open)
        return [one for one in listed if moment(one.updated_at) >= from_then]

    def other(self, repository: str) -> Plain:
        """Each repository has its own key, by which nobody is known in another."""
        raise Unreadable(_ALONE, repository=repository)

    def across(self, owner: str, since: str | None) -> Iterable[tuple[str, Opened]]:
        raise Unreadable(_ALONE, repository=owner)

    def remote(self) -> str:
        return making.HERE

    def heard(self, opened: Opened) -> Heard:
        talk = replace(self.store.one(opened.number), head=opened.head)
        said, approvals = talk.heard()
        stated, comments = talk.stated.get(opened.head), talk.comments()
        return Heard(
            said=said,
            comments=comments,
            status=SeenStatus(stated.state, stated.description, stated.url, True) if stated is not None else None,
            judged_at=told_at((stated.first if stated is not None else "") or None, opened.head, comments, US),
            approvals=approvals,
        )

    def write(self, action: Action) -> None:
        store, now = self.store, self.store.now()
        match action:
            case SetStatus(sha, state, description, url):
                number = int(url.rpartition("=")[2])
                if number:  # of what was handed in nobody reads a status: the hooks alone guard the branch
                    store.change(number, lambda talk: talk.states(sha, now, state, description, url))
            case PostComment(number, text):
                store.change(number, lambda talk: talk.says(OURS, now, text))
            case EditComment(comment, text):
                store.change(comment // EACH, lambda talk: talk.edits(comment, text))
            case DeleteComment(comment):
                store.change(comment // EACH, lambda talk: talk.edits(comment, None))
            case SetLabels(number, labels):
                store.change(number, lambda talk: replace(talk, labels=labels))
            case Close(number, labels, _):
                store.change(number, lambda talk: replace(talk, labels=labels, open=False, updated_at=now))

    def pusher(self, ref: str, commit: str) -> str | None:
        """Who pushed is kept with the branch, in one go: a branch of which nobody did is one that a sweep has left."""
        found = read_blobs(str(self.store.repository), self.store.refs(pushed_of(ref)).values())
        rows = [data.decode().split() for data in found.values()]
        return next((account for pushed, account in rows if pushed == commit), OURS)

    def page(self, account: int) -> str | None:
        """Nobody has a page here."""
        return None

    def url(self, number: int) -> str:
        return f"polyvalidate?pr={number}"

    def ref(self, number: int) -> str:
        return head_of(number)

    def credentials(self, remote: str) -> Mapping[str, str]:
        return {}

    def close(self) -> None:
        """The next sweep may begin; of the branches that are gone, nobody pushed any."""
        kept = self.store.refs(PUSHED)
        there = self.store.refs(WAITING)
        for ref, oid in kept.items():
            if WAITING + ref.removeprefix(PUSHED) not in there:
                self.store.moves(f"delete {ref} {oid}")
        self.unlock()

    def unlock(self) -> None:
        if self.lock is not None:
            self.lock.close()


def pushed_of(ref: str) -> str:
    """Where it is kept who pushed a waiting branch."""
    return PUSHED + ref.removeprefix(WAITING)


_ALONE = Text(
    "Un simple serveur Git n'a pas de boîtes d'élèves ({repository}) : écrivez intake: shared dans rules.yml, ou "
    "prenez une forge.",
    "A plain Git server has no boxes of students ({repository}): write intake: shared in rules.yml, or take a forge.",
)
_NOT_INSTALLED = Text(
    "{place} n'est pas le dépôt nu d'une école, ou rien n'y est installé. Sur le serveur : polyvalidate server install "
    "DÉPÔT.",
    "{place} is not a school's bare repository, or nothing is installed there. On the server: polyvalidate server "
    "install REPOSITORY.",
)
_SWEPT = Text(
    "Le contrôle d'un autre envoi est en cours. La réponse au vôtre vient au passage suivant.",
    "The check of another push is running. The answer to yours comes with the next one.",
)
