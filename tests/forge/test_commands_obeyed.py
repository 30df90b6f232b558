"""A command written in a comment is carried out on a server: what is merged, what is answered, what goes wrong."""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from polyvalidate.forge.answering import Plan
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.judging import Bounds
from polyvalidate.forge.obeying import Forges, Obeying, Place
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.judgement.verdict import Request
from polyvalidate.school.check import Memory
from polyvalidate.school.land import build
from polyvalidate.school.merge import Ask, Ready, prepare
from tests.forge.fake_github import TOKEN, FakeGitHub, Fault
from tests.forge.world import World, crosses, title
from tests.proposing import FAIR, FOLDER, NOBODY, OTHER, REFERENT_1, REFERENT_4, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
COLLEGE = f"{FOLDER}/3.3-college.yml"
AGAIN = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")
GALA = FAIR.replace('"3.3"', '"2.5"').replace("a1a1", "e5e5")
GALA += "  - kind: E6\n    store: pull-request\n    name: bilan.pdf\n    sha256: " + "b2" * 32 + "\n"
NOTED = "### Décision notée, il en manque une autre"
MERGED, NOT_DONE, BROKE = (
    "### Décision fusionnée\xa0: acceptée",
    "### La commande n'est pas exécutée",
    "### La commande n'a pas encore abouti",
)


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    made = World(github, tmp_path, (STUDENT, OTHER))
    made.opens()
    yield made
    made.server.close()


def merges(world: World) -> int:
    """How many requests have entered main, by commits of ours or with their own."""
    ours = world.server_git("rev-list", "--count", "--grep=^Head: ", "main")
    return int(ours) + int(world.server_git("rev-list", "--count", "--merges", "--first-parent", "main"))


# --- what a command does ----------------------------------------------------------------------------------------------


def test_an_accepted_request_is_merged_with_the_decision_inside(world: World) -> None:
    head, before = world.opened(7, STUDENT, {NEW: FAIR}), world.server_git("rev-parse", "main")

    answer = world.says(REFERENT_4, 7, "/accepter")

    commit = world.server_git("rev-parse", "main")
    assert world.server_git("rev-parse", "main^@") == before
    said = world.server_git("log", "-1", "main")
    assert (f"Head: {head}" in said, "Opened-on: 20" in said) == (True, True)
    assert (world.github.pulls[7]["state"], world.github.labels[7]) == ("closed", ["acceptée"])
    assert "  decision: accepted\n  points: 0.5\n  by: ref-4\n" in world.read(NEW)
    assert (world.state(commit), world.refs(), run("audit", "--repo", world.main)[0]) == (
        "success",
        ["refs/heads/main"],
        0,
    )
    assert [line for line in answer.splitlines() if "Entrée" in line or "Bilan" in line] == [
        f"- ✓ Entrée dans `main` par le commit `{commit[:12]}`, qui ne porte pas le nom de l'élève. La demande est "
        "donc «\xa0fermée\xa0» pour la forge, ce qui n'est pas un refus.",
        "**Bilan** (`s-base000001`)\xa0: 0 → 0,5\xa0point sur 10",
    ]


@pytest.mark.parametrize("approves", [False, True])
def test_a_request_over_two_categories_is_merged_with_a_signature_of_each(world: World, approves: bool) -> None:
    gala = f"{FOLDER}/2.5-gala.yml"
    world.opened(7, STUDENT, {NEW: FAIR, gala: GALA})

    alone = world.says(REFERENT_4, 7, "/accepter")
    if approves:
        world.approves(REFERENT_1, 7)
    together = world.says(REFERENT_4 if approves else REFERENT_1, 7, "/accepter")

    assert [title(answer) for answer in (alone, together)] == [NOTED, MERGED]
    signed = [re.findall("by: (.*)", world.read(path)) for path in (NEW, gala)]
    assert (signed, run("audit", "--repo", world.main)[0]) == ([["ref-4"], ["ref-1"]], 0)


@pytest.mark.parametrize(
    ("body", "kept", "balance"),
    [
        (
            "/points 0,25 Le matin seulement.",
            r"decision: partial\n  points: 0.25\n  by: ref-4\n  on: .{10}\n  comment: Le matin seulement.\n",
            "0 → 0,25\xa0point",
        ),
        (
            "/refuse Nobody saw them there.",
            r"decision: refused\n  by: ref-4\n  on: .{10}\n  comment: Nobody saw them there.\n",
            "0 → 0\xa0point",
        ),
    ],
)
def test_points_and_refusals_are_merged_with_their_reason(world: World, body: str, kept: str, balance: str) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})

    answer = world.says(REFERENT_4, 7, body)

    assert (len(re.findall(kept, world.read(NEW) + "\n")), balance in answer, merges(world)) == (1, True, 1)


