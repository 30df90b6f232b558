"""What is to be done to boxes so that they are what the roster says: looked at first, then written step by step.

Nothing is kept of what was done: a run that was stopped is taken up by looking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from polyvalidate.forge.adapting import answers
from polyvalidate.forge.boxes.place import BRANCH, Boxes, Invited
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.people import Person, Right
from polyvalidate.model.words import Text

Progress = Callable[[int, int], None]


class Make(NamedTuple):
    code: str


class Fill(NamedTuple):
    code: str


class NameBranch(NamedTuple):
    code: str


class Guard(NamedTuple):
    """``code`` is empty where one guard keeps all boxes."""

    code: str


class Give(NamedTuple):
    code: str
    account: str
    held: Person | None


class Take(NamedTuple):
    code: str
    person: Person


class Revoke(NamedTuple):
    code: str
    invited: Invited


class Archive(NamedTuple):
    code: str


class Reopen(NamedTuple):
    code: str


Step = Make | Fill | NameBranch | Guard | Give | Take | Revoke | Archive | Reopen


@dataclass(frozen=True, slots=True)
class Roster:
    """Who must have a box and who must not any more, by pseudonym, with their accounts (None: not known yet); the
    accounts of staff; what a new box says; all the pseudonyms of the school, and whether a name may be one."""

    present: Mapping[str, str | None]
    departed: Mapping[str, str | None]
    staff: frozenset[str]
    welcome: str
    known: frozenset[str]
    is_code: Callable[[str], bool]


class Refused(NamedTuple):
    """A step that the forge did not take, and why."""

    step: Step
    why: Text


def creating(boxes: Boxes, roster: Roster, progress: Progress) -> Iterator[Step]:
    """Each student has a box, with its first page, its branch, its guard."""
    there = {box.code: box for box in boxes.there()}
    if roster.present and not boxes.guards_each and not boxes.guarded(""):
        yield Guard("")
    for done, code in enumerate(roster.present, 1):
        box = there.get(code)
        if box is None:
            yield from (Make(code), Fill(code))
        else:
            if box.archived:
                yield Reopen(code)
            if not boxes.filled(code):
                yield Fill(code)
            elif box.branch != BRANCH:
                yield NameBranch(code)
        if boxes.guards_each and (box is None or not boxes.guarded(code)):
            yield Guard(code)
        progress(done, len(roster.present))


def inviting(boxes: Boxes, roster: Roster, progress: Progress) -> Iterator[Step]:
    """Each student may write to their own box; nobody else but staff, and who administers, is in it."""
    open_ones = {box.code for box in boxes.there() if not box.archived}
    wanted = {code: account for code, account in roster.present.items() if code in open_ones}
    for done, (code, account) in enumerate(wanted.items(), 1):
        people = {one.account: one for one in boxes.people(code)}
        waiting = boxes.invited(code)
        mine = people.get(account) if account is not None else None
        asked = next((one for one in waiting if one.account == account and not one.expired), None)
        yield from (Revoke(code, one) for one in waiting if one is not asked)
        yield from (
            Take(code, one) for one in people.values() if one.account != account and stranger(one, roster, boxes)
        )
        if account is not None and asked is None and not _settled(mine):
            yield Give(code, account, mine)
        progress(done, len(wanted))


def _settled(mine: Person | None) -> bool:
    """May they write already? Who administers the whole place does so of themselves: no box can take that away."""
    return mine is not None and (mine.right is Right.WRITE or (mine.right is Right.ADMIN and not mine.direct))


def archiving(boxes: Boxes, roster: Roster, progress: Progress) -> Iterator[Step]:
    """The boxes of who has gone: nobody but staff is in them any more, then they are only read."""
    open_ones = [box.code for box in boxes.there() if not box.archived and box.code in roster.departed]
    for done, code in enumerate(open_ones, 1):
        yield from (Revoke(code, one) for one in boxes.invited(code))
        yield from (Take(code, one) for one in boxes.people(code) if stranger(one, roster, boxes))
        yield Archive(code)
        progress(done, len(open_ones))


def stranger(person: Person, roster: Roster, boxes: Boxes) -> bool:
    """Has somebody an access of their own that is nobody's of staff? Who administers keeps theirs, unless it is a
    student."""
    students = {*roster.present.values(), *roster.departed.values()}
    mine = person.account in roster.staff or person.login in boxes.ours
    return person.direct and not mine and (person.right is not Right.ADMIN or person.account in students)


def carried(boxes: Boxes, steps: Sequence[Step], roster: Roster, progress: Progress) -> list[Refused]:
    """Each step done, in order; those that the forge does not take, and then the others of that box are left.

    Raises ``Fault`` for what would meet all of them: the token, a limit, a forge that does not answer.
    """
    refused: list[Refused] = []
    left = set[str]()
    for done, step in enumerate(steps, 1):
        if step.code not in left or step.code == "":
            try:
                with answers():
                    why = _do(boxes, step, roster)
            except Fault as fault:
                if fault.status not in (400, 404, 409, 422) and not (isinstance(step, Guard) and fault.status == 403):
                    raise
                why = _NO_GUARD if isinstance(step, Guard) and fault.status in (403, 404) else fault.text
            if why is not None:
                refused.append(Refused(step, why))
                left.add(step.code)
        progress(done, len(steps))
    return refused


def _do(boxes: Boxes, step: Step, roster: Roster) -> Text | None:
    """Why it could not be done; None when it is done."""
    match step:
        case Make(code):
            boxes.make(code)
        case Fill(code):
            boxes.fill(code, roster.welcome)
        case NameBranch(code):
            boxes.name_branch(code)
        case Guard(code):
            boxes.guard(code)
        case Give(code, account, held):
            login = held.login if held is not None else boxes.login(account)
            if login is None:
                return _NOBODY.filled(account=account)
            boxes.give(code, account, login, held)
        case Take(code, person):
            boxes.take(code, person)
        case Revoke(code, invited):
            boxes.revoke(code, invited)
        case Archive(code):
            boxes.archive(code, archived=True)
        case Reopen(code):
            boxes.archive(code, archived=False)
    return None


_NO_GUARD = Text(
    "ce jeton n'en a pas le droit, ou l'offre ne l'a pas (sur GitHub, l'offre gratuite) ; les boîtes marchent sans",
    "this token may not, or the plan does not have it (on GitHub, the free one); the boxes work without",
)
_NOBODY = Text("aucun compte {account}", "there is no account {account}")
