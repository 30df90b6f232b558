"""GitHub's events and answers, read: which request they are about, who opened it, who approves which commit.

Pure. Shapes: https://docs.github.com/webhooks/webhook-events-and-payloads and https://docs.github.com/rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from polyvalidate.forge.facts import (
    COMMIT,
    REPOSITORY,
    Branch,
    Comment,
    Facts,
    Misshapen,
    mapping,
    matching,
    moment_text,
    text_of,
    whole,
)

_QUEUED = re.compile(r"refs/heads/gh-readonly-queue/.+/pr-([0-9]{1,9})-[0-9a-f]+", re.ASCII)


class Event(NamedTuple):
    """What an event is about. ``number`` is None when it is about no request (a schedule, a push, by hand)."""

    repository: str
    number: int | None
    pull: Mapping[str, Any] | None
    comment: Comment | None
    group: Mapping[str, Any] | None


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
        return Event(repository, int(queued[1]), None, None, group)
    if "pull_request" in event:
        pull = mapping(event["pull_request"], "pull_request")
        return Event(repository, whole(pull.get("number"), "pull_request.number"), pull, None, None)
    if "issue" in event:
        issue = mapping(event["issue"], "issue")
        if issue.get("pull_request") is None:
            return Event(repository, None, None, None, None)
        comment = comment_of(event["comment"]) if event.get("action") == "created" and "comment" in event else None
        return Event(repository, whole(issue.get("number"), "issue.number"), None, comment, None)
    return Event(repository, None, None, None, None)


def comment_of(data: Any) -> Comment:
    comment = mapping(data, "comment")
    return Comment(
        whole(comment.get("id"), "comment.id"),
        account_of(comment.get("user"), "comment.user"),
        moment_text(comment.get("created_at"), "comment.created_at"),
        text_of(comment.get("body"), "comment.body"),
    )


def said_of(comments: Iterable[Any], but: Comment) -> Iterator[Comment]:
    """The comments of a request that stand as they were written, without one: whoever may write to a repository may
    change the words of another, and GitHub does not say who did."""
    for listed in comments:
        data = mapping(listed, "comment")
        written = data.get("user") is not None and data.get("updated_at") == data.get("created_at")
        if written and data.get("id") != but.id:
            yield comment_of(data)


def facts_of(
    event: Event, pull: Any, reviews: Iterable[Any], judged: str | None, run: int, said: Iterable[Comment] = ()
) -> Facts:
    """The facts of one request, from GitHub's description of it and its reviews, in order; ``judged`` is when
    the check first spoke of the head, ``said`` the other comments. Raises ``Misshapen``.

    For a merge group the commit judged is the group's; the approvals are those of the request's own head, which the
    group contains.
    """
    pull = mapping(pull, "pull_request")
    head, base = mapping(pull.get("head"), "head"), mapping(pull.get("base"), "base")
    sha = matching(COMMIT, head.get("sha"), "head.sha")
    source = head.get("repo")
    pushed = mapping(source, "head.repo").get("pushed_at") if source is not None else None
    author = account_of(pull.get("user"), "user")
    branch = Branch(text_of(base.get("ref"), "base.ref"), matching(COMMIT, base.get("sha"), "base.sha"))
    approvals = approvals_of(reviews, sha) - {author}
    if event.group is not None:
        ref = text_of(event.group.get("base_ref"), "merge_group.base_ref").removeprefix("refs/heads/")
        branch = Branch(ref, matching(COMMIT, event.group.get("base_sha"), "merge_group.base_sha"))
        sha = matching(COMMIT, event.group.get("head_sha"), "merge_group.head_sha")
    return Facts(
        repository=event.repository,
        number=whole(pull.get("number"), "number"),
        author=author,
        base=branch,
        head=sha,
        opened_at=moment_text(pull.get("created_at"), "created_at"),
        pushed_at=moment_text(pushed, "head.repo.pushed_at") if pushed is not None else None,
        judged_at=judged,
        approvals=tuple(sorted(approvals)),
        comment=event.comment,
        said=tuple(said),
        merge_group=event.group is not None,
        run=run,
    )


def approvals_of(reviews: Iterable[Any], sha: str) -> frozenset[str]:
    """The accounts whose latest review approves that very commit.

    As GitHub counts: a review that only comments changes nothing; one that was dismissed or asks for changes undoes an
    approval. An approval of an older commit says nothing of this one.
    """
    latest: dict[str, bool] = {}
    for listed in reviews:
        review = mapping(listed, "review")
        state = text_of(review.get("state"), "review.state").upper()
        if review.get("user") is None or state in ("COMMENTED", "PENDING"):
            continue
        latest[account_of(review["user"], "review.user")] = state == "APPROVED" and review.get("commit_id") == sha
    return frozenset(account for account, approves in latest.items() if approves)


def account_of(user: Any, part: str) -> str:
    """``github:583231``: the number stays when the login changes hands."""
    return f"github:{whole(mapping(user, part).get('id'), f'{part}.id')}"
