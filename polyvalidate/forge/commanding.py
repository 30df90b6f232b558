"""What a comment decides of the declarations of its request, by the roles and the grid of the base.

The repository is read as objects; nothing is checked out and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.forge import commands, objections
from polyvalidate.forge.answering import UNRULED, Check, Decided, Plan, entitled
from polyvalidate.forge.commands import Command, Misread, addressed
from polyvalidate.forge.facts import Comment, Facts, Kind, moment, opened_on
from polyvalidate.judgement import Judge
from polyvalidate.judgement.awaiting import Awaited, evaluators
from polyvalidate.judgement.awaiting import kind_of as kind_of_wait
from polyvalidate.judgement.decision import Ruling, Word, granted, rule_on, unruled
from polyvalidate.judgement.rights import Actor, actor_of
from polyvalidate.judgement.verdict import FolderChange, Request
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import folder_kind, kind_of
from polyvalidate.model.roles import may_evaluate
from polyvalidate.model.words import Text
from polyvalidate.repository import making, zone_of
from polyvalidate.repository.changes import grid_entries, read_change, sides
from polyvalidate.repository.unreadable import Unreadable
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.school.check import make_judge
from polyvalidate.school.gate import gate


def plan_of(place: Path, base: str, facts: Facts, today: date, judge: Judge | None = None) -> Plan:
    """Decide what the comment of the facts does. ``base`` is the protected branch, in the repository at ``place``.

    A request that is merged already is read as it was then: a run that comes again finds what it had found, so that the
    answer stays what it was; it can no longer be sent back.

    Raises ``Unreadable`` when the facts hold no comment or a revision cannot be read.
    """
    comment = facts.comment
    if comment is None:
        raise Unreadable(
            Text(
                "Ces faits ne contiennent aucun commentaire : il n'y a pas de commande à lire.",
                "These facts hold no comment: there is no command to read.",
            )
        )
    spoken = commands.said(comment)
    if spoken is None:
        return Plan(False, base, facts.head, (), ())
    judge = judge or make_judge()
    merge = making.merge_of(place, base, facts.head)
    if merge is not None:
        base = merge.parents[0]
    with sides(place, base, facts.head) as found:
        change = read_change(found)
        grid = judgement.check_grid(judge, grid_entries(found, found.base_tree), today)
        actor = actor_of(comment.author, grid.book)
        reviews = comment.kind is not Kind.COMMENT
        asks_nothing = reviews or (isinstance(spoken, Misread) and not spoken.surely)
        paths = [path for folder in change.folders for path in folder.differs if kind_of(path) == "declaration"]
        if asks_nothing and not actor.holding("evaluator"):
            return Plan(False, base, facts.head, (), ())
        if reviews and not paths:  # of the grid, say: approving it decides nothing, and needs no answer
            return Plan(False, base, facts.head, (), ())
        said = () if isinstance(spoken, Misread) else spoken
        told = spoken.text if isinstance(spoken, Misread) else addressed(spoken, sorted(paths))
        reading = _Reading(judge, grid.book, actor, facts, told)
        reading.hear(comment, sorted(paths))
        checks = reading.checks(comment, change.folders)
        completes = any(command.word is Word.COMPLETE for command in said)
        if merge is not None and completes:
            checks.append(Check(False, objections.IN_THE_BRANCH))
        cases: list[Decided] = []
        if said and all(check.holds for check in checks):
            cases = [case for folder in change.folders for case in reading.folder(folder)]
            checks += _shape(change.others != () or change.remarks != (), cases, said)
            ruled = all(check.holds for check in checks) and all(case.ruling is not None for case in cases)
            if ruled and not completes:
                checks += _gated(place, base, facts, today, judge)
        entitled_here = bool(actor.holding("evaluator")) and comment.author != facts.author
        speaker = next((code for one in cases for code in (one.by, one.second) if code in reading.own_codes), None)
        if speaker is None and not any(one.why for one in cases):  # what they say is for others to say
            cases = [reading.theirs(one) for one in cases]
        heard = frozenset(grid.book.roles[c].account for one in cases for c in (one.by, one.second) if c is not None)
        ids = found.base_commit, found.head_commit
        return Plan(True, *ids, tuple(checks), tuple(cases), entitled_here, speaker, heard)


def _shape(mixed: bool, cases: list[Decided], spoken: Sequence[Command]) -> list[Check]:
    """What the request must be for one comment to decide it whole."""
    if mixed:
        return [Check(False, objections.MIXED)]
    if not cases:
        return [Check(False, objections.NO_DECLARATION)]
    if spoken[0].word is Word.POINTS and spoken[0].name is None and len(cases) > 1:
        return [Check(False, objections.SEVERAL)]
    return []


def _gated(place: Path, base: str, facts: Facts, today: date, judge: Judge) -> list[Check]:
    """What the gate holds against the request itself: nobody could merge it, whatever is decided."""
    request = Request(facts.author, opened_on(facts, zone_of(place, base)), frozenset(facts.approvals))
    verdict = gate(place, base, facts.head, request, today, judge=judge).verdict
    return [Check(False, objections.TO_MEND)] if verdict.to_mend else []


class _Reading:
    """One comment, being held against the repository."""

    def __init__(
        self, judge: Judge, book: Book, actor: Actor, facts: Facts, addressed: Mapping[str, Command] | Text
    ) -> None:
        self.judge = judge
        self.book = book
        self.actor = actor
        self.facts = facts
        self.addressed = addressed
        self.voices: list[_Voice] = []
        self.asked: list[ClaimCase] = []
        """What the folder that is being decided asks for."""
        self.own_codes = {holder.code for holder in actor.holding("evaluator")}

    def hear(self, comment: Comment, paths: Sequence[str]) -> None:
        """What each evaluator has said of this very head, one after the other; this comment is the last."""
        said: dict[str, dict[str, Command]] = {}
        for other in self.facts.said:
            spoken = commands.said(other)
            told = addressed(spoken, paths) if spoken is not None and not isinstance(spoken, Misread) else None
            if isinstance(told, Mapping) and self._has_seen(other).holds and other.order < comment.order:
                said[other.author] = said.get(other.author, {}) | dict(told)
        mine = said.pop(comment.author, {})
        if isinstance(self.addressed, Mapping):
            said[comment.author] = mine | dict(self.addressed)
        for account, told in said.items():
            actor = actor_of(account, self.book)
            if actor.holding("evaluator") and account != self.facts.author:
                self.voices.append(_Voice(actor, told))

    def checks(self, comment: Comment, folders: tuple[FolderChange, ...]) -> list[Check]:
        """The checklist: understood, by an evaluator, not one's own, later than the last push and its verdict."""
        told = self.addressed
        understood = Check(False, told) if isinstance(told, Text) else Check(True, objections.UNDERSTOOD)
        codes = [holder.code for holder in self.actor.holding("evaluator")]
        if codes:
            who = Check(
                True, Text("Vous évaluez : {listed}.", "You evaluate: {listed}.").filled(listed=", ".join(codes))
            )
        else:
            who = Check(False, self._not_an_evaluator(folders))
        own = comment.author == self.facts.author
        return [
            understood,
            who,
            Check(False, objections.OWN) if own else Check(True, objections.NOT_OWN),
            self._has_seen(comment),
        ]

    def _has_seen(self, comment: Comment) -> Check:
        """A command is bound to what its author wrote, and could read: the present head, with what the check says."""
        if not comment.intact:
            return Check(False, objections.CHANGED)
        pushed, judged = self.facts.pushed_at, self.facts.judged_at
        if pushed is None:
            return Check(False, objections.GONE)
        said = moment(comment.created_at)
        if said <= moment(pushed):
            return Check(False, objections.EARLIER)
        return (
            Check(True, objections.LATER)
            if judged is not None and said >= moment(judged)
            else Check(False, objections.UNJUDGED)
        )

    def _not_an_evaluator(self, folders: tuple[FolderChange, ...]) -> Text:
        """Who is: the evaluators of what the request declares."""
        codes: set[str] = set()
        for folder in folders:
            for claim in judgement.check_folder(self.judge, self.book, folder.path, folder.after).claims:
                if claim.declaration.path in folder.differs:
                    codes.update(evaluators(claim, self.book))
        return Text(
            "Cette décision revient à qui évalue l'activité : {codes:list}. Merci de la leur laisser.",
            "This decision belongs to those who evaluate the activity: {codes:list}. Please leave it to them.",
        ).filled(codes=entitled(sorted(codes)))

    def folder(self, change: FolderChange) -> list[Decided]:
        """The declarations that the request adds or alters in one folder, each with its ruling or the reason why not.

        Whose folder it is, is read at the base; a folder that the request makes is also its own new student's.
        """
        before = judgement.check_folder(self.judge, self.book, change.path, change.before)
        after = judgement.check_folder(self.judge, self.book, change.path, change.after)
        owners = {side.student.account for side in (before, after) if side.student is not None}
        claims = {claim.declaration.path: claim for claim in after.claims}
        broken = {finding.path for finding in after.findings if finding.severity is Severity.ERROR}
        present = {entry.path for entry in change.after}
        undecided = {finding.path for finding in before.findings if finding.severity is Severity.ERROR}
        merged = {entry.path for entry in change.before} - undecided
        self.asked = [claim for path, claim in claims.items() if path in change.differs]
        cases: list[Decided] = []
        for path in sorted(change.differs):
            kind = folder_kind(path[len(change.path) + 1 :])
            if kind == "evidence":
                continue
            if kind != "declaration" or path not in present:
                cases.append(Decided(change.path, None, None, None, objections.BY_HAND))
            elif path in merged:
                cases.append(Decided(path, None, None, None, objections.MERGED))
            elif path not in claims or path in broken:
                cases.append(Decided(path, None, None, None, objections.BROKEN))
            else:
                cases.append(self._case(claims[path], self.actor.account in owners))
        return cases

    def _case(self, claim: ClaimCase, own: bool) -> Decided:
        path, codes = claim.declaration.path, evaluators(claim, self.book)
        if own:
            return Decided(path, None, None, None, objections.OWN)
        if claim.declaration.evaluation is not None:
            return Decided(path, None, None, None, objections.EVALUATED)
        student = claim.student.account
        spoken = [(v.actor, v.said[path]) for v in self.voices if path in v.said and v.actor.account != student]
        ruled: list[tuple[str, Ruling]] = []
        agreeing: list[Actor] = []
        apart = False
        for actor, command in spoken:
            able, accepts = self._able(actor, claim), command.word is Word.ACCEPT
            if not able:
                agreeing += [actor] if accepts and (command.name or self._means(actor, claim)) else []
                continue
            agreeing.append(actor)  # who does not is heard below as another ruling
            if accepts and ruled:
                apart = apart or ruled[0][1].decision in ("refused", "to-complete")
                continue
            ruling = rule_on(command.word, command.points, command.reason, claim)
            if isinstance(ruling, Ruling):
                ruled.append((min(able), ruling))
            elif actor == self.actor:
                return Decided(path, None, None, None, unruled(ruling, UNRULED, claim))
            else:
                agreeing.remove(actor)
        approvers = [code for code in codes if self.book.roles[code].account in self._others(claim)]
        if not ruled and approvers and kind_of_wait(claim) is Awaited.DECISION:
            ruled = [(approvers[0], Ruling("accepted", None, None))]
        if not ruled:
            return Decided(path, None, None, None, awaits=codes)
        by, ruling = ruled[0]
        if apart or len({(one.decision, granted(one, claim)) for _, one in ruled}) > 1:
            return Decided(path, None, None, None, objections.CONTRADICTED)
        if granted(ruling, claim) < claim.grid.second_reader_from:
            return Decided(path, ruling, by, None)
        second = self._second(claim, by, agreeing)
        others = tuple(code for code in codes if code != by)
        return Decided(path, ruling, by, second, awaits=() if second is not None else others or codes)

    def theirs(self, one: Decided) -> Decided:
        """A declaration of which this person can say nothing."""
        activity = one.path.rpartition("/")[2].partition("-")[0]
        return one._replace(
            why=objections.THEIRS.filled(code=activity, codes=entitled(one.awaits or (one.by or "",))), awaits=()
        )

    def _able(self, actor: Actor, claim: ClaimCase) -> list[str]:
        return [
            holder.code for holder in actor.holders if may_evaluate(holder, claim.activity, claim.grid, self.book.today)
        ]

    def _means(self, actor: Actor, claim: ClaimCase) -> bool:
        """Does somebody who accepts without a name speak of a declaration? Of theirs, when the request has some."""
        return bool(self._able(actor, claim)) or not any(self._able(actor, other) for other in self.asked)

    def _others(self, claim: ClaimCase) -> set[str]:
        """The accounts that approved that very commit: not its author, not its student, not who commands."""
        return set(self.facts.approvals) - {self.actor.account, self.facts.author, claim.student.account or ""}

    def _second(self, claim: ClaimCase, by: str, agreeing: Sequence[Actor]) -> str | None:
        """An evaluator who has said the same of that very commit, or approved it: not its author, not its student, not
        the first."""
        approving = [actor_of(account, self.book) for account in sorted(self._others(claim))]
        approving = [actor for actor in approving if self._means(actor, claim)]
        first = self.book.roles[by].account
        holders = (h for a in (*agreeing, *approving) if a.account != first for h in a.holding("evaluator"))
        codes = sorted((not may_evaluate(h, claim.activity, claim.grid, self.book.today), h.code) for h in holders)
        return codes[0][1] if codes else None


class _Voice(NamedTuple):
    """An evaluator, and what they say of each declaration, by path."""

    actor: Actor
    said: Mapping[str, Command]
