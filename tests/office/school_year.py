"""The year of a school of invented students, played through the commands that its people type.

Nothing is put into the repository by another way, but for the first commit (what ``init`` writes), the roles of the
year, and the branches of students, which a forge would hold.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import polyvalidate
from polyvalidate.repository import making
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School
from tests.office.registry import GIT, Office, Student

PROGRAMMES = ("PDI", "PDEE", "PDMS", "PDIA")
LEVELS = ("3A", "4A", "5A")
ROLES = """\
  reprise-1:
    title: {fr: Reprise des points de Moodle, en: Points taken over from Moodle}
    account: github:1000009
    role: evaluator
    categories: ["1", "2", "3", "4", "5", "6", "7", "8"]
    until: 2026-08-31
"""
MAP = """\
year: 2024-2025
items:
  - {moodle: "4.1 Bénévolat régulier", activity: "4.1"}
  - {moodle: "3.2 Salons", activity: "3.2"}
  - {moodle: "2.2 Responsable de pôle", activity: "2.2"}
  - {moodle: "2.6 Coup de main", activity: "2.6"}
"""
ITEMS = ("4.1 Bénévolat régulier", "3.2 Salons", "2.2 Responsable de pôle", "2.6 Coup de main")
MARKS = {0: ("2,00", "2,00", "2,00", "1,00"), 1: ("2,00", "2,00", "2,00", "1,00"), 2: ("-", "2,00", "-", "-")}
"""The points of 2024-2025 in Moodle by the rank of the student in their list, modulo four; the fourth had none."""


class Done(NamedTuple):
    """One command of the year: what was typed, how it ended, what it said, and how long it took, in seconds."""

    typed: str
    code: int
    said: str
    seconds: float


def school_of(count: int) -> list[Student]:
    """So many students: three years of study, four programmes, one of them of apprentices."""
    steps = [f"{programme}{level}" for level in LEVELS for programme in PROGRAMMES]
    return [
        Student(
            f"{22_200_000 + rank}",
            f"ANNÉE-{rank:04d}",
            "Élève",
            steps[rank * len(steps) // count],
            f"eleve-{rank}@example.org",
        )
        for rank in range(count)
    ]


def apogee_list(students: Sequence[Student]) -> bytes:
    """The extraction of the registry office, with addresses."""
    head = "COD_ETU;LIB_NOM_PAT_IND;LIB_NOM_USU_IND;LIB_PR1_IND;COD_ETP;COD_VRS_VET;COD_ANU;EMAIL"
    rows = [f"{s.number};{s.surname};;{s.first};{s.step};211;2025;{s.email}" for s in students]
    return "\r\n".join([head, *rows, ""]).encode("cp1252")


@contextmanager
def machine_says(day: str) -> Iterator[None]:
    """The commits that commands make are dated as if the clock of the machine said that day: roles end in the year."""
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    alone, many = making.commit, Committer.commit

    def one(repo: Path, tree: str, parents: Sequence[str], message: str, identity: str, _when: datetime) -> str:
        return alone(repo, tree, parents, message, identity, noon)

    def several(
        self: Committer, files: Mapping[str, bytes], message: str, identity: str, _when: datetime, *more: Any
    ) -> str:
        return many(self, files, message, identity, noon, *more)

    with patch.object(making, "commit", one), patch.object(Committer, "commit", several):
        yield


class Year(Office):
    """The school, its registry office, and the record of what was typed."""

    def __init__(self, folder: Path, count: int, told: Callable[[Done], None] = lambda _done: None) -> None:
        super().__init__(folder)
        self.git("update-ref", "refs/heads/main", self.dated("2025-09-01", "commit-tree", "main^{tree}", "-m", "début"))
        self.students = school_of(count)
        self.told = told
        self.done: list[Done] = []
        self.requests = 0
        self.day = "2025-09-01"

    # --- what people do -----------------------------------------------------------------------------------------------

    def types(self, *words: str | Path, expect: int = 0) -> str:
        """A command, as somebody types it; what it says."""
        day = str(words[words.index("--on") + 1]) if "--on" in words else self.day
        self.day = day
        begun = time.perf_counter()
        with machine_says(day):
            code, said = self.run(*words)
        done = Done(" ".join(map(str, words)), code, said, time.perf_counter() - begun)
        self.done.append(done)
        self.told(done)
        assert code == expect, f"{done.typed}\n{said}"
        return said

    def office(self, *words: str | Path, on: str, expect: int = 0) -> str:
        """A command of the registry office, with its register."""
        return self.types(*words, *self.words(), "--on", on, expect=expect)

    def final(self, remainder: int | None = None) -> list[Student]:
        """The students of the last year, or those of a rank modulo four."""
        last = [student for student in self.students if student.step.endswith("5A")]
        return [student for rank, student in enumerate(last) if remainder is None or rank % 4 == remainder]

    def points(self, student: Student) -> int:
        """What counts for a student, in quarter-points, as the branch stands."""
        at = School.at(self.school, "main", date.fromisoformat(self.day))
        return polyvalidate.balance(at, self.code(student)).credited

    def attendance(self, name: str, students: Sequence[Student], counts: int = 1) -> Path:
        """The list of those who were there, as an organiser's Excel saves it."""
        rows = [f"{s.number};{s.surname};{s.first};{counts}" for s in students]
        return self.list_file("\r\n".join(["N° étudiant;Nom;Prénom;Nombre", *rows, ""]).encode("cp1252"), name)

    def declares(self, student: Student, *answers: str, on: str) -> str:
        """A student writes a declaration in a copy of the repository and proposes it; its revision."""
        self.requests += 1
        copy = self.desk / f"copie-{self.requests}"
        self.git("worktree", "add", "-q", "--detach", str(copy), "main")
        self.types("new", "--root", copy, "--student", self.code(student), *answers, "--on", on, "--yes")
        self.git("-C", str(copy), "add", "-A")
        tree = self.git("-C", str(copy), "write-tree")
        head = self.dated(on, "commit-tree", tree, "-p", "main", "-m", "déclaration")
        self.git("update-ref", f"refs/pull/{self.requests}/head", head)
        self.git("worktree", "remove", "--force", str(copy))
        return head

    def dated(self, on: str, *words: str) -> str:
        """Git, as somebody who commits on that day."""
        who = {f"GIT_{one}_{what}": value for one in ("AUTHOR", "COMMITTER") for what, value in (
            ("NAME", "élève"), ("EMAIL", "eleve@example.org"), ("DATE", f"{on}T09:00:00Z"),
        )}  # fmt: skip
        done = subprocess.run(["git", *words], cwd=self.school, env=GIT | who, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def decides(self, head: str, *decision: str, author: str, on: str, expect: int = 0) -> str:
        """A teacher merges the request with the decision inside."""
        words = ("merge", "--repo", self.school, "--head", head, "--author", author, "--opened-at", on, "--on", on)
        return self.types(*words, *decision, expect=expect)


def moodle_grades(students: Sequence[Student]) -> bytes:
    """The grade book of 2024-2025 of these students, as Moodle exports it."""
    head = ["Prénom", "Nom", "Numéro d'identification", "Institution", "Département", "Adresse de courriel"]
    lines = [[*head, *(f"Test : {item} (Brut)" for item in ITEMS), "Total du cours (Brut)"]]
    for rank, one in enumerate(students):
        marks = MARKS.get(rank % 4, ("-",) * 4)
        lines.append([one.first, one.surname, one.number, "", "", one.email, *marks, "-"])
    quoted = [",".join(f'"{cell}"' for cell in line) for line in lines]
    return ("\n".join(quoted) + "\n").encode()