def test_a_request_sent_back_stays_pending_until_the_next_push(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    states = [world.judged(7)]

    answer = world.says(REFERENT_4, 7, "/completer la date sur l'attestation")
    states.append(world.state(head))
    world.swept()
    states.append(world.state(head))
    world.mends(7, {NEW: AGAIN})
    states.append(world.judged(7))

    assert (states, title(answer), merges(world)) == (
        ["pending", "pending", "pending", "pending"],
        "### Décision lue\xa0: à compléter",
        0,
    )
    assert title(world.says(REFERENT_4, 7, "/accepter")) == MERGED


THEY = (
    "ref-3 (Première personne référente des catégories 3 et 4) ou "
    "ref-4 (Seconde personne référente des catégories 3 et 4)"
)


@pytest.mark.parametrize(
    ("account", "cross"),
    [
        (
            REFERENT_1,
            f"`{NEW}` · L'activité 3.3 est évaluée par {THEY}. Merci de leur laisser cette décision.",
        ),
        (NOBODY, f"Cette décision revient à qui évalue l'activité\xa0: {THEY}. Merci de la leur laisser."),
    ],
)
def test_somebody_who_may_not_decide_reads_who_may_and_nothing_is_pushed(
    world: World, account: str, cross: str
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})

    answer = world.says(account, 7, "/accepter")

    assert (crosses(answer), merges(world), world.refs()) == ([cross], 0, ["refs/heads/main"])


# --- what changes meanwhile -------------------------------------------------------------------------------------------


def closed(world: World) -> None:
    world.github.pulls[7]["state"] = "closed"


def pushed(world: World) -> None:
    world.mends(7, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})


def edited(world: World) -> None:
    next(c for c in world.github.comments[7] if c["body"] == "/accepter").update(
        body="/points 0,25 moins", updated_at=world.now()
    )


def removed(world: World) -> None:
    world.github.comments[7][:] = [c for c in world.github.comments[7] if c["body"] != "/accepter"]


def retargeted(world: World) -> None:
    world.github.pulls[7]["base"]["ref"] = "autre"


CHANGES = [
    (closed, "La demande a été fermée depuis."),
    (pushed, "La demande a changé depuis votre commentaire."),
    (edited, "Le commentaire a été modifié ou retiré depuis."),
    (removed, "Le commentaire a été modifié ou retiré depuis."),
]


BEFORE = [
    (closed, ["La demande a été fermée depuis."]),
    (pushed, ["L'élève a envoyé quelque chose depuis votre commentaire."]),
    (edited, ["Le commentaire a été modifié, et la forge ne dit pas par qui."]),
    (removed, []),
    (retargeted, ["La demande vise une autre branche que celle de l'école."]),
]


