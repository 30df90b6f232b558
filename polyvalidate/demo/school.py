"""What every story of the demonstration school is told against: the book, the seasons, and who holds which role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import NamedTuple

from polyvalidate.demo.dates import Season, season
from polyvalidate.demo.failing import DemoError
from polyvalidate.model.grid import Activity, Book, Grid
from polyvalidate.model.words import Text


class Request(NamedTuple):
    """A past request: what its author proposed on a branch, and what was merged, by whom.

    ``proposed`` and ``decided`` are (path, bytes): ``decided`` are the files that the person who decides writes in the
    merge itself (an evaluation); ``also`` are those who decide some of them beside ``decider``. ``opened`` and
    ``merged`` are seconds since 1970.
    """

    opened: int
    merged: int
    author: str
    decider: str
    subject: str
    proposed: tuple[tuple[str, bytes], ...]
    decided: tuple[tuple[str, bytes], ...] = ()
    also: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What a jury decides of one student: a ``quitus.yml``. The outcomes of one session and programme go together."""

    day: date
    programme: str
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class School:
    book: Book
    seasons: Mapping[int, Season]
    """By the year in which the academic year begins."""
    evaluators: Mapping[str, tuple[str, ...]]
    """The holders who evaluate each category."""
    registry: str
    jury: str
    keeper: str

    @property
    def grids(self) -> Mapping[int, Grid]:
        return {year: season.grid for year, season in self.seasons.items()}

    def evaluator(self, rng: Random, activity: Activity) -> str:
        """Somebody who may evaluate this activity, its own referents first."""
        of_category = self.evaluators[activity.category]
        referents = [code for code in activity.referents if code in of_category]
        return rng.choice(referents or of_category)

    def second_reader(self, rng: Random, activity: Activity, first: str) -> str:
        """Another evaluator, of the same category if there is one."""
        of_category = [code for code in self.evaluators[activity.category] if code != first]
        everybody = sorted({code for codes in self.evaluators.values() for code in codes} - {first})
        return rng.choice(of_category or everybody)


def school(book: Book) -> School:
    """The school that a book describes. Raises DemoError when somebody is missing to make decisions."""
    seasons = {int(year[:4]): season(grid) for year, grid in sorted(book.grids.items())}
    latest = max(s.ends for s in seasons.values())
    holders = {c: h for c, h in sorted(book.roles.items()) if h.until is None or h.until >= latest}
    categories = {category for s in seasons.values() for category in s.grid.categories}
    evaluators = {
        category: tuple(c for c, h in holders.items() if h.role == "evaluator" and category in h.categories)
        for category in categories
    }
    registry, jury, keeper = (
        next((c for c, h in holders.items() if h.role == role), None) for role in ("registry", "jury", "keeper")
    )
    distinct = {code for codes in evaluators.values() for code in codes}
    if registry is None or jury is None or keeper is None or len(distinct) < 2 or not all(evaluators.values()):
        raise DemoError(
            Text(
                "Le fichier grid/roles.yml ne suffit pas : il faut une personne qui évalue chaque catégorie, une"
                " scolarité, un jury et une personne qui garde la grille.",
                "The file grid/roles.yml is not enough: it takes an evaluator of each category, a registry office, a"
                " jury and a keeper of the grid.",
            )
        )
    return School(book, seasons, evaluators, registry, jury, keeper)
