"""The numbers for a report, read at the tip of a branch: of one academic year, or as they were published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.office.follow.indicators import Indicators, indicators
from polyvalidate.publication.attack import record
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.repository import GitTree, Unreadable, read_blobs
from polyvalidate.school.check import Progress, check

RECORD = "publications/issues.json"


def of_year(place: Path, branch: str, year: str, today: date, progress: Progress | None = None) -> Indicators:
    """Raises ``Unreadable`` for a year without a grid."""
    tree = GitTree(place, branch)
    checked = check(tree, today, keep_balances=True, progress=progress, kept=True)
    grid = checked.book.grids.get(year)
    if grid is None:
        known = tuple(sorted(checked.book.grids)) or ("—",)
        raise Unreadable(
            Text(
                "Il n'y a pas de grille pour {year}. Les années sont {known:all}.",
                "There is no grid for {year}. The years are {known:all}.",
            ),
            year=year,
            known=known,
        )
    return indicators(checked.report.results, checked.book, grid, today, tree.commit)


def issues(place: Path, branch: str) -> tuple[PublicTables, ...]:
    """What the school has published. Raises ``Unreadable`` for a record that is absent, or was changed."""
    tree = GitTree(place, branch)
    held = [node.ref for node in tree.below(RECORD)]
    if not held:
        raise Unreadable(
            Text(
                "Rien n'est publié sur cette branche ({path}). D'abord : polyvalidate publish.",
                "Nothing is published on this branch ({path}). First: polyvalidate publish.",
            ),
            path=RECORD,
        )
    try:
        return tuple(entry.tables for entry in record.parse(read_blobs(str(place), held)[held[0]]))
    except record.BadRecord as error:
        raise Unreadable(error.text) from error
