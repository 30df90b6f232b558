"""One student's record at a commit and on a day: the value from which every document handed over is made.

Statements in PDF, minutes, diploma supplement, European credentials and badges say the same because they read the same
``Statement``. It is private to the student: titles, organisations and comments are as they were typed. No name is in
it; whoever holds the register of pseudonyms adds one where a document needs it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from polyvalidate.judgement import FolderResult
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Book, Grid, Period
from polyvalidate.model.origin import organisation_of
from polyvalidate.model.paths import Entry, grid_kind
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import Basis, Line, Loss, Missing
from polyvalidate.model.words import Text
from polyvalidate.model.years import grid_of_entry
from polyvalidate.rules.cases import ClaimCase


class Ruling(NamedTuple):
    """What somebody decided of a declaration. ``outcome`` is accepted, partial or refused for an evaluation; granted,
    partial or rejected for an appeal. ``by`` is a role, never a person."""

    outcome: str
    points: Points | None
    on: date | None
    by: Text | None
    second: Text | None
    comment: str | None


class Contest(NamedTuple):
    """What the student asked of the jury against a decision, answered or not."""

    on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class StatedActivity:
    """One declaration with its points, in quarter-points: what the grid gives, what was decided, what counts.

    ``title``, ``category_title`` and ``unit`` are the grid's, of the year in which the activity took place;
    ``own_title``, ``organisation``, the reason of a contest and the comments of rulings are free text. ``appeal`` is
    the jury's answer to the contest. ``role`` is organiser, participant or lead.
    """

    path: str
    code: str
    category: str
    category_title: Text
    year: str
    title: Text
    role: str
    level: Text | None
    legal: tuple[Text, ...]
    own_title: str | None
    organisation: str | None
    event: str | None
    origin: str | None
    period: Period
    quantity: int | None
    hours: int | None
    unit: Text
    sensitive: bool
    claimed: Points
    computed: Points
    credited: Points
    basis: Basis
    losses: tuple[Loss, ...]
    ruling: Ruling | None
    contest: Contest | None
    appeal: Ruling | None


class StatedCategory(NamedTuple):
    code: str
    title: Text
    credited: Points


class Outcome(NamedTuple):
    """What the jury decided of the quitus, and on which balance. ``outcome``: acquired, not-acquired, exempted or
    second-chance."""

    session: str
    outcome: str
    credited: Points
    required: Points
    on: date
    by: Text | None


class GridStamp(NamedTuple):
    """A grid that judged: its year, its title, and the fingerprint of its files (``fingerprints_of``)."""

    year: str
    title: Text
    example: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One student's record.

    ``commit`` is None when it was read from files on disk; ``errors`` counts the findings of the folder that block, so
    that a document may be refused; ``required`` is None as long as the jury has not fixed it.
    """

    school: str
    site: str
    contact: str
    student: str
    cohort: int
    programme: str
    programme_title: Text
    profile: str
    profile_title: Text
    activities: tuple[StatedActivity, ...]
    categories: tuple[StatedCategory, ...]
    claimed: Points
    credited: Points
    required: Points | None
    minimum_categories: int
    missing: Missing
    quitus: Outcome | None
    grids: tuple[GridStamp, ...]
    commit: str | None
    day: date
    errors: int

    @property
    def example(self) -> bool:
        """Was any of it judged by an example grid?"""
        return any(stamp.example for stamp in self.grids)

    @property
    def counted(self) -> tuple[StatedActivity, ...]:
        """The activities that count at least a quarter-point."""
        return tuple(activity for activity in self.activities if activity.credited)

    @property
    def acquired(self) -> bool:
        """Has the jury given the quitus?"""
        return self.quitus is not None and self.quitus.outcome == "acquired"


def fingerprints_of(entries: Iterable[Entry]) -> dict[str, str]:
    """The fingerprint of each year's grid: 64 hexadecimal digits, as ``sha256sum grid/2025-2026/*.yml | sha256sum``
    gives from the root of the repository (in the order of LC_ALL=C)."""
    sums: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda e: e.path.encode("utf-8", "surrogateescape")):
        if grid_kind(entry.path) in ("rules", "category") and entry.data is not None:
            digest = hashlib.sha256(entry.data).hexdigest()
            sums.setdefault(entry.path.split("/")[1], []).append(f"{digest}  {entry.path}\n")
    return {year: hashlib.sha256("".join(rows).encode()).hexdigest() for year, rows in sorted(sums.items())}


