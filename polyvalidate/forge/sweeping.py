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
from collections.abc import Generator, Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from polyvalidate.forge import asking, entering, handed, judging
from polyvalidate.forge.adapter import NOTHING, Forge, Heard, facts_of, seen_of
from polyvalidate.forge.answering import Merged
from polyvalidate.forge.cursor import REF, Cursor, Mark, digest
from polyvalidate.forge.ending import Ending
from polyvalidate.forge.facts import Comment, Opened, moment
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.judging import Wants
from polyvalidate.forge.meetings import Meetings
from polyvalidate.forge.obeying import Forges
from polyvalidate.forge.planning import (
    ERROR,
    Action,
    AskReview,
    Close,
    SetLabels,
    is_told,
    plan_answer,
    sent_back,
    unanswered,
)
from polyvalidate.forge.standing import Standing
from polyvalidate.forge.telling import block, carry_out, label, listen, tell
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, keeping, making
from polyvalidate.repository.git import presenting
from polyvalidate.school.check import make_judge

PASSES = 3
"""How often what a landing has changed for other requests is looked at in one sweep; the next sweep sees the rest."""
OVERLAP = timedelta(hours=1)
"""How far back closed requests are looked at: a little before the last sweep."""


class Step(NamedTuple):
    """What was done for one request, by what it is called: something written, a decision that entered the branch, or
    what went wrong. Empty: for none."""

    of: str
    done: Action | Merged | Text


