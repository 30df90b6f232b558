"""``PublicTables``: what may be shown of a cohort, and the only type that pages, charts and exports accept.

It is sealed: only the release of an issue and the reading of a verified record make one. It holds group sizes, bounds
of bands, codes and titles of the grid; nothing in it is a number of students with a result, or text by a student.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.publication.attack.bands import Band


class Leaf(NamedTuple):
    """The smallest groups that everybody can name: a programme (DI) and a year of study (4A)."""

    programme: str
    year: str


class Kind(StrEnum):
    """What a row is about. Groups and *others* share out the cohort; the three margins overlap them."""

    GROUP = "group"
    OTHERS = "others"
    PROGRAMME = "programme"
    YEAR = "year"
    COHORT = "cohort"


MARGINS = (Kind.PROGRAMME, Kind.YEAR, Kind.COHORT)


class Scope(NamedTuple):
    """The students a row is about, by the leaves they are in. ``programme`` and ``year`` name it, where they do."""

    kind: Kind
    programme: str | None
    year: str | None
    leaves: frozenset[Leaf]

    def names(self, leaf: Leaf) -> bool:
        """Whether a margin of this name is about a leaf."""
        return self.programme in (None, leaf.programme) and self.year in (None, leaf.year)


class Row(NamedTuple):
    """One group or margin: its size, and for each of ``THRESHOLDS`` the band of students who have reached it, which a
    margin adds up from its groups."""

    scope: Scope
    size: int
    reached: tuple[Band, ...]


def added(groups: Iterable[Row]) -> tuple[Band, ...]:
    """The bands of several groups together, threshold by threshold."""
    by_threshold = zip(*(row.reached for row in groups), strict=True)
    return tuple(Band(sum(b.lowest for b in parts), sum(b.highest for b in parts)) for parts in by_threshold)


class CategoryRow(NamedTuple):
    """One category of the grid, over the whole cohort: the band of students who have points in it."""

    category: str
    active: Band


@dataclass(frozen=True, slots=True)
class Seal:
    """What makes public tables public. A test finds whoever imports ``_SEAL`` elsewhere than in this room."""

    token: object = field(repr=False)


_SEAL = Seal(object())


@dataclass(frozen=True, slots=True)
class PublicTables:
    """One issue: a cohort on a day. ``commit`` is the snapshot it was made from, ``formed`` the day of the first issue
    of the cohort, whose students and groups are followed.

    ``categories`` is empty when the grid has too few to show them. ``titles`` are those of programmes and of
    categories, by code. Raises TypeError when it is not made by anonymising.
    """

    cohort: int
    on: date
    formed: date
    commit: str
    size: int
    rows: tuple[Row, ...]
    categories: tuple[CategoryRow, ...]
    programmes: Mapping[str, Text]
    category_titles: Mapping[str, Text]
    seal: Seal = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("public tables are made by anonymising only")

    @property
    def groups(self) -> tuple[Row, ...]:
        """The rows that share out the cohort."""
        return tuple(row for row in self.rows if row.scope.kind not in MARGINS)

    @property
    def margins(self) -> tuple[Row, ...]:
        """The rows that overlap the groups."""
        return tuple(row for row in self.rows if row.scope.kind in MARGINS)

    @property
    def cohort_scope(self) -> Scope:
        """Every student of the issue, whether the cohort's row is shown or not."""
        return Scope(Kind.COHORT, None, None, frozenset().union(*(row.scope.leaves for row in self.groups)))
