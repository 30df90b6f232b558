"""What deciding takes: how many, in how many days, where like was not decided alike, what waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.proposing import FAIR, FOLDER, OTHER, STUDENT, School
from tests.running import run

OTHERS = "declarations/2025/s-base000002"
SIGNED = "evaluation:\n  decision: {decision}\n  points: {points}\n  by: {by}\n  on: 2026-02-20\n"


def visit(day: str) -> str:
    """A declaration like any other of the activity, with evidence of its own."""
    return FAIR.replace("2026-02-03", day).replace("a1a1", f"a1{day[-2:]}")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    made = School(tmp_path_factory.mktemp("effort") / "école")
    student = made.read(f"{FOLDER}/student.yml").replace(STUDENT, OTHER)
    accepted = SIGNED.format(decision="accepted", points=0.5, by="ref-4")
    low = SIGNED.format(decision="accepted", points=0.25, by="ref-4")
    made.settle(
        {
            f"{OTHERS}/student.yml": student,
            f"{OTHERS}/3.3-un.yml": visit("2026-02-04") + accepted,
            f"{OTHERS}/3.3-deux.yml": visit("2026-02-05") + low,
            f"{OTHERS}/3.3-avant.yml": visit("2025-06-05") + low.replace("2026-02-20", "2025-06-20"),
        }
    )
    for name, opened, decided, said in (
        ("3.3-lycee.yml", "2026-02-10", "2026-02-14", ("--accept",)),
        (
            "3.3-autre.yml",
            "2026-02-10",
            "2026-03-01",
            ("--refuse", "--comment", "Une visite, et non une présentation."),
        ),
    ):
        head = made.propose({f"{FOLDER}/{name}": visit(f"2026-02-0{6 + (name != '3.3-lycee.yml')}")})
        words = ("merge", "--repo", made.place, "--head", head, "--author", STUDENT, "--as", "ref-3", *said)
        assert run(*words, "--opened-at", opened, "--on", decided)[0] == 0
    waiting = made.propose({f"{FOLDER}/3.3-encore.yml": visit("2026-02-08")})
    made.git("update-ref", "refs/pull/9/head", waiting)
    return made


def effort(school: School, *words: str | Path, lang: str = "fr") -> str:
    code, said, error = run("effort", "--repo", school.place, "--on", "2026-03-15", *words, lang=lang)
    assert (code, error) == (0, "")
    return said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_staff_read(school: School, golden: Callable[[str | Path, str], None], lang: str) -> None:
    golden(f"effort.{lang}.txt", effort(school, lang=lang))


def test_a_year_without_decisions_says_so_and_shows_what_waits(school: School) -> None:
    said = effort(school, "--year", "2023-2024")

    assert "Aucune décision n'a été signée en 2023-2024." in said
    assert "Ce qui attend une décision" in said


def test_each_table_is_a_csv_for_the_spreadsheet_of_who_reads_it(school: School) -> None:
    assert effort(school, "--format", "csv").splitlines()[1:] == [
        "3;ref-3;2;1;0;1;2;4;19",
        "3;ref-4;2;2;0;0;0;;",
        "3;ensemble;4;3;0;1;2;4;19",
    ]
    assert effort(school, "--format", "csv", "--table", "spread").splitlines()[1:] == [
        "3.3;Intervention en lycée ou collège;1 × événement;0,5 point;4;0,5 (×2), 0,25 (×1), 0 (×1);0,5;"
        '"1 motif écrit ; 1 sans explication écrite";"ref-3 0,5 (×1), 0 (×1) ; ref-4 0,5 (×1), 0,25 (×1)"'
    ]


def test_the_workbook_has_the_tables_and_how_to_read_them(school: School, tmp_path: Path) -> None:
    file = tmp_path / "decisions.xlsx"

    effort(school, "--output", file)

    assert openpyxl.load_workbook(file).sheetnames == ["Décisions", "En attente", "Points différents", "À lire"]


def test_an_appeal_does_not_change_what_was_first_decided(school: School) -> None:
    path = f"{FOLDER}/3.3-autre.yml"
    before = effort(school, "--format", "csv", "--table", "spread")
    tip = school.git("rev-parse", "main")
    answer = "appeal:\n  on: 2026-03-02\n  reason: Une présentation.\n  outcome: granted\n  by: jury-1\n"
    school.settle({path: school.read(path).rstrip("\n") + f"\n{answer}  decided: 2026-03-05\n"})

    after = effort(school, "--format", "csv", "--table", "spread")

    school.git("reset", "-q", "--hard", tip)
    assert after == before


def test_two_years_that_do_not_follow_are_refused(school: School) -> None:
    code, _, error = run("effort", "--repo", school.place, "--year", "2025-2027", lang="fr")

    assert (code, "deux années qui se suivent" in error) == (2, True)
