"""GitHub: facts are gathered, plans are carried out. The token comes from the environment and goes to the API only.

| call | permission |
|---|---|
| `GET /repos/{r}/pulls`, `/pulls/{n}`, `/pulls/{n}/reviews`, `/issues/{n}/comments` | `pull-requests: read` |
| `GET /repos/{r}/issues/comments/{id}` | `pull-requests: read` |
| `GET /repos/{r}/commits/{sha}/statuses` | `statuses: read` |
| `GET /users/{login}` | none |
| `POST /repos/{r}/statuses/{sha}` | `statuses: write` |
| `POST /repos/{r}/issues/{n}/comments`, `PATCH` and `DELETE /repos/{r}/issues/comments/{id}` | `pull-requests: write` |
| `POST /repos/{r}/issues/{n}/labels`, `PATCH /repos/{r}/pulls/{n}` | `pull-requests: write` |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import quote

from polyvalidate.forge import github_events
from polyvalidate.forge.facts import Comment, Facts, Misshapen, mapping, moment, moment_text, text_of, whole
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.github_events import Event
from polyvalidate.forge.github_plan import (
    CONTEXT,
    ERROR,
    Action,
    Close,
    DeleteComment,
    EditComment,
    Judged,
    PostComment,
    Seen,
    SeenComment,
    SeenStatus,
    SetStatus,
    plan,
    plan_answer,
)
from polyvalidate.forge.http import Api, unreadable_answer
from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable

READ_PULLS, READ_STATUSES = "pull-requests: read", "statuses: read"
WRITE_PULLS, WRITE_STATUSES = "pull-requests: write", "statuses: write"
BOT = "github-actions[bot]"
"""The account behind the GITHUB_TOKEN of a workflow."""
ROUNDS = 3
"""How often what stands on the forge is looked at anew, and the plan remade, when writing met a passing fault."""


class Connection(NamedTuple):
    """An API, the site it belongs to (for links), and the login of the account that we write as."""

    api: Api
    server: str
    bot: str


def connect(environment: Mapping[str, str]) -> Connection:
    """From the variables that GitHub sets in every job. Raises ``Unreadable`` when the token is missing."""
    token = environment.get("GITHUB_TOKEN", "")
    if not token or not token.isascii() or not token.isprintable():
        raise Unreadable(
            Text(
                "Il manque le jeton de la forge. Mettez-le dans la variable GITHUB_TOKEN.",
                "The token of the forge is missing. Put it in the variable GITHUB_TOKEN.",
            )
        )
    api = Api(environment.get("GITHUB_API_URL") or "https://api.github.com", token)
    server = (environment.get("GITHUB_SERVER_URL") or "https://github.com").rstrip("/")
    return Connection(api, server, environment.get("POLYVALIDATE_BOT") or BOT)


# --- facts ------------------------------------------------------------------------------------------------------------


def requests_of(api: Api, event: Event) -> tuple[int, ...]:
    """The requests that an event asks to judge: its own, or every open one when it is about none."""
    if event.number is not None:
        return (event.number,)
    found = list(chain.from_iterable(api.pages(f"/repos/{event.repository}/pulls?state=open", READ_PULLS)))
    with _answers():
        return tuple(sorted({whole(mapping(pull, "pull").get("number"), "number") for pull in found}))


def gather(connection: Connection, event: Event, number: int | None, run: int) -> Facts:
    """The facts of a request: the event's own, or another one by its number.

    The head is the event's, not today's; an event that does not say it (a comment, a sweep) has it from the API.
    """
    if number is not None and number != event.number:
        event = Event(event.repository, number, None, None, None)
    if event.number is None:
        raise Unreadable(
            Text(
                "Cet événement ne concerne aucune demande. Donnez son numéro : --number 12.",
                "This event is about no request. Give its number: --number 12.",
            )
        )
    api, place = connection.api, f"/repos/{event.repository}/pulls/{event.number}"
    pull = event.pull if event.pull is not None else api.get(place, READ_PULLS)
    reviews = list(chain.from_iterable(api.pages(f"{place}/reviews", READ_PULLS)))
    with _answers():
        if event.comment is None:
            return github_events.facts_of(event, pull, reviews, None, run)
        judged = _judged_at(connection, event, pull)
        pages = api.pages(f"/repos/{event.repository}/issues/{event.number}/comments", READ_PULLS)
        said = github_events.said_of(chain.from_iterable(pages), event.comment)
        return github_events.facts_of(event, pull, reviews, judged, run, said)


def _judged_at(connection: Connection, event: Event, pull: Any) -> str | None:
    """When the check first spoke of the head of a request: nobody has read anything of it before."""
    head = mapping(mapping(pull, "pull_request").get("head"), "head")
    path = f"/repos/{event.repository}/commits/{text_of(head.get('sha'), 'head.sha')}/statuses"
    us = _us(connection)
    ours = (one for one in _statuses(connection.api, path) if _is_by(one, us))
    return min((moment_text(one.get("created_at"), "status.created_at") for one in ours), key=moment, default=None)


def comment_at(api: Api, repository: str, number: int) -> Comment | None:
    """A comment as it stands now; None when it is gone."""
    try:
        found = api.get(f"/repos/{repository}/issues/comments/{number}", READ_PULLS)
    except Fault as fault:
        if fault.status != 404:
            raise
        return None
    with _answers():
        return github_events.comment_of(found)


@contextmanager
def _answers() -> Iterator[None]:
    """What GitHub answered and is not of the shape it describes becomes a fault."""
    try:
        yield
    except Misshapen as error:
        raise unreadable_answer() from error


# --- a plan, made and carried out -------------------------------------------------------------------------------------


def look(connection: Connection, facts: Facts) -> Seen:
    """What stands on GitHub for a request and the commit that was judged."""
    api, place = connection.api, f"/repos/{facts.repository}"
    with _answers():
        us = _us(connection)
        pull = mapping(api.get(f"{place}/pulls/{facts.number}", READ_PULLS), "pull")
        tip = text_of(mapping(pull.get("head"), "head").get("sha"), "head.sha")
        head = tip if pull.get("state") == "open" else None
        status = _latest_status(api, f"{place}/commits/{facts.head}/statuses", us)
        pages = api.pages(f"{place}/issues/{facts.number}/comments", READ_PULLS)
        comments = [_seen_comment(comment) for comment in chain.from_iterable(pages)]
        shared = status is not None and _shared(api, facts, status)
    return Seen(head, status, comments, us, shared)


def _shared(api: Api, facts: Facts, status: SeenStatus) -> bool:
    """Is the status that of another request, still open with that very commit?"""
    if status.number in (0, facts.number):
        return False
    other = mapping(api.get(f"/repos/{facts.repository}/pulls/{status.number}", READ_PULLS), "pull")
    return other.get("state") == "open" and mapping(other.get("head"), "head").get("sha") == facts.head


def _us(connection: Connection) -> int:
    """The number of the account that we write as."""
    user = connection.api.get(f"/users/{quote(connection.bot)}", "metadata: read")
    return whole(mapping(user, "user").get("id"), "id")


def _statuses(api: Api, path: str) -> Iterator[Mapping[str, Any]]:
    """The statuses of our name, the latest first; GitHub lists those of every name together."""
    for listed in chain.from_iterable(api.pages(path, READ_STATUSES)):
        status = mapping(listed, "status")
        if status.get("context") == CONTEXT:
            yield status


def _is_by(status: Mapping[str, Any], us: int) -> bool:
    creator = status.get("creator")
    return isinstance(creator, Mapping) and creator.get("id") == us


def _latest_status(api: Api, path: str, us: int) -> SeenStatus | None:
    for status in _statuses(api, path):
        description, url = status.get("description") or "", status.get("target_url") or ""
        return SeenStatus(text_of(status.get("state"), "state"), description, url, _is_by(status, us))
    return None


def _seen_comment(data: Any) -> SeenComment:
    comment = mapping(data, "comment")
    user = comment.get("user")
    author = whole(mapping(user, "user").get("id"), "user.id") if user is not None else 0
    return SeenComment(whole(comment.get("id"), "comment.id"), author, comment.get("body") or "")


def apply(connection: Connection, facts: Facts, judged: Judged, comment: str) -> Iterator[Action]:
    """Make GitHub say the verdict; yields each writing once it is done.

    After a fault the status that blocks is written all the same where it can be, ``error`` in the place of a success;
    then the fault is raised.
    """
    said = False

    def planned(seen: Seen) -> tuple[Action, ...]:
        return plan(facts, judged, comment, seen, connection.server)

    try:
        for action in _carry_out(connection, facts, planned):
            said = said or isinstance(action, SetStatus)
            yield action
    except Fault:
        if not said:
            _block(connection, facts, ERROR if judged.status == "success" else judged)
        raise


def answer(connection: Connection, facts: Facts, text: str, completes: bool = False) -> Iterator[Action]:
    """Answer the comment of the facts, once. ``completes``: it sends the request back, and its status says so."""
    return _carry_out(
        connection, facts, lambda seen: plan_answer(facts, text, seen, connection.server, completes=completes)
    )


def _carry_out(connection: Connection, facts: Facts, planned: Callable[[Seen], tuple[Action, ...]]) -> Iterator[Action]:
    """Look, plan, write; after a passing fault look and plan again, since what was written may have been kept."""
    for attempt in range(1, ROUNDS + 1):
        try:
            seen = look(connection, facts)
            for action in planned(seen):
                write(connection.api, facts.repository, action, seen.us)
                yield action
        except Fault as fault:
            if not fault.transient or attempt == ROUNDS:
                raise
        else:
            return


def write(api: Api, repository: str, action: Action, us: int) -> None:
    """Carry out one action. Raises ``Fault``, but for a comment that is gone already."""
    place = f"/repos/{repository}"
    match action:
        case SetStatus(sha, state, description, url):
            body = {"state": state, "description": description, "context": CONTEXT}
            body |= {"target_url": url} if url else {}
            made = api.write("POST", f"{place}/statuses/{sha}", body, WRITE_STATUSES, repeatable=True)
            if not isinstance(made, Mapping) or (made.get("state"), made.get("context")) != (state, CONTEXT):
                raise unreadable_answer()
        case PostComment(number, text):
            made = api.write("POST", f"{place}/issues/{number}/comments", {"body": text}, WRITE_PULLS, repeatable=False)
            _ours(made, us)
        case EditComment(comment, text):
            made = api.write(
                "PATCH", f"{place}/issues/comments/{comment}", {"body": text}, WRITE_PULLS, repeatable=True
            )
            _ours(made, us)
        case DeleteComment(comment):
            try:
                api.write("DELETE", f"{place}/issues/comments/{comment}", None, WRITE_PULLS, repeatable=True)
            except Fault as fault:
                if fault.status != 404:
                    raise
        case Close(number, label):
            said, closed = {"labels": [label]}, {"state": "closed"}
            _ = api.write("POST", f"{place}/issues/{number}/labels", said, WRITE_PULLS, repeatable=True)
            made = api.write("PATCH", f"{place}/pulls/{number}", closed, WRITE_PULLS, repeatable=True)
            if not isinstance(made, Mapping) or made.get("state") != "closed":
                raise unreadable_answer()


def _ours(made: Any, us: int) -> None:
    """A comment signed by another account would never be found again, and one more would be written at each run."""
    user = made.get("user") if isinstance(made, Mapping) else None
    if not isinstance(user, Mapping):
        raise unreadable_answer()
    if user.get("id") != us:
        raise Fault(
            Text(
                "Le jeton écrit sous un autre compte que celui qui est attendu. Donnez le nom de ce compte dans "
                "POLYVALIDATE_BOT.",
                "The token writes as another account than expected. Give the name of that account in POLYVALIDATE_BOT.",
            )
        )


def _block(connection: Connection, facts: Facts, judged: Judged) -> None:
    """Best effort: the fault that is being raised is the one to tell."""
    with suppress(Fault):
        status, *_ = plan(facts, judged, "", Seen(None, None, (), 0), connection.server)
        write(connection.api, facts.repository, status, 0)
