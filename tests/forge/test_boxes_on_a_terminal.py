"""What staff do in a clone of the record with the requests of boxes: they bring them, see what waits, compare a file,
merge, and are held by the sweep to what the forge says of each box."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from polyvalidate.repository.boxes import HEADS, HERE
from tests.forge.box_world import BoxWorld
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.specimens import BOXES
from tests.forge.test_boxes import MINE, NAME, OTHER_FOLDER, PIECE, PROOF, THEIRS
from tests.forge.world import number_of
from tests.proposing import FOLDER, KEEPER, OTHER, REFERENT_3, STUDENT
from tests.running import run

Golden = Callable[[str | Path, str], None]
BOX, OTHER_BOX = "s-base000001", "s-base000002"
AT_ONCE = ("--wait", "1s")
DAY = ("--on", "2026-02-11")


def begun(forge: FakeForge, place: Path) -> BoxWorld:
    """Two students, each with a box, and a referent who reads both."""
    made = BoxWorld(forge, place, {STUDENT: BOX, OTHER: OTHER_BOX}, staff=(REFERENT_3, KEEPER))
    student = made.school.read(f"{FOLDER}/student.yml").replace(str(number_of(STUDENT)), str(number_of(OTHER)))
    made.school.settle({f"{OTHER_FOLDER}/student.yml": student})
    made.server.tokens[f"jeton-{REFERENT_3}"] |= {f"{BOXES}/{BOX}", f"{BOXES}/{OTHER_BOX}"}
    made.opens()
    return made


@pytest.fixture
def world(any_forge: FakeForge, tmp_path: Path) -> Iterator[BoxWorld]:
    made = begun(any_forge, tmp_path)
    yield made
    made.server.close()


@pytest.fixture
def boxes(forgejo: FakeForgejo, tmp_path: Path) -> Iterator[BoxWorld]:
    """The same on one forge."""
    made = begun(forgejo, tmp_path)
    yield made
    made.server.close()


def git(place: Path, *words: str) -> str:
    return subprocess.check_output(["git", "-C", place, *words], stderr=subprocess.PIPE).decode().strip()


def brought(world: BoxWorld, desk: Path) -> tuple[int, str]:
    """``boxes fetch``, with a token of the forge; what it said, its exit code, and nothing written there."""
    world.forge.calls.clear()
    with patch.dict(os.environ, world.forge.variables(world.server.root, 41)):
        code, out, error = run("boxes", "fetch", "--repo", desk, *DAY)
    assert {call.split()[0] for call in world.forge.calls} <= {"GET"}
    return code, (out + error).replace("\xa0", " ")


def waiting(desk: Path) -> dict[str, list[object]]:
    code, out, error = run("queue", "--repo", desk, *DAY, "--format", "json")
    assert (code, error) == (0, "")
    found = json.loads(out)
    return {kind: [one["request"] for one in found[kind]] for kind in ("waiting", "to_mend", "unjudged", "others")}


def merge(world: BoxWorld, desk: Path, *words: str, head: str = f"{BOX}/1") -> tuple[int, str]:
    author = world.account(STUDENT)
    asked = ("merge", "--head", head, "--repo", desk, "--as", "ref-3", "--accept", "--author", author)
    code, out, error = run(*asked, "--opened-at", "2026-02-10", *DAY, *words)
    return code, out + error


def test_a_request_of_a_box_is_seen_proved_and_merged_from_a_terminal(world: BoxWorld, tmp_path: Path) -> None:
    world.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    world.asks(OTHER, 1, {NAME: THEIRS.replace("to: 2026-02-05", "to: 2026-02-01")})
    assert world.swept().code == 0
    desk, received = world.desk(REFERENT_3), tmp_path / "reçu.pdf"
    received.write_text(PROOF, encoding="utf-8")
    _, before, hint = run("queue", "--repo", desk, *DAY)
    assert (f"{BOX}/1" in before, f"Aucune demande des boîtes ({BOXES}) n'est dans cette copie" in hint) == (
        False,
        True,
    )

    assert brought(world, desk) == (0, f"✓ 2 demandes ouvertes des boîtes ({BOXES}) dans cette copie.\n")
    assert waiting(desk) == {"waiting": [f"{BOX}/1", None], "to_mend": [f"{OTHER_BOX}/1"], "unjudged": [], "others": []}
    asked = ("--repo", desk, "--request")
    assert run("evidence", "verify", received, *asked, f"{BOX}/1")[0] == 0
    assert run("evidence", "verify", received, *asked, f"{OTHER_BOX}/1")[0] == 1
    looked = ("gate", "--base", "main", "--head", f"{BOX}/1", "--actor", world.account(STUDENT), "--repo", desk, *DAY)
    assert run(*looked)[0] == 0

    first, _ = merge(world, desk, "--push", "origin", *AT_ONCE)
    job = world.swept()
    again, said = merge(world, desk, "--push", "origin", *AT_ONCE)

    assert (first, job.code, again) == (1, 0, 0), said
    assert "decision: accepted" in world.read(f"{FOLDER}/{NAME}")
    assert "decision: accepted" in world.box_git(STUDENT, "show", f"main:{NAME}")
    assert (world.box(STUDENT).is_open(1), world.box(STUDENT).labelled(1)) == (False, ["acceptée"])
    assert (git(desk, "rev-parse", "main"), world.refs()) == (
        world.server_git("rev-parse", "main"),
        ["refs/heads/main"],
    )
    assert run("audit", "--repo", world.main)[0] == 0
    assert brought(world, desk)[1].startswith("✓ 1 demande ouverte des boîtes")
    kept = git(desk, "for-each-ref", "--format=%(refname)", HEADS, HERE).split()
    assert kept == [f"{HERE}{OTHER_BOX}", f"{HEADS}{OTHER_BOX}/1"]


def test_what_a_request_of_a_box_waits_for_is_read_as_any_other(boxes: BoxWorld, golden: Golden) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    boxes.asks(STUDENT, 2, {"3.3-salon.yml": THEIRS})
    boxes.asks(OTHER, 1, {"README.md": "Bonjour\n"})
    desk = boxes.desk(REFERENT_3)
    brought(boxes, desk)

    code, out, error = run("queue", "--repo", desk, *DAY)

    assert (code, error) == (0, "")
    golden("queue_of_boxes.txt", out)


def test_a_merge_is_made_here_and_sent_later(boxes: BoxWorld) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    boxes.swept()
    desk = boxes.desk(REFERENT_3)
    brought(boxes, desk)

    trial, _ = merge(boxes, desk, "--dry-run")
    here, said = merge(boxes, desk)
    twice, already = merge(boxes, desk)
    run("send", "--repo", desk, *AT_ONCE)
    job = boxes.swept()
    sent, _, why = run("send", "--repo", desk, *AT_ONCE)

    assert (trial, here, twice, "déjà fusionnée" in already) == (0, 0, 0, True), said
    assert (job.code, sent) == (0, 0), why
    assert waiting(desk)["waiting"] == [None]
    assert (boxes.box(STUDENT).is_open(1), boxes.server_git("log", "-1", "--format=%s")) == (
        False,
        "Demande 1 fusionnée par ref-3",
    )


def test_what_has_not_been_brought_is_said_with_the_command_that_brings_it(boxes: BoxWorld, tmp_path: Path) -> None:
    desk = boxes.desk(REFERENT_3)
    (tmp_path / "reçu.pdf").write_text(PROOF, encoding="utf-8")

    code, said = merge(boxes, desk)
    seen = run("evidence", "verify", tmp_path / "reçu.pdf", "--repo", desk, "--request", f"{BOX}/1")
    alone = run("boxes", "fetch", "--repo", desk, "--forge", "forgejo", *DAY)

    assert (code, "polyvalidate boxes fetch" in said, said.count(f"{BOX}/1")) == (2, True, 1)
    assert (seen[0], "polyvalidate boxes fetch" in seen[2]) == (2, True)
    assert (alone[0], "FORGEJO_TOKEN" in alone[2]) == (2, True)


def test_whoever_counts_what_waits_is_told_when_nothing_was_brought(boxes: BoxWorld, tmp_path: Path) -> None:
    boxes.asks(OTHER, 1, {NAME: THEIRS})
    desk = boxes.desk(REFERENT_3)
    jury = ("minutes", "prepare", "--session", "2026-07", "--cohort", "2025", "--output", tmp_path / "jury.csv")
    commands = (("follow",), (*jury, "--everybody", "--dry-run"))

    before = [run(*words, "--repo", desk, *DAY) for words in commands]
    brought(boxes, desk)
    after = [run(*words, "--repo", desk, *DAY) for words in commands]

    assert [code for code, _, _ in (*before, *after)] == [0, 0, 0, 0]
    assert ["polyvalidate boxes fetch" in error for _, _, error in (*before, *after)] == [True, True, False, False]
    assert [
        f"{count}  avec ce qui reste à décider" in out for count, (_, out, _) in ((1, before[1]), (2, after[1]))
    ] == [
        True,
        True,
    ]


def test_a_box_that_cannot_be_read_is_said_and_keeps_no_other_away(boxes: BoxWorld) -> None:
    boxes.asks(STUDENT, 1, {NAME: MINE})
    boxes.asks(OTHER, 1, {NAME: THEIRS})
    desk = boxes.desk(REFERENT_3)
    (boxes.place / "serveur" / BOXES / f"{BOX}.git" / "HEAD").unlink()

    code, said = brought(boxes, desk)

    assert (code, f"✗ {BOX}/1 : ne peut pas être apportée" in said) == (1, True)
    assert waiting(desk)["waiting"] == [f"{OTHER_BOX}/1", None]


def test_a_head_that_the_forge_does_not_know_any_more_gives_no_right_of_its_author(boxes: BoxWorld) -> None:
    """The student has pushed since: what was merged on the terminal is not what they propose."""
    before = boxes.server_git("rev-parse", "main")
    boxes.asks(STUDENT, 1, {NAME: MINE, PIECE: PROOF})
    boxes.swept()
    desk = boxes.desk(REFERENT_3)
    brought(boxes, desk)
    boxes.asks(STUDENT, 1, {NAME: MINE.replace("d'ingénieur", "d'ailleurs")})

    merge(boxes, desk, "--push", "origin", *AT_ONCE)
    job = boxes.swept()
    code, why = merge(boxes, desk, "--push", "origin", *AT_ONCE)

    assert ("refused" in job.said, code, "PP603" in why) == (True, 1, True)
    assert (boxes.server_git("rev-parse", "main"), boxes.box(STUDENT).is_open(1)) == (before, True)


def test_a_merge_that_names_a_head_beside_that_of_its_request_gives_no_right_of_its_author(boxes: BoxWorld) -> None:
    """What the student had proposed before is still in the clone of a sweep: it is not theirs to be merged."""
    before = boxes.server_git("rev-parse", "main")
    old = boxes.asks(STUDENT, 1, {NAME: MINE.replace("quantity: 1", "quantity: 2"), PIECE: PROOF})
    desk = boxes.desk(REFERENT_3)
    brought(boxes, desk)
    assert merge(boxes, desk)[0] == 0
    head = boxes.asks(STUDENT, 1, {NAME: MINE})
    said = git(desk, "log", "-1", "--format=%B")
    judged = next(line.removeprefix("Head: ") for line in said.splitlines() if line.startswith("Head: "))
    boxes.server_git("fetch", "-q", str(desk), f"{judged}:refs/heads/passage")  # as a sweep had made it
    message = said.replace(f"Head: {old}", f"Head: {head}")
    who = ("-c", "user.name=ref-3", "-c", "user.email=ref-3@polyvalidate.invalid")
    git(desk, *who, "commit", "-q", "--amend", "-m", message)

    run("send", "--repo", desk, *AT_ONCE)
    job = boxes.swept()

    assert ("refused" in job.said, boxes.server_git("rev-parse", "main")) == (True, before)
