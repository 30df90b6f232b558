"""The figures of a report: who engages in what, who holds the quitus; exact for staff, or as they were published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from polyvalidate.publication.attack.plain import from_plain
from polyvalidate.publication.attack.record import added, serialise
from tests.office.jury.sitting import quitus
from tests.places import ROOT
from tests.proposing import ACCEPTED, FAIR, FOLDER, OPEN_DAY, OTHER, STUDENT, School
from tests.running import run

TABLES = from_plain(json.loads((ROOT / "tests/publication/golden/tables.json").read_text(encoding="utf-8")))
OTHERS, GONE = "declarations/2025/s-base000002", "declarations/2025/s-base000003"
HOURS = 'activity: "4.1"\nperiod: {from: 2026-02-03, to: 2026-02-03}\nhours: 14\n'
SIGNED = "evaluation:\n  decision: {}\n  points: {}\n  by: ref-3\n  on: 2026-02-20\n"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    made = School(tmp_path_factory.mktemp("indicators") / "école")
    student = made.read(f"{FOLDER}/student.yml")
    made.settle(
        {
            OPEN_DAY: made.read(OPEN_DAY) + ACCEPTED,
            f"{FOLDER}/3.3-refus.yml": FAIR + SIGNED.format("refused", 0) + "  comment: Une visite.\n",
            f"{OTHERS}/student.yml": student.replace(STUDENT, OTHER),
            f"{OTHERS}/3.3-lycee.yml": FAIR.replace("a1a1", "c3c3") + SIGNED.format("accepted", 0.5),
            f"{OTHERS}/4.1-aide.yml": HOURS + SIGNED.format("accepted", 2),
            f"{OTHERS}/quitus.yml": quitus("2026-02", "acquired", "2026-02-21", credited="10"),
            f"{GONE}/student.yml": student.replace(STUDENT, "github:2000003") + "left: 2026-01-15\n",
        }
    )
    return made


def indicators(school: School, *words: str | Path, lang: str = "fr") -> str:
    code, said, error = run("indicators", "--repo", school.place, "--on", "2026-03-15", *words, lang=lang)
    assert (code, error) == (0, "")
    return said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_staff_read(school: School, golden: Callable[[str | Path, str], None], lang: str) -> None:
    tip = school.git("rev-parse", "main")[:12]

    golden(f"indicators.{lang}.txt", indicators(school, lang=lang).replace(tip, "<commit>"))


def test_what_was_refused_counts_for_nobody_and_a_student_once(school: School) -> None:
    rows = [line.split(";") for line in indicators(school, "--format", "csv").splitlines()]

    assert [row[2:6] for row in rows if row[0] in ("3", "4", "Ensemble")] == [
        ["2", "2", "0", "1,5"],
        ["1", "1", "14", "2"],
        ["2", "3", "14", "3,5"],
    ]


def test_who_left_is_in_no_cohort(school: School) -> None:
    row = indicators(school, "--format", "csv", "--table", "quitus").splitlines()[1]

    assert row.split(";")[:3] == ["2025", "2", "1"]


def test_every_line_says_that_it_is_not_to_be_published(school: School, tmp_path: Path) -> None:
    file = tmp_path / "indicateurs.xlsx"

    indicators(school, "--output", file)

    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Méthode", "Catégories", "Code de l-éducation", "Quitus"]
    for name in book.sheetnames[1:]:
        marks = {row[-1] for row in book[name].iter_rows(min_row=2, values_only=True)}
        assert marks == {"exact, pour l'équipe, à ne pas publier"}


def test_what_was_published_is_the_intervals_of_the_record_alone(
    school: School, tmp_path: Path, golden: Callable[[str | Path, str], None]
) -> None:
    made = School(tmp_path / "école")
    made.settle({"publications/issues.json": serialise(added((), TABLES)).decode()})

    golden("indicators.published.txt", indicators(made, "--published"))
    code, _, error = run("indicators", "--repo", school.place, "--published", lang="fr")
    assert (code, "Rien n'est publié sur cette branche" in error) == (2, True)


def test_a_record_that_was_changed_gives_no_figure(tmp_path: Path) -> None:
    made = School(tmp_path / "école")
    text = serialise(added((), TABLES)).decode()
    made.settle({"publications/issues.json": text.replace('"size"', '"size" ', 1).replace("2026", "2027", 1)})

    assert run("indicators", "--repo", made.place, "--published")[0] == 2


def test_a_year_without_a_grid_is_refused_with_those_that_have_one(school: School) -> None:
    code, _, error = run("indicators", "--repo", school.place, "--year", "2031-2032", lang="en")

    assert (code, error) == (2, "There is no grid for 2031-2032. The years are 2025-2026.\n")
