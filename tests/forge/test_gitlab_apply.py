"""A verdict on GitLab: one status and one comment, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polyvalidate.forge.gitlab import GitLab
from polyvalidate.forge.http import Api, Patience
from polyvalidate.forge.planning import ERROR, Action, Close, DeleteComment, Judged, SetLabels, SetStatus
from polyvalidate.forge.telling import listen, tell
from polyvalidate.repository import Unreadable
from tests.forge.fake_forge import ENDLESS, LOGIN, TOKEN, Fault
from tests.forge.fake_gitlab import FakeGitLab
from tests.forge.specimens import REPOSITORY
from tests.forge.test_gitlab_facts import BASE, EVALUATOR, HEAD, PUSHED, STUDENT, at

OK, TO_MEND, AWAITED = Judged("ok", "success"), Judged("introduces", "failure"), Judged("ok", "pending")
RUN = f"https://forge.example.org/{REPOSITORY}/-/pipelines/41?pr=7"


@pytest.fixture(autouse=True)
def request_is_open(gitlab: FakeGitLab) -> None:
    gitlab.opens(7, STUDENT, HEAD, BASE, PUSHED)
    gitlab.reviewed(7, EVALUATOR, "APPROVED", "", at(1))


def telling(forge: GitLab, judged: Judged, comment: str = "Le verdict.", run: int = 41) -> Iterator[Action]:
    forge.run = run
    opened = forge.request(7)
    return tell(forge, opened, listen(forge, opened), judged, comment)


def applied(forge: GitLab, judged: Judged, comment: str = "Le verdict.", run: int = 41) -> list[str]:
    return [type(action).__name__ for action in telling(forge, judged, comment, run)]


def states(gitlab: FakeGitLab) -> list[str]:
    return gitlab.states(HEAD)


def bodies(gitlab: FakeGitLab) -> list[str]:
    return [body.split("-->\n")[-1] for body in gitlab.bodies(7)]


# --- what is written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judged", "done", "state"),
    [
        (OK, ["PostComment", "SetStatus"], "success"),
        (AWAITED, ["SetStatus", "PostComment"], "pending"),
        (TO_MEND, ["SetStatus", "PostComment"], "failure"),
        (ERROR, ["SetStatus", "PostComment"], "error"),
    ],
)
def test_an_outcome_is_one_status_and_one_comment_and_only_a_success_comes_last(
    gitlab: FakeGitLab, gitlab_forge: GitLab, judged: Judged, done: list[str], state: str
) -> None:
    actions = applied(gitlab_forge, judged)

    assert (actions, states(gitlab), len(bodies(gitlab))) == (done, [state], 1)
    assert (gitlab.statuses[HEAD][0]["target_url"], gitlab.statuses[HEAD][0]["ref"]) == (RUN, gitlab.ref(7))


@pytest.mark.parametrize("judged", [OK, AWAITED, TO_MEND, ERROR])
def test_twice_is_once(gitlab: FakeGitLab, gitlab_forge: GitLab, judged: Judged) -> None:
    applied(gitlab_forge, judged)
    before = (states(gitlab), bodies(gitlab))

    assert (applied(gitlab_forge, judged), (states(gitlab), bodies(gitlab))) == ([], before)


@pytest.mark.parametrize("first", [OK, AWAITED, TO_MEND, ERROR])
@pytest.mark.parametrize("second", [OK, AWAITED, TO_MEND, ERROR])
def test_every_state_follows_every_other(
    gitlab: FakeGitLab, gitlab_forge: GitLab, first: Judged, second: Judged
) -> None:
    applied(gitlab_forge, first)
    applied(gitlab_forge, second, "Autre chose.")

    assert (states(gitlab)[-1], bodies(gitlab)) == (second.status, ["Autre chose."])


def test_a_note_is_edited_and_removed_where_it_stands_and_one_that_is_gone_needs_no_removal(
    gitlab: FakeGitLab, gitlab_forge: GitLab
) -> None:
    applied(gitlab_forge, TO_MEND, "Deux remarques.")
    edited = applied(gitlab_forge, TO_MEND, "Une remarque.")
    gone = next(one["id"] for one in gitlab.notes[7] if not one["system"])
    gitlab_forge.write(DeleteComment(gone))
    gitlab_forge.write(DeleteComment(gone))

    assert (edited, bodies(gitlab)) == (["EditComment"], [])


def test_labels_are_all_of_those_that_are_given_and_closing_is_one_call(
    gitlab: FakeGitLab, gitlab_forge: GitLab
) -> None:
    gitlab_forge.write(SetLabels(7, ("urgent", "à décider")))
    gitlab_forge.write(SetLabels(7, ()))
    gitlab.calls.clear()
    gitlab_forge.write(Close(7, ("acceptée",), HEAD))
    gitlab_forge.write(Close(7, ("acceptée",), HEAD))

    assert (gitlab.labelled(7), gitlab.is_open(7), len(gitlab.calls)) == (["acceptée"], False, 2)


# --- faults -----------------------------------------------------------------------------------------------------------

READS = ["/user$", "/7/notes$", "/7/versions$", "/7/approvals$", "/statuses$"]
LASTING = [400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 301, 302]
BROKEN = [0, -1, LOGIN]


def fault_of(status: int) -> Fault:
    """Redirections lead to another host, to which the token must not go."""
    return Fault(status, {"location": "http://localhost:9/api/v4/user"} if status in (301, 302) else {})


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
@pytest.mark.parametrize("path", READS)
def test_no_success_after_a_fault_in_reading(gitlab: FakeGitLab, gitlab_forge: GitLab, path: str, fault: int) -> None:
    gitlab.told(HEAD, "2026-02-09T10:00:00Z")
    gitlab.faults["GET", path] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(gitlab_forge, OK)

    assert "success" not in states(gitlab)


@pytest.mark.parametrize("path", READS[1:])
@pytest.mark.parametrize("fault", [403, 404, 500, 0, LOGIN])
def test_an_old_success_does_not_outlive_a_verdict_that_blocks_because_reading_failed(
    gitlab: FakeGitLab, gitlab_forge: GitLab, path: str, fault: int
) -> None:
    applied(gitlab_forge, OK)
    gitlab.faults["GET", path] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(gitlab_forge, TO_MEND)

    assert states(gitlab)[-1] == "error"


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
def test_a_comment_that_cannot_be_written_leaves_an_error_and_no_success(
    gitlab: FakeGitLab, gitlab_forge: GitLab, fault: int
) -> None:
    gitlab.faults["POST", "/notes$"] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(gitlab_forge, OK)

    assert states(gitlab) == ["error"]


@pytest.mark.parametrize("judged", [OK, AWAITED])
@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
def test_a_status_that_cannot_be_written_is_a_fault(
    gitlab: FakeGitLab, gitlab_forge: GitLab, judged: Judged, fault: int
) -> None:
    gitlab.faults["POST", "/statuses/"] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(gitlab_forge, judged)

    assert states(gitlab) == []


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
@pytest.mark.parametrize("action", [SetLabels(7, ("à décider",)), Close(7, ("acceptée",), HEAD)])
def test_labels_and_closing_that_fail_are_faults(
    gitlab: FakeGitLab, gitlab_forge: GitLab, action: Action, fault: int
) -> None:
    gitlab.faults["PUT", "/merge_requests/7$"] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        gitlab_forge.write(action)

    assert gitlab.is_open(7)


@pytest.mark.parametrize(
    "action", [SetLabels(7, ("à décider",)), Close(7, ("acceptée",), HEAD), SetStatus(HEAD, "success", "Un mot.", RUN)]
)
def test_an_answer_that_is_not_about_what_was_written_is_a_fault(
    gitlab: FakeGitLab, gitlab_forge: GitLab, action: Action
) -> None:
    gitlab.faults["PUT", "/merge_requests/7$"] = gitlab.faults["POST", "/statuses/"] = [Fault(200)] * 40

    with pytest.raises(Unreadable, match="cannot be read"):
        gitlab_forge.write(action)


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
@pytest.mark.parametrize("path", ["/merge_requests$", "/merge_requests/7$"])
def test_a_list_or_a_request_that_cannot_be_read_is_a_fault(
    gitlab: FakeGitLab, gitlab_forge: GitLab, path: str, fault: int
) -> None:
    gitlab.faults["GET", path] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        _ = gitlab_forge.request(7) if path.endswith("7$") else list(gitlab_forge.requests())


@pytest.mark.parametrize("fault", [-2, *ENDLESS])
def test_a_forge_that_never_comes_to_the_end_of_an_answer_is_a_fault(
    gitlab: FakeGitLab, gitlab_forge: GitLab, fault: int
) -> None:
    gitlab.faults["GET", "/user"] = [Fault(fault)] * 40
    api = Api(gitlab.root, TOKEN, lambda _: None, Patience(reading=0.3, answer=0.4), gitlab_forge.api.dialect)
    quick = GitLab(api, gitlab_forge.server, REPOSITORY, 41, TOKEN)

    with pytest.raises(Unreadable, match="did not answer"):
        applied(quick, OK)
    quick.close()

    assert states(gitlab) == ["error"]


@pytest.mark.parametrize("elsewhere", [True, False])
def test_pages_that_lead_to_another_host_or_never_end_are_a_fault(
    gitlab: FakeGitLab, gitlab_forge: GitLab, elsewhere: bool
) -> None:
    root = gitlab.root.replace("127.0.0.1", "localhost") if elsewhere else gitlab.root
    link = {"link": f'<{root}/projects/77/merge_requests/7/notes?page=2>; rel="next"'}
    gitlab.faults["GET", "/notes$"] = [Fault(200, link)] * 1000

    with pytest.raises(Unreadable, match="cannot be read"):
        applied(gitlab_forge, OK)

    assert states(gitlab) == ["error"]


@pytest.mark.parametrize("fault", [500, 502, 503, 0])
def test_a_passing_fault_is_overcome(gitlab: FakeGitLab, gitlab_forge: GitLab, fault: int) -> None:
    for place in [("GET", "/notes$"), ("POST", "/notes$"), ("POST", "/statuses/")]:
        gitlab.faults[place] = [Fault(fault)]

    applied(gitlab_forge, OK)

    assert (states(gitlab), bodies(gitlab)) == (["success"], ["Le verdict."])


@pytest.mark.parametrize("place", [("POST", "/notes$"), ("POST", "/statuses/"), ("PUT", "/notes/")])
@pytest.mark.parametrize("judged", [OK, AWAITED, TO_MEND])
def test_what_was_done_although_the_answer_was_lost_is_not_done_twice(
    gitlab: FakeGitLab, gitlab_forge: GitLab, place: tuple[str, str], judged: Judged
) -> None:
    gitlab.faults[place] = [Fault(502, after=True)]

    applied(gitlab_forge, judged)

    assert (states(gitlab)[-1], bodies(gitlab)) == (judged.status, ["Le verdict."])


def test_a_rate_limit_is_waited_for(gitlab: FakeGitLab, gitlab_forge: GitLab, waits: list[float]) -> None:
    gitlab.faults["POST", "/notes$"] = [Fault(429, {"retry-after": "7", "ratelimit-remaining": "0"})]

    applied(gitlab_forge, OK)

    assert (waits, bodies(gitlab)) == ([7.0], ["Le verdict."])


def test_what_the_token_lacks_is_named_where_gitlab_sets_it(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    gitlab.faults["POST", "/notes$"] = [Fault(403)] * 40

    with pytest.raises(Unreadable, match="Add “api” to the rights of the project's token"):
        applied(gitlab_forge, OK)


def test_a_token_that_writes_as_somebody_else_is_a_fault(gitlab: FakeGitLab, gitlab_forge: GitLab) -> None:
    _ = gitlab_forge.us()
    gitlab.writer = 77

    with pytest.raises(Unreadable, match="another account"):
        applied(gitlab_forge, OK)

    assert states(gitlab) == ["error"]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_run_towards_success_that_was_cut_leaves_no_success_and_the_next_one_ends_it(
    gitlab: FakeGitLab, gitlab_forge: GitLab, cut: int
) -> None:
    applied(gitlab_forge, TO_MEND, "Une remarque.")
    running = telling(gitlab_forge, OK, "Rien à corriger.")
    for _ in range(cut):
        next(running)
    running.close()
    between = states(gitlab)

    applied(gitlab_forge, OK, "Rien à corriger.")

    assert (between, states(gitlab)[-1], bodies(gitlab)) == (["failure"], "success", ["Rien à corriger."])
