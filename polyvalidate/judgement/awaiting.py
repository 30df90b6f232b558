"""What a change awaits before it can be merged: points to choose, a referent, a second reader, the jury."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.files.difference import Op
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.rights import Decision
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.points import Points
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.score import is_chosen
from polyvalidate.rules.cases import ClaimCase

UNEVALUATED = "PP380"
"""The rule that points brought from another school are evaluated. A request that brings them waits for it."""


class Awaited(StrEnum):
    """What is awaited. The first four must be in the merge; the others are told and block nothing."""

    POINTS = "points"  # a range, an activity on request, points of another school: somebody must choose
    EVALUATION = "evaluation"  # enough points for a second reader, so a decision and a confirmation
    DECISION = "decision"  # a written decision
    SECOND = "second"  # the second reader named has not confirmed
    REFERENT = "referent"  # a referent merges, in a school where the merge decides: nothing more is needed
    JURY = "jury"  # an appeal to answer


UNDECIDED = frozenset({Awaited.POINTS, Awaited.EVALUATION, Awaited.DECISION})
"""What is awaited of a declaration that nobody has decided."""


class Await(NamedTuple):
    """Something awaited for one declaration, and the role codes of those who can do it."""

    kind: Awaited
    path: str
    codes: tuple[str, ...]

    @property
    def blocking(self) -> bool:
        return self.kind in UNDECIDED or self.kind is Awaited.SECOND


def awaited(
    results: Iterable[FolderResult], decisions: Sequence[Decision], confirmed: frozenset[str], book: Book
) -> Iterator[Await]:
    """What each changed declaration awaits, in the order of paths; ``confirmed`` are the accounts that have read it."""
    touched = {decision.path for decision in decisions}
    # An appeal, or form alone, leaves what was decided as it was: nobody has to decide or confirm it again.
    at_stake = {d.path for d in decisions if d.edit.op is not Op.FORM and d.edit.keys[:1] != ("appeal",)}
    for result in results:
        for claim in result.claims:
            path = claim.declaration.path
            if path in touched:
                for wait in _of_claim(claim, confirmed, book):
                    if path in at_stake or not wait.blocking:
                        yield wait


def _of_claim(claim: ClaimCase, confirmed: frozenset[str], book: Book) -> Iterator[Await]:
    declaration = claim.declaration
    evaluation, appeal = declaration.evaluation, declaration.appeal
    if evaluation is None:
        yield Await(kind_of(claim), declaration.path, evaluators(claim, book))
    elif needs_second(claim) and evaluation.second is not None:
        holder = book.roles.get(evaluation.second)
        if holder is not None and not (holder.account in confirmed and in_office(holder, book.acting)):
            yield Await(Awaited.SECOND, declaration.path, (holder.code,))
    if appeal is not None and appeal.outcome is None:
        jury = tuple(code for code, h in sorted(book.roles.items()) if h.role == "jury" and in_office(h, book.acting))
        yield Await(Awaited.JURY, declaration.path, jury)


def kind_of(claim: ClaimCase) -> Awaited:
    """What a declaration that nobody has decided awaits."""
    if is_chosen(claim.declaration, claim.activity):
        return Awaited.POINTS
    if claim.computed >= claim.grid.second_reader_from:
        return Awaited.EVALUATION
    return Awaited.REFERENT if claim.grid.merge_decides else Awaited.DECISION


def needs_second(claim: ClaimCase) -> bool:
    """Does the evaluation grant enough points for a second reader?"""
    evaluation = claim.declaration.evaluation
    if evaluation is None or evaluation.decision == "refused":
        return False
    granted: Points | None = evaluation.points
    if granted is None and evaluation.decision == "accepted" and not claim.activity.is_range:
        granted = claim.computed
    return granted is not None and granted >= claim.grid.second_reader_from


def evaluators(claim: ClaimCase, book: Book) -> tuple[str, ...]:
    """The codes of those who may evaluate a claim today, its own author left out."""

    def may(holder: RoleHolder) -> bool:
        return (
            may_evaluate(holder, claim.activity, claim.grid, book.acting)
            and in_office(holder, book.acting)
            and holder.account != claim.student.account
        )

    return tuple(code for code, holder in sorted(book.roles.items()) if may(holder))
