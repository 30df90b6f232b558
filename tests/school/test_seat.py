"""A student's place, as ``new`` takes it: where the school is, whose folder one stands in, what a draft adds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polyvalidate.files.draft import Answers
from polyvalidate.model.folder import Evidence
from polyvalidate.repository import Unreadable
from polyvalidate.school.seat import Desk, Seat, root_of
from tests.declaring import ON, STUDENTS, make_school

CODE = STUDENTS["FISE3"]
PIECE = Evidence("E2", "repository", "liste.pdf", None, "0" * 64, None, None)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return make_school(tmp_path / "école")


def seat(school: Path) -> Seat:
    return Desk.at(school, None, date.fromisoformat(ON)).seat(CODE)


@pytest.mark.parametrize("half", ["grid", "declarations"])
def test_the_school_is_the_nearest_folder_that_has_both_a_grid_and_declarations(
    school: Path, monkeypatch: pytest.MonkeyPatch, half: str
) -> None:
    inside = school / "notes"
    (inside / half).mkdir(parents=True)
    monkeypatch.chdir(inside)

    assert root_of(None) == school


def test_a_folder_of_the_same_name_elsewhere_is_nobody_s(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.at(school, None, date.fromisoformat(ON))
    (school / "copie" / CODE).mkdir(parents=True)

    monkeypatch.chdir(school / "copie" / CODE)
    assert desk.here() is None
    monkeypatch.chdir(school / "declarations/2024" / CODE)
    assert desk.here() == CODE


def test_a_student_who_cannot_be_read_is_named_by_the_path(school: Path) -> None:
    path = f"declarations/2024/{CODE}"
    (school / path / "student.yml").write_text("profile: [\n")

    with pytest.raises(Unreadable) as refused:
        seat(school)

    assert f"{path}/student.yml" in refused.value.text.en


def test_a_draft_of_somebody_whose_path_no_grid_knows_adds_nothing(school: Path) -> None:
    (school / f"declarations/2024/{CODE}/student.yml").write_text("programme: DI\nprofile: FISE9\n")
    day = date(2026, 1, 31)

    draft = seat(school).draft(Answers(activity="3.1", first=day, last=day, quantity=1, title="Stand"))

    assert (draft.line, draft.gain) == (None, 0)


def test_a_document_takes_the_place_of_another_only_where_the_school_keeps_it(school: Path) -> None:
    mine = seat(school)
    kept = school / f"declarations/2024/{CODE}/evidence/liste.pdf"
    kept.parent.mkdir()
    kept.write_bytes(b"autre")

    assert mine.has_another(PIECE)
    assert not mine.has_another(PIECE._replace(store="pull-request"))
    assert not mine.has_another(PIECE._replace(name=None))
    assert not mine.has_another(PIECE._replace(name="absent.pdf"))
