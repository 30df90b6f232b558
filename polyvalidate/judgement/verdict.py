"""A change, the request it comes in, and the verdict: the values of the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.judgement.awaiting import Await
from polyvalidate.judgement.impact import Impact
from polyvalidate.judgement.rights import Decision
from polyvalidate.model.findings import Finding
from polyvalidate.model.paths import Entry
from polyvalidate.model.points import Points
from polyvalidate.model.score import Line
from polyvalidate.rules.cases import ClaimCase, Remark

MOST_FILES = 50
"""The most files that a student's request may touch; the offices work on whole cohorts."""


class Outcome(StrEnum):
    OK = "ok"
    INTRODUCES = "introduces"
    STILL_BROKEN = "still-broken"
    HEALED = "healed"


class Status(StrEnum):
    SUCCESS = "success"
    PENDING = "pending"
    FAILURE = "failure"
    ERROR = "error"


class FolderChange(NamedTuple):
    """A student's folder on both sides: all its files, those that the change leaves alone too."""

    path: str
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]
    differs: frozenset[str]
    """The paths that the change adds, alters or removes."""


class OtherChange(NamedTuple):
    """A path outside students' folders that differs."""

    path: str
    before: Entry | None
    after: Entry | None


class Given(NamedTuple):
    """What merging two commits gives for a path, when somebody has put something else there.

    ``differs`` when that is already not what was there before.
    """

    entry: Entry | None
    differs: bool


class Change(NamedTuple):
    """What differs between the base and what the repository would become; ``remarks`` are about its shape.

    ``given`` are the paths at which whoever merged has put something else than the parents of the merge give.
    """

    folders: tuple[FolderChange, ...]
    others: tuple[OtherChange, ...]
    remarks: tuple[Remark, ...] = ()
    twins: frozenset[str] = frozenset()
    given: Mapping[str, Given] = {}
    digests: Mapping[str, str] = {}
    """The SHA-256 of the evidence that stands in the folders, or in the box of a student, by the path that it has or
    would have there, as far as it was read."""


class Request(NamedTuple):
    """Who proposes the change, when it was opened, and the accounts that approved it on this very commit. ``box`` is
    the name of the box in which it is proposed; empty for the school's own repository."""

    actor: str
    opened: date
    approvals: frozenset[str] = frozenset()
    box: str = ""


class StudentChange(NamedTuple):
    """A student that the change touches, the balance before it and once it is accepted as it stands, and the lines of
    the declarations that changed."""

    student: str
    before: Points | None
    after: Points | None
    required: Points | None
    lines: tuple[Line, ...]
    provisional: bool = False
    """Does ``after`` count something that nobody has decided yet?"""


class Compared(NamedTuple):
    """A file that stands in the repository, or in the box of a student, as the evidence of a declaration of the
    change. ``agrees``: is it the one whose digest the declaration gives? None when it was too large to be read.
    ``rank``: which piece of that declaration it is, from 0."""

    path: str
    kind: str
    agrees: bool | None
    rank: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a change. ``introduced`` is the author's to mend; ``standing`` was there before."""

    outcome: Outcome
    status: Status
    awaits: tuple[Await, ...]
    introduced: tuple[Finding, ...]
    standing: tuple[Finding, ...]
    changes: tuple[Decision, ...]
    students: tuple[StudentChange, ...]
    files: int
    folders: int
    across: bool
    evidence: tuple[Compared, ...] = ()
    claims: Mapping[str, ClaimCase] = field(default_factory=dict)
    """The declarations that await something, by path."""
    impact: Impact | None = None
    """What a change of the grid does to everybody; None for any other change."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(sorted((*self.introduced, *self.standing), key=lambda f: f.order))

    @property
    def to_mend(self) -> bool:
        """Has the author something to mend?"""
        return self.outcome is Outcome.INTRODUCES


class Around(NamedTuple):
    """What was found outside the touched folders: in the grid, or between folders, before and after the change."""

    before: tuple[Finding, ...] = ()
    after: tuple[Finding, ...] = ()
    across: bool = False
    impact: Impact | None = None
