"""Which day it is at a school: its zone is that of its last year's grid, ``timezone`` in ``rules.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from polyvalidate.files import source
from polyvalidate.model import clock
from polyvalidate.model.paths import grid_kind
from polyvalidate.model.words import Text
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.revisions import is_id, resolve
from polyvalidate.repository.unreadable import Unreadable

RULES = "rules.yml"


def zone_of(place: Path, revision: str | None = None) -> ZoneInfo:
    """The zone of a school at a revision, or as it stands on disk, which is also what is asked when the revision cannot
    be read: whoever reads the rest will say that. That of Paris when no grid can be read, or when it names none."""
    if revision is not None:
        with suppress(Unreadable):
            return _of_commit(place, revision) if is_id(revision) else _at(place, revision)
    return _named_in(_rules_on_disk(place))


def _at(place: Path, revision: str) -> ZoneInfo:
    return _named_in(_rules_at(place, revision))


_of_commit = lru_cache(maxsize=16)(_at)
"""What an id names never changes: a sweep asks which day it is at each of its steps."""


def _named_in(rules: Iterator[bytes]) -> ZoneInfo:
    for data in rules:
        parsed = source.parse(data)
        if parsed.readable:
            found = clock.zone(str(parsed.data.get("timezone", clock.PARIS)))
            if found is not None:
                return found
    paris = clock.zone(clock.PARIS)
    if paris is None:
        raise Unreadable(
            Text(
                "Cette machine ne connaît pas les heures légales : installez-les avec pip install tzdata.",
                "This machine does not know the time zones: install them with pip install tzdata.",
            )
        )
    return paris


def today(place: Path, revision: str | None = None) -> date:
    """The day it is now at a school."""
    return clock.day_in(datetime.now(UTC), zone_of(place, revision))


def _rules_on_disk(place: Path) -> Iterator[bytes]:
    """The rules of every year, the last one first."""
    for path in sorted(place.glob(f"grid/*/{RULES}"), reverse=True):
        if _is_rules(path.parent.name) and path.is_file() and not path.is_symlink():
            with suppress(OSError):
                yield path.read_bytes()


def _rules_at(place: Path, revision: str) -> Iterator[bytes]:
    """The same at a revision. Raises ``Unreadable`` when it cannot be read."""
    with Objects(place) as objects:
        tops = objects.tree(objects.tree_of(resolve(place, revision)))
        years = [row for top in tops if top.name == b"grid" for row in objects.tree(top.oid)]
        for year in sorted(years, reverse=True):
            if _is_rules(year.name.decode("utf-8", "replace")):
                rows = objects.tree(year.oid)
                yield from (objects.content(row.oid, b"blob") for row in rows if row.name == RULES.encode())


def _is_rules(year: str) -> bool:
    return grid_kind(f"grid/{year}/{RULES}") == "rules"
