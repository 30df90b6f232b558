"""The facts of a request: from GitHub's events and answers, all of them held to its official description."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from polyvalidate.forge.adapter import facts_of
from polyvalidate.forge.facts import Branch, Comment, Facts, Kind
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.github_events import approvals_of, event_of
from polyvalidate.forge.planning import CONTEXT
from polyvalidate.repository import Unreadable
from tests.forge import specimens
from tests.forge.fake_github import FakeGitHub, Fault
from tests.forge.specimens import comment, comment_event, group_event, models, pull, pull_event, review, status

HEAD, OLD, BASE, GROUP = "a" * 40, "b" * 40, "c" * 40, "d" * 40
STUDENT, EVALUATOR, SECOND = 583231, 1000003, 1000004

FACTS = Facts(
    repository="ecole/points",
    number=7,
    author="github:583231",
    base=Branch("main", BASE),
    head=HEAD,
    opened_at="2026-02-03T10:00:00Z",
    pushed_at=None,
    judged_at=None,
    approvals=(),
    comment=None,
    said=(),
    merge_group=False,
    run=41,
)


def facts_for(forge: GitHub, data: Any) -> Facts:
    opened = forge.request_of(event_of(data))
    return facts_of(forge, opened, forge.heard(opened))


@pytest.mark.parametrize("model", [models.WebhookPullRequestOpened, models.WebhookPullRequestSynchronize])
def test_an_event_gives_its_request_and_the_forge_what_it_is_now(github: FakeGitHub, forge: GitHub, model: Any) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)

    facts = facts_for(forge, pull_event(model, 7, 1, OLD, BASE))

    assert facts == replace(FACTS, pushed_at="2026-02-09T10:00:00Z")


def test_what_is_said_comes_in_order_with_reviews_of_that_commit_and_without_ours(
    github: FakeGitHub, forge: GitHub
) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    times = [f"2026-02-1{day}T10:00:00Z" for day in range(6)]
    github.told(HEAD, times[0])
    github.comments[7] = [
        comment(55, EVALUATOR, "/accepter", times[4]),
        comment(56, github.writer, "Le verdict.", times[0]),
        comment(57, SECOND, "/accepter", times[1]) | {"updated_at": times[2]},
    ]
    github.reviews[7] = [
        review(1, SECOND, "CHANGES_REQUESTED", HEAD) | {"submitted_at": times[3], "body": "La date."},
        review(2, SECOND, "APPROVED", OLD) | {"submitted_at": times[3]},
        review(3, SECOND, "DISMISSED", HEAD) | {"submitted_at": times[3]},
        review(4, EVALUATOR, "APPROVED", HEAD) | {"submitted_at": times[5]},
    ]

    heard = forge.heard(forge.request(7))

    assert heard.said == (
        Comment(57, "github:1000004", times[1], "/accepter", intact=False),
        Comment(1, "github:1000004", times[3], "La date.", Kind.CHANGES),
        Comment(55, "github:1000003", times[4], "/accepter"),
        Comment(4, "github:1000003", times[5], "", Kind.APPROVAL),
    )
    assert [one.id for one in heard.comments] == [55, 56, 57]


def test_the_moment_when_the_check_first_spoke_of_the_head_is_that_of_our_first_status(
    github: FakeGitHub, forge: GitHub
) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    told = [
        ("autre", 12, github.writer),
        (CONTEXT, 11, STUDENT),
        (CONTEXT, 14, github.writer),
        (CONTEXT, 15, github.writer),
    ]
    github.statuses[HEAD] = [
        status(number, by, context=context, created_at=f"2026-02-09T{hour}:00:00Z")
        for number, (context, hour, by) in enumerate(told, 1)
    ]

    assert forge.heard(forge.request(7)).judged_at == "2026-02-09T14:00:00Z"


def test_a_merge_group_is_judged_at_its_own_head_with_the_approvals_of_its_request(
    github: FakeGitHub, forge: GitHub
) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, OLD)
    github.reviews[7] = [review(1, SECOND, "APPROVED", HEAD)]

    facts = facts_for(forge, group_event(7, GROUP, BASE))

    assert (facts.number, facts.head, facts.base, facts.approvals, facts.merge_group) == (
        7,
        GROUP,
        Branch("main", BASE),
        ("github:1000004",),
        True,
    )


def test_every_open_request_is_listed_over_all_pages(github: FakeGitHub, forge: GitHub) -> None:
    for number in range(1, 251):
        github.pulls[number] = pull(number, STUDENT, HEAD, BASE)
    github.pulls[9]["state"] = "closed"

    listed = list(forge.requests())

    assert [one.number for one in listed] == [n for n in range(1, 251) if n != 9]
    assert len(github.calls) == 3


def test_closed_requests_are_listed_as_far_back_as_is_asked(github: FakeGitHub, forge: GitHub) -> None:
    for number in range(1, 251):
        known = pull(number, STUDENT, HEAD, BASE, updated_at=f"2026-{number % 9 + 1:02d}-10T10:00:00Z")
        github.pulls[number] = known | {"state": "closed"}

    found = list(forge.closed("2026-09-01T00:00:00Z"))

    assert {one.number % 9 for one in found} == {8}
    assert (len(found), len(github.calls)) == (27, 1)


def test_a_comment_on_an_issue_is_about_no_request() -> None:
    event = comment_event(7, comment(55, EVALUATOR, "/accepter"))
    del event["issue"]["pull_request"]

    assert event_of(event).number is None


# --- approvals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reviews", "approvals"),
    [
        ([("APPROVED", HEAD)], {"github:1000003"}),
        ([("APPROVED", OLD)], set()),
        ([("APPROVED", OLD), ("APPROVED", HEAD)], {"github:1000003"}),
        ([("APPROVED", HEAD), ("COMMENTED", HEAD)], {"github:1000003"}),
        ([("APPROVED", HEAD), ("CHANGES_REQUESTED", HEAD)], set()),
        ([("CHANGES_REQUESTED", HEAD), ("APPROVED", HEAD)], {"github:1000003"}),
        ([("DISMISSED", HEAD)], set()),
        ([("PENDING", HEAD)], set()),
    ],
)
def test_the_latest_review_of_a_person_on_that_commit_counts(
    reviews: list[tuple[str, str]], approvals: set[str]
) -> None:
    found = approvals_of([review(n, EVALUATOR, state, sha) for n, (state, sha) in enumerate(reviews)], HEAD)

    assert found == approvals


def test_approvals_beyond_the_first_hundred_reviews_are_seen(github: FakeGitHub, forge: GitHub) -> None:
    talk = [review(n, EVALUATOR, "COMMENTED", HEAD) for n in range(230)]
    github.reviews[7] = [*talk, review(900, SECOND, "APPROVED", HEAD)]
    github.told(HEAD, "2026-02-09T10:00:00Z")

    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)

    facts = facts_for(forge, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    assert facts.approvals == ("github:1000004",)


def test_what_is_said_before_our_first_word_on_a_commit_costs_no_call(github: FakeGitHub, forge: GitHub) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    github.reviews[7] = [review(1, SECOND, "APPROVED", HEAD)]
    opened = forge.request(7)
    early = forge.heard(opened)
    before = len([call for call in github.calls if call.endswith("/reviews")])

    github.told(HEAD, "2026-02-09T10:00:00Z")
    later = forge.heard(opened)

    assert (early.said, before, later.approvals) == ((), 0, {"github:1000004"})


def test_nobody_approves_their_own_request(github: FakeGitHub, forge: GitHub) -> None:
    github.reviews[7] = [review(1, STUDENT, "APPROVED", HEAD)]

    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)

    facts = facts_for(forge, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    assert facts.approvals == ()


def test_a_review_of_an_account_that_is_gone_counts_for_nobody() -> None:
    ghost = specimens.specimen(
        models.PullRequestReview, user=None, state="APPROVED", commit_id=HEAD, body="", submitted_at=specimens.NOW
    )

    assert approvals_of([ghost], HEAD) == frozenset()


# --- faults -----------------------------------------------------------------------------------------------------------


def test_reviews_that_cannot_be_read_give_no_facts_rather_than_facts_without_approvals(
    github: FakeGitHub, forge: GitHub
) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    github.told(HEAD, "2026-02-09T10:00:00Z")
    github.faults["GET", "/reviews$"] = [Fault(500)] * 4

    with pytest.raises(Unreadable, match="out of order"):
        facts_for(forge, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))


def test_a_second_page_that_is_lost_is_asked_for_again(github: FakeGitHub, forge: GitHub, waits: list[float]) -> None:
    talk = [review(n, EVALUATOR, "COMMENTED", HEAD) for n in range(100)]
    github.reviews[7] = [*talk, review(900, SECOND, "APPROVED", HEAD)]
    github.told(HEAD, "2026-02-09T10:00:00Z")
    github.faults["GET", "/reviews$"] = [None, Fault(0)]

    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)

    facts = facts_for(forge, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    assert (facts.approvals, waits) == (("github:1000004",), [1.0])


def test_the_end_of_another_workflow_is_about_no_request() -> None:
    event = {
        "action": "completed",
        "workflow_run": {"conclusion": "success", "pull_requests": [{"number": 12}], "head_sha": "0" * 40},
        "repository": {"full_name": "ecole/polypoints"},
    }

    assert event_of(event).number is None
