"""A verdict on Forgejo: one status and one comment, labels that are numbers, and no success after any fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polyvalidate.forge.forgejo import Forgejo
from polyvalidate.forge.http import Api, Patience
from polyvalidate.forge.planning import ERROR, Action, Close, DeleteComment, Judged, SetLabels
from polyvalidate.forge.telling import listen, tell
from polyvalidate.repository import Unreadable
from tests.forge.fake_forge import ENDLESS, LOGIN, TOKEN, Fault
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.specimens import REPOSITORY
from tests.forge.test_forgejo_facts import BASE, HEAD, OPENED, STUDENT

OK, TO_MEND, AWAITED = Judged("ok", "success"), Judged("introduces", "failure"), Judged("ok", "pending")
RUN = f"https://forge.example.org/{REPOSITORY}/actions/runs/41?pr=7"
READS = ["/user$", "/pulls/7/reviews$", "/issues/7/comments$", "/statuses/"]
LASTING = [400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 301, 302]
BROKEN = [0, -1, LOGIN]


@pytest.fixture(autouse=True)
def request_is_open(forgejo: FakeForgejo) -> None:
    forgejo.opens(7, STUDENT, HEAD, BASE, OPENED)


def telling(forge: Forgejo, judged: Judged, comment: str = "Le verdict.") -> Iterator[Action]:
    opened = forge.request(7)
    return tell(forge, opened, listen(forge, opened), judged, comment)


def applied(forge: Forgejo, judged: Judged, comment: str = "Le verdict.") -> list[str]:
    return [type(action).__name__ for action in telling(forge, judged, comment)]


def states(forgejo: FakeForgejo) -> list[str]:
    return forgejo.states(HEAD)


def bodies(forgejo: FakeForgejo) -> list[str]:
    return [body.split("-->\n")[-1] for body in forgejo.bodies(7)]


def fault_of(status: int) -> Fault:
    """Redirections lead to another host, to which the token must not go."""
    return Fault(status, {"location": "http://localhost:9/api/v1/user"} if status in (301, 302) else {})


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
def test_an_outcome_is_one_status_and_one_comment_and_twice_is_once(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, judged: Judged, done: list[str], state: str
) -> None:
    actions = [applied(forgejo_forge, judged), applied(forgejo_forge, judged)]

    assert (actions, states(forgejo), bodies(forgejo)) == ([done, []], [state], ["Le verdict."])
    assert forgejo.statuses[HEAD][0]["target_url"] == RUN


def test_a_comment_is_edited_and_removed_where_it_stands_and_one_that_is_gone_needs_no_removal(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    applied(forgejo_forge, TO_MEND, "Deux remarques.")
    edited = applied(forgejo_forge, TO_MEND, "Une remarque.")
    known = forgejo.comments[7][0]["id"]
    forgejo_forge.write(DeleteComment(known))
    forgejo_forge.write(DeleteComment(known))

    assert (edited, bodies(forgejo)) == (["EditComment"], [])


def test_labels_are_looked_up_once_made_where_they_are_missing_and_those_of_others_stay(
    forgejo: FakeForgejo, forgejo_forge: Forgejo
) -> None:
    forgejo.label("À décider")
    of_the_organisation = forgejo.label("urgent")
    forgejo.pulls[7]["labels"] = [of_the_organisation]
    opened = forgejo_forge.request(7)

    forgejo_forge.write(SetLabels(7, ("urgent", "à décider", "catégorie 3")))
    given = forgejo.labelled(7)
    forgejo_forge.write(SetLabels(7, opened.labels))
    kept = forgejo.labelled(7)
    forgejo_forge.write(SetLabels(7, ()))

    made = [call for call in forgejo.calls if call.endswith("/labels")]
    assert (given, kept, forgejo.labelled(7)) == (["À décider", "urgent", "catégorie 3"], ["urgent"], [])
    assert made == [f"{method} /api/v1/repos/{REPOSITORY}/labels" for method in ("GET", "POST")]


def test_labels_that_forgejo_drops_without_a_word_are_a_fault(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    forgejo_forge.write(SetLabels(7, ("à décider",)))
    forgejo.labels.clear()

    with pytest.raises(Unreadable, match="cannot be read"):
        forgejo_forge.write(SetLabels(7, ("à décider",)))


# --- merged without the forge -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_has_landed_is_marked_as_merged_by_its_commit_or_closed_where_that_is_not_allowed(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, by_hand: bool
) -> None:
    forgejo.by_hand = by_hand

    forgejo_forge.write(Close(7, ("acceptée",), BASE))
    forgejo_forge.write(Close(7, ("acceptée",), BASE))

    known = forgejo.pulls[7]
    assert (forgejo.is_open(7), forgejo.labelled(7)) == (False, ["acceptée"])
    assert (known["merged"], known["merge_commit_sha"]) == (by_hand, BASE if by_hand else None)


@pytest.mark.parametrize("fault", [401, 429, 500, 503, 301, *BROKEN])
@pytest.mark.parametrize("call", [("POST", "/merge$"), ("PATCH", "/pulls/7$")])
def test_labels_and_closing_that_fail_are_faults(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, call: tuple[str, str], fault: int
) -> None:
    forgejo.faults[call] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        forgejo_forge.write(Close(7, ("acceptée",), BASE))

    assert forgejo.is_open(7)


# --- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
@pytest.mark.parametrize("path", READS)
def test_no_success_after_a_fault_in_reading(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, path: str, fault: int
) -> None:
    forgejo.told(HEAD, "2026-02-09T10:00:00Z")
    forgejo.writes(7, STUDENT, "Bonjour.", "2026-02-09T10:00:00Z")  # where nobody writes, nothing is read
    forgejo.faults["GET", path] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(forgejo_forge, OK)

    assert "success" not in states(forgejo)


@pytest.mark.parametrize("path", READS[1:])
@pytest.mark.parametrize("fault", [403, 404, 500, 0, LOGIN])
def test_an_old_success_does_not_outlive_a_verdict_that_blocks_because_reading_failed(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, path: str, fault: int
) -> None:
    applied(forgejo_forge, OK)
    forgejo.faults["GET", path] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(forgejo_forge, TO_MEND)

    assert states(forgejo)[-1] == "error"


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
def test_a_comment_that_cannot_be_written_leaves_an_error_and_no_success(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, fault: int
) -> None:
    forgejo.faults["POST", "/comments$"] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(forgejo_forge, OK)

    assert states(forgejo) == ["error"]


@pytest.mark.parametrize("judged", [OK, AWAITED])
@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
def test_a_status_that_cannot_be_written_is_a_fault(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, judged: Judged, fault: int
) -> None:
    forgejo.faults["POST", "/statuses/"] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        applied(forgejo_forge, judged)

    assert states(forgejo) == []


@pytest.mark.parametrize("fault", [*LASTING, *BROKEN])
@pytest.mark.parametrize("path", ["/pulls$", "/pulls/7$", "/git/refs/pull/7/head$"])
def test_a_list_or_a_request_that_cannot_be_read_is_a_fault(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, path: str, fault: int
) -> None:
    forgejo.pulls[7]["state"] = "closed"
    forgejo.faults["GET", path] = [fault_of(fault)] * 40

    with pytest.raises(Unreadable):
        _ = list(forgejo_forge.requests()) if path == "/pulls$" else forgejo_forge.request(7)


@pytest.mark.parametrize("fault", [-2, *ENDLESS])
def test_a_forge_that_never_comes_to_the_end_of_an_answer_is_a_fault(
    forgejo: FakeForgejo, forgejo_forge: Forgejo, fault: int
) -> None:
    forgejo.faults["GET", "/user"] = [Fault(fault)] * 40
    api = Api(forgejo.root, TOKEN, lambda _: None, Patience(reading=0.3, answer=0.4), forgejo_forge.api.dialect)
    quick = Forgejo(api, forgejo_forge.server, REPOSITORY, 41, TOKEN)

    with pytest.raises(Unreadable, match="did not answer"):
        applied(quick, OK)
    quick.close()

    assert states(forgejo) == ["error"]


@pytest.mark.parametrize("fault", [500, 502, 503, 0])
def test_a_passing_fault_is_overcome(forgejo: FakeForgejo, forgejo_forge: Forgejo, fault: int) -> None:
    for place in [("GET", "/comments$"), ("POST", "/comments$"), ("POST", "/statuses/")]:
        forgejo.faults[place] = [Fault(fault)]

    applied(forgejo_forge, OK)

    assert (states(forgejo), bodies(forgejo)) == (["success"], ["Le verdict."])


def test_what_the_token_lacks_is_named_as_forgejo_names_it(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    forgejo.faults["POST", "/comments$"] = [Fault(403)] * 40

    with pytest.raises(Unreadable, match="Add “write:issue” to the scopes of the token"):
        applied(forgejo_forge, OK)


def test_a_token_that_writes_as_somebody_else_is_a_fault(forgejo: FakeForgejo, forgejo_forge: Forgejo) -> None:
    _ = forgejo_forge.us()
    forgejo.writer = 78

    with pytest.raises(Unreadable, match="another account"):
        applied(forgejo_forge, OK)

    assert states(forgejo) == ["error"]
