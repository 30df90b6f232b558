"""What a comment decides of the declarations of its request, by the roles and the grid of the base.

The repository is read as objects; nothing is checked out and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.forge import commands
from polyvalidate.forge.answering import UNRULED, Check, Decided, Plan, entitled
from polyvalidate.forge.commands import Command, Misread, addressed
from polyvalidate.forge.facts import Comment, Facts, moment, opened_on
from polyvalidate.judgement import Judge
from polyvalidate.judgement.awaiting import Awaited, evaluators
from polyvalidate.judgement.awaiting import kind_of as kind_of_wait
from polyvalidate.judgement.decision import Ruling, Unruled, Word, granted, rule_on, unruled
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
    spoken = commands.read(comment.body)
    if spoken is None:
        return Plan(False, base, facts.head, comment.id, (), ())
    judge = judge or make_judge()
    merge = making.merge_of(place, base, facts.head)
    if merge is not None:
        base = merge.parents[0]
    with sides(place, base, facts.head) as found:
        change = read_change(found)
        grid = judgement.check_grid(judge, grid_entries(found, found.base_tree), today)
        actor = actor_of(comment.author, grid.book)
        if isinstance(spoken, Misread) and not spoken.surely and not actor.holding("evaluator"):
            return Plan(False, base, facts.head, comment.id, (), ())
        paths = [path for folder in change.folders for path in folder.differs if kind_of(path) == "declaration"]
        said = () if isinstance(spoken, Misread) else spoken
        told = spoken.text if isinstance(spoken, Misread) else addressed(spoken, sorted(paths))
        reading = _Reading(judge, grid.book, actor, facts, told)
        checks = reading.checks(comment, change.folders)
        completes = any(command.word is Word.COMPLETE for command in said)
        if merge is not None and completes:
            checks.append(Check(False, _IN_THE_BRANCH))
        cases: list[Decided] = []
        if said and all(check.holds for check in checks):
            cases = [case for folder in change.folders for case in reading.folder(folder)]
            checks += _shape(change.others != () or change.remarks != (), cases, said)
            ruled = all(check.holds for check in checks) and all(case.ruling is not None for case in cases)
            if ruled and not completes:
                checks += _gated(place, base, facts, today, judge)
        entitled_here = bool(actor.holding("evaluator")) and comment.author != facts.author
        return Plan(True, found.base_commit, found.head_commit, comment.id, tuple(checks), tuple(cases), entitled_here)


def _shape(mixed: bool, cases: list[Decided], spoken: Sequence[Command]) -> list[Check]:
    """What the request must be for one comment to decide it whole."""
    if mixed:
        return [Check(False, _MIXED)]
    if not cases:
        return [Check(False, _NO_DECLARATION)]
    if spoken[0].word is Word.POINTS and spoken[0].name is None and len(cases) > 1:
        return [Check(False, _SEVERAL)]
    return []


def _gated(place: Path, base: str, facts: Facts, today: date, judge: Judge) -> list[Check]:
    """What the gate holds against the request itself: nobody could merge it, whatever is decided."""
    request = Request(facts.author, opened_on(facts, zone_of(place, base)), frozenset(facts.approvals))
    verdict = gate(place, base, facts.head, request, today, judge=judge).verdict
    return [Check(False, _TO_MEND)] if verdict.to_mend else []


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

    def checks(self, comment: Comment, folders: tuple[FolderChange, ...]) -> list[Check]:
        """The checklist: understood, by an evaluator, not one's own, later than the last push and its verdict."""
        told = self.addressed
        understood = Check(False, told) if isinstance(told, Text) else Check(True, _UNDERSTOOD)
        codes = [holder.code for holder in self.actor.holding("evaluator")]
        if codes:
            who = Check(
                True, Text("Vous évaluez : {listed}.", "You evaluate: {listed}.").filled(listed=", ".join(codes))
            )
        else:
            who = Check(False, self._not_an_evaluator(folders))
        own = comment.author == self.facts.author
        return [understood, who, Check(False, _OWN) if own else Check(True, _NOT_OWN), self._has_seen(comment)]

    def _has_seen(self, comment: Comment) -> Check:
        """A command is bound to what its author could read: the present head, with what the check says of it."""
        pushed, judged = self.facts.pushed_at, self.facts.judged_at
        if pushed is None:
            return Check(False, _GONE)
        said = moment(comment.created_at)
        if said <= moment(pushed):
            return Check(False, _EARLIER)
        return Check(True, _LATER) if judged is not None and said >= moment(judged) else Check(False, _UNJUDGED)

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
        cases: list[Decided] = []
        for path in sorted(change.differs):
            kind = folder_kind(path[len(change.path) + 1 :])
            if kind == "evidence":
                continue
            if kind != "declaration" or path not in present:
                cases.append(Decided(change.path, None, None, None, _BY_HAND))
            elif path in merged:
                cases.append(Decided(path, None, None, None, _MERGED))
            elif path not in claims or path in broken:
                cases.append(Decided(path, None, None, None, _BROKEN))
            else:
                cases.append(self._case(claims[path], self.actor.account in owners))
        return cases

    def _case(self, claim: ClaimCase, own: bool) -> Decided:
        path, codes = claim.declaration.path, evaluators(claim, self.book)
        command = self.addressed.get(path) if isinstance(self.addressed, Mapping) else None
        if own:
            return Decided(path, None, None, None, _OWN)
        if claim.declaration.evaluation is not None:
            return Decided(path, None, None, None, _EVALUATED)
        mine = [
            holder.code
            for holder in self.actor.holders
            if may_evaluate(holder, claim.activity, claim.grid, self.book.today)
        ]
        approvers = [code for code in codes if self.book.roles[code].account in self._others(claim)]
        if not mine and approvers and kind_of_wait(claim) is Awaited.DECISION:
            return Decided(path, Ruling("accepted", None, None), approvers[0], None, approved=True)
        if not mine:
            return Decided(path, None, None, None, _THEIRS.filled(code=claim.activity.code, codes=entitled(codes)))
        if command is None:
            return Decided(path, None, None, None, _UNSAID.filled(codes=entitled(codes)))
        ruling = rule_on(command.word, command.points, command.reason, claim)
        if isinstance(ruling, Unruled):
            return Decided(path, None, None, None, unruled(ruling, UNRULED, claim))
        second = None
        if granted(ruling, claim) >= claim.grid.second_reader_from:
            second = self._second(claim)
            if second is None:
                return Decided(path, None, None, None, _SECOND)
        return Decided(path, ruling, min(mine), second)

    def _others(self, claim: ClaimCase) -> set[str]:
        """The accounts that approved that very commit: not its author, not its student, not who commands."""
        return set(self.facts.approvals) - {self.actor.account, self.facts.author, claim.student.account or ""}

    def _second(self, claim: ClaimCase) -> str | None:
        """An evaluator who approved the request on that very commit: not its author, not its student, not the first."""
        holders = (
            h for account in sorted(self._others(claim)) for h in actor_of(account, self.book).holding("evaluator")
        )
        codes = sorted((not may_evaluate(h, claim.activity, claim.grid, self.book.today), h.code) for h in holders)
        return codes[0][1] if codes else None


