"""Students at the desk: found by name without the name in an address, read on any day as the command says it."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from polyvalidate.office.register.register import Member, Register, written
from polyvalidate.repository import private_files
from tests.desk.served import Served, desk_of, open_request, served, visit
from tests.proposing import FOLDER, School

CODE = "s-base000001"
PERSON = Member(CODE, 2025, "22500001", "D'Exemple", "", "Zoé", "zoe@example.org")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    school = School(tmp_path_factory.mktemp("desk") / "école")
    open_request(school, 1, {f"{FOLDER}/3.3-1.yml": visit(1)})
    register = tmp_path_factory.mktemp("private") / "registre.json"
    root = school.git("rev-list", "--max-parents=0", "HEAD")
    private_files.place(register, written(Register("École d'exemple", root, (PERSON,))))
    made = desk_of(school)
    made.register = register
    with served(made) as open_desk:
        yield open_desk


def text(desk: Served, path: str) -> str:
    answer = desk.get(path)
    assert answer.status == 200
    return unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


@pytest.mark.parametrize("who", ["zoe", "D'EXEMPLE Zoé", "22500001", CODE, "S-BASE000001"])
def test_one_is_found_and_the_address_holds_the_pseudonym_alone(desk: Served, who: str) -> None:
    assert desk.post("/students", {"who": who}).headers["location"] == f"/students/{CODE}"


def test_who_is_not_found_is_said_and_what_was_typed_is_in_no_address(desk: Served) -> None:
    answer = desk.post("/students", {"who": "Introuvable"})

    assert "Introuvable" not in answer.headers["location"]
    assert "Personne pour cela" in desk.follow(answer).text


def test_the_page_of_one_says_each_line_what_waits_and_the_command(desk: Served) -> None:
    page = text(desk, f"/students/{CODE}")

    assert "<h1>D'Exemple Zoé</h1>" in page
    assert "3.1-portes-ouvertes.yml" in page
    assert 'href="/requests/1"' in page
    assert f"polyvalidate balance {CODE} --rev main" in page


def test_a_day_before_the_record_has_nothing_and_one_after_has_the_lines(desk: Served) -> None:
    before = desk.follow(desk.ask("GET", f"/students/{CODE}?on=2020-01-01", desk.known))
    after = text(desk, f"/students/{CODE}?on=2026-02-20")

    assert "Rien n’était encore enregistré" in before.text
    assert "3.1-portes-ouvertes.yml" in after
    assert "--as-of 2026-02-20 --known-at main" in after


def test_the_list_is_filtered_and_has_names(desk: Served) -> None:
    assert "D'Exemple Zoé" in text(desk, "/students?cohort=2025")
    assert "Aucun élève ne répond" in text(desk, "/students?cohort=1999&page=7")


def test_without_a_register_there_are_pseudonyms_only(tmp_path: Path) -> None:
    with served(desk_of(School(tmp_path / "école"))) as desk:
        page = text(desk, "/students")
        found = desk.post("/students", {"who": CODE.upper()})
        named = desk.follow(desk.post("/students", {"who": "zoe"})).text

    assert f'href="/students/{CODE}"' in page
    assert found.headers["location"] == f"/students/{CODE}"
    assert "n’a pas de registre" in named


def test_nobody_has_no_page(desk: Served) -> None:
    assert desk.get("/students/s-nobody0000").status == 404


def test_the_other_language_shows_the_same_list(desk: Served) -> None:
    page = desk.get("/students?cohort=2025&said=nothing").text

    answer = desk.post("/language", {"to": "en", "back": "/students?cohort=2025"})
    desk.post("/language", {"to": "fr", "back": "/"})

    assert 'name="back" value="/students?cohort=2025"' in page
    assert answer.headers["location"] == "/students?cohort=2025"
