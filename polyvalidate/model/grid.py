"""The grid of an academic year, once it is well formed: profiles, campaigns, categories and activities, and what they
are worth; the people entitled to decide; the book that holds them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from polyvalidate.model.accounts import is_said
from polyvalidate.model.clock import PARIS
from polyvalidate.model.points import Points
from polyvalidate.model.words import LANGUAGES, Text


class Period(NamedTuple):
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def within(self, other: Period) -> bool:
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Unit:
    """What one ``quantity`` of an activity is. ``hours`` > 0: the claim is made in hours, counted by whole blocks of
    that many. ``minimum_hours`` > 0: each unit claimed must come with at least that many hours."""

    code: str
    title: Text
    hours: int = 0
    minimum_hours: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One step of an activity whose points depend on the level reached (participant, prize winner…)."""

    code: str
    title: Text
    points: Points


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the grid: what earns points, how many per unit, up to which caps, proved by what.

    ``lowest`` and ``highest`` are the points of one unit; they differ for a range (the person who evaluates chooses)
    and for ``levels`` (the level declared chooses). ``all_of`` and ``any_of`` are evidence kinds (E1…).
    """

    code: str
    category: str
    title: Text
    guidance: Text
    unit: str
    lowest: Points
    highest: Points
    levels: Mapping[str, Level]
    cap_year: Points
    cap_cycle: Points
    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    role: str
    scope: str
    open_to: frozenset[str]
    referents: tuple[str, ...]
    exclusive: frozenset[str]
    legal: tuple[str, ...]
    sensitive: bool
    bulk: bool
    on_request: bool
    allows_paid: bool

    @property
    def is_range(self) -> bool:
        return not self.levels and self.lowest != self.highest


@dataclass(frozen=True, slots=True)
class Category:
    """One of the categories of the grid, with the most (and the least) it may count for each profile."""

    code: str
    title: Text
    guidance: Text
    caps: Mapping[str, Points]
    minimums: Mapping[str, Points]
    referents: tuple[str, ...]
    activities: Mapping[str, Activity]


@dataclass(frozen=True, slots=True)
class Profile:
    """How a student entered the cycle, and what the quitus then asks. ``required`` is None when the jury fixes it."""

    code: str
    title: Text
    years: int
    required: Points | None
    minimum_categories: int
    total_cap: Points | None


@dataclass(frozen=True, slots=True)
class Campaign:
    """When one may declare (``opens`` to ``closes``), and which days of activity the declaration may cover."""

    code: str
    title: Text
    opens: date
    closes: date
    covers: Period
    second_chance: bool


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of evidence (E1…), and the media types it may have."""

    code: str
    title: Text
    media_types: frozenset[str]


@dataclass(frozen=True, slots=True)
class EvidencePolicy:
    """Where evidence may be kept, and how large it may be (bytes)."""

    kinds: Mapping[str, EvidenceKind]
    stores: frozenset[str]
    hosts: frozenset[str]
    maximum_size: int


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the school answers of personal data: who is responsible, whom to write to, who else processes them, why."""

    controller: Text
    officer: Text
    processors: Text
    basis: Text


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many months things are kept: a student's folder and their row of the register, after they have left or
    had their quitus at the end of their cycle; attachments, after the decision; the jury's minutes, after the session.

    Left unsaid: a year, two months as the time to go to court (CJA, article R421-1), fifty years.
    """

    declarations: int = 12
    register: int = 12
    attachments: int = 2
    minutes: int = 600


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of one academic year. The ``timezone`` of the last year is that of the school."""

    year: str
    example: bool
    title: Text
    school: str
    language: str
    site: str
    contact: str
    period: Period
    profiles: Mapping[str, Profile]
    programmes: Mapping[str, Text]
    units: Mapping[str, Unit]
    campaigns: tuple[Campaign, ...]
    evidence: EvidencePolicy
    second_reader_from: Points
    merge_decides: bool
    """Does a declaration count once it is merged, without a written evaluation?"""
    names_land: bool
    """Do the commits of a request enter the record, with the names of their authors?"""
    legal: Mapping[str, Text]
    categories: Mapping[str, Category]
    activities: Mapping[str, Activity]
    timezone: str = PARIS
    privacy: Privacy | None = None
    retention: Retention = Retention()
    in_boxes: bool = False
    """Does each student make requests in a private repository of their own, a box?"""
    languages: tuple[str, ...] = LANGUAGES
    """What the texts of the grid and the pages of the site are written in."""
    asks_reviewers: bool = True
    """Is somebody who may decide a request asked to look at it, where the forge knows how to?"""
    boxes: str = ""
    """The organisation or group of the forge that holds the boxes; each is named as the pseudonym of its student."""

    def pages_for(self, lang: str) -> str:
        """The language of the site's pages for somebody who reads ``lang``: that one, where the school writes it."""
        return lang if lang in self.languages else self.languages[0]


@dataclass(frozen=True, slots=True)
class Stand:
    """Whom an evaluator stands in for, with their categories, and from which day to which (both included)."""

    code: str
    categories: frozenset[str]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody who may write what students may not: a forge account and what it is entitled to, from the day ``since``
    to the day ``until``. ``deputies`` are the codes of those who stand in for them."""

    code: str
    title: Text
    account: str
    role: str  # evaluator | registry | jury | keeper
    categories: frozenset[str]
    until: date | None
    since: date | None = None
    deputies: tuple[str, ...] = ()
    stands: tuple[Stand, ...] = ()

    @property
    def person(self) -> str:
        """Who it is, told from the others: the account, or the code as long as the account is to be filled in."""
        return self.account if is_said(self.account) else self.code


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a folder is judged by: the grid of every year, the role holders, the day of the check.

    ``broken_years`` are academic years whose grid exists and cannot be read: nothing is said of the declarations of
    such a year, since the grid's own findings already block. ``made`` is the day of a change that is judged
    afterwards.
    """

    grids: Mapping[str, Grid]
    broken_years: frozenset[str]
    roles: Mapping[str, RoleHolder]
    today: date
    made: date | None = None

    @property
    def acting(self) -> date:
        """The day on which whoever changes something must be in office: that of the change, today by default."""
        return self.today if self.made is None else self.made

    @property
    def latest(self) -> Grid | None:
        """The grid of the last year; None when none can be read."""
        return self.grids[max(self.grids)] if self.grids else None

    @property
    def names_land(self) -> bool:
        """Do the commits of a request enter the record of this school, with the names of their authors?"""
        return self.latest is not None and self.latest.names_land

    @property
    def boxes(self) -> str:
        """Where the boxes of this school are; empty where all make their requests in the one repository."""
        return self.latest.boxes if self.latest is not None and self.latest.in_boxes else ""
