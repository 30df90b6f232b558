"""Today: what waits and since when, the campaigns, what the check says, where this copy stands beside the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from polyvalidate.desk.state import Desk, Note, Seen
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.waiting import Waiting
from polyvalidate.model.grid import Campaign
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making, run_git
from polyvalidate.repository.git import try_git
from polyvalidate.repository.replaying import SERVER
from polyvalidate.school.land import advance
from polyvalidate.school.sending import Outcome, Patience, send

REMOTE = "origin"
SECONDS = 30.0
"""To fetch what a school has, and to wait for its check: a page that stays away longer is taken for a broken one."""
_HEADS = {f"{ref}/*/head": f"{ref}/*/head" for ref in ("refs/pull", "refs/merge-requests")}
_UP_TO_DATE = Text("Cette copie est à jour.", "This copy is up to date.")
_AHEAD = Text(
    "Cette copie a des décisions que le serveur n'a pas : envoyez-les.",
    "This copy has decisions that the server does not have: send them.",
)
_SENT = Text("Envoyé : le serveur a tout ce qui a été décidé ici.", "Sent: the server has all that was decided here.")


class Row(NamedTuple):
    """What waits in a category: how many declarations, how many of them for who sits here, and since when."""

    code: str
    title: Text
    total: int
    mine: int
    days: int | None


class Copy(NamedTuple):
    """This copy beside the server: how many commits it has to send, and to take in; None where they are not known."""

    remote: bool
    ahead: int | None = None
    behind: int | None = None


def rows(seen: Seen, code: str | None) -> list[Row]:
    """What waits, category by category."""
    found: dict[str, list[Waiting]] = {}
    for one in seen.queue.waiting:
        if one.kind not in (Awaited.SECOND, Awaited.JURY):
            found.setdefault(one.claim.activity.category, []).append(one)
    return [
        Row(
            category,
            those[0].claim.grid.categories[category].title,
            len(those),
            sum(code in one.codes for one in those),
            _oldest(those, seen.queue.today),
        )
        for category, those in sorted(found.items())
    ]


def _oldest(waiting: list[Waiting], today: date) -> int | None:
    return max(((today - one.since).days for one in waiting if one.since is not None), default=None)


def of_kind(seen: Seen, kind: Awaited) -> int:
    """How many declarations await that."""
    return sum(one.kind is kind for one in seen.queue.waiting)


def campaigns(seen: Seen) -> Iterator[tuple[Campaign, int, bool]]:
    """The campaigns that are open, with the days that are left, today included; and the next one with the days until
    it opens."""
    today = seen.queue.today
    every = sorted((one for grid in seen.school.book.grids.values() for one in grid.campaigns), key=lambda c: c.opens)
    yield from ((one, (one.closes - today).days + 1, True) for one in every if one.opens <= today <= one.closes)
    coming = [one for one in every if one.opens > today]
    yield from ((one, (one.opens - today).days, False) for one in coming[:1])


def copy_of(desk: Desk) -> Copy:
    """As far as this copy knows: nothing is asked of the server."""
    if try_git(desk.place, "remote", "get-url", REMOTE, own_configuration=True).code:
        return Copy(remote=False)
    known = [ref for ref in (SERVER, f"refs/remotes/{REMOTE}/{desk.branch}") if making.object_at(desk.place, ref)]
    if not known:
        return Copy(remote=True)
    # The latest of what was heard of the server: what one does not have, the other may.
    ahead = _count(desk, desk.branch, *(f"^{ref}" for ref in known))
    return Copy(remote=True, ahead=ahead, behind=_count(desk, *known, f"^{desk.branch}"))


def _count(desk: Desk, *revisions: str) -> int:
    return int(run_git(desk.place, "rev-list", "--count", *revisions, "--").decode())


def bring(desk: Desk) -> Note:
    """What the server has: its branch and the open requests. The branch follows when nothing here is missing there."""
    with desk.lock:
        ref = making.branch_of(desk.place, desk.branch)
        theirs, ours = making.fetch(desk.place, REMOTE, ref, SERVER), making.object_at(desk.place, ref)
        if not making.fetch_all(desk.place, REMOTE, _HEADS, SECONDS):
            raise Unreadable(making.UNREAD, remote=REMOTE)
        if not making.contains(desk.place, theirs, ours):
            return Note((_AHEAD,))
        stopped = advance(desk.place, ref, ours, theirs) if theirs != ours else None
        return Note((stopped,), good=False) if stopped is not None else Note((_UP_TO_DATE,))


def hand_over(desk: Desk) -> Note:
    """What was decided here enters the branch of the server, as ``polyvalidate send`` does it."""
    with desk.lock:
        done = send(desk.place, REMOTE, making.branch_of(desk.place, desk.branch), Patience(SECONDS))
    return Note((_SENT,)) if done.outcome is Outcome.ENTERED else Note((done.text,), good=False)
