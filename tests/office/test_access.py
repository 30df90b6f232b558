"""``polyvalidate register access``: one archive holds all that a school has of a person, and says what it has not."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from pathlib import Path

import pytest

from tests.classroom import ADA, BEA, EVE, Classroom, folder
from tests.proposing import FAIR, FOLDER, OPEN_DAY, School

NEW = f"{FOLDER}/3.3-lycee.yml"


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)


def bundle(room: Classroom, who: str) -> dict[str, str]:
    path = room.desk / "acces.zip"
    said = room.with_names("register", "access", who, "--output", path)
    assert said.code == 0, said.text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def request(school: School) -> str:
    """A request that somebody has open, and that this copy has brought."""
    head = school.propose({NEW: FAIR})
    school.git("update-ref", "refs/pull/7/head", head)
    return head


def test_the_archive_holds_the_row_the_folder_the_statement_the_commits_and_the_evidence(room: Classroom) -> None:
    head = request(room.school)
    decided = room.tip()
    found = bundle(room, "Lovelace")

    assert sorted(found) == [
        "LISEZMOI-README.txt",
        "commits.csv",
        "depot/3.1-portes-ouvertes.yml",
        "depot/student.yml",
        "pieces.csv",
        "registre.json",
        "releve.txt",
    ]
    assert json.loads(found["registre.json"]) == {"registre": ADA._asdict(), "sauvegardes": []}
    assert found["depot/3.1-portes-ouvertes.yml"] == room.school.read(OPEN_DAY)
    assert {row["commit"] for row in rows(found["commits.csv"])} >= {head, decided}
    assert [(row["declaration"], row["fichier"]) for row in rows(found["pieces.csv"])] == [
        ("3.1-portes-ouvertes.yml", "emargement.pdf")
    ]
    assert "Journée portes ouvertes" in found["releve.txt"] or "portes ouvertes" in found["releve.txt"]


def test_it_says_what_it_does_not_hold(room: Classroom) -> None:
    readme = bundle(room, ADA.number)["LISEZMOI-README.txt"].replace("\xa0", " ")

    assert "vos demandes sur la forge : commentaires et pièces jointes du compte github:2000001" in readme
    assert "your requests on the forge" in readme


def test_nothing_of_anybody_else_is_in_it(room: Classroom) -> None:
    room.school.settle({f"{folder(BEA)}/3.3-lycee.yml": FAIR})
    found = bundle(room, ADA.code)
    texts = "\n".join(f"{name}\n{text}" for name, text in found.items())

    assert [other.code for other in (BEA, EVE) if other.code in texts or other.surname in texts] == []


def test_evidence_that_the_repository_keeps_is_in_it_and_a_kept_register_is_named(room: Classroom) -> None:
    evidence = room.school.place / folder(EVE) / "evidence"
    evidence.mkdir()
    (evidence / "recu.pdf").write_bytes(b"%PDF-1.7\n")
    room.school.commit("main", "pièce")
    kept = room.desk / "registre.json.2026-02-01T101500.bak"
    kept.write_bytes(room.register.read_bytes())
    kept.chmod(0o600)
    found = bundle(room, EVE.code)

    assert found["depot/evidence/recu.pdf"] == "%PDF-1.7\n"
    assert json.loads(found["registre.json"])["sauvegardes"] == [kept.name]


def test_who_has_no_folder_any_more_has_their_row_and_their_commits(room: Classroom) -> None:
    room.school.git("rm", "-rq", folder(BEA))
    gone = room.school.commit("main", "retrait")
    found = bundle(room, BEA.number)

    assert sorted(found) == ["LISEZMOI-README.txt", "commits.csv", "registre.json"]
    assert gone in {row["commit"] for row in rows(found["commits.csv"])}


def test_commits_that_name_the_person_are_in_it_wherever_they_lead_and_nobody_else_s(room: Classroom) -> None:
    def made(message: str, author: str = "essai <essai@example.org>") -> str:
        tree = room.school.git("rev-parse", "main^{tree}")
        name, address = author[:-1].split(" <")
        who = ("-c", f"user.name={name}", "-c", f"user.email={address}")
        commit = room.school.git(*who, "commit-tree", tree, "-p", "main", "-m", message)
        room.school.git("update-ref", f"refs/pull/{commit[:6]}/head", commit)
        return commit

    hers = {
        made("Stand", f"{ADA.first} {ADA.surname} <x@example.net>"): "nom et prénom",
        made(f"Stand\n\nVu avec {ADA.surname.upper()}, {ADA.first}.\n"): "nom et prénom",
        made("Stand", f"x <{ADA.email}>"): "adresse de courriel",
        made(f"Numéro {ADA.number}"): "numéro étudiant",
    }
    others = {made(f"Vu avec {BEA.first} {BEA.surname}"), made(f"Prix {ADA.surname}"), made("")}

    listed = rows(bundle(room, ADA.number)["commits.csv"])
    found = {row["commit"]: row["raison"] for row in listed if row["raison"] != "dossier"}

    assert found == hers
    assert others & {row["commit"] for row in listed} == set()
    assert {row["message"] for row in listed} >= {f"Stand\n\nVu avec {ADA.surname.upper()}, {ADA.first}."}


def test_it_is_refused_inside_git_and_for_nobody(room: Classroom) -> None:
    inside = room.with_names("register", "access", ADA.number, "--output", room.school.place / "x.zip")
    nobody = room.with_names("register", "access", "Personne", "--output", room.desk / "x.zip")

    assert (inside.code, nobody.code) == (2, 2)
    assert not list(room.desk.glob("x.zip"))
