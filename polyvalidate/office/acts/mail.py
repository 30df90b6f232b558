"""Letters on disk: one folder with the list to merge and a draft for each student, all of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year, grid_of_entry
from polyvalidate.office.lists.steps import LAST_LEVEL, Step
from polyvalidate.office.register import letters
from polyvalidate.office.register.register import Member
from polyvalidate.office.register.roster import expected_level
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.school.school import School

MERGE_FILE = "publipostage.csv"
DRAFTS = "brouillons"
_UNFINISHED = ".polyvalidate"


class Mailed(NamedTuple):
    """What was written, and how many students have no address."""

    folder: Path
    rows: int
    drafts: int


def ready(folder: Path) -> Path:
    """The real place of a folder of letters that may be written. Raises ``Unreadable`` for one that is taken, or inside
    a Git repository."""
    real = private_files.outside_git(folder)
    for left in real.parent.glob(f".{private_files.escaped(real.name)}-*{_UNFINISHED}"):
        shutil.rmtree(left, ignore_errors=True)  # letters that were cut short: they hold personal data
    if os.path.lexists(real) and not (real.is_dir() and not any(real.iterdir())):
        raise Unreadable(
            Text(
                "{folder} existe déjà et n'est pas un dossier vide : choisissez un autre nom.",
                "{folder} already exists and is not an empty folder: choose another name.",
            ),
            folder=folder,
        )
    return real


def write_letters(folder: Path, school: School, members: Sequence[Member], today: date) -> Mailed:
    """Write the letters of some students in a folder that ``ready`` gave."""
    grid = school.latest
    sender = letters.School(grid.school, grid.site, grid.contact)
    people = [_addressee(school, member, today) for member in members]
    drafts = {f"{p.member.code}.eml": letters.draft(sender, p.member, p.profile) for p in people if p.member.email}
    try:
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=_UNFINISHED))
        try:
            private_files.place(made / MERGE_FILE, letters.merge_rows(sender, people))
            (made / DRAFTS).mkdir(private_files.FOLDER_MODE)
            for name, data in drafts.items():
                _write(made / DRAFTS / name, data)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        raise Unreadable(
            Text(
                "Les courriels n'ont pas pu être écrits dans {folder} : {strerror}. Relancez polyvalidate roster mail.",
                "The letters could not be written in {folder}: {strerror}. Run polyvalidate roster mail.",
            ),
            folder=folder,
            strerror=error.strerror,
        ) from error
    return Mailed(folder, len(people), len(drafts))


def _addressee(school: School, member: Member, today: date) -> letters.Addressee:
    student = school.students.get(member.code)
    return letters.Addressee(
        member, group_of(school, member.code, today), student.profile if student is not None else ""
    )


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, private_files.FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


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
