"""Who may write what: each edit of a change, allowed or refused, with the reason. What nothing allows is refused.

Pure. Everything that gives a right is read at the base of the change: the roles, the grid, the account in
``student.yml``, what was decided. ``x-writers`` in the schemas says whose each key is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from polyvalidate import layout
from polyvalidate.comparing import Edit, Op, edits
from polyvalidate.findings import NO_DETAILS, Details, Keys
from polyvalidate.model import Activity, Book, Grid, RoleHolder
from polyvalidate.roles import in_office, may_evaluate
from polyvalidate.rules.evidence_file import is_safe, type_of
from polyvalidate.years import academic_year_of


class Ground(StrEnum):
    """Why an edit is allowed."""

    OWNER = "owner"
    EVALUATOR = "evaluator"
    SECOND = "second"
    REGISTRY = "registry"
    JURY = "jury"
    KEEPER = "keeper"
    FORM = "form"


class Refusal(StrEnum):
    """Why an edit is refused; each is a rule of ``rules.change``."""

    STRANGER = "stranger"  # neither a role nor this folder
    NOT_OWNER = "not-owner"  # another student's folder
    NOT_WRITER = "not-writer"  # a key that is somebody else's to write
    DECIDED = "decided"  # a merged declaration, by its author
    OWN = "own"  # a decision on one's own declaration
    NOT_CATEGORY = "not-category"  # an evaluation of an activity that others evaluate
    SIGNATURE = "signature"  # signed with somebody else's code
    ANSWERED = "answered"  # an appeal that the jury has answered
    WHOLE = "whole"  # a record that may be corrected but not removed
    UNEXPECTED = "unexpected"  # a path that nothing provides for
    UNKNOWN_OWNER = "unknown-owner"  # a decision in a folder whose student.yml cannot be read


class Actor(NamedTuple):
    """Who proposes a change: a forge account, and the roles it holds on that day."""

    account: str
    holders: tuple[RoleHolder, ...]

    def holding(self, role: str) -> tuple[RoleHolder, ...]:
        return tuple(holder for holder in self.holders if holder.role == role)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(holder.code for holder in self.holders)


def actor_of(account: str, book: Book) -> Actor:
    """The person behind an account, by the roles of the base on the day of the check."""
    holders = (holder for holder in book.roles.values() if holder.account == account)
    return Actor(account, tuple(holder for holder in holders if in_office(holder, book.today)))


class Side(NamedTuple):
    """One side of a file in a change. ``mode`` is Git's, 0 for an object that is no file; ``data`` is None when the
    file is absent or cannot be read."""

    present: bool
    mode: int
    raw: bytes | None
    data: Mapping[str, Any] | None


ABSENT = Side(False, 0, None, None)


class Decision(NamedTuple):
    """One edit of one file, and the answer. ``why`` is a ``Ground`` or a ``Refusal``."""

    path: str
    edit: Edit
    allowed: bool
    why: Ground | Refusal
    details: Details = NO_DETAILS


@dataclass(frozen=True, slots=True)
class Scene:
    """What the base says of a student's folder.

    ``owner`` is the account of its student, None when there is none; ``undecided`` are the declarations that count
    nothing at the base because of an error, and that nobody has evaluated; ``leaves`` when the change removes the whole
    folder; ``sealed`` when a student.yml is there that cannot be read, so that nobody knows whose folder it is.
    """

    owner: str | None
    undecided: frozenset[str] = frozenset()
    leaves: bool = False
    sealed: bool = False


Writers = Mapping[str, Mapping[Keys, frozenset[str]]]
"""For each kind of file, the roles that may write each key (list indexes left out)."""


def writers_of(schemas: Mapping[str, Any]) -> Writers:
    """Read ``x-writers`` from the schemas."""
    found: dict[str, dict[Keys, frozenset[str]]] = {}
    for kind, schema in schemas.items():
        stack: list[tuple[Any, Keys]] = [(schema, ())]
        rows = found.setdefault(kind, {})
        while stack:
            here, keys = stack.pop()
            if "x-writers" in here:
                rows[keys] = frozenset(here["x-writers"])
            stack.extend((below, (*keys, key)) for key, below in here.get("properties", {}).items())
            if isinstance(here.get("items"), Mapping):
                stack.append((here["items"], keys))
    return found


def writers(table: Writers, kind: str, keys: Keys) -> frozenset[str]:
    """The roles that may write a key: its own ``x-writers``, else those of the nearest key above it."""
    rows = table.get(kind, {})
    route = tuple(key for key in keys if isinstance(key, str))
    while route and route not in rows:
        route = route[:-1]
    return rows.get(route, frozenset())


# --- one file ---------------------------------------------------------------------------------------------------------


class Authority(NamedTuple):
    """All that an answer depends on beside the edit itself."""

    actor: Actor
    book: Book
    table: Writers

    def decide(self, path: str, before: Side, after: Side, scene: Scene | None) -> list[Decision]:
        """The decisions on one path. ``scene`` is None outside students' folders."""
        if scene is None:
            if after.present and not after.mode:
                return [_refused(path, _whole(before, after), Refusal.UNEXPECTED)]
            return [self._elsewhere(path, _whole(before, after))]
        name = path.split("/", 3)[3]
        kind = layout.folder_kind(name)
        if kind == "unknown":
            return [_refused(path, _whole(before, after), Refusal.UNEXPECTED)]
        if kind == "evidence":
            return [self._evidence(path, _whole(before, after), scene)]
        file = _File(self, path, kind, before, after, scene)
        if not file.owned and not self.actor.holders:
            return [self.outsider(path, _whole(before, after), scene)]  # said once, whatever they wrote
        found = _edits_of(before, after, self.table.get(kind, {}))
        return [file.decide(edit) for edit in found]

    def decide_edit(self, path: str, edit: Edit, before: Side, after: Side, scene: Scene) -> Decision:
        """The decision on one edit of a file that stands in a student's folder."""
        kind = layout.folder_kind(path.split("/", 3)[3])
        if kind == "unknown":
            return _refused(path, edit, Refusal.UNEXPECTED)
        if kind == "evidence":
            return self._evidence(path, edit, scene)
        return _File(self, path, kind, before, after, scene).decide(edit)

    def _elsewhere(self, path: str, edit: Edit) -> Decision:
        place_of_files = path.startswith("declarations/") and path.rsplit("/", 1)[-1] not in layout.IGNORED
        if place_of_files or path in layout.TOPS:  # a file or a link in the place of a folder that is judged
            return _refused(path, edit, Refusal.UNEXPECTED)
        if self.actor.holding("keeper"):
            return _allowed(path, edit, Ground.KEEPER)
        return _refused(path, edit, Refusal.NOT_WRITER, {"writers": ("keeper",)})

    def _evidence(self, path: str, edit: Edit, scene: Scene) -> Decision:
        """A document kept in the repository: added by its owner, removed by the registry office when its time is up."""
        if edit.op is Op.ADD and not self._may_be_evidence(path.rsplit("/", 1)[-1]):
            return _refused(path, edit, Refusal.UNEXPECTED)
        if edit.op is Op.ADD and scene.owner == self.actor.account:
            return _allowed(path, edit, Ground.OWNER)
        if edit.op is Op.REMOVE and self.actor.holding("registry"):
            return _allowed(path, edit, Ground.REGISTRY)
        if scene.owner == self.actor.account:
            return _refused(path, edit, Refusal.DECIDED)
        return self.outsider(path, edit, scene)

    def _may_be_evidence(self, name: str) -> bool:
        """Is it a document of a type that some grid keeps in the repository? ``.gitattributes`` and code are none."""
        policies = [grid.evidence for grid in self.book.grids.values() if "repository" in grid.evidence.stores]
        accepted = {media for policy in policies for kind in policy.kinds.values() for media in kind.media_types}
        return is_safe(name) and type_of(name) in accepted

    def outsider(self, path: str, edit: Edit, scene: Scene) -> Decision:
        """Somebody without any right on this edit: another student, or nobody we know."""
        if self.actor.holders:
            return _refused(path, edit, Refusal.NOT_WRITER, {"writers": ("student",)})
        known = scene.owner is not None
        return _refused(path, edit, Refusal.NOT_OWNER if known else Refusal.STRANGER)


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
        return self.scene.owner is not None and self.scene.owner == self.authority.actor.account

    def decide(self, edit: Edit) -> Decision:
        actor, allowed_roles = self.authority.actor, _writers_within(self.authority.table, self.kind, edit)
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
        for decision in answers:
            if decision.allowed:
                return decision
        if answers:
            return answers[0]
        if self.owned or actor.holders:
            return _refused(self.path, edit, Refusal.NOT_WRITER, {"writers": tuple(sorted(allowed_roles))})
        return self.authority.outsider(self.path, edit, self.scene)

    def _removal(self, edit: Edit) -> Decision:
        """A whole file removed: an undecided declaration by its author, a whole folder by the registry office."""
        actor = self.authority.actor
        if self.scene.leaves and actor.holding("registry"):
            return _allowed(self.path, edit, Ground.REGISTRY)
        if self.owned and self.kind == "declaration":
            if self.path in self.scene.undecided:
                return _allowed(self.path, edit, Ground.OWNER)
            return _refused(self.path, edit, Refusal.DECIDED)
        if actor.holders:
            return _refused(self.path, edit, Refusal.WHOLE)
        if self.owned:
            roles = writers(self.authority.table, self.kind, ())
            return _refused(self.path, edit, Refusal.NOT_WRITER, {"writers": tuple(sorted(roles))})
        return self.authority.outsider(self.path, edit, self.scene)

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
        if self.kind == "declaration" and self.before.present and edit.keys != ("origin",):
            return _refused(self.path, edit, Refusal.NOT_WRITER, {"writers": ("student",)})
        return _allowed(self.path, edit, Ground.REGISTRY)

    def _by_jury(self, edit: Edit) -> Decision:
        if self.owned:
            return _refused(self.path, edit, Refusal.OWN)
        if self.scene.sealed:
            return _refused(self.path, edit, Refusal.UNKNOWN_OWNER)
        block: Any = self.after.data or {}
        if self.kind != "quitus":
            block = block.get(edit.keys[0]) if edit.keys else None
        if edit.op is Op.REMOVE and len(edit.keys) == 1:
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
        return {h.code for h in self.authority.actor.holders if may_evaluate(h, activity, grid)}

    def _codes_of_evaluators(self) -> tuple[str, ...]:
        grid, activity = self._activity()
        if grid is None or activity is None:
            return ("—",)
        roles: Iterable[RoleHolder] = self.authority.book.roles.values()
        today = self.authority.book.today
        codes = sorted(h.code for h in roles if may_evaluate(h, activity, grid) and in_office(h, today))
        return tuple(codes) or ("—",)


