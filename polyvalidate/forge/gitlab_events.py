"""GitLab's answers and payloads, read: which request they are about, who opened it, what is said of which commit.

Pure. Shapes: https://docs.gitlab.com/api/rest/ and https://docs.gitlab.com/user/project/integrations/webhook_events/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from polyvalidate.forge.facts import (
    COMMIT,
    Branch,
    Comment,
    Kind,
    Opened,
    mapping,
    matching,
    moment,
    moment_text,
    sequence,
    text_of,
    whole,
)
from polyvalidate.forge.marks import SeenComment
from polyvalidate.forge.planning import SeenStatus

PROJECT = re.compile(r"[0-9]{1,15}|[\w.-]{1,255}(?:/[\w.-]{1,255}){1,20}", re.ASCII)
"""A project, by its number or by its path in its groups."""
UNSEEN = timedelta(minutes=2)
"""How long after a change GitLab may show another one with the same ``updated_at``: it touches a merge request once a
minute at most. Twice that, since several machines answer and dates are of the second."""
APPROVED = "approved this merge request"
WITHDRAWN = ("unapproved this merge request", "requested changes")
"""What GitLab itself writes below a merge request, in a note that nobody can write, change or remove."""
NOBODY = "gitlab:0"
STATES = {"pending": "pending", "success": "success", "failure": "failed", "error": "canceled"}
"""What GitLab calls our states: a check that did not end is one that was cancelled."""
READ_AS = {state: ours for ours, state in STATES.items()} | {"running": "pending"}


def number_in(data: Any, project: str) -> int | None:
    """The merge request that the payload of a webhook is about, as the file of ``TRIGGER_PAYLOAD`` has it; None when it
    is about none, or of another project."""
    event = mapping(data, "event")
    kind = event.get("object_kind")
    about = {"merge_request": "object_attributes", "note": "merge_request"}.get(kind) if isinstance(kind, str) else None
    if about is None or about not in event:
        return None
    of = mapping(event.get("project"), "project")
    if project not in (str(of.get("id")), of.get("path_with_namespace")):
        return None
    return whole(mapping(event[about], about).get("iid"), f"{about}.iid")


def opened_of(data: Any, now: datetime) -> Opened | None:
    """A merge request as GitLab describes it; None while it has no head yet.

    One that was touched a moment ago counts as touched now, so that the next sweep looks at it again: what is written
    below it meanwhile does not show. When it was pushed to is for its versions to say; its base, for the branch.
    """
    request = mapping(data, "merge_request")
    if request.get("sha") is None:
        return None
    updated = moment_text(request.get("updated_at"), "updated_at")
    labels = sequence(request.get("labels", []), "labels")
    return Opened(
        number=whole(request.get("iid"), "iid"),
        author=account_of(request["author"], "author") if request.get("author") is not None else NOBODY,
        head=matching(COMMIT, request.get("sha"), "sha"),
        base=Branch(text_of(request.get("target_branch"), "target_branch"), ""),
        opened_at=moment_text(request.get("created_at"), "created_at"),
        pushed_at=None,
        updated_at=updated if now - moment(updated) > UNSEEN else now.isoformat(),
        open=request.get("state") == "opened",
        labels=tuple(text_of(name, "label") for name in labels),
        asked=asked_in(request),
    )


def is_by(status: Mapping[str, Any], account: int) -> bool:
    author = status.get("author")
    return isinstance(author, Mapping) and author.get("id") == account


def status_in(status: Mapping[str, Any], us: int) -> SeenStatus:
    """A status of a commit, in our words."""
    state = READ_AS.get(text_of(status.get("status"), "status"), "error")
    return SeenStatus(state, status.get("description") or "", status.get("target_url") or "", is_by(status, us))


def asked_in(data: Any) -> tuple[str, ...]:
    """The accounts whose review is asked for."""
    listed = sequence(mapping(data, "merge_request").get("reviewers") or [], "reviewers")
    return tuple(account_of(one, "reviewer") for one in listed)


def name_in(data: Any, group: str) -> str:
    """The project of a group that a merge request is in; empty for one of another group, below it for instance."""
    references = mapping(mapping(data, "merge_request").get("references"), "references")
    whose, _, name = text_of(references.get("full"), "references.full").partition("!")[0].rpartition("/")
    return name if whose.casefold() == group.casefold() else ""


def ref_of(data: Any) -> str:
    """Where the statuses of a head are shown: beside its branch; of a fork, under the reference of the request."""
    request = mapping(data, "merge_request")
    if request.get("source_project_id") == request.get("target_project_id"):
        return text_of(request.get("source_branch"), "source_branch")
    return f"refs/merge-requests/{whole(request.get('iid'), 'iid')}/head"


def pushed_in(versions: Any) -> str | None:
    """The last push, by GitLab's clock: each makes a version, the latest comes first."""
    latest = next(iter(sequence(versions, "versions")), None)
    return moment_text(mapping(latest, "version").get("created_at"), "version.created_at") if latest else None