_UNDERSTOOD = Text("La commande est bien écrite.", "The command is well written.")
_NOT_OWN = Text("La demande est celle de quelqu'un d'autre.", "The request is somebody else's.")
_OWN = Text(
    "Personne ne décide de sa propre déclaration. Laissez la décision à une autre personne qui évalue.",
    "Nobody decides their own declaration. Leave the decision to another evaluator.",
)
_LATER = Text(
    "Le commentaire suit le dernier envoi de l'élève et son contrôle.",
    "The comment follows the student's last push and its check.",
)
_EARLIER = Text(
    "L'élève a envoyé quelque chose depuis votre commentaire. Relisez la demande, puis écrivez la commande à nouveau.",
    "The student has pushed something since your comment. Read the request again, then write the command anew.",
)
_UNJUDGED = Text(
    "Le contrôle n'avait encore rien dit de ce dernier envoi. Lisez son commentaire, puis écrivez la commande à "
    "nouveau.",
    "The check had not said anything of this last push yet. Read its comment, then write the command anew.",
)
_THEIRS = Text(
    "L'activité {code} est évaluée par {codes:list}. Qu'une de ces personnes approuve la demande (Review changes, puis "
    "Approve), puis écrivez la commande à nouveau.",
    "Activity {code} is evaluated by {codes:list}. Have one of them approve the request (Review changes, then "
    "Approve), then write the command anew.",
)
_UNSAID = Text(
    "Aucune ligne ne parle de cette déclaration, qui revient à {codes:list}.",
    "No line is about this declaration, which belongs to {codes:list}.",
)
_GONE = Text(
    "Le dépôt de l'élève n'existe plus, on ne peut donc pas savoir ce que vous avez lu. Évaluez dans le fichier.",
    "The student's repository is gone, so what you read cannot be known. Evaluate in the file.",
)
_TO_MEND = Text(
    "Le contrôle demande encore une correction à l'élève. Son commentaire dit laquelle ; écrivez ensuite la commande "
    "à nouveau.",
    "The check still asks the student for a correction. Its comment says which; write the command anew afterwards.",
)
_MIXED = Text(
    "La demande change autre chose que des déclarations. Elle ne se décide pas par un commentaire.",
    "The request changes something else than declarations. It cannot be decided by a comment.",
)
_NO_DECLARATION = Text("La demande ne contient aucune déclaration.", "The request holds no declaration.")
_SEVERAL = Text(
    "La demande contient plusieurs déclarations : écrivez une ligne pour chacune, /points 3.3 1,5 motif.",
    "The request holds several declarations: write one line for each, /points 3.3 1.5 reason.",
)
_BY_HAND = Text(
    "La demande change autre chose qu'une déclaration dans ce dossier. Elle ne se décide pas par un commentaire.",
    "The request changes something else than a declaration in this folder. It cannot be decided by a comment.",
)
_BROKEN = Text(
    "Cette déclaration a une erreur, que l'élève doit d'abord corriger. Le commentaire du contrôle dit laquelle.",
    "This declaration has an error, which the student must mend first. The comment of the check says which.",
)
_IN_THE_BRANCH = Text(
    "Cette demande est déjà fusionnée : elle ne peut plus être complétée.",
    "This request is merged already: it can no longer be completed.",
)
_MERGED = Text(
    "Cette déclaration est déjà fusionnée, donc décidée. Un recours ou une correction s'écrit dans le fichier.",
    "This declaration is merged already, so decided. An appeal or a correction is written in the file.",
)
_EVALUATED = Text(
    "Cette déclaration porte déjà une évaluation. Corrigez-la dans le fichier.",
    "This declaration already has an evaluation. Correct it in the file.",
)
_SECOND = Text(
    "Autant de points demandent une seconde lecture. Faites approuver la demande par une autre personne qui évalue, "
    "puis écrivez la commande à nouveau.",
    "So many points need a second reader. Have another evaluator approve the request, then write the command anew.",
)
