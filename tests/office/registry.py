"""A small school, its registry office and lists of invented students, for the tests of what the office does."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple, Self

from polyvalidate import repository
from polyvalidate.cli import main
from polyvalidate.office.register.register import Register, parsed

HEADER = "COD_ETU;LIB_NOM_PAT_IND;LIB_NOM_USU_IND;LIB_PR1_IND;COD_ETP;COD_VRS_VET;COD_ANU"
GIT = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class Student(NamedTuple):
    """One line of a list."""

    number: str
    surname: str
    first: str
    step: str
    email: str = ""


ADA = Student("22000001", "LOVELACE-ESSAI", "Ada", "PDI3A")
ELE = Student("22000002", "DUPONT-ESSAI", "Éléonore", "PDI3A")
ZOE = Student("22000003", "O'ESSAI", "Zoé Anne", "PDMA3A")
MAX = Student("22000004", "ESSAI", "Max", "PDEE4A")
FOUR = (ADA, ELE, ZOE, MAX)


def apogee(students: Iterable[Student], year: int = 2025) -> bytes:
    rows = [f"{s.number};{s.surname};;{s.first};{s.step};211;{year}" for s in students]
    return ("\r\n".join([HEADER, *rows]) + "\r\n").encode("cp1252")


def crowd(count: int, step: str = "PDI3A", first: int = 1) -> list[Student]:
    return [Student(f"{22_100_000 + n}", f"FOULE-{n:05d}", "Élève", step) for n in range(first, first + count)]


class Office:
    """A school's repository, and beside it what the registry office keeps."""

    def __init__(self, folder: Path) -> None:
        self.school = folder / "école"
        self.desk = folder / "bureau"
        self.register = self.desk / "registre.json"
        self.desk.mkdir(parents=True)
        self.school.mkdir()
        for path, data in repository.starting_files().items():
            place = self.school / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        self.git("init", "-q", "-b", "main")
        self.commit("début")

    @classmethod
    def copied(cls, there: Path, folder: Path) -> Self:
        """The office of a folder, in another one."""
        made = cls.__new__(cls)
        shutil.copytree(there, folder, dirs_exist_ok=True)
        made.school, made.desk = folder / "école", folder / "bureau"
        made.register = made.desk / "registre.json"
        return made

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.school, env=GIT, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(self, message: str, author: str = "essai <essai@example.org>") -> None:
        self.git("add", "-A")
        name, _, address = author.partition(" <")
        who = ("-c", f"user.name={name}", "-c", f"user.email={address[:-1]}")
        self.git(*who, "commit", "-q", "--allow-empty", "-m", message)

    def begin_anew(self, message: str) -> None:
        """The same files with another history."""
        who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
        made = self.git(*who, "commit-tree", "main^{tree}", "-m", message)
        self.git("update-ref", "refs/heads/main", made)

    def list_file(self, data: bytes, name: str = "liste.csv") -> Path:
        path = self.desk / name
        path.write_bytes(data)
        return path

    def run(self, *words: str | Path, lang: str = "fr") -> tuple[int, str]:
        """The exit code and all that is said."""
        raw = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with redirect_stdout(raw), redirect_stderr(raw):
            code = main(["--lang", lang, *map(str, words)])
        return code, raw.buffer.getvalue().decode()  # type: ignore[attr-defined]

    def words(self) -> list[str | Path]:
        return ["--register", self.register, "--repo", self.school]

    def take_in(self, data: bytes | Iterable[Student], *more: str | Path, year: int = 2025) -> tuple[int, str]:
        """``roster import`` of a list, said yes to."""
        content = data if isinstance(data, bytes) else apogee(data, year)
        words = ["roster", "import", self.list_file(content), *self.words(), "--as", "sco-1"]
        return self.run(*words, "--cohort", str(year), "--on", f"{year}-10-01", "--yes", *more)

    def known(self) -> Register:
        register = parsed(self.register.read_bytes())
        assert isinstance(register, Register)
        return register

    def code(self, student: Student) -> str:
        return self.known().by_number[student.number].code

    def file(self, student: Student) -> str:
        """The student's file as the branch has it, without its first line."""
        member = self.known().by_number[student.number]
        shown = self.git("show", f"main:declarations/{member.cohort}/{member.code}/student.yml")
        return shown.partition("\n")[2]