def state(result: FolderResult, book: Book, fingerprints: Mapping[str, str], commit: str | None) -> Statement | None:
    """The record of a folder that was checked with its balance kept.

    None when student.yml could not be read, or names a profile that no grid knows.
    """
    student, balance, grid = result.student, result.balance, None
    if student is not None:
        grid = grid_of_entry(book, student.cohort)
    if student is None or balance is None or grid is None:
        return None
    profile = grid.profiles[student.profile]
    claims = {claim.declaration.path: claim for claim in result.claims}
    years = sorted({line.year for line in balance.lines} | {grid.year})
    quitus = result.quitus
    return Statement(
        school=grid.school,
        site=grid.site,
        contact=grid.contact,
        student=student.code,
        cohort=student.cohort,
        programme=student.programme,
        programme_title=_programme(book, grid, student.programme),
        profile=student.profile,
        profile_title=profile.title,
        activities=tuple(_activity(claims[line.path], line, book) for line in balance.lines),
        categories=tuple(
            StatedCategory(code, _category(book, years, code), points) for code, points in balance.categories.items()
        ),
        claimed=balance.claimed,
        credited=balance.credited,
        required=balance.required,
        minimum_categories=profile.minimum_categories,
        missing=balance.missing,
        quitus=None
        if quitus is None
        else Outcome(
            quitus.session, quitus.outcome, quitus.credited, quitus.required, quitus.on, _role(book, quitus.by)
        ),
        grids=tuple(
            GridStamp(year, book.grids[year].title, book.grids[year].example, fingerprints.get(year, ""))
            for year in years
        ),
        commit=commit,
        day=book.today,
        errors=sum(finding.severity is Severity.ERROR for finding in result.findings),
    )


def _activity(claim: ClaimCase, line: Line, book: Book) -> StatedActivity:
    declaration, activity, grid = claim.declaration, claim.activity, claim.grid
    evaluation, appeal = declaration.evaluation, declaration.appeal
    level = activity.levels.get(declaration.level or "")
    return StatedActivity(
        path=declaration.path,
        code=activity.code,
        category=activity.category,
        category_title=grid.categories[activity.category].title,
        year=grid.year,
        title=activity.title,
        role=activity.role,
        level=level.title if level else None,
        legal=tuple(grid.legal[code] for code in activity.legal if code in grid.legal),
        own_title=declaration.title,
        organisation=organisation_of(declaration),
        event=declaration.event,
        origin=declaration.origin,
        period=declaration.period,
        quantity=declaration.quantity,
        hours=declaration.hours,
        unit=grid.units[activity.unit].title,
        sensitive=activity.sensitive,
        claimed=line.claimed,
        computed=line.computed,
        credited=line.credited,
        basis=line.basis,
        losses=line.losses,
        ruling=None
        if evaluation is None
        else Ruling(
            evaluation.decision,
            evaluation.points,
            evaluation.on,
            _role(book, evaluation.by),
            None if evaluation.second is None else _role(book, evaluation.second),
            evaluation.comment,
        ),
        contest=None if appeal is None else Contest(appeal.on, appeal.reason),
        appeal=None
        if appeal is None or appeal.outcome is None
        else Ruling(
            appeal.outcome,
            ZERO if appeal.outcome == "rejected" else appeal.points,
            appeal.decided,
            None if appeal.by is None else _role(book, appeal.by),
            None,
            appeal.comment,
        ),
    )


def _role(book: Book, code: str) -> Text | None:
    """The title of a role; None for a code that the roles no longer hold."""
    holder = book.roles.get(code)
    return None if holder is None else holder.title


def _programme(book: Book, grid: Grid, code: str) -> Text:
    """The title of a programme: in the grid of entry, else in any year's, else its code."""
    for each in (grid, *book.grids.values()):
        if code in each.programmes:
            return each.programmes[code]
    return Text(code, code)


def _category(book: Book, years: Iterable[str], code: str) -> Text:
    """The title of a category in the last of the years that has it."""
    titles = [book.grids[year].categories[code].title for year in years if code in book.grids[year].categories]
    return titles[-1]
