"""The candidate tables of an issue: what will be attacked before anything is shown.

Whether a row or a category is drawn depends on sizes and on the grid, never on results: what is missing tells nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.model.codes import in_order
from polyvalidate.model.words import Text
from polyvalidate.publication.attack.bands import band_of, category_bands, holding, reached
from polyvalidate.publication.attack.partition import margins, partition
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import _SEAL, CategoryRow, PublicTables, Row, Scope, added


class Heading(NamedTuple):
    """What an issue is about, apart from its numbers: the titles are the grid's, by code. ``asked`` is how many
    categories the points of a student may take at most; ``formed`` as in ``PublicTables``."""

    cohort: int
    on: date
    formed: date
    commit: str
    programmes: Mapping[str, Text]
    categories: Mapping[str, Text]
    asked: int


class Candidate(NamedTuple):
    """All that is to be shown. It is not public: it must get past the attacker first."""

    heading: Heading
    size: int
    rows: tuple[Row, ...]
    categories: tuple[CategoryRow, ...]

    def tables(self) -> PublicTables:
        """The tables, sealed. Only ``releasing`` may hand them on."""
        cohort, on, formed, commit, programmes, categories, _ = self.heading
        return PublicTables(
            cohort, on, formed, commit, self.size, self.rows, self.categories, programmes, categories, _SEAL
        )


def draw(heading: Heading, standings: Sequence[Standing]) -> Candidate:
    """Band every group and every category of a cohort of at least 11 students, and add up the margins."""
    groups = partition(Counter(standing.leaf for standing in standings))
    rows = [_row(scope, standings) for scope in groups]
    rows += [_margin(scope, rows[: len(groups)]) for scope in margins(groups)]
    size = len(standings)
    cut = category_bands(size, heading.asked, len(heading.categories))
    categories = tuple(
        CategoryRow(code, holding(sum(code in s.categories for s in standings), cut))
        for code in sorted(heading.categories, key=in_order)
        if len(cut) > 1
    )
    return Candidate(heading, size, tuple(rows), categories)


def _row(scope: Scope, standings: Sequence[Standing]) -> Row:
    levels = [standing.level for standing in standings if standing.leaf in scope.leaves]
    size = len(levels)
    return Row(scope, size, tuple(band_of(number, size) for number in reached(levels)))


def _margin(scope: Scope, groups: Sequence[Row]) -> Row:
    inside = [row for row in groups if row.scope.leaves <= scope.leaves]
    return Row(scope, sum(row.size for row in inside), added(inside))
