"""What the register knows is looked for everywhere in the repository, and found where it was planted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.demo import make_school
from polyvalidate.office.register.personal import Found, Searcher, What
from polyvalidate.office.register.register import Member
from polyvalidate.repository import starting_files
from tests.office.registry import ADA, ELE, FOUR, Office

STUDENTS = 150
"""Of the demonstration school, whose every commit is searched."""
PERSON = Member("s-k3f9q2mz7w", 2025, "00220017", "DE L'ESSAI", "", "Éléonore Marie", "e.essai@etu.example.org")
SEARCHER = Searcher([PERSON])
NUMBER, EMAIL, NAME = (Found(what, PERSON.code) for what in What)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("numéro 00220017.", {NUMBER}),
        ("n00220017x", {NUMBER}),
        ("220017", {NUMBER}),
        ("00 22 00 17", {NUMBER}),
        ("00.22.00.17", {NUMBER}),
        ("github:220017", set()),
        ("s-00220017ab", set()),
        ("a" * 30 + "00220017" + "b" * 10, set()),
        ("1002200179", set()),
        ("écrire à E.Essai@ETU.example.org !", {EMAIL}),
        ("e.essai (at) etu.example.org", {EMAIL}),
        ("x.essai@etu.example.org", set()),
        ("Éléonore Marie de l'Essai", {NAME}),
        ("eleonore.de-l-essai", {NAME}),
        ("DE L’ESSAI\n  Éléonore", {NAME}),
        ("Éléonore", set()),
        ("un essai de l'essai", set()),
    ],
)
def test_data_are_found_however_they_are_written_and_nothing_else(text: str, expected: set[Found]) -> None:
    assert SEARCHER.look(text) == expected


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["00220017", "e.essai@etu.example.org"]))
def test_a_datum_between_spaces_is_always_found(before: str, after: str, datum: str) -> None:
    found = SEARCHER.look(f"{before}\n {datum} \n{after}")

    assert {NUMBER, EMAIL} & found


def check(office: Office) -> tuple[int, str]:
    return office.run("register", "check", "--register", office.register, "--repo", office.school)


@pytest.fixture(scope="module")
def enrolled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("enrolled"))
    mails = office.list_file(b"numero;mail\n22000001;ada@etu.example.org\n", "m.csv")
    assert office.take_in(FOUR, "--emails", mails)[0] == 0
    return office.desk.parent


@pytest.fixture
def enrolled(enrolled_once: Path, tmp_path: Path) -> Office:
    return Office.copied(enrolled_once, tmp_path)


def test_an_import_leaves_nothing_in_the_repository(enrolled: Office) -> None:
    code, said = check(enrolled)

    assert (code, said.startswith("✓ Aucune donnée du registre : ")) == (0, True), said


def plant_file(office: Office) -> str:
    (office.school / "notes.md").write_text("Vu avec Ada Lovelace-Essai.\n")
    office.commit("notes")
    return "dans le fichier notes.md"


def plant_and_remove(office: Office) -> str:
    (office.school / "notes.md").write_text("22000001\n")
    office.commit("notes")
    office.git("rm", "-q", "notes.md")
    office.commit("retirées")
    return "dans le fichier notes.md"


def plant_out_of_reach(office: Office) -> str:
    (office.school / "notes.md").write_text("ada@etu.example.org\n")
    office.commit("notes")
    blob = office.git("rev-parse", "HEAD:notes.md")
    office.git("reset", "-q", "--hard", "HEAD~1")
    office.git("reflog", "expire", "--expire=now", "--all")
    return f"dans le fichier {blob[:12]}"


def plant_message(office: Office) -> str:
    office.commit("Inscription de Ada LOVELACE-ESSAI")
    return f"dans le commit {office.git('rev-parse', 'HEAD')[:12]}"


def plant_author(office: Office) -> str:
    office.commit("mon dossier", author="Ada <ada@etu.example.org>")
    return f"dans le commit {office.git('rev-parse', 'HEAD')[:12]}"


def plant_name(office: Office) -> str:
    (office.school / "lovelace-essai_ada.pdf").write_bytes(b"%PDF")
    office.commit("pièce")
    return "dans un nom lovelace-essai_ada.pdf"


def plant_branch(office: Office) -> str:
    office.git("branch", "ada-lovelace-essai")
    return "dans un nom refs/heads/ada-lovelace-essai"


def plant_tag(office: Office) -> str:
    office.git("-c", "user.name=x", "-c", "user.email=x@example.org", "tag", "-a", "v1", "-m", "pour 22000001")
    return "dans l'étiquette"


def plant_utf16(office: Office) -> str:
    (office.school / "liste.txt").write_bytes("22000001".encode("utf-16"))
    office.commit("liste")
    return "dans le fichier liste.txt"


def plant_ignored(office: Office) -> str:
    (office.school / ".git/info/exclude").write_text("apogee.csv\n")
    (office.school / "apogee.csv").write_bytes("22000001;LOVELACE-ESSAI;Ada".encode("cp1252"))
    return "sur le disque, hors de Git apogee.csv"


PLANTED = [
    plant_file, plant_and_remove, plant_out_of_reach, plant_message, plant_author, plant_name, plant_branch, plant_tag,
    plant_utf16, plant_ignored,
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_planted_is_found_where_it_is(enrolled: Office, plant, packed: bool) -> None:
    where = plant(enrolled)
    if packed and plant is not plant_out_of_reach:
        enrolled.git("gc", "-q")

    code, said = check(enrolled)

    assert (code, where in said, enrolled.code(ADA) in said) == (1, True, True), said
    assert (enrolled.code(ELE) in said, "LOVELACE" in said.upper().replace(where.upper(), "")) == (False, False)


def test_places_are_counted_in_words(enrolled: Office) -> None:
    (enrolled.school / "un.txt").write_text("22000001")
    one = check(enrolled)[1]
    (enrolled.school / "deux.txt").write_text("22000001")
    two = check(enrolled)[1]

    assert [said.split("\n")[0] for said in (one, two)] == [
        "Des données du registre sont dans 1 endroit :",
        "Des données du registre sont dans 2 endroits :",
    ]


def test_the_register_in_the_folder_by_mistake_is_found(enrolled: Office) -> None:
    (enrolled.school / "copie.json").write_bytes(enrolled.register.read_bytes())

    code, said = check(enrolled)

    assert (code, "copie.json" in said, "sortez ces fichiers du dossier" in said) == (1, True, True)


@pytest.mark.slow
def test_the_names_of_the_demonstration_school_are_in_the_commits_of_open_requests_only(tmp_path: Path) -> None:
    school = make_school(tmp_path / "school", files=starting_files(), students=STUDENTS, cohorts=3, seed=1)
    office = Office(tmp_path / "bureau")
    office.school, office.register = school.directory, school.private / "registre.json"
    landed = set(office.git("rev-list", "main").split())

    said = check(office)[1]
    (school.directory / "note.txt").write_text("exemple-004@example.org")
    found = check(office)

    places = [line.strip() for line in said.split("\n") if line.startswith(("  dans ", "  sur "))]
    commits = [re.fullmatch(r"dans le commit ([0-9a-f]{12}) .*", place) for place in places]
    assert f"{STUDENTS} personnes du registre" in said
    assert [place for place, commit in zip(places, commits, strict=True) if commit is None] == []
    assert {c[1] for c in commits if c is not None} & {commit[:12] for commit in landed} == set()
    assert (found[0], "note.txt" in found[1]) == (1, True)
