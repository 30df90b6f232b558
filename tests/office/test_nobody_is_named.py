"""No command that knows of a register writes a text that names somebody of it, whatever it writes and however."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.classroom import ADA, BEA, Classroom, folder
from tests.proposing import FAIR

DAY, LIST = "2026-02-07", "N° étudiant\n22000001\n22000002\n"
FILE = f"{folder(ADA)}/3.3-lycee.yml"


@pytest.fixture
def classroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Classroom:
    made = Classroom(tmp_path)
    monkeypatch.setenv("POLYVALIDATE_REGISTER", str(made.register))
    return made


def credit(*more: str) -> Callable[[Classroom], list[str | Path]]:
    words = ("declare-many", "3.1", "--as", "ref-3", "--yes", "--from", DAY, *more)
    return lambda room: [*words, "--list", room.list_file(LIST), "--register", room.register]


def write(*more: str) -> Callable[[Classroom], list[str | Path]]:
    words = ("new", "--student", BEA.code, "--activity", "3.1", "--from", "7/2/2026", "--quantity", "1", "--yes")
    asked = (*words, "--title", "Stand", "--organisation", "École d'exemple")
    return lambda room: [*asked, "--evidence", f"E2={room.list_file(b'%PDF-1.7', 'attestation.pdf')}", *more]


def document(name: str) -> Callable[[Classroom], list[str | Path]]:
    return lambda room: [*write()(room), "--evidence", f"E1={room.list_file(b'%PDF-1.7 ' + name.encode(), name)}"]


def evaluate(*more: str) -> Callable[[Classroom], list[str | Path]]:
    def words(room: Classroom) -> list[str | Path]:
        room.school.settle({FILE: FAIR})
        return ["evaluate", FILE, "--as", "ref-3", *more]

    return words


def merge(files: dict[str, str], *more: str) -> Callable[[Classroom], list[str | Path]]:
    def words(room: Classroom) -> list[str | Path]:
        head = room.school.propose(files)
        decided = ("--as", "ref-3", "--accept", "--opened-at", "2026-02-10", "--author", "github:2000001")
        return ["merge", "--head", head, *decided, *more]

    return words


LOVELACE = "Ada Lovelace-Essai"
WRITTEN = {
    "title": (credit("--title", f"Atelier avec {LOVELACE}"), "(title) : nom et prénom, « Ada Lovelace-Essai »"),
    "organisation": (credit("--organisation", "Club d'Ada LOVELACE ESSAI"), "(organisation) : nom et prénom"),
    "slug": (credit("--event", "gala-ada-lovelace-essai"), "(event) : nom et prénom, « ada-lovelace-essai »"),
    "comment": (credit("--comment", "Vu avec Ada Lovelace-Essai."), "(evaluation.comment) : nom et prénom"),
    "new": (
        write("--description", "Avec Lovelace-Essai Ada."),
        "(description) : nom et prénom, « Lovelace-Essai Ada »",
    ),
    "name of a document": (document("ada_lovelace-essai.pdf"), "(evidence.1.name) : nom et prénom"),
    "evaluate": (evaluate("--refuse", "--comment", "C'est Ada Lovelace-Essai."), "(evaluation.comment)"),
    "trial": (evaluate("--refuse", "--comment", "C'est Ada Lovelace-Essai.", "--dry-run"), "(evaluation.comment)"),
    "merge tried": (merge({FILE: FAIR + "description: Avec Béa Béryl-Essai.\n"}, "--dry-run"), "(description)"),
    "message": (evaluate("--complete", "Voyez 22000001."), "numéro étudiant, « 22000001 »"),
    "an address": (evaluate("--complete", "Écrivez à ada@example.org."), "adresse de courriel, « ada@example.org »"),
    "merge": (merge({FILE: FAIR + "description: Avec Béa Béryl-Essai.\n"}), "(description) : nom et prénom"),
    "a comment in a file": (merge({FILE: FAIR + "# Béryl-Essai Béa\n"}), "(ligne 12) : nom et prénom"),
    "a file's name": (merge({f"{folder(ADA)}/3.3-bea-beryl-essai.yml": FAIR}), "(nom du fichier) : nom et prénom"),
    "a merge's decision": (merge({FILE: FAIR}, "--comment", "Béa BÉRYL-ESSAI"), "(evaluation.comment)"),
}


def state(room: Classroom) -> tuple[str, str]:
    return room.tip(), room.school.git("status", "--porcelain", "--ignored")


@pytest.mark.parametrize("name", WRITTEN)
def test_what_names_somebody_is_refused_before_anything_is_written(classroom: Classroom, name: str) -> None:
    making, expected = WRITTEN[name]
    words = making(classroom)
    before = state(classroom)

    said = classroom.run(*words)

    assert (said.code, expected in said.text, state(classroom) == before) == (1, True, True), said.text
    assert "Rien n'a été écrit." in said.text or "Rien n'a été fusionné." in said.text
    assert [code for code in (ADA.code, BEA.code) if f"{code}," in said.text or f"({code})" in said.text] == []


FORMS = ["evaluate", "trial", "message", "merge", "merge tried", "a merge's decision"]
"""Those of a command that also speaks to programs."""


@pytest.mark.parametrize("name", FORMS)
def test_a_program_is_told_of_the_refusal_as_of_any_other(classroom: Classroom, name: str) -> None:
    words = [*WRITTEN[name][0](classroom), "--format", "json"]
    refused = json.loads((said := classroom.run(*words)).text)
    wrong = ["ref-99" if word == "ref-3" else word for word in words]

    keys = list(json.loads(classroom.run(*wrong).text))

    assert (said.code, refused["outcome"], list(refused)) == (1, "refused", keys)
    assert "du registre" in refused["message"]
    assert "--somebody-else" in refused["message"]


@pytest.mark.parametrize("name", WRITTEN)
def test_somebody_else_of_the_same_name_may_be_named_as_the_refusal_says(classroom: Classroom, name: str) -> None:
    words = WRITTEN[name][0](classroom)
    refused = classroom.run(*words)
    answer = shlex.split(refused.text.partition("ajoutez : ")[2].partition("\n")[0])

    said = classroom.run(*words, *answer)

    assert (said.code, "registre" in said.text) == (0, False), said.text


def test_a_register_is_not_shown_beyond_what_was_typed(classroom: Classroom) -> None:
    said = classroom.run(*evaluate("--complete", "See 22000001.")(classroom), lang="en")

    assert [word for word in ("Lovelace", "LOVELACE", "ada@") if word in said.text] == []
    assert "3.3-lycee.yml (content): student number, “22000001”" in said.text


def test_what_stood_there_before_is_not_refused_anew(classroom: Classroom) -> None:
    classroom.school.settle({FILE: FAIR + "description: Avec Béa Béryl-Essai.\n"})

    decided = classroom.run("evaluate", FILE, "--as", "ref-3", "--accept")
    mended = classroom.run("fix", on="")

    assert (decided.code, mended.code) == (0, 0), decided.text + mended.text


def test_a_surname_alone_a_street_and_another_number_are_written(classroom: Classroom) -> None:
    honest = (
        "--title",
        "Prix Lovelace-Essai",
        "--organisation",
        "Association du 22 rue Ada",
        "--comment",
        "Ada, merci",
    )

    said = classroom.run(*credit(*honest)(classroom))

    assert said.code == 0, said.text


def test_without_a_register_nothing_is_held_against_it(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLYVALIDATE_REGISTER")

    said = classroom.run(*write("--title", LOVELACE)(classroom))

    assert said.code == 0, said.text


def test_a_register_that_is_not_there_stops_what_would_have_been_held_against_it(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLYVALIDATE_REGISTER", str(classroom.desk / "perdu.json"))

    said = classroom.run(*write()(classroom))

    assert (said.code, "n'existe pas" in said.text) == (2, True), said.text
