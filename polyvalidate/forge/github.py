"""GitHub: what stands there is read, what we say is written. The token comes from the environment and goes to the API,
and to the Git that fetches and pushes there.

| call | permission |
|---|---|
| `GET /repos/{r}/pulls`, `/pulls/{n}`, `/pulls/{n}/reviews`, `/issues/{n}/comments` | `pull-requests: read` |
| `GET /repos/{r}/commits/{sha}/statuses` | `statuses: read` |
| `GET /orgs/{o}/issues`, with boxes | `issues: read` and `pull-requests: read` in each |
| `GET /users/{login}`, `/user/{id}` | none |
| `GET /repos/{r}/activity` | `contents: read` |
| `POST /repos/{r}/statuses/{sha}` | `statuses: write` |
| `POST /repos/{r}/issues/{n}/comments`, `PATCH` and `DELETE /repos/{r}/issues/comments/{id}` | `pull-requests: write` |
| `PUT` and `DELETE /repos/{r}/issues/{n}/labels`, `PATCH /repos/{r}/pulls/{n}` | `pull-requests: write` |
| `POST /repos/{r}/pulls/{n}/requested_reviewers` | `pull-requests: write` |
| fetch and push | `contents: write` |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from polyvalidate.forge import github_events
from polyvalidate.forge.adapting import answers, place_of, run_of
from polyvalidate.forge.dialects import GITHUB
from polyvalidate.forge.door import api_of
from polyvalidate.forge.facts import REPOSITORY, Comment, Opened, mapping, moment
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.github_events import Event
from polyvalidate.forge.githublike import GitHubLike, Rights
from polyvalidate.forge.http import Api

BOT = "github-actions[bot]"
"""The account behind the GITHUB_TOKEN of a workflow."""


def connect(environment: Mapping[str, str], repository: str | None = None) -> GitHub:
    """From the variables that GitHub sets in every job. Raises ``Unreadable`` without the token or the place."""
    token = GITHUB.token_in(environment)
    place = place_of(repository or environment.get("GITHUB_REPOSITORY", ""), REPOSITORY)
    api = api_of("github", environment)
    server = (environment.get("GITHUB_SERVER_URL") or "https://github.com").rstrip("/")
    bot, run = environment.get("POLYVALIDATE_BOT") or BOT, run_of(environment.get("GITHUB_RUN_ID", ""))
    return GitHub(api, server, place, bot, run, token)


class GitHub(GitHubLike):
    """One repository. ``bot`` is the login of the account we write as."""

    name = "github"
    closes = True
    rights = Rights(
        account="metadata: read",
        read_requests="pull-requests: read",
        read_comments="pull-requests: read",
        read_statuses="statuses: read",
        write_requests="pull-requests: write",
        write_comments="pull-requests: write",
        write_statuses="statuses: write",
    )
    open_ones = "state=open"
    closed_ones = "state=closed&sort=updated&direction=desc"
    state = "state"
    pull = "pull"

    def __init__(self, api: Api, server: str, repository: str, bot: str, run: int, token: str) -> None:
        super().__init__(api, server, repository, run, token)
        self.bot = bot

    def _across(self, owner: str, since: str | None) -> str:
        which = "open" if since is None else f"closed&since={quote(moment(since).isoformat())}"
        return f"/orgs/{quote(owner, safe='')}/issues?filter=all&state={which}"

    def _author(self, user: Any) -> str:
        return github_events.account_of(user, "user") if user is not None else github_events.NOBODY

    def about(self, event: Any) -> Opened | None:
        found = github_events.event_of(event, self.repository)
        return self.request_of(found) if found.number is not None else None

    def request_of(self, event: Event) -> Opened:
        """The request of an event that is about one."""
        with answers():
            pull = self.api.get(f"{self.place}/pulls/{event.number}", self.rights.read_requests)
            return github_events.opened_of(pull, event.group)

    def _account(self) -> str:
        return f"/users/{quote(self.bot)}"

    def _user(self, account: int) -> Mapping[str, Any] | None:
        try:
            return mapping(self.api.get(f"/user/{account}", self.rights.account), "user")
        except Fault as fault:
            if fault.status != 404:
                raise
            return None  # it is gone

    def _opened(self, pull: Any) -> Opened:
        return github_events.opened_of(pull)

    def _proposed(self, opened: Opened) -> str:
        return self.request(opened.number).head if opened.merge_group else opened.head

    def _comments(self, comments: Iterable[Any]) -> Iterator[Comment]:
        return github_events.comments_of(comments)

    def _reviews(self, reviews: Iterable[Any], sha: str) -> tuple[Iterable[Comment], frozenset[str]]:
        return github_events.reviews_of(reviews, sha), github_events.approvals_of(reviews, sha)

    def pusher(self, ref: str, commit: str) -> str | None:
        path = f"{self.place}/activity?ref={quote(ref, safe='')}"
        with answers():
            for listed in self._all(path, "contents: read"):
                activity = mapping(listed, "activity")
                if activity.get("ref") == ref and activity.get("after") == commit:
                    actor = activity.get("actor")
                    return github_events.account_of(actor, "actor") if actor is not None else None
        return None

    def _statuses_of(self, sha: str) -> Iterable[Any]:
        return self._all(f"{self.place}/commits/{sha}/statuses", self.rights.read_statuses)

    def _label(self, number: int, labels: tuple[str, ...]) -> None:
        of, said = f"{self.place}/issues/{number}/labels", {"labels": list(labels)}
        # An empty list is none that GitHub describes; what stands there is then taken away.
        method = "PUT" if labels else "DELETE"
        _ = self.api.write(method, of, said if labels else None, self.rights.write_requests, repeatable=True)

    def _close(self, number: int, commit: str) -> None:
        self._shut(number)
