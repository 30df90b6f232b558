"""A sweep that is killed before or after any of its writings: the next one ends as if nothing had happened."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.forge.github import GitHub
from polyvalidate.forge.http import Api
from polyvalidate.forge.obeying import BASE, Place
from polyvalidate.forge.planning import Action
from polyvalidate.forge.sweeping import Sweep
from polyvalidate.repository import making, today
from polyvalidate.repository.git import Done
from tests.extent import spread
from tests.forge.fake_github import BOT_LOGIN, TOKEN, FakeGitHub
from tests.forge.specimens import REPOSITORY
from tests.forge.world import World
from tests.proposing import FAIR, FOLDER, KEEPER, REFERENT_4, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
WRONG = FAIR.replace("to: 2026-02-03", "to: 2026-02-01").replace("a1a1", "d4d4")
WRITINGS = 21
"""What one sweep of the two requests writes: on the forge and on the server."""


class Killed(BaseException):
    """The machine went away."""


class Knife:
    """Kills before (``at`` = 2n) or after (2n + 1) the writing of number n; counts them all."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.moments = itertools.count()

    def passes(self) -> None:
        if next(self.moments) == self.at:
            raise Killed

    @property
    def writings(self) -> int:
        return next(self.moments) // 2


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    made = begun(github, tmp_path)
    yield made
    made.server.close()


def begun(github: FakeGitHub, place: Path) -> World:
    """Two requests, one of them accepted; two commits that staff have sent, one of which may not enter."""
    made = World(github, place, (STUDENT,), staff=(KEEPER, REFERENT_4))
    made.opens()
    made.opened(7, STUDENT, {NEW: FAIR})
    made.opened(8, STUDENT, {f"{FOLDER}/3.3-college.yml": WRONG})
    made.writes(REFERENT_4, 7, "/accepter")
    made.sends(KEEPER, {"docs/accueil.md": "# Bienvenue\n"}, "b")
    made.sends(REFERENT_4, {"grid/2025-2026/rules.yml": "campaigns: []\n"}, "a")
    return made


def swept(world: World, monkeypatch: pytest.MonkeyPatch, knife: Knife) -> None:
    """One sweep in a clone of its own, under the knife."""
    write, push = GitHub.write, making.push

    def writing(self: GitHub, action: Action) -> None:
        knife.passes()
        write(self, action)
        knife.passes()

    def pushing(*words: Any, **more: Any) -> Done:
        knife.passes()
        done = push(*words, **more)
        knife.passes()
        return done

    monkeypatch.setattr(GitHub, "write", writing)
    monkeypatch.setattr(making, "push", pushing)
    world.run_id += 1
    clone = world.place / f"clone-{world.run_id}"
    subprocess.run(["git", "clone", "-q", world.main, clone], check=True, capture_output=True)
    forge = GitHub(Api(world.github.root, TOKEN), world.server.root, REPOSITORY, BOT_LOGIN, world.run_id, TOKEN)
    try:
        address = f"{world.server.root}/{REPOSITORY}.git"
        list(Sweep(forge, Place(clone, address, "main"), lambda: today(clone, BASE)).run())
    finally:
        forge.close()
        monkeypatch.undo()


def state(world: World) -> dict[str, Any]:
    """All that anybody sees, but for the names of commits and the numbers of runs."""
    said = {
        number: [re.sub(r"run=\d+|\b[0-9a-f]{12,40}\b", "…", comment["body"]) for comment in known]
        for number, known in world.github.comments.items()
    }
    heads = {number: pull["head"]["sha"] for number, pull in world.github.pulls.items()}
    return {
        "said": {number: sorted(bodies) for number, bodies in said.items()},
        "labels": world.github.labels,
        "states": {number: (pull["state"], world.state(heads[number])) for number, pull in world.github.pulls.items()},
        "main": (world.server_git("rev-parse", "main^{tree}"), world.server_git("rev-list", "--count", "main")),
        "refs": world.refs(),
        "sound": run("audit", "--repo", world.main)[0],
    }


WHOLE_STATE: dict[str, Any] = {}


def whole(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How a sweep that nothing stops ends, and that it writes as often as these tests kill it."""
    knife = Knife(None)
    swept(world, monkeypatch, knife)
    swept(world, monkeypatch, Knife(None))
    assert knife.writings == WRITINGS
    return state(world)


def test_a_sweep_that_nothing_stops_merges_one_and_tells_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = whole(world, monkeypatch)

    assert (found["states"], found["refs"], found["sound"]) == (
        {7: ("closed", "pending"), 8: ("open", "failure")},
        ["refs/heads/main"],
        0,
    )
    assert [len(bodies) for bodies in found["said"].values()] == [3, 1]


@pytest.mark.parametrize("at", spread(range(2 * WRITINGS), 6))
def test_the_next_sweep_ends_as_if_nothing_had_stopped_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, at: int
) -> None:
    other = FakeGitHub()
    try:
        if not WHOLE_STATE:
            untouched = begun(other, tmp_path_factory.mktemp("whole"))
            WHOLE_STATE.update(whole(untouched, monkeypatch))
            untouched.server.close()
    finally:
        other.close()
    with pytest.raises(Killed):
        swept(world, monkeypatch, Knife(at))

    for _ in range(2):
        swept(world, monkeypatch, Knife(None))

    assert state(world) == WHOLE_STATE
