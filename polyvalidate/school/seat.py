"""A school's repository as somebody who declares needs it: their folder, the grid, what a draft would be worth."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.files.draft import Answers, declaration, file_name
from polyvalidate.judgement.awaiting import UNEVALUATED
from polyvalidate.judgement.calling import CLOSED, closed_for
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.folder import Evidence, Student
from polyvalidate.model.grid import Activity, Grid, Unit
from polyvalidate.model.paths import Entry, Folder
from polyvalidate.model.points import Points
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.score import Balance, Line
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.repository import Unreadable
from polyvalidate.school.school import School

_CODE = re.compile(r"s-[0-9a-hjkmnp-tv-z]{10}", re.ASCII)


class Draft(NamedTuple):
    """A declaration that is not written yet, judged: what is new with it, what it would count once it is accepted, the
    balance with it, and what it adds to that."""

    path: str
    data: bytes
    findings: tuple[Finding, ...]
    line: Line | None
    after: Balance | None
    gain: Points
    answers: Answers

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps it from being written. Points of another school are evaluated once they have been brought, and
        what is declared too early waits for its campaign."""
        later = (UNEVALUATED, CLOSED)
        return tuple(f for f in self.findings if f.severity is Severity.ERROR and f.code not in later)


def root_of(given: Path | None) -> Path:
    """The root of the repository: what was given, else the nearest folder above the current one that has a grid and
    declarations. Raises ``Unreadable`` when there is none."""
    if given is not None:
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "grid").is_dir() and (folder / "declarations").is_dir():
            return folder
    raise Unreadable(
        Text(
            "Ce dossier n'est pas dans un dépôt de déclarations. Allez dans ce dépôt avec cd, ou "
            "indiquez-le avec --repo.",
            "This folder is in no repository of declarations. Go to that repository with cd, or give it with --repo.",
        )
    )


class Desk(School):
    """A school as somebody who declares or evaluates needs it, on disk most of the time."""

    def here(self) -> str | None:
        """The student in whose folder the command is run, if it is."""
        name = Path.cwd().name
        return name if name in self.folders and Path.cwd().parent.parent.parent == self.place.resolve() else None

    def grid(self, answers: Answers) -> Grid:
        """The grid of the year of the activity, or the latest as long as that year is not known or has none."""
        year = academic_year(answers.first) if answers.first else ""
        return self.book.grids.get(year) or self.latest

    def evaluators(self, answers: Answers) -> list[str]:
        """The codes of those in office who evaluate the activity."""
        grid = self.grid(answers)
        activity = grid.activities.get(answers.activity or "")
        roles = [
            h
            for h in self.book.roles.values()
            if activity is not None and may_evaluate(h, activity, grid, self.book.today)
        ]
        return sorted(holder.code for holder in roles if in_office(holder, self.book.today))

    def activity(self, answers: Answers) -> tuple[Activity, Unit] | tuple[None, None]:
        grid = self.grid(answers)
        activity = grid.activities.get(answers.activity or "")
        unit = grid.units.get(activity.unit) if activity else None
        return (activity, unit) if activity is not None and unit is not None else (None, None)

    def seat(self, code: str) -> Seat:
        """The place of one student. Raises ``Unreadable`` when there is none, or student.yml does not read."""
        if not _CODE.fullmatch(code):
            raise Unreadable(
                Text(
                    "Un code d'élève commence par s- et compte dix lettres ou chiffres, comme s-k3f9q2mz7w.",
                    "The code of a student begins with s- and has ten letters or digits, as s-k3f9q2mz7w.",
                )
            )
        if code not in self.folders:
            raise Unreadable(
                Text(
                    "Aucun dossier pour {code} dans declarations. Vérifiez votre code, ou demandez-le à la scolarité.",
                    "No folder for {code} in declarations. Check your code, or ask the registry office.",
                ),
                code=code,
            )
        return Seat(self, self.folders[code])


class Seat:
    """The folder of one student, as it stands before the draft."""

    def __init__(self, desk: Desk, folder: Folder) -> None:
        self.desk = desk
        self.folder = folder
        self.entries = desk.tree.read(folder.nodes)
        self.before = self._check(())
        if self.before.student is None:
            raise Unreadable(
                Text(
                    "Le fichier {path}/student.yml manque ou ne se lit pas. Demandez à la scolarité d'y veiller.",
                    "The file {path}/student.yml is missing or cannot be read. Ask the registry office to mend it.",
                ),
                path=folder.path,
            )
        self.student: Student = self.before.student

    def _check(self, more: Collection[Entry]) -> judgement.FolderResult:
        desk = self.desk
        return judgement.check_folder(
            desk.judge, desk.book, self.folder.path, [*self.entries, *more], desk.sorted.twins
        )

    def draft(self, answers: Answers) -> Draft:
        """Judge the folder with the draft in it. Raises ValueError for answers without an activity or first day."""
        taken = [node.path.rpartition("/")[2] for node in self.folder.nodes]
        path = f"{self.folder.path}/{file_name(answers, taken)}"
        data = declaration(answers)
        after = self._check([Entry(path, 0o100644, len(data), data), *self._documents(answers)])
        known = {_identity(finding) for finding in self.before.findings}
        found = tuple(finding for finding in after.findings if _identity(finding) not in known)
        book = self.desk.book
        found += closed_for(self.desk.judge, after, path, data, book.today, book)
        balance = after.if_accepted((path,), self.desk.book)
        line = next((row for row in balance.lines if row.path == path), None) if balance else None
        gain = Points(balance.credited - self.before.balance.credited if balance and self.before.balance else 0)
        return Draft(path, data, found, line, balance, gain, answers)

    def _documents(self, answers: Answers) -> list[Entry]:
        """The documents that will be copied into the folder, where the school keeps them there."""
        there = {node.path for node in self.folder.nodes}
        found: dict[str, Entry] = {}
        for piece in answers.evidence:
            path = f"{self.folder.path}/evidence/{piece.name}"
            if piece.store == "repository" and path not in there:
                found[path] = Entry(path, 0o100644, piece.size or 0, None)
        return list(found.values())

    def has_another(self, piece: Evidence) -> bool:
        """Would the copy of this document take the place of another one of the same name?"""
        if piece.store != "repository" or piece.name is None:
            return False
        path = self.desk.place / self.folder.path / "evidence" / piece.name
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != piece.sha256


def _identity(finding: Finding) -> tuple[str, str, object, str]:
    return finding.code, finding.path, finding.keys, repr(finding.details)
