"""What a school keeps past the time that its grid gives: folders, rows of the register, attachments, minutes."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from polyvalidate.model.folder import Declaration, Quitus, Student
from polyvalidate.model.grid import Book, Retention
from polyvalidate.model.years import first_day, grid_of_entry
from polyvalidate.office.register.register import Member

MOST_EXTRA_YEARS = 3
"""The years that ``student.yml`` may add to a cycle."""
_DONE = ("acquired", "exempted")


class Person(NamedTuple):
    """A student whose time has begun: the day on which they left, or had both their quitus and the end of their
    cycle."""

    code: str
    cohort: int
    since: date


class Attached(NamedTuple):
    """The files that prove a declaration, and the day on which it was last decided."""

    path: str
    names: tuple[str, ...]
    since: date


class Session(NamedTuple):
    """A session of the jury, and its last day."""

    code: str
    since: date


class Past(NamedTuple):
    """What is past its time on a day."""

    folders: tuple[Person, ...]
    rows: tuple[Member, ...]
    attachments: tuple[Attached, ...]
    sessions: tuple[Session, ...]

    @property
    def nothing(self) -> bool:
        return not any(self)

    def since(self, day: date, retention: Retention) -> Past:
        """The same, where what no program can delete came to its time on that day or later."""
        return self._replace(
            attachments=tuple(one for one in self.attachments if after(one.since, retention.attachments) >= day),
            sessions=tuple(one for one in self.sessions if after(one.since, retention.minutes) >= day),
        )


class Kept(NamedTuple):
    """What a school holds of its students, by pseudonym; ``members`` are the rows of its register."""

    students: Mapping[str, Student]
    quitus: Mapping[str, Quitus]
    declarations: Iterable[Declaration]
    members: Iterable[Member]


def after(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def past(kept: Kept, retention: Retention, book: Book) -> Past:
    """What is past its time on the day of the book. A row of the register never outlives the folder that it names."""
    ends = {code: day for code, one in kept.students.items() if (day := ended(one, kept.quitus.get(code), book))}
    today = book.today
    people = [Person(code, kept.students[code].cohort, day) for code, day in ends.items()]
    folders = tuple(sorted(one for one in people if after(one.since, retention.declarations) <= today))
    months = min(retention.register, retention.declarations)
    rows = tuple(
        member
        for member in kept.members
        if (day := ends.get(member.code) or _without_folder(member, kept.students, book)) is not None
        and after(day, months) <= today
    )
    attached = (_attached(declaration) for declaration in kept.declarations)
    attachments = tuple(
        sorted(one for one in attached if one is not None and after(one.since, retention.attachments) <= today)
    )
    sessions: dict[str, date] = {}
    for quitus in kept.quitus.values():
        sessions[quitus.session] = max(quitus.on, sessions.get(quitus.session, date.min))
    minutes = (Session(code, day) for code, day in sorted(sessions.items()))
    return Past(
        folders, rows, attachments, tuple(one for one in minutes if after(one.since, retention.minutes) <= today)
    )


def ended(student: Student, quitus: Quitus | None, book: Book) -> date | None:
    """The day from which months are counted; None as long as the student is there, or has no quitus."""
    if student.left is not None:
        return student.left
    grid = grid_of_entry(book, student.cohort)
    profile = grid.profiles.get(student.profile) if grid is not None else None
    if profile is None or quitus is None or quitus.outcome not in _DONE:
        return None
    return max(quitus.on, _last_day(student.cohort, profile.years + student.extra_years))


def _last_day(cohort: int, years: int) -> date:
    return first_day(cohort + years) - timedelta(days=1)


def _without_folder(member: Member, students: Mapping[str, Student], book: Book) -> date | None:
    """The end of the longest cycle there is, for a row whose folder is not there: it was removed, or never came."""
    if member.code in students:
        return None
    grid = grid_of_entry(book, member.cohort)
    longest = max((profile.years for profile in grid.profiles.values()), default=0) if grid is not None else 0
    return _last_day(member.cohort, longest + MOST_EXTRA_YEARS)


def _attached(declaration: Declaration) -> Attached | None:
    """The files of a declaration whose decision is final; None as long as it may still be looked at."""
    names = tuple(piece.name for piece in declaration.evidence if piece.name is not None)
    evaluation, appeal = declaration.evaluation, declaration.appeal
    if not names or evaluation is None or (appeal is not None and appeal.outcome is None):
        return None
    answered = appeal.decided if appeal is not None and appeal.decided is not None else evaluation.on
    return Attached(declaration.path, names, max(evaluation.on, answered))


def by_cohort(people: Iterable[Person]) -> dict[int, int]:
    """How many there are of each cohort."""
    found: dict[int, int] = {}
    for person in people:
        found[person.cohort] = found.get(person.cohort, 0) + 1
    return dict(sorted(found.items()))


def folder_of(person: Person) -> str:
    """The path of the folder of somebody."""
    return f"declarations/{person.cohort}/{person.code}"
