"""What deciding took in one academic year, and whether like was decided alike: for the staff who agree on it.

Pure. People are in the order of their codes: nothing here ranks them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from statistics import median_low
from typing import NamedTuple

from polyvalidate.judgement.waiting import Waiting
from polyvalidate.model.points import Points
from polyvalidate.model.score import is_chosen
from polyvalidate.model.years import academic_year
from polyvalidate.rules.cases import ClaimCase, Precedent


class Why(StrEnum):
    """What explains that a decision gave other points than the grid computes (the highest of a range)."""

    WRITTEN = "written"  # its comment
    CHOICE = "choice"  # the grid lets whoever evaluates choose
    NOTHING = "nothing"


class Decision(NamedTuple):
    """A decision as it was first taken, whatever an appeal made of it. ``opened`` is the day of the request, None where
    the record does not say it; ``granted`` are quarter-points, before any cap."""

    claim: ClaimCase
    opened: date | None
    granted: Points

    @property
    def days(self) -> int | None:
        """From the opening of the request to the decision."""
        return None if self.opened is None else (self.claim.evaluation.on - self.opened).days

    @property
    def why(self) -> Why:
        if self.claim.evaluation.comment:
            return Why.WRITTEN
        return Why.CHOICE if is_chosen(self.claim.declaration, self.claim.activity) else Why.NOTHING


class Share(NamedTuple):
    """The decisions of a category, of one person or (``code`` empty) of all."""

    category: str
    code: str
    decisions: tuple[Decision, ...]

    def of(self, decision: str) -> int:
        return sum(one.claim.evaluation.decision == decision for one in self.decisions)

    @property
    def days(self) -> list[int]:
        """The delays that are known, shortest first."""
        return sorted(one.days for one in self.decisions if one.days is not None)

    @property
    def median(self) -> int | None:
        return median_low(self.days) if self.days else None


class Spread(NamedTuple):
    """Declarations of one activity, for as much and worth the same by the grid, that were not all given as much."""

    decisions: tuple[Decision, ...]

    @property
    def claim(self) -> ClaimCase:
        """One of them: they claim the same."""
        return self.decisions[0].claim

    @property
    def granted(self) -> list[tuple[Points, int]]:
        """Each number of points and how often it was given, the most frequent first, then the most points."""
        return sorted(Counter(one.granted for one in self.decisions).items(), key=lambda pair: (-pair[1], -pair[0]))

    @property
    def why(self) -> Counter[Why]:
        """What explains those that were not given what the grid computes."""
        return Counter(one.why for one in self.decisions if one.granted != one.claim.computed)

    @property
    def by_person(self) -> list[tuple[str, Spread]]:
        """The same decisions, person by person."""
        codes = sorted({one.claim.evaluation.by for one in self.decisions})
        return [
            (code, Spread(tuple(one for one in self.decisions if one.claim.evaluation.by == code))) for code in codes
        ]


class Queued(NamedTuple):
    """What waits in a category for the same people; ``oldest`` is the day of the oldest request, None when there is
    none: all of it is in the record already."""

    category: str
    codes: tuple[str, ...]
    number: int
    oldest: date | None


class Effort(NamedTuple):
    """The decisions of an academic year, and what waits on a day. ``unread``: open requests that could not be judged;
    ``boxes``: where students make requests of which none is seen here."""

    year: str
    today: date
    decisions: tuple[Decision, ...]
    waiting: tuple[Waiting, ...]
    unread: int = 0
    boxes: str = ""

    @property
    def shares(self) -> list[Share]:
        """Category by category: each person, then all of them where there are several."""
        found: dict[tuple[str, str], list[Decision]] = {}
        for one in self.decisions:
            category = one.claim.activity.category
            found.setdefault((category, one.claim.evaluation.by), []).append(one)
            found.setdefault((category, ""), []).append(one)
        people = Counter(category for category, code in found if code)
        kept = [key for key in found if key[1] or people[key[0]] > 1]
        return [Share(*key, tuple(found[key])) for key in sorted(kept, key=lambda key: (key[0], not key[1], key[1]))]

    @property
    def spreads(self) -> list[Spread]:
        """Like declarations that were given unlike points: first where nothing explains it, then where several people
        decided, then the others, each in the order of the grid."""
        alike: dict[tuple[int, int, str, int, str, int], list[Decision]] = {}
        for one in self.decisions:
            said = Precedent.of(one.claim)
            category, rank = map(int, said.activity.split("."))
            key = (category, rank, said.unit, said.units, said.level, one.claim.computed)
            alike.setdefault(key, []).append(one)
        found = [Spread(tuple(those)) for _, those in sorted(alike.items())]
        spread = [one for one in found if len(one.granted) > 1]
        return sorted(spread, key=lambda one: (not one.why[Why.NOTHING], len(one.by_person) == 1))

    @property
    def queued(self) -> list[Queued]:
        """What waits, by category and by those who may decide it."""
        found: dict[tuple[str, tuple[str, ...]], list[Waiting]] = {}
        for one in self.waiting:
            found.setdefault((one.claim.activity.category, one.codes), []).append(one)
        return [
            Queued(*key, len(those), min((one.since for one in those if one.since is not None), default=None))
            for key, those in sorted(found.items())
        ]


def decisions_of(claims: Iterable[ClaimCase], year: str, opened: Mapping[str, Sequence[date]]) -> tuple[Decision, ...]:
    """The decisions that were signed in an academic year. ``opened`` are, by path, the days of the requests that
    touched a declaration: the last one before its decision is that of the decision."""
    found = []
    for claim in claims:
        if claim.declaration.evaluation is None or academic_year(claim.evaluation.on) != year:
            continue
        first = claim._replace(declaration=claim.declaration._replace(appeal=None))
        days = [day for day in opened.get(claim.declaration.path, ()) if day <= claim.evaluation.on]
        found.append(Decision(claim, max(days, default=None), Precedent.of(first).granted))
    return tuple(found)
