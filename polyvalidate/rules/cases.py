"""What each kind of rule is given to look at. Cases are built by ``judgement`` and never touch disk or Git."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self, cast

from polyvalidate.files.schema import Violation
from polyvalidate.files.source import Refusal
from polyvalidate.model.findings import Key, Keys, Place, Span
from polyvalidate.model.folder import Appeal, Declaration, Evaluation, Quitus, Student, grants
from polyvalidate.model.grid import Activity, Book, Grid, Profile, RoleHolder
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, computed_points, units_claimed
from polyvalidate.model.words import NO_DETAILS, Details


@dataclass(frozen=True, slots=True)
class FileCase:
    """One file as it stands: its path, and what reading it refused."""

    path: str
    refusals: Sequence[Refusal]
    expected: str = ""
    """For a path that nothing provides for: what a path there looks like."""
    twin: bool = False
    """Another path of the repository differs from this one by case or accents only."""

    def refused(self, kind: str) -> list[tuple[Place, Details, Span]]:
        return [(Place(self.path, r.keys), r.details, r.span) for r in self.refusals if r.kind == kind]


@dataclass(frozen=True, slots=True)
class SchemaCase:
    """One file that reads well, and how it disagrees with its schema."""

    path: str
    violations: Sequence[Violation]
    instead: Mapping[Keys, str] = field(default_factory=dict)
    """How a value is to be written, where it is certain what it says: ``activity: "3.1"``."""

    def at(self, violation: Violation) -> Place:
        return Place(self.path, violation.keys)


@dataclass(frozen=True, slots=True)
class GridCase:
    """The grid of one year, the ``latest`` or not. ``files`` maps a category code, ``rules`` or ``roles`` to the path
    of its file."""

    grid: Grid
    roles: Mapping[str, RoleHolder]
    today: date
    latest: bool
    files: Mapping[str, str]
    duplicates: Sequence[tuple[str, str, str]]
    """(activity code, path of the first, path of the second) for a code given twice."""
    repeated: Sequence[tuple[str, str, str]] = ()
    """(category code, path of the first, path of the second) for a category that has two files."""
    untranslated: Sequence[tuple[Place, str]] = ()
    """Where a text lacks a language of the grid, and which."""
    newest: bool = True
    """Is it the grid of the last year? What is said of the school itself is said there."""

    def at(self, file: str, *keys: Key) -> Place:
        return Place(self.files[file], keys)


class DeclarationCase(NamedTuple):
    """One readable declaration."""

    declaration: Declaration
    book: Book

    def at(self, *keys: Key) -> Place:
        return Place(self.declaration.path, keys)


class TextCase(NamedTuple):
    """The texts of a file that could identify somebody, in their simplest form, and where each stands."""

    path: str
    texts: Sequence[tuple[Keys, str]]
    comments: Sequence[tuple[Span, str]] = ()

    def numbered(self) -> Iterator[tuple[Keys, str]]:
        """The texts in which a number says something; the path of a web address is full of numbers that do not."""
        return ((keys, text) for keys, text in self.texts if keys[-1:] != ("url",))

    def at(self, *keys: Key) -> Place:
        return Place(self.path, keys)


class ClaimCase(NamedTuple):
    """A declaration whose grid and activity are known, with the student who makes it."""

    declaration: Declaration
    student: Student
    profile: Profile
    grid: Grid
    activity: Activity
    computed: Points
    """What the grid gives for the claim, before any evaluation (the highest of a range)."""
    book: Book

    @property
    def is_decided(self) -> bool:
        """Has somebody entitled given it points in writing?"""
        return grants(self.declaration)

    @property
    def evaluation(self) -> Evaluation:
        """Only for the rules that see an evaluation (``Sees.EVALUATION``): there is one."""
        return cast("Evaluation", self.declaration.evaluation)

    @property
    def appeal(self) -> Appeal:
        """Only for the rules that see an appeal (``Sees.APPEAL``): there is one."""
        return cast("Appeal", self.declaration.appeal)

    def at(self, *keys: Key) -> Place:
        return Place(self.declaration.path, keys)


@dataclass(frozen=True, slots=True)
class FolderCase:
    """One student's folder: everything in it that could be read."""

    path: str
    names: Sequence[str]
    student: Student | None
    claims: Sequence[ClaimCase]
    quitus: Quitus | None
    balance: Balance | None
    book: Book

    def at(self, name: str, *keys: Key) -> Place:
        return Place(f"{self.path}/{name}", keys)


class Precedent(NamedTuple):
    """A decision that was taken, as far as others may be held to it: nothing of it says whose declaration it was.

    ``unit``, ``units`` and ``level`` are what was claimed, ``granted`` the quarter-points before any cap.
    """

    on: date
    activity: str
    decision: str
    granted: Points
    unit: str
    units: int
    level: str

    @classmethod
    def of(cls, claim: ClaimCase) -> Self:
        """That of a claim that was evaluated."""
        declaration, activity, evaluation = claim.declaration, claim.activity, claim.evaluation
        granted, _ = computed_points(declaration, activity, claim.computed, by_grid=False)
        units = units_claimed(declaration, claim.grid.units[activity.unit])
        said = (activity.code, evaluation.decision, granted, activity.unit, units, declaration.level or "")
        return cls(evaluation.on, *said)

    def is_alike(self, claim: ClaimCase) -> bool:
        """Was as much claimed as is now?"""
        unit, level = claim.activity.unit, claim.declaration.level or ""
        units = units_claimed(claim.declaration, claim.grid.units[unit])
        return (self.unit, self.units, self.level) == (unit, units, level)


class FolderFacts(NamedTuple):
    """The little that is needed of each folder once all stand side by side."""

    path: str
    account: str | None
    digests: Sequence[tuple[str, str, int]]
    """(sha256, path of the declaration, index of the evidence)."""
    precedents: Sequence[Precedent] = ()


@dataclass(frozen=True, slots=True)
class CohortCase:
    """Folders side by side, in the order of their paths."""

    folders: Sequence[FolderFacts]
    book: Book


class Remark(NamedTuple):
    """Something about a change that a rule has a sentence for: an edit that is refused, or the shape of the change.

    ``kind`` is a value of ``rights.Refusal``, or a kind that ``judgement.change`` and ``repository.changes`` name.
    """

    kind: str
    place: Place
    details: Details = NO_DETAILS


MOST_REMARKS = 50
"""Remarks of one kind that are told of a change; the others are counted."""


@dataclass(frozen=True, slots=True)
class ChangeCase:
    """A change and who proposes it, once every edit has had its answer."""

    remarks: Sequence[Remark]

    @classmethod
    def of_many(cls, remarks: Iterable[Remark]) -> Self:
        """The first remarks of each kind, and how many more there are."""
        kept: list[Remark] = []
        told: Counter[str] = Counter()
        for remark in remarks:
            told[remark.kind] += 1
            if told[remark.kind] <= MOST_REMARKS:
                kept.append(remark)
        more = told.total() - len(kept)
        return cls([*kept, Remark("more", Place(""), {"number": more})] if more else kept)

    def of(self, *kinds: str) -> Iterator[tuple[Place, Details]]:
        return ((r.place, r.details) for r in self.remarks if r.kind in kinds)
