"""What waits for a decision, and what helps to take it: the claim, the room under the caps, how others were decided.

Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from statistics import median_low
from typing import NamedTuple

from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.balances import most_favourable
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.together import Clash
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import Balance, Cap
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase, Precedent
from polyvalidate.rules.granting import bounds

MOST_SIMILAR = 8
"""How many of the latest decisions on an activity are summed up."""


class Similar(NamedTuple):
    """How the latest declarations of an activity were decided; ``median`` is of those that were granted points. For as
    much as is claimed now: each number of points that was granted and how many times, the most frequent first."""

    accepted: int
    partial: int
    refused: int
    median: Points | None
    alike: tuple[tuple[Points, int], ...] = ()


class Room(NamedTuple):
    """What a student may still count for an activity, and the cap that says so; None where nothing limits it."""

    left: Points
    cap: Cap


class Waiting(NamedTuple):
    """One declaration that waits. ``request`` is what its request is called, by its number or as one of a box
    (``s-k3f9q2mz7w/3``), and ``since`` its day; None for one that is merged already."""

    request: str | None
    since: date | None
    claim: ClaimCase
    kind: Awaited
    codes: tuple[str, ...]
    least: Points
    room: Room | None
    similar: Similar


def called(request: str | None) -> int | str | None:
    """What a request is called, as a cell of a table or a value of JSON: of the school's own repository, a number."""
    return int(request) if request is not None and request.isdecimal() else request


class Returned(NamedTuple):
    """A request that its author has to mend: the rules it breaks, and the files."""

    request: str
    since: date
    student: str
    codes: tuple[str, ...]
    paths: tuple[str, ...]


class Other(NamedTuple):
    """A request that is not one student's declarations: for the grid, or of an office."""

    request: str
    since: date
    paths: tuple[str, ...]


class Unjudged(NamedTuple):
    """A request that could not be judged, and why. The others do not wait for it."""

    request: str
    since: date
    why: Text


class Queue(NamedTuple):
    """All that waits, oldest first; ``clashes``: what requests that nothing stands against would break together;
    ``boxes``: where students make requests of which none is seen here; empty where there is no such place."""

    today: date
    waiting: tuple[Waiting, ...]
    returned: tuple[Returned, ...]
    others: tuple[Other, ...]
    unjudged: tuple[Unjudged, ...] = ()
    clashes: tuple[Clash, ...] = ()
    boxes: str = ""


class Past(NamedTuple):
    """What the branch holds: the balance of each student by the path of the folder, what was decided by activity."""

    balances: Mapping[str, Balance]
    decided: Mapping[str, Sequence[Precedent]]

    @classmethod
    def of(cls, results: Iterable[FolderResult], activities: Container[str] | None = None) -> Past:
        """``activities``: the codes of those whose decisions are looked for, all of them by default."""
        balances: dict[str, Balance] = {}
        decided: dict[str, list[Precedent]] = {}
        for result in results:
            if result.balance is not None:
                balances[result.path] = result.balance
            for one in result.facts.precedents:
                if activities is None or one.activity in activities:
                    decided.setdefault(one.activity, []).append(one)
        for those in decided.values():
            those.sort(reverse=True)
        return cls(balances, decided)

    def similar(self, claim: ClaimCase) -> Similar:
        """The latest decisions on the activity of a claim."""
        latest = self.decided.get(claim.activity.code, ())[:MOST_SIMILAR]
        accepted, partial, refused = (sum(one.decision == word for one in latest) for word in _DECISIONS)
        granted = [one.granted for one in latest if one.granted]
        alike = Counter(one.granted for one in latest if one.granted and one.is_alike(claim))
        median = Points(median_low(granted)) if granted else None
        return Similar(accepted, partial, refused, median, tuple(alike.most_common()))

    def room(self, claim: ClaimCase, folder: str) -> Room | None:
        """The cap that leaves this student the least, before this declaration."""
        lines = self.balances[folder].lines if folder in self.balances else ()
        others = [line for line in lines if line.path != claim.declaration.path]
        activity, grid = claim.activity, claim.grid
        same = [line for line in others if line.activity == activity.code]
        rooms = [
            Room(_left(activity.cap_year, (x.credited for x in same if x.year == grid.year)), Cap.ACTIVITY_YEAR),
            Room(_left(activity.cap_cycle, (x.credited for x in same)), Cap.ACTIVITY_CYCLE),
        ]
        category = most_favourable(claim.student, grid.categories[activity.category])
        if category is not None:
            used = (line.credited for line in others if line.category == activity.category)
            rooms.append(Room(_left(category, used), Cap.CATEGORY))
        return min(rooms, key=lambda room: room.left)

    def waiting(
        self, request: str | None, since: date | None, claim: ClaimCase, kind: Awaited, codes: tuple[str, ...]
    ) -> Waiting:
        folder = claim.declaration.path.rpartition("/")[0]
        similar = self.similar(claim)
        return Waiting(request, since, claim, kind, codes, bounds(claim)[0], self.room(claim, folder), similar)


_DECISIONS = ("accepted", "partial", "refused")


def _left(cap: Points, used: Iterable[Points]) -> Points:
    return Points(max(ZERO, cap - sum(used)))


def age(text: str) -> int | None:
    """``14d``, ``2w``, ``14j`` or ``14`` as a number of days; None when it is none of them."""
    found = re.fullmatch(r"([0-9]{1,4})\s*([dwj]?)", text.strip(), re.ASCII)
    return None if found is None else int(found[1]) * (7 if found[2] == "w" else 1)
