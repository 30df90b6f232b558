"""The answer to each edit of one file, by the person who makes it and by what the base says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from polyvalidate.files.difference import Edit, Op
from polyvalidate.judgement.rights.answers import Actor, Decision, Ground, Refusal, Scene, Side, is_answered
from polyvalidate.judgement.rights.edits import edits_of, whole
from polyvalidate.judgement.rights.writers import Writers, writers, writers_within
from polyvalidate.model.codes import ACTIVITY
from polyvalidate.model.grid import Activity, Book, Grid, RoleHolder
from polyvalidate.model.paths import IGNORED, REGULAR, TOPS, kind_of
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.words import NO_DETAILS, Details
from polyvalidate.model.years import academic_year_of
from polyvalidate.rules.evidence_file import is_safe, type_of

_DECLARATION = re.compile(rf"{ACTIVITY}\b.*\.ya?ml", re.ASCII | re.IGNORECASE)
"""What somebody means to be a declaration."""


class Authority(NamedTuple):
    """All that an answer depends on beside the edit itself."""

    actor: Actor
    book: Book
    table: Writers
    home: str = ""
    """The actor's own folder, where it is known: it is told to who put a declaration elsewhere."""

    def decide(self, path: str, before: Side, after: Side, scene: Scene | None) -> list[Decision]:
        """The decisions on one path. ``scene`` is None outside students' folders."""
        if scene is None:
            if after.present and not after.mode:
                return [_refused(path, whole(before, after), Refusal.UNEXPECTED)]
            return [self._elsewhere(path, whole(before, after))]
        kind = kind_of(path)
        if kind not in self.table or self._is_outsider(scene):
            found = [whole(before, after)]  # said once, whatever they wrote
        else:
            found = edits_of(before, after, self.table[kind])
        return [self.decide_edit(path, edit, before, after, scene) for edit in found]

    def decide_edit(self, path: str, edit: Edit, before: Side, after: Side, scene: Scene) -> Decision:
        """The decision on one edit of a file that stands in a student's folder."""
        kind = kind_of(path)
        if kind == "evidence":
            return self._evidence(path, edit, scene)
        link = before.present and before.mode not in REGULAR
        if kind not in self.table or (link and not after.present and self.actor.holding("keeper")):
            return self._junk(path, edit)
        if self._is_outsider(scene):
            return self._outsider(path, edit, scene)
        return _File(self, path, kind, before, after, scene).decide(edit)

    def _elsewhere(self, path: str, edit: Edit) -> Decision:
        name = path.rpartition("/")[2]
        inside = path.startswith("declarations/")
        kept = self.actor.holders if inside else self.actor.holding("keeper")
        if edit.op is Op.ADD and _DECLARATION.fullmatch(name) and not kept:
            return _refused(path, edit, Refusal.MISPLACED, {"folder": self.home or _SOMEBODY_S})
        if (inside and name not in IGNORED) or path in TOPS:  # a file or a link in the place of a folder that is judged
            return self._junk(path, edit)
        if self.actor.holding("keeper"):
            return _allowed(path, edit, Ground.KEEPER)
        return _refused(path, edit, Refusal.NOT_WRITER, {"writers": ("keeper",)})

    def _junk(self, path: str, edit: Edit) -> Decision:
        """What nothing provides for is refused; what is there all the same is taken away by a keeper."""
        if edit.op is Op.REMOVE and self.actor.holding("keeper"):
            return _allowed(path, edit, Ground.KEEPER)
        return _refused(path, edit, Refusal.UNEXPECTED)

    def _evidence(self, path: str, edit: Edit, scene: Scene) -> Decision:
        """A document kept in the repository: added by its owner, removed by the registry office when its time is up."""
        if edit.op is Op.ADD and not self._may_be_evidence(path.rpartition("/")[2]):
            return _refused(path, edit, Refusal.UNEXPECTED)
        if edit.op is Op.ADD and scene.owner == self.actor.account:
            return _allowed(path, edit, Ground.OWNER)
        if edit.op is Op.REMOVE and self.actor.holding("registry"):
            return _allowed(path, edit, Ground.REGISTRY)
        if self.actor.holding("keeper") and not self._may_be_evidence(path.rpartition("/")[2]):
            return self._junk(path, edit)
        if scene.owner == self.actor.account:
            return _refused(path, edit, Refusal.DECIDED)
        if self.actor.holders:
            return _refused(path, edit, Refusal.NOT_WRITER, {"writers": ("student",)})
        return self._outsider(path, edit, scene)

    def _may_be_evidence(self, name: str) -> bool:
        """Is it a document of a type that some grid keeps in the repository? ``.gitattributes`` and code are none."""
        policies = [grid.evidence for grid in self.book.grids.values() if "repository" in grid.evidence.stores]
        accepted = {media for policy in policies for kind in policy.kinds.values() for media in kind.media_types}
        return is_safe(name) and type_of(name) in accepted

    def _is_outsider(self, scene: Scene) -> bool:
        """Has the actor neither this folder nor a role?"""
        return scene.owner != self.actor.account and not self.actor.holders

    def _outsider(self, path: str, edit: Edit, scene: Scene) -> Decision:
        if scene.owner is None and not self.home:
            return _refused(path, edit, Refusal.STRANGER)
        return _refused(path, edit, Refusal.NOT_OWNER, {"folder": self.home} if self.home else None)


