"""What the record says of the requests that were decided: when each was opened, when it entered, what it touched."""

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
from polyvalidate.repository.partial import complete
from polyvalidate.repository.revisions import resolve

_UNDATED = datetime.fromtimestamp(0, UTC)
_DECLARATIONS = ":(glob)declarations/*/*/*.yml"


class Written(NamedTuple):
    """What one commit of the record did to a file: the ids of its contents before and after."""

    commit: str
    path: str
    before: str
    after: str


class Answered(NamedTuple):
    """A request that entered with a decision: the day on which it was opened, the day on which it entered, the account
    that proposed it, the codes that signed, the declarations that it touched."""

    opened: date
    entered: date
    proposer: str
    signers: tuple[str, ...]
    paths: tuple[str, ...]


def written(place: Path, tip: str, paths: str, *words: str) -> Iterator[Written]:
    """What the first-parent history of a commit did to the files of a pattern, newest first; ``words`` choose among
    its commits."""
    log = ("log", "--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=%H")
    commit, facts = "", ""
    told = run_git(place, *log, *words, "--end-of-options", tip, "--", paths).decode("utf-8", "replace")
    for word in (each.strip("\n") for each in told.split("\0")):
        if word.startswith(":"):
            facts = word
        elif facts:
            before, after = facts.split()[2:4]
            yield Written(commit, word, before, after)
            facts = ""
        elif word:
            commit = word


def answered(place: Path, revision: str) -> list[Answered]:
    """The requests of which the record says when they were opened, newest first. Those of a button of the forge, and
    of somebody who did not say that day, are not among them. Raises ``Unreadable`` for a history that is cut."""
    whole(place)
    tip = resolve(place, revision)
    complete(place, tip, history=True)
    touched: dict[str, list[str]] = {}
    for one in written(place, tip, _DECLARATIONS, "--fixed-strings", f"--grep={OPENED_ON}: "):
        touched.setdefault(one.commit, []).append(one.path)
    zone = zone_of(place, tip)
    found = []
    with Objects(place) as objects:
        for commit, paths in touched.items():
            record = recorded(objects, commit, _UNDATED)
            signers, proposers = record.values(EVALUATED_BY), record.values(PROPOSED_BY)
            for opened in map(_day, record.values(OPENED_ON)):
                entered = day_in(record.merged, zone)
                if opened is not None and opened <= entered and signers and proposers:
                    found.append(Answered(opened, entered, proposers[0], signers, tuple(paths)))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
