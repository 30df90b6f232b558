"""GitHub's events and answers, read: which request they are about, who opened it, what is said of which commit.

Pure. Shapes: https://docs.github.com/webhooks/webhook-events-and-payloads and https://docs.github.com/rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from polyvalidate.forge import hearing
from polyvalidate.forge.facts import (
    COMMIT,
    REPOSITORY,
    Branch,
    Comment,
    Kind,
    Misshapen,
    Opened,
    comment_of,
    mapping,
    matching,
    moment_text,
    sequence,
    text_of,
    whole,
)
from polyvalidate.forge.hearing import Review

_QUEUED = re.compile(r"refs/heads/gh-readonly-queue/.+/pr-([0-9]{1,9})-[0-9a-f]+", re.ASCII)
NOBODY = "github:0"
"""Who opened a request and is no account any more."""
_KINDS = {"APPROVED": Kind.APPROVAL, "CHANGES_REQUESTED": Kind.CHANGES, "COMMENTED": Kind.REMARK}


class Event(NamedTuple):
    """What an event is about. ``number`` is None when it is about no request (a schedule, a push, by hand); ``group``
    is what a merge queue wants to merge."""

    repository: str
    number: int | None
    group: Mapping[str, Any] | None = None


def event_of(data: Any, repository: str | None = None) -> Event:
    """Read the file of ``GITHUB_EVENT_PATH``. Raises ``Misshapen``.

    ``repository`` is ``GITHUB_REPOSITORY``: the event of a schedule does not always say it.
    """
    event = mapping(data, "event")
    named = mapping(event["repository"], "repository").get("full_name") if "repository" in event else repository
    repository = matching(REPOSITORY, named, "repository")
    if "merge_group" in event:
        group = mapping(event["merge_group"], "merge_group")
        queued = _QUEUED.fullmatch(text_of(group.get("head_ref"), "merge_group.head_ref"))
        if queued is None:
            raise Misshapen("merge_group.head_ref")
        return Event(repository, int(queued[1]), group)
    if "pull_request" in event:
        pull = mapping(event["pull_request"], "pull_request")
        return Event(repository, whole(pull.get("number"), "pull_request.number"))
    issue = mapping(event.get("issue", {}), "issue")
    about = issue.get("pull_request") is not None
    return Event(repository, whole(issue.get("number"), "issue.number") if about else None)


def opened_of(data: Any, group: Mapping[str, Any] | None = None) -> Opened:
    """A request as GitHub describes it. For a merge group the commit is the group's; the approvals are those of the
    request's own head, which the group contains."""
    pull = mapping(data, "pull_request")
    head, base = mapping(pull.get("head"), "head"), mapping(pull.get("base"), "base")
    sha = matching(COMMIT, head.get("sha"), "head.sha")
    source = head.get("repo")
    pushed = mapping(source, "head.repo").get("pushed_at") if source is not None else None
    branch = Branch(text_of(base.get("ref"), "base.ref"), matching(COMMIT, base.get("sha"), "base.sha"))
    if group is not None:
        ref = text_of(group.get("base_ref"), "merge_group.base_ref").removeprefix("refs/heads/")
        branch = Branch(ref, matching(COMMIT, group.get("base_sha"), "merge_group.base_sha"))
        sha = matching(COMMIT, group.get("head_sha"), "merge_group.head_sha")
    labels = (mapping(label, "label").get("name") for label in sequence(pull.get("labels", []), "labels"))
    return Opened(
        number=whole(pull.get("number"), "number"),
        author=account_of(pull["user"], "user") if pull.get("user") is not None else NOBODY,
        head=sha,
        base=branch,
        opened_at=moment_text(pull.get("created_at"), "created_at"),
        pushed_at=moment_text(pushed, "head.repo.pushed_at") if pushed is not None else None,
        updated_at=moment_text(pull.get("updated_at"), "updated_at"),
        open=pull.get("state") == "open",
        merge_group=group is not None,
        labels=tuple(text_of(name, "label.name") for name in labels),
        asked=tuple(
            account_of(one, "reviewer") for one in sequence(pull.get("requested_reviewers") or [], "reviewers")
        ),
    )


def comments_of(comments: Iterable[Any]) -> Iterator[Comment]:
    """What is said under a request; of an account that is gone, nothing."""
    for listed in comments:
        comment = mapping(listed, "comment")
        if comment.get("user") is not None:
            yield comment_of(comment, account_of(comment["user"], "comment.user"))


def reviews_of(reviews: Iterable[Any], sha: str) -> Iterator[Comment]:
    """What reviews say of a commit."""
    return hearing.said(_reviews(reviews), sha)


def approvals_of(reviews: Iterable[Any], sha: str) -> frozenset[str]:
    """The accounts whose latest review approves that very commit, as GitHub counts."""
    return hearing.approvals(_reviews(reviews), sha)


def _reviews(reviews: Iterable[Any]) -> Iterator[Review]:
    """The reviews that were submitted, by accounts that are there."""
    for listed in reviews:
        review = mapping(listed, "review")
        state = text_of(review.get("state"), "review.state").upper()
        if review.get("user") is not None and state != "PENDING":
            author = account_of(review["user"], "review.user")
            parts = (review.get(part) for part in ("commit_id", "id", "submitted_at", "body"))
            yield Review(author, _KINDS.get(state), *parts)


def account_of(user: Any, part: str) -> str:
    """``github:583231``: the number stays when the login changes hands."""
    return f"github:{whole(mapping(user, part).get('id'), f'{part}.id')}"
