"""The facts of a merge request, from answers and payloads that another client of GitLab reads and writes as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from gitlab import Gitlab

from polyvalidate.forge import connecting
from polyvalidate.forge.adapter import facts_of
from polyvalidate.forge.facts import Branch, Comment, Facts, Kind, Misshapen, Opened
from polyvalidate.forge.gitlab import GitLab
from polyvalidate.forge.gitlab_events import APPROVED, number_in, opened_of, ref_of
from polyvalidate.forge.planning import DESCRIPTIONS, SetStatus
from polyvalidate.repository import Unreadable
from tests.forge.fake_forge import TOKEN
from tests.forge.fake_gitlab import BOT, PROJECT, FakeGitLab, note, request
from tests.forge.specimens import REPOSITORY

HEAD, OLD, BASE = "a" * 40, "b" * 40, "c" * 40
STUDENT, EVALUATOR, SECOND = 583231, 1000003, 1000004
PUSHED, JUDGED, LATER = "2026-02-09T10:00:00.000Z", "2026-02-09T11:00:00.000Z", "2026-02-09T12:00:00.000Z"
UNAPPROVED, ASKED = f"un{APPROVED}", "requested changes"


def at(hour: int) -> str:
    return f"2026-02-10T{hour:02d}:00:00.000Z"


@pytest.fixture(autouse=True)
def request_is_open(gitlab: FakeGitLab) -> None:
    gitlab.opens(7, STUDENT, HEAD, BASE, PUSHED)
    gitlab.status(HEAD, BOT, "pending", JUDGED)
    gitlab.moment("2026-02-10T20:00:00.000Z")


def facts(forge: GitLab) -> Facts:
    opened = forge.request(7)
    return facts_of(forge, opened, forge.heard(opened))


# --- another client ---------------------------------------------------------------------------------------------------


def test_another_client_of_gitlab_reads_and_writes_what_the_fake_holds(gitlab: FakeGitLab) -> None:
    gitlab.reviewed(7, EVALUATOR, "APPROVED", "", at(1))
    project = Gitlab(gitlab.root.removesuffix("/api/v4"), private_token=TOKEN).projects.get(PROJECT)
    (listed,) = project.mergerequests.list(state="opened", order_by="created_at", sort="asc", get_all=True)
    merge = project.mergerequests.get(7)
    written = merge.notes.create({"body": "Bonjour."})
    written.body = "Bonsoir."
    written.save()
    merge.labels = ["à décider"]
    merge.save()
    status = project.commits.get(HEAD, lazy=True).statuses.create({"state": "success", "name": "polyvalidate"})

    assert (listed.iid, listed.sha, listed.author["id"], merge.diffs.list()[0].head_commit_sha) == (
        7,
        HEAD,
        STUDENT,
        HEAD,
    )
    assert [one.body for one in merge.notes.list(sort="asc", get_all=True)] == [APPROVED, "Bonsoir."]
    assert [one["user"]["id"] for one in merge.approvals.get().approved_by] == [EVALUATOR]
    assert (gitlab.labelled(7), gitlab.states(HEAD), status.author["id"]) == (["à décider"], ["success"], BOT)
    written.delete()
    assert gitlab.bodies(7) == []


# --- a request --------------------------------------------------------------------------------------------------------


def test_a_request_is_read_with_its_last_push_and_when_we_first_spoke_of_its_head(gitlab_forge: GitLab) -> None:
    assert facts(gitlab_forge) == Facts(
        repository=REPOSITORY,
        number=7,
        author="gitlab:583231",
        base=Branch("main", ""),
        head=HEAD,
        opened_at=PUSHED,
        pushed_at=PUSHED,
        judged_at=JUDGED,
        approvals=(),
        comment=None,
        said=(),
        merge_group=False,
        run=41,
    )


def test_a_request_that_was_touched_a_moment_ago_counts_as_touched_now() -> None:
    """GitLab shows nothing of what is written in the minute after: a sweep that believed it would never look again."""
    known = request(7, STUDENT, HEAD, PUSHED)
    shown = [opened_of(known, datetime(2026, 2, 9, 10, minute, tzinfo=UTC)) for minute in (1, 2, 3)]

    assert [one.updated_at for one in shown if one is not None] == [
        "2026-02-09T10:01:00+00:00",
        "2026-02-09T10:02:00+00:00",
        PUSHED,
    ]


def test_the_clock_that_says_so_is_that_of_gitlab(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    (early,) = gitlab_forge.requests()
    gitlab.touch(7, at(21))
    gitlab.moment(at(21))
    (late,) = gitlab_forge.requests()

    assert (early.updated_at, late.updated_at) == (PUSHED, "2026-02-10T21:00:00+00:00")


def test_a_request_without_a_head_yet_is_left_to_the_next_sweep(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    gitlab.opens(8, STUDENT, OLD, BASE, PUSHED)
    gitlab.requests[8]["sha"] = None

    assert [one.number for one in gitlab_forge.requests()] == [7]
    with pytest.raises(Unreadable, match="cannot be read"):
        gitlab_forge.request(8)


def test_every_open_request_is_listed_over_all_pages(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    for number in range(1, 251):
        gitlab.opens(number, STUDENT, HEAD, BASE, PUSHED)
    gitlab.merged(9)

    listed = [one.number for one in gitlab_forge.requests()]

    assert (sorted(listed), len(gitlab.calls)) == ([n for n in range(1, 251) if n != 9], 3)


def test_merged_and_closed_requests_are_listed_as_far_back_as_is_asked(
    gitlab: FakeGitLab, gitlab_forge: GitLab
) -> None:
    for number in range(1, 10):
        gitlab.opens(number, STUDENT, HEAD, BASE, PUSHED)
        gitlab.requests[number] |= {"state": ("opened", "closed", "merged")[number % 3], "updated_at": at(number)}

    found = list(gitlab_forge.closed(at(5)))

    assert ([one.number for one in found], any(one.open for one in found)) == ([8, 7, 5], False)


# --- what is said -----------------------------------------------------------------------------------------------------


def test_what_is_said_comes_in_order_without_the_system_s_words_or_ours(
    gitlab: FakeGitLab, gitlab_forge: GitLab
) -> None:
    gitlab.notes[7] = [
        note(55, EVALUATOR, "/accepter", at(4)),
        note(56, BOT, "Le verdict.", at(0)),
        note(57, SECOND, "/accepter", at(1)) | {"updated_at": at(2)},
        note(58, STUDENT, "added 1 commit", at(3), system=True),
        note(59, STUDENT, APPROVED, at(3)),  # anybody may write the words; the system did not
    ]

    heard = gitlab_forge.heard(gitlab_forge.request(7))

    assert heard.said == (
        Comment(57, "gitlab:1000004", at(1), "/accepter", intact=False),
        Comment(59, "gitlab:583231", at(3), APPROVED),
        Comment(55, "gitlab:1000003", at(4), "/accepter"),
    )
    assert ([one.id for one in heard.comments], heard.approvals) == ([56, 57, 59, 55], frozenset())


@pytest.mark.parametrize(
    ("written", "standing", "approving"),
    [
        ([(SECOND, APPROVED, LATER)], [SECOND], {"gitlab:1000004"}),
        ([(SECOND, APPROVED, "2026-02-09T09:59:59.000Z")], [SECOND], set()),
        ([(SECOND, APPROVED, PUSHED)], [SECOND], set()),
        ([(SECOND, APPROVED, LATER)], [], set()),
        ([(SECOND, APPROVED, LATER), (SECOND, UNAPPROVED, at(1))], [SECOND], set()),
        ([(SECOND, APPROVED, LATER), (SECOND, ASKED, at(1))], [SECOND], set()),
        ([(SECOND, ASKED, LATER), (SECOND, APPROVED, at(1))], [SECOND], {"gitlab:1000004"}),
        ([(SECOND, APPROVED, LATER), (EVALUATOR, UNAPPROVED, at(1))], [SECOND], {"gitlab:1000004"}),
        ([(SECOND, f"changed title to {APPROVED}", LATER)], [SECOND], set()),
        ([], [SECOND], set()),
    ],
)
def test_an_approval_counts_when_it_stands_and_was_given_since_the_last_push(
    gitlab: FakeGitLab,
    gitlab_forge: GitLab,
    written: list[tuple[int, str, str]],
    standing: list[int],
    approving: set[str],
) -> None:
    gitlab.notes[7] = [note(n, by, body, when, system=True) for n, (by, body, when) in enumerate(written, 60)]
    gitlab.approved[7] = standing

    heard = gitlab_forge.heard(gitlab_forge.request(7))

    assert (heard.approvals, {one.author for one in heard.said}) == (approving, approving)
    assert all(one.kind is Kind.APPROVAL for one in heard.said)


def test_an_approval_from_before_the_verdict_is_answered_and_is_nobody_s_reading(
    gitlab: FakeGitLab, gitlab_forge: GitLab
) -> None:
    gitlab.notes[7] = [note(60, SECOND, APPROVED, "2026-02-09T10:30:00.000Z", system=True)]
    gitlab.approved[7] = [SECOND]

    heard = gitlab_forge.heard(gitlab_forge.request(7))

    assert (len(heard.said), heard.approvals) == (1, frozenset())


def test_approvals_are_asked_for_only_when_somebody_has_approved(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    opened = gitlab_forge.request(7)
    _ = gitlab_forge.us()
    gitlab.calls.clear()
    gitlab_forge.heard(opened)

    assert len(gitlab.calls) == 3


# --- statuses ---------------------------------------------------------------------------------------------------------


def test_a_status_that_waits_gives_way_to_another_that_waits_and_keeps_when_we_first_spoke(
    gitlab: FakeGitLab, gitlab_forge: GitLab
) -> None:
    gitlab.statuses.clear()
    for description in ("Une décision est attendue.", "À compléter."):
        gitlab_forge.write(SetStatus(HEAD, "pending", description, "https://forge.example.org/x?pr=7"))

    heard = gitlab_forge.heard(gitlab_forge.request(7))

    assert [(one["status"], one["description"]) for one in gitlab.statuses[HEAD]] == [
        ("canceled", "Une décision est attendue."),
        ("pending", "À compléter."),
    ]
    assert heard.judged_at == gitlab.statuses[HEAD][0]["created_at"]


@pytest.mark.parametrize("state", ["pending", "success", "failure", "error"])
def test_each_state_is_read_back_as_it_was_written(gitlab_forge: GitLab, state: str) -> None:
    gitlab_forge.write(SetStatus(HEAD, state, "Un mot.", "https://forge.example.org/-/pipelines/41?pr=7"))

    status = gitlab_forge.heard(gitlab_forge.request(7)).status

    assert status is not None
    assert (status.state, status.description, status.run, status.number, status.by_us) == (
        state,
        "Un mot.",
        41,
        7,
        True,
    )


def test_a_status_stands_beside_the_branch_of_a_request_or_under_its_reference_when_it_comes_from_a_fork() -> None:
    fork = request(7, STUDENT, HEAD)
    branch = fork | {"source_project_id": PROJECT, "source_branch": "declaration/s-base000001"}

    assert (ref_of(fork), ref_of(branch)) == ("refs/merge-requests/7/head", "declaration/s-base000001")


def test_a_check_that_did_not_end_has_told_nobody_anything(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    gitlab.statuses[HEAD] = []
    gitlab_forge.write(SetStatus(HEAD, "error", DESCRIPTIONS["error", "error"], "https://forge.example.org/x?pr=7"))

    assert gitlab_forge.heard(gitlab_forge.request(7)).judged_at is None


def test_a_status_of_our_name_by_somebody_else_is_not_ours(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    gitlab.statuses[HEAD] = []
    gitlab.status(HEAD, STUDENT, "success", JUDGED)

    heard = gitlab_forge.heard(gitlab_forge.request(7))

    assert (heard.judged_at, heard.status is not None and heard.status.by_us) == (None, False)


# --- payloads and places ----------------------------------------------------------------------------------------------


def named(**parts: Any) -> dict[str, Any]:
    return {"project": {"id": PROJECT, "path_with_namespace": REPOSITORY}} | parts


@pytest.mark.parametrize(
    ("event", "number"),
    [
        (named(object_kind="merge_request", object_attributes={"iid": 12}), 12),
        (named(object_kind="note", object_attributes={"id": 3}, merge_request={"iid": 12}), 12),
        (named(object_kind="note", object_attributes={"id": 3}, issue={"iid": 12}), None),
        (named(object_kind="push", ref="refs/heads/main"), None),
        ({"ref": "main", "variables": {}}, None),
        (
            {
                "object_kind": "merge_request",
                "object_attributes": {"iid": 12},
                "project": {"id": 1, "path_with_namespace": "a/b"},
            },
            None,
        ),
    ],
)
def test_a_payload_is_about_a_merge_request_of_this_project_or_about_none(
    event: Mapping[str, Any], number: int | None
) -> None:
    assert (number_in(event, REPOSITORY), number_in(event, str(PROJECT))) == (number, number)


@pytest.mark.parametrize(
    "event",
    [
        [],
        named(object_kind="merge_request", object_attributes={"iid": "12"}),
        {"object_kind": "note", "merge_request": 3},
    ],
)
def test_a_payload_of_another_shape_is_refused(event: Any) -> None:
    with pytest.raises(Misshapen):
        number_in(event, REPOSITORY)


JOB = {"GITLAB_CI": "true", "GITLAB_TOKEN": "jeton", "CI_SERVER_URL": "https://gitlab.example.org"}


@pytest.mark.parametrize(
    ("place", "link"),
    [
        ("groupe/sous-groupe/points", "https://gitlab.example.org/groupe/sous-groupe/points/-/merge_requests/7?pr=7"),
        ("ecole/points.2026_x", "https://gitlab.example.org/ecole/points.2026_x/-/merge_requests/7?pr=7"),
    ],
)
def test_a_project_may_stand_deep_in_its_groups(place: str, link: str) -> None:
    forge = connecting.connect(None, JOB | {"CI_PROJECT_PATH": place}, None)
    secret = forge.credentials("https://gitlab.example.org/groupe/sous-groupe/points.git")

    assert (forge.name, forge.url(7), forge.ref(7), forge.credentials("https://ailleurs.example.org/x")) == (
        "gitlab",
        link,
        "refs/merge-requests/7/head",
        {},
    )
    assert secret["GIT_CONFIG_KEY_0"] == "http.https://gitlab.example.org/.extraheader"
    forge.close()


def test_a_project_may_be_named_by_its_number(gitlab: FakeGitLab) -> None:
    address = {"CI_API_V4_URL": gitlab.root, "GITLAB_TOKEN": TOKEN}
    forge = connecting.connect("gitlab", JOB | address, str(PROJECT))

    assert (next(iter(forge.requests())).number, forge.url(7)) == (
        7,
        f"https://gitlab.example.org/{REPOSITORY}/-/merge_requests/7?pr=7",
    )
    forge.close()


@pytest.mark.parametrize("place", ["points", "a//b", "a/b/", "a/b?x", "../a b"])
def test_what_is_no_project_is_refused(place: str) -> None:
    with pytest.raises(Unreadable, match="Say which repository"):
        connecting.connect("gitlab", JOB, place)


def test_an_account_is_read_back_from_a_request(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    found = gitlab_forge.about(gitlab.event(7))

    assert isinstance(found, Opened)
    assert (found.number, found.author) == (7, "gitlab:583231")


def test_who_pushed_a_branch_is_asked_of_the_events_of_the_project(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    waiting = "refs/heads/polyvalidate/abc"
    gitlab.pushed(SECOND, waiting, "0" * 40, OLD)
    gitlab.pushed(EVALUATOR, waiting, OLD, HEAD)
    gitlab.events.append(gitlab.events[0] | {"push_data": {"ref_type": "branch", "ref": None, "ref_count": 4}})
    gitlab.pushed(STUDENT, "refs/heads/autre", OLD, HEAD)
    _ = gitlab_forge.us()  # after which the clock is GitLab's

    found = [gitlab_forge.pusher(waiting, commit) for commit in (HEAD, OLD, BASE)]

    assert found == ["gitlab:1000003", "gitlab:1000004", None]
