"""Whole stories on a forge: forks, pushes, comments, reviews, sweeps, and what the record then holds."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.extent import WHOLE
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import FakeGitHub
from tests.forge.fake_gitlab import FakeGitLab
from tests.forge.plain_world import PlainGit, PlainWorld
from tests.forge.world import World, rewrites
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
    return datetime.now(UTC).date().isoformat()


def test_a_wrong_declaration_is_mended_decided_in_a_comment_and_counts(world: World) -> None:
    wrong = world.opened(4, STUDENT, {NEW: WRONG})
    assert (world.judged(4), "à corriger" in world.verdict(4).lower()) == ("failure", True)
    assert crosses(world.says(REFERENT_4, 4, "/accepter"))[0].startswith(f"`{NEW}` · Cette déclaration a une erreur")

    mended = world.mends(4, {NEW: FAIR})
    assert (world.judged(4), world.state(wrong), world.state(mended)) == ("pending", "failure", "pending")
    assert "`/accepter`, `/points 1,5 motif`" in world.verdict(4)

    before, _ = world.balance("s-base000001")
    answer = world.says(REFERENT_4, 4, "/points 0,25 Présence confirmée le matin seulement.")
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


# --- a small school ---------------------------------------------------------------------------------------------------

SUMMER = FAIR.replace("2026-02-03", "2026-08-20")
NOTED = "### Décision notée, il en manque une autre"
ACCEPTED, PARTIAL, REFUSED, SENT_BACK, NOT_DONE = (
    "### Décision fusionnée : acceptée",
    "### Décision fusionnée : acceptée en partie",
    "### Décision fusionnée : refusée",
    "### Décision lue : à compléter",
    "### La commande n'est pas exécutée",
)
PROPOSED = {
    201: "s-0m3v5e90df",
    202: "s-3zqfczrdpj",
    203: "s-kbbdryrf1t",
    204: "s-cxhbb8a05k",
    205: "s-qhyhwr6rz5",
    206: "s-gp7t4vf8na",
}
"""Students of the demonstration who declare one more activity, beside the fifteen requests that it has."""
SPOKEN = [
    (117, 5, "/accepter", ACCEPTED),
    (118, 2, "/accepter", NOTED),
    (119, 7, "/points 1 Semaines vérifiées.", ACCEPTED),
    (120, 6, "/accept", ACCEPTED),
    (121, 3, "/accepter", NOTED),
    (201, 3, "/accepter Merci.", ACCEPTED),
    (202, 4, "/refuser Absence constatée.", REFUSED),
    (203, 4, "/points 0,25 La première heure.", PARTIAL),
    (204, 4, "/completer L'attestation est illisible.", SENT_BACK),
    (205, 3, "/refuse Nobody saw them there.", REFUSED),
    (206, 4, "/points 0.5 Well done.", ACCEPTED),
]
"""The comments, in order: the request, the number of the referent, what they write, the title of the answer."""
EACH_ANSWER = [row for row in SPOKEN if row[0] in (117, 121, 202, 203, 204)]
"""A part of them, in which each answer is given once: for a short run, and for the forges that come after the first."""
MERGED = (ACCEPTED, PARTIAL, REFUSED)


def adopted(world: World, demo: Path) -> None:
    """The open requests of the demonstration, each by its student, when it was made."""
    world.server_git("fetch", "-q", str(demo), "+refs/pull/*:refs/pull/*")
    members = json.loads((demo.parent / f"{demo.name}-prive" / "registre.json").read_text(encoding="utf-8"))["members"]
    codes = {member["surname"]: member["code"] for member in members}
    folders = {
        path.split("/")[-2]: path
        for path in world.server_git("ls-tree", "-r", "--name-only", "main", "declarations/").split()
    }
    form = "--format=%(refname:lstrip=2) %(objectname) %(authorname) %(authordate:iso-strict)"
    for row in world.server_git("for-each-ref", form, "refs/pull").splitlines():
        number, head, *_, student, opened = row.replace("/head", "").split()
        folder = folders[codes[student]].rpartition("/")[0]
        account = re.findall("account: (.*)", world.read(f"{folder}/student.yml"))[0]
        world.server_git("update-ref", world.forge.ref(int(number)), head)
        world.adopts(int(number), account, head, opened)


@pytest.fixture(params=[FakeGitHub, FakeGitLab, FakeForgejo, PlainGit], ids=lambda made: made.name)
def any_place(request: pytest.FixtureRequest) -> Iterator[FakeForge | PlainGit]:
    """Each forge in turn, and a server without any."""
    made: FakeForge | PlainGit = request.param()
    yield made
    made.close()
    assert getattr(made, "wrong", []) == []


def world_of(place: FakeForge | PlainGit, folder: Path, accounts: tuple[str, ...]) -> World:
    return PlainWorld(place, folder, accounts) if isinstance(place, PlainGit) else World(place, folder, accounts)


def test_the_requests_of_a_small_school_are_decided_by_comment_one_after_the_other(
    any_place: FakeForge | PlainGit, tmp_path: Path
) -> None:
    """Ten kinds: two categories, a second reading, a range, a refusal, one sent back, a correction, an appeal and its
    answer, an evaluator who studies, the document of another, a late one. By comments and reviews; then the audit."""
    comments = SPOKEN if WHOLE and any_place.name == "github" else EACH_ANSWER
    demo = tmp_path / "démonstration"
    proposed = {number: PROPOSED[number] for number, *_ in comments if number in PROPOSED}
    decided = sum(expected in MERGED for *_, expected in comments) + 2  # with the two that are said again
    assert run("demo", str(demo), "--students", "30", "--seed", "1")[0] == 0
    rewrites(demo, any_place.renamed)
    files = {path.parent.name: path for path in demo.glob("declarations/*/*/student.yml")}
    account = {s: re.findall("account: (.*)", files[s].read_text(encoding="utf-8"))[0] for s in proposed.values()}
    studies = account[PROPOSED[202]]
    roles = demo / "grid" / "roles.yml"
    text = roles.read_text(encoding="utf-8")
    block = text[text.index("  ref-3:\n") : text.index("  ref-4:\n")]
    roles.write_text(
        text.replace(block, block + block.replace("ref-3", "ref-9").replace(any_place.account(1000003), studies))
    )
    who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
    subprocess.run(["git", "-C", demo, *who, "commit", "-qam", "Une fonction de plus"], check=True)
    world = world_of(any_place, tmp_path, tuple(account.values()))
    world.opens(demo)
    world.clock = datetime(2026, 10, 14, 22, tzinfo=UTC)
    adopted(world, demo)
    before = world.server_git("rev-parse", "main")
    try:
        for number, student in proposed.items():
            folder = files[student].parent.relative_to(demo).as_posix()
            own = SUMMER.replace("a1a1", f"{number:04d}")
            world.opened(number, account[student], {f"{folder}/3.3-lycee.yml": own})
        theirs = [world.says(studies, 202, "/accepter"), world.reviews(studies, 202, "APPROVED")]
        answers = {
            number: world.says(f"github:100000{referent}", number, body) for number, referent, body, _ in comments
        }
        told = [(number, title(answers[number])) for number, *_ in comments]

        answers[121] = world.reviews("github:1000004", 121, "APPROVED")
        again = world.says("github:1000003", 121, "/accepter")
        folder = files[PROPOSED[204]].parent.relative_to(demo).as_posix()
        world.mends(204, {f"{folder}/3.3-lycee.yml": SUMMER.replace("a1a1", "abcd")})
        world.judged(204)
        answers[204] = world.says("github:1000004", 204, "/accepter")

        # What was decided is decided anew, and appealed against.
        answers[203] = corrected = world.says("github:1000003", 203, "/corriger points 0,5 L'heure suivante aussi.")
        lodged = world.says(account[PROPOSED[202]], 202, "/recours L'organisateur confirme ma présence.")
        jury = re.findall(r"jury-1:\n(?: +.*\n)*? +account: (\S+)", world.read("grid/roles.yml"))[0]
        answers[202] = granted = world.says(jury, 202, "/recours accordé Attestation reçue.")
        # A document of somebody else, and a request outside every campaign, are not to be decided by anybody.
        copied, late = PROPOSED[203], PROPOSED[202]
        for number, student, digits in ((301, copied, "abcd"), (302, late, "ef01")):
            folder = files[student].parent.relative_to(demo).as_posix()
            text = SUMMER.replace("a1a1", digits).replace("2026-08-20", "2026-08-21")
            world.opened(number, account[student], {f"{folder}/3.3-autre.yml": text})
        world.forge.opened_at(302, "2026-12-24T10:00:00Z")
        refused = [world.judged(301), world.judged(302), title(world.says("github:1000004", 302, "/accepter"))]
        remarks = ["PP501" in world.verdict(301), "PP621" in world.verdict(302)]
    finally:
        world.server.close()

    assert [len([cross for cross in crosses(one) if cross.startswith("Personne ne décide")]) for one in theirs] == [
        1,
        1,
    ]
    assert [cross.partition("), ")[2] for cross in crosses(again)] == ["avec la même décision."]
    assert told == [(number, expected) for number, _, _, expected in comments]
    assert [title(answers[number]) for number in (121, 204)] == [ACCEPTED, ACCEPTED]
    assert [title(one) for one in (corrected, lodged, granted)] == [
        "### Décision corrigée : acceptée",
        "### Recours déposé",
        "### Recours accepté",
    ]
    assert (refused, remarks) == (["pending", "failure", NOT_DONE], [True, True])
    merged = world.server_git("rev-list", "--count", "--first-parent", f"{before}..main")
    assert (merged, world.refs(), audited(world)) == (str(decided + 3), ["refs/heads/main"], 0)
    found = [re.findall(r"\(`(.*)`\)\xa0: .* → (\S+)\xa0", answer) for answer in answers.values()]
    balances = dict(pair for pairs in found for pair in pairs)
    counted = {student: world.balance(student)[0] for student in balances}
    assert {s: float(points.replace(",", ".")) for s, points in balances.items()} == counted
    assert len(counted) == decided
