"""``polyvalidate retention``: what is past its time, what is removed of it, and what is said of the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polyvalidate.office.register.keeping import after
from polyvalidate.office.register.register import Register, parsed
from tests.classroom import ADA, BEA, EVE, Classroom, folder
from tests.proposing import FOLDER, OPEN_DAY, REGISTRY

LATE = "2027-02-01"
"""More than a year after EVE left (2026-01-15), and the cycles of the others go on."""
RULES = "grid/2025-2026/rules.yml"
QUITUS = "session: 2026-07\noutcome: acquired\ncredited: 10\nrequired: 10\non: 2026-07-03\nby: jury-1\n"


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)


def codes(room: Classroom) -> list[str]:
    register = parsed(room.register.read_bytes())
    assert isinstance(register, Register)
    return [member.code for member in register.members]


def test_what_is_past_its_time_is_listed_and_nothing_is_touched(room: Classroom) -> None:
    before = room.tip(), room.register.read_bytes()
    said = room.with_names("retention", on=LATE)
    lines = said.text.splitlines()

    assert lines[:11] == [
        "Durées de la grille, en mois : dossiers 12, registre 12, pièces jointes 2, procès-verbaux 600.",
        "",
        "1 dossier dans le dépôt :",
        f"  {folder(EVE)}  depuis le 15 janvier 2026",
        "",
        "1 ligne du registre :",
        f"  {EVE.code}",
        "",
        "1 déclaration décidée dont les pièces jointes sont à supprimer, si ce n'est fait :",
        f"  {OPEN_DAY}  emargement.pdf  depuis le 9 février 2026",
        "",
    ]
    assert (said.code, (room.tip(), room.register.read_bytes())) == (1, before)


def test_it_removes_folders_and_rows_and_says_what_is_left(room: Classroom) -> None:
    said = room.with_names("retention", "--apply", "--yes", "--as", "scolarite-1", on=LATE)
    there = room.school.git("ls-tree", "--name-only", "main", "declarations/2025/").split("\n")
    backups = [parsed(path.read_bytes()) for path in room.desk.glob("*.bak")]

    assert said.code == 0, said.text
    assert (folder(EVE) in there, folder(BEA) in there) == (False, True)
    assert (EVE.code in codes(room), BEA.code in codes(room)) == (False, True)
    assert not any(isinstance(kept, Register) and EVE.code in kept.by_code for kept in backups)
    assert "l'histoire de Git : un dossier retiré se lit encore dans les versions passées" in said.text
    assert room.school.git("log", "-1", "--format=%B").split("\n") == [
        "Fin de conservation : 1 dossier retiré",
        "",
        "  2025 : 1",
        "",
        "Merged-by: scolarite-1",
    ]
    assert not (room.school.place / folder(EVE)).exists()
    assert EVE.code in room.school.git("log", "--format=", "--name-only")
    assert room.audited(REGISTRY).code == 0


def test_done_twice_it_removes_nothing_more(room: Classroom) -> None:
    room.with_names("retention", "--apply", "--yes", "--as", "scolarite-1", on=LATE)
    tip = room.tip()
    again = room.with_names("retention", "--apply", "--yes", "--as", "scolarite-1", on=LATE)

    assert (again.code, room.tip()) == (0, tip)
    assert OPEN_DAY in again.text


def test_nobody_removes_their_own_folder(room: Classroom) -> None:
    student = room.school.read(f"{folder(EVE)}/student.yml")
    room.school.settle({f"{folder(EVE)}/student.yml": student.replace("programme", f"account: {REGISTRY}\nprogramme")})
    said = room.with_names("retention", "--apply", "--yes", "--as", "scolarite-1", on=LATE)

    assert (said.code, EVE.code in codes(room)) == (1, True)
    assert f"{folder(EVE)} est le vôtre" in said.text
    assert folder(EVE) in room.school.git("ls-tree", "--name-only", "main", "declarations/2025/")


def test_without_a_person_to_agree_nothing_is_removed(room: Classroom) -> None:
    tip = room.tip()
    said = room.with_names("retention", "--apply", "--as", "scolarite-1", on=LATE)

    assert (said.code, room.tip(), EVE.code in codes(room)) == (1, tip, True)


def test_time_begins_at_the_end_of_the_cycle_of_who_has_the_quitus(room: Classroom) -> None:
    room.school.settle({f"{FOLDER}/quitus.yml": QUITUS})
    early, due = (room.with_names("retention", on=on).text for on in ("2029-08-30", "2029-08-31"))

    assert (folder(ADA) in early.split("\n\n")[1], f"{folder(ADA)}  depuis le 31 août 2028" in due) == (False, True)
    assert folder(BEA) not in due


def test_who_has_no_quitus_yet_is_kept(room: Classroom) -> None:
    room.school.settle({f"{FOLDER}/quitus.yml": QUITUS.replace("outcome: acquired", "outcome: second-chance")})

    assert f"{folder(ADA)}  depuis" not in room.with_names("retention", on="2031-01-01").text


def test_what_a_command_that_was_stopped_has_left_is_removed_by_the_next_one(room: Classroom) -> None:
    lock = room.school.place / ".git" / "refs" / "heads" / "main.lock"
    lock.touch()
    stopped = room.with_names("retention", "--apply", "--yes", "--as", "scolarite-1", on=LATE)
    left = folder(EVE) in room.school.git("ls-tree", "--name-only", "main", "declarations/2025/")
    lock.unlink()
    again = room.with_names("retention", "--apply", "--yes", "--as", "scolarite-1", on=LATE)

    assert (stopped.code != 0, left, EVE.code in codes(room)) == (True, True, False)
    assert again.code == 0
    assert folder(EVE) not in room.school.git("ls-tree", "--name-only", "main", "declarations/2025/")


def test_the_grid_sets_the_times(room: Classroom) -> None:
    rules = room.school.read(RULES)
    room.school.settle({RULES: rules + "retention: {declarations: 36, attachments: 24, register: 6}\n"})
    said = room.with_names("retention", on=LATE).text

    assert said.startswith("Durées de la grille, en mois : dossiers 36, registre 6, pièces jointes 24")
    assert (folder(EVE) in said, f"  {EVE.code}\n" in said, OPEN_DAY in said) == (False, True, False)


def test_a_row_does_not_outlive_its_folder(room: Classroom) -> None:
    rules = room.school.read(RULES)
    room.school.settle({RULES: rules + "retention: {register: 120}\n"})

    assert f"  {EVE.code}\n" in room.with_names("retention", on=LATE).text


def test_a_row_that_has_no_folder_yet_is_kept_and_one_of_long_ago_is_not(room: Classroom) -> None:
    room.school.git("rm", "-rq", folder(BEA))
    room.school.commit("main", "retrait")

    shown = [f"  {BEA.code}\n" in room.with_names("retention", on=on).text for on in (LATE, "2032-08-30", "2032-08-31")]
    assert shown == [False, False, True]


def test_an_appeal_that_waits_keeps_the_attachments(room: Classroom) -> None:
    room.school.settle({OPEN_DAY: room.school.read(OPEN_DAY) + "appeal: {on: 2026-02-20, reason: Une erreur.}\n"})

    assert OPEN_DAY not in room.with_names("retention", on=LATE).text


def test_what_was_told_before_is_not_told_again_when_asked(room: Classroom) -> None:
    told = [OPEN_DAY in room.run("retention", "--since", since, on=LATE).text for since in ("2026-04-09", "2026-04-10")]

    assert told == [True, False]


def test_the_whole_list_is_a_csv_outside_git(room: Classroom) -> None:
    inside, outside = room.school.place / "liste.csv", room.desk / "liste.csv"
    refused = room.with_names("retention", "--output", inside, on=LATE)
    room.with_names("retention", "--output", outside, on=LATE)

    assert (refused.code, inside.exists()) == (2, False)
    assert outside.read_text(encoding="utf-8-sig").splitlines() == [
        "objet;pseudonyme;chemin;fichiers;depuis",
        f"dossier;{EVE.code};{folder(EVE)};;2026-01-15",
        f"registre;{EVE.code};;;",
        f"pieces;{ADA.code};{OPEN_DAY};emargement.pdf;2026-02-09",
    ]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-11-30", 2, "2027-01-30"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: str, months: int, found: str) -> None:
    assert after(date.fromisoformat(day), months) == date.fromisoformat(found)
