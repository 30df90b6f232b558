"""A school whose cohort of 2023 is before the jury, and commands run as the registry office types them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from polyvalidate import repository
from polyvalidate.cli import main
from polyvalidate.cli.minutes import record
from polyvalidate.office.register.register import Member, Register, written
from polyvalidate.repository import private_files
from tests.proposing import School

COHORT, SESSION = "2023", "2026-07"
ANA = Member("s-pvte000001", 2023, "23000001", "ALPHA-ESSAI", "", "Ana", "ana@example.org")
BOB = Member("s-pvte000002", 2023, "23000002", "BÊTA-ESSAI", "", "Bob", "bob@example.org")
CAT = Member("s-pvte000003", 2023, "23000003", "=GAMMA", "", "Câtia", "cat@example.org")
DEB = Member("s-pvte000004", 2023, "23000004", "DELTA-ESSAI", "", "Deb", "deb@example.org")
EVA = Member("s-pvte000005", 2023, "23000005", "EPSILON", "ÉTA-ESSAI", "Éva", "eva@example.org")
FOX = Member("s-pvte000006", 2023, "23000006", "PHI-ESSAI", "", "Fox", "fox@example.org")
GUS = Member("s-pvte000007", 2023, "23000007", "CHI-ESSAI", "", "Gus", "gus@example.org")
PEOPLE = (ANA, BOB, CAT, DEB, EVA, FOX, GUS)
BEFORE = (ANA, BOB, CAT, DEB, EVA)
"""Those who are before the jury."""

_DAY = """\
# yaml-language-server: $schema=../../../schemas/declaration.schema.json
activity: "3.1"
title: Journée portes ouvertes
organisation: École d'exemple
period: {{from: {day}, to: {day}}}
quantity: 2
evidence:
  - kind: E2
    store: pull-request
    name: emargement.pdf
    sha256: {digest}
evaluation:
  decision: accepted
  points: 1
  by: ref-3
  on: {day}
