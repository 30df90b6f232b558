"""What a comment decides of the declarations of its request, by the roles and the grid of the base.

The repository is read as objects; nothing is checked out and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.forge import appealing, appeals, commands, correcting, objections
from polyvalidate.forge.answering import Check, Decided, Plan
from polyvalidate.forge.commands import Command, Misread, addressed
from polyvalidate.forge.facts import Facts, Kind, opened_on
from polyvalidate.forge.judging import MOST_OBJECTS
from polyvalidate.forge.reading import Reading
from polyvalidate.judgement import Judge
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.rights import actor_of
from polyvalidate.judgement.verdict import Request
from polyvalidate.model.paths import kind_of
from polyvalidate.model.words import Text
from polyvalidate.repository import making, zone_of
from polyvalidate.repository.boxes import proposed
from polyvalidate.repository.changes import grid_entries, read_change, sides
from polyvalidate.repository.unreadable import Unreadable
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
    appeal = appeals.read(comment.body) if comment.kind is Kind.COMMENT else None
    if appeal is not None:
        return appealing.plan_of(place, base, facts, comment, appeal, today, judge or make_judge())
    spoken = commands.said(comment)
    if spoken is None:
        return Plan(False, base, facts.head, (), ())
    judge = judge or make_judge()
    if not isinstance(spoken, Misread) and spoken[0].corrects:
        return correcting.plan_of(place, base, facts, comment, spoken, today, judge)
    merge = making.merge_of(place, base, facts.head)
    if merge is not None:
        base = merge.parents[0]
    with sides(place, base, proposed(place, base, facts.head, facts.box), MOST_OBJECTS) as found:
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
        reading = Reading(judge, grid.book, actor, facts, told)
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
        return reading.plan(found.base_commit, facts.head, comment, checks, cases)


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
    request = Request(facts.author, opened_on(facts, zone_of(place, base)), frozenset(facts.approvals), facts.box)
    verdict = gate(place, base, facts.head, request, today, judge=judge).verdict
    return [Check(False, objections.TO_MEND)] if verdict.to_mend else []
