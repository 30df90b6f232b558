"""A school whose students have a box each: what is declared, decided and shown there, and what reaches the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.extent import WHOLE, spread
from tests.forge.box_world import RULES, BoxWorld
from tests.forge.fake_forge import TOKEN, FakeForge, Fault
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.specimens import REPOSITORY
from tests.forge.test_sweep_stopped import Killed, Knife, swept
from tests.forge.world import number_of, title
from tests.proposing import FAIR, FOLDER, OTHER, REFERENT_3, REFERENT_4, STUDENT
from tests.running import run

PROOF = "Attestation de présence.\n"
DIGEST = hashlib.sha256(PROOF.encode()).hexdigest()
MINE = FAIR.replace("a1" * 32, DIGEST)
THEIRS = MINE.replace("2026-02-03", "2026-02-05").replace(DIGEST, "d4" * 32)
NAME, PIECE = "3.3-lycee.yml", "evidence/attestation.pdf"
OTHER_FOLDER = "declarations/2025/s-base000002"


def begun(forge: FakeForge, place: Path) -> BoxWorld:
    """Two students, each with a box."""
    made = BoxWorld(forge, place, {STUDENT: "s-base000001", OTHER: "s-base000002"})
    student = made.school.read(f"{FOLDER}/student.yml").replace(str(number_of(STUDENT)), str(number_of(OTHER)))
    made.school.settle({f"{OTHER_FOLDER}/student.yml": student})
    made.opens()
    return made


@pytest.fixture
def world(any_forge: FakeForge, tmp_path: Path) -> Iterator[BoxWorld]:
    made = begun(any_forge, tmp_path)
    yield made
    made.server.close()


@pytest.fixture
def boxes(forgejo: FakeForgejo, tmp_path: Path) -> Iterator[BoxWorld]:
    """The same on one forge: what differs there is what one call looks like."""
    made = begun(forgejo, tmp_path)
    yield made
    made.server.close()


def test_a_declaration_is_made_mended_proved_decided_and_shown_in_a_box(world: BoxWorld) -> None:
    before = world.server_git("rev-parse", "main")
    first = world.asks(STUDENT, 1, {NAME: MINE.replace("to: 2026-02-03", "to: 2026-02-01"), PIECE: PROOF})
    world.asks(OTHER, 1, {NAME: THEIRS, PIECE: "Une autre pièce.\n", ".github/workflows/vol.yml": "on: push\n"})
    assert world.swept().code == 0
    wrong, unlike = world.told(STUDENT, 1), world.told(OTHER, 1)
    assert (wrong[0], "PP308" in wrong[1]) == ("failure", True)
    assert (unlike[0], "PP631" in unlike[1], "Un fichier au nom inattendu" in unlike[1]) == ("failure", True, True)
    assert world.page(STUDENT).startswith("# Mes points")

    mended = world.asks(STUDENT, 1, {NAME: MINE})
    assert world.swept().code == 0
    status, comment = world.told(STUDENT, 1)
    assert (world.box(STUDENT).asked(1), world.box(OTHER).asked(1)) == ([number_of(REFERENT_3)], [])
    assert (first != mended, status, "✓ E1, le fichier de la déclaration" in comment) == (True, "pending", True)
    assert "à décider" in world.page(STUDENT)
    assert "à décider" not in world.page(OTHER)

    said = world.comments(REFERENT_4, STUDENT, 1, "/accepter")
    asked = world.comments(STUDENT, STUDENT, 1, "/bilan")
    assert world.swept().code == 0

    assert title(world.answered(STUDENT, 1, said)) == "### Décision fusionnée\xa0: acceptée"
    assert "decision: accepted" in world.read(f"{FOLDER}/{NAME}")
    listed = world.server_git("ls-tree", "-r", "--name-only", "main", FOLDER).split()
    assert (f"{FOLDER}/{NAME}" in listed, [path for path in listed if "evidence" in path or "README" in path]) == (
        True,
        [],
    )
    assert "decision: accepted" in world.box_git(STUDENT, "show", f"main:{NAME}")
    assert world.box_git(STUDENT, "show", f"main:{PIECE}") == PROOF.strip()
    assert (world.box(STUDENT).is_open(1), world.box(STUDENT).labelled(1)) == (False, ["acceptée"])
    assert ("0,5" in world.page(STUDENT), "0,5" in world.answered(STUDENT, 1, asked)) == (True, True)
    assert world.server_git("rev-list", "--count", f"{before}..main") == "1"
    assert run("audit", "--repo", world.main)[0] == 0


def test_who_may_write_in_a_box_is_no_less_a_stranger_to_the_folder(boxes: BoxWorld) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE}, by=OTHER)
    main = boxes.server_git("rev-parse", "main")
    boxes.swept()
    said = boxes.comments(REFERENT_4, STUDENT, 1, "/accepter")
    asked = boxes.comments(OTHER, STUDENT, 1, "/bilan")
    boxes.swept()

    assert (boxes.told(STUDENT, 1)[0], title(boxes.answered(STUDENT, 1, said))) == (
        "failure",
        "### La commande n'est pas exécutée",
    )
    assert (title(boxes.answered(STUDENT, 1, asked)), boxes.server_git("rev-parse", "main")) == (
        "### Pas de bilan ici",
        main,
    )


def test_two_readers_a_correction_and_an_appeal_are_shown_in_the_box(boxes: BoxWorld) -> None:
    rules = boxes.read(RULES).replace("second_reader_from: 3", "second_reader_from: 0.25")
    boxes.school.settle({RULES: rules})
    boxes.server_git("fetch", "-q", str(boxes.school.place), "main:main")
    boxes.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    boxes.swept()
    first = boxes.comments(REFERENT_3, STUDENT, 1, "/accepter")
    boxes.swept()
    second = boxes.comments(REFERENT_4, STUDENT, 1, "/accepter")
    boxes.swept()
    noted, accepted = (title(boxes.answered(STUDENT, 1, one)) for one in (first, second))
    assert (noted, accepted) == ("### Décision notée, il en manque une autre", "### Décision fusionnée\xa0: acceptée")

    undone = boxes.comments(REFERENT_3, STUDENT, 1, "/corriger refuser Absence constatée.")
    boxes.swept()
    appeal = boxes.comments(STUDENT, STUDENT, 1, "/recours L'organisateur confirme ma présence.")
    boxes.swept()

    assert title(boxes.answered(STUDENT, 1, undone)) == "### Décision corrigée\xa0: refusée"
    assert title(boxes.answered(STUDENT, 1, appeal)) == "### Recours déposé"
    assert boxes.box(STUDENT).labelled(1) == ["acceptée"]
    shown = boxes.box_git(STUDENT, "show", f"main:{NAME}")
    assert ("decision: refused" in shown, "appeal:" in shown) == (True, True)
    assert "refusée — Absence constatée." in boxes.page(STUDENT)
    assert run("audit", "--repo", boxes.main)[0] == 0


def test_what_has_not_changed_costs_two_lists_of_each_kind_and_no_push(boxes: BoxWorld) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE})
    boxes.swept()
    boxes.swept()
    boxes.forge.calls.clear()
    boxes.server.pushes.clear()

    assert boxes.swept().code == 0

    assert [call.partition("/api/v1")[2] for call in boxes.forge.calls] == [
        f"/repos/{REPOSITORY}/pulls",
        "/repos/issues/search",
        f"/repos/{REPOSITORY}/pulls",
        "/repos/issues/search",
    ]
    assert boxes.server.pushes == []


def test_a_box_that_takes_nothing_stops_nobody_and_is_brought_up_to_date_later(boxes: BoxWorld) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    boxes.swept()
    boxes.comments(REFERENT_4, STUDENT, 1, "/accepter")
    taken = boxes.server.tokens[TOKEN]
    boxes.server.tokens[TOKEN] = frozenset({REPOSITORY})

    refused = boxes.swept()
    kept = "decision: accepted" in boxes.read(f"{FOLDER}/{NAME}"), boxes.box(STUDENT).is_open(1)
    boxes.server.tokens[TOKEN] = taken
    mended = boxes.swept()

    assert (refused.code, "s-base000001" in refused.said, kept) == (2, True, (True, True))
    assert (mended.code, boxes.box(STUDENT).is_open(1)) == (0, False)
    assert "decision: accepted" in boxes.box_git(STUDENT, "show", f"main:{NAME}")


def test_a_first_word_of_which_the_answer_was_lost_is_found_and_not_said_twice(boxes: BoxWorld) -> None:
    """That nobody had written there was known from the forge, and is not so any more."""
    boxes.asks(STUDENT, 1, {NAME: MINE})
    boxes.forge.faults["POST", "/comments$"] = [Fault(500, after=True)]

    job = boxes.swept()

    assert (job.code, len(boxes.box(STUDENT).bodies(1)), boxes.forge.faults["POST", "/comments$"]) == (0, 1, [])


KILLED = 22
"""More than one sweep of the two boxes writes, on the forge and on the server."""


# Most of what a sweep writes here it writes in a school without boxes, where it is killed at each of them.
@pytest.mark.parametrize("at", spread(range(KILLED), 9 if WHOLE else 5, all_of_them=False))
def test_a_sweep_of_boxes_that_is_killed_ends_as_if_nothing_had_stopped_it(
    boxes: BoxWorld, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    boxes.asks(OTHER, 1, {NAME: THEIRS})
    boxes.box(STUDENT).told(boxes.box(STUDENT).heads()[1], boxes.now())
    said = boxes.comments(REFERENT_4, STUDENT, 1, "/accepter")
    with suppress(Killed):
        swept(boxes, monkeypatch, Knife(at))

    swept(boxes, monkeypatch, Knife(None))

    assert title(boxes.answered(STUDENT, 1, said)) == "### Décision fusionnée\xa0: acceptée"
    assert len([body for body in boxes.box(STUDENT).bodies(1) if f"to={said['id']} " in body]) == 1
    assert boxes.server_git("log", "-1", "--format=%s") == "Demande 1 fusionnée par ref-4"
    assert (boxes.box(STUDENT).is_open(1), boxes.box(STUDENT).labelled(1)) == (False, ["acceptée"])
    assert "decision: accepted" in boxes.box_git(STUDENT, "show", f"main:{NAME}")
    assert boxes.box_git(STUDENT, "show", f"main:{PIECE}") == PROOF.strip()
    assert ("0,5" in boxes.page(STUDENT), "à décider" in boxes.page(OTHER)) == (True, True)
    assert (boxes.refs(), run("audit", "--repo", boxes.main)[0]) == (["refs/heads/main"], 0)
