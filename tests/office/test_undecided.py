"""A declaration that was merged and that nobody has decided: every table says so, and counts nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.classroom import Classroom
from tests.proposing import ACCEPTED, OPEN_DAY
from tests.running import run


@pytest.fixture(params=["undecided", "decided", "where the merge decides"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Classroom, bool]:
    """The same declaration, and whether it is still to be decided."""
    room = Classroom(tmp_path)
    if request.param != "decided":
        room.school.settle({OPEN_DAY: room.school.read(OPEN_DAY).replace(ACCEPTED, "")})
    if request.param == "where the merge decides":
        rules = "grid/2025-2026/rules.yml"
        room.school.settle({rules: room.school.read(rules) + "decisions: merged\n"})
    return room, request.param == "undecided"


def test_a_balance_and_a_statement_say_what_is_to_be_decided(case: tuple[Classroom, bool]) -> None:
    """Where the merge decides, the statement says that no decision was written."""
    room, waits = case
    merged = ACCEPTED not in room.school.read(OPEN_DAY) and not waits
    _, balance, _ = run("balance", "s-base000001", "--root", room.school.place, "--on", "2026-03-01", lang="fr")
    statement = room.run("statement", "s-base000001").text

    assert ("à décider" in balance, "Bilan : 0 / 10" in balance) == (waits, waits)
    assert ("Décision : à décider" in statement, "Points comptés : 0 point" in statement) == (waits, waits)
    assert ("enregistrée sans autre évaluation, points de la grille" in statement) == merged


def test_the_queue_and_the_follow_up_list_what_is_to_be_decided(case: tuple[Classroom, bool]) -> None:
    room, waits = case
    queue, follow = room.run("queue").text, room.run("follow").text

    assert ("3.1-portes-ouvertes.yml" in queue, "déjà dans le dépôt, sans décision" in queue) == (waits, waits)
    assert ("Ce qui attend une décision (1)" in follow, " décision " in follow) == (waits, waits)


def test_the_table_of_the_jury_counts_what_is_to_be_decided(case: tuple[Classroom, bool]) -> None:
    room, waits = case
    table = room.desk / "jury.csv"
    said = room.run("minutes", "prepare", "--session", "2026-07", "--cohort", "2025", "--everybody", "--output", table)
    text = table.read_text(encoding="utf-8-sig")
    rows = {row["Pseudonyme"]: row for row in csv.DictReader(text.splitlines(), delimiter=";")}

    assert ("1  avec ce qui reste à décider" in said.text, rows["s-base000001"]["En attente"]) == (
        waits,
        "1" if waits else "0",
    )
