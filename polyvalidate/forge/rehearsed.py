"""A forge to which nothing is written, and which answers as if it were: what a sweep would do is seen to its end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from polyvalidate.forge.adapter import Forge, Heard
from polyvalidate.forge.facts import Opened
from polyvalidate.forge.marks import SeenComment
from polyvalidate.forge.planning import (
    Action,
    Close,
    DeleteComment,
    EditComment,
    PostComment,
    SeenStatus,
    SetStatus,
)

_FIRST = 10**15
"""The number of the first comment that is not there; those of forges are smaller."""


def rehearsed(forge: Forge) -> Forge:
    """The same forge, which is read and not written to."""
    return cast("Forge", _Rehearsed(forge))


class _Rehearsed:
    def __init__(self, forge: Forge) -> None:
        self._forge = forge
        self._statuses: dict[str, SeenStatus] = {}
        self._posted: list[tuple[int, SeenComment]] = []
        self._bodies: dict[int, str] = {}
        self._gone: set[int] = set()
        self._closed: set[int] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._forge, name)

    def other(self, repository: str) -> Forge:
        return rehearsed(self._forge.other(repository))

    def request(self, number: int) -> Opened:
        found = self._forge.request(number)
        return found._replace(open=found.open and number not in self._closed)

    def heard(self, opened: Opened) -> Heard:
        found = self._forge.heard(opened)
        known = [*found.comments, *(one for number, one in self._posted if number == opened.number)]
        comments = [one._replace(body=self._bodies.get(one.id, one.body)) for one in known]
        status = self._statuses.get(opened.head)
        spoken = status is not None and status.state != "error"
        return found._replace(
            comments=tuple(one for one in comments if one.id not in self._gone),
            status=status or found.status,
            judged_at=found.judged_at or (datetime.now(UTC).isoformat() if spoken else None),
        )

    def write(self, action: Action) -> None:
        match action:
            case SetStatus(sha, state, description, url):
                self._statuses[sha] = SeenStatus(state, description, url, by_us=True)
            case PostComment(number, body):
                made = SeenComment(_FIRST + len(self._posted), self._forge.us(), body, datetime.now(UTC).isoformat())
                self._posted.append((number, made))
            case EditComment(comment, body):
                self._bodies[comment] = body
            case DeleteComment(comment):
                self._gone.add(comment)
            case Close(number):
                self._closed.add(number)
            case _:
                pass  # nothing that is read again
