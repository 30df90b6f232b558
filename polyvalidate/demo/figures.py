"""The figures that the demonstration school has published: each cohort every summer of its cycle, by the real road."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from polyvalidate.publication.issuing import Order, publish
from polyvalidate.publication.refusing import NotPublished
from polyvalidate.repository import Unreadable

FOLDER = "publications"
_YEARS = 3
"""Summers in which a cohort is published."""


def occasions(cohorts: Sequence[int], today: date) -> list[tuple[date, int]]:
    """The days, each with a cohort, of which figures have been published; none without scipy, for the attack."""
    if find_spec("scipy") is None:
        return []
    days = [(date(cohort + year, 7, 15), cohort) for cohort in cohorts for year in range(1, _YEARS + 1)]
    return sorted(day for day in days if day[0] < today)


def published(
    root: Path, place: Path, on: Sequence[tuple[date, int]], today: date, done: Callable[[int], None]
) -> dict[str, bytes]:
    """The files of every issue that can be published, by path in the repository. ``place`` is where they are made,
    outside it; ``done`` hears after how many occasions. A cohort that is too small is left out, as in any school."""
    for number, (day, cohort) in enumerate(on, 1):
        with suppress(NotPublished, Unreadable):
            publish(Order(root, "refs/heads/main", cohort, day, place / "issues.json", today))
        done(number)
    return {
        f"{FOLDER}/{path.relative_to(place).as_posix()}": path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
