"""GitHub: what stands there is read, what we say is written. The token comes from the environment and goes to the API,
and to the Git that fetches and pushes there.

| call | permission |
|---|---|
| `GET /repos/{r}/pulls`, `/pulls/{n}`, `/pulls/{n}/reviews`, `/issues/{n}/comments` | `pull-requests: read` |
| `GET /repos/{r}/commits/{sha}/statuses` | `statuses: read` |
| `GET /users/{login}` | none |
| `GET /repos/{r}/activity` | `contents: read` |
| `POST /repos/{r}/statuses/{sha}` | `statuses: write` |
| `POST /repos/{r}/issues/{n}/comments`, `PATCH` and `DELETE /repos/{r}/issues/comments/{id}` | `pull-requests: write` |
| `PUT` and `DELETE /repos/{r}/issues/{n}/labels`, `PATCH /repos/{r}/pulls/{n}` | `pull-requests: write` |
| fetch and push | `contents: write` |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import quote

from polyvalidate.forge import github_events
from polyvalidate.forge.adapter import Heard
from polyvalidate.forge.adapting import answers, by_us, place_of, presented, run_of
from polyvalidate.forge.dialects import GITHUB
from polyvalidate.forge.facts import REPOSITORY, Opened, mapping, moment, moment_text, text_of, whole
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.github_events import Event
from polyvalidate.forge.http import Api, unreadable_answer
from polyvalidate.forge.marks import SeenComment, told_at
from polyvalidate.forge.planning import (
    CONTEXT,
    Action,
    Close,
    DeleteComment,
    EditComment,
    PostComment,
    SeenStatus,
    SetLabels,
    SetStatus,
)

READ_PULLS, READ_STATUSES, READ_CONTENTS = "pull-requests: read", "statuses: read", "contents: read"
WRITE_PULLS, WRITE_STATUSES = "pull-requests: write", "statuses: write"
BOT = "github-actions[bot]"
"""The account behind the GITHUB_TOKEN of a workflow."""


def connect(environment: Mapping[str, str], repository: str | None = None) -> GitHub:
    """From the variables that GitHub sets in every job. Raises ``Unreadable`` without the token or the place."""
    token = GITHUB.token_in(environment)
    place = place_of(repository or environment.get("GITHUB_REPOSITORY", ""), REPOSITORY)
    api = Api(environment.get(GITHUB.address) or "https://api.github.com", token)
    server = (environment.get("GITHUB_SERVER_URL") or "https://github.com").rstrip("/")
    run = run_of(environment.get("GITHUB_RUN_ID", ""))
    return GitHub(api, server, place, environment.get("POLYVALIDATE_BOT") or BOT, run, token)


class GitHub:
    """One repository. ``server`` is its site, for links and for Git; ``bot`` the login of the account we write as."""

    name = "github"

    def __init__(self, api: Api, server: str, repository: str, bot: str, run: int, token: str) -> None:
        self.api = api
        self.server = server
        self.repository = repository
        self.bot = bot
        self.run = run
        self.token = token

    # --- what is there --------------------------------------------------------------------------------------------

    def us(self) -> int:
        return self._us

    @cached_property
    def _us(self) -> int:
        with answers():
            user = self.api.get(f"/users/{quote(self.bot)}", "metadata: read")
            return whole(mapping(user, "user").get("id"), "id")

    def requests(self) -> Iterable[Opened]:
        yield from self._listed("state=open")

    def closed(self, since: str) -> Iterable[Opened]:
        for opened in self._listed("state=closed&sort=updated&direction=desc"):
            if moment(opened.updated_at) < moment(since):
                return
            yield opened

    def _listed(self, query: str) -> Iterator[Opened]:
        for page in self.api.pages(f"/repos/{self.repository}/pulls?{query}", READ_PULLS):
            with answers():
                found = [github_events.opened_of(pull) for pull in page]
            yield from found

    def request(self, number: int) -> Opened:
        return self.request_of(Event(self.repository, number))

    def about(self, event: Any) -> Opened | None:
        found = github_events.event_of(event, self.repository)
        return self.request_of(found) if found.number is not None else None

    def request_of(self, event: Event) -> Opened:
        """The request of an event that is about one."""
        with answers():
            pull = self.api.get(f"/repos/{self.repository}/pulls/{event.number}", READ_PULLS)
            return github_events.opened_of(pull, event.group)

    def heard(self, opened: Opened) -> Heard:
        place = f"/repos/{self.repository}"
        with answers():
            reviews = list(self._all(f"{place}/pulls/{opened.number}/reviews", READ_PULLS))
            comments = list(self._all(f"{place}/issues/{opened.number}/comments", READ_PULLS))
            statuses = list(self._statuses(opened.head))
            sha = opened.head
            if opened.merge_group:
                request = self.api.get(f"{place}/pulls/{opened.number}", READ_PULLS)
                sha = github_events.opened_of(request).head
            said = [*github_events.comments_of(comments), *github_events.reviews_of(reviews, sha)]
            us = f"{self.name}:{self._us}"
            verdicts = [s for s in statuses if self._is_ours(s) and s.get("state") != "error"]
            spoken = [moment_text(s.get("created_at"), "status.created_at") for s in verdicts]
            seen = tuple(_seen_comment(comment) for comment in comments)
            return Heard(
                said=tuple(sorted((one for one in said if one.author != us), key=lambda one: one.order)),
                comments=seen,
                status=self._seen_status(statuses[0]) if statuses else None,
                judged_at=told_at(min(spoken, key=moment, default=None), opened.head, seen, self._us),
                approvals=github_events.approvals_of(reviews, sha),
            )

    def _all(self, path: str, needs: str) -> Iterator[Any]:
        return chain.from_iterable(self.api.pages(path, needs))

    def _statuses(self, sha: str) -> Iterator[Mapping[str, Any]]:
        """The statuses of our name, the latest first; GitHub lists those of every name together."""
        for listed in self._all(f"/repos/{self.repository}/commits/{sha}/statuses", READ_STATUSES):
            status = mapping(listed, "status")
            if status.get("context") == CONTEXT:
                yield status

    def _is_ours(self, status: Mapping[str, Any]) -> bool:
        creator = status.get("creator")
        return isinstance(creator, Mapping) and creator.get("id") == self._us

    def _seen_status(self, status: Mapping[str, Any]) -> SeenStatus:
        description, url = status.get("description") or "", status.get("target_url") or ""
        return SeenStatus(text_of(status.get("state"), "state"), description, url, self._is_ours(status))

    def pusher(self, ref: str, commit: str) -> str | None:
        path = f"/repos/{self.repository}/activity?ref={quote(ref, safe='')}"
        with answers():
            for listed in self._all(path, READ_CONTENTS):
                activity = mapping(listed, "activity")
                if activity.get("ref") == ref and activity.get("after") == commit:
                    actor = activity.get("actor")
                    return github_events.account_of(actor, "actor") if actor is not None else None
        return None

    # --- where it is ----------------------------------------------------------------------------------------------

    def url(self, number: int) -> str:
        place = f"{self.server}/{self.repository}"
        return f"{place}/actions/runs/{self.run}?pr={number}" if self.run else f"{place}/pull/{number}?pr={number}"

    def ref(self, number: int) -> str:
        return f"refs/pull/{number}/head"

    def credentials(self, remote: str) -> Mapping[str, str]:
        return presented(remote, self.server, "x-access-token", self.token)

    def close(self) -> None:
        self.api.close()

    # --- what we say ----------------------------------------------------------------------------------------------

    def write(self, action: Action) -> None:
        """Carry out one action. Raises ``Fault``, but for a comment that is gone already."""
        api, place = self.api, f"/repos/{self.repository}"
        match action:
            case SetStatus(sha, state, description, url):
                body = {"state": state, "description": description, "context": CONTEXT}
                body |= {"target_url": url} if url else {}
                made = api.write("POST", f"{place}/statuses/{sha}", body, WRITE_STATUSES, repeatable=True)
                if not isinstance(made, Mapping) or (made.get("state"), made.get("context")) != (state, CONTEXT):
                    raise unreadable_answer()
            case PostComment(number, text):
                made = api.write(
                    "POST", f"{place}/issues/{number}/comments", {"body": text}, WRITE_PULLS, repeatable=False
                )
                by_us(made, "user", self.us())
            case EditComment(comment, text):
                made = api.write(
                    "PATCH", f"{place}/issues/comments/{comment}", {"body": text}, WRITE_PULLS, repeatable=True
                )
                by_us(made, "user", self.us())
            case DeleteComment(comment):
                try:
                    api.write("DELETE", f"{place}/issues/comments/{comment}", None, WRITE_PULLS, repeatable=True)
                except Fault as fault:
                    if fault.status != 404:
                        raise
            case Close(number, labels):
                self.write(SetLabels(number, labels))
                closed = {"state": "closed"}
                made = api.write("PATCH", f"{place}/pulls/{number}", closed, WRITE_PULLS, repeatable=True)
                if not isinstance(made, Mapping) or made.get("state") != "closed":
                    raise unreadable_answer()
            case SetLabels(number, labels):
                of, said = f"{place}/issues/{number}/labels", {"labels": list(labels)}
                # An empty list is none that GitHub describes; what stands there is then taken away.
                method = "PUT" if labels else "DELETE"
                _ = api.write(method, of, said if labels else None, WRITE_PULLS, repeatable=True)


def _seen_comment(data: Any) -> SeenComment:
    comment = mapping(data, "comment")
    user = comment.get("user")
    author = whole(mapping(user, "user").get("id"), "user.id") if user is not None else 0
    at = moment_text(comment.get("created_at"), "comment.created_at")
    return SeenComment(whole(comment.get("id"), "comment.id"), author, comment.get("body") or "", at)
