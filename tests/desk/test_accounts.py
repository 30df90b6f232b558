"""Accounts that students gave with the code of their letter, written at the desk as ``roster claims`` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from polyvalidate.forge.claims import Claim
from polyvalidate.office.register.claims import SETTING, code_of
from polyvalidate.office.register.register import Register, written
from polyvalidate.repository import private_files
from tests.classroom import ADA, ALL, BEA, CLO, Classroom, folder
from tests.desk.served import Answer, Served, desk_of, served
from tests.desk.test_changing import command_of, said

KEY = "00112233445566778899aabbccddeeff"
NEW = "github:2000077"


class Places(NamedTuple):
    desk: Served
    classroom: Classroom
    register: Register

    def claim(self, account: str, code: str, request: int = 7) -> None:
        git = self.classroom.school.git
        blob = self.classroom.desk / "claim.json"
        blob.write_bytes(Claim(account, code, request, "2026-02-03T10:00:00Z").written())
        git("push", "-q", "origin", f"{git('hash-object', '-w', str(blob))}:{Claim(account, code, 1, '').ref}")

    def left(self) -> int:
        return len(self.classroom.school.git("ls-remote", "origin", "refs/polyvalidate/claims/*").splitlines())

    def look(self) -> Answer:
        return self.desk.post("/lists/accounts", {})


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    classroom, server = Classroom(tmp_path), tmp_path / "serveur"
    git = classroom.school.git
    ada = f"{folder(ADA)}/student.yml"
    classroom.school.settle({ada: re.sub(r"account: .*\n", "", classroom.school.read(ada))})
    git("clone", "-q", "--mirror", str(classroom.school.place), str(server))
    git("remote", "add", "origin", str(server))
    register = Register("École d'exemple", git("rev-list", "--max-parents=0", "HEAD"), ALL, {SETTING: KEY})
    private_files.place(classroom.register, written(register))
    desk = desk_of(classroom.school, "scolarite-1")
    desk.register = classroom.register
    with served(desk) as opened:
        yield Places(opened, classroom, register)


def test_accounts_are_written_by_the_commit_of_the_command_shown(places: Places) -> None:
    classroom, before = places.classroom, places.classroom.tip()
    places.claim(NEW, code_of(places.register, ADA))
    places.claim("github:2000078", "AAAA-AAAA", 8)
    asked = places.look()
    shown = places.desk.follow(asked).text

    done = places.desk.follow(places.desk.post(asked.headers["location"], {})).text
    ours = classroom.school.git("log", "-1", "--format=%T%n%an%n%B", "main")
    classroom.school.git("reset", "-q", "--hard", before)
    ran = classroom.run(*command_of(shown)[1:-2], "--yes")

    assert ADA.name in said(shown)
    assert "ce code n'est celui de personne" in said(shown)
    assert "C'est inscrit : 1 compte" in said(done)
    assert ran.code == 1  # a claim is left to look at
    assert classroom.school.git("log", "-1", "--format=%T%n%an%n%B", "main") == ours
    assert f"account: {NEW}" in classroom.school.read(f"{folder(ADA)}/student.yml")


def test_what_is_written_is_what_was_shown_even_if_another_claim_comes_meanwhile(places: Places) -> None:
    places.claim(NEW, code_of(places.register, ADA))
    asked = places.look()
    places.claim("github:2000079", code_of(places.register, CLO))

    places.desk.post(asked.headers["location"], {})

    assert "github:2000079" not in places.classroom.school.git("log", "-1", "-p", "main")


def test_what_is_done_already_is_removed_from_the_server(places: Places) -> None:
    places.claim(NEW, code_of(places.register, ADA))
    places.desk.post(places.look().headers["location"], {})
    asked = places.look()
    page, before = places.desk.follow(asked).text, places.classroom.tip()

    done = places.desk.follow(places.desk.post(asked.headers["location"], {})).text

    assert "c'est déjà fait" in said(page)
    assert "retiré du serveur" in said(done)
    assert (places.left(), places.classroom.tip()) == (0, before)


def test_two_accounts_of_one_code_are_for_a_person_to_look_at(places: Places) -> None:
    for account in (NEW, "github:2000078"):
        places.claim(account, code_of(places.register, BEA))

    page = places.desk.follow(places.look()).text

    assert said(page).count("deux comptes donnent ce code") == 2
    assert f'href="/students/{BEA.code}/change"' in page
    assert "Inscrire</button>" not in page
    assert "--account" not in page.partition("<footer>")[0]


def test_nothing_waits_is_said(places: Places) -> None:
    assert "Aucun compte n'attend" in said(places.desk.follow(places.look()).text)


def test_a_copy_without_a_server_or_a_register_is_told(places: Places) -> None:
    places.classroom.school.git("remote", "remove", "origin")
    unread = said(places.desk.follow(places.look()).text)
    places.desk.desk.register = None
    without = places.look().headers["location"]

    assert 'class="note wrong"' in unread
    assert without.startswith("/register?said=")
