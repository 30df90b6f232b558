"""Attacks on the sweep: what students, evaluators, strangers, and people who write to the repository try against it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from polyvalidate.forge.cursor import REF, SHAPE, Cursor
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.http import Api
from polyvalidate.forge.planning import SetLabels
from polyvalidate.repository import keeping
from tests.forge.fake_github import BOT, BOT_LOGIN, TOKEN, FakeGitHub, Fault, label_of
from tests.forge.specimens import REPOSITORY, comment, pull, review, status, user
from tests.forge.world import World, number_of
from tests.places import BASE as BASE_SCHOOL
from tests.places import RULES
from tests.proposing import ACCEPTED, FAIR, FOLDER, NOBODY, OPEN_DAY, OTHER, REFERENT_3, REFERENT_4, STUDENT
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
TREASURY = f"{FOLDER}/2.1-tresorerie.yml"
AGAIN = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")
HEAD, BASE = "a" * 40, "b" * 40
REFERENT_2 = "github:1000002"
MERGED, NOT_DONE = "### Décision fusionnée\xa0: acceptée", "### La commande n'est pas exécutée"


@pytest.fixture
def world(github: FakeGitHub, tmp_path: Path) -> Iterator[World]:
    made = World(github, tmp_path, (STUDENT, OTHER))
    made.opens()
    yield made
    made.server.close()


def title(answer: str) -> str:
    return answer.partition("\n")[0]


def main(world: World) -> str:
    return world.server_git("rev-parse", "main")


def pushes_again(world: World, number: int, head: str) -> None:
    """The author of a request forces its branch back to a commit of before."""
    known = world.github.pulls[number]
    world.server_git("update-ref", f"refs/pull/{number}/head", head)
    known["head"]["sha"] = head
    known["head"]["repo"]["pushed_at"] = known["updated_at"] = world.now()


def test_a_commit_that_is_pushed_again_is_not_decided_before_its_verdict_is_read_again(world: World) -> None:
    first = world.opened(7, STUDENT, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})
    world.judged(7)
    world.mends(7, {NEW: FAIR})
    world.judged(7)
    before = main(world)
    pushes_again(world, 7, first)

    early = world.says(REFERENT_4, 7, "/accepter")  # of what they have read: the second commit

    assert (title(early), main(world)) == (NOT_DONE, before)
    assert "n'avait encore rien dit" in early
    assert title(world.says(REFERENT_4, 7, "/accepter")) == MERGED
    assert "quantity: 2" in world.read(NEW)


def test_a_check_that_did_not_end_is_no_verdict_that_somebody_has_read(forge: GitHub, github: FakeGitHub) -> None:
    github.pulls[7] = pull(7, 2000001, HEAD, BASE)
    parts = {"context": "polyvalidate", "state": "error", "created_at": "2026-02-10T10:00:00Z"}
    github.statuses[HEAD] = [status(1, BOT, **parts)]

    failed = forge.heard(forge.request(7)).judged_at
    github.statuses[HEAD].append(status(2, BOT, **parts | {"state": "pending", "created_at": "2026-02-10T10:05:00Z"}))

    assert (failed, forge.heard(forge.request(7)).judged_at) == (None, "2026-02-10T10:05:00Z")


def test_a_green_status_goes_with_the_request_of_whom_it_was_given_to(world: World) -> None:
    decided = (BASE_SCHOOL / OPEN_DAY).read_text(encoding="utf-8") + ACCEPTED
    head = world.opened(7, OTHER, {OPEN_DAY: decided})
    world.github.pulls[7]["user"] = user(number_of(REFERENT_3))
    world.adopts(9, STUDENT, head, world.now())
    world.server_git("update-ref", "refs/pull/9/head", head)
    world.swept()
    green = world.state(head)
    world.github.pulls[7] |= {"state": "closed", "updated_at": world.now()}

    for _ in range(2):
        world.swept()

    assert (green, world.state(head)) == ("success", "failure")


def test_who_copies_a_head_or_names_it_in_a_trailer_gains_and_closes_nothing(world: World) -> None:
    head = world.opened(7, STUDENT, {NEW: FAIR})
    other = world.opened(8, OTHER, {f"{FOLDER}/3.3-college.yml": AGAIN})
    who = ("-c", "user.name=ref-4", "-c", "user.email=ref-4@example.org")
    forged = world.server_git(
        *who, "commit-tree", f"{head}^{{tree}}", "-p", "main", "-m", f"Demande fusionnée par ref-4\n\nHead: {other}"
    )
    pushes_again(world, 7, forged)
    world.forge.told(forged, world.now())
    marks = [f"<!-- polyvalidate:answer to={n} -->\nok" for n in range(1000, 1030)]
    for mark in (*marks, f"<!-- polyvalidate:verdict outcome=ok head={HEAD} run=999 -->"):
        world.writes(OTHER, 7, mark)

    answer = world.says(REFERENT_4, 7, "/accepter")
    landed = main(world)
    world.adopts(9, OTHER, forged, world.now())
    world.adopts(10, OTHER, landed, world.now())
    job = world.swept()

    assert (title(answer), job.code, main(world)) == (MERGED, 0, landed)
    assert [world.github.pulls[number]["state"] for number in (8, 9)] == ["open", "closed"]
    assert [one["state"] for one in world.github.statuses[landed]] == ["success", "pending"]  # the world's own
    assert run("audit", "--repo", world.main)[0] == 0


@pytest.mark.parametrize(
    ("remote", "given"),
    [
        ("https://forge.example.org/ecole/points.git", True),
        ("https://forge.example.org.ailleurs.example/ecole/points.git", False),
        ("https://forge.example.org@ailleurs.example/ecole/points.git", False),
        ("http://forge.example.org/ecole/points.git", False),
    ],
)
def test_the_token_is_for_the_git_of_the_forge_and_no_other(forge: GitHub, remote: str, given: bool) -> None:
    assert bool(forge.credentials(remote)) == given


def test_to_dismiss_that_somebody_asks_for_changes_gives_no_life_to_their_approval(
    forge: GitHub, github: FakeGitHub
) -> None:
    github.pulls[7] = pull(7, 2000001, HEAD, BASE)
    github.reviews[7] = [
        review(1, 1000002, "APPROVED", HEAD),
        review(2, 1000004, "APPROVED", HEAD),
        review(3, 1000002, "DISMISSED", HEAD),
    ]
    github.told(HEAD, "2026-02-09T10:00:00Z")

    heard = forge.heard(forge.request(7))

    assert ([one.author for one in heard.said], heard.approvals) == ([REFERENT_4], {REFERENT_4})


def honest(world: World) -> str:
    world.says(REFERENT_2, 7, "/accepter")
    return REFERENT_3


def removed(world: World) -> str:
    """Somebody who may write removes the comment by which an evaluator has taken back their acceptance."""
    world.says(REFERENT_2, 7, "/accepter")
    world.says(REFERENT_2, 7, "/completer le bilan signé")
    world.github.comments[7][:] = [c for c in world.github.comments[7] if not c["body"].startswith("/completer")]
    return REFERENT_3


def otherwise(world: World) -> str:
    """An evaluator of another category has approved, and then written what they mean instead."""
    world.reviews(REFERENT_4, 7, "APPROVED")
    world.says(REFERENT_4, 7, "/refuser Il manque le bilan.")
    return REFERENT_2


@pytest.mark.parametrize("before", [honest, removed, otherwise])
def test_a_word_that_was_taken_back_is_no_reading(world: World, before: Callable[[World], str]) -> None:
    text = (RULES / "PP352/good" / TREASURY).read_text(encoding="utf-8")  # it takes two readers
    world.opened(7, STUDENT, {TREASURY: text[: text.index("evaluation:")]})
    start, last = main(world), before(world)

    answer = world.says(last, 7, "/accepter")

    assert (title(answer) == MERGED, main(world) != start) == (before is honest, before is honest)


def test_a_request_of_an_account_that_is_gone_stops_no_other(forge: GitHub, github: FakeGitHub) -> None:
    github.pulls[7] = pull(7, 2000001, HEAD, BASE)
    github.pulls[8] = pull(8, 2000001, HEAD, BASE) | {"user": None, "body": None}
    github.pulls[8]["head"] |= {"repo": None, "user": None}

    found = [(one.number, one.author) for one in forge.requests()]

    assert found == [(7, STUDENT), (8, "github:0")]


def test_a_hundred_comments_of_the_greatest_size_are_heard(github: FakeGitHub) -> None:
    forge = GitHub(Api(github.root, TOKEN), "https://forge.example.org", REPOSITORY, BOT_LOGIN, 41, TOKEN)
    github.pulls[7] = pull(7, 2000001, HEAD, BASE)
    github.comments[7] = [comment(number, 2999999, "😀" * 65_536) for number in range(1, 101)]

    assert len(forge.heard(forge.request(7)).said) == 100
    forge.close()


def test_a_stranger_who_writes_many_commands_keeps_no_evaluator_waiting(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    for word in ("/accepter", "merci", "ok"):
        for _ in range(12):
            world.writes(NOBODY, 7, word)
    said = world.writes(REFERENT_4, 7, "/accepter")
    before = len(world.github.comments[7])

    answer = world.obeyed(7, said)

    assert (title(answer), len(world.github.comments[7]) - before) == (MERGED, 12)  # the verdict, ten, and this one


def bomb(world: World) -> str:
    """A commit whose tree holds itself ten times, ten times over."""
    tree = world.server_git("rev-parse", "main:grid")
    for _ in range(10):
        rows = "".join(f"040000 tree {tree}\t{name}\n" for name in "abcdefghij")
        words = ["git", "-C", str(world.main), "mktree"]
        tree = subprocess.run(words, input=rows.encode(), check=True, capture_output=True).stdout.decode().strip()
    who = ("-c", "user.name=e", "-c", "user.email=e@example.org")
    return world.server_git(*who, "commit-tree", tree, "-p", "main", "-m", "demande")


@pytest.mark.parametrize("head_of", [bomb, lambda _: "e" * 40], ids=["bomb", "nowhere"])
def test_a_command_below_a_request_that_was_closed_at_once_is_answered_once_and_stops_no_other(
    world: World, head_of: Callable[[World], str]
) -> None:
    head = head_of(world)
    if head_of is bomb:
        world.server_git("update-ref", "refs/pull/8/head", head)
    world.adopts(8, OTHER, head, world.now())
    world.github.pulls[8]["state"] = "closed"
    said = world.writes(OTHER, 8, "/accepter")
    last = world.opened(9, STUDENT, {NEW: FAIR})

    jobs = [world.swept("--each", "5s"), world.swept("--each", "5s")]

    assert ([job.code for job in jobs], title(world.answer_to(8, said["id"])), world.state(last)) == (
        [0, 0],
        NOT_DONE,
        "pending",
    )


def test_a_command_that_could_not_be_heard_is_answered_however_late(world: World) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    world.swept()
    world.adopts(8, OTHER, main(world), world.now())
    world.github.pulls[8]["state"] = "closed"
    said = world.writes(OTHER, 8, "/accepter")
    world.clock += timedelta(hours=5)
    world.writes(OTHER, 7, "merci")
    world.github.faults["GET", "/issues/8/comments$"] = [Fault(404)]

    codes = [world.swept().code, world.swept().code]

    assert (codes, title(world.answer_to(8, said["id"]))) == ([2, 0], NOT_DONE)


def test_labels_of_which_none_is_left_are_taken_away(forge: GitHub, github: FakeGitHub) -> None:
    github.pulls[7] = pull(7, 2000001, HEAD, BASE, labels=[label_of("à corriger")])

    forge.write(SetLabels(7, ()))

    assert forge.request(7).labels == ()


# --- the cursor -------------------------------------------------------------------------------------------------------

MARK = ["a" * 40, "2026-02-10T10:00:00Z", "", "", [], [], []]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "", "hier"])
def test_a_cursor_with_a_moment_that_is_none_is_no_cursor(at: str) -> None:
    data = [json.dumps({"shape": SHAPE, "marks": {"7": [HEAD, one, *MARK[2:]]}}).encode() for one in (at, MARK[1])]

    assert [list(Cursor.from_json(one).marks) for one in data] == [[], ["7"]]


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_cursor_that_says_an_absurd_moment_stops_nothing_and_is_mended(world: World, since: str) -> None:
    last = world.opened(7, STUDENT, {NEW: FAIR})
    data = json.dumps({"shape": SHAPE, "since": since, "marks": {"9": [*MARK[:1], since, *MARK[2:]]}}).encode()
    keeping.keep(world.main, ".", REF, data)

    code = world.swept().code

    kept = keeping.kept(world.main, ".", REF, 10) or b""
    assert (code, world.state(last), since.encode() in kept) == (0, "pending", False)


def test_a_cursor_of_a_hundred_megabytes_is_not_read(world: World) -> None:
    assert keeping.keep(world.main, ".", REF, b"{}" + b" " * 100_000_000)

    assert keeping.kept(world.main, ".", REF, 60) is None
    assert keeping.keep(world.main, ".", REF, b"{}")
    assert keeping.kept(world.main, ".", REF, 60) == b"{}"
