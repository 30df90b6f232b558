"""What a sweep stands on: the record as it is on the server, what was looked at before, and what has changed since."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from polyvalidate.forge import entering
from polyvalidate.forge.adapter import Forge
from polyvalidate.forge.cursor import Cursor, Ground, digest
from polyvalidate.forge.facts import Opened, moment
from polyvalidate.forge.intake import Intake, book_at
from polyvalidate.forge.judging import Bounds, language
from polyvalidate.forge.meetings import Meetings
from polyvalidate.forge.obeying import BASE, Place
from polyvalidate.forge.pages import Pages
from polyvalidate.forge.showing import Boxes
from polyvalidate.judgement.together import Clash
from polyvalidate.model.words import Text
from polyvalidate.repository import GitTree, making
from polyvalidate.school.check import Memory, check
from polyvalidate.school.gate import Gated

FORGOTTEN = timedelta(days=2)
"""How far back closed requests are looked at without a cursor."""


class Limits(NamedTuple):
    """Seconds: for one request to be judged, for heads to be fetched, for the whole (None: as long as it takes)."""

    request: float = 60.0
    fetch: float = 240.0
    whole: float | None = None


class Standing:
    """``forge`` is the school's own repository there; ``place``, the clone whose objects are read and whose remote is
    pushed to."""

    def __init__(self, forge: Forge, place: Place, today: Callable[[], date], limits: Limits | None = None) -> None:
        self.forge = forge
        self.place = place
        self.today = today
        self.limits = limits or Limits()
        self.bounds = Bounds(self.limits.request, Memory())
        self.pages = Pages(forge)
        self.cursor = Cursor()
        self.ground = Ground("", {})
        self.meetings = Meetings({})
        self.lang = ""
        self.holders: frozenset[str] = frozenset()
        self.intake = Intake(forge, place)
        self.boxes = Boxes(self.intake)
        self.entered: dict[str, str] = {}
        self.landed: set[str] = set()
        self.entering = False
        """Has what somebody handed in entered the branch?"""
        self.turned: set[str] = set()
        self.asked: dict[str, list[str]] = {}
        """The accounts whose review was asked for in this sweep, by what the requests are called."""
        self.barred: set[str] = set()
        """The accounts that the forge does not let be asked for a review."""
        self.failed: list[tuple[str, Text]] = []
        self.defects: list[Exception] = []
        self.left = 0
        """How many requests were not looked at because the time was over."""
        self._end = None if self.limits.whole is None else time.monotonic() + self.limits.whole

    def _stand(self) -> None:
        """The protected branch as it is on the server."""
        repository, remote, branch = self.place
        commit = making.fetch(repository, remote, f"refs/heads/{branch}", BASE)
        if commit != self.ground.commit:
            self.entered |= entering.entered(repository, commit, self.ground.commit or None)
            self.ground = Ground.at(repository, commit)
            self.intake.owner = book_at(repository, commit, self.today()).boxes

    def _warm(self) -> None:
        """Every folder is judged once, outside of the time of any request."""
        tree = GitTree(self.place.repository, self.ground.commit)
        book = check(tree, self.today(), memory=self.bounds.memory).book
        self.lang, self.holders = language(book), frozenset(holder.account for holder in book.roles.values())

    def _where(self) -> tuple[Path, str]:
        return self.place.repository, self.place.remote

    def _since(self) -> str:
        last, now = self.cursor.since, datetime.now(UTC)
        return last if last is not None and moment(last) <= now else (now - FORGOTTEN).isoformat()

    # --- what has changed -----------------------------------------------------------------------------------------

    def _touched(self, opened: Opened) -> bool:
        if opened.key in self.turned:
            return False  # in this very sweep: the next one sees what has come since
        mark = self.cursor.marks.get(opened.key)
        return mark is None or (mark.head, mark.updated_at) != (opened.head or mark.head, opened.updated_at)

    def _moved(self, opened: Opened) -> bool:
        mark = self.cursor.marks.get(opened.key)
        return mark is not None and bool(mark.under) and mark.under != self._under(opened.key, mark.folders, mark.meets)

    def _under(self, key: str, folders: Iterable[str] | None, meets: tuple[str, ...]) -> str:
        """A digest of all that is told of a request is reached from, but for the request itself: what stands under it,
        and beside it."""
        beside = (f"{other}:{head}" for other, head in sorted(self.meetings.beside(key, meets).items()))
        return digest(self.ground.under(folders, self.today()), *beside)

    def _beside(self, opened: Opened, gated: Gated, meets: tuple[str, ...]) -> tuple[Clash, ...]:
        """What a request would break together with others. The heads of those for the same folder are fetched."""
        others = []
        for key, head in self.meetings.beside(opened.key, meets[:1]).items():
            box, _, number = key.rpartition("/")
            others.append(opened._replace(number=int(number), head=head, box=box))
        _ = self.intake.fetch(others, self.limits.fetch, self.limits.request)
        place, base, mine = self.place.repository, self.ground.commit, gated.alone
        return self.meetings.clashes(place, base, opened.key, mine, meets, gated.book) if mine is not None else ()
