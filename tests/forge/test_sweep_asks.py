"""The sweep asks for reviews: one evaluator for each declaration, in turn, another for the second reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.fake_forge import FakeForge
from tests.forge.fake_github import FakeGitHub
from tests.forge.world import World
from tests.places import BASE, RULES
from tests.proposing import FAIR, FOLDER, KEEPER, REFERENT_3, STUDENT

NEW, MORE, THIRD = (f"{FOLDER}/3.3-{name}.yml" for name in ("lycee", "college", "salon"))
AGAIN = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")
LATER = FAIR.replace("a1a1", "e5e5").replace("2026-02-03", "2026-02-06")
TREASURY = (
    (RULES / "PP352/good" / FOLDER / "2.1-tresorerie.yml").read_text(encoding="utf-8").partition("evaluation:")[0]
)
ROLES = "grid/roles.yml"


@pytest.fixture
def world(any_forge: FakeForge, tmp_path: Path) -> Iterator[World]:
    made = World(any_forge, tmp_path, (STUDENT,), staff=(KEEPER,))
    made.opens()
    yield made
    made.server.close()


def asked(world: World, *numbers: int) -> list[list[int]]:
    """The referents who are asked, by their numbers in the grid."""
    return [sorted(one - 1_000_000 for one in world.forge.asked(number)) for number in numbers]


def test_whoever_may_decide_is_asked_in_turn_once_and_replaced(world: World) -> None:
    one = world.forge.name == "gitlab"  # which takes one reviewer
    world.opened(7, STUDENT, {NEW: FAIR})
    world.opened(8, STUDENT, {MORE: AGAIN})
    world.opened(9, STUDENT, {THIRD: LATER.replace("to: 2026-02-06", "to: 2026-02-01")})
    world.opened(11, STUDENT, {f"{FOLDER}/2.1-tresorerie.yml": TREASURY})
    job = world.swept()
    assert (job.code, job.said.count(f"{world.forge.name}:")) == (0, 3)
    assert asked(world, 7, 8, 9, 11) == [[4], [3], [], [2]]

    world.writes("github:1000002", 11, "/accepter")
    world.writes(REFERENT_3, 8, "Je regarde.")
    world.mends(9, {THIRD: LATER})
    world.forge.strangers.add(1_000_004)
    job = world.swept()
    assert (job.code, job.said.count(f"{world.forge.name}:1000004")) == (0, 1)  # told, once
    assert asked(world, 7, 8, 9, 11) == [[4], [3], [3], [1] if one else [1, 2]]

    roles = (BASE / ROLES).read_text(encoding="utf-8").replace("github:", f"{world.forge.name}:")
    gone = roles.replace("catégories 3 et 4, en: Second", "catégories 3 et 4, en: Last").replace(
        f"account: {world.forge.name}:1000004\n", f"account: {world.forge.name}:1000004\n    until: 2026-02-01\n"
    )
    world.sends(KEEPER, {ROLES: gone}, "roles")
    assert world.swept().code == 0
    assert asked(world, 7, 8, 9, 11) == [[3] if one else [3, 4], [3], [3], [1] if one else [1, 2]]

    world.rests()
    said = world.swept().said
    assert f"{world.forge.name}:" not in said


def test_a_school_may_have_nobody_asked(github: FakeGitHub, tmp_path: Path) -> None:
    made = World(github, tmp_path, (STUDENT,))
    rules = "grid/2025-2026/rules.yml"
    made.school.settle({rules: made.school.read(rules) + "reviewers: none\n"})
    made.opens()
    try:
        made.opened(7, STUDENT, {NEW: FAIR})
        state = made.judged(7)
    finally:
        made.server.close()

    assert (state, github.asked(7)) == ("pending", [])
