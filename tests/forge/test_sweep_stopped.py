"""A sweep that is killed before any of its writings or after the last: the next one ends as if nothing had happened."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.forge import standing
from polyvalidate.forge.adapter import Forge
from polyvalidate.forge.connecting import connect
from polyvalidate.forge.obeying import BASE, Place
from polyvalidate.forge.planning import Action
from polyvalidate.forge.sweeping import Sweep
from polyvalidate.repository import making, today
from polyvalidate.repository.git import Done
from tests.extent import spread
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import FakeGitHub
from tests.forge.fake_gitlab import FakeGitLab
from tests.forge.specimens import REPOSITORY
from tests.forge.world import World
from tests.proposing import FAIR, FOLDER, KEEPER, REFERENT_4, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
WRONG = FAIR.replace("to: 2026-02-03", "to: 2026-02-01").replace("a1a1", "d4d4")
WRITINGS = {"gitlab": 20}
MOST = 21
"""What one sweep of the two requests writes, on the forge and on the server. GitLab closes and labels in one call."""


class Killed(BaseException):
    """The machine went away."""


class Knife:
    """Kills before the writing of number ``at``, or after them all; counts them.

    Between one and the next the sweep only reads: killed there, it leaves the same.
    """

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.moments = itertools.count()

    def passes(self) -> None:
        if next(self.moments) == self.at:
            raise Killed

    @property
    def writings(self) -> int:
        return next(self.moments) - 1


@pytest.fixture
def world(any_forge: FakeForge, tmp_path: Path) -> Iterator[World]:
    made = begun(any_forge, tmp_path)
    yield made
    made.server.close()


def begun(forge: FakeForge, place: Path) -> World:
    """Two requests, one of them accepted; two commits that staff have sent, one of which may not enter."""
    made = World(forge, place, (STUDENT,), staff=(KEEPER, REFERENT_4))
    made.opens()
    made.opened(7, STUDENT, {NEW: FAIR})
    made.opened(8, STUDENT, {f"{FOLDER}/3.3-college.yml": WRONG})
    made.writes(REFERENT_4, 7, "/accepter")
    made.sends(KEEPER, {"docs/accueil.md": "# Bienvenue\n"}, "b")
    made.sends(REFERENT_4, {"grid/2025-2026/rules.yml": "campaigns: []\n"}, "a")
    return made


def swept(world: World, monkeypatch: pytest.MonkeyPatch, knife: Knife) -> None:
    """One sweep in a clone of its own, under the knife."""
    forge = connect(None, world.forge.variables(world.server.root, world.run_id + 1), None)
    write, push = type(forge).write, making.push

    def writing(self: Forge, action: Action) -> None:
        knife.passes()
        write(self, action)

    def pushing(*words: Any, **more: Any) -> Done:
        knife.passes()
        return push(*words, **more)

    monkeypatch.setattr(type(forge), "write", writing)
    monkeypatch.setattr(making, "push", pushing)
    # Nothing was swept before, and the clock of this forge is not ours: whatever was closed may have been so just now.
    monkeypatch.setattr(standing, "FORGOTTEN", timedelta(days=36_500))
    world.run_id += 1
    clone = world.place / f"clone-{world.run_id}"
    subprocess.run(["git", "clone", "-q", world.main, clone], check=True, capture_output=True)
    try:
        address = f"{world.server.root}/{REPOSITORY}.git"
        list(Sweep(forge, Place(clone, address, "main"), lambda: today(clone, BASE)).run())
        knife.passes()
    finally:
        forge.close()
        monkeypatch.undo()


def state(world: World) -> dict[str, Any]:
    """All that anybody sees, but for the names of commits, the numbers of runs and where the server is."""
    varying = rf"run=\d+|\b[0-9a-f]{{12,40}}\b|{world.server.root}"
    said = {
        number: [re.sub(varying, "…", body) for body in world.forge.bodies(number)] for number in world.forge.heads()
    }
    heads = world.forge.heads()
    return {
        "said": {number: sorted(bodies) for number, bodies in said.items()},
        "labels": {number: sorted(world.forge.labelled(number)) for number in heads},
        "states": {number: (world.forge.is_open(number), world.state(head)) for number, head in heads.items()},
        "main": (world.server_git("rev-parse", "main^{tree}"), world.server_git("rev-list", "--count", "main")),
        "refs": world.refs(),
        "sound": run("audit", "--repo", world.main)[0],
    }


WHOLE_STATE: dict[str, dict[str, Any]] = {}
"""How it ends on each forge."""


def whole(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How a sweep that nothing stops ends, and that it writes as often as these tests kill it."""
    knife = Knife(None)
    swept(world, monkeypatch, knife)
    assert knife.writings == WRITINGS.get(world.forge.name, MOST)
    return state(world)


def test_a_sweep_that_nothing_stops_merges_one_and_tells_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = whole(world, monkeypatch)

    assert (found["states"], found["refs"], found["sound"]) == (
        {7: (False, "pending"), 8: (True, "failure")},
        ["refs/heads/main"],
        0,
    )
    assert [len(bodies) for bodies in found["said"].values()] == [3, 1]


MOMENTS = [
    *((FakeGitHub, at) for at in spread(range(MOST + 1), 6)),
    # What differs there is what one writing takes: the order of writings is the same.
    *((forge, at) for forge in (FakeGitLab, FakeForgejo) for at in spread(range(MOST + 1), 4, all_of_them=False)),
]


@pytest.mark.parametrize(("any_forge", "at"), MOMENTS, indirect=["any_forge"])
def test_the_next_sweep_ends_as_if_nothing_had_stopped_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, at: int
) -> None:
    name, other = world.forge.name, type(world.forge)()
    try:
        if name not in WHOLE_STATE:
            untouched = begun(other, tmp_path_factory.mktemp("whole"))
            WHOLE_STATE[name] = whole(untouched, monkeypatch)
            untouched.server.close()
    finally:
        other.close()
    with pytest.raises(Killed):
        swept(world, monkeypatch, Knife(min(at, WRITINGS.get(name, MOST))))

    swept(world, monkeypatch, Knife(None))

    assert state(world) == WHOLE_STATE[name]
