"""A student whose account nobody has listed: their first request is told what to write, the code of their letter is
kept for the registry office, which confirms it with one command; the request is then checked again by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from polyvalidate.office.register.claims import SETTING, code_of, of_code
from polyvalidate.office.register.register import Member, Register, parsed, written
from polyvalidate.repository import private_files
from tests.forge.fake_github import FakeGitHub
from tests.forge.world import World
from tests.proposing import FAIR, FOLDER, NOBODY, OTHER, REGISTRY, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
ADA = Member("s-base000001", 2025, "22000001", "LOVELACE-ESSAI", "", "Ada", "ada@example.org")
BEA = Member("s-base000002", 2025, "22000002", "BÉRYL-ESSAI", "", "Béa", "bea@example.org")
KEY = "00112233445566778899aabbccddeeff"


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    """A school that knows the account of Béa, and not that of Ada."""
    made = World(github, tmp_path, (STUDENT, NOBODY), staff=(REGISTRY,))
    student = f"{FOLDER}/student.yml"
    ada = made.school.read(student)
    bea = student.replace(ADA.code, BEA.code)
    made.school.settle({student: re.sub(r"account: .*\n", "", ada), bea: ada.replace(STUDENT, "github:2000042")})
    made.opens()
    yield made
    made.server.close()


def register_of(world: World) -> tuple[Path, Register]:
    root = world.server_git("rev-list", "--max-parents=0", "main")
    made = Register("École d'exemple", root, (ADA,), {SETTING: KEY})
    place = world.place / "prive" / "registre.json"
    place.parent.mkdir(exist_ok=True)
    private_files.place(place, written(made))
    return place, made


def confirm(world: World, *words: str) -> tuple[int, str]:
    place, _ = register_of(world)
    asked = ("roster", "claims", "--register", place, "--repo", world.desk(REGISTRY), "--as", "scolarite-1")
    code, said, why = run(*asked, *words)
    return code, said + why


def kept(world: World) -> list[str]:
    return world.server_git("for-each-ref", "--format=%(refname)", "refs/polyvalidate/claims").split()


def test_from_the_first_request_to_a_check_that_runs_again_by_itself(world: World) -> None:
    _, register = register_of(world)
    head = world.opened(7, STUDENT, {NEW: FAIR})

    refused = world.judged(7)
    told = world.verdict(7)
    answer = world.says(STUDENT, 7, f"/compte {code_of(register, ADA)}")
    code, said = confirm(world, "--yes", "--push", "origin", "--wait", "1s")
    world.swept()  # what the office has sent enters; the request under it has changed
    again, _ = confirm(world, "--yes")

    assert (refused, "/compte" in told, answer.splitlines()[0]) == ("failure", True, "### Code reçu")
    assert "✓ 22000001  LOVELACE-ESSAI Ada  (s-base000001)  ←  github:2000001, demande 7" in said
    assert (code, world.read(f"{FOLDER}/student.yml").count(f"account: {STUDENT}")) == (1, 1)
    assert (world.state(head), world.github.labels[7]) == ("pending", ["catégorie 3", "à décider"])
    assert (again, kept(world)) == (0, [])


def test_a_code_says_nothing_of_who_it_is_to_who_reads_the_repository(world: World) -> None:
    _, register = register_of(world)
    code = code_of(register, ADA)

    stranger = Register(register.school, register.root, (ADA,), {SETTING: "ff" * 16})

    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)
    assert code_of(stranger, ADA) != code
    typed = (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l"))
    assert [of_code(register, one) for one in typed] == [ADA] * 4
    assert [of_code(register, one) for one in ("", "K7Q2", code + "0", "é" * 8)] == [None] * 4


@pytest.mark.parametrize(
    ("account", "body", "title"),
    [
        (OTHER, "/compte {code}", "### Code non pris"),
        (STUDENT, "/compte", "### Code non pris"),
        (STUDENT, "/compte mon code est {code}", "### Code non pris"),
        (STUDENT, "/ACCOUNT {code}.", "### Code reçu"),
        (STUDENT, "/compte {code}\nMerci !", "### Code reçu"),
        (STUDENT, "> /compte {code}", ""),
        (STUDENT, "Mon /compte {code}", ""),
    ],
)
def test_what_is_taken_for_a_code(world: World, account: str, body: str, title: str) -> None:
    _, register = register_of(world)
    world.opened(7, STUDENT, {NEW: FAIR})

    answer = world.says(account, 7, body.format(code=code_of(register, ADA)))

    assert answer.partition("\n")[0] == title
    assert len(kept(world)) == (title == "### Code reçu")


def test_a_code_that_two_accounts_give_is_for_a_person_to_look_at(world: World) -> None:
    _, register = register_of(world)
    for number, account in ((7, STUDENT), (8, NOBODY)):
        world.opened(number, account, {NEW: FAIR})
        world.says(account, number, f"/compte {code_of(register, ADA)}")
    before = world.server_git("rev-parse", "main")

    code, said = confirm(world, "--yes", "--push", "origin", "--wait", "1s")

    assert (code, said.count("deux comptes donnent ce code")) == (1, 2)
    assert (world.server_git("rev-parse", "main"), len(kept(world))) == (before, 2)


def test_a_code_of_nobody_and_what_is_no_claim_tie_nothing(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.says(STUDENT, 7, "/compte AAAA-AAAA")
    blob = world.server_git("hash-object", "-w", str(world.place / "event.json"))
    world.server_git("update-ref", "refs/polyvalidate/claims/github-1", blob)

    code, said = confirm(world, "--yes")

    assert (code, "ce code n'est celui de personne" in said) == (1, True)
    assert kept(world) == ["refs/polyvalidate/claims/github-2000001"]


def test_an_account_that_is_somebodys_is_not_given_to_another(world: World) -> None:
    _, register = register_of(world)
    world.opened(7, STUDENT, {NEW: FAIR})
    claim = {"account": REGISTRY, "code": code_of(register, ADA), "request": 7, "at": "2026-02-10T10:00:00Z"}
    (world.place / "claim").write_text(json.dumps(claim), encoding="utf-8")
    blob = world.server_git("hash-object", "-w", str(world.place / "claim"))
    world.server_git("update-ref", "refs/polyvalidate/claims/github-1000011", blob)

    code, said = confirm(world, "--yes")

    assert (code, "ce compte est déjà celui de quelqu'un" in said) == (1, True)


def test_nothing_is_written_without_a_yes(world: World) -> None:
    _, register = register_of(world)
    world.opened(7, STUDENT, {NEW: FAIR})
    world.says(STUDENT, 7, f"/compte {code_of(register, ADA)}")
    desk = world.desk(REGISTRY)

    dry, _ = confirm(world, "--dry-run")
    asked, _ = confirm(world)

    assert (dry, asked, len(kept(world))) == (0, 1, 1)
    assert "account" not in (desk / FOLDER / "student.yml").read_text(encoding="utf-8")


def test_only_the_letter_of_who_has_no_account_yet_holds_a_code(world: World) -> None:
    place, _ = register_of(world)
    desk = world.desk(REGISTRY)
    root = world.server_git("rev-list", "--max-parents=0", "main")
    private_files.place(place, written(Register("École d'exemple", root, (ADA, BEA))))

    code, _, why = run("roster", "mail", world.place / "lettres", "--register", place, "--repo", desk)
    register = parsed(place.read_bytes())
    drafts = (world.place / "lettres/brouillons").iterdir()
    said = {one.stem: message_from_bytes(one.read_bytes(), policy=default).get_content() for one in drafts}
    said = {who: letter.replace("\r\n", "\n") for who, letter in said.items()}

    assert code == 0, why
    assert isinstance(register, Register)
    assert f"    /compte {code_of(register, ADA)}\n" in said[ADA.code]
    assert f"/account {code_of(register, ADA)}." in said[ADA.code]
    assert "/compte" not in said[BEA.code]