_SOMEBODY_S = "declarations/2025/s-…"


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a student's folder, being decided edit by edit."""

    authority: Authority
    path: str
    kind: str
    before: Side
    after: Side
    scene: Scene

    @property
    def owned(self) -> bool:
        return self.scene.owner == self.authority.actor.account

    def decide(self, edit: Edit) -> Decision:
        actor, allowed_roles = self.authority.actor, writers_within(self.authority.table, self.kind, edit)
        if edit.op is Op.REMOVE and not edit.keys:
            return self._removal(edit)
        if edit.op is Op.FORM:
            return self._form(edit)
        answers = [
            answer(edit)
            for role, answer in (
                ("student", self._by_student),
                ("evaluator", self._by_evaluator),
                ("registry", self._by_registry),
                ("jury", self._by_jury),
            )
            if (self.owned if role == "student" else actor.holding(role))
            and (role in allowed_roles or self._brings(role, allowed_roles))
        ]
        nobody = _refused(self.path, edit, Refusal.NOT_WRITER, {"writers": tuple(sorted(allowed_roles))})
        return next((answer for answer in answers if answer.allowed), next(iter(answers), nobody))

    def _removal(self, edit: Edit) -> Decision:
        """A whole file removed: an undecided declaration by its author, a whole folder by the registry office."""
        actor = self.authority.actor
        if self.scene.leaves and actor.holding("registry"):
            if self.owned:
                return _refused(self.path, edit, Refusal.OWN)
            return _allowed(self.path, edit, Ground.REGISTRY)
        if self.owned and self.kind == "declaration":
            if self.path in self.scene.undecided:
                return _allowed(self.path, edit, Ground.OWNER)
            return _refused(self.path, edit, Refusal.DECIDED)
        if actor.holders:
            return _refused(self.path, edit, Refusal.WHOLE)
        roles = writers(self.authority.table, self.kind, ())
        return _refused(self.path, edit, Refusal.NOT_WRITER, {"writers": tuple(sorted(roles))})

    def _form(self, edit: Edit) -> Decision:
        """Comments, quotes, order: the owner's on a declaration, the office's own files by the office; a keeper's."""
        actor = self.authority.actor
        roles = writers(self.authority.table, self.kind, ())
        if (self.owned and "student" in roles) or actor.holding("keeper") or any(actor.holding(r) for r in roles):
            return _allowed(self.path, edit, Ground.FORM)
        return _refused(self.path, edit, Refusal.NOT_WRITER, {"writers": tuple(sorted(roles))})

    def _by_student(self, edit: Edit) -> Decision:
        if edit.keys[:1] == ("appeal",) and self.before.present:
            if is_answered(self.before.data):
                return _refused(self.path, edit, Refusal.ANSWERED)
            return _allowed(self.path, edit, Ground.OWNER)
        if self.before.present and self.path not in self.scene.undecided:
            return _refused(self.path, edit, Refusal.DECIDED)
        return _allowed(self.path, edit, Ground.OWNER)

    def _by_evaluator(self, edit: Edit) -> Decision:
        if self.owned:
            return _refused(self.path, edit, Refusal.OWN)
        if self.scene.sealed:
            return _refused(self.path, edit, Refusal.UNKNOWN_OWNER)
        if is_answered(self.before.data):
            return _refused(self.path, edit, Refusal.ANSWERED)
        evaluators = self._entitled()
        evaluation = (self.after.data or {}).get("evaluation")
        signed = evaluation if isinstance(evaluation, Mapping) else {}
        second = edit.keys == ("evaluation", "second") and edit.op is not Op.REMOVE
        if second and _is_one_of(signed.get("second"), {h.code for h in self.authority.actor.holding("evaluator")}):
            return _allowed(self.path, edit, Ground.SECOND)
        if not evaluators:
            return _refused(self.path, edit, Refusal.NOT_CATEGORY, {"codes": self._codes_of_evaluators()})
        if edit.op is Op.REMOVE and edit.keys == ("evaluation",):
            return _refused(self.path, edit, Refusal.WHOLE)
        if not _is_one_of(signed.get("by"), evaluators):
            return _refused(self.path, edit, Refusal.SIGNATURE, {"codes": tuple(sorted(evaluators))})
        return _allowed(self.path, edit, Ground.EVALUATOR)

    def _by_registry(self, edit: Edit) -> Decision:
        # Nor may the office bind a folder to its own account: its student would then be the one who writes it.
        if self.owned or (edit.keys == ("account",) and edit.after == self.authority.actor.account):
            return _refused(self.path, edit, Refusal.OWN)
        return _allowed(self.path, edit, Ground.REGISTRY)

    def _by_jury(self, edit: Edit) -> Decision:
        if self.owned:
            return _refused(self.path, edit, Refusal.OWN)
        if self.scene.sealed:
            return _refused(self.path, edit, Refusal.UNKNOWN_OWNER)
        block: Any = self.after.data or {}
        if self.kind != "quitus":
            block = block.get(edit.keys[0])  # the jury writes no other file whole
        # The reason of a former decision must not outlive it; no other key of a decision is taken out.
        reason = self.kind == "quitus" and edit.keys == ("comment",)
        if edit.op is Op.REMOVE and len(edit.keys) == 1 and not reason:
            return _refused(self.path, edit, Refusal.WHOLE)
        codes = {holder.code for holder in self.authority.actor.holding("jury")}
        if not isinstance(block, Mapping) or not _is_one_of(block.get("by"), codes):
            return _refused(self.path, edit, Refusal.SIGNATURE, {"codes": tuple(sorted(codes))})
        return _allowed(self.path, edit, Ground.JURY)

    def _brings(self, role: str, allowed_roles: frozenset[str]) -> bool:
        """May a role write, in a new declaration, what is otherwise the student's: brought from elsewhere by the
        registry office, or credited in bulk by those who hold the attendance list?"""
        if self.kind != "declaration" or self.before.present or "student" not in allowed_roles:
            return False
        if role == "registry":
            return (self.after.data or {}).get("origin") is not None
        activity = self._activity()[1]
        return role == "evaluator" and activity is not None and activity.bulk

    def _activity(self) -> tuple[Grid | None, Activity | None]:
        """The activity that the later version declares, in the grid of its year at the base."""
        data = self.after.data or {}
        grid = grid_of(data, self.authority.book)
        code = data.get("activity")
        return grid, grid.activities.get(code) if grid is not None and isinstance(code, str) else None

    def _entitled(self) -> set[str]:
        """The actor's codes with which this activity may be evaluated."""
        grid, activity = self._activity()
        if grid is None or activity is None:
            return set()
        day = self.authority.book.acting
        return {h.code for h in self.authority.actor.holders if may_evaluate(h, activity, grid, day)}

    def _codes_of_evaluators(self) -> tuple[str, ...]:
        grid, activity = self._activity()
        if grid is None or activity is None:
            return ("—",)
        roles: Iterable[RoleHolder] = self.authority.book.roles.values()
        day = self.authority.book.acting
        codes = sorted(h.code for h in roles if may_evaluate(h, activity, grid, day) and in_office(h, day))
        return tuple(codes) or ("—",)


def _is_one_of(code: object, codes: AbstractSet[str]) -> bool:
    """Is this one of the codes? A file may hold a list or a mapping where a code is expected."""
    return isinstance(code, str) and code in codes


def _allowed(path: str, edit: Edit, why: Ground) -> Decision:
    return Decision(path, edit, True, why)


def _refused(path: str, edit: Edit, why: Refusal, details: Details | None = None) -> Decision:
    return Decision(path, edit, False, why, details or NO_DETAILS)


def grid_of(data: Mapping[str, Any], book: Book) -> Grid | None:
    """The grid of the year in which a declaration, as plain data, took place."""
    period = data.get("period")
    first = period.get("from") if isinstance(period, Mapping) else None
    year = academic_year_of(first) if isinstance(first, str) else None
    return next((grid for of_year, grid in book.grids.items() if of_year == year), None)


def refusals(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that refuse."""
    return [decision for decision in decisions if not decision.allowed]
