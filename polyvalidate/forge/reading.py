"""What evaluators say of the declarations of a request, held against the roles and the grid of a revision. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.forge import commands, objections
from polyvalidate.forge.answering import UNRULED, Check, Decided, Plan
from polyvalidate.forge.commands import Command, Misread, addressed
from polyvalidate.forge.facts import Comment, Facts, moment
from polyvalidate.judgement import Judge
from polyvalidate.judgement.awaiting import Awaited, evaluators
from polyvalidate.judgement.awaiting import kind_of as kind_of_wait
from polyvalidate.judgement.decision import Ruling, Word, granted, rule_on, unruled
from polyvalidate.judgement.rights import Actor, actor_of
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.paths import folder_kind
from polyvalidate.model.points import Points
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.words import Text
from polyvalidate.reports.functions import linked
from polyvalidate.rules.cases import ClaimCase


class Reading:
    """One comment, being held against the repository."""

    def __init__(
        self,
        judge: Judge,
        book: Book,
        actor: Actor,
        facts: Facts,
        addressed: Mapping[str, Command] | Text,
        *,
        corrects: bool = False,
    ) -> None:
        self.judge = judge
        self.book = book
        self.actor = actor
        self.facts = facts
        self.addressed = addressed
        self.corrects = corrects
        """Is what was decided decided anew? What was said to decide it is then not heard again."""
        self.voices: list[Voice] = []
        self.asked: list[ClaimCase] = []
        """What the folder that is being decided asks for."""
        self.own_codes = {holder.code for holder in actor.holding("evaluator")}

    def hear(self, comment: Comment, paths: Sequence[str]) -> None:
        """What each evaluator has said of this very head, one after the other; this comment is the last."""
        said = self._said(paths, [other for other in self.facts.said if other.order < comment.order])
        mine = said.pop(comment.author, {})
        if isinstance(self.addressed, Mapping):
            said[comment.author] = mine | dict(self.addressed)
        self._listen(said)

    def _said(self, paths: Sequence[str], comments: Iterable[Comment]) -> dict[str, dict[str, Command]]:
        said: dict[str, dict[str, Command]] = {}
        for other in comments:
            spoken = commands.said(other)
            if spoken is None or isinstance(spoken, Misread) or spoken[0].corrects is not self.corrects:
                continue
            told = addressed(spoken, paths)
            if isinstance(told, Mapping) and self._has_seen(other).holds:
                said[other.author] = said.get(other.author, {}) | dict(told)
        return said

    def _listen(self, said: Mapping[str, Mapping[str, Command]]) -> None:
        for account, told in said.items():
            actor = actor_of(account, self.book)
            if actor.holding("evaluator") and account != self.facts.author:
                self.voices.append(Voice(actor, told))

    def confirming(self, decided: Mapping[str, ClaimCase]) -> frozenset[str]:
        """The accounts that have said in comments, of each declaration whose evaluation names them, what that one
        decides; ``decided`` are all those that a merge evaluates, by path."""
        self.asked = list(decided.values())
        self._listen(self._said(sorted(decided), self.facts.said))
        found = set()
        for actor, said in self.voices:
            named = {p: c for p, c in decided.items() if actor.codes & {c.evaluation.by, c.evaluation.second}}
            if named and all(p in said and self._agrees(actor, said[p], claim) for p, claim in named.items()):
                found.add(actor.account)
        return frozenset(found)

    def _agrees(self, actor: Actor, command: Command, claim: ClaimCase) -> bool:
        """Is it what was decided? Who may only read it a second time accepts the points that the first has chosen."""
        made = Ruling(claim.evaluation.decision, claim.evaluation.points, None)
        if not self._able(actor, claim):
            means = command.word is Word.ACCEPT and (command.name is not None or self._means(actor, claim))
            return means and made.decision != "refused"
        ruling = rule_on(command.word, command.points, command.reason, claim)
        return isinstance(ruling, Ruling) and _worth(ruling, claim) == _worth(made, claim)

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
        if self.corrects:
            return Check(True, objections.UNCHANGED)
        pushed, judged = self.facts.pushed_at, self.facts.judged_at
        if pushed is None:
            return Check(False, objections.GONE if judged is not None else objections.UNJUDGED)
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
            "Cette décision revient à qui évalue l'activité : {who:list}. Merci de la leur laisser.",
            "This decision belongs to those who evaluate the activity: {who:list}. Please leave it to them.",
        ).filled(who=linked(self._holders(sorted(codes))))

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
            elif path in merged and not self.corrects:
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
        if claim.declaration.evaluation is not None and not self.corrects:
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
            return Decided(path, None, None, None, awaits=self._holders(codes))
        by, ruling = ruled[0]
        if apart or len({_worth(one, claim) for _, one in ruled}) > 1:
            return Decided(path, None, None, None, objections.CONTRADICTED)
        if granted(ruling, claim) < claim.grid.second_reader_from:
            return Decided(path, ruling, by, None)
        second = self._second(claim, by, agreeing)
        return Decided(path, ruling, by, second, awaits=self._confirming(claim, by) if second is None else None)

    def plan(self, base: str, head: str, comment: Comment, checks: Sequence[Check], found: Sequence[Decided]) -> Plan:
        """What comes of it all, and under which of their codes this person speaks."""
        cases = list(found)
        entitled_here = bool(self.own_codes) and comment.author != self.facts.author
        speaker = next((code for one in cases for code in (one.by, one.second) if code in self.own_codes), None)
        if speaker is None and not any(one.why for one in cases):  # what they say is for others to say
            cases = [self.theirs(one) for one in cases]
        heard = frozenset(self.book.roles[c].account for one in cases for c in (one.by, one.second) if c is not None)
        return Plan(True, base, head, tuple(checks), tuple(cases), entitled_here, speaker, heard, self.corrects)

    def theirs(self, one: Decided) -> Decided:
        """A declaration of which this person can say nothing."""
        activity = one.path.rpartition("/")[2].partition("-")[0]
        able = one.awaits or self._holders([one.by] if one.by is not None else [])
        return one._replace(why=objections.THEIRS.filled(code=activity, who=linked(able)), awaits=None)

    def _confirming(self, claim: ClaimCase, by: str) -> tuple[RoleHolder, ...]:
        """Who may still read it a second time: those who evaluate it, or else any evaluator."""
        barred = (self.book.roles[by].account, claim.student.account)
        able = self._holders(evaluators(claim, self.book))
        every = (
            h for _, h in sorted(self.book.roles.items()) if h.role == "evaluator" and in_office(h, self.book.today)
        )
        return tuple(h for h in able if h.account not in barred) or tuple(h for h in every if h.account not in barred)

    def _holders(self, codes: Iterable[str]) -> tuple[RoleHolder, ...]:
        return tuple(self.book.roles[code] for code in codes)

    def _able(self, actor: Actor, claim: ClaimCase) -> list[str]:
        return [
            holder.code for holder in actor.holders if may_evaluate(holder, claim.activity, claim.grid, self.book.today)
        ]

    def _means(self, actor: Actor, claim: ClaimCase) -> bool:
        """Does somebody who accepts without a name speak of a declaration? Of theirs, when the request has some."""
        return bool(self._able(actor, claim)) or not any(self._able(actor, other) for other in self.asked)

    def _others(self, claim: ClaimCase) -> set[str]:
        """Who approved that very commit: not its author, its student, who commands, or who has written otherwise."""
        path, mine = claim.declaration.path, {self.actor.account, self.facts.author, claim.student.account or ""}
        otherwise = {v.actor.account for v in self.voices if path in v.said and v.said[path].word is not Word.ACCEPT}
        return set(self.facts.approvals) - mine - otherwise

    def _second(self, claim: ClaimCase, by: str, agreeing: Sequence[Actor]) -> str | None:
        """An evaluator who has said the same of that very commit, or approved it: not its author, not its student, not
        the first."""
        approving = [actor_of(account, self.book) for account in sorted(self._others(claim))]
        approving = [actor for actor in approving if self._means(actor, claim)]
        first = self.book.roles[by].account
        holders = (h for a in (*agreeing, *approving) if a.account != first for h in a.holding("evaluator"))
        codes = sorted((not may_evaluate(h, claim.activity, claim.grid, self.book.today), h.code) for h in holders)
        return codes[0][1] if codes else None


def _worth(ruling: Ruling, claim: ClaimCase) -> tuple[str, Points]:
    """What makes two rulings the same."""
    return ruling.decision, granted(ruling, claim)


class Voice(NamedTuple):
    """An evaluator, and what they say of each declaration, by path."""

    actor: Actor
    said: Mapping[str, Command]
