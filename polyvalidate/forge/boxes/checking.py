"""Where the boxes of a place differ from what the roster says: every difference, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.forge.boxes.place import BRANCH, Box, Boxes
from polyvalidate.forge.boxes.steps import Progress, Roster, stranger
from polyvalidate.forge.people import Right


class Kind(StrEnum):
    """What differs, as JSON says it."""

    MISSING = "missing"
    NOT_PRIVATE = "not-private"
    NOT_READY = "not-ready"
    NOT_GUARDED = "not-guarded"
    NO_ACCOUNT = "no-account"
    NOT_INVITED = "not-invited"
    WAITING = "waiting"
    EXPIRED = "expired"
    OTHER_RIGHT = "other-right"
    STRANGER = "stranger"
    NOT_READ = "not-read"
    ADMINISTERS = "administers"
    DEPARTED = "departed"
    STILL_IN = "still-in"
    NOBODYS = "nobodys"


class Difference(NamedTuple):
    """``code`` is the box (empty: of the place), ``who`` the account that it is about, as it is called today."""

    kind: Kind
    code: str
    who: str = ""


def differences(boxes: Boxes, roster: Roster, progress: Progress) -> Iterator[Difference]:
    """What differs, box by box. What is not named as a box is left alone; so are the boxes of another cohort."""
    chosen = (*roster.present, *roster.departed)
    named = {box.code: box for box in boxes.there() if roster.is_code(box.code)}
    there = {code: box for code, box in named.items() if code in chosen or code not in roster.known}
    yield from (Difference(Kind.MISSING, code) for code in roster.present if code not in there)
    if not boxes.guards_each and there and not boxes.guarded(""):
        yield Difference(Kind.NOT_GUARDED, "")
    for done, box in enumerate(there.values(), 1):
        if box.code in roster.present:
            yield from _present(boxes, box, roster)
        elif box.code in roster.departed:
            yield from _departed(boxes, box, roster)
        elif not box.archived:
            yield Difference(Kind.NOBODYS, box.code)
        if not box.private:
            yield Difference(Kind.NOT_PRIVATE, box.code)
        progress(done, len(there))


def _present(boxes: Boxes, box: Box, roster: Roster) -> Iterator[Difference]:
    code, account = box.code, roster.present[box.code]
    if box.archived or box.branch != BRANCH or not boxes.filled(code):
        yield Difference(Kind.NOT_READY, code)
    elif boxes.guards_each and not boxes.guarded(code):
        yield Difference(Kind.NOT_GUARDED, code)
    people = {one.account: one for one in boxes.people(code)}
    waiting = boxes.invited(code)
    if account is None:
        yield Difference(Kind.NO_ACCOUNT, code)
    elif account in people:
        if people[account].right is not Right.WRITE:
            yield Difference(Kind.OTHER_RIGHT, code, people[account].login)
    elif (asked := next((one for one in waiting if one.account == account), None)) is not None:
        yield Difference(Kind.EXPIRED if asked.expired else Kind.WAITING, code, asked.login)
    else:
        yield Difference(Kind.NOT_INVITED, code, account)
    for one in people.values():
        if one.account == account or one.account in roster.staff or one.login in boxes.ours:
            continue
        if stranger(one, roster, boxes):
            yield Difference(Kind.STRANGER, code, one.login)
        else:
            yield Difference(Kind.ADMINISTERS if one.right is Right.ADMIN else Kind.STRANGER, code, one.login)
    yield from (Difference(Kind.STRANGER, code, one.login) for one in waiting if one.account != account)
    yield from (Difference(Kind.NOT_READ, code, one) for one in boxes.unread(code, roster.staff, people))


def _departed(boxes: Boxes, box: Box, roster: Roster) -> Iterator[Difference]:
    if not box.archived:
        yield Difference(Kind.DEPARTED, box.code)
    inside = [one.login for one in boxes.people(box.code) if stranger(one, roster, boxes)]
    yield from (Difference(Kind.STILL_IN, box.code, who) for who in inside)
    yield from (Difference(Kind.STILL_IN, box.code, one.login) for one in boxes.invited(box.code))
