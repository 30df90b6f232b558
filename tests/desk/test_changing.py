"""What the office changes of one student at the desk is what ``roster change`` and ``roster move`` write."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from polyvalidate.office.register.register import Register, written
from polyvalidate.repository import private_files
from tests.desk.served import Served, desk_of, served
from tests.desk.test_students import CODE, PERSON
from tests.proposing import School
from tests.running import run

CHANGE = f"/students/{CODE}/change"
SO_FAR = {"programme": "DI", "profile": "FISE3", "extra_years": "0", "left": "", "account": "", "since": "2026-03-01"}


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


@pytest.fixture
def register(school: School, tmp_path: Path) -> Path:
    path = tmp_path / "privé" / "registre.json"
    path.parent.mkdir(mode=0o700)
    root = school.git("rev-list", "--max-parents=0", "HEAD")
    private_files.place(path, written(Register("École d'exemple", root, (PERSON,))))
    return path


@pytest.fixture
def desk(school: School, register: Path) -> Iterator[Served]:
    made = desk_of(school, signer=None)
    made.register = register
    with served(made) as opened:
        yield opened


def said(text: str) -> str:
    return unescape(text).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def command_of(page: str) -> list[str]:
    return shlex.split(unescape(page.rpartition("<pre")[2].partition("<code>")[2].partition("</code>")[0]))


def so_far(desk: Served) -> dict[str, str]:
    """What the form holds before anything is typed."""
    student = desk.desk.whole().school.students[CODE]
    return SO_FAR | {"programme": student.programme, "profile": student.profile, "account": student.account or ""}


@pytest.mark.parametrize(
    "typed",
    [{"extra_years": "1"}, {"left": "2026-02-10"}, {"account": "github:583231", "since": "2026-01-05"}],
    ids=["years", "departure", "account"],
)
def test_a_change_is_the_commit_that_the_command_shown_would_have_made(
    desk: Served, school: School, typed: dict[str, str]
) -> None:
    asked = desk.post(CHANGE, so_far(desk) | typed)
    shown = desk.follow(asked).text
    before = school.git("rev-parse", "main")

    done = desk.follow(desk.post(asked.headers["location"], {})).text
    ours = school.git("log", "-1", "--format=%T%n%an%n%B")
    school.git("reset", "-q", "--hard", before)
    ran = run(*command_of(shown)[1:], "--on", "2026-03-01", "--yes")

    assert "C'est enregistré : commit" in said(done)
    assert ran[0] == 0
    assert school.git("log", "-1", "--format=%T%n%an%n%B") == ours


def test_another_cohort_changes_the_register_and_the_folder_as_the_command_does(
    desk: Served, school: School, register: Path
) -> None:
    asked = desk.post(f"/students/{CODE}/move", {"cohort": "2024"})
    shown, before, kept = desk.follow(asked).text, school.git("rev-parse", "main"), register.read_bytes()

    desk.follow(desk.post(asked.headers["location"], {}))
    ours, written_here = school.git("rev-parse", "main^{tree}"), json.loads(register.read_bytes())
    school.git("reset", "-q", "--hard", before)
    private_files.place(register, kept)
    ran = run(*command_of(shown)[1:], "--on", "2026-03-01", "--yes")

    assert ran[0] == 0
    assert school.git("rev-parse", "main^{tree}") == ours
    assert written_here["members"] == json.loads(register.read_bytes())["members"]


def test_nothing_is_written_before_it_was_shown_and_nothing_twice(desk: Served, school: School) -> None:
    before = school.git("rev-parse", "main")
    asked = desk.post(CHANGE, so_far(desk) | {"extra_years": "1"})
    between = school.git("rev-parse", "main")
    desk.post(asked.headers["location"], {})
    once = school.git("rev-parse", "main")

    again = desk.follow(desk.post(asked.headers["location"], {})).text

    assert between == before
    assert school.git("rev-parse", "main") == once != before
    assert "Rien n'a été fait une seconde fois" in said(again)


def test_what_was_shown_of_another_moment_is_shown_anew(desk: Served, school: School) -> None:
    asked = desk.post(CHANGE, so_far(desk) | {"extra_years": "1"})
    other = desk.post(CHANGE, so_far(desk) | {"left": "2026-02-10"})
    desk.post(other.headers["location"], {})
    tip = school.git("rev-parse", "main")

    late = desk.post(asked.headers["location"], {})
    shown = desk.follow(late).text

    assert late.headers["location"].startswith("/acts/")
    assert "a changé entre-temps" in said(shown)
    assert school.git("rev-parse", "main") == tip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "rien à changer"),
        ({"since": "1er mars"}, "Écrivez la date ainsi"),
        ({"left": "10/02/2026"}, "Écrivez la date ainsi"),
        ({"account": "zoe"}, "n'est pas un numéro de compte"),
        ({"extra_years": "beaucoup"}, "Écrivez la date ainsi"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    desk: Served, school: School, typed: dict[str, str], sentence: str
) -> None:
    before = school.git("rev-parse", "main")

    page = desk.follow(desk.post(CHANGE, so_far(desk) | typed)).text

    assert sentence in said(page)
    assert all(f'value="{value}"' in page for key, value in typed.items() if key != "extra_years")
    assert school.git("rev-parse", "main") == before


def test_a_register_that_another_command_holds_is_told(desk: Served, school: School, register: Path) -> None:
    from polyvalidate.office.acts.shelf import held

    before = school.git("rev-parse", "main")
    with held(register):
        page = desk.follow(desk.post(f"/students/{CODE}/move", {"cohort": "2024"})).text

    assert "Rien n'a été écrit" in said(page)
    assert school.git("rev-parse", "main") == before


def test_an_evaluator_does_not_sign_for_the_office(desk: Served) -> None:
    desk.post("/who", {"code": "ref-3"})

    refused = desk.follow(desk.post(CHANGE, so_far(desk) | {"extra_years": "1"})).text
    chosen = desk.follow(desk.post("/who", {"code": "scolarite-1", "back": CHANGE})).text

    assert "à écrire par la scolarité" in said(refused)
    assert 'id="office"' in refused
    assert 'id="office"' not in chosen


def test_a_desk_to_read_only_writes_nothing(desk: Served, school: School) -> None:
    asked = desk.post(CHANGE, so_far(desk) | {"extra_years": "1"})
    before = school.git("rev-parse", "main")
    desk.desk.read_only = True

    page = desk.follow(desk.post(asked.headers["location"], {})).text

    assert "lecture seule" in said(page)
    assert school.git("rev-parse", "main") == before
