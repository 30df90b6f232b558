"""GitLab (self-managed, free tier): what stands there is read, what we say is written. The token is that of an account
of the project, never the one of a job; it goes to the API, and to the Git that fetches and pushes there.

| call | what for |
|---|---|
| `GET /projects/{p}/merge_requests`, `/merge_requests/{n}` | the requests |
| `GET /groups/{g}/merge_requests` | those of all the boxes |
| `GET …/{n}/notes`, `…/versions`, `…/approvals` | what is said, the last push, whose approval stands |
| `GET /projects/{p}/repository/commits/{sha}/statuses`, `POST /projects/{p}/statuses/{sha}` | our status |
| `POST …/{n}/notes`, `PUT` and `DELETE …/{n}/notes/{id}` | our comments |
| `PUT /projects/{p}/merge_requests/{n}` | labels, the reviewer, and closing what has landed |
| `GET /projects/{p}/events` | who pushed a branch |
| `GET /user` | who we are |

All of it asks for the scope `api`; Git, for `write_repository`; a push to the protected branch, for the role Maintainer
(or what that branch asks for).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import quote

from polyvalidate.forge.adapter import Heard
from polyvalidate.forge.adapting import answers, by_us, place_of, presented, remove, run_of
from polyvalidate.forge.dialects import GITLAB
from polyvalidate.forge.door import api_of
from polyvalidate.forge.facts import Opened, mapping, moment, moment_text, text_of, whole
from polyvalidate.forge.fault import Fault, refused, unreadable_answer
from polyvalidate.forge.gitlab_events import (
    PROJECT,
    STATES,
    approvals_of,
    approvers_of,
    asked_in,
    comments_of,
    is_by,
    name_in,
    number_in,
    opened_of,
    pushed_in,
    pusher_in,
    ref_of,
    seen_of,
    status_in,
)
from polyvalidate.forge.http import Api
from polyvalidate.forge.marks import told_at
from polyvalidate.forge.planning import (
    CONTEXT,
    DESCRIPTIONS,
    Action,
    AskReview,
    Close,
    DeleteComment,
    EditComment,
    PostComment,
    SetLabels,
    SetStatus,
)

NEEDS = "api"
"""The scope of everything that is asked here."""
MEMORY = timedelta(days=30)
"""How far back it is looked for who pushed a branch that waits."""


def connect(environment: Mapping[str, str], place: str | None = None) -> GitLab:
    """From the variables that GitLab sets in every job, and the token. Raises ``Unreadable`` without token or place."""
    token = GITLAB.token_in(environment)
    project = place_of(place or environment.get("CI_PROJECT_PATH", ""), PROJECT)
    server = (environment.get("CI_SERVER_URL") or "https://gitlab.com").rstrip("/")
    api = api_of("gitlab", environment)
    return GitLab(api, server, project, run_of(environment.get("CI_PIPELINE_ID", "")), token)


class GitLab:
    """One project. ``server`` is its site, for links and for Git."""

    name = "gitlab"
    closes = True
    asks = 1

    def __init__(self, api: Api, server: str, repository: str, run: int, token: str) -> None:
        self.api = api
        self.server = server
        self.repository = repository
        self.run = run
        self.token = token
        self.runs_here = True
        """Does the run have its page in this repository?"""
        self._refs: dict[str, str] = {}
        """Where the statuses of each head are shown."""
        self._under: dict[int, int] = {}
        """The request that each note is below: GitLab asks for both."""

    # --- what is there --------------------------------------------------------------------------------------------

    def us(self) -> int:
        return self._us

    @cached_property
    def _us(self) -> int:
        with answers():
            return whole(mapping(self.api.get("/user", NEEDS), "user").get("id"), "id")

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.repository, safe='')}"

    @cached_property
    def _path(self) -> str:
        if not self.repository.isdigit():
            return self.repository
        with answers():
            return text_of(mapping(self.api.get(self._project, NEEDS), "project").get("path_with_namespace"), "path")

    def requests(self) -> Iterable[Opened]:
        yield from self._listed("state=opened&order_by=created_at&sort=asc")

    def closed(self, since: str) -> Iterable[Opened]:
        touched = f"updated_after={quote(moment(since).isoformat())}"
        yield from (one for one in self._listed(f"state=all&order_by=updated_at&sort=desc&{touched}") if not one.open)

    def _listed(self, query: str) -> Iterator[Opened]:
        for page in self.api.pages(f"{self._project}/merge_requests?scope=all&{query}", NEEDS):
            with answers():
                found = [one for one in map(self._opened, page) if one is not None]
            yield from found

    def other(self, repository: str) -> GitLab:
        made = GitLab(self.api, self.server, repository, self.run, self.token)
        made.runs_here, made.__dict__["_us"] = False, self._us  # who we are is the same everywhere, and asked once
        return made

    def across(self, owner: str, since: str | None) -> Iterable[tuple[str, Opened]]:
        which = "opened" if since is None else f"all&updated_after={quote(moment(since).isoformat())}"
        path = f"/groups/{quote(owner, safe='')}/merge_requests?scope=all&order_by=created_at&sort=asc&state={which}"
        for page in self.api.pages(path, NEEDS):
            with answers():
                rows = [(name_in(one, owner), opened_of(one, self.api.now())) for one in page]
            yield from ((name, one) for name, one in rows if name and one is not None and one.open is (since is None))

    def remote(self) -> str:
        return f"{self.server}/{self._path}.git"

    def _opened(self, data: Any) -> Opened | None:
        found = opened_of(data, self.api.now())
        if found is not None:
            self._refs[found.head] = ref_of(data)
        return found

    def request(self, number: int) -> Opened:
        with answers():
            found = self._opened(self.api.get(self._request(number), NEEDS))
        if found is None:
            raise unreadable_answer()  # its head is not known yet
        return found

    def _request(self, number: int) -> str:
        return f"{self._project}/merge_requests/{number}"

    def about(self, event: Any) -> Opened | None:
        number = number_in(event, self.repository)
        return self.request(number) if number is not None else None

    def heard(self, opened: Opened) -> Heard:
        place = self._request(opened.number)
        with answers():
            notes = list(self._all(f"{place}/notes?order_by=created_at&sort=asc"))
            statuses = list(self._statuses(opened.head))
            seen = tuple(seen_of(notes))
            judged = told_at(self._spoken(statuses), opened.head, seen, self._us)
            # Nothing that is said of a head counts before our first word on it, later than any push or not.
            pushed = pushed_in(self.api.get(f"{place}/versions?per_page=1", NEEDS)) if judged is not None else None
            approvals = approvals_of(notes, pushed) if judged is not None else []
            if approvals:
                standing = approvers_of(self.api.get(f"{place}/approvals", NEEDS))
                approvals = [one for one in approvals if one.author in standing]
            self._under |= {one.id: opened.number for one in seen}
            us = f"{self.name}:{self._us}"
            said = [one for one in (*comments_of(notes), *approvals) if one.author != us]
            read = [one for one in approvals if judged is not None and moment(one.created_at) >= moment(judged)]
            return Heard(
                said=tuple(sorted(said, key=lambda one: one.order)),
                comments=seen,
                status=status_in(statuses[-1], self._us) if statuses else None,
                judged_at=judged,
                approvals=frozenset(one.author for one in read),
                pushed_at=pushed,
            )

    def _all(self, path: str) -> Iterator[Any]:
        return chain.from_iterable(self.api.pages(path, NEEDS))

    def _statuses(self, sha: str) -> Iterable[Mapping[str, Any]]:
        """The statuses of our name, the latest last."""
        listed = self._all(f"{self._project}/repository/commits/{sha}/statuses?all=true&name={CONTEXT}")
        named = [status for status in (mapping(one, "status") for one in listed) if status.get("name") == CONTEXT]
        return sorted(named, key=lambda status: whole(status.get("id"), "status.id"))

    def _spoken(self, statuses: Iterable[Mapping[str, Any]]) -> str | None:
        """When our first verdict began to be told: a status that waits is one that GitLab then turns into another."""
        failed = DESCRIPTIONS["error", "error"]
        ours = [one for one in statuses if is_by(one, self._us) and one.get("description") != failed]
        return min((moment_text(one.get("created_at"), "created_at") for one in ours), key=moment, default=None)

    def pusher(self, ref: str, commit: str) -> str | None:
        since = (self.api.now() - MEMORY).date().isoformat()
        with answers():
            for event in self._all(f"{self._project}/events?action=pushed&sort=desc&after={since}"):
                found = pusher_in(event, ref.removeprefix("refs/heads/"), commit)
                if found is not None:
                    return found
        return None

    # --- where it is ----------------------------------------------------------------------------------------------

    def page(self, account: int) -> str | None:
        """GitLab leads from there to the page under the name of the account."""
        return f"{self.server}/-/u/{account}"

    def url(self, number: int) -> str:
        place = f"{self.server}/{self._path}/-"
        return (
            f"{place}/pipelines/{self.run}?pr={number}"
            if self.run and self.runs_here
            else f"{place}/merge_requests/{number}?pr={number}"
        )

    def ref(self, number: int) -> str:
        return f"refs/merge-requests/{number}/head"

    def credentials(self, remote: str) -> Mapping[str, str]:
        return presented(remote, self.server, "oauth2", self.token)

    def close(self) -> None:
        self.api.close()

    # --- what we say ----------------------------------------------------------------------------------------------

    def write(self, action: Action) -> None:
        """Carry out one action. Raises ``Fault``, but for a comment that is gone already."""
        api = self.api
        match action:
            case SetStatus(sha, state, description, url):
                said = {"name": CONTEXT, "description": description, "target_url": url, "ref": self._refs.get(sha, "")}
                self._set(sha, STATES[state], {key: value for key, value in said.items() if value})
            case PostComment(number, text):
                made = api.write("POST", f"{self._request(number)}/notes", {"body": text}, NEEDS, repeatable=False)
                by_us(made, "author", self.us())
            case EditComment(comment, text):
                by_us(
                    api.write("PUT", self._note(comment), {"body": text}, NEEDS, repeatable=True), "author", self.us()
                )
            case DeleteComment(comment):
                remove(api, self._note(comment), NEEDS)
            case Close(number, labels, _):
                self._change(number, {"labels": ",".join(labels), "state_event": "close"}, ("closed", "merged"))
            case SetLabels(number, labels):
                self._change(number, {"labels": ",".join(labels)})
            case AskReview(number, account, beside):
                self._ask(number, [account, *beside])

    def _ask(self, number: int, accounts: list[str]) -> None:
        """The free tier takes the first of them, and GitLab drops without a word who does not read the project."""
        said = {"reviewer_ids": [int(account.rpartition(":")[2]) for account in accounts]}
        made = self.api.write("PUT", self._request(number), said, NEEDS, repeatable=True)
        with answers():
            if accounts[0] not in asked_in(made):
                raise refused(422, NEEDS, self.api.dialect)

    def _note(self, comment: int) -> str:
        return f"{self._request(self._under[comment])}/notes/{comment}"

    def _change(self, number: int, said: Mapping[str, Any], states: tuple[str, ...] = ()) -> None:
        made = self.api.write("PUT", self._request(number), said, NEEDS, repeatable=True)
        if not isinstance(made, Mapping) or (states and made.get("state") not in states):
            raise unreadable_answer()

    def _set(self, sha: str, state: str, said: Mapping[str, str]) -> None:
        """A status that waits cannot become another that waits: the one that stands there is ended first."""
        try:
            self._post(sha, {**said, "state": state})
        except Fault as fault:
            if fault.status != 400 or state != "pending":
                raise
            ended = {key: value for key, value in said.items() if key != "description"}
            self._post(sha, {**ended, "state": "canceled"})
            self._post(sha, {**said, "state": state})

    def _post(self, sha: str, body: Mapping[str, str]) -> None:
        made = self.api.write("POST", f"{self._project}/statuses/{sha}", body, NEEDS, repeatable=True)
        if not isinstance(made, Mapping) or (made.get("status"), made.get("name")) != (body["state"], CONTEXT):
            raise unreadable_answer()
