"""The desk of one school: where it is, who sits there, what was read of its branch last, what is being decided.

One person at one machine: what changes is changed by one request at a time (``lock``). Another program that writes to
the same repository is met where it writes, since a branch only moves from where it was read.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock, Thread
from typing import NamedTuple

from polyvalidate import repository
from polyvalidate.judgement.waiting import Past, Queue
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.phrases import WRITERS
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_print import RecordedSession
from polyvalidate.office.acts.jury_session import Aside
from polyvalidate.office.follow.gathering import Following
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.repository import Unreadable, resolve, run_git
from polyvalidate.repository.trees import GitTree
from polyvalidate.school.check import Checked, Memory, check
from polyvalidate.school.queue import Opened, open_requests, queue
from polyvalidate.school.school import School

MOST_KEPT = 64
"""Decisions shown and not taken yet, and things said once: the oldest are forgotten."""
_SITTING = ("evaluator", "jury", "registry", "keeper")
_REQUESTS = ("refs/pull", "refs/merge-requests", "refs/polyvalidate")


class Seen(NamedTuple):
    """What was read of a school at one moment. ``mark`` tells that moment from another. Not ``whole``: a request has
    been decided since all was read; what the others are like is still so, and what was decided before lacks one."""

    mark: tuple[str, ...]
    school: School
    checked: Checked
    past: Past
    requests: dict[str, Opened]
    queue: Queue
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """What became of an act, said once on the next page."""

    texts: tuple[Text, ...]
    good: bool = True


@dataclass
class Desk:
    """``signer`` is the code by which whoever sits here decides, None until they have said it; ``day`` the day of the
    school, asked each time: a desk may stay open overnight."""

    place: Path
    branch: str
    lang: str
    day: Callable[[], date]
    signer: str | None = None
    read_only: bool = False
    register: Path | None = None
    """The private register, which gives names; it is read for each page, and what it says is kept nowhere."""
    lock: RLock = field(default_factory=RLock)
    reading: RLock = field(default_factory=RLock)
    """Nobody asks for it who holds ``lock``."""
    memory: Memory = field(default_factory=Memory)
    reasons: list[str] = field(default_factory=list)
    """Those given here, to be given again."""
    tables: dict[Asked, bytes] = field(default_factory=dict)
    """What juries have entered in their working tables, and not recorded yet."""
    cohorts: dict[tuple[str, date, Asked], tuple[Minutes, Aside]] = field(default_factory=dict)
    """Cohorts before their juries, by the commit and the day for which they were read."""
    recorded: dict[tuple[str, Asked], tuple[RecordedSession, Minutes] | None] = field(default_factory=dict)
    """The session whose minutes were read last, by the commit at which they were."""
    followed: tuple[Seen, Following] | None = None
    """Where everybody stands in what was read last, without a name."""
    _seen: Seen | None = None
    _reader: Thread | None = None
    _kept: OrderedDict[str, object] = field(default_factory=OrderedDict)

    def mark(self) -> tuple[str, ...]:
        """What a page depends on: the branch, the requests that this copy knows, the day."""
        refs = run_git(self.place, "for-each-ref", "--format=%(objectname) %(refname)", *_REQUESTS)
        return resolve(self.place, self.branch), refs.decode("utf-8", "replace"), self.day().isoformat()

    def seen(self) -> Seen:
        """The school as it stands, read anew if it has changed. Raises ``Unreadable``."""
        seen = self._seen
        return seen if seen is not None and seen.mark == self.mark() else self._renewed()

    def glance(self, patience: float) -> Seen | None:
        """The school as it stands, all of it read if that takes no longer than so many seconds; None where nothing of
        it is known yet. Raises ``Unreadable``."""
        if self._seen is None or not self._seen.whole or self._seen.mark != self.mark():
            self._renew().join(patience)
            if self._seen is None and self._reader is not None and self._reader.is_alive():
                return None
        return self.seen()

    def whole(self) -> Seen:
        """The school as it stands, with all that was decided. Raises ``Unreadable``."""
        return self._renewed()

    def decided(self, key: str, base: str) -> None:
        """A request has entered the branch, which stood at ``base``: the others are as they were, so that the next one
        need not wait until all is read again."""
        seen, mark = self._seen, self.mark()
        if seen is None or seen.mark != (base, *mark[1:]):
            return
        left = seen.queue._replace(waiting=tuple(one for one in seen.queue.waiting if one.request != key))
        others = {name: one for name, one in seen.requests.items() if name != key}
        school = School.at(self.place, mark[0], date.fromisoformat(mark[2]))
        self._seen = seen._replace(mark=mark, school=school, requests=others, queue=left, whole=False)
        self._renew()

    def _renew(self) -> Thread:
        """Read the school in the background."""
        if self._reader is None or not self._reader.is_alive():
            self._reader = Thread(target=self._look, daemon=True)
            self._reader.start()
        return self._reader

    def _look(self) -> None:
        try:
            self._renewed()
        except Unreadable:
            return  # told to whoever asks for the page

    def _renewed(self) -> Seen:
        with self.reading:
            mark, seen = self.mark(), self._seen
            if seen is None or not seen.whole or seen.mark != mark:
                seen = self._read(mark, seen)
                if self.mark() == mark or self._seen is None:
                    self._seen = seen
            return seen

    def _read(self, mark: tuple[str, ...], before: Seen | None) -> Seen:
        commit, _, day = mark
        today = date.fromisoformat(day)
        school = School.at(self.place, commit, today)
        tree = GitTree(self.place, commit)
        if before is not None and (before.mark[2], before.school.sorted.grid) == (day, school.sorted.grid):
            checked = check(tree, today, keep_balances=True, kept=True, jobs=1)
        else:  # what a decision then judges side by side is remembered: it would be judged by several processes
            with self.lock:
                checked = check(tree, today, keep_balances=True, memory=self.memory, kept=True, jobs=1)
        found = queue(self.place, commit, today, checked=checked)
        requests = {one.key: one for one in open_requests(self.place, commit, today)}
        return Seen(mark, school, checked, Past.of(checked.report.results), requests, found)

    def people(self, school: School) -> list[RoleHolder]:
        """Those in office who sit at a desk: evaluators and the jury, who decide requests, the registry office, who
        keeps the grid."""
        holders = (holder for _, holder in sorted(school.book.roles.items()))
        return [h for h in holders if h.role in _SITTING and in_office(h, school.book.today)]

    def holder(self, school: School) -> RoleHolder | None:
        """Who sits here, if they are in office."""
        return next((one for one in self.people(school) if one.code == self.signer), None)

    def office(self, school: School, role: str = "registry") -> RoleHolder:
        """Who signs what the registry office writes, or another role: who sits here, or its only holder while nobody
        has said who they are. Raises ``Unreadable``."""
        holder = self.holder(school)
        if self.offices(school, role):
            raise Unreadable(_WHOSE.filled(whose=WRITERS[role]))
        return holder or next(one for one in self.people(school) if one.role == role)

    def offices(self, school: School, role: str = "registry") -> list[RoleHolder]:
        """Those among whom is to be said who signs; nobody where that is known. Raises ``Unreadable`` where the school
        has none."""
        holder = self.holder(school)
        found = [one for one in self.people(school) if one.role == role]
        if not found:
            raise Unreadable(_NOBODY.filled(whose=WRITERS[role]))
        known = holder in found if holder is not None else len(found) == 1
        return [] if known else found

    def keep(self, value: object) -> str:
        """Keep something for a page that comes, by a name that nobody guesses."""
        name = secrets.token_urlsafe(12)
        with self.lock:
            self._kept[name] = value
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return name

    def kept(self, name: str) -> object | None:
        return self._kept.get(name)

    def take(self, name: str) -> object | None:
        """What was kept, which is then gone: nothing is done twice."""
        with self.lock:
            return self._kept.pop(name, None)


_WHOSE = Text(
    "Ceci est à écrire par {whose} : dites d'abord qui vous êtes.", "This is written by {whose}: say first who you are."
)
_NOBODY = Text(
    "Ceci est à écrire par {whose}, et personne n'a cette fonction aujourd'hui (grid/roles.yml).",
    "This is written by {whose}, and nobody has this role today (grid/roles.yml).",
)


def at_the_school(place: Path, branch: str, asked: date) -> Callable[[], date]:
    """The day of the school, which goes on from the one that was asked for."""
    ahead = asked - repository.today(place, branch)
    return lambda: repository.today(place, branch) + ahead
