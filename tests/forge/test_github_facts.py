"""The facts of a request: from GitHub's events and answers, all of them held to its official description."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.forge.facts import Branch, Comment, Facts, Misshapen, from_json
from polyvalidate.forge.github import Connection, gather, requests_of
from polyvalidate.forge.github_events import approvals_of, event_of
from polyvalidate.forge.github_plan import CONTEXT
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


def facts_for(connection: Connection, data: Any, number: int | None = None) -> Facts:
    return gather(connection, event_of(data), number, 41)


@pytest.mark.parametrize("model", [models.WebhookPullRequestOpened, models.WebhookPullRequestSynchronize])
def test_a_push_gives_the_head_of_the_event_and_its_author_by_number(
    github: FakeGitHub, connection: Connection, model: Any
) -> None:
    github.pulls[7] = pull(7, STUDENT, OLD, BASE)

    facts = facts_for(connection, pull_event(model, 7, STUDENT, HEAD, BASE))

    assert replace(facts, pushed_at=None) == FACTS


def test_a_comment_has_its_request_from_the_api_and_its_words_from_the_event(
    github: FakeGitHub, connection: Connection
) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    said = comment(55, EVALUATOR, "/accepter", "2026-02-10T10:00:00Z")

    facts = facts_for(connection, comment_event(7, said))

    spoken = Comment(55, "github:1000003", "2026-02-10T10:00:00Z", "/accepter")
    assert facts == replace(FACTS, comment=spoken, pushed_at="2026-02-09T10:00:00Z")


def test_a_comment_comes_with_the_moment_when_the_check_first_spoke_of_the_head(
    github: FakeGitHub, connection: Connection
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

    facts = facts_for(connection, comment_event(7, comment(55, EVALUATOR, "/accepter", "2026-02-10T10:00:00Z")))

    assert facts.judged_at == "2026-02-09T14:00:00Z"


def test_a_merge_group_is_judged_at_its_own_head_with_the_approvals_of_its_request(
    github: FakeGitHub, connection: Connection
) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, OLD)
    github.reviews[7] = [review(1, SECOND, "APPROVED", HEAD)]

    facts = facts_for(connection, group_event(7, GROUP, BASE))

    assert (facts.number, facts.head, facts.base, facts.approvals, facts.merge_group) == (
        7,
        GROUP,
        Branch("main", BASE),
        ("github:1000004",),
        True,
    )


def test_a_sweep_asks_for_every_open_request_over_all_pages(github: FakeGitHub, connection: Connection) -> None:
    for number in range(1, 251):
        github.pulls[number] = {"state": "closed" if number == 9 else "open"}

    numbers = requests_of(connection.api, event_of({"repository": {"full_name": "ecole/points"}}))

    assert numbers == tuple(n for n in range(1, 251) if n != 9)


def test_a_request_of_a_sweep_is_read_from_the_api(github: FakeGitHub, connection: Connection) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)

    facts = facts_for(connection, {"repository": {"full_name": "ecole/points"}}, number=7)

    assert facts == replace(FACTS, pushed_at="2026-02-09T10:00:00Z")


def test_a_comment_on_an_issue_is_about_no_request(connection: Connection) -> None:
    event = comment_event(7, comment(55, EVALUATOR, "/accepter"))
    del event["issue"]["pull_request"]

    with pytest.raises(Unreadable, match="about no request"):
        facts_for(connection, event)


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


def test_approvals_beyond_the_first_hundred_reviews_are_seen(github: FakeGitHub, connection: Connection) -> None:
    talk = [review(n, EVALUATOR, "COMMENTED", HEAD) for n in range(230)]
    github.reviews[7] = [*talk, review(900, SECOND, "APPROVED", HEAD)]

    facts = facts_for(connection, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    assert facts.approvals == ("github:1000004",)


def test_nobody_approves_their_own_request(github: FakeGitHub, connection: Connection) -> None:
    github.reviews[7] = [review(1, STUDENT, "APPROVED", HEAD)]

    facts = facts_for(connection, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    assert facts.approvals == ()


def test_a_review_of_an_account_that_is_gone_counts_for_nobody() -> None:
    ghost = specimens.specimen(
        models.PullRequestReview, user=None, state="APPROVED", commit_id=HEAD, body="", submitted_at=specimens.NOW
    )

    assert approvals_of([ghost], HEAD) == frozenset()


# --- as JSON --------------------------------------------------------------------------------------------------------

accounts = st.integers(0, 10**12 - 1).map(lambda n: f"github:{n}")
commits = st.text("0123456789abcdef", min_size=40, max_size=40)
moments = st.datetimes().map(lambda d: d.isoformat() + "Z")
COMMENTS = st.builds(Comment, st.integers(1, 10**12), accounts, moments, st.text())


@given(
    st.builds(
        Facts,
        repository=st.just("ecole/points"),
        number=st.integers(1, 10**9),
        author=accounts,
        base=st.builds(Branch, st.text(), commits),
        head=commits,
        opened_at=moments,
        pushed_at=st.none() | moments,
        judged_at=st.none() | moments,
        approvals=st.lists(accounts).map(tuple),
        comment=st.none() | COMMENTS,
        said=st.lists(COMMENTS, max_size=2).map(tuple),
        merge_group=st.booleans(),
        run=st.integers(0, 10**12),
    )
)
def test_facts_come_back_from_json_as_they_went(facts: Facts) -> None:
    assert from_json(facts.to_json()) == facts


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("shape", 1),
        ("forge", "gitlab"),
        ("head", "HEAD"),
        ("head", "a" * 39),
        ("author", "alice"),
        ("author", None),
        ("number", "7"),
        ("number", True),
        ("repository", "ecole/points/../autre"),
        ("opened_at", "hier"),
        ("opened_at", "2026-02-03T10:00:00"),
        ("approvals", None),
        ("approvals", ["github:1 --actor github:2"]),
        ("base", "main"),
        ("comment", {"id": 1}),
    ],
)
def test_facts_of_another_shape_are_refused(part: str, value: object) -> None:
    data = json.loads(FACTS.to_json()) | {part: value}

    with pytest.raises(Misshapen):
        from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "[]", "null", '{"shape": 1', "[" * 100_000])
def test_what_is_no_json_object_is_no_facts(text: str) -> None:
    with pytest.raises(Misshapen):
        from_json(text)


# --- faults -----------------------------------------------------------------------------------------------------------


def test_reviews_that_cannot_be_read_give_no_facts_rather_than_facts_without_approvals(
    github: FakeGitHub, connection: Connection
) -> None:
    github.faults["GET", "/reviews$"] = [Fault(500)] * 4

    with pytest.raises(Unreadable, match="out of order"):
        facts_for(connection, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))


def test_a_second_page_that_is_lost_is_asked_for_again(
    github: FakeGitHub, connection: Connection, waits: list[float]
) -> None:
    talk = [review(n, EVALUATOR, "COMMENTED", HEAD) for n in range(100)]
    github.reviews[7] = [*talk, review(900, SECOND, "APPROVED", HEAD)]
    github.faults["GET", "/reviews$"] = [None, Fault(0)]

    facts = facts_for(connection, pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    assert (facts.approvals, waits) == (("github:1000004",), [1.0])


def test_the_end_of_another_workflow_is_about_no_request() -> None:
    event = {
        "action": "completed",
        "workflow_run": {"conclusion": "success", "pull_requests": [{"number": 12}], "head_sha": "0" * 40},
        "repository": {"full_name": "ecole/polypoints"},
    }

    assert event_of(event).number is None
