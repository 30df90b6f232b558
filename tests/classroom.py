"""A school of five invented students, its register beside it, and commands run as the registry office types them."""

from __future__ import annotations

import io
import shlex
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.cli import main
from polyvalidate.office.register.register import Member, Register, written
from polyvalidate.repository import private_files
from polyvalidate.school.school import School as Opened
from tests.proposing import ACCEPTED, OPEN_DAY, School

ADA = Member("s-base000001", 2025, "22000001", "LOVELACE-ESSAI", "", "Ada", "ada@example.org")
BEA = Member("s-base000002", 2025, "22000002", "BÉRYL-ESSAI", "", "Béa", "bea@example.org")
CLO = Member("s-base000003", 2025, "02000003", "O'ESSAI", "CLAIR", "Chloé", "clo@example.org")
DAN = Member("s-base000004", 2024, "22000004", "=ESSAI", "", "Danyel", "")
EVE = Member("s-base000005", 2025, "22000005", "PARTIE-ESSAI", "", "Ève", "eve@example.org")
ALL = (ADA, BEA, CLO, DAN, EVE)
STUDENTS = {
    BEA: "programme: DI\nprofile: FISE3\n",
    CLO: "programme: DEE\nprofile: FISA\n",
    DAN: "account: github:2000004\nprogramme: DI\nprofile: FISE4\n",
    EVE: "programme: DI\nprofile: FISE3\nleft: 2026-01-15\n",
}
MODELINE = "# yaml-language-server: $schema=../../../schemas/{}.schema.json\n"


def folder(member: Member) -> str:
    return f"declarations/{member.cohort}/{member.code}"


class Said(NamedTuple):
    """How a command ended, and all that it said."""

    code: int
    text: str
    data: bytes


class Classroom:
    def __init__(self, place: Path) -> None:
        self.school = School(place / "école")
        self.school.settle({f"{folder(m)}/student.yml": MODELINE.format("student") + s for m, s in STUDENTS.items()})
        self.school.settle({OPEN_DAY: self.school.read(OPEN_DAY) + ACCEPTED})
        self.desk = place / "bureau"
        self.desk.mkdir()
        self.register = self.desk / "registre.json"
        root = self.school.git("rev-list", "--max-parents=0", "HEAD")
        private_files.place(self.register, written(Register("École d'exemple", root, ALL)))

    def run(self, *words: str | Path, on: str = "2026-03-01", lang: str = "fr") -> Said:
        raw = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with redirect_stdout(raw), redirect_stderr(raw):
            code = main(
                ["--lang", lang, *map(str, words), "--repo", str(self.school.place), *(["--on", on] if on else [])]
            )
        data = raw.buffer.getvalue()  # type: ignore[attr-defined]
        return Said(code, data.decode(), data)

    def with_names(self, *words: str | Path, on: str = "2026-03-01") -> Said:
        return self.run(*words, "--register", self.register, on=on)

    def list_file(self, data: bytes | str, name: str = "liste.csv") -> Path:
        path = self.desk / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def shown(self, said: str) -> str:
        """What was said, without what no two machines have alike."""
        return said.replace(self.tip()[:12], "<commit>").replace(shlex.quote(str(self.school.place)), "<école>")

    def tip(self) -> str:
        return self.school.git("rev-parse", "main")

    def opened(self, on: str = "2026-03-01") -> Opened:
        return Opened.at(self.school.place, "main", date.fromisoformat(on))

    def audited(self, account: str) -> Said:
        """The check of a protected branch, on the last commit, pushed by this account."""
        return self.run("audit", "--since", "main~1", "--pushed-by", account, on="")

    def written(self) -> dict[str, str]:
        """The files that the last commit added or changed, with what they hold."""
        names = self.school.git("diff", "--name-only", "main~1", "main").split("\n")
        return {name: self.school.git("show", f"main:{name}") for name in names}
