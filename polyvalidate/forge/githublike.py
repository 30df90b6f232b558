"""A forge whose API has the shape of GitHub's: the same addresses and bodies, in other words here and there."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, Self

from polyvalidate.forge.adapter import Heard
from polyvalidate.forge.adapting import answers, box_of, by_us, expect, presented, remove, seen_comment
from polyvalidate.forge.facts import Branch, Comment, Opened, mapping, moment, moment_text, sequence, text_of, whole
from polyvalidate.forge.fault import refused
from polyvalidate.forge.http import Api
from polyvalidate.forge.marks import told_at
from polyvalidate.forge.planning import (
    CONTEXT,
    Action,
    AskReview,
    Close,
    DeleteComment,
    EditComment,
    PostComment,
    SeenStatus,
    SetLabels,
    SetStatus,
)


class Rights(NamedTuple):
    """What the token must be allowed for each kind of call, as the forge calls it."""

    account: str
    read_requests: str
    read_comments: str
    read_statuses: str
    write_requests: str
    write_comments: str
    write_statuses: str


class GitHubLike(ABC):
    """One repository. ``server`` is its site, for links and for Git."""

    name: str
    closes: bool
    asks = 15
    rights: Rights
    open_ones: str
    """What asks for the requests that are open; ``closed_ones``: for the others, the latest touched first."""
    closed_ones: str
    state: str
    """The part of a status that says how it is."""
    pull: str
    """What comes before the number of a request in the address of its page."""

    def __init__(self, api: Api, server: str, repository: str, run: int, token: str) -> None:
        self.api = api
        self.server = server
        self.repository = repository
        self.run = run
        self.token = token
        self.runs_here = True
        """Does the run have its page in this repository?"""
        self.users: dict[int, Mapping[str, Any] | None] = {}
        """The accounts that were asked for, in all the repositories that are spoken to."""

    # --- what each says in its own words --------------------------------------------------------------------------

    @abstractmethod
    def _account(self) -> str:
        """The path of the account that we write as."""

    @abstractmethod
    def _user(self, account: int) -> Mapping[str, Any] | None:
        """An account as the forge describes it; None when there is none. Raises ``Misshapen``."""

    @abstractmethod
    def _opened(self, pull: Any) -> Opened:
        """A request as the forge describes it. Raises ``Misshapen``."""

    @abstractmethod
    def _comments(self, comments: Iterable[Any]) -> Iterator[Comment]: ...

    @abstractmethod
    def _reviews(self, reviews: Iterable[Any], sha: str) -> tuple[Iterable[Comment], frozenset[str]]:
        """What reviews say of a commit, and the accounts that approve it."""

    @abstractmethod
    def _statuses_of(self, sha: str) -> Iterable[Any]:
        """The statuses of a commit, of every name, the latest first."""

    @abstractmethod
    def _label(self, number: int, labels: tuple[str, ...]) -> None:
        """Give a request these labels, and no others."""

    @abstractmethod
    def _close(self, number: int, commit: str) -> None:
        """Close a request whose content a commit of the protected branch holds."""

    # --- what is there --------------------------------------------------------------------------------------------

    def us(self) -> int:
        return self._us

    @cached_property
    def _us(self) -> int:
        with answers():
            user = self.api.get(self._account(), self.rights.account)
            return whole(mapping(user, "user").get("id"), "id")

    @property
    def place(self) -> str:
        return f"/repos/{self.repository}"

    def requests(self) -> Iterable[Opened]:
        yield from self._listed(self.open_ones)

    def closed(self, since: str) -> Iterable[Opened]:
        for opened in self._listed(self.closed_ones):
            if moment(opened.updated_at) < moment(since):
                return
            yield opened

    def _listed(self, query: str) -> Iterator[Opened]:
        for page in self.api.pages(f"{self.place}/pulls?{query}", self.rights.read_requests):
            with answers():
                found = [self._opened(pull) for pull in page]
            yield from found

    def across(self, owner: str, since: str | None) -> Iterable[tuple[str, Opened]]:
        """The lists of issues hold the requests, without their heads."""
        for page in self.api.pages(self._across(owner, since), self.rights.read_comments):
            with answers():
                found = [issue for listed in page if (issue := mapping(listed, "issue")).get("pull_request")]
                named = [(box_of(issue, owner), self._issue(issue)) for issue in found]
            yield from ((name, opened) for name, opened in named if name)

    def other(self, repository: str) -> Self:
        _ = self._us  # which is the same everywhere, and asked once
        made = copy(self)
        made.repository, made.runs_here = repository, False
        return made

    @abstractmethod
    def _across(self, owner: str, since: str | None) -> str:
        """What asks for the issues of all the repositories of an owner."""

    @abstractmethod
    def _author(self, user: Any) -> str: ...

    def _issue(self, issue: Mapping[str, Any]) -> Opened:
        labels = (mapping(label, "label").get("name") for label in sequence(issue.get("labels") or [], "labels"))
        opened_at, touched = (moment_text(issue.get(part), part) for part in ("created_at", "updated_at"))
        number, author, is_open = (
            whole(issue.get("number"), "number"),
            self._author(issue.get("user")),
            issue.get("state"),
        )
        nowhere, named = Branch("", ""), tuple(text_of(name, "label.name") for name in labels)
        return Opened(number, author, "", nowhere, opened_at, None, touched, is_open == "open", labels=named)

    def request(self, number: int) -> Opened:
        with answers():
            pull = self.api.get(f"{self.place}/pulls/{number}", self.rights.read_requests)
            return self._opened(pull)._replace(silent=pull.get("comments") == 0)

    def heard(self, opened: Opened) -> Heard:
        """Reviews count once we have spoken of their commit: until then they are not asked for. Our word has the next
        sweep look at the request, and hear them."""
        with answers():
            path = f"{self.place}/issues/{opened.number}/comments"
            comments = [] if opened.silent else list(self._all(path, self.rights.read_comments))
            statuses = list(self._statuses(opened.head))
            us = f"{self.name}:{self._us}"
            verdicts = [s for s in statuses if self._is_ours(s) and s.get(self.state) != "error"]
            spoken = [moment_text(s.get("created_at"), "status.created_at") for s in verdicts]
            seen = tuple(seen_comment(comment) for comment in comments)
            judged = told_at(min(spoken, key=moment, default=None), opened.head, seen, self._us)
            path, asked = f"{self.place}/pulls/{opened.number}/reviews", judged is not None or opened.merge_group
            listed = list(self._all(path, self.rights.read_requests)) if asked else []
            reviews, approvals = self._reviews(listed, self._proposed(opened))
            said = [*self._comments(comments), *reviews]
            return Heard(
                said=tuple(sorted((one for one in said if one.author != us), key=lambda one: one.order)),
                comments=seen,
                status=self._seen_status(statuses[0]) if statuses else None,
                judged_at=judged,
                approvals=approvals,
            )

    def _proposed(self, opened: Opened) -> str:
        """The commit that reviews are about."""
        return opened.head

    def _all(self, path: str, needs: str) -> Iterator[Any]:
        return chain.from_iterable(self.api.pages(path, needs))

    def _statuses(self, sha: str) -> Iterator[Mapping[str, Any]]:
        """The statuses of our name, the latest first; they are listed with those of every name."""
        for listed in self._statuses_of(sha):
            status = mapping(listed, "status")
            if status.get("context") == CONTEXT:
                yield status

    def _is_ours(self, status: Mapping[str, Any]) -> bool:
        creator = status.get("creator")
        return isinstance(creator, Mapping) and creator.get("id") == self._us

    def _seen_status(self, status: Mapping[str, Any]) -> SeenStatus:
        description, url = status.get("description") or "", status.get("target_url") or ""
        return SeenStatus(text_of(status.get(self.state), self.state), description, url, self._is_ours(status))

    # --- where it is ----------------------------------------------------------------------------------------------

    def page(self, account: int) -> str | None:
        """Only the account itself says its name, under which its page is."""
        user = self._known(account)
        address = str(user.get("html_url")) if user is not None else ""
        return address if re.fullmatch(re.escape(self.server) + r"/[A-Za-z0-9._-]+", address) else None

    def _known(self, account: int) -> Mapping[str, Any] | None:
        if account not in self.users:
            with answers():
                self.users[account] = self._user(account)
        return self.users[account]

    def remote(self) -> str:
        return f"{self.server}/{self.repository}.git"

    def url(self, number: int) -> str:
        place = f"{self.server}/{self.repository}"
        return (
            f"{place}/actions/runs/{self.run}?pr={number}"
            if self.run and self.runs_here
            else f"{place}/{self.pull}/{number}?pr={number}"
        )

    def ref(self, number: int) -> str:
        return f"refs/pull/{number}/head"

    def credentials(self, remote: str) -> Mapping[str, str]:
        return presented(remote, self.server, "x-access-token", self.token)

    def close(self) -> None:
        self.api.close()

    # --- what we say ----------------------------------------------------------------------------------------------

    def write(self, action: Action) -> None:
        """Carry out one action. Raises ``Fault``, but for a comment that is gone already."""
        api, rights = self.api, self.rights
        match action:
            case SetStatus(sha, state, description, url):
                body = {"state": state, "description": description, "context": CONTEXT}
                body |= {"target_url": url} if url else {}
                path = f"{self.place}/statuses/{sha}"
                made = api.write("POST", path, body, rights.write_statuses, repeatable=True)
                expect(made, {self.state: state, "context": CONTEXT})
            case PostComment(number, text):
                path, body = f"{self.place}/issues/{number}/comments", {"body": text}
                by_us(api.write("POST", path, body, rights.write_comments, repeatable=False), "user", self.us())
            case EditComment(comment, text):
                path, body = f"{self.place}/issues/comments/{comment}", {"body": text}
                by_us(api.write("PATCH", path, body, rights.write_comments, repeatable=True), "user", self.us())
            case DeleteComment(comment):
                remove(api, f"{self.place}/issues/comments/{comment}", rights.write_comments)
            case Close(number, labels, commit):
                self.write(SetLabels(number, labels))
                self._close(number, commit)
            case SetLabels(number, labels):
                self._label(number, labels)
            case AskReview(number, account, _):
                self._ask(number, account)

    def _ask(self, number: int, account: str) -> None:
        user = self._known(int(account.rpartition(":")[2]))
        if user is None:
            raise refused(404, self.rights.account, self.api.dialect)
        with answers():
            body = {"reviewers": [text_of(user.get("login"), "login")]}
        path = f"{self.place}/pulls/{number}/requested_reviewers"
        _ = self.api.write("POST", path, body, self.rights.write_requests, repeatable=True)

    def _shut(self, number: int) -> None:
        """Close a request without a word on what became of it."""
        path = f"{self.place}/pulls/{number}"
        made = self.api.write("PATCH", path, {"state": "closed"}, self.rights.write_requests, repeatable=True)
        expect(made, {"state": "closed"})
