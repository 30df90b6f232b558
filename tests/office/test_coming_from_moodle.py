"""A school leaves Moodle: nothing is typed but what its guide prints, in order, and what the guide shows is said."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guiding import FENCE, LANGUAGES, guides, parse, the_site
from tests.office.exchange.exports import table
from tests.office.registry import GIT
from tests.office.school_year import machine_says
from tests.running import run

ON = "2026-04-01"
"""The day of ``the_site``: the guide prints its dates."""
NUMBERS = range(99000301, 99000305)
ACCOUNT = 583231
ITEMS = ("3.1 Journée portes ouvertes", "3.2 Salon, forum", "2.1 Bureau d'une association", "Charte (à lire)")
DONE, PASSED = ("Terminé (défini par Camille Enseignante)",), ("Terminé (note minimale de réussite atteinte)",)
NOT, FAILED = ("Pas terminé",), ("Terminé (n’a pas atteint la note minimale de réussite)",)
STATES = (
    (NOT, DONE, FAILED, PASSED),
    (DONE, FAILED, PASSED, NOT),
    (FAILED, PASSED, NOT, DONE),
    (PASSED, NOT, DONE, NOT),
)
FILES = {
    "fr": ("prive", "liste.csv", "comptes.csv", "achevement.csv"),
    "en": ("private", "list.csv", "accounts.csv", "completion.csv"),
}
"""The folder and the lists, as each guide calls them."""
ROLES = {"sco-1": 1001, "keeper-1": 1001, "ref-3": 1003, "jury-1": 1004}


def shown(page: str) -> Iterator[tuple[str, str]]:
    """The blocks of code of a page in order: their language, and their text without its margin."""
    for margin, language, body in FENCE.findall(page):
        yield language, "".join(line.removeprefix(margin) for line in body.splitlines(keepends=True))


def plain(text: str) -> str:
    return " ".join(text.split())


class Desk:
    """Somebody of the registry office with the guide open; ``said`` is what their last commands answered."""

    def __init__(self, place: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.place, self.lang, self.monkeypatch = place, lang, monkeypatch
        self.school, self.private = place / "polypoints", place / FILES[lang][0]
        self.private.mkdir()
        self.monkeypatch.chdir(place)
        self.said = ""

    def lists(self) -> None:
        """What APOGEE, the forge and Moodle give."""
        rows = [
            f"{n};EXEMPLE-{n % 1000};;Élève;PDI{4 + place // 2}A;211;2025;e{n}@example.org"
            for place, n in enumerate(NUMBERS)
        ]
        listed = ["COD_ETU;LIB_NOM_PAT_IND;LIB_NOM_USU_IND;LIB_PR1_IND;COD_ETP;COD_VRS_VET;COD_ANU;EMAIL", *rows, ""]
        (self.private / FILES[self.lang][1]).write_bytes("\r\n".join(listed).encode("cp1252"))
        accounts = [f"{n};{ACCOUNT + place}" for place, n in enumerate(NUMBERS)]
        (self.private / FILES[self.lang][2]).write_text("\r\n".join(["N° étudiant;Compte", *accounts, ""]), "utf-8")
        head = ["", "Numéro d'identification", *(cell for item in ITEMS for cell in (item, ""))]
        lines = [
            ["Élève", str(n), *(cell for (state,) in states for cell in (state, "2025-03-04 10:12:33"))]
            for n, states in zip(NUMBERS, STATES, strict=True)
        ]
        (self.private / FILES[self.lang][3]).write_text(table([head, *lines]), "utf-8")

    def holds(self, role: str) -> None:
        """The accounts of the school, and the function that the guide has added."""
        path = self.school / "grid" / "roles.yml"
        text = path.read_text(encoding="utf-8")
        for code, number in ROLES.items():
            text, found = re.subn(
                rf"(  {code}:\n.*?account: )github:0", rf"\g<1>github:{number}", text, flags=re.DOTALL
            )
            assert found == 1, code
        path.write_text(text + role, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Notre grille")

    def git(self, *words: str) -> None:
        who = {f"GIT_{one}_{what}": value for one in ("AUTHOR", "COMMITTER") for what, value in (
            ("NAME", "scolarite"), ("EMAIL", "scolarite@example.org"), ("DATE", f"{ON}T09:00:00Z"),
        )}  # fmt: skip
        subprocess.run(["git", *words], check=True, cwd=Path.cwd(), env=GIT | who, capture_output=True)

    def types(self, line: str) -> None:
        words = shlex.split(line.replace("s-k3f9q2mz7w", self.student()))
        if words[0] == "cd":
            self.monkeypatch.chdir(words[1])
        elif words[0] == "git":
            self.git(*words[1:])
        elif words[0] == "cp":
            subprocess.run(words, check=True)
        else:
            assert words.pop(0) == "polyvalidate"
            takes = {name for parameter in parse(words, self.lang).command.params for name in parameter.opts}
            day = ["--on", ON] if "--on" in takes and "--on" not in words else []
            with machine_says(ON):
                code, out, error = run(*words, *day, lang=self.lang)
            self.said += out + error
            assert code == 0, f"{line}\n{out}{error}"

    def student(self) -> str:
        """The code of the student whose account the guide decides for; theirs alone is known after the lists."""
        files = self.school.glob("declarations/*/*/student.yml")
        return next((one.parent.name for one in files if f":{ACCOUNT}\n" in one.read_text("utf-8")), "s-k3f9q2mz7w")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_school_leaves_moodle_by_its_guide_alone(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, lang, monkeypatch)
    desk.lists()
    number = 0

    for language, body in shown(guides(the_site(), lang)["guides/reprendre.md"]):
        if language == "yaml":
            desk.holds(body)
        elif language == "text":
            missing = [line for line in body.splitlines() if plain(line) not in plain(desk.said)]
            assert missing == []
            number += 1
        else:
            desk.said = ""
            if "--evidence" in body:
                (desk.school / "e2.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
            for line in body.replace("\\\n", " ").splitlines():
                desk.types(line)

    assert number >= 10
    assert len(list(desk.school.glob("declarations/*/*/quitus.yml"))) == 2
    assert re.search(rf"{desk.student()}.* 2 +10 ", run("balance", "--on", ON, lang=lang)[1])
