"""What minutes hold: the students of a cohort on whom a jury decides, or has decided, as one commit says."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from polyvalidate.documents.statement import GridStamp
from polyvalidate.model.paths import Entry
from polyvalidate.model.points import Points
from polyvalidate.model.score import Missing
from polyvalidate.model.words import Text

FORMAT = "polyvalidate-minutes/1"
LAYOUT = 2
"""How minutes are laid out now. Those of before are made again as they were laid out then, to be verified."""
OUTCOMES = ("acquired", "not-acquired", "exempted", "second-chance")
"""The order in which totals are told."""

SESSION = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_PROGRAMME = re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


class Asked(NamedTuple):
    """Which jury: the session (``2026-07``), the cohort by its year of entry, one programme or all of them.

    ``everybody`` adds the students who are not in the last year of their cycle.
    """

    session: str
    cohort: int
    programme: str | None = None
    everybody: bool = False

    @property
    def words(self) -> Text:
        """``2026-07, promotion 2023, DI``."""
        only = f", {self.programme}" if self.programme else ""
        return Text("{session}, promotion {cohort}{only}", "{session}, cohort {cohort}{only}").filled(
            session=self.session, cohort=self.cohort, only=only
        )


class Previous(NamedTuple):
    """What an earlier session decided."""

    session: str
    outcome: str


class Earlier(NamedTuple):
    """An earlier recording of the same session: its commit, and the day of that commit."""

    commit: str
    day: date


@dataclass(frozen=True, slots=True)
class Row:
    """One student. ``credited`` and ``required`` (quarter-points; None: the jury has not fixed the threshold) are those
    of the balance before the decision, and those that the jury saw after it.

    ``waiting`` counts the declarations of the folder that wait for a decision, appeals too; ``errors`` those that count
    nothing until they are mended. ``outcome`` is None as long as nothing is decided; ``proposal`` is what the rules
    would say, None where they say nothing.
    """

    student: str
    programme: str
    profile: str
    credited: Points
    required: Points | None
    missing: Missing
    waiting: int
    errors: int
    previous: Previous | None = None
    proposal: str | None = None
    outcome: str | None = None
    comment: str | None = None
    on: date | None = None
    by: str | None = None

    @property
    def facts(self) -> tuple[Any, ...]:
        """All that the jury decides on. Not what an earlier session decided, which the decision itself takes the
        place of."""
        return (self.programme, self.profile, self.credited, self.required, self.missing)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The students of one session and cohort, by programme and pseudonym. ``day`` is the day for which the commit was
    judged; ``fingerprint`` is ``fingerprint_of`` the grid and the folders of these students; ``undecided`` counts the
    students who were before the jury and of whom no session has decided, a second chance apart."""

    school: str
    asked: Asked
    commit: str
    day: date
    grids: tuple[GridStamp, ...]
    fingerprint: str
    rows: tuple[Row, ...]
    titles: tuple[tuple[str, Text], ...] = ()
    """The title of each programme of the rows."""
    juries: tuple[tuple[str, Text], ...] = ()
    """The code and title of each role that signed."""
    undecided: int = 0
    earlier: tuple[Earlier, ...] = ()
    """The recordings of the same session whose minutes these take the place of, oldest first."""
    corrected: frozenset[str] = frozenset()
    """The students of whom this session decided otherwise before."""
    graduates: int | None = None
    """The year in which the cycle of all these students ends; None when it is not one."""
    layout: int = LAYOUT

    @property
    def by_student(self) -> dict[str, Row]:
        return {row.student: row for row in self.rows}

    @property
    def recorded(self) -> bool:
        """Has the session recorded a decision on one of these students? Then an empty decision is one that the jury
        did not take, and no proposal may stand for it."""
        return any(row.outcome is not None for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        """How many of each outcome, those that occur."""
        counts = Counter(row.outcome for row in self.rows)
        return {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]}

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the jury decided."""
        return tuple(sorted({row.on for row in self.rows if row.on is not None}))


def fingerprint_of(entries: Iterable[Entry]) -> str:
    """The fingerprint of some files: 64 hexadecimal digits, as ``sha256sum FILES | sha256sum`` gives from the root of
    the repository, the files in the order of LC_ALL=C."""
    lines = []
    for entry in sorted(entries, key=lambda e: e.path.encode("utf-8", "surrogateescape")):
        digest = hashlib.sha256(entry.data or b"").hexdigest()
        lines.append(digest.encode() + b"  " + entry.path.encode("utf-8", "surrogateescape") + b"\n")
    return hashlib.sha256(b"".join(lines)).hexdigest()


class Provenance(NamedTuple):
    """From what a table or minutes were made, as each form carries it: enough to make them again."""

    kind: str  # working | minutes
    asked: Asked
    commit: str
    day: date
    fingerprint: str
    lang: str
    named: bool
    coded: bool = True
    """Do pseudonyms stand in it?"""
    layout: int = 1

    def __str__(self) -> str:
        """``key=value`` with spaces between: a spreadsheet takes it for nothing else than a text."""
        asked = self.asked
        pairs = {
            "format": FORMAT,
            "kind": self.kind,
            "session": asked.session,
            "cohort": str(asked.cohort),
            "programme": asked.programme or "all",
            "everybody": "yes" if asked.everybody else "no",
            "day": self.day.isoformat(),
            "commit": self.commit,
            "fingerprint": self.fingerprint,
            "lang": self.lang,
            "named": "yes" if self.named else "no",
        }
        if not self.coded:
            pairs["pseudonyms"] = "no"
        if self.layout > 1:
            pairs["layout"] = str(self.layout)
        return " ".join(f"{key}={value}" for key, value in pairs.items())


def provenance_of(minutes: Minutes, kind: str, lang: str, named: bool, coded: bool = True) -> Provenance:
    layout = minutes.layout if kind == "minutes" else 1
    return Provenance(kind, minutes.asked, minutes.commit, minutes.day, minutes.fingerprint, lang, named, coded, layout)


def parsed_provenance(text: str) -> Provenance | None:
    """The provenance in a text; None when it is none, or was changed into something else."""
    said: dict[str, str] = {}
    for word in text.split():
        key, _, value = word.partition("=")
        said[key] = value
    try:
        asked = Asked(
            said["session"],
            int(said["cohort"]),
            None if said["programme"] == "all" else said["programme"],
            said["everybody"] == "yes",
        )
        found = Provenance(
            said["kind"],
            asked,
            said["commit"],
            date.fromisoformat(said["day"]),
            said["fingerprint"],
            said["lang"],
            said["named"] == "yes",
            said.get("pseudonyms") != "no",
            int(said.get("layout", "1")),
        )
    except (KeyError, ValueError):
        return None
    sound = (
        said.get("format") == FORMAT
        and found.kind in ("working", "minutes")
        and found.lang in ("fr", "en")
        and found.layout >= 1
        and SESSION.fullmatch(asked.session)
        and (asked.programme is None or _PROGRAMME.fullmatch(asked.programme))
        and _HEX.fullmatch(found.commit)
        and _HEX.fullmatch(found.fingerprint)
    )
    return found if sound else None
