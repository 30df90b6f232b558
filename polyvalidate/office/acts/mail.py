"""Letters on disk: one folder with the list to merge and a draft for each student, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.grid import Campaign
from polyvalidate.model.years import academic_year, grid_of_entry
from polyvalidate.office.follow import reminders
from polyvalidate.office.follow.gathering import Followed, Following
from polyvalidate.office.follow.reminders import Who
from polyvalidate.office.lists.steps import LAST_LEVEL, Step
from polyvalidate.office.register import claims, letters
from polyvalidate.office.register.register import Member, Register
from polyvalidate.office.register.roster import expected_level
from polyvalidate.repository.private_folder import write_folder
from polyvalidate.school.school import School

MERGE_FILE = "publipostage.csv"
DRAFTS = "brouillons"


class Mailed(NamedTuple):
    """What was written, and how many students have no address."""

    folder: Path
    rows: int
    drafts: int


class Letters(NamedTuple):
    """Letters as files, by path inside their folder: the list to merge, and a draft for who has an address."""

    files: Mapping[str, bytes]
    rows: int
    drafts: int


class Reminder(NamedTuple):
    """Whom a reminder is for, those of them whom the register knows, and the campaign to which it invites."""

    whom: tuple[Followed, ...]
    named: tuple[tuple[Followed, Member], ...]
    campaign: Campaign | None


def letters_of(school: School, register: Register, members: Iterable[Member], today: date) -> Letters:
    """The letters that give some students of a register their pseudonym, by name."""
    sender = letters.School(*_sender(school), school.latest.in_boxes)
    people = [
        _addressee(school, register, member, today)
        for member in sorted(members, key=lambda one: (one.cohort, one.order))
    ]
    drafts = {p.member.code: letters.draft(sender, p) for p in people if p.member.email}
    return _together(letters.merge_rows(sender, people), len(people), drafts)


def reminder(found: Following, who: Who) -> Reminder:
    """Those whom a reminder is for, among those who were followed."""
    whom = tuple(reminders.chosen(found, who))
    named = tuple((one, one.member) for one in whom if one.member is not None)
    return Reminder(whom, named, reminders.campaign_to_use(found.book.grids.values(), found.today))


def reminders_of(school: School, asked: Reminder, today: date) -> Letters:
    """The letters of a reminder."""
    sender, named, campaign = letters.School(*_sender(school)), asked.named, asked.campaign
    drafts = {
        member.code: reminders.draft(sender, one, member, campaign, today) for one, member in named if member.email
    }
    return _together(reminders.merge_rows(sender, named, campaign), len(named), drafts)


def write_letters(folder: Path, made: Letters) -> Mailed:
    """Write letters in a folder that ``ready`` gave. Raises ``Unreadable``."""
    write_folder(folder, made.files)
    return Mailed(folder, made.rows, made.drafts)


def _together(merged: bytes, rows: int, drafts: Mapping[str, bytes]) -> Letters:
    files = {MERGE_FILE: merged} | {f"{DRAFTS}/{code}.eml": data for code, data in drafts.items()}
    return Letters(files, rows, len(drafts))


def _sender(school: School) -> tuple[str, str, str]:
    grid = school.latest
    return grid.school, grid.site, grid.contact


def _addressee(school: School, register: Register, member: Member, today: date) -> letters.Addressee:
    student = school.students.get(member.code)
    known = student is not None and student.account is not None
    boxes = school.latest.in_boxes  # which nobody reads whose account is not known: a code could be written nowhere
    nowhere = known or boxes or claims.key_in(register.settings) is None
    claim = "" if nowhere else claims.code_of(register, member)
    profile = student.profile if student is not None else ""
    return letters.Addressee(member, group_of(school, member.code, today), profile, claim, boxes and not known)


def group_of(school: School, code: str, today: date) -> str:
    """PROGRAMME + YEAR OF STUDY on a day (``DI3``); empty for somebody who has no folder, has left, or has finished."""
    student = school.students.get(code)
    grid = grid_of_entry(school.book, student.cohort) if student is not None else None
    if student is None or grid is None or (student.left is not None and student.left <= today):
        return ""
    year = int(academic_year(today)[:4])
    level = expected_level(student, grid, year)
    if level is None or level > LAST_LEVEL or student.cohort > year:
        return ""
    return str(Step(student.programme, level))