def is_answered(data: Mapping[str, Any] | None) -> bool:
    """Does a declaration, as plain data, hold an appeal that the jury has begun to answer?"""
    appeal = (data or {}).get("appeal")
    return isinstance(appeal, Mapping) and any(
        appeal.get(key) is not None for key in ("outcome", "points", "by", "decided")
    )


def _is_one_of(code: object, codes: AbstractSet[str]) -> bool:
    """Is this one of the codes? A file may hold a list or a mapping where a code is expected."""
    return isinstance(code, str) and code in codes


def _edits_of(before: Side, after: Side, rows: Mapping[Keys, frozenset[str]]) -> list[Edit]:
    """The edits of a file of a student's folder, each of them somebody's to write.

    A file that cannot be read is edited as a whole. A block that holds keys of several people (an appeal: its reason
    and its answer) is edited key by key, so that the one who may write some of it does not write all of it.
    """
    if not after.present:
        return [Edit((), Op.REMOVE)]
    if after.data is None:
        return [Edit((), Op.CHANGE if before.present else Op.ADD)]
    found = [part for edit in edits(before.data or {}, after.data) for part in _parts(edit, rows)]
    if not found and before.present and before.data is None:
        return [Edit((), Op.CHANGE)]
    if not found and (before.raw, before.mode) != (after.raw, after.mode):
        return [Edit((), Op.FORM if before.present else Op.ADD)]
    return found


