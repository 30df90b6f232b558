"""Events and answers of Forgejo and Gitea, read: which request they are about, who opened it, what is said of it.

Pure. Shapes: the description that each instance gives of its API (``/swagger.v1.json``), and what an instance answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from polyvalidate.forge import hearing
from polyvalidate.forge.facts import (
    COMMIT,
    Branch,
    Comment,
    Kind,
    Misshapen,
    Opened,
    comment_of,
    mapping,
    matching,
    moment,
    moment_text,
    sequence,
    text_of,
    whole,
)
from polyvalidate.forge.hearing import Review

NOBODY = "forgejo:0"
"""Who opened a request and is no account any more."""
_KINDS = {"APPROVED": Kind.APPROVAL, "REQUEST_CHANGES": Kind.CHANGES, "COMMENT": Kind.REMARK}
_UNSAID = ("PENDING", "REQUEST_REVIEW")
"""A review that its author has not handed in, and one that somebody is asked for."""


def number_of(data: Any) -> int | None:
    """The number of the request that an event of Actions is about, None when it is about none (a schedule, a push, by
    hand, an issue). Raises ``Misshapen``."""
    event = mapping(data, "event")
    if event.get("pull_request") is not None:
        return whole(mapping(event["pull_request"], "pull_request").get("number"), "pull_request.number")
    issue = mapping(event.get("issue") or {}, "issue")
    about = event.get("is_pull") is True or issue.get("pull_request") is not None
    return whole(issue.get("number"), "issue.number") if about else None


def opened_of(data: Any) -> Opened:
    """A request as Forgejo describes it.

    Forgejo does not say when a branch was last pushed to: only when its repository was last changed, which a push does
    as well. A branch of the school's own repository has no such moment, since each merge of ours changes it: there the
    first word of the check on the head (``judged_at``) guards alone, and a head that comes back needs a new one.
    """
    pull = mapping(data, "pull_request")
    head, base = mapping(pull.get("head"), "head"), mapping(pull.get("base"), "base")
    opened_at = moment_text(pull.get("created_at"), "created_at")
    source = head.get("repo")
    if source is None:
        pushed = None
    elif head.get("repo_id") == base.get("repo_id"):
        pushed = opened_at
    else:
        pushed = moment_text(mapping(source, "head.repo").get("updated_at"), "head.repo.updated_at")
    labels = (mapping(label, "label").get("name") for label in sequence(pull.get("labels") or [], "labels"))
    asked = sequence(pull.get("requested_reviewers") or [], "requested_reviewers")
    return Opened(
        number=whole(pull.get("number"), "number"),
        author=account_of(pull.get("user"), "user") or NOBODY,
        head=matching(COMMIT, head.get("sha"), "head.sha"),
        base=Branch(text_of(base.get("ref"), "base.ref"), matching(COMMIT, base.get("sha"), "base.sha")),
        opened_at=opened_at,
        pushed_at=pushed,
        updated_at=moment_text(pull.get("updated_at"), "updated_at"),
        open=pull.get("state") == "open",
        labels=tuple(text_of(name, "label.name") for name in labels),
        asked=tuple(account_of(one, "reviewer") or NOBODY for one in asked),
    )


def comments_of(comments: Iterable[Any]) -> Iterator[Comment]:
    """What is said under a request; of an account that is gone, nothing."""
    for listed in comments:
        comment = mapping(listed, "comment")
        author = account_of(comment.get("user"), "comment.user")
        if author is not None:
            yield comment_of(comment, author)


def reviews_of(reviews: Iterable[Any]) -> Iterator[Review]:
    """The reviews that were submitted, by accounts that are there.

    ``submitted_at`` is when a review was begun, which may be before the push that it is about; ``updated_at`` when it
    was handed in.
    """
    for listed in reviews:
        review = mapping(listed, "review")
        state = text_of(review.get("state"), "review.state")
        author = account_of(review.get("user"), "review.user")
        if author is None or state in _UNSAID:
            continue
        times = [moment_text(review.get(part), f"review.{part}") for part in ("submitted_at", "updated_at")]
        kind = None if review.get("dismissed") else _KINDS.get(state)
        yield Review(
            author, kind, review.get("commit_id"), review.get("id"), max(times, key=moment), review.get("body")
        )


def said_of(reviews: Iterable[Any], sha: str) -> tuple[Iterable[Comment], frozenset[str]]:
    """What reviews say of a commit, and the accounts that approve it."""
    read = list(reviews_of(reviews))
    return hearing.said(read, sha), hearing.approvals(read, sha)


def account_of(user: Any, part: str) -> str | None:
    """``forgejo:42``: the number stays when the login changes hands. None for an account that is gone, or is no
    person's: their numbers are below one."""
    number = mapping(user, part).get("id") if user is not None else 0
    if not isinstance(number, int) or isinstance(number, bool):
        raise Misshapen(f"{part}.id")
    return f"forgejo:{number}" if number > 0 else None


def pusher_in(data: Any, ref: str, commit: str) -> str | None:
    """The account that pushed a commit to a reference, when that is what an activity tells; it says what in a text."""
    activity = mapping(data, "activity")
    if (activity.get("op_type"), activity.get("ref_name")) != ("commit_repo", ref):
        return None
    try:
        told = mapping(json.loads(activity.get("content") or "{}"), "content")
        head = mapping(told.get("HeadCommit") or {}, "HeadCommit")
    except (ValueError, RecursionError) as error:
        raise Misshapen("activity.content") from error
    return account_of(activity.get("act_user"), "act_user") if head.get("Sha1") == commit else None


def labels_of(listed: Iterable[Any]) -> dict[str, int]:
    """The numbers of labels, by name without its case."""
    labels = [mapping(label, "label") for label in listed]
    return {text_of(one.get("name"), "label.name").casefold(): whole(one.get("id"), "label.id") for one in labels}


def head_in(data: Any, ref: str) -> str:
    """Where a reference of the server is; it is answered alone, or in a list of those that begin like it."""
    listed = data if isinstance(data, list) else [data]
    found = [mapping(one, "reference") for one in listed]
    for one in found:
        if one.get("ref") == ref:
            return matching(COMMIT, mapping(one.get("object"), "object").get("sha"), "object.sha")
    raise Misshapen("reference")
