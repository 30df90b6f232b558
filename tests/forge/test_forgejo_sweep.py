"""The sweep where a forge closes nothing by itself, and shows a closed request with where its branch is today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge import forgejo_specimens as made
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.world import World, crosses, number_of, title
from tests.proposing import FAIR, FOLDER, OTHER, REFERENT_4, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
OTHER_FOLDER = "declarations/2025/s-base000002"
THEIRS = f"{OTHER_FOLDER}/3.3-college.yml"
MERGED = "### Décision fusionnée\xa0: acceptée"


@pytest.fixture
def world(forgejo: FakeForgejo, tmp_path: Path) -> Iterator[World]:
    known = World(forgejo, tmp_path, (STUDENT, OTHER))
    student = known.school.read(f"{FOLDER}/student.yml").replace(str(number_of(STUDENT)), str(number_of(OTHER)))
    known.school.settle({f"{OTHER_FOLDER}/student.yml": student})
    known.opens()
    yield known
    known.server.close()


def test_a_branch_that_is_moved_after_the_decision_brings_no_correction_to_anybody_else(
    world: World, forgejo: FakeForgejo
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    theirs = world.opened(8, OTHER, {THEIRS: FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")})
    accepted = [title(world.says(REFERENT_4, number, "/accepter")) for number in (7, 8)]
    forgejo.pushes(7, theirs, world.now())

    said = world.writes(REFERENT_4, 7, "/corriger refuser Absence constatée.")
    world.swept()

    corrected = title(world.answer_to(7, said["id"]))
    assert (accepted, corrected) == ([MERGED, MERGED], "### Décision corrigée\xa0: refusée")
    assert ("decision: refused" in world.read(NEW), "decision: refused" in world.read(THEIRS)) == (True, False)


def test_a_balance_is_given_to_the_student_and_to_those_who_evaluate_and_changes_nothing(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.judged(7)
    main = world.server_git("rev-parse", "main")

    asked = [(STUDENT, "/bilan"), (REFERENT_4, "/balance\n\nMerci."), (OTHER, "/bilan"), (STUDENT, "un /bilan ?")]
    said = [world.writes(who, 7, body) for who, body in asked]
    world.swept()
    world.swept()

    answers = [world.answer_to(7, one["id"]) for one in said]
    assert [title(one) for one in answers] == ["# Mes points", "# Mes points", "### Pas de bilan ici", ""]
    assert ("3.1-portes-ouvertes.yml" in answers[0], "Demande 7" in answers[0]) == (True, True)
    assert world.server_git("rev-parse", "main") == main


def test_a_balance_is_given_below_a_request_that_is_decided_too_with_the_link_to_what_completes_it(
    world: World,
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.opened(8, OTHER, {THEIRS: FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")})
    world.says(REFERENT_4, 7, "/accepter")
    world.swept()

    at_once = world.says(STUDENT, 7, "/bilan")
    asked = world.writes(STUDENT, 7, "/bilan")
    world.swept()

    for answer in (at_once, world.answer_to(7, asked["id"])):
        assert title(answer) == "# Mes points"
        assert "/mes-points/#eleve=s-base000001&" in answer


def test_what_has_landed_is_marked_as_merged_by_the_commit_that_holds_it(world: World, forgejo: FakeForgejo) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})

    world.says(REFERENT_4, 7, "/accepter")

    known = forgejo.pulls[7]
    assert (known["merged"], known["merge_commit_sha"]) == (True, world.server_git("rev-parse", "main"))
    assert forgejo.labelled(7) == ["acceptée"]


def test_a_request_whose_head_is_in_the_branch_is_closed_by_the_next_sweep(world: World, forgejo: FakeForgejo) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    world.judged(7)
    who = ("-c", "user.name=forge", "-c", "user.email=forge@example.org")
    tree = world.server_git("merge-tree", "--write-tree", "main", head)
    merge = world.server_git(*who, "commit-tree", tree, "-p", "main", "-p", head, "-m", "Merge #7")
    world.server_git("update-ref", "refs/heads/main", merge)

    jobs = [world.swept().code, world.swept().code]

    assert (jobs, forgejo.pulls[7]["merge_commit_sha"], forgejo.labelled(7)) == ([0, 0], merge, ["fusionnée"])


def test_a_review_that_was_begun_before_the_verdict_and_handed_in_after_it_decides(
    world: World, forgejo: FakeForgejo
) -> None:
    begun = world.now()
    head = world.opened(7, STUDENT, {NEW: FAIR})
    world.judged(7)
    forgejo.reviews[7] = [made.review(900, number_of(REFERENT_4), "APPROVED", head, begun, updated_at=world.now())]
    forgejo.touch(7)

    world.swept()

    assert title(world.answer_to(7, "review-900")) == MERGED
    assert run("audit", "--repo", world.main)[0] == 0


def test_a_command_between_two_pushes_of_the_same_commit_waits_for_the_check_to_speak_again(
    world: World, forgejo: FakeForgejo
) -> None:
    """Forgejo does not say when a branch of the school's own repository was pushed to."""
    first = world.opened(7, STUDENT, {NEW: FAIR})
    world.judged(7)
    known = forgejo.pulls[7]
    known["head"] |= {"repo_id": 1, "repo": known["base"]["repo"]}
    said = world.writes(REFERENT_4, 7, "/accepter")
    second = world.mends(7, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})
    world.judged(7)
    world.server_git("update-ref", "refs/pull/7/head", first)
    forgejo.pushes(7, first, world.now())

    answer = world.obeyed(7, said)

    assert (second != first, [cross.partition(".")[0] for cross in crosses(answer)]) == (
        True,
        ["Le contrôle n'avait encore rien dit de ce dernier envoi"],
    )
