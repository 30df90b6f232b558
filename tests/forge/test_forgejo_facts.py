"""The facts of a request: from Forgejo's events and answers, all of them held to its own description."""

from __future__ import annotations

import pytest

from polyvalidate.forge.connecting import connect
from polyvalidate.forge.facts import Branch, Comment, Kind, Misshapen, Opened
from polyvalidate.forge.forgejo import Forgejo
from polyvalidate.forge.forgejo_events import number_of, said_of
from polyvalidate.forge.planning import CONTEXT
from polyvalidate.repository import Unreadable
from tests.forge import forgejo_specimens as made
from tests.forge.fake_forge import Fault
from tests.forge.fake_forgejo import BOT, FakeForgejo

HEAD, OLD, BASE, ELSEWHERE = "a" * 40, "b" * 40, "c" * 40, "d" * 40
STUDENT, EVALUATOR, SECOND, GHOST = 583231, 1000003, 1000004, -1
OPENED = "2026-02-03T10:00:00Z"


def at(day: int) -> str:
    return f"2026-02-1{day}T10:00:00+01:00"


def test_a_request_is_what_forgejo_says_of_it(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    forgejo.pulls[7]["head"]["repo"]["updated_at"] = at(1)
    forgejo.pulls[7]["labels"] = [forgejo.label("urgent")]

    opened = forgejo_forge.about(forgejo.event(7))

    branch, person = Branch("main", BASE), f"forgejo:{STUDENT}"
    assert opened == Opened(7, person, HEAD, branch, OPENED, at(1), OPENED, labels=("urgent",), silent=True)


@pytest.mark.parametrize("said", [0, 1])
def test_comments_are_asked_for_unless_the_forge_has_just_said_that_there_are_none(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, said: int
) -> None:
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    for _ in range(said):
        forgejo.writes(7, STUDENT, "Bonjour.", at(1))

    listed, alone = next(iter(forgejo_forge.requests())), forgejo_forge.request(7)
    forgejo.calls.clear()
    heard = [len(forgejo_forge.heard(one).comments) for one in (listed, alone)]

    asked = sum(call.endswith("/issues/7/comments") for call in forgejo.calls)
    assert (heard, asked) == ([said, said], 1 + said)


def test_a_branch_of_the_school_s_own_repository_was_pushed_when_the_request_was_opened(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    """Each merge of ours changes that repository: no command would ever be later."""
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    known = forgejo.pulls[7]
    known["head"] |= {"repo_id": 1, "repo": known["base"]["repo"] | {"updated_at": at(5)}}
    in_the_repository = forgejo_forge.request(7).pushed_at
    known["head"] |= {"repo_id": -1, "repo": None}

    assert (in_the_repository, forgejo_forge.request(7).pushed_at) == (OPENED, None)


def test_who_is_gone_opened_a_request_and_is_nobody(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    forgejo.opens(7, GHOST, HEAD, BASE, OPENED)
    forgejo.writes(7, GHOST, "/accepter", at(1))

    heard = forgejo_forge.heard(forgejo_forge.request(7))

    assert (forgejo_forge.request(7).author, heard.said, heard.comments[0].author) == ("forgejo:0", (), 0)


def test_what_is_said_comes_in_order_with_reviews_of_that_commit_and_without_ours(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    forgejo.told(HEAD, at(0))
    forgejo.comments[7] = [
        made.comment(55, EVALUATOR, "/accepter", at(4)),
        made.comment(56, BOT, "Le verdict.", at(0)),
        made.comment(57, SECOND, "/accepter", at(1)) | {"updated_at": at(2)},
    ]
    forgejo.reviews[7] = [
        made.review(1, SECOND, "REQUEST_CHANGES", HEAD, at(3), body="La date."),
        made.review(2, SECOND, "APPROVED", OLD, at(3)),
        made.review(3, EVALUATOR, "REQUEST_REVIEW", HEAD, at(3)),
        made.review(4, EVALUATOR, "PENDING", HEAD, at(3)),
        made.review(5, EVALUATOR, "APPROVED", HEAD, at(3), updated_at=at(5)),
        made.review(6, GHOST, "APPROVED", HEAD, at(3)),
    ]

    heard = forgejo_forge.heard(forgejo_forge.request(7))

    assert heard.said == (
        Comment(57, f"forgejo:{SECOND}", at(1), "/accepter", intact=False),
        Comment(1, f"forgejo:{SECOND}", at(3), "La date.", Kind.CHANGES),
        Comment(55, f"forgejo:{EVALUATOR}", at(4), "/accepter"),
        Comment(5, f"forgejo:{EVALUATOR}", at(5), "", Kind.APPROVAL),
    )
    assert (heard.approvals, [one.id for one in heard.comments]) == ({f"forgejo:{EVALUATOR}"}, [55, 56, 57])


@pytest.mark.parametrize(
    ("reviews", "approvals"),
    [
        ([("APPROVED", HEAD, False)], {f"forgejo:{EVALUATOR}"}),
        ([("APPROVED", OLD, False)], set()),
        ([("APPROVED", HEAD, True)], set()),
        ([("APPROVED", HEAD, False), ("COMMENT", HEAD, False)], {f"forgejo:{EVALUATOR}"}),
        ([("APPROVED", HEAD, False), ("REQUEST_CHANGES", HEAD, False)], set()),
        ([("APPROVED", HEAD, False), ("REQUEST_CHANGES", HEAD, True)], set()),
        ([("REQUEST_CHANGES", HEAD, False), ("APPROVED", HEAD, False)], {f"forgejo:{EVALUATOR}"}),
    ],
)
def test_the_latest_review_of_a_person_on_that_commit_counts(
    reviews: list[tuple[str, str, bool]], approvals: set[str]
) -> None:
    listed = [made.review(n, EVALUATOR, state, sha, dismissed=gone) for n, (state, sha, gone) in enumerate(reviews, 1)]

    said, found = said_of(listed, HEAD)

    assert (found, {one.author for one in said if one.kind is Kind.APPROVAL} >= approvals) == (approvals, True)


def test_the_moment_when_the_check_first_spoke_of_the_head_is_that_of_our_first_status(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    told = [("autre", 1, BOT), (CONTEXT, 2, STUDENT), (CONTEXT, 4, BOT), (CONTEXT, 5, BOT)]
    forgejo.statuses[HEAD] = [
        made.status(n, by, context=context, status="pending", created_at=at(day))
        for n, (context, day, by) in enumerate(told, 1)
    ]

    assert forgejo_forge.heard(forgejo_forge.request(7)).judged_at == at(4)


@pytest.mark.parametrize("backwards", [True, False])
def test_the_latest_status_is_the_last_that_was_set_however_they_are_listed(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, backwards: bool
) -> None:
    """A live one sorted them the other way than it was asked to; several were of the same second."""
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    set_so = ["success", "pending", "failure"]
    told = [made.status(n, BOT, context=CONTEXT, status=state) for n, state in enumerate(set_so, 1)]
    forgejo.statuses[HEAD] = list(reversed(told)) if backwards else told

    status = forgejo_forge.heard(forgejo_forge.request(7)).status

    assert (status.state if status is not None else None) == "failure"


# --- lists ------------------------------------------------------------------------------------------------------------


def test_every_open_request_is_listed_over_all_pages(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    for number in range(1, 121):
        forgejo.opens(number, STUDENT, HEAD, BASE, OPENED)
    forgejo.pulls[9]["state"] = "closed"

    listed = [one.number for one in forgejo_forge.requests()]

    assert (listed, len(forgejo.calls)) == ([n for n in range(1, 121) if n != 9], 3)


def test_closed_requests_are_listed_as_far_back_as_is_asked(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    for number in range(1, 121):
        forgejo.opens(number, STUDENT, HEAD, BASE, OPENED)
        forgejo.pulls[number] |= {"state": "closed", "updated_at": f"2026-{number % 9 + 1:02d}-10T10:00:00Z"}

    found = list(forgejo_forge.closed("2026-09-01T00:00:00Z"))

    assert ({one.number % 9 for one in found}, len(found), len(forgejo.calls)) == ({8}, 13, 1)


def test_reviews_beyond_a_page_are_seen_although_no_list_of_them_says_where_it_goes_on(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    """Reviews come with their number and no address; what somebody has begun to write is counted and not shown."""
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    talk = [made.review(n, STUDENT, "PENDING" if n % 5 == 0 else "COMMENT", HEAD) for n in range(1, 121)]
    forgejo.reviews[7] = [*talk, made.review(900, SECOND, "APPROVED", HEAD)]
    forgejo.told(HEAD, OPENED)

    heard = forgejo_forge.heard(forgejo_forge.request(7))

    assert heard.approvals == {f"forgejo:{SECOND}"}


def test_what_somebody_has_begun_to_write_keeps_nothing_from_being_read(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    """It is counted where nothing is shown: that is what a live one answered."""
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    forgejo.reviews[7] = [made.review(1, EVALUATOR, "PENDING", HEAD)]

    assert forgejo_forge.heard(forgejo_forge.request(7)).said == ()


@pytest.mark.parametrize("headers", [{}, {"x-total-count": "beaucoup"}, {"x-total-count": "100000"}])
def test_a_list_that_is_not_counted_or_not_whole_is_a_fault(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, headers: dict[str, str]
) -> None:
    forgejo.faults["GET", "/pulls$"] = [Fault(200, headers)] * 300

    with pytest.raises(Unreadable, match="cannot be read"):
        list(forgejo_forge.requests())


def test_who_pushed_a_branch_is_who_the_forge_says_pushed_that_very_commit(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    ref = "refs/heads/polyvalidate/pv"
    forgejo.pushed(SECOND, ref, "0" * 40, OLD)
    forgejo.pushed(EVALUATOR, ref, OLD, HEAD)
    forgejo.pushed(STUDENT, "refs/heads/autre", OLD, HEAD)

    found = [forgejo_forge.pusher(ref, commit) for commit in (HEAD, OLD, ELSEWHERE)]

    assert found == [f"forgejo:{EVALUATOR}", f"forgejo:{SECOND}", None]


# --- where a closed request was ---------------------------------------------------------------------------------------


def test_a_closed_request_is_what_was_proposed_wherever_its_branch_is_today(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)
    forgejo.pulls[7] |= {"state": "closed", "merged": True}
    forgejo.pushes(7, ELSEWHERE, at(5))

    listed = next(iter(forgejo_forge.closed(OPENED))).head

    assert (listed, forgejo_forge.request(7).head) == (ELSEWHERE, HEAD)


# --- events -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "number"),
    [
        ({"schedule": "17 5 * * *"}, None),
        ({"ref": "refs/heads/main", "commits": []}, None),
        ({"action": "created", "issue": {"number": 7, "pull_request": None}, "is_pull": False}, None),
        ({"action": "created", "issue": {"number": 7, "pull_request": None}, "is_pull": True}, 7),
        ({"action": "reviewed", "pull_request": {"number": 7}, "review": {"type": "pull_request_review_approved"}}, 7),
    ],
)
def test_an_event_is_about_its_request_or_about_none(event: dict[str, object], number: int | None) -> None:
    assert number_of(event) == number


@pytest.mark.parametrize("event", [[], {"pull_request": 7}, {"issue": [], "is_pull": True}, {"issue": 1}])
def test_what_is_no_event_is_said_to_be_none(event: object) -> None:
    with pytest.raises(Misshapen):
        number_of(event)


# --- settings ---------------------------------------------------------------------------------------------------------

JOB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_API_URL": "https://git.example.org/api/v1",
    "GITHUB_SERVER_URL": "https://git.example.org/",
    "GITHUB_REPOSITORY": "ecole.d-ingenieurs/points",
    "GITHUB_RUN_ID": "9001",
    "GITHUB_RUN_NUMBER": "12",
    "FORGEJO_TOKEN": "jeton",
}
RUN = "https://git.example.org/ecole.d-ingenieurs/points/actions/runs/12?pr=7"
PAGE = "https://git.example.org/ecole/points/pulls/7?pr=7"
BY_HAND = {"FORGEJO_API_URL": "https://git.example.org/api/v1", "FORGEJO_TOKEN": "jeton"}


@pytest.mark.parametrize(
    ("name", "environment", "place", "address"),
    [
        (None, JOB | {"GITEA_ACTIONS": "true"}, None, RUN),
        (None, JOB | {"FORGEJO_ACTIONS": "true", "GITEA_ACTIONS": "true"}, None, RUN),
        ("forgejo", BY_HAND, "ecole/points", PAGE),
        (None, JOB | {"GITEA_ACTIONS": "true"}, "ecole/points", PAGE),
    ],
)
def test_the_forge_is_known_by_the_variables_of_its_job_or_by_name(
    name: str | None, environment: dict[str, str], place: str | None, address: str
) -> None:
    forge = connect(name, environment, place)
    forge.close()

    assert (forge.name, forge.url(7)) == ("forgejo", address)
    assert "GIT_CONFIG_VALUE_0" in forge.credentials("https://git.example.org/ecole/points.git")
    assert forge.credentials("https://git.example.org.elsewhere.example/ecole/points.git") == {}


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"FORGEJO_API_URL": "https://git.example.org/api/v1"}, "in the variable FORGEJO_TOKEN"),
        ({"FORGEJO_TOKEN": "jeton"}, "Correct FORGEJO_API_URL"),
    ],
)
def test_what_is_missing_is_said(environment: dict[str, str], told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        connect("forgejo", environment, "ecole/points")
