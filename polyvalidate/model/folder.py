"""What stands in a student's folder, once it is well formed: who studies, what was declared, what the jury said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from polyvalidate.model.grid import Period
from polyvalidate.model.points import Points


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The threshold a jury fixed for one student, in place of that of the profile. Why is nowhere: it may be health."""

    required: Points
    on: date
    by: str


class Former(NamedTuple):
    """A profile that a student had, up to a day and that day included."""

    profile: str
    until: date


@dataclass(frozen=True, slots=True)
class Student:
    """What the registry office says of a student; nothing here names a person. ``formerly`` are the profiles they had
    before ``profile``."""

    path: str
    code: str
    cohort: int
    account: str | None
    programme: str
    profile: str
    extra_years: int
    arrangement: Arrangement | None
    left: date | None
    formerly: tuple[Former, ...] = ()

    def profile_on(self, day: date) -> str:
        """The profile of a day."""
        former = sorted(self.formerly, key=lambda one: one.until)
        return next((one.profile for one in former if day <= one.until), self.profile)

    @property
    def profiles(self) -> frozenset[str]:
        """Every profile that they have or had."""
        return frozenset((self.profile, *(one.profile for one in self.formerly)))


class Unread(Exception):
    """A part of a file that could not be read was asked for: whoever asks cannot say anything of it."""


Part = TypeVar("Part", bound=tuple[object, ...])


def without(value: Part, parts: Iterable[str]) -> Part:
    """The same, of which some parts could not be read: to ask for one of them raises ``Unread``."""

    def unread(_: object) -> object:
        raise Unread

    kind = type(value)
    partial: type[Part] = type(kind.__name__, (kind,), {part: property(unread) for part in parts})
    return partial.__new__(partial, *value)


class Evidence(NamedTuple):
    kind: str
    store: str
    name: str | None
    url: str | None
    sha256: str | None
    media_type: str | None
    size: int | None


class Evaluation(NamedTuple):
    decision: str  # accepted | partial | refused
    points: Points | None
    by: str
    second: str | None
    on: date
    comment: str | None


class Appeal(NamedTuple):
    on: date | None
    reason: str | None
    outcome: str | None  # granted | partial | rejected
    points: Points | None
    by: str | None
    decided: date | None
    comment: str | None


class Declaration(NamedTuple):
    """What a student says they did: one file."""

    path: str
    name: str
    activity: str
    title: str | None
    organisation: str | None
    event: str | None
    period: Period
    quantity: int | None
    hours: int | None
    level: str | None
    description: str | None
    elsewhere: str
    origin: str | None
    evidence: tuple[Evidence, ...]
    evaluation: Evaluation | None
    appeal: Appeal | None


def grants(declaration: Declaration) -> bool:
    """Has somebody entitled given points to a declaration, in a decision or in the answer to an appeal?"""
    evaluation, appeal = declaration.evaluation, declaration.appeal
    if appeal is not None and appeal.outcome in ("granted", "partial"):
        return True
    return evaluation is not None and evaluation.decision in ("accepted", "partial")


@dataclass(frozen=True, slots=True)
class Quitus:
    """The jury's decision, with the balance it was taken on, and the reason where it gave one."""

    path: str
    session: str
    outcome: str  # acquired | not-acquired | exempted | second-chance
    credited: Points
    required: Points
    on: date
    by: str
    comment: str | None = None
