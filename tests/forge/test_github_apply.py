"""A verdict on GitHub: one status and one comment, whatever goes wrong, however often and in whatever order it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from polyvalidate.forge.adapter import facts_of
from polyvalidate.forge.facts import Comment, Facts, Opened
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.http import Api, Patience
from polyvalidate.forge.planning import DESCRIPTIONS, ERROR, LONGEST_COMMENT, Action, Judged, judged_of, plan_answer
from polyvalidate.forge.telling import carry_out, listen, tell
from polyvalidate.judgement.awaiting import Await, Awaited
from polyvalidate.judgement.verdict import Outcome, Status, Verdict
from polyvalidate.model.findings import Finding, Severity, Span
from polyvalidate.repository import Unreadable
from tests.forge import specimens
from tests.forge.fake_github import BOT, ENDLESS, TOKEN, FakeGitHub, Fault
from tests.forge.specimens import pull
from tests.forge.test_github_facts import BASE, FACTS, HEAD, OLD, STUDENT

OK, TO_MEND = Judged("ok", "success"), Judged("introduces", "failure")
AWAITED, HEALED = Judged("ok", "pending"), Judged("healed", "success")
SAID = Comment(55, "github:1000003", "2026-02-10T10:00:00Z", "/accepter")
RUN = "https://forge.example.org/ecole/points/actions/runs/41?pr=7"


@pytest.fixture(autouse=True)
def request_is_open(github: FakeGitHub) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)


def request(github: FakeGitHub, facts: Facts) -> Opened:
    """The request as a list shows it."""
    is_open = github.pulls.get(facts.number, {}).get("state", "open") == "open"
    times = facts.opened_at, facts.pushed_at, facts.opened_at
    return Opened(facts.number, facts.author, facts.head, facts.base, *times, is_open, facts.merge_group)


def telling(
    github: FakeGitHub, forge: GitHub, judged: Judged, comment: str = "Le verdict.", facts: Facts = FACTS
) -> Iterator[Action]:
    forge.run = facts.run
    opened = request(github, facts)
    return tell(forge, opened, listen(forge, opened), judged, comment)


def applied(*said: Any, **more: Any) -> list[str]:
    return [type(action).__name__ for action in telling(*said, **more)]


def answered(
    github: FakeGitHub, forge: GitHub, text: str, *, completes: bool = False, again: bool = False
) -> list[str]:
    opened = request(github, FACTS)
    heard = listen(forge, opened)
    facts = facts_of(forge, opened, heard, SAID)
    planned = partial(plan_answer, facts, text, url=forge.url(7), completes=completes, again=again)
    return [type(action).__name__ for action in carry_out(forge, opened, heard, planned)]


def statuses(github: FakeGitHub, sha: str = HEAD) -> list[tuple[str, str]]:
    return [(s["context"], s["state"]) for s in github.statuses.get(sha, [])]


def bodies(github: FakeGitHub) -> list[str]:
    """What the comments say, our mark and what it says left out."""
    return [c["body"].split("-->\n")[-1] for c in github.comments.get(7, [])]


# --- what is written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judged", "done", "state"),
    [
        (OK, ["PostComment", "SetStatus"], "success"),
        (HEALED, ["PostComment", "SetStatus"], "success"),
        (AWAITED, ["SetStatus", "PostComment"], "pending"),
        (TO_MEND, ["SetStatus", "PostComment"], "failure"),
        (ERROR, ["SetStatus", "PostComment"], "error"),
    ],
)
def test_an_outcome_is_one_status_and_one_comment_and_only_a_success_comes_last(
    github: FakeGitHub, forge: GitHub, judged: Judged, done: list[str], state: str
) -> None:
    actions = applied(github, forge, judged)

    assert (actions, statuses(github), len(bodies(github))) == (done, [("polyvalidate", state)], 1)


def test_the_status_leads_to_the_run(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, TO_MEND)

    status = github.statuses[HEAD][0]
    assert (status["target_url"], status["description"]) == (
        RUN,
        "À corriger : lisez le commentaire. · To be mended: read the comment.",
    )


def test_every_description_fits_in_the_140_characters_of_a_status() -> None:
    longest = max(len(description) for description in DESCRIPTIONS.values())

    assert longest <= 140


def test_twice_is_once(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)

    again = applied(github, forge, OK)

    assert (again, statuses(github), bodies(github)) == ([], [("polyvalidate", "success")], ["Le verdict."])


def test_details_that_change_edit_the_comment(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, TO_MEND, "Deux remarques.")

    again = applied(github, forge, TO_MEND, "Une remarque.")

    assert (again, bodies(github)) == (["EditComment"], ["Une remarque."])


def test_an_outcome_that_changes_is_a_new_comment_in_the_place_of_the_old_one(
    github: FakeGitHub, forge: GitHub
) -> None:
    applied(github, forge, TO_MEND, "Une remarque.")

    again = applied(github, forge, OK, "Rien à corriger.")

    assert (again, bodies(github)) == (["PostComment", "DeleteComment", "SetStatus"], ["Rien à corriger."])


def test_a_comment_too_long_for_github_is_replaced_by_the_way_to_it(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, TO_MEND, "x" * (LONGEST_COMMENT + 1))

    assert bodies(github)[0].startswith("### Le détail est trop long")


def test_a_merge_group_has_a_status_and_no_comment(github: FakeGitHub, forge: GitHub) -> None:
    group = replace(FACTS, head=OLD, merge_group=True)

    actions = applied(github, forge, OK, facts=group)

    assert (actions, statuses(github, OLD), bodies(github)) == (["SetStatus"], [("polyvalidate", "success")], [])


# --- whose comment it is ----------------------------------------------------------------------------------------------


def test_a_comment_by_somebody_else_that_bears_our_mark_is_left_alone(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK, "Vrai.")
    mark = github.comments[7][0]["body"].split("\n")[0]
    forged = specimens.comment(5000, STUDENT, f"{mark}\nFaux. @everyone ::set-output name=x::y")
    github.comments[7] = [forged, *github.comments[7]]

    again = applied(github, forge, TO_MEND, "Une remarque.")

    assert (again, bodies(github)) == (
        ["SetStatus", "PostComment", "DeleteComment"],
        ["Faux. @everyone ::set-output name=x::y", "Une remarque."],
    )


def test_a_comment_of_ours_without_the_mark_at_its_beginning_is_another_workflow_s(
    github: FakeGitHub, forge: GitHub
) -> None:
    applied(github, forge, OK)
    quoted = "Copie : " + github.comments[7][0]["body"]
    github.comments[7] = [specimens.comment(5000, BOT, quoted)]

    again = applied(github, forge, OK)

    assert (again, github.comments[7][0]["body"]) == (["PostComment"], quoted)


def test_our_comment_is_found_behind_hundreds_of_others(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)
    github.comments[7] = [*(specimens.comment(n, STUDENT, "Bonjour") for n in range(250)), *github.comments[7]]

    again = applied(github, forge, OK)

    assert again == []


def test_our_status_is_found_behind_hundreds_of_others(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)
    parts: dict[str, Any] = {"state": "success", "description": None, "target_url": None}
    others = [specimens.status(n, STUDENT, context=f"autre-{n}", **parts) for n in range(250)]
    github.statuses[HEAD] += others

    again = applied(github, forge, OK)

    assert again == []


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [(OK, TO_MEND, "success"), (TO_MEND, OK, "success"), (AWAITED, TO_MEND, "pending"), (OK, ERROR, "success")],
)
def test_a_commit_that_two_requests_propose_has_the_better_status(
    github: FakeGitHub, forge: GitHub, first: Judged, second: Judged, state: str
) -> None:
    github.pulls[8] = pull(8, 99, HEAD, BASE)
    applied(github, forge, first)
    applied(github, forge, second, facts=replace(FACTS, number=8, run=42))

    applied(github, forge, first, facts=replace(FACTS, run=43))

    assert (statuses(github)[-1], len(github.comments[8])) == (("polyvalidate", state), 1)


def test_a_request_that_is_closed_lends_its_status_to_none(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)
    github.pulls[7]["state"] = "closed"
    github.pulls[8] = pull(8, 99, HEAD, BASE)

    applied(github, forge, TO_MEND, facts=replace(FACTS, number=8, run=42))

    assert statuses(github)[-1] == ("polyvalidate", "failure")


def test_a_success_that_somebody_else_wrote_is_written_over(github: FakeGitHub, forge: GitHub) -> None:
    parts: dict[str, Any] = {"state": "success", "description": "Rien à corriger. · Nothing to mend."}
    later = RUN.replace("41", "99")
    forged = specimens.status(9, STUDENT, context="polyvalidate", target_url=later, **parts)
    github.statuses[HEAD] = [forged]

    applied(github, forge, TO_MEND)

    assert statuses(github) == [("polyvalidate", "success"), ("polyvalidate", "failure")]


# --- in any order -----------------------------------------------------------------------------------------------------


def test_a_sweep_that_finds_the_same_adds_no_status(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)

    again = applied(github, forge, OK, facts=replace(FACTS, run=43))

    assert (again, statuses(github)) == (["EditComment"], [("polyvalidate", "success")])


def test_an_older_run_says_nothing_over_a_later_one_that_found_the_same(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)
    applied(github, forge, OK, facts=replace(FACTS, run=43))

    late = applied(github, forge, TO_MEND, facts=replace(FACTS, run=42))

    assert (late, statuses(github)) == ([], [("polyvalidate", "success")])


def test_an_older_run_says_nothing_over_a_later_one(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, TO_MEND, "Récent.", replace(FACTS, run=42))

    late = applied(github, forge, OK, "Ancien.")

    assert (late, statuses(github), bodies(github)) == ([], [("polyvalidate", "failure")], ["Récent."])


def test_a_closed_request_is_not_commented(github: FakeGitHub, forge: GitHub) -> None:
    github.pulls[7]["state"] = "closed"

    actions = applied(github, forge, OK)

    assert actions == ["SetStatus"]


# --- half done --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_run_that_was_cut_is_finished_by_the_next(github: FakeGitHub, forge: GitHub, cut: int) -> None:
    applied(github, forge, TO_MEND, "Une remarque.")
    running = telling(github, forge, OK, "Rien à corriger.")
    for _ in range(cut):
        next(running)
    running.close()

    applied(github, forge, OK, "Rien à corriger.")

    assert (statuses(github)[-1], bodies(github)) == (("polyvalidate", "success"), ["Rien à corriger."])


@pytest.mark.parametrize("cut", [1, 2])
def test_a_run_towards_success_that_was_cut_leaves_no_success(github: FakeGitHub, forge: GitHub, cut: int) -> None:
    applied(github, forge, TO_MEND, "Une remarque.")
    running = telling(github, forge, OK, "Rien à corriger.")
    for _ in range(cut):
        next(running)
    running.close()

    assert statuses(github) == [("polyvalidate", "failure")]


def test_a_comment_whose_answer_was_lost_is_not_posted_twice(github: FakeGitHub, forge: GitHub) -> None:
    github.faults["POST", "/comments$"] = [Fault(502, after=True)]

    applied(github, forge, OK)

    assert (bodies(github), statuses(github)) == (["Le verdict."], [("polyvalidate", "success")])


def test_two_comments_of_ours_become_one(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)
    github.comments[7].append(specimens.comment(9000, BOT, github.comments[7][0]["body"]))

    again = applied(github, forge, OK)

    assert (again, [c["id"] for c in github.comments[7]]) == (["DeleteComment"], [9000])


def test_an_old_comment_that_is_gone_already_needs_no_removal(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, TO_MEND)
    github.faults["DELETE", "/comments/"] = [Fault(404, after=True)]

    again = applied(github, forge, OK)

    assert again == ["PostComment", "DeleteComment", "SetStatus"]


# --- faults -----------------------------------------------------------------------------------------------------------

READS = ["/users/", "/pulls/7/reviews$", "/statuses$", "/issues/7/comments$"]
LASTING = [401, 403, 404, 409, 422, 429, 500, 502, 503, 301, 418]
BROKEN = [0, -1]


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
@pytest.mark.parametrize("path", READS)
def test_no_success_after_a_fault_in_reading(github: FakeGitHub, forge: GitHub, path: str, fault: int) -> None:
    github.told(HEAD, "2026-02-09T10:00:00Z")
    github.faults["GET", path] = [Fault(fault)] * 40

    with pytest.raises(Unreadable):
        applied(github, forge, OK)

    assert ("polyvalidate", "success") not in statuses(github)


@pytest.mark.parametrize("fault", [403, 404, 500, 0])
@pytest.mark.parametrize("path", READS[1:])
def test_an_old_success_does_not_outlive_a_verdict_that_blocks_because_reading_failed(
    github: FakeGitHub, forge: GitHub, path: str, fault: int
) -> None:
    applied(github, forge, OK)
    github.faults["GET", path] = [Fault(fault)] * 40

    with pytest.raises(Unreadable):
        applied(github, forge, TO_MEND)

    assert statuses(github)[-1] == ("polyvalidate", "error")


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
def test_a_comment_that_cannot_be_written_leaves_an_error_and_no_success(
    github: FakeGitHub, forge: GitHub, fault: int
) -> None:
    github.faults["POST", "/comments$"] = [Fault(fault)] * 40

    with pytest.raises(Unreadable):
        applied(github, forge, OK)

    assert statuses(github) == [("polyvalidate", "error")]


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
def test_a_status_that_cannot_be_written_is_a_fault(github: FakeGitHub, forge: GitHub, fault: int) -> None:
    github.faults["POST", "/statuses/"] = [Fault(fault)] * 40

    with pytest.raises(Unreadable):
        applied(github, forge, OK)

    assert statuses(github) == []


def test_a_failure_stays_a_failure_when_the_comment_cannot_be_written(github: FakeGitHub, forge: GitHub) -> None:
    github.faults["POST", "/comments$"] = [Fault(403)] * 40

    with pytest.raises(Unreadable):
        applied(github, forge, TO_MEND)

    assert statuses(github) == [("polyvalidate", "failure")]


@pytest.mark.parametrize("fault", [-2, *ENDLESS])
def test_a_forge_that_never_comes_to_the_end_of_an_answer_is_a_fault(
    github: FakeGitHub, forge: GitHub, fault: int
) -> None:
    github.faults["GET", "/users/"] = [Fault(fault)] * 40
    api = Api(github.root, TOKEN, lambda _: None, Patience(reading=0.3, answer=0.4))
    quick = GitHub(api, forge.server, forge.repository, forge.bot, 41, TOKEN)

    with pytest.raises(Unreadable, match="did not answer"):
        applied(github, quick, OK)
    quick.api.close()

    assert statuses(github) == [("polyvalidate", "error")]


@pytest.mark.parametrize("fault", [500, 502, 503, 0, -1])
def test_a_passing_fault_is_overcome(github: FakeGitHub, forge: GitHub, fault: int) -> None:
    for place in [("GET", "/comments$"), ("POST", "/comments$"), ("POST", "/statuses/")]:
        github.faults[place] = [Fault(fault)]

    applied(github, forge, OK)

    assert (statuses(github), bodies(github)) == ([("polyvalidate", "success")], ["Le verdict."])


@pytest.mark.parametrize(
    ("fault", "waited"),
    [
        (Fault(429, {"retry-after": "7"}), [7.0]),
        (Fault(403, {"retry-after": "30"}), [30.0]),
        (Fault(403, {}, message="You have exceeded a secondary rate limit."), [60.0]),
        (Fault(429), [60.0]),
        (Fault(429, {"retry-after": "Thu, 01 Jan 2015 00:00:00 GMT"}), [0.0]),
        (Fault(429, {"retry-after": "Thu, 01 Jan 2015 00:00:00 +99999999999999"}), [60.0]),
        (Fault(429, {"retry-after": "Thu, 01 Jan 9999999999999999999 00:00:00 GMT"}), [60.0]),
        (Fault(429, {"retry-after": "bientôt"}), [60.0]),
        (Fault(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "0"}), [0.0]),
    ],
)
def test_a_rate_limit_is_waited_for(
    github: FakeGitHub, forge: GitHub, waits: list[float], fault: Fault, waited: list[float]
) -> None:
    github.faults["POST", "/comments$"] = [fault]

    applied(github, forge, OK)

    assert (waits, bodies(github)) == (waited, ["Le verdict."])


def test_a_rate_limit_that_lasts_too_long_is_not_waited_for(
    github: FakeGitHub, forge: GitHub, waits: list[float]
) -> None:
    github.faults["GET", "/comments$"] = [Fault(429, {"retry-after": "3600"})] * 40

    with pytest.raises(Unreadable, match="too many requests"):
        applied(github, forge, OK)

    assert (waits, statuses(github)) == ([], [("polyvalidate", "error")])


@pytest.mark.parametrize(
    ("place", "permission"),
    [
        (("POST", "/statuses/"), "statuses: write"),
        (("POST", "/comments$"), "pull-requests: write"),
        (("GET", "/statuses$"), "statuses: read"),
        (("GET", "/comments$"), "pull-requests: read"),
    ],
)
def test_a_missing_permission_is_named(
    github: FakeGitHub, forge: GitHub, place: tuple[str, str], permission: str
) -> None:
    github.faults[place] = [Fault(403)] * 40

    with pytest.raises(Unreadable) as told:
        applied(github, forge, OK)

    assert (permission in told.value.text.fr, permission in told.value.text.en) == (True, True)


def test_a_token_that_writes_as_somebody_else_is_a_fault(github: FakeGitHub, forge: GitHub) -> None:
    github.writer = 77

    with pytest.raises(Unreadable, match="another account"):
        applied(github, forge, OK)

    assert statuses(github) == [("polyvalidate", "error")]


@pytest.mark.parametrize(
    "address",
    [
        "{elsewhere}/repos/x?page=2",
        "{root}/\x07",
        f"{{root}}/{'x' * 70_000}",
        "{root}@x.example/",
        "",
    ],
)
def test_a_list_that_goes_on_where_no_list_of_the_forge_does_is_not_followed(
    github: FakeGitHub, forge: GitHub, address: str
) -> None:
    address = address.replace("{elsewhere}", github.root.replace("127.0.0.1", "localhost"))
    link = {"link": f'<{address.replace("{root}", github.root)}>; rel="next"'}
    github.faults["GET", "/comments$"] = [Fault(200, link)] * 40

    with pytest.raises(Unreadable):
        applied(github, forge, OK)

    assert statuses(github) == [("polyvalidate", "error")]


@pytest.mark.parametrize(
    "root", ["http://forge.example.org/api/v3", "https://forge.example.org:x", "https://forge.example.org/\x7f"]
)
def test_the_token_is_sent_to_nobody_in_clear_nor_to_what_is_no_address(root: str) -> None:
    with pytest.raises(Unreadable, match="must begin with https"):
        Api(root, "jeton")


@pytest.mark.parametrize("token", ["jeton\n", "clé"])
def test_a_token_that_no_request_can_carry_is_a_fault(token: str) -> None:
    with pytest.raises(Unreadable, match="Give a valid token"):
        Api("https://forge.example.org", token)


# --- verdicts ---------------------------------------------------------------------------------------------------------

CLEAN = Verdict(Outcome.OK, Status.SUCCESS, (), (), (), (), (), 1, 1, True)
WAITS = (Await(Awaited.DECISION, "declarations/2025/s-base000001/3.3-lycee.yml", ("ref-3",)),)
WRONG = (Finding("PP301", Severity.ERROR, "x.yml", (), (), Span(1, 1, 1, 2)),)


@pytest.mark.parametrize(
    "verdict",
    [
        replace(CLEAN, status=Status.ERROR),
        replace(CLEAN, status=Status.FAILURE),
        replace(CLEAN, outcome=Outcome.INTRODUCES),
        replace(CLEAN, awaits=WAITS),
        replace(CLEAN, standing=WRONG),
        replace(CLEAN, outcome=Outcome.HEALED, introduced=WRONG),
    ],
)
def test_whatever_is_no_coherent_verdict_is_an_error(verdict: Verdict) -> None:
    assert judged_of(verdict, HEAD, of=HEAD) == ERROR


def test_a_verdict_on_another_commit_is_an_error() -> None:
    assert (judged_of(CLEAN, HEAD, of=OLD), judged_of(CLEAN, HEAD, of=HEAD)) == (ERROR, OK)


# --- answers ----------------------------------------------------------------------------------------------------------


def test_a_command_is_answered_once_and_its_answer_edited_when_it_changes(github: FakeGitHub, forge: GitHub) -> None:
    done = [answered(github, forge, text) for text in ("Oui.", "Oui.", "Non.")]

    assert (done, bodies(github)) == ([["PostComment"], [], ["EditComment"]], ["Non."])


def test_the_answer_leaves_the_verdict_alone(github: FakeGitHub, forge: GitHub) -> None:
    applied(github, forge, OK)
    answered(github, forge, "Oui.")

    assert (bodies(github), applied(github, forge, OK)) == (["Le verdict.", "Oui."], [])


@pytest.mark.parametrize(
    ("judged", "done", "left"),
    [
        (OK, ["SetStatus", "PostComment"], "pending"),
        (AWAITED, ["SetStatus", "PostComment"], "pending"),
        (TO_MEND, ["PostComment"], "failure"),
        (ERROR, ["PostComment"], "error"),
    ],
)
def test_what_is_sent_back_is_pending_and_what_says_worse_stays(
    github: FakeGitHub, forge: GitHub, judged: Judged, done: list[str], left: str
) -> None:
    applied(github, forge, judged)
    first = answered(github, forge, "À compléter.", completes=True)
    again = answered(github, forge, "À compléter.", completes=True)

    assert (first, again, statuses(github)[-1][1]) == (done, [], left)
    assert applied(github, forge, judged) == []


def test_an_answer_of_somebody_else_that_bears_our_mark_sends_nothing_back(github: FakeGitHub, forge: GitHub) -> None:
    forged = f"<!-- polyvalidate:answer to=55 completes={HEAD} -->\nÀ compléter."
    github.comments[FACTS.number] = [specimens.comment(900, STUDENT, forged)]

    applied(github, forge, OK)

    assert statuses(github)[-1][1] == "success"
