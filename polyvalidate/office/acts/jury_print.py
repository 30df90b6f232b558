"""The minutes of a session, as a commit records it, in their four forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.documents.typesetting import typeset
from polyvalidate.model.clock import day_in
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_history import Recording, recordings, with_earlier
from polyvalidate.office.acts.jury_session import Cohort, decided, read_cohort
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.office.jury.document import document
from polyvalidate.office.jury.tables import People, as_json, as_minutes_csv, as_minutes_xlsx
from polyvalidate.repository import Unreadable, zone_of
from polyvalidate.repository.history import moment_of


class RecordedSession(NamedTuple):
    """The cohort of a session at the commit that records its last decision, or at another; when that was made; the
    recordings of its history, newest first."""

    cohort: Cohort
    made_on: datetime
    recordings: tuple[Recording, ...]


def recorded_in(place: Path, branch: str, revision: str | None, asked: Asked) -> RecordedSession | None:
    """What a branch, or a revision, records of a session; None when it decided nothing. Raises ``Unreadable``."""
    recorded = recordings(place, revision or branch, asked)
    if not recorded:
        return None
    commit = revision or recorded[0].commit
    made_on = moment_of(place, commit)
    return RecordedSession(
        read_cohort(place, commit, day_in(made_on, zone_of(place, commit)), asked), made_on, tuple(recorded)
    )


def minutes_of(found: RecordedSession, asked: Asked, place: Path) -> Minutes:
    """The minutes of a session, of one programme or all; they say which ones they take the place of."""
    return with_earlier(decided(found.cohort._replace(asked=asked)), place, found.recordings)


KINDS = ("pdf", "xlsx", "csv", "json")


def forms(
    minutes: Minutes, people: People, lang: str, made_on: datetime, kinds: Iterable[str] = KINDS
) -> dict[str, bytes]:
    """The bytes of each form by file name: the same decisions always give the same. Raises ``Unreadable`` when a
    library is absent."""
    make: dict[str, Callable[[], bytes | Text]] = {
        "pdf": lambda: typeset(document(minutes, people, lang, made_on)),
        "xlsx": lambda: as_minutes_xlsx(minutes, people, lang, made_on),
        "csv": lambda: as_minutes_csv(minutes, people, lang),
        "json": lambda: as_json(minutes, people, lang).encode(),
    }
    found: dict[str, bytes] = {}
    for kind in kinds:
        data = make[kind]()
        if isinstance(data, Text):
            raise Unreadable(data)
        found[f"pv.{kind}"] = data
    return found
