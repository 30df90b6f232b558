"""What a forge says of a request, as data between two jobs: one reads the forge, another one writes to it.

The JSON has these keys, none optional (``null`` where it says so):

==============  ======================================================================================
``shape``       3; another number is refused
``forge``       ``github``
``repository``  ``owner/name``
``number``      of the request
``author``      the account that opened the request, ``github:583231``; ids are for ever, logins are not
``base``        ``{"ref": branch, "sha": commit}``
``head``        the commit that was judged: that of the event, whatever has been pushed since
``opened_at``   UTC, ``2026-02-03T10:00:00Z``
``pushed_at``   the last push to the repository of the head, by the forge's clock; null when it is gone
``judged_at``   when the check first spoke of that head, by the forge's clock; null before, and without a comment
``approvals``   accounts whose latest review approves that very commit
``comment``     ``{"id", "author", "created_at", "body"}`` of the event, or null; ``body`` is a stranger's text
``said``        the other comments of the request, as they were written, in order; empty without a comment
``merge_group`` true when the head is a group that a merge queue wants to merge: it takes no comment
``run``         the number of the run that gathered this; later runs have greater ones; 0 by hand
==============  ======================================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from polyvalidate.model.clock import day_in

SHAPE = 3
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
REPOSITORY = re.compile(r"[A-Za-z0-9-]{1,100}/[A-Za-z0-9._-]{1,100}", re.ASCII)
ACCOUNT = re.compile(r"(?:github|gitlab|forgejo):[0-9]{1,12}", re.ASCII)


class Misshapen(Exception):
    """Data that is not of the shape it must have; the argument says which part."""


class Branch(NamedTuple):
    ref: str
    sha: str


class Comment(NamedTuple):
    """A comment on a request, by whom and when. Nothing of ``body`` may be shown again or run."""

    id: int
    author: str
    created_at: str
    body: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a request when it is judged; see the module for each part."""

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

    def to_json(self) -> str:
        data = asdict(self)
        data["base"] = self.base._asdict()
        data["comment"] = self.comment._asdict() if self.comment is not None else None
        data["said"] = [comment._asdict() for comment in self.said]
        return json.dumps({"shape": SHAPE, "forge": "github", **data}, ensure_ascii=True, indent=2) + "\n"


def opened_on(facts: Facts, zone: ZoneInfo) -> date:
    """The day on which a request was opened, in the zone of the school it is made to."""
    return day_in(moment(facts.opened_at), zone)


def from_json(text: str) -> Facts:
    """Raises ``Misshapen`` with the part that is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Misshapen("JSON") from error
    data = mapping(data, "JSON")
    if data.get("shape") != SHAPE or data.get("forge") != "github":
        raise Misshapen("shape")
    approvals = data.get("approvals")
    if not isinstance(approvals, list):
        raise Misshapen("approvals")
    said = data.get("said")
    if not isinstance(said, list):
        raise Misshapen("said")
    base = mapping(data.get("base"), "base")
    return Facts(
        repository=matching(REPOSITORY, data.get("repository"), "repository"),
        number=whole(data.get("number"), "number"),
        author=matching(ACCOUNT, data.get("author"), "author"),
        base=Branch(text_of(base.get("ref"), "base.ref"), matching(COMMIT, base.get("sha"), "base.sha")),
        head=matching(COMMIT, data.get("head"), "head"),
        opened_at=moment_text(data.get("opened_at"), "opened_at"),
        pushed_at=_or_none(moment_text, data.get("pushed_at"), "pushed_at"),
        judged_at=_or_none(moment_text, data.get("judged_at"), "judged_at"),
        approvals=tuple(matching(ACCOUNT, account, "approvals") for account in approvals),
        comment=_or_none(_comment, data.get("comment"), "comment"),
        said=tuple(_comment(one, "said") for one in said),
        merge_group=data.get("merge_group") is True,
        run=whole(data.get("run"), "run"),
    )


def _comment(value: Any, part: str) -> Comment:
    data = mapping(value, part)
    return Comment(
        whole(data.get("id"), f"{part}.id"),
        matching(ACCOUNT, data.get("author"), f"{part}.author"),
        moment_text(data.get("created_at"), f"{part}.created_at"),
        text_of(data.get("body"), f"{part}.body"),
    )


def _or_none(read: Callable[[Any, str], Any], value: Any, part: str) -> Any:
    return None if value is None else read(value, part)


# --- parts of JSON that somebody else wrote ---------------------------------------------------------------------------


def mapping(value: Any, part: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
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
    except ValueError as error:
        raise Misshapen(part) from error
    if found.tzinfo is None:
        raise Misshapen(part)
    return found.astimezone(UTC)
