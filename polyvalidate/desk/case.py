"""One request on one screen: what is declared, what the grid says, what is left, how alike was decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.desk.state import Desk, Seen
from polyvalidate.judgement.awaiting import Await
from polyvalidate.judgement.verdict import Request
from polyvalidate.judgement.waiting import Past, Room, Similar
from polyvalidate.model.folder import Evidence
from polyvalidate.model.paths import folder_of
from polyvalidate.model.points import Points
from polyvalidate.model.roles import in_office
from polyvalidate.model.score import Line
from polyvalidate.model.words import Text
from polyvalidate.reports.deciding import DECIDED_HERE, waits
from polyvalidate.repository import Unreadable
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.granting import bounds
from polyvalidate.school.check import make_judge
from polyvalidate.school.gate import Gated, gate
from polyvalidate.school.queue import MOST_READ, Opened

GONE = Text(
    "Cette demande n'attend plus rien ici : elle a été décidée, retirée, ou cette copie ne l'a pas.",
    "This request waits for nothing here any more: it was decided, withdrawn, or this copy does not have it.",
)
NOT_WHOLE = Text(
    "Une demande est décidée entière, et une partie de celle-ci ne l'est pas par vous. Chaque personne concernée répond"
    " pour sa part sous la demande, sur la forge.",
    "A request is decided as a whole, and part of this one is not yours. Everybody concerned answers for their part"
    " below the request, on the forge.",
)


class Part(NamedTuple):
    """A declaration of the request that awaits somebody. ``here``: is it for who sits here to decide? ``choices`` are
    the points that may be granted, in quarter-points; ``readers`` the codes of those who may read it a second time."""

    rank: int
    wait: Await
    claim: ClaimCase
    here: bool
    choices: tuple[Points, ...]
    least: Points
    readers: tuple[str, ...]
    room: Room | None
    similar: Similar
    history: tuple[Line, ...]
    evidence: tuple[tuple[Evidence, bool | None], ...]
    """Each piece, and whether the file that stands beside the declaration is the declared one; None where none does."""


class Case(NamedTuple):
    """An open request, judged, with the declarations of it that await somebody."""

    opened: Opened
    request: Request
    gated: Gated
    parts: tuple[Part, ...]

    @property
    def whole(self) -> bool:
        """May who sits here decide all that it awaits?"""
        return bool(self.parts) and all(part.here for part in self.parts)

    @property
    def number(self) -> int:
        """By which it is called in its repository or its box."""
        return int(self.opened.key.rpartition("/")[2])


def case_of(desk: Desk, key: str) -> Case:
    """The request that is called so. Raises ``Unreadable`` when this copy does not have it open."""
    seen = desk.seen()
    opened = seen.requests.get(key)
    if opened is None:
        raise Unreadable(GONE)
    request = Request(_account(seen, key), opened.since, box=opened.box)
    commit, day = seen.mark[0], desk.day()
    gated = gate(desk.place, commit, opened.ref, request, day, judge=make_judge(), most=MOST_READ)
    return Case(opened, request, gated, tuple(_parts(desk, seen, gated)))


def _account(seen: Seen, key: str) -> str:
    """Git does not say who opened a request: one that touches a student's folder is taken as that student's, as the
    queue takes it. The school's check holds it to the request when it is sent."""
    waiting = {one.request: one.claim.student.account for one in seen.queue.waiting}
    returned = {one.request: one.student for one in seen.queue.returned}
    student = seen.school.students.get(returned.get(key, ""))
    return waiting.get(key) or (student.account if student is not None else None) or ""


def _parts(desk: Desk, seen: Seen, gated: Gated) -> Iterator[Part]:
    for rank, wait in enumerate(waits(gated.verdict)):
        claim = gated.verdict.claims[wait.path]
        folder = folder_of(wait.path) or ""
        code = claim.student.code
        judged = judgement.check_folder(
            make_judge(), seen.school.book, folder, seen.school.entries(code), seen.school.sorted.twins
        )
        lines = judged.balance.lines if judged.balance is not None else ()
        least, most = bounds(claim)
        readers = (
            tuple(one for one in wait.codes if one != desk.signer)
            if claim.computed >= claim.grid.second_reader_from
            else ()
        )
        compared = {one.rank: one.agrees for one in gated.verdict.evidence if one.path == wait.path}
        yield Part(
            rank,
            wait,
            claim,
            desk.signer in wait.codes and wait.kind in DECIDED_HERE,
            tuple(map(Points, range(1, most + 1))),
            least,
            readers,
            Past.of([judged]).room(claim, folder),
            seen.past.similar(claim),
            tuple(line for line in lines if line.category == claim.activity.category and line.path != wait.path),
            tuple((piece, compared.get(place)) for place, piece in enumerate(claim.declaration.evidence)),
        )


def account_of(desk: Desk, seen: Seen, code: str) -> str | None:
    """The account of a role in office; None for a code that has none."""
    holder = seen.school.book.roles.get(code)
    return holder.account if holder is not None and in_office(holder, desk.day()) else None


def next_of(seen: Seen, code: str | None, after: str = "") -> str | None:
    """What the next request is called that ``code`` decides as a whole: the oldest one, or the one after ``after``."""
    here = [(one.request, code in one.codes and one.kind in DECIDED_HERE) for one in seen.queue.waiting if one.request]
    others = {key for key, theirs in here if not theirs}
    names = [key for key in dict.fromkeys(key for key, _ in here) if key not in others]
    later = names[names.index(after) + 1 :] if after in names else names
    return next((name for name in later or names if name != after), None)
