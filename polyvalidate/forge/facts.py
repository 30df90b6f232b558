"""What a forge says of a request, as values, and parts of JSON that somebody else wrote. Pure.

An account is ``github:583231``: ids are for ever, logins are not. Moments are UTC, ``2026-02-03T10:00:00Z``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from polyvalidate.model.clock import day_in

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
REPOSITORY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/[A-Za-z0-9._-]{1,100}", re.ASCII)


class Misshapen(Exception):
    """Data that is not of the shape it must have; the argument says which part."""


class Branch(NamedTuple):
    ref: str
    sha: str


class Kind(StrEnum):
    """How somebody speaks of a request: in a comment, or in a review that approves, asks for changes, or does neither.
    A review is about one commit; one about another than the present head is not among what is said."""

    COMMENT = "comment"
    APPROVAL = "approval"
    CHANGES = "changes"
    REMARK = "remark"


class Comment(NamedTuple):
    """What somebody said of a request, and when. Nothing of ``body`` may be shown again or run.

    ``intact``: it stands as it was written. Whoever may write to a repository may change the words of another, and a
    forge does not say who did."""

    id: int
    author: str
    created_at: str
    body: str
    kind: Kind = Kind.COMMENT
    intact: bool = True

    @property
    def key(self) -> str:
        """What our answer says it is to; reviews and comments are counted apart."""
        return str(self.id) if self.kind is Kind.COMMENT else f"review-{self.id}"

    @property
    def order(self) -> tuple[datetime, int]:
        return moment(self.created_at), self.id


class Opened(NamedTuple):
    """A request as a list of the forge shows it. ``box`` names the repository of a student in which it is; empty for
    the school's own. A list over many repositories may not say the ``head``, which is empty then.

    ``pushed_at``: the last push to where the head is, by the forge's clock; None when that is gone. ``head`` is the
    request's today; of a merge queue, the group that it wants to merge, which takes no comment (``merge_group``).
    ``asked``: the accounts whose review is asked for; a list over many repositories may not say them. ``silent``: asked
    for this request alone a moment ago, the forge has said that there is no comment below it.
    """

    number: int
    author: str
    head: str
    base: Branch
    opened_at: str
    pushed_at: str | None
    updated_at: str
    open: bool = True
    merge_group: bool = False
    labels: tuple[str, ...] = ()
    box: str = ""
    asked: tuple[str, ...] = ()
    silent: bool = False

    @property
    def key(self) -> str:
        """What it is called among all those of a school: numbers begin anew in each box."""
        return f"{self.box}/{self.number}" if self.box else str(self.number)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a request when it is judged.

    ``judged_at``: when the check first spoke of that head, by the forge's clock; None before. ``approvals``: accounts
    whose latest review approves that very commit. ``comment``: what is being answered; ``said``: what else was said.
    ``run``: the number of the run that gathered this; later runs have greater ones; 0 by hand.
    """

    repository: str
    number: int
    author: str
    base: Branch
    head: str
    opened_at: str
    pushed_at: str | None
    judged_at: str | None
    approvals: tuple[str, ...]
    comment: Comment | None
    said: tuple[Comment, ...]
    merge_group: bool
    run: int
    box: str = ""


def opened_on(facts: Facts, zone: ZoneInfo) -> date:
    """The day on which a request was opened, in the zone of the school it is made to."""
    return day_in(moment(facts.opened_at), zone)


def comment_of(comment: Mapping[str, Any], author: str) -> Comment:
    """A comment below a request, as the forges describe one that keep the shape of GitHub. Raises ``Misshapen``."""
    return Comment(
        whole(comment.get("id"), "comment.id"),
        author,
        moment_text(comment.get("created_at"), "comment.created_at"),
        text_of(comment.get("body") or "", "comment.body"),
        intact=comment.get("updated_at") == comment.get("created_at"),
    )


# --- parts of JSON that somebody else wrote ---------------------------------------------------------------------------


def mapping(value: Any, part: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Misshapen(part)
    return value


def sequence(value: Any, part: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise Misshapen(part)
    return value


def whole(value: Any, part: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Misshapen(part)
    return value


def text_of(value: Any, part: str) -> str:
    if not isinstance(value, str):
        raise Misshapen(part)
    return value


def matching(pattern: re.Pattern[str], value: Any, part: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Misshapen(part)
    return value


def moment_text(value: Any, part: str) -> str:
    moment(value, part)
    return text_of(value, part)


def moment(value: Any, part: str = "time") -> datetime:
    """A moment of the forge's clock, always with its zone."""
    try:
        found = datetime.fromisoformat(text_of(value, part))
        if found.tzinfo is None:
            raise Misshapen(part)
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Misshapen(part) from error