@pytest.mark.parametrize(("change", "told"), BEFORE, ids=lambda x: str(x)[:20])
def test_what_changed_before_the_reading_is_said_and_nothing_is_merged(
    world: World, change: Callable[[World], None], told: list[str]
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    said = world.writes(REFERENT_4, 7, "/accepter")
    change(world)

    answer = world.obeyed(7, said)

    assert [cross[: len(start)] for cross, start in zip(crosses(answer), told, strict=True)] == told
    assert (merges(world), world.refs(), world.jobs[-1].code) == (0, ["refs/heads/main"], 0)


@pytest.mark.slow
@pytest.mark.parametrize(("change", "cross"), CHANGES, ids=lambda x: str(x)[:20])
def test_what_changes_while_the_merge_waits_is_said_and_the_waiting_branch_goes(
    world: World, change: Callable[[World], None], cross: str
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.server.faults = [lambda: change(world)]

    answer = world.says(REFERENT_4, 7, "/accepter")

    assert (title(answer), crosses(answer)[0].startswith(cross)) == (NOT_DONE, True)
    assert (merges(world), world.refs()) == (0, ["refs/heads/main"])


def test_an_approval_that_is_withdrawn_while_the_merge_waits_stops_it(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.approves("github:1000003", 7)
    world.server.faults = [world.github.reviews[7].clear]

    answer = world.says(REFERENT_4, 7, "/accepter")

    assert (title(answer), merges(world), world.refs()) == (NOT_DONE, 0, ["refs/heads/main"])


@pytest.mark.parametrize("taken", ["withdrawn", "changed"])
def test_the_word_of_another_that_is_withdrawn_or_changed_decides_nothing(world: World, taken: str) -> None:
    world.opened(7, STUDENT, {NEW: FAIR, f"{FOLDER}/2.5-gala.yml": GALA})
    world.says(REFERENT_4, 7, "/accepter")
    theirs = next(comment for comment in world.github.comments[7] if comment["body"] == "/accepter")
    if taken == "withdrawn":
        world.server.faults = [lambda: world.github.comments[7].remove(theirs)]
    else:
        theirs["updated_at"] = "2026-03-01T10:00:00Z"

    answer = world.says(REFERENT_1, 7, "/accepter")

    assert (title(answer), merges(world), world.refs()) == (
        NOT_DONE if taken == "withdrawn" else NOTED,
        0,
        ["refs/heads/main"],
    )


def test_a_branch_that_moved_meanwhile_is_judged_anew_and_the_merge_follows_it(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.opened(8, STUDENT, {COLLEGE: AGAIN})
    seconds: list[str] = []
    saying = world.writes(REFERENT_4, 8, "/accepter")
    world.server.faults = [lambda: seconds.append(landed_directly(world))]

    answer = world.obeyed(8, saying)

    assert (title(answer), world.server_git("rev-parse", "main^1")) == (MERGED, seconds[0])
    assert (world.refs(), run("audit", "--repo", world.main)[0]) == (["refs/heads/main"], 0)


def landed_directly(world: World) -> str:
    """Another evaluator merges request 7 from a terminal, past the protection, at that very moment."""
    head = world.github.pulls[7]["head"]["sha"]
    words = ("--head", head, "--author", STUDENT, "--number", "7", "--as", "ref-3", "--accept")
    assert run("merge", "--repo", world.main, *words, "--opened-at", "2026-02-10", "--on", "2026-03-01")[0] == 0
    return world.server_git("rev-parse", "main")


# --- again, and half done ---------------------------------------------------------------------------------------------


def test_a_command_that_is_run_twice_merges_once_and_answers_once(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    said = world.writes(REFERENT_4, 7, "/accepter")

    first = world.obeyed(7, said)
    again = world.obeyed(7, said)

    assert (merges(world), len(world.github.comments[7]), title(first), again) == (1, 3, MERGED, first)


def test_another_command_on_a_merged_request_changes_nothing_and_says_so(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.says(REFERENT_4, 7, "/accepter")
    commit = world.server_git("rev-parse", "main")

    refused, sent_back = world.says(REFERENT_4, 7, "/refuser Absent."), world.says(REFERENT_4, 7, "/completer la date")

    assert crosses(refused) == [f"Cette demande est déjà fusionnée (`{commit[:12]}`), avec une autre décision."]
    assert crosses(sent_back) == ["Cette demande est déjà fusionnée\xa0: elle ne peut plus être complétée."]
    assert world.server_git("rev-parse", "main") == commit


def test_an_answer_that_was_lost_is_given_by_the_next_run(world: World, github: FakeGitHub) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    said = world.writes(REFERENT_4, 7, "/accepter")
    github.faults["POST", "/issues/7/comments$"] = [None, Fault(403)]  # the first is the verdict

    lost, found = world.obeyed(7, said), world.obeyed(7, said)

    assert (lost, title(found), merges(world)) == ("", MERGED, 1)


def test_a_waiting_branch_that_was_left_over_is_taken_over(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    world.server_git("update-ref", f"refs/heads/polyvalidate/{head[:12]}", "main")

    answer = world.says(REFERENT_4, 7, "/accepter")

    assert (title(answer), world.refs()) == (MERGED, ["refs/heads/main"])


# --- what goes wrong --------------------------------------------------------------------------------------------------


def nothing_pushed_without_its_status(world: World) -> None:
    commit = world.server_git("rev-parse", "main")
    assert (merges(world), world.state(commit), world.refs()) == (0, "", ["refs/heads/main"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "faults"),
    [  # the first status is that of the request
        (("POST", "/statuses/"), [None, *[Fault(500)] * 4]),
        (("POST", "/statuses/"), [None, Fault(403)]),
        (("POST", "/statuses/"), [None, Fault(422)]),
        (("POST", "/statuses/"), [None, *[Fault(-1)] * 4]),
        (("GET", "/pulls/7$"), [None, Fault(404)]),
        (("GET", "/pulls/7/reviews$"), [None, Fault(401)]),
        (("GET", "/issues/7/comments$"), [None, Fault(404)]),
    ],
    ids=["500", "403", "422", "cut", "request", "reviews", "comments"],
)
def test_a_fault_of_the_forge_merges_nothing_and_the_next_run_does(
    world: World, github: FakeGitHub, call: tuple[str, str], faults: list[Fault | None]
) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    said = world.writes(REFERENT_4, 7, "/accepter")
    github.faults[call] = faults

    answer = world.obeyed(7, said)

    assert (title(answer), world.jobs[-1].code) == (BROKE, 2)
    assert " : la forge n'a pas répondu comme il le fallait." in answer.replace("\xa0", " ").replace("\u202f", " ")
    nothing_pushed_without_its_status(world)
    github.statuses = {head: github.statuses[head]}
    assert (title(world.obeyed(7, said)), merges(world), len(github.comments[7])) == (MERGED, 1, 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("faults", "cross"),
    [
        ([403], "Le serveur refuse la branche d'attente"),
        ([500], "Le serveur refuse la branche d'attente"),
        ([None, 403], "Le serveur refuse la fusion, alors que son contrôle a réussi."),
    ],
)
def test_a_push_that_is_refused_is_no_success(world: World, faults: list[int | None], cross: str) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.server.faults = [*faults]

    answer = world.says(REFERENT_4, 7, "/accepter")

    assert (title(answer), crosses(answer)[0].startswith(cross)) == (NOT_DONE, True)
    assert (merges(world), world.refs()) == (0, ["refs/heads/main"])
    world.swept()
    assert (merges(world), world.github.pulls[7]["state"]) == (1, "closed")  # nobody had to write anything again


@pytest.mark.parametrize(("commenter", "sound"), [(REFERENT_4, True), (REFERENT_1, False)])
def test_a_merge_that_the_commenter_could_not_have_decided_is_not_vouched_for(
    world: World, forge: GitHub, commenter: str, sound: bool
) -> None:
    """Witness of the audit between both pushes: the same merge, as if somebody else had given the command."""
    head = world.opened(7, STUDENT, {NEW: FAIR})
    said = world.writes(commenter, 7, "/accepter")
    opened = forge.request(7)
    heard = forge.heard(opened)
    comment = next(one for one in heard.said if one.id == said["id"])
    request = Request(STUDENT, date(2026, 2, 10), frozenset())
    each = {NEW: Spoken(Word.ACCEPT, None, None, None)}
    ready = prepare(world.main, Ask("main", head, "ref-4", request, 7, None, each), date(2026, 3, 1))
    assert isinstance(ready, Ready)
    commit = build(world.main, ready, datetime(2026, 3, 1, 9, tzinfo=UTC))
    place = Place(world.main, "origin", "main")
    obeying = Obeying(Forges(forge, forge), place, opened, heard, comment, date(2026, 3, 1), Bounds(60, Memory()))

    plan = Plan(True, ready.base, head, (), (), speaker="ref-4")

    why = obeying.vouch(obeying.ask(), plan, ready, commit)

    assert (why is None, world.state(commit)) == ((True, "success") if sound else (False, "failure"))


def test_the_token_is_in_no_file_and_in_no_output(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.server.faults = [None, 403]
    answers = [world.says(REFERENT_4, 7, "/accepter"), world.says(REFERENT_4, 7, "/accepter")]
    secrets = [TOKEN.encode(), base64.b64encode(f"x-access-token:{TOKEN}".encode())]

    files = [file for file in world.place.rglob("*") if file.is_file()]
    told = "".join([*answers, *(job.said for job in world.jobs)]).encode()
    leaked = [str(file) for file in files if any(secret in file.read_bytes() for secret in secrets)]

    assert (leaked, [secret in told for secret in secrets]) == ([], [False, False])
    assert len(files) > 100


# --- the server of these tests ----------------------------------------------------------------------------------------


def test_the_server_refuses_a_merge_without_its_status_and_a_stranger_s_push(world: World) -> None:
    """Witness: were the branch not protected, the tests above would prove little."""
    clone = world.place / "témoin"
    subprocess.run(["git", "clone", "-q", world.main, clone], check=True)
    who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
    subprocess.run(["git", "-C", clone, *who, "commit", "-q", "--allow-empty", "-m", "sans contrôle"], check=True)

    def push(token: str) -> int:
        secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        words = ("-c", f"http.extraheader=AUTHORIZATION: basic {secret}", "push", "-q")
        address = f"{world.server.root}/ecole/points.git"
        words = ("git", "-C", str(clone), *words, address, "HEAD:main")
        return subprocess.run(words, capture_output=True, check=False).returncode

    assert [push(TOKEN) == 0, push(f"jeton-{STUDENT}") == 0] == [False, False]
    world.github.statuses[world.server_git("-C", str(clone), "rev-parse", "HEAD")] = [{"state": "success"}]
    assert [push(f"jeton-{STUDENT}") == 0, push(TOKEN) == 0] == [False, True]
