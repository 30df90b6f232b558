"""Attacks on the sweep: what students, evaluators, strangers, and people who write to the repository try against it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.forge.cursor import REF, Cursor
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.http import Api
from polyvalidate.repository import keeping
from tests.forge.fake_github import BOT, BOT_LOGIN, TOKEN, FakeGitHub
from tests.forge.specimens import REPOSITORY, comment, pull, review, status
from tests.forge.world import World
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, NOBODY, OTHER, REFERENT_4, STUDENT

NEW = f"{FOLDER}/3.3-lycee.yml"
TREASURY = f"{FOLDER}/2.1-tresorerie.yml"
AGAIN = FAIR.replace("a1a1", "d4d4").replace("2026-02-03", "2026-02-05")
HEAD, BASE = "a" * 40, "b" * 40
REFERENT_2, REFERENT_3 = "github:1000002", "github:1000003"
MERGED, NOT_DONE = (
    "### Décision fusionnée\xa0: acceptée",
    "### La commande n'est pas exécutée",
)


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


def treasury() -> str:
    """A declaration that takes two readers."""
    text = (RULES / "PP352/good" / TREASURY).read_text(encoding="utf-8")
    return text[: text.index("evaluation:")]


def pushes_again(world: World, number: int, head: str) -> None:
    """The author of a request forces its branch back to a commit of before."""
    known = world.github.pulls[number]
    world.server_git("update-ref", f"refs/pull/{number}/head", head)
    known["head"]["sha"] = head
    known["head"]["repo"]["pushed_at"] = known["updated_at"] = world.now()


# --- a head that the evaluator did not see ----------------------------------------------------------------------------


def test_a_commit_that_is_pushed_again_is_not_decided_before_its_verdict_is_read_again(world: World) -> None:
    first = world.opened(7, STUDENT, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})
    world.judged(7)
    world.mends(7, {NEW: FAIR})
    world.judged(7)
    before = main(world)
    said = world.writes(REFERENT_4, 7, "/accepter")  # of what they have read: the second commit
    world.github.comments[7].remove(said)
    pushes_again(world, 7, first)
    said |= {"created_at": (at := world.now()), "updated_at": at}
    world.github.comments[7].append(said)

    early = world.obeyed(7, said)

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


# --- words that were taken back ---------------------------------------------------------------------------------------


def test_to_dismiss_that_somebody_asks_for_changes_gives_no_life_to_their_approval(
    forge: GitHub, github: FakeGitHub
) -> None:
    github.pulls[7] = pull(7, 2000001, HEAD, BASE)
    github.reviews[7] = [
        review(1, 1000002, "APPROVED", HEAD),
        review(2, 1000004, "APPROVED", HEAD),
        review(3, 1000002, "DISMISSED", HEAD),
    ]

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
    world.opened(7, STUDENT, {TREASURY: treasury()})
    start, last = main(world), before(world)

    answer = world.says(last, 7, "/accepter")

    assert (title(answer) == MERGED, main(world) != start) == (before is honest, before is honest)


# --- a request that stops or starves others ---------------------------------------------------------------------------


def test_a_request_of_an_account_that_is_gone_stops_no_other(forge: GitHub, github: FakeGitHub) -> None:
    github.pulls[7] = pull(7, 2000001, HEAD, BASE)
    github.pulls[8] = pull(8, 2000001, HEAD, BASE) | {"user": None, "body": None}
    github.pulls[8]["head"] |= {"repo": None, "user": None}

    found = list(forge.requests())

    assert [(one.number, one.author, one.pushed_at is None) for one in found] == [
        (7, STUDENT, False),
        (8, "github:0", True),
    ]


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
    who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
    return world.server_git(*who, "commit-tree", tree, "-p", "main", "-m", "demande")


def elsewhere(world: World) -> str:
    """A commit that has nothing in common with the school."""
    who = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
    return world.server_git(*who, "commit-tree", "main^{tree}", "-m", "demande")


def nowhere(_: World) -> str:
    return "e" * 40


@pytest.mark.parametrize("head_of", [bomb, elsewhere, nowhere])
def test_a_command_below_a_request_that_was_closed_at_once_is_answered_once_and_stops_no_other(
    world: World, head_of: Callable[[World], str]
) -> None:
    head = head_of(world)
    if head_of is not nowhere:
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


def test_a_list_that_changes_between_its_pages_has_nothing_done_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.opened(7, STUDENT, {NEW: FAIR})
    shown = world.github._pulls

    def twice(query: Any, **more: Any) -> Any:
        found = shown(query, **more)
        return found._replace(data=found.data * 2)

    monkeypatch.setattr(world.github, "_pulls", twice)

    world.swept()

    assert sum("GET /repos/ecole/points/pulls/7/reviews" in call for call in world.github.calls) == 1


# --- the cursor -------------------------------------------------------------------------------------------------------

MARK = ["a" * 40, "2026-02-10T10:00:00Z", "", "", [], []]


@pytest.mark.parametrize(
    "said",
    [
        {"7": [*MARK[:1], "0001-01-01T00:00:00+23:59", *MARK[2:]]},
        {"7": [*MARK[:1], "9999-12-31T23:59:59-23:59", *MARK[2:]]},
        {"9" * 5000: MARK},
        {"7": [MARK] * 6},
        {"7": MARK[:5]},
        {"7": "a" * 6},
        [],
    ],
)
def test_a_cursor_with_what_no_sweep_writes_is_no_cursor(said: Any) -> None:
    data = json.dumps({"shape": 2, "since": None, "marks": said}).encode()

    assert Cursor.from_json(data).marks == {}
    assert Cursor.from_json(b"[" * 100_000).marks == {}
    assert list(Cursor.from_json(json.dumps({"shape": 2, "marks": {"7": MARK}}).encode()).marks) == [7]


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_cursor_that_says_an_absurd_moment_stops_nothing_and_is_mended(world: World, since: str) -> None:
    last = world.opened(7, STUDENT, {NEW: FAIR})
    data = json.dumps({"shape": 2, "since": since, "marks": {"9": [*MARK[:1], since, *MARK[2:]]}}).encode()
    keeping.keep(world.main, ".", REF, data)

    code = world.swept().code

    kept = keeping.kept(world.main, ".", REF, 10) or b""
    assert (code, world.state(last), since.encode() in kept) == (0, "pending", False)


def test_a_cursor_of_a_hundred_megabytes_is_not_read(world: World) -> None:
    assert keeping.keep(world.main, ".", REF, b"{}" + b" " * 100_000_000)

    assert keeping.kept(world.main, ".", REF, 60) is None
    assert keeping.keep(world.main, ".", REF, b"{}")
    assert keeping.kept(world.main, ".", REF, 60) == b"{}"
