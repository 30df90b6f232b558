"""The workshop of evaluators: requests invented from the grid, sheets filled in alone, then laid side by side."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from polyvalidate.demo.exercise import cases
from polyvalidate.demo.practising import read
from polyvalidate.model.grid import Grid
from polyvalidate.model.phrases import DECISIONS
from polyvalidate.repository import DiskTree
from polyvalidate.school.check import check
from tests.classroom import Classroom
from tests.places import ROOT


@pytest.fixture(scope="module")
def grid() -> Grid:
    found = check(DiskTree(ROOT), date(2026, 3, 1), jobs=1).book.latest
    assert found is not None
    return found


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)


def test_forty_requests_are_of_every_category_and_of_every_decision(grid: Grid) -> None:
    found = cases(grid, 40)

    decided = Counter(case.answer.decision for case in found)
    assert [case.number for case in found] == list(range(1, 41))
    assert {case.claim.activity.category for case in found} == set(grid.categories)
    assert set(decided) == set(DECISIONS)
    assert min(decided.values()) >= 4


def test_the_answer_fits_what_is_claimed(grid: Grid) -> None:
    for case in cases(grid, 120):
        points, claimed = case.answer.points, case.claim.claimed
        activity = case.claim.activity

        assert not activity.sensitive
        assert (points is None) is (case.answer.decision in ("refused", "to-complete"))
        if case.answer.decision == "partial":
            assert points is not None
            assert 0 < points < claimed
        if case.answer.decision == "accepted":
            assert points == (claimed * activity.lowest // activity.highest if activity.is_range else claimed)


def test_the_same_grid_gives_the_same_requests_and_one_category_only_its_own(grid: Grid) -> None:
    assert [case.claim.plain for case in cases(grid, 12)] == [case.claim.plain for case in cases(grid, 12)]
    assert {case.claim.activity.category for case in cases(grid, 12, "3")} == {"3"}


DECIDED = {
    # Two people as the answers say, but for four requests; the third has left one out and one unclear.
    "ref-1": {},
    "ref-2": {1: ("refusée", ""), 2: ("acceptée en partie", "0,25"), 4: ("ACCEPTEE", "")},
    "ref-3": {1: ("à compléter", ""), 3: ("", ""), 4: ("acceptée", ""), 5: ("oui", "")},
}
TOGETHER = 7


def filled(place: Path) -> None:
    """A sheet for each of three people, as a spreadsheet saves it."""
    rows = list(csv.reader(io.StringIO((place / "corrige.csv").read_text("utf-8-sig"), newline=""), delimiter=";"))
    for who, changes in DECIDED.items():
        mine = [list(row) for row in rows]
        for row in mine[1:]:
            change = changes.get(int(row[0])) or (("refusée", "") if row[0] == str(TOGETHER) else None)
            row[6:9] = [*(change or (row[6], row[7])), ""]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(mine)
        (place / f"{who}.csv").write_bytes(text.getvalue().encode("cp1252", "replace"))


def test_a_workshop_from_its_sheets_to_what_divides(
    classroom: Classroom, golden: Callable[[str | Path, str], None]
) -> None:
    place = classroom.desk / "atelier"
    words = ("practice", place, "--requests", "8", "--format", "csv")

    made = classroom.run(*words)
    early = classroom.run(*words)
    filled(place)
    compared, english = (classroom.run(*words, lang=lang) for lang in ("fr", "en"))

    assert (made.code, early.code, compared.code) == (0, 2, 0)
    assert sorted(path.name for path in place.iterdir())[:2] == ["corrige.csv", "exercice.csv"]
    told = [made.text, early.text, compared.text, english.text]
    sheets = [(place / name).read_text("utf-8-sig") for name in ("exercice.csv", "corrige.csv")]
    golden("practice.txt", "\n".join([*told, *sheets]).replace(str(place), "<atelier>").replace("\r\n", "\n"))


def test_a_workbook_comes_back_as_it_was_filled_in(classroom: Classroom) -> None:
    place = classroom.desk / "atelier"
    classroom.run("practice", place, "--requests", "5")
    book = openpyxl.load_workbook(place / "exercice.xlsx")
    page = book.worksheets[0]
    page["G2"], page["H2"], page["I2"] = "acceptée en partie", 0.5, "Une seule demi-journée."
    book.save(place / "ref-3.xlsx")

    found = read("ref-3", (place / "ref-3.xlsx").read_bytes())

    assert not hasattr(found, "fr")
    assert found.given[1] == ("partial", 2, "Une seule demi-journée.")  # type: ignore[union-attr]
    assert found.given[2].decision == ""  # type: ignore[union-attr]
    assert [v.type for v in page.data_validations.dataValidation] == ["list"]


def test_what_is_no_sheet_of_the_exercise_is_said(classroom: Classroom) -> None:
    place = classroom.desk / "atelier"
    classroom.run("practice", place, "--requests", "5", "--format", "csv")
    (place / "liste.csv").write_text("Nom;Prénom\r\nESSAI;Ada\r\n", "utf-8")

    said = classroom.run("practice", place)

    assert (said.code, "n'est pas la feuille de l'exercice" in said.text) == (2, True)


def test_a_workshop_stands_outside_the_repository_and_in_no_folder_that_is_taken(classroom: Classroom) -> None:
    inside = classroom.run("practice", classroom.school.place / "atelier")
    taken = classroom.run("practice", classroom.desk)
    unknown = classroom.run("practice", classroom.desk / "atelier", "--category", "99")

    assert [one.code for one in (inside, taken, unknown)] == [2, 2, 2]
    assert "Les catégories sont" in unknown.text
