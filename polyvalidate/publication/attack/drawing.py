"""The candidate tables of an issue, with every margin: what will be attacked before anything is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.publication.attack.bands import band_of, reached
from polyvalidate.publication.attack.partition import margins, partition
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import _SEAL, CategoryRow, Kind, PublicTables, Row, Scope


class Heading(NamedTuple):
    """What an issue is about, apart from its numbers: the titles are the grid's, by code."""

    cohort: int
    on: date
    commit: str
    programmes: Mapping[str, Text]
    categories: Mapping[str, Text]


class Candidate(NamedTuple):
    """All that could be shown. It is not public: it must get past the attacker first."""

    heading: Heading
    size: int
    rows: tuple[Row, ...]
    categories: tuple[CategoryRow, ...]

    def tables(self, margins_shown: frozenset[Kind], with_categories: bool) -> PublicTables:
        """The tables with some families of margins, sealed. Only ``releasing`` may hand them on."""
        kept = frozenset({Kind.GROUP, Kind.OTHERS}) | margins_shown
        heading = self.heading
        return PublicTables(
            heading.cohort,
            heading.on,
            heading.commit,
            self.size,
            tuple(row for row in self.rows if row.scope.kind in kept),
            self.categories if with_categories else (),
            heading.programmes,
            heading.categories,
            _SEAL,
        )


def draw(heading: Heading, standings: Sequence[Standing]) -> Candidate:
    """Band every group, every margin and every category of a cohort of at least 11 students."""
    sizes = Counter(standing.leaf for standing in standings)
    groups = partition(sizes)
    rows = tuple(_row(scope, standings) for scope in (*groups, *margins(sizes, groups)))
    categories = tuple(
        CategoryRow(code, band_of(sum(code in s.categories for s in standings), len(standings)))
        for code in sorted(heading.categories)
    )
    return Candidate(heading, len(standings), rows, categories)


def _row(scope: Scope, standings: Sequence[Standing]) -> Row:
    levels = [standing.level for standing in standings if standing.leaf in scope.leaves]
    size = len(levels)
    return Row(scope, size, tuple(band_of(number, size) for number in reached(levels)))
