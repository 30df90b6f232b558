"""Who sits at the desk and where the register is are said once, and kept in the settings of this copy alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyvalidate.desk.remembering import settle
from polyvalidate.repository import private_files
from tests.desk.served import desk_of, served
from tests.desk.test_changing import register, said, school
from tests.desk.test_students import CODE
from tests.proposing import School

__all__ = ["register", "school"]


def test_a_register_that_was_named_once_is_there_the_next_time(school: School, register: Path) -> None:
    tip = school.git("rev-parse", "main")
    with served(desk_of(school, signer=None)) as desk:
        desk.post("/who", {"code": "scolarite-1"})
        named = desk.follow(desk.post("/register", {"path": f'"{register}"'})).text
    again = desk_of(school, signer=None)
    settle(again, again.seen().school)
    with served(again) as desk:
        page = desk.get(f"/students/{CODE}").text

    assert "le bureau a ce registre" in said(named)
    assert (again.signer, again.register) == ("scolarite-1", register)
    assert "D'Exemple Zoé" in said(page)
    assert (school.git("rev-parse", "main"), school.git("status", "--porcelain")) == (tip, "")


def test_what_was_said_before_gives_way_to_what_is_asked_for_now(school: School, register: Path) -> None:
    with served(desk_of(school, signer=None)) as desk:
        desk.post("/who", {"code": "scolarite-1"})
        desk.post("/register", {"path": str(register)})
    other = desk_of(school, signer="ref-3")
    other.register = register.with_name("autre.json")
    settle(other, other.seen().school)

    assert (other.signer, other.register) == ("ref-3", register.with_name("autre.json"))


def test_a_register_that_has_gone_and_a_role_that_has_ended_are_not_taken(school: School, register: Path) -> None:
    with served(desk_of(school, signer=None)) as desk:
        desk.post("/register", {"path": str(register)})
        school.git("config", "polyvalidate.as", "nobody-9")
    register.unlink()
    again = desk_of(school, signer=None)
    settle(again, again.seen().school)

    assert (again.signer, again.register) == (None, None)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("registre.json", "le chemin entier"),
        ("{private}/perdu.json", "Il n'y a pas de registre à cet endroit"),
        ("{school}/registre.json", "dans un dépôt Git"),
        ("{private}/liste.json", "registre"),
        ("{private}/\0.json", "le chemin entier"),
    ],
)
def test_what_is_no_register_of_this_school_is_told_and_not_kept(
    school: School, register: Path, path: str, sentence: str
) -> None:
    private_files.place(register.with_name("liste.json"), b"[]")
    typed = path.format(private=register.parent, school=school.place)
    with served(desk_of(school, signer=None)) as desk:
        page = desk.follow(desk.post("/register", {"path": typed})).text
        kept = desk.desk.register

    assert sentence in said(page)
    assert 'class="note wrong"' in page
    assert f'value="{typed}"' in page
    assert kept is None


def test_a_desk_to_read_only_keeps_nothing(school: School, register: Path) -> None:
    before = (school.place / ".git" / "config").read_bytes()
    with served(desk_of(school, signer=None, read_only=True)) as desk:
        desk.post("/who", {"code": "scolarite-1"})
        desk.post("/register", {"path": str(register)})

    assert (school.place / ".git" / "config").read_bytes() == before
