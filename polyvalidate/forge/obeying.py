"""A command carried out: on the server, the request is merged with the decision inside, or nothing is.

The request is judged on the protected branch as it stands now, and asked of the forge again just before that branch
moves. Whatever has changed meanwhile becomes a sentence; a run that stopped half way is run again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from polyvalidate.forge import objections
from polyvalidate.forge.adapter import Forge, Heard, facts_of
from polyvalidate.forge.answering import Check, Merged, Plan
from polyvalidate.forge.appealing import appealed
from polyvalidate.forge.bounded import TooLong, within
from polyvalidate.forge.commanding import plan_of
from polyvalidate.forge.correcting import standing
from polyvalidate.forge.entering import decisions_in, labels_of
from polyvalidate.forge.facts import Comment, Facts, Opened, opened_on
from polyvalidate.forge.judging import Bounds, language
from polyvalidate.forge.plain.accounts import NAME as WITHOUT_PAGES
from polyvalidate.forge.planning import Close, SetStatus
from polyvalidate.judgement.decision import Ruling, Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.model.folder import Evaluation
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making, zone_of
from polyvalidate.repository.boxes import MAIN, Apart
from polyvalidate.repository.history import day_of
from polyvalidate.repository.making import Known
from polyvalidate.school.amend import amend
from polyvalidate.school.audit import audit
from polyvalidate.school.check import make_judge
from polyvalidate.school.land import build, tree_of
from polyvalidate.school.merge import Ask, Ready, Stopped, prepare
from polyvalidate.school.sending import Landing, enter, waiting_of

ROUNDS = 5
"""How often a request is judged anew because somebody else's merge came first."""
BASE = "refs/polyvalidate/base"
"""Where the protected branch of the server is kept while a command is carried out."""
PASSED = "Fusion vérifiée, décision comprise. · Merge checked, decision included."
NOT_PASSED = "La fusion ne passe pas l'audit. · The merge does not pass the audit."


class Place(NamedTuple):
    """A clone, the server it pushes to, and the name of the protected branch there."""

    repository: Path
    remote: str
    branch: str


class Done(NamedTuple):
    """What became of a command: merged, or why not; the plan itself says why when there is neither.

    ``again``: the server did not do its part; the command is taken up at the next run.
    """

    plan: Plan
    outcome: Merged | Text | None = None
    again: bool = False


class Now(NamedTuple):
    """What the forge says of a request at this moment. ``said``: the comment still stands as it was written."""

    facts: Facts
    open: bool
    said: bool


class Forges(NamedTuple):
    """Where a request is, and the school's own repository, whose branch asks for a status."""

    request: Forge
    record: Forge


