"""A folder goes to another cohort: what was decided in it stays, and nobody but the registry office may do it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

import polyvalidate
from polyvalidate.judgement.verdict import Request, Verdict
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.gate import gate
from tests.classroom import ADA, Classroom
from tests.proposing import (
    ACCEPTED,
    FOLDER,
    JURY,
    KEEPER,
    OPEN_DAY,
    REFERENT_3,
    REGISTRY,
    STUDENT,
    School,
)

DAY = date(2026, 3, 1)
OLD, NEW = FOLDER, FOLDER.replace("/2025/", "/2024/")


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)


def cohort_of(room: Classroom, code: str) -> int:
    register = json.loads(room.register.read_bytes())
    return next(one["cohort"] for one in register["members"] if one["code"] == code)


def points_of(room: Classroom, code: str) -> int:
    return polyvalidate.balance(room.opened(), code).credited


def test_the_office_moves_a_folder_with_its_decisions_and_its_line_of_the_register(room: Classroom) -> None:
    before = points_of(room, ADA.code)
    tried = room.with_names("roster", "move", ADA.number, "2024", "--dry-run")
    done = room.with_names("roster", "move", "LOVELACE-ESSAI", "2024", "--yes")

    assert (tried.code, done.code) == (0, 0), done.text
    assert "promotion : 2025 → 2024" in done.text.replace("\xa0", " ")
    assert "rien n'a été écrit" in tried.text or "rien n’a été écrit" in tried.text, tried.text
    assert (cohort_of(room, ADA.code), points_of(room, ADA.code)) == (2024, before)
    assert room.school.git("ls-tree", "-r", "--name-only", "main", OLD) == ""
    assert f"{NEW}/3.1-portes-ouvertes.yml" in room.school.git("ls-tree", "-r", "--name-only", "main", NEW)
    assert room.audited(REGISTRY).code == 0
    assert room.run("audit", on="").code == 0
    assert "ESSAI" not in room.school.git("log", "-1", "--format=%B", "main")

    again = room.with_names("roster", "move", ADA.code, "2024", "--yes")
    assert (again.code, "C'est déjà ainsi" in again.text) == (0, True)
    assert room.with_names("roster", "move", ADA.code, "2025", "--yes").code == 0
    assert (cohort_of(room, ADA.code), room.run("audit", on="").code) == (2025, 0)


def test_a_move_that_was_stopped_between_the_register_and_the_commit_is_ended_by_the_same_command(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise Unreadable(Text("Le disque est plein.", "The disk is full."))

    words = ("roster", "move", ADA.code, "2024", "--yes")
    with monkeypatch.context() as patch:
        patch.setattr(Committer, "commit", full)
        assert room.with_names(*words).code == 2
    assert room.school.git("ls-tree", "main", NEW) == ""

    assert room.with_names(*words).code == 0
    assert (cohort_of(room, ADA.code), room.run("audit", on="").code) == (2024, 0)
    assert room.school.git("ls-tree", "main", NEW) != ""


# --- what is judged ---------------------------------------------------------------------------------------------------


def judged(school: School, files: Mapping[str, str | None], account: str) -> Verdict:
    head = school.propose(files)
    return gate(school.place, "main", head, Request(account, DAY, frozenset()), DAY, across=True).verdict


def moving(school: School, to: str = NEW) -> dict[str, str | None]:
    paths = school.git("ls-tree", "-r", "--name-only", "main", OLD).split("\n")
    return dict.fromkeys(paths) | {path.replace(OLD, to): school.read(path) for path in paths}


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    made.settle({OPEN_DAY: made.read(OPEN_DAY) + ACCEPTED})
    return made


def refusals(verdict: Verdict) -> set[str]:
    return {found.code for found in verdict.introduced if found.code.startswith("PP6")}


def test_only_the_registry_office_moves_a_folder(school: School) -> None:
    verdicts = {who: judged(school, moving(school), who) for who in (REGISTRY, STUDENT, REFERENT_3, JURY, KEEPER)}

    assert verdicts[REGISTRY].introduced == ()
    assert [(one.student, one.before, one.after) for one in verdicts[REGISTRY].students] == [("s-base000001", 4, 4)]
    assert all(
        "PP603" in refusals(verdicts[who]) or "PP602" in refusals(verdicts[who])
        for who in (STUDENT, REFERENT_3, JURY, KEEPER)
    )


def test_nobody_moves_their_own_folder(school: School) -> None:
    school.settle({f"{OLD}/student.yml": school.read(f"{OLD}/student.yml").replace(STUDENT, REGISTRY)})

    assert refusals(judged(school, moving(school), REGISTRY))


@pytest.mark.parametrize("change", ["points", "added", "left out", "comment", "other code"])
def test_a_folder_in_which_anything_differs_is_no_move(school: School, change: str) -> None:
    files, path = moving(school), OPEN_DAY.replace(OLD, NEW)
    if change == "points":
        files[path] = str(files[path]).replace("points: 1", "points: 0.5")
    if change == "added":
        files[f"{NEW}/3.3-lycee.yml"] = school.read(OPEN_DAY)
    if change == "left out":
        del files[f"{NEW}/student.yml"]
    if change == "comment":
        files[path] = f"{files[path]}# vu\n"
    if change == "other code":
        files = {
            name.replace("000001", "00000x") if name.startswith(NEW) else name: text for name, text in files.items()
        }

    assert "PP603" in refusals(judged(school, files, REGISTRY))


@pytest.mark.parametrize("year", range(2022, 2029))
def test_no_move_takes_away_a_decided_point(school: School, year: int) -> None:
    verdict = judged(school, moving(school, OLD.replace("2025", str(year))) if year != 2025 else {}, REGISTRY)

    assert verdict.outcome.value == "introduces" or [one.after for one in verdict.students] == [4]