def pusher_in(event: Any, branch: str, commit: str) -> str | None:
    """Whose push this is, when it brought that branch to that commit. A push of many branches names none of them."""
    told = mapping(event, "event")
    data = told.get("push_data")
    if not isinstance(data, Mapping) or data.get("ref_type") != "branch":
        return None
    if (data.get("ref"), data.get("commit_to")) != (branch, commit):
        return None
    return account_of(told.get("author"), "event.author")


def comments_of(notes: Iterable[Any]) -> Iterator[Comment]:
    """What people write below a merge request.

    ``updated_at`` moves for more than an edit (a reaction, a thread that is resolved), and nothing else says that words
    were changed: such a note is not heard either, and its author is asked to write it again.
    """
    for listed in notes:
        note = mapping(listed, "note")
        if note.get("system") is False and note.get("author") is not None:
            yield Comment(
                whole(note.get("id"), "note.id"),
                account_of(note["author"], "note.author"),
                moment_text(note.get("created_at"), "note.created_at"),
                text_of(note.get("body"), "note.body"),
                intact=note.get("updated_at") == note.get("created_at"),
            )


def seen_of(notes: Iterable[Any]) -> Iterator[SeenComment]:
    for comment in comments_of(notes):
        author = int(comment.author.rpartition(":")[2])
        yield SeenComment(comment.id, author, comment.body, comment.created_at)


def approvals_of(notes: Iterable[Any], pushed_at: str | None) -> list[Comment]:
    """Who has approved since the last push, each for the last time, and has not taken it back since.

    GitLab says of no approval which commit it is of, and keeps it when something else is pushed.
    """
    latest: dict[str, Comment | None] = {}
    for listed in notes:
        note = mapping(listed, "note")
        if note.get("system") is not True or note.get("author") is None:
            continue
        author, body = account_of(note["author"], "note.author"), note.get("body")
        if body in WITHDRAWN:
            latest[author] = None
        elif body == APPROVED:
            at = moment_text(note.get("created_at"), "note.created_at")
            latest[author] = Comment(whole(note.get("id"), "note.id"), author, at, "", Kind.APPROVAL)
    if pushed_at is None:
        return []
    return [one for one in latest.values() if one is not None and moment(one.created_at) > moment(pushed_at)]


def approvers_of(data: Any) -> frozenset[str]:
    """Whose approval stands at this moment; an approval that was reset leaves no note."""
    listed = sequence(mapping(data, "approvals").get("approved_by"), "approved_by")
    users = (mapping(one, "approved_by").get("user") for one in listed)
    return frozenset(account_of(user, "approved_by.user") for user in users)


def account_of(user: Any, part: str) -> str:
    """``gitlab:583231``: the number stays when the name changes hands."""
    return f"gitlab:{whole(mapping(user, part).get('id'), f'{part}.id')}"