def _parts(edit: Edit, rows: Mapping[Keys, frozenset[str]]) -> list[Edit]:
    """An edit, key by key when it adds or removes a block that several people write."""
    value = edit.after if edit.op is Op.ADD else edit.before if edit.op is Op.REMOVE else None
    if not isinstance(value, Mapping) or not value or not edit.keys or len(_shares(edit.keys, rows)) < 2:
        return [edit]
    added = edit.op is Op.ADD
    parts = (
        Edit((*edit.keys, key), edit.op, None if added else below, below if added else None)
        for key, below in value.items()
    )
    return [part for below in parts for part in _parts(below, rows)]


def _shares(keys: Keys, rows: Mapping[Keys, frozenset[str]]) -> set[frozenset[str]]:
    """The sets of writers of a key and of the keys below it."""
    route = tuple(key for key in keys if isinstance(key, str))
    return {roles for row, roles in rows.items() if row[: len(route)] == route}


def _writers_within(table: Writers, kind: str, edit: Edit) -> frozenset[str]:
    """The roles that may make an edit: those of its key, and of every key below when it touches a whole block."""
    allowed = writers(table, kind, edit.keys)
    blocks = isinstance(edit.before, Mapping) or isinstance(edit.after, Mapping)
    if blocks and edit.keys:
        for roles in _shares(edit.keys, table.get(kind, {})):
            allowed &= roles
    return allowed


def _whole(before: Side, after: Side) -> Edit:
    op = Op.ADD if not before.present else Op.CHANGE if after.present else Op.REMOVE
    return Edit((), op)


def _allowed(path: str, edit: Edit, why: Ground) -> Decision:
    return Decision(path, edit, True, why)


def _refused(path: str, edit: Edit, why: Refusal, details: Details | None = None) -> Decision:
    return Decision(path, edit, False, why, details or NO_DETAILS)


def grid_of(data: Mapping[str, Any], book: Book) -> Grid | None:
    """The grid of the year in which a declaration, as plain data, took place."""
    period = data.get("period")
    first = period.get("from") if isinstance(period, Mapping) else None
    year = academic_year_of(first) if isinstance(first, str) else None
    return book.grids.get(year) if year else None


def refusals(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that refuse."""
    return [decision for decision in decisions if not decision.allowed]
