"""What the record says of the requests that were decided: when each was opened and entered, and what it touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.clock import day_in
from polyvalidate.repository.clock import zone_of
from polyvalidate.repository.git import run_git
from polyvalidate.repository.history import EVALUATED_BY, OPENED_ON, PROPOSED_BY, recorded, whole
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.revisions import resolve

_NAMED = ("--fixed-strings", f"--grep={OPENED_ON}: ")
_UNDATED = datetime.fromtimestamp(0, UTC)


class Written(NamedTuple):
    """What one commit of the record did to a file: the ids of its contents before and after."""

    commit: str
    path: str
    before: str
    after: str


class Answered(NamedTuple):
    """A request that entered with a decision: the day on which it was opened, the day on which it entered, the account
    that proposed it, the codes that signed."""

    opened: date
    entered: date
    proposer: str
    signers: tuple[str, ...]


def answered(place: Path, revision: str) -> dict[str, Answered]:
    """The requests of which the record says when they were opened, by the commit that holds each, newest first. Those
    of a button of the forge, and of somebody who did not say that day, are not among them. Raises ``Unreadable`` for a
    history that is cut."""
    whole(place)
    tip = resolve(place, revision)
    zone = zone_of(place, tip)
    found = {}
    with Objects(place) as objects:
        for commit in run_git(place, "rev-list", "--first-parent", *_NAMED, tip).decode().split():
            record = recorded(objects, commit, _UNDATED)
            entered = day_in(record.merged, zone)
            opened = next((day for day in map(_day, record.values(OPENED_ON)) if day is not None), None)
            signers, proposers = record.values(EVALUATED_BY), record.values(PROPOSED_BY)
            if opened is not None and opened <= entered and signers and proposers:
                found[commit] = Answered(opened, entered, proposers[0], signers)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def written(place: Path, tip: str, paths: str) -> Iterator[Written]:
    """What the first-parent history of a commit did to the files of a pattern, newest first."""
    log = ("log", "--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=%H")
    commit, facts = "", ""
    told = run_git(place, *log, "--end-of-options", tip, "--", paths).decode("utf-8", "replace")
    for word in (each.strip("\n") for each in told.split("\0")):
        if word.startswith(":"):
            facts = word
        elif facts:
            before, after = facts.split()[2:4]
            yield Written(commit, word, before, after)
            facts = ""
        elif word:
            commit = word
