"""Forgejo, and Gitea that it comes from: what stands there is read, what we say is written, by the token of a bot.

| call, below `/repos/{r}` but for the first two | scope |
|---|---|
| `GET /user`, `/users/search` | `read:user` |
| `GET /pulls`, `/pulls/{n}`, `/pulls/{n}/reviews`, `/git/refs/pull/{n}/head`, `/statuses/{sha}` | `read:repository` |
| `GET /activities/feeds` | `read:repository` |
| `POST /statuses/{sha}`, `/pulls/{n}/merge`, `PATCH /pulls/{n}` | `write:repository` |
| `POST /pulls/{n}/requested_reviewers`; fetch and push | `write:repository` |
| `GET /issues/{n}/comments`, `/labels`; above all repositories, `GET /repos/issues/search` | `read:issue` |
| `POST /issues/{n}/comments`, `/labels`, `PATCH` and `DELETE /issues/comments/{id}` | `write:issue` |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self
from urllib.parse import quote

from polyvalidate.forge import forgejo_events
from polyvalidate.forge.adapting import answers, place_of, run_of
from polyvalidate.forge.dialects import FORGEJO
from polyvalidate.forge.door import api_of
from polyvalidate.forge.facts import REPOSITORY, Comment, Opened, mapping, moment, sequence, whole
from polyvalidate.forge.fault import Fault, unreadable_answer
from polyvalidate.forge.githublike import GitHubLike, Rights
from polyvalidate.forge.http import Api

COLOUR = "#808080"
"""Of a label that is not there yet; the school may give it another."""
_NOT_BY_HAND = (403, 404, 405, 409, 422)
"""Marking as merged by hand is refused: the setting is off, we may not merge, another branch, it is merged already."""


def connect(environment: Mapping[str, str], repository: str | None = None) -> Forgejo:
    """From the variables of a job, which have GitHub's names, and from runner 7 on names of its own as well; by hand,
    ``FORGEJO_API_URL``. Raises ``Unreadable`` without the token, the place or the address."""

    def said(name: str) -> str:
        return environment.get(f"FORGEJO_{name}") or environment.get(f"GITHUB_{name}") or ""

    token = FORGEJO.token_in(environment)
    place = place_of(repository or said("REPOSITORY"), REPOSITORY)
    api = api_of("forgejo", environment)
    server = said("SERVER_URL") or api.root.removesuffix("/api/v1")
    # A run has an address in the repository that it belongs to, by its number there, and not among all of the instance.
    run = run_of(said("RUN_NUMBER")) if place == said("REPOSITORY") else 0
    return Forgejo(api, server.rstrip("/"), place, run, token)


class Forgejo(GitHubLike):
    """One repository of an instance."""

    name = "forgejo"
    closes = False
    rights = Rights(
        account="read:user",
        read_requests="read:repository",
        read_comments="read:issue",
        read_statuses="read:repository",
        write_requests="write:repository",
        write_comments="write:issue",
        write_statuses="write:repository",
    )
    open_ones = "state=open&sort=oldest"
    closed_ones = "state=closed&sort=recentupdate"
    state = "status"
    pull = "pulls"

    def __init__(self, api: Api, server: str, repository: str, run: int, token: str) -> None:
        super().__init__(api, server, repository, run, token)
        self.numbers: dict[str, int] = {}
        """The labels that were seen, by name without its case."""
        self.labels_known = False

    def other(self, repository: str) -> Self:
        made = super().other(repository)
        made.numbers, made.labels_known = {}, False
        return made

    def _across(self, owner: str, since: str | None) -> str:
        which = "open" if since is None else f"closed&since={quote(moment(since).isoformat())}"
        return f"/repos/issues/search?type=pulls&owner={quote(owner, safe='')}&state={which}"

    def _author(self, user: Any) -> str:
        return forgejo_events.account_of(user, "user") or forgejo_events.NOBODY

    def about(self, event: Any) -> Opened | None:
        number = forgejo_events.number_of(event)
        return None if number is None else self.request(number)

    def request(self, number: int) -> Opened:
        """A request that is closed is shown with where its branch is today, which anybody may have moved since: what
        had been proposed is in the school's repository."""
        opened = super().request(number)
        if opened.open:
            return opened
        ref = self.ref(number)
        with answers():
            found = self.api.get(f"{self.place}/git/{ref}", self.rights.read_requests)
            return opened._replace(head=forgejo_events.head_in(found, ref))

    def _account(self) -> str:
        return "/user"

    def _user(self, account: int) -> Mapping[str, Any] | None:
        found = mapping(self.api.get(f"/users/search?uid={account}", self.rights.account), "users").get("data")
        return next((mapping(one, "user") for one in sequence(found or [], "users.data")), None)

    def _opened(self, pull: Any) -> Opened:
        opened = forgejo_events.opened_of(pull)
        self.numbers |= forgejo_events.labels_of(mapping(pull, "pull_request").get("labels") or [])
        return opened

    def _comments(self, comments: Iterable[Any]) -> Iterator[Comment]:
        return forgejo_events.comments_of(comments)

    def _reviews(self, reviews: Iterable[Any], sha: str) -> tuple[Iterable[Comment], frozenset[str]]:
        return forgejo_events.said_of(reviews, sha)

    def _statuses_of(self, sha: str) -> Iterable[Any]:
        """In our own order: Forgejo lists those of the least index first when it is asked for the highest, and by their
        dates, which several may share, when it is asked for none."""
        listed = self._all(f"{self.place}/statuses/{sha}?sort=leastindex", self.rights.read_statuses)
        return sorted(listed, key=lambda one: whole(mapping(one, "status").get("id"), "status.id"), reverse=True)

    def pusher(self, ref: str, commit: str) -> str | None:
        with answers():
            for activity in self._all(f"{self.place}/activities/feeds", self.rights.read_requests):
                found = forgejo_events.pusher_in(activity, ref, commit)
                if found is not None:
                    return found
        return None

    # --- labels are numbers -----------------------------------------------------------------------------------------

    def _label(self, number: int, labels: tuple[str, ...]) -> None:
        wanted = {label.casefold(): self._number(label) for label in labels}
        path, body = f"{self.place}/pulls/{number}", {"labels": sorted(wanted.values())}
        with answers():
            made = mapping(self.api.write("PATCH", path, body, self.rights.write_requests, repeatable=True), "request")
            if forgejo_events.labels_of(sequence(made.get("labels") or [], "labels")) != wanted:
                raise unreadable_answer()

    def _number(self, label: str) -> int:
        """A label that nobody has made yet is made."""
        path = f"{self.place}/labels"
        if label.casefold() not in self.numbers and not self.labels_known:
            with answers():
                self.numbers = forgejo_events.labels_of(self._all(path, self.rights.read_comments)) | self.numbers
            self.labels_known = True
        if label.casefold() not in self.numbers:
            body = {"name": label, "color": COLOUR}
            with answers():
                made = self.api.write("POST", path, body, self.rights.write_comments, repeatable=False)
                self.numbers |= forgejo_events.labels_of([made])
        return self.numbers[label.casefold()]

    # --- merged without the forge -----------------------------------------------------------------------------------

    def _close(self, number: int, commit: str) -> None:
        """Marked as merged by that commit, where the school allows it; else closed, as a refusal is."""
        path, body = f"{self.place}/pulls/{number}/merge", {"Do": "manually-merged", "MergeCommitID": commit}
        try:
            _ = self.api.write("POST", path, body, self.rights.write_requests, repeatable=True)
        except Fault as fault:
            if fault.status not in _NOT_BY_HAND:
                raise
            if super().request(number).open:
                self._shut(number)