class Sweep(Standing):
    """One sweep of one school."""

    def run(self, first: Opened | None = None, *, alone: bool = False) -> Iterator[Step]:
        """Sweep everything, one request ``first``; or that one ``alone``, and what its landing changes for others.

        Raises ``Unreadable``, ``Fault`` among them, when the server or the forge as a whole does not answer; what was
        done until then is done, and kept in the cursor.
        """
        with presenting(self.intake.credentials()):
            self._stand()
            self.cursor = Cursor.from_json(keeping.kept(*self._where(), REF, self.limits.fetch))
            self.meetings = Meetings(self.cursor.marks)
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
        listed = sorted(self.intake.opened(), key=lambda one: moment(one.updated_at))
        self.boxes.open = {one.key: one for one in listed} | self.boxes.open
        self.meetings.only(one.key for one in listed)
        yield from self._turns([one for one in listed if self._touched(one)])
        for _ in range(PASSES):
            # Beside what the last sweep left, what has entered the branch since changes what others would give.
            moved = [one for one in listed if not self._touched(one) and self._moved(one)]
            yield from self._turns([one for one in moved if one.key not in self.landed])
        closed = self.intake.closed(self._since())
        yield from self._turns([one for one in closed if self._touched(one)])
        if self.intake.owner:
            yield from self._renewed()
        known = {one.key: one for one in (*listed, *closed)}
        self.cursor.marks = {key: mark for key, mark in self.cursor.marks.items() if key in known}
        if not (self.left or self.failed or self.defects):  # what was not dealt with is looked for again
            last = max((moment(one.updated_at) for one in known.values()), default=None)
            self.cursor.since = (last - OVERLAP).isoformat() if last is not None else self.cursor.since

    def _handed_in(self) -> Iterator[Step]:
        """What people have pushed to waiting branches."""
        for done in handed.taken(self.intake, self.ground.commit, self.today(), self.bounds.seconds):
            yield Step("", done.text)
            self.entering = self.entering or done.entered
            self.failed += [("", done.text)] if done.wrong else []
        if self.entering:
            self._stand()

    # --- one after the other --------------------------------------------------------------------------------------

    def _turns(self, turns: list[Opened]) -> Iterator[Step]:
        if turns and not self.lang:
            self._warm()
        turns = [one for one in map(self._whole, turns) if one is not None]
        self._fetch([one for one in turns if one.open])
        for opened in turns:
            if self._end is not None and time.monotonic() > self._end:
                self.left += 1
                continue
            self.cursor.leaves(opened.key, opened.head if opened.open else None)
            yield from self._safely(opened)
            self.turned.add(opened.key)

    def _whole(self, opened: Opened) -> Opened | None:
        """None when the forge does not say; the next sweep asks again."""
        try:
            return self.intake.whole(opened)
        except Fault as fault:
            if fault.status in (401, 429):
                raise
            self.failed.append((opened.key, fault.text))
            return None

    def _fetch(self, turns: list[Opened]) -> None:
        _ = self.intake.fetch(turns, self.limits.fetch, self.limits.request)

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
            self.cursor.marks.pop(opened.key, None)
            self.failed.append((opened.key, error.text))
            yield Step(opened.key, error.text)
            if isinstance(error, Fault) and error.status in (401, 429):
                raise
        except Exception as error:  # noqa: BLE001 - a defect is never a green light, and is raised at the end
            self.cursor.marks.pop(opened.key, None)
            self.defects.append(error)
            block(self._at(opened), facts_of(self._at(opened), opened, NOTHING), ERROR)

    def _turn(self, opened: Opened) -> Iterator[Step]:
        """One request: what is said of it is heard, what is found is told, what was ordered is done."""
        mark = self.cursor.marks.get(opened.key)
        heard = listen(self._at(opened), opened) if mark is None or self._touched(opened) else None
        if mark is not None and heard is not None and self._stands(opened, heard, mark):
            self.cursor.marks[opened.key] = mark._replace(updated_at=opened.updated_at)
            return
        approvals = (
            mark.approvals if mark is not None and heard is None else tuple(sorted((heard or NOTHING).approvals))
        )
        repository, today = self.place.repository, self.today()
        beside = partial(self._beside, opened)
        told = judging.judge(repository, self.ground.commit, opened, approvals, today, self.bounds, self.pages, beside)
        words = digest(*told.judged, told.comment, *sorted(told.labels))
        under = self._under(opened.key, told.folders, told.meets)
        if heard is None and mark is not None and mark.told != words:
            heard = listen(self._at(opened), opened)
        settled, back = told.judged != ERROR and not opened.merge_group, False
        if settled:
            self.meetings.keep(opened.key, opened.head, told.meets)
        if heard is not None:
            for action in tell(self._at(opened), opened, heard, told.judged, told.comment):
                yield Step(opened.key, action)
            back = sent_back(opened.head, seen_of(self._at(opened), opened, heard))
            if settled:
                settled, now_back = yield from self._obeyed(opened, heard)
                back = back or now_back
            if opened.key not in self.landed and not opened.merge_group:
                for action in label(self._at(opened), opened, told.labels_when(back)):
                    yield Step(opened.key, action)
                self.boxes.open[opened.key] = opened._replace(labels=tuple(told.labels_when(back)))
        if settled and not back and opened.key not in self.landed:
            yield from self._asked(opened, heard, told.wants)
        if settled:
            meets = told.meets if opened.key not in self.landed else ()
            seen = (opened.head, opened.updated_at, under, words, approvals, told.folders, meets)
            self.cursor.marks[opened.key] = Mark(*seen)

    def _asked(self, opened: Opened, heard: Heard | None, wants: Wants) -> Iterator[Step]:
        """Whoever may decide is asked for a review; what was said is asked for only when somebody may have to be."""
        forge, most = self._at(opened), self._at(opened).asks
        opened = opened._replace(asked=(*opened.asked, *self.asked.get(opened.key, ())))  # by the list, and since
        wants = asking.able(wants, forge.name, opened.author)
        if heard is None and asking.next_of(wants, opened.asked, 0, most, self.barred) is None:
            return
        heard = heard or listen(forge, opened)
        if not wants or not most or sent_back(opened.head, seen_of(forge, opened, heard)):
            return
        place, facts = self.place.repository, facts_of(forge, opened, heard)
        wants = asking.left(place, self.ground.commit, facts, wants, self.holders, self.today(), self.bounds.seconds)
        for done in asking.ask(forge, opened, asking.able(wants, forge.name, opened.author), self.barred):
            if isinstance(done, AskReview):
                self.asked.setdefault(opened.key, []).append(done.account)
            yield Step(opened.key, done)

    def _stands(self, opened: Opened, heard: Heard, mark: Mark) -> bool:
        """Is the verdict what it was, still there as we wrote it, and no command to be obeyed? Often it is our own
        writing that has touched a request, or a word of thanks."""
        if (mark.head, mark.approvals) != (opened.head, tuple(sorted(heard.approvals))) or self._moved(opened):
            return False
        return is_told(opened.head, seen_of(self._at(opened), opened, heard)) and not self._unanswered(opened, heard)

    def _after(self, opened: Opened) -> Iterator[Step]:
        """A request that is closed, or has entered the branch: whoever has written a command there is answered."""
        heard = self._at(opened).heard(opened)
        proposed = opened
        if self._unanswered(opened, heard):
            proposed, heard = entering.as_proposed(self._at(opened), opened, heard)
            self._fetch([proposed])
        settled, _ = yield from self._obeyed(proposed, heard)
        commit = entering.entered_by(self._at(opened), opened, self.entered, self.place.repository, self.ground.commit)
        if commit is not None and opened.key not in self.landed:
            made = self._made(commit)
            for action in entering.tell(self._at(opened), opened, heard, self.place.branch, commit, made, self.lang):
                yield Step(opened.key, action)
            yield from self._closed(opened, commit, made)
        if settled:
            self.cursor.marks[opened.key] = Mark(opened.head, opened.updated_at, "", "", (), ())

    def _made(self, commit: str) -> list[str]:
        found = entering.decisions_in(self.place.repository, commit, make_judge(), self.today())
        return [one.decision for one in found.values()]

    def _closed(self, opened: Opened, commit: str, made: Iterable[str]) -> Iterator[Step]:
        """A request that has entered the record is closed; one of a box, once the box shows so, which is what a forge
        that looks for its head there has then merged."""
        shown = self.boxes.enters(opened, self.ground, self.today()) if opened.box else None
        labels, forge = entering.labels_of(made, opened, self.lang), self._at(opened)
        merges = shown is not None and forge.closes
        done = SetLabels(opened.number, labels) if merges else Close(opened.number, labels, shown or commit)
        forge.write(done)
        yield Step(opened.key, done)

    def _renewed(self) -> Iterator[Step]:
        """What the boxes show."""
        for done in self.boxes.renewed(self.ground, self.today(), self.cursor.shown):
            self.failed += [(done.box, done.text)] if done.wrong else []
            yield Step(done.box, done.text)

    def _at(self, opened: Opened) -> Forge:
        return self.intake.at(opened.box)

    def _unanswered(self, opened: Opened, heard: Heard) -> list[Comment]:
        return unanswered(heard.said, seen_of(self._at(opened), opened, heard), self.holders)

    def _obeyed(self, opened: Opened, heard: Heard) -> Generator[Step, None, tuple[bool, bool]]:
        """The comments and reviews that nobody has answered yet. Has each come to its end, and does one send back?"""
        settled, back = True, False
        for comment in self._unanswered(opened, heard):
            ended, completes = yield from self._carried_out(opened, heard, comment)
            settled, back = settled and ended, back or completes
        return settled, back

    def _carried_out(self, opened: Opened, heard: Heard, comment: Comment) -> Generator[Step, None, tuple[bool, bool]]:
        """One comment or review, carried out if it is a command, answered once."""
        facts = facts_of(self._at(opened), opened, heard, comment)
        forges, waiting = Forges(self._at(opened), self.forge), self.boxes.waiting(opened)
        ending = Ending(forges, self.place, self.today(), self.bounds, self.lang, self.pages, waiting)
        ended = ending.end(opened, heard, comment)
        if ended.merged is not None:
            self.landed.add(opened.key)
            self.meetings.keep(opened.key, "", ())
            yield Step(opened.key, ended.merged)
            self._stand()
        if ended.answer.strip():
            url, again = self._at(opened).url(opened.number), ended.again
            planned = partial(plan_answer, facts, ended.answer, url=url, completes=ended.completes, again=again)
            for action in carry_out(self._at(opened), opened, heard, planned):
                yield Step(opened.key, action)
        if ended.merged is not None and opened.box and opened.open:
            yield from self._closed(opened, ended.merged.commit, self._made(ended.merged.commit))
        if ended.fault is not None:
            raise ended.fault
        return not ended.again, ended.completes