class Obeying:
    """One comment or review, from what was heard with it."""

    def __init__(
        self, forges: Forges, place: Place, opened: Opened, heard: Heard, comment: Comment, today: date, bounds: Bounds
    ) -> None:
        self.forge, self.record = forges
        self.place = place
        self.known = facts_of(self.forge, opened, heard, comment)
        self.comment = comment
        self.opened = opened
        self.read = Now(self.known, opened.open, said=True)
        self.today = today
        self.judge = make_judge()
        self.bounds = bounds
        self.vouched = False

    def obey(self) -> Done:
        """Raises ``Unreadable``, ``Fault`` among them, when the server or the forge do not answer."""
        (repository, remote, _), ref = self.place, f"refs/heads/{self.place.branch}"
        for again in range(ROUNDS):
            base = making.fetch(repository, remote, ref, BASE)
            now = self.ask() if again else self.read
            plan = self._plan(base, now.facts, self.today)
            merge = None if plan.corrects else making.merge_of(repository, base, self.known.head)
            if merge is not None:
                return self._merged_already(base, merge, now.facts)
            stale = self._stale(now, plan)
            if stale is not None or not _decides(plan):
                return Done(plan, stale)
            ready = self._ready(base, plan, now.facts)
            if isinstance(ready, Text):
                return Done(plan, ready)
            commit = build(repository, ready, datetime.now(UTC))
            landing = Landing(ready.base, commit, waiting_of(ready.proposed))
            unsent = enter(repository, remote, ref, landing, partial(self.vouch, now, plan, ready, commit))
            if unsent is None:
                return self._landed(plan, ready, commit)
            if not unsent.moved:
                return Done(plan, objections.NOT_TAKEN if self.vouched else unsent.text, again=True)
        return Done(plan, objections.BUSY, again=True)

    def ask(self) -> Now:
        """The request as the forge knows it now, with the push and the verdict that the comment was held against."""
        known, forge = self.known, self.forge
        opened = forge.request(known.number)._replace(box=known.box)
        heard = forge.heard(opened)
        fresh = facts_of(forge, opened, heard, self.comment)
        return Now(
            replace(fresh, pushed_at=known.pushed_at, judged_at=known.judged_at),
            opened.open,
            self.comment in heard.said,
        )

    def _plan(self, base: str, facts: Facts, day: date) -> Plan:
        """A request that is open was read already, in its time; one that was closed at once was not."""
        try:
            with within(self.bounds.seconds):
                return plan_of(self.place.repository, base, replace(facts, head=self.known.head), day, self.judge)
        except TooLong:
            why = objections.TOO_LONG.filled(seconds=round(self.bounds.seconds))
        except Unreadable as error:
            if self.opened.open and not isinstance(error, Apart):
                raise
            why = error.text
        return Plan(True, base, self.known.head, (Check(False, why),), (), entitled=False)

    def _stale(self, now: Now, plan: Plan) -> Text | None:
        """What has changed since the comment, so that it is not followed. A correction is about the branch."""
        if plan.corrects:
            return None if now.said else objections.UNSAID
        if not now.open:
            return objections.CLOSED
        if now.facts.head != self.known.head or now.facts.author != self.known.author:
            return objections.PUSHED
        if not now.said:
            return objections.UNSAID
        return None if now.facts.base.ref == (MAIN if self.known.box else self.place.branch) else objections.ELSEWHERE

    def _prepare(self, base: str, plan: Plan, facts: Facts, day: date) -> Ready | Text:
        if plan.speaker is None:
            return objections.NONE_YOURS
        said = [(one.path, one.by, _spoken(one.ruling, one.second)) for one in plan.decided if one.ruling is not None]
        each = {path: spoken for path, by, spoken in said if by == plan.speaker}
        others = {path: (by, spoken) for path, by, spoken in said if by is not None and by != plan.speaker}
        opened = opened_on(facts, zone_of(self.place.repository, base))
        request = Request(facts.author, opened, self._assenting(plan, facts), facts.box)
        ask = Ask(base, self.known.head, plan.speaker, request, facts.number, None, each, others)
        memory = self.bounds.memory if day == self.today else None
        ready = prepare(self.place.repository, ask, day, memory)
        return ready.text if isinstance(ready, Stopped) else ready

    def _ready(self, base: str, plan: Plan, facts: Facts) -> Ready | Text:
        """What enters the branch; or why it cannot."""
        if plan.edited is not None:
            return appealed(base, plan.edited, facts.number)
        return (self._amend if plan.corrects else self._prepare)(base, plan, facts, self.today)

    def _amend(self, base: str, plan: Plan, facts: Facts, day: date) -> Ready | Text:
        if plan.speaker is None:
            return objections.NONE_YOURS
        said = {one.path: (one.by, _spoken(one.ruling, one.second)) for one in plan.decided if one.by and one.ruling}
        found = standing(self.place.repository, base, list(said), self.judge, day)
        if all(_is(there := found.get(d.path), d.ruling) and _reason(there) == _reason(d.ruling) for d in plan.decided):
            return objections.ALREADY
        heard = plan.heard - {self.comment.author}
        ready = amend(self.place.repository, base, plan.speaker, said, heard, facts.number, day)
        return ready.text if isinstance(ready, Stopped) else ready

    def _assenting(self, plan: Plan, facts: Facts) -> frozenset[str]:
        """Those who have approved that very commit, or said in a comment what becomes of it."""
        return (plan.heard | frozenset(facts.approvals)) - {self.comment.author, facts.author}

    def _merged_already(self, tip: str, merge: Known, facts: Facts) -> Done:
        """The request is in the branch: by this very decision, which was perhaps not answered yet, or by another."""
        repository, base = self.place.repository, merge.parents[0]
        day = day_of(repository, merge.commit)
        plan = self._plan(tip, facts, day)
        if not all(check.holds for check in plan.checks):
            return Done(plan)
        ready = self._prepare(base, plan, facts, day) if _decides(plan) else None
        if isinstance(ready, Ready) and tree_of(repository, ready) == merge.tree:
            # Left over by a run that was stopped.
            making.forget(repository, self.place.remote, waiting_of(ready.proposed))
            return self._landed(plan, ready, merge.commit)
        made = decisions_in(repository, merge.commit, self.judge, day)
        same = bool(plan.decided) and all(_is(made.get(one.path), one.ruling) for one in plan.decided)
        return Done(plan, (objections.SAME if same else objections.OTHERWISE).filled(commit=merge.commit[:12]))

    def _landed(self, plan: Plan, ready: Ready, commit: str) -> Done:
        """No forge closes a request whose head is not in the branch. In a box, that comes once the box shows it."""
        apart = ready.head not in ready.parents and not self.known.box
        if not self.known.box and (apart or not self.forge.closes):
            made = (one.ruling.decision for one in plan.decided if one.ruling is not None)
            self.forge.write(Close(self.known.number, labels_of(made, self.opened, language(ready.book)), commit))
        shown = self.forge.name != WITHOUT_PAGES  # elsewhere nobody sees a request that is closed and not merged
        return Done(plan, Merged(commit, self.place.branch, ready.students, apart and shown))

    def vouch(self, now: Now, plan: Plan, ready: Ready, commit: str) -> Text | None:
        """The check of a merge on its waiting branch: the request as it was a moment ago, the audit of that one commit
        with the commenter as the one who pushed, then the status that the protected branch requires.

        Raises ``Fault`` when the status cannot be written: without it the branch must not move.
        """
        later = self.ask()
        stale = self._stale(later, plan)
        kept = set(now.facts.approvals) <= set(later.facts.approvals) and set(now.facts.said) <= set(later.facts.said)
        if stale is not None or not kept:
            return stale or objections.PUSHED
        pusher = self.comment.author
        proposer = None if plan.corrects else later.facts.author  # nobody proposes a correction
        approvals = self._assenting(plan, later.facts)
        found = audit(
            self.place.repository, commit, since=ready.base, pusher=pusher, proposer=proposer, approvals=approvals
        )
        state, description = ("success", PASSED) if found.sound else ("failure", NOT_PASSED)
        self.record.write(SetStatus(commit, state, description, self.forge.url(self.known.number)))
        self.vouched = found.sound
        return None if found.sound else objections.UNSOUND


def _is(made: Evaluation | None, ruling: Ruling | None) -> bool:
    """Is what was decided what somebody says? Without points, they mean those of the grid."""
    if made is None or ruling is None or made.decision != ruling.decision:
        return False
    return ruling.points is None or ruling.points == made.points


def _reason(said: Evaluation | Ruling | None) -> str | None:
    return said.comment if said is not None else None


def _decides(plan: Plan) -> bool:
    """Is every declaration decided, so that the request can be merged?"""
    return plan.obeyed and not plan.completes


def _spoken(ruling: Ruling, second: str | None) -> Spoken:
    if ruling.decision == "refused":
        return Spoken(Word.REFUSE, None, ruling.comment, None)
    word = Word.ACCEPT if ruling.points is None else Word.POINTS
    return Spoken(word, ruling.points, ruling.comment, second)
