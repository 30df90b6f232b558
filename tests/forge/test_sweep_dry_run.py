"""``sweep --dry-run``: what a sweep would do is said, in the words in which it is then done, and nothing is written."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.forge.plain.talk import Talk
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.plain_world import PlainGit, PlainWorld, here
from tests.forge.test_boxes import MINE, NAME, begun
from tests.forge.test_sweep_stopped import begun as two_requests
from tests.forge.world import World
from tests.proposing import FAIR, FOLDER, REFERENT_4, STUDENT

MOVES = ("calls", "ended", "now", "server", "site", "thread", "boxes")
"""What is no part of the state of a forge: what it was asked, and how it is run."""


def state(world: World) -> dict[str, Any]:
    """All that the forge holds, and where all references of all repositories are."""
    forges: Mapping[str, Any] = {"": world.forge, **getattr(world.forge, "boxes", {})}
    held = {
        f"{name}.{part}": repr(value)
        for name, forge in forges.items()
        for part, value in vars(forge).items()
        if part not in MOVES
    }
    places = sorted((world.place / "serveur").glob("*/*.git"))
    return held | {str(place): refs(place) for place in places}


def refs(place: Path) -> str:
    return subprocess.check_output(["git", "-C", place, "for-each-ref"], text=True)


def lines(said: str) -> list[str]:
    """What was done, without the ids of merges, which say when they were made."""
    return [re.sub(r"(merged) by [0-9a-f]{12}$|\b[0-9a-f]{12}\b", r"\1", line) for line in said.splitlines() if line]


def rehearsed(world: World) -> list[str]:
    """The lines of a dry run, once it is known to have written nothing; then those of a sweep are the same."""
    before = state(world)
    calls = len(getattr(world.forge, "calls", ()))
    dry = world.swept("--dry-run", POLYVALIDATE_LANG="en")
    asked = getattr(world.forge, "calls", [])[calls:]
    first, *planned, last = lines(dry.said)

    assert state(world) == before
    assert {call.partition(" ")[0] for call in asked} <= {"GET"}
    assert (dry.code, "nothing is written" in first, "nothing was written" in last) == (0, True, True)
    done = world.swept(POLYVALIDATE_LANG="en")
    assert (done.code, lines(done.said)) == (0, planned)
    return planned


def test_on_a_forge_nothing_is_written_and_a_sweep_does_what_was_said(any_forge: FakeForge, tmp_path: Path) -> None:
    world = two_requests(any_forge, tmp_path)
    try:
        while len(world.waiting) < 2:  # the forge notes who pushed once Git has gone
            time.sleep(0.01)
        planned = rehearsed(world)
        kept = refs(world.place / "sweep-0")
        counted = subprocess.check_output(["git", "-C", world.place / "sweep-0", "count-objects"], text=True)
    finally:
        world.server.close()

    assert {line.partition(": ")[2].split(" ")[0] for line in planned if line[0] in "78"} == {
        *("status", "comment", "labels", "merged"),
    }
    assert len([line for line in planned if line.startswith("polyvalidate/")]) == 2
    assert ("refs/polyvalidate" in kept, counted.split(" ")[0]) == (False, "0")


def test_with_boxes_their_pages_and_the_closing_are_rehearsed_too(forgejo: FakeForgejo, tmp_path: Path) -> None:
    world = begun(forgejo, tmp_path)
    try:
        world.asks(STUDENT, 1, {NAME: MINE})
        assert world.swept().code == 0
        world.comments(REFERENT_4, STUDENT, 1, "/accepter")
        planned = rehearsed(world)
    finally:
        world.server.close()

    assert [line.partition(": ")[2].split(" ")[0] for line in planned[:4]] == [
        "comment",
        "merged",
        "comment",
        "closed,",
    ]
    assert planned[4:] == ["s-base000001: “My points” is up to date"]


@pytest.fixture
def plain(tmp_path: Path) -> Any:
    made = PlainWorld(PlainGit(), tmp_path, (STUDENT,))
    made.opens()
    yield made
    made.server.close()


def test_on_a_plain_server_nothing_is_written_in_its_repository(plain: PlainWorld) -> None:
    plain.opened(7, STUDENT, {f"{FOLDER}/3.3-lycee.yml": FAIR})
    number, head = plain.forge.talk(7).number, plain.forge.talk(7).head
    at = datetime.fromisoformat(plain.now()).astimezone(UTC).isoformat()
    plain.forge.store.add(lambda free: Talk(free, here(STUDENT), "demande-8", head, at, at, at))
    plain.forge.store.change(number, lambda talk: talk.says(here(REFERENT_4), plain.now(), "/accepter"))

    planned = rehearsed(plain)

    assert f"{number}: merged" in planned