"""


def folder(member: Member) -> str:
    return f"declarations/2023/{member.code}"


def open_day(member: Member, day: str = "2026-01-31") -> str:
    """A declaration that was accepted for one point."""
    return _DAY.format(day=day, digest=f"a{member.code[-1]}b{day[-1]}" * 16)


def quitus(session: str, outcome: str, on: str, comment: str = "", credited: str = "0") -> str:
    more = f"comment: {comment}\n" if comment else ""
    return (
        f"# yaml-language-server: $schema=../../../schemas/quitus.schema.json\nsession: {session}\noutcome: {outcome}\n"
        f"credited: {credited}\nrequired: 10\non: {on}\nby: jury-1\n{more}"
    )


def _files(base: str) -> dict[str, str | None]:
    line = "# yaml-language-server: $schema=../../../schemas/student.schema.json\n"
    arranged = "programme: DI\nprofile: AMENAGE\n"
    fixed = "arrangement:\n  required: 1\n  on: 2025-10-01\n  by: jury-1\n"
    plain = "programme: DI\nprofile: FISE3\n"
    return {
        "grid/2025-2026/rules.yml": base.replace("jury, minimum_categories: 2", "jury, minimum_categories: 1"),
        f"{folder(ANA)}/student.yml": line + arranged + fixed,
        f"{folder(ANA)}/3.1-portes-ouvertes.yml": open_day(ANA),
        f"{folder(BOB)}/student.yml": line + plain,
        f"{folder(BOB)}/3.1-portes-ouvertes.yml": open_day(BOB),
        f"{folder(CAT)}/student.yml": line + plain.replace("DI", "DEE"),
        f"{folder(DEB)}/student.yml": line + arranged,
        f"{folder(EVA)}/student.yml": line + plain,
        f"{folder(EVA)}/quitus.yml": quitus("2026-01", "second-chance", "2026-01-20", "Semestre à l'étranger."),
        f"{folder(FOX)}/student.yml": line + plain,
        f"{folder(FOX)}/quitus.yml": quitus("2026-01", "exempted", "2026-01-20", "Dispense du jury."),
        f"{folder(GUS)}/student.yml": line + plain + "left: 2026-01-15\n",
    }


class Said(NamedTuple):
    code: int
    text: str

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())


def build(place: Path) -> Path:
    school = School(place / "école")
    school.settle(_files(school.read("grid/2025-2026/rules.yml")))
    desk = place / "bureau"
    desk.mkdir()
    root = school.git("rev-list", "--max-parents=0", "HEAD")
    private_files.place(desk / "registre.json", written(Register("École d'exemple", root, PEOPLE)))
    return place


class Jury:
    """The school, the desk beside it, and the commands of the jury."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch) -> None:
        self.school = School.__new__(School)
        self.school.place = place / "école"
        self.desk = place / "bureau"
        self.register = self.desk / "registre.json"
        patch.setattr(repository, "today", lambda *_: date(2026, 7, 3))
        patch.setattr(record, "now", lambda: datetime(2026, 7, 3, 9, 0, tzinfo=UTC))

    @classmethod
    def copied(cls, built: Path, place: Path, patch: pytest.MonkeyPatch) -> Jury:
        shutil.copytree(built, place, symlinks=True)
        return cls(place, patch)

    def run(self, *words: str | Path, lang: str = "fr", which: bool = True) -> Said:
        raw = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        said = ("--session", SESSION, "--cohort", COHORT) if which else ()
        with redirect_stdout(raw), redirect_stderr(raw):
            code = main(["--lang", lang, *map(str, words), *said, "--repo", str(self.school.place)])
        text = raw.buffer.getvalue().decode()  # type: ignore[attr-defined]
        return Said(code, text.replace(str(self.desk), "<bureau>").replace(str(self.school.place), "<école>"))

    def prepared(self, name: str = "jury.csv", *more: str | Path, lang: str = "fr") -> Said:
        return self.run("minutes", "prepare", "--output", self.desk / name, *more, lang=lang)

    def recorded(self, name: str = "jury.csv", *more: str | Path, lang: str = "fr", signer: str = "jury-1") -> Said:
        table = ("--table", self.desk / name, "--as", signer, "--on", "2026-07-02")
        return self.run("minutes", "record", *table, "--yes", *more, lang=lang)

    def printed(self, name: str = "pv", *more: str | Path, lang: str = "fr") -> Said:
        return self.run("minutes", "print", "--directory", self.desk / name, *more, lang=lang)

    def verified(self, path: Path, *more: str | Path, lang: str = "fr") -> Said:
        return self.run("minutes", "verify", path, *more, lang=lang, which=False)

    def decide(self) -> None:
        """CAT is exempted, BOB has a second chance, EVA has not acquired; nothing is decided of DEB."""
        assert self.prepared().code == 0
        self.edit("jury.csv", lambda rows: fill(rows, CAT, "dispense", "Mobilité appréciée par le jury."))
        assert self.recorded().code == 0

    def rows(self, name: str = "jury.csv") -> list[list[str]]:
        text = (self.desk / name).read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))

    def edit(self, name: str, change: Callable[[list[list[str]]], object], encoding: str = "utf-8-sig") -> None:
        """Change the cells of a CSV table, and save it as a French Excel would."""
        rows = self.rows(name)
        change(rows)
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        (self.desk / name).write_bytes(text.getvalue().encode(encoding))

    def tip(self) -> str:
        return self.school.git("rev-parse", "main")

    def sheet(self, name: str = "jury.xlsx") -> openpyxl.worksheet.worksheet.Worksheet:
        return openpyxl.load_workbook(self.desk / name).worksheets[0]

    def masked(self, text: str) -> str:
        return text.replace(self.tip(), "<commit>").replace(self.tip()[:12], "<commit>")


def column(rows: list[list[str]], head: str) -> int:
    return rows[0].index(head)


def line(rows: list[list[str]], member: Member) -> list[str]:
    return next(row for row in rows if row[0] == member.code)


def put(rows: list[list[str]], member: Member, head: str, text: str) -> None:
    line(rows, member)[column(rows, head)] = text


def fill(rows: list[list[str]], member: Member, outcome: str, reason: str = "") -> None:
    put(rows, member, "Décision du jury", outcome)
    put(rows, member, "Motif", reason)
