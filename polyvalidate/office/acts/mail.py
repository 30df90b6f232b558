"""Letters on disk: one folder with the list to merge and a draft for each student, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.years import academic_year, grid_of_entry
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


def write_letters(folder: Path, school: School, register: Register, members: Sequence[Member], today: date) -> Mailed:
    """Write the letters of some students of a register, by name, in a folder that ``ready`` gave."""
    grid = school.latest
    sender = letters.School(grid.school, grid.site, grid.contact, grid.in_boxes)
    people = [
        _addressee(school, register, member, today)
        for member in sorted(members, key=lambda one: (one.cohort, one.order))
    ]
    drafts = {f"{p.member.code}.eml": letters.draft(sender, p) for p in people if p.member.email}
    merged = {MERGE_FILE: letters.merge_rows(sender, people)}
    write_folder(folder, merged | {f"{DRAFTS}/{name}": data for name, data in drafts.items()})
    return Mailed(folder, len(people), len(drafts))


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
