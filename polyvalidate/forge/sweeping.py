"""The sweep: what is proposed on a forge is looked at, judged, told, and carried out, as far as anything has changed.

A fold over small steps, each of which may be done again: stopped anywhere and run again, it ends as if it had not been
stopped, and says nothing twice. Its state is the forge itself, and a cursor that may be lost.

```
 requests open ──> changed since the cursor? ──> heads fetched ──> each: judged · heard · told · commands carried out
                        └ or the base under it ─────────────────────> judged again; told only when it says otherwise
 requests closed, touched since ─────────────────────────────────────> commands answered
```

Nothing of a request is checked out or run. One that takes too long, or that cannot be read, stops no other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from polyvalidate.forge import entering, handed, judging
from polyvalidate.forge.adapter import NOTHING, Forge, Heard, facts_of, seen_of
from polyvalidate.forge.answering import Merged
from polyvalidate.forge.cursor import REF, Cursor, Ground, Mark, digest
from polyvalidate.forge.ending import Ending
from polyvalidate.forge.facts import Comment, Opened, moment
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.judging import Bounds, language
from polyvalidate.forge.obeying import BASE, Place
from polyvalidate.forge.pages import Pages
from polyvalidate.forge.planning import ERROR, Action, is_told, plan_answer, sent_back, unanswered
from polyvalidate.forge.telling import block, carry_out, label, listen, tell
from polyvalidate.model.words import Text
from polyvalidate.repository import GitTree, Unreadable, keeping, making
from polyvalidate.repository.git import presenting
from polyvalidate.school.check import Memory, check, make_judge

HEADS = "refs/polyvalidate/requests"
"""Where the heads of requests are kept here, by number."""
PASSES = 3
"""How often what a landing has changed for other requests is looked at in one sweep; the next sweep sees the rest."""
OVERLAP = timedelta(hours=1)
FORGOTTEN = timedelta(days=2)
"""How far back closed requests are looked at: a little before the last sweep; without a cursor, two days."""


class Limits(NamedTuple):
    """Seconds: for one request to be judged, for heads to be fetched, for the whole (None: as long as it takes)."""

    request: float = 60.0
    fetch: float = 240.0
    whole: float | None = None


class Step(NamedTuple):
    """What was done for one request: something written, a decision that entered the branch, or what went wrong."""

    number: int
    done: Action | Merged | Text


class Sweep:
    """One sweep of one place. ``place`` is the clone whose objects are read and whose remote is pushed to."""

    def __init__(self, forge: Forge, place: Place, today: Callable[[], date], limits: Limits | None = None) -> None:
        self.forge = forge
        self.place = place
        self.today = today
        self.limits = limits or Limits()
        self.bounds = Bounds(self.limits.request, Memory())
        self.pages = Pages(forge)
        self.cursor = Cursor()
        self.ground = Ground("", {})
        self.lang = ""
        self.holders: frozenset[str] = frozenset()
        self.entered: dict[str, str] = {}
        self.landed: set[int] = set()
        self.entering = False
        """Has what somebody handed in entered the branch?"""
        self.turned: set[int] = set()
        self.failed: list[tuple[int, Text]] = []
        self.defects: list[Exception] = []
        self.left = 0
        """How many requests were not looked at because the time was over."""
        self._end = None if self.limits.whole is None else time.monotonic() + self.limits.whole

    def run(self, first: Opened | None = None, *, alone: bool = False) -> Iterator[Step]:
        """Sweep everything, one request ``first``; or that one ``alone``, and what its landing changes for others.

        Raises ``Unreadable``, ``Fault`` among them, when the server or the forge as a whole does not answer; what was
        done until then is done, and kept in the cursor.
        """
        with presenting(self.forge.credentials(making.address(self.place.repository, self.place.remote))):
            self._stand()
            self.cursor = Cursor.from_json(keeping.kept(*self._where(), REF, self.limits.fetch))
            before = self.cursor.to_json()
            try:
                if not alone:
                    yield from self._handed_in()
                yield from self._turns([first] if first is not None else [])
                if not alone or self.landed:
                    yield from self._everything()
            finally:
                after = self.cursor.to_json()
                if after != before:
                    _ = keeping.keep(*self._where(), REF, after.encode())  # without it the next sweep looks at more

    def _everything(self) -> Iterator[Step]:
        listed = sorted(self.forge.requests(), key=lambda one: moment(one.updated_at))
        yield from self._turns([one for one in listed if self._touched(one)])
        for _ in range(PASSES):
            # Beside what the last sweep left, what has entered the branch since changes what others would give.
            moved = [one for one in listed if not self._touched(one) and self._moved(one)]
            yield from self._turns([one for one in moved if one.number not in self.landed])
        closed = list(self.forge.closed(self._since()))
        yield from self._turns([one for one in closed if self._touched(one)])
        known = {one.number: one for one in (*listed, *closed)}
        self.cursor.marks = {number: mark for number, mark in self.cursor.marks.items() if number in known}
        if not (self.left or self.failed or self.defects):  # what was not dealt with is looked for again
            last = max((moment(one.updated_at) for one in known.values()), default=None)
            self.cursor.since = (last - OVERLAP).isoformat() if last is not None else self.cursor.since

    def _handed_in(self) -> Iterator[Step]:
        """What people have pushed to waiting branches."""
        for done in handed.taken(self.forge, self.place, self.ground.commit, self.today(), self.bounds.seconds):
            yield Step(0, done.text)
            self.entering = self.entering or done.entered
            self.failed += [(0, done.text)] if done.wrong else []
        if self.entering:
            self._stand()

    def _since(self) -> str:
        last, now = self.cursor.since, datetime.now(UTC)
        return last if last is not None and moment(last) <= now else (now - FORGOTTEN).isoformat()

    def _stand(self) -> None:
        """The protected branch as it is on the server."""
        repository, remote, branch = self.place
        commit = making.fetch(repository, remote, f"refs/heads/{branch}", BASE)
        if commit != self.ground.commit:
            self.entered |= entering.entered(repository, commit, self.ground.commit or None)
            self.ground = Ground.at(repository, commit)

    def _warm(self) -> None:
        """Every folder is judged once, outside of the time of any request."""
        tree = GitTree(self.place.repository, self.ground.commit)
        book = check(tree, self.today(), memory=self.bounds.memory).book
        self.lang, self.holders = language(book), frozenset(holder.account for holder in book.roles.values())

    def _where(self) -> tuple[Path, str]:
        return self.place.repository, self.place.remote

    # --- what has changed -----------------------------------------------------------------------------------------

    def _touched(self, opened: Opened) -> bool:
        if opened.number in self.turned:
            return False  # in this very sweep: the next one sees what has come since
        mark = self.cursor.marks.get(opened.number)
        return mark is None or (mark.head, mark.updated_at) != (opened.head, opened.updated_at)

    def _moved(self, opened: Opened) -> bool:
        mark = self.cursor.marks.get(opened.number)
        return mark is not None and bool(mark.under) and mark.under != self.ground.under(mark.folders, self.today())

    # --- one after the other --------------------------------------------------------------------------------------

    def _turns(self, turns: list[Opened]) -> Iterator[Step]:
        if turns and not self.lang:
            self._warm()
        self._fetch(one for one in turns if one.open)
        for opened in turns:
            if self._end is not None and time.monotonic() > self._end:
                self.left += 1
                continue
            self.cursor.leaves(opened.number, opened.head if opened.open else None)
            yield from self._safely(opened)
            self.turned.add(opened.number)

    def _safely(self, opened: Opened) -> Iterator[Step]:
        """A turn in which nothing that goes wrong stops the others, but for a forge that answers nobody."""
        try:
            place, tip, seconds = self.place.repository, self.ground.commit, self.bounds.seconds
            there = opened.head in self.entered or making.holds(place, tip, opened.head, seconds)
            if opened.open and not there:
                yield from self._turn(opened)
            else:
                yield from self._after(opened)
        except Unreadable as error:
            self.cursor.marks.pop(opened.number, None)
            self.failed.append((opened.number, error.text))
            yield Step(opened.number, error.text)
            if isinstance(error, Fault) and error.status in (401, 429):
                raise
        except Exception as error:  # noqa: BLE001 - a defect is never a green light, and is raised at the end
            self.cursor.marks.pop(opened.number, None)
            self.defects.append(error)
            block(self.forge, facts_of(self.forge, opened, NOTHING), ERROR)

    def _fetch(self, wanted: Iterable[Opened]) -> None:
        """The heads that are not here yet: all in one go; one by one when that fails, so that one stops no other."""
        repository, remote = self._where()
        turns = list(wanted)
        here = making.present(repository, [one.head for one in turns])
        asked = {one.number: self._source(one) for one in turns if one.head not in here}
        refs = {source: f"{HEADS}/{number}" for number, source in asked.items()}
        if not refs or making.fetch_all(repository, remote, refs, self.limits.fetch):
            return
        for source, into in refs.items():
            # One that cannot be had is told so when it is judged.
            _ = making.fetch_all(repository, remote, {source: into}, self.limits.request)

    def _source(self, opened: Opened) -> str:
        return opened.head if opened.merge_group else self.forge.ref(opened.number)

    def _turn(self, opened: Opened) -> Iterator[Step]:
        """One request: what is said of it is heard, what is found is told, what was ordered is done."""
        mark = self.cursor.marks.get(opened.number)
        heard = listen(self.forge, opened) if mark is None or self._touched(opened) else None
        if mark is not None and heard is not None and self._stands(opened, heard, mark):
            self.cursor.marks[opened.number] = mark._replace(updated_at=opened.updated_at)
            return
        approvals = (
            mark.approvals if mark is not None and heard is None else tuple(sorted((heard or NOTHING).approvals))
        )
        repository, today = self.place.repository, self.today()
        told = judging.judge(repository, self.ground.commit, opened, approvals, today, self.bounds, self.pages)
        words = digest(*told.judged, told.comment, *sorted(told.labels))
        under = self.ground.under(told.folders, today)
        if heard is None and mark is not None and mark.told != words:
            heard = listen(self.forge, opened)
        settled = told.judged != ERROR and not opened.merge_group
        if heard is not None:
            for action in tell(self.forge, opened, heard, told.judged, told.comment):
                yield Step(opened.number, action)
            back = sent_back(opened.head, seen_of(self.forge, opened, heard))
            if settled:
                settled, now_back = yield from self._obeyed(opened, heard)
                back = back or now_back
            if opened.number not in self.landed and not opened.merge_group:
                for action in label(self.forge, opened, told.labels_when(back)):
                    yield Step(opened.number, action)
        if settled:
            self.cursor.marks[opened.number] = Mark(
                opened.head, opened.updated_at, under, words, approvals, told.folders
            )

    def _stands(self, opened: Opened, heard: Heard, mark: Mark) -> bool:
        """Is the verdict what it was, still there as we wrote it, and no command to be obeyed? Often it is our own
        writing that has touched a request, or a word of thanks."""
        if (mark.head, mark.approvals) != (opened.head, tuple(sorted(heard.approvals))) or self._moved(opened):
            return False
        return is_told(opened.head, seen_of(self.forge, opened, heard)) and not self._unanswered(opened, heard)

    def _after(self, opened: Opened) -> Iterator[Step]:
        """A request that is closed, or has entered the branch: whoever has written a command there is answered."""
        heard = self.forge.heard(opened)
        proposed = opened
        if self._unanswered(opened, heard):
            proposed, heard = entering.as_proposed(self.forge, opened, heard)
            self._fetch([proposed])
        settled, _ = yield from self._obeyed(proposed, heard)
        commit = entering.entered_by(self.forge, opened, self.entered, self.place.repository, self.ground.commit)
        if commit is not None and opened.number not in self.landed:
            found = entering.decisions_in(self.place.repository, commit, make_judge(), self.today())
            made = [one.decision for one in found.values()]
            for action in entering.close(self.forge, opened, heard, self.place.branch, commit, made, self.lang):
                yield Step(opened.number, action)
        if settled:
            self.cursor.marks[opened.number] = Mark(opened.head, opened.updated_at, "", "", (), ())

    def _unanswered(self, opened: Opened, heard: Heard) -> list[Comment]:
        return unanswered(heard.said, seen_of(self.forge, opened, heard), self.holders)

    def _obeyed(self, opened: Opened, heard: Heard) -> Generator[Step, None, tuple[bool, bool]]:
        """The comments and reviews that nobody has answered yet. Has each come to its end, and does one send back?"""
        settled, back = True, False
        for comment in self._unanswered(opened, heard):
            ended, completes = yield from self._carried_out(opened, heard, comment)
            settled, back = settled and ended, back or completes
        return settled, back

    def _carried_out(self, opened: Opened, heard: Heard, comment: Comment) -> Generator[Step, None, tuple[bool, bool]]:
        """One comment or review, carried out if it is a command, answered once."""
        facts = facts_of(self.forge, opened, heard, comment)
        ended = Ending(self.forge, self.place, self.today(), self.bounds, self.lang, self.pages).end(
            opened, heard, comment
        )
        if ended.merged is not None:
            self.landed.add(opened.number)
            yield Step(opened.number, ended.merged)
            self._stand()
        if ended.answer.strip():
            url, again = self.forge.url(opened.number), ended.again
            planned = partial(plan_answer, facts, ended.answer, url=url, completes=ended.completes, again=again)
            for action in carry_out(self.forge, opened, heard, planned):
                yield Step(opened.number, action)
        if ended.fault is not None:
            raise ended.fault
        return not ended.again, ended.completes
