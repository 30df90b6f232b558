"""Who asks, what is answered and why: the values of authorising."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from polyvalidate.files.difference import Edit
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import NO_DETAILS, Details


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
    MISPLACED = "misplaced"  # a declaration outside the folders of students
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
    return Actor(account, tuple(holder for holder in holders if in_office(holder, book.acting)))


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


def is_answered(data: Mapping[str, Any] | None) -> bool:
    """Does a declaration, as plain data, hold an appeal that the jury has begun to answer?"""
    appeal = (data or {}).get("appeal")
    return isinstance(appeal, Mapping) and any(
        appeal.get(key) is not None for key in ("outcome", "points", "by", "decided")
    )
