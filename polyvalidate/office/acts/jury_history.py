"""When the decisions of a session were recorded, added to and corrected: what the history of a branch says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.clock import day_in
from polyvalidate.model.paths import FolderPath
from polyvalidate.office.jury.content import Asked, Earlier, Minutes
from polyvalidate.repository import read_blobs, resolve, zone_of
from polyvalidate.repository.answered import written
from polyvalidate.repository.history import moment_of, whole
from polyvalidate.repository.partial import complete


class Recording(NamedTuple):
    """A commit in which a session recorded decisions: on whom for the first time, on whom in place of another decision
    of the same session."""

    commit: str
    added: frozenset[str]
    corrected: frozenset[str]


def recordings(place: Path, revision: str, asked: Asked) -> list[Recording]:
    """The commits in which decisions of a session and cohort were recorded, newest first. A later session takes the
    place of some of its files, so that the last commit does not tell."""
    whole(place)
    tip = resolve(place, revision)
    complete(place, tip, history=True)
    decisions = list(written(place, tip, f":(glob)declarations/{asked.cohort}/*/quitus.yml"))
    blobs = read_blobs(str(place), {oid for each in decisions for oid in (each.before, each.after) if oid.strip("0")})
    line = re.compile(rb"^session: *[\"']?" + asked.session.encode(), re.MULTILINE)
    held = {oid: _said(data) for oid, data in blobs.items() if line.search(data)}
    found: dict[str, tuple[set[str], set[str]]] = {}
    for each in decisions:
        if each.after in held and held.get(each.before) != held[each.after]:
            added, corrected = found.setdefault(each.commit, (set(), set()))
            (corrected if each.before in held else added).add(FolderPath.of(each.path).code)
    return [Recording(commit, *map(frozenset, students)) for commit, students in found.items()]


def _said(data: bytes) -> tuple[bytes, ...]:
    """The decision in a file, whatever its comments and quotes."""
    lines = (b" ".join(line.replace(b'"', b"").replace(b"'", b"").split()) for line in data.splitlines())
    return tuple(line for line in lines if line and not line.startswith(b"#"))


def with_earlier(minutes: Minutes, place: Path, recorded: Sequence[Recording]) -> Minutes:
    """Minutes that say which ones they take the place of. ``recorded`` are the recordings of the history of their
    commit, newest first; those that decided on none of their students are left out."""
    ours = [each for each in recorded if (each.added | each.corrected) & minutes.by_student.keys()]
    zone = zone_of(place, minutes.commit)
    return replace(
        minutes,
        earlier=tuple(Earlier(each.commit, day_in(moment_of(place, each.commit), zone)) for each in ours[:0:-1]),
        corrected=frozenset().union(*(each.corrected for each in ours)) & minutes.by_student.keys(),
    )


def since(minutes: Minutes, before: Sequence[Recording], now: Sequence[Recording]) -> tuple[Recording, ...]:
    """What was recorded after minutes, oldest first: corrections of their students, and what was added of anybody where
    they are of all programmes. ``before`` are the recordings of the history of their commit, ``now`` those of the
    branch."""
    known = {each.commit for each in before}
    found = []
    for each in reversed(now):
        added = frozenset[str]() if minutes.asked.programme else each.added
        corrected = each.corrected & minutes.by_student.keys()
        if each.commit not in known and (added or corrected):
            found.append(Recording(each.commit, added, corrected))
    return tuple(found)
