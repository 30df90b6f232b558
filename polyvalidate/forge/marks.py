"""The first line of what we write under a request, hidden from people, by which the next run knows it again. Pure.

A mark is believed at the very beginning of a comment of our account, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from polyvalidate.forge.facts import Comment, Kind, moment

_VERDICT = re.compile(
    r"<!-- polyvalidate:verdict outcome=([a-z-]{1,20}) head=([0-9a-f]{40,64}) run=([0-9]{1,15})"
    r"( back(?:=([0-9T:Z.+-]{20,32}))?)? -->"
)
_ANSWER = re.compile(
    r"<!-- polyvalidate:answer to=((?:review-)?[0-9]{1,15})(?: by=([a-z]+:[0-9]{1,15}))?"
    r"(?: completes=([0-9a-f]{40,64}))?( again)? -->"
)


class SeenComment(NamedTuple):
    """A comment as it stands; ``author`` is the number of the account, 0 for one that is gone."""

    id: int
    author: int
    body: str
    created_at: str = ""


class Verdict(NamedTuple):
    """One of our verdicts, on a head, of a run; ``back``: when the request had gone back to that head."""

    comment: SeenComment
    outcome: str
    head: str
    run: int
    back: str | None


class Answer(NamedTuple):
    """One of our answers: to which comment or review, of whom; the head that it sends back; ``again``: no end yet."""

    comment: SeenComment
    to: str
    by: str | None
    completes: str | None
    again: bool


def verdict_mark(outcome: str, head: str, run: int, back: str | None) -> str:
    """``back``: None, or when the request went back to that head: at a moment, or now, when it is empty."""
    since = "" if back is None else f" back={back}" if back else " back"
    return f"<!-- polyvalidate:verdict outcome={outcome} head={head} run={run}{since} -->"


def answer_mark(to: Comment | None, completes: str | None, *, again: bool) -> str:
    parts = [f"to={to.key} by={to.author}"] if to is not None else ["to=0"]
    parts += [f"completes={completes}"] if completes else []
    return f"<!-- polyvalidate:answer {' '.join([*parts, *(['again'] if again else [])])} -->"


def verdicts(comments: Sequence[SeenComment], us: int) -> list[Verdict]:
    found = ((one, _VERDICT.match(one.body)) for one in comments if one.author == us)
    return [
        Verdict(one, mark[1], mark[2], int(mark[3]), (mark[5] or one.created_at) if mark[4] else None)
        for one, mark in found
        if mark is not None
    ]


def answers(comments: Sequence[SeenComment], us: int) -> list[Answer]:
    found = ((one, _ANSWER.match(one.body)) for one in comments if one.author == us)
    return [Answer(one, mark[1], mark[2], mark[3], bool(mark[4])) for one, mark in found if mark is not None]


def told_at(first: str | None, head: str, comments: Sequence[SeenComment], us: int) -> str | None:
    """When our verdict on a head could be read below a request; None when it cannot.

    ``first`` is when the status of that commit first said something. A commit that is pushed again has kept its status,
    while the comment that people read is about another one, until it is posted anew.
    """
    latest = max(verdicts(comments, us), key=lambda one: one.comment.id, default=None)
    if first is None or latest is None:
        return first
    if latest.head != head:
        return None
    return first if latest.back is None else max(first, latest.back, key=moment)


def still_said(said: Sequence[Comment], comments: Sequence[SeenComment], us: int) -> tuple[Comment, ...]:
    """What was said and still holds: a comment that is gone after we have answered it takes back what its author had
    written before. Whoever may remove that somebody refuses must not give life again to their acceptance."""
    there = {str(one.id) for one in comments}
    gone = [(one.by, int(one.to)) for one in answers(comments, us) if one.to.isdigit() and one.to not in there]
    return tuple(
        one for one in said if one.kind is not Kind.COMMENT or all(one.author != by or one.id > to for by, to in gone)
    )
