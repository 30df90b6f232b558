"""Whole stories on a forge: forks, pushes, comments, reviews, sweeps, and what the record then holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.forge.fake_github import FakeGitHub
from tests.forge.world import World
from tests.proposing import FAIR, FOLDER, JURY, OTHER, REFERENT_1, REFERENT_4, STUDENT
from tests.running import run

pytestmark = pytest.mark.slow

NEW = f"{FOLDER}/3.3-lycee.yml"
COLLEGE = f"{FOLDER}/3.3-college.yml"
OTHER_FOLDER = "declarations/2025/s-base000002"
WRONG = FAIR.replace("to: 2026-02-03", "to: 2026-02-01")
AGAIN = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05").replace("quantity: 1", "quantity: 2")


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    made = World(github, tmp_path, (STUDENT, OTHER, JURY))
    student = made.school.read(f"{FOLDER}/student.yml").replace(STUDENT.partition(":")[2], OTHER.partition(":")[2])
    made.school.settle({f"{OTHER_FOLDER}/student.yml": student})
    made.opens()
    yield made
    made.server.close()


def title(answer: str) -> str:
    return answer.partition("\n")[0].replace("\xa0", " ")


def crosses(answer: str) -> list[str]:
    return [line[4:].replace("\xa0", " ") for line in answer.splitlines() if line.startswith("- ✗ ")]


def audited(world: World) -> int:
    return run("audit", "--repo", world.main)[0]


def today() -> str:
    """By the clock of the school, as the sweep takes it: in Paris a day ends before it does in Greenwich."""
    return datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()


def test_a_wrong_declaration_is_mended_decided_in_a_comment_and_counts(world: World) -> None:
    wrong = world.opened(4, STUDENT, {NEW: WRONG})
    assert (world.judged(4), "à corriger" in world.verdict(4).lower()) == ("failure", True)
    assert crosses(world.says(REFERENT_4, 4, "/accepter"))[0].startswith(f"`{NEW}` · Cette déclaration a une erreur")

    mended = world.mends(4, {NEW: FAIR})
    assert (world.judged(4), world.state(wrong), world.state(mended)) == ("pending", "failure", "pending")
    command = next(line for line in world.verdict(4).splitlines() if line.startswith("/points "))
    assert command == "/points 3.3 0,25 motif"

    before, _ = world.balance("s-base000001")
    answer = world.says(REFERENT_4, 4, command.replace("motif", "Présence confirmée le matin seulement."))
    after, said = world.balance("s-base000001")

    assert (before, after, title(answer)) == (0, 0.25, "### Décision fusionnée : acceptée en partie")
    assert ("0 → 0,25\xa0point" in answer, "3.3" in said, audited(world)) == (True, True, 0)


def test_a_refusal_in_a_comment_is_appealed_and_answered_by_the_jury(world: World) -> None:
    world.opened(4, STUDENT, {NEW: FAIR})
    assert title(world.says(REFERENT_4, 4, "/refuser Présence non confirmée.")) == "### Décision fusionnée : refusée"
    assert world.balance("s-base000001")[0] == 0

    appeal = f"appeal:\n  on: {today()}\n  reason: L'organisateur confirme ma présence.\n"
    world.opened(5, STUDENT, {NEW: world.read(NEW) + "\n" + appeal})
    assert world.judged(5) == "success"
    by_comment = world.says(REFERENT_4, 5, "/accepter")
    assert crosses(by_comment)[0].startswith(f"`{NEW}` · Cette déclaration est déjà fusionnée, donc décidée.")
    world.button(5)

    answer = f"  outcome: granted\n  by: jury-1\n  decided: {today()}\n  comment: Attestation reçue.\n"
    world.opened(6, STUDENT, {NEW: world.read(NEW) + "\n" + answer})
    assert world.judged(6) == "failure"
    world.opened(7, JURY, {NEW: world.read(NEW) + "\n" + answer})
    assert world.judged(7) == "success"
    world.button(7)

    assert (world.balance("s-base000001")[0], audited(world)) == (0.5, 0)


def test_the_tricks_of_another_student_change_nothing(world: World) -> None:
    main = world.server_git("rev-parse", "main")
    theirs = f"{OTHER_FOLDER}/3.3-lycee.yml"
    evaluated = FAIR + "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-4\n  on: 2026-02-10\n"

    world.opened(4, OTHER, {NEW: FAIR})
    assert world.judged(4) == "failure"
    assert title(world.says(REFERENT_4, 4, "/accepter")) == "### La commande n'est pas exécutée"
    world.opened(5, OTHER, {theirs: evaluated})
    assert world.judged(5) == "failure"
    assert title(world.says(REFERENT_4, 5, "/accepter")) == "### La commande n'est pas exécutée"

    world.opened(6, OTHER, {theirs: FAIR})
    own = world.says(OTHER, 6, "/accepter")
    assert [cross.partition(".")[0] for cross in crosses(own)] == [
        "Cette décision revient à qui évalue l'activité : ref-3 (Première personne référente des catégories 3 et 4) ou "
        "ref-4 (Seconde personne référente des catégories 3 et 4)",
        "Personne ne décide de sa propre déclaration",
    ]
    thanks = world.writes(OTHER, 6, "Merci.")
    assert world.obeyed(6, thanks) == ""
    thanks["body"] = "/accepter"  # an edit is no event that the workflow listens to
    read_before_the_push = world.writes(REFERENT_4, 6, "/accepter")
    world.mends(6, {theirs: FAIR.replace("quantity: 1", "quantity: 2")})
    late = [cross.partition(".")[0] for cross in crosses(world.obeyed(6, read_before_the_push))]
    assert late == ["L'élève a envoyé quelque chose depuis votre commentaire"]
    (cross,) = crosses(world.says(REFERENT_1, 6, "/accepter"))
    assert cross.startswith(f"`{theirs}` · L'activité 3.3 est évaluée par ref-3 (Première personne référente")

    assert (world.server_git("rev-parse", "main"), world.refs()) == (main, ["refs/heads/main"])


def test_two_requests_that_pass_a_cap_together_are_both_decided_and_the_second_says_what_the_cap_takes(
    world: World,
) -> None:
    world.opened(4, STUDENT, {NEW: FAIR})
    world.opened(5, STUDENT, {COLLEGE: AGAIN})
    assert [world.judged(4), world.judged(5)] == ["pending", "pending"]

    first, second = (world.says(REFERENT_4, number, "/accepter") for number in (4, 5))

    assert [re.findall(r": (.* → .*)", answer.replace("\xa0", " ")) for answer in (first, second)] == [
        ["0 → 0,5 point sur 10"],
        ["0,5 → 1 point sur 10"],
    ]
    assert "plafond de l'activité pour l'année (1 point) : 0,5 point en moins" in second.replace("\xa0", " ")
    assert (world.balance("s-base000001")[0], audited(world)) == (1, 0)
