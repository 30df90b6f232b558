"""The slips that people make by hand, all at once in a copy of this repository: each is told on its line, in one run.

``golden/slips/report.txt`` is what the person reads, in French; ``pytest --accept`` writes it anew.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.places import ROOT
from tests.running import run

DAY = "--on=2026-11-01"
TWO_KEYS = "quantity: 1\nquantity: 2"


class Slip(NamedTuple):
    """What stands in a file, what a hurried hand makes of it, and the code and the line that must say so."""

    file: str
    right: str
    wrong: str
    code: str
    line: int


SLIPS = (
    Slip("2024/s-dem0000001/2.1-tresorerie-association-a.yml", 'activity: "2.1"', "activity: 2.1", "PP103", 2),
    Slip("2024/s-dem0000001/2.3-club-robotique.yml", "quantity: 1", "quantity: un", "PP103", 6),
    Slip("2024/s-dem0000001/2.6-forum-installation.yml", "from: 2025-11-19", "from: 19/11/2025", "PP107", 5),
    Slip("2024/s-dem0000001/3.1-portes-ouvertes-2026.yml", "to: 2026-01-31", "to: 2026-01-03", "PP308", 5),
    Slip("2024/s-dem0000001/5.2-fresque-du-climat.yml", "period:", "periode:", "PP101", 5),
    Slip("2024/s-dem0000001/7.5-hackathon-mobilite.yml", "level: laureate", "level: vainqueur", "PP321", 7),
    Slip("2024/s-dem0000001/8.4-forum-entreprises.yml", 'activity: "8.4"', 'activity: "8.7"', "PP302", 2),
    Slip("2024/s-dem0000001/8.6-logiciel-libre.yml", "\nhours:", "\nheures:", "PP101", 6),
    Slip("2024/s-dem0000002/3.2-salon-orientation-2026.yml", "Salon d'", "Salon : d'", "PP010", 3),
    Slip("2024/s-dem0000002/4.4-soutien-programmation.yml", "evidence:", "evidence", "PP010", 8),
    Slip("2024/s-dem0000002/6.1-engagement-2024-2025.yml", "  second: ref-5\n", "", "PP352", 24),
    Slip("2024/s-dem0000002/6.4-premiers-secours.yml", "title: Formation", 'title: "Formation', "PP010", 3),
    Slip("2024/s-dem0000003/2.2-pole-communication.yml", "comment: ", "commentaire: ", "PP101", 26),
    Slip("2024/s-dem0000003/4.2-collecte-alimentaire.yml", "Tenue d'un", "06 39 98 12 34", "PP346", 7),
    Slip("2024/s-dem0000003/4.6-chantier-ete.yml", "Association d'exemple J", "contact@example.org", "PP345", 4),
    Slip("2024/s-dem0000003/7.4-piece-de-theatre.yml", "https://", "http://", "PP107", 11),
    Slip("2024/s-dem0000004/1.1-delegation-promotion.yml", "kind: E3", "kind: E33", "PP331", 9),
    Slip("2024/s-dem0000004/4.1-declaration-2026.yml", "period:", "description: Maraudes\nperiod:", "PP324", 3),
    Slip("2024/s-dem0000005/7.3-tournoi-inter-ecoles.yml", "sha256: a7922", "sha256: a792", "PP107", 12),
    Slip("2024/s-dem0000005/7.5-nuit-du-code.yml", "media_type: image/png", "media_type: text/html", "PP338", 13),
    Slip("2024/s-dem0000005/8.2-semaine-internationale.yml", "title: Semaine", "title: @Semaine", "PP010", 3),
    Slip("2024/s-dem0000006/5.3-atelier-2025.yml", "quantity: 1", TWO_KEYS, "PP011", 7),
    Slip("2024/s-dem0000006/5.5-garage-a-velos.yml", "quantity: 1", "\tquantity: 1", "PP010", 6),
    Slip("2024/s-dem0000007/4.5-declaration-2025.yml", "by: ref-4", "by: ref-5", "PP350", 8),
    Slip("2024/s-dem0000007/7.6-radio-etudiante.yml", "from: 20", "from: 21", "PP107", 5),
    Slip("2025/s-dem0000008/3.3-retour-au-lycee.yml", 'activity: "3.3"', 'activity: "3.4"', "PP305", 2),
    Slip("2025/s-dem0000009/1.7-parrainage-entrants.yml", "quantity: 1", "quantity: 0", "PP109", 6),
    Slip("2025/s-dem0000011/2.3-club-jardin.yml", "period: {from", "period: from", "PP010", 5),
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of this repository's own files, to be spoiled."""
    for top in ("grid", "declarations", "schemas"):
        shutil.copytree(ROOT / top, tmp_path / top)
    return tmp_path


def make(slip: Slip, copy: Path) -> None:
    path = copy / "declarations" / slip.file
    text = path.read_text(encoding="utf-8")
    assert slip.right in text
    path.write_text(text.replace(slip.right, slip.wrong, 1), encoding="utf-8")


def findings(copy: Path, *more: str) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    code, said, _ = run("check", copy, DAY, "--format", "json", *more)
    found: dict[str, list[tuple[str, int]]] = {}
    for finding in json.loads(said)["findings"]:
        found.setdefault(finding["path"].removeprefix("declarations/"), []).append((finding["code"], finding["line"]))
    return code, found


def test_every_slip_is_told_on_its_line_in_one_run(copy: Path) -> None:
    for slip in SLIPS:
        make(slip, copy)

    code, found = findings(copy)

    told = {slip.file: (slip.code, slip.line) in found.get(slip.file, []) for slip in SLIPS}
    assert (code, told) == (1, dict.fromkeys(told, True))


def test_nothing_is_said_of_files_that_nobody_spoiled(copy: Path) -> None:
    for slip in SLIPS:
        make(slip, copy)

    _, found = findings(copy)

    assert set(found) == {slip.file for slip in SLIPS}


def test_each_slip_by_itself_is_told_on_its_line(copy: Path) -> None:
    missed = []
    for slip in SLIPS:
        path = copy / "declarations" / slip.file
        before = path.read_bytes()
        make(slip, copy)
        code, found = findings(copy)
        path.write_bytes(before)
        if code != 1 or (slip.code, slip.line) not in found.get(slip.file, []):
            missed.append((slip, code, found))

    assert missed == []


def test_a_person_reads_this_report(copy: Path, golden: Callable[[str, str], None]) -> None:
    for slip in SLIPS:
        make(slip, copy)

    _, said, _ = run("check", copy, DAY, lang="fr")

    golden("slips/report.txt", said)


def test_the_same_files_at_a_revision_give_the_same_bytes_even_in_a_dirty_tree(copy: Path) -> None:
    for slip in SLIPS:
        make(slip, copy)
    git = ("git", "-C", str(copy), "-c", "user.name=essai", "-c", "user.email=essai@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "essai")):
        subprocess.run([*git, *words], check=True, capture_output=True)

    def report(name: str, *more: str) -> str:
        return run("check", copy, DAY, "--format", name, *more)[1]

    formats = ("text", "json", "markdown", "github", "sarif", "gitlab", "junit")
    on_disk = {name: report(name) for name in formats}
    dirty = copy / "declarations" / SLIPS[0].file
    dirty.write_text("gâché: [", encoding="utf-8")

    assert {name: report(name, "--rev", "HEAD") for name in formats} == on_disk
