"""What a sweep remembers of each request, so that what has not changed costs nothing.

It may be lost at any time: everything is then looked at again, and nothing is said twice. It is believed for two things
only: that nothing has to be done, and which documents requests cite, for a warning. It never makes a verdict.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate import __version__
from polyvalidate.forge.facts import Misshapen, mapping, moment, moment_text, sequence, text_of
from polyvalidate.repository.git import run_git

SHAPE = 3
REF = "refs/polyvalidate/sweep"


class Mark(NamedTuple):
    """What was last seen of a request: its head and the moment it was last touched; what the verdict was reached from
    (``under``), whom it counts as approving, and what was said (``told``), as digests; the folders it changes, None
    when its verdict may depend on anything; that in which it may ``meet`` other requests."""

    head: str
    updated_at: str
    under: str
    told: str
    approvals: tuple[str, ...]
    folders: tuple[str, ...] | None
    meets: tuple[str, ...] = ()


class Ground(NamedTuple):
    """What stands at a base: the commit, and its folders by path, as ids of Git."""

    commit: str
    trees: Mapping[str, str]

    @classmethod
    def at(cls, repository: Path, commit: str) -> Ground:
        words = ("ls-tree", "-d", "-r", "-t", "-z", "--full-tree", commit, "--", "grid", "schemas", "declarations")
        rows = run_git(repository, *words).decode("utf-8", "surrogateescape").split("\0")
        facts = (row.partition("\t") for row in rows if row)
        return cls(commit, {path: words.split(" ")[2] for words, _, path in facts})

    def under(self, folders: Iterable[str] | None, today: date) -> str:
        """A digest of all that a verdict on these folders is reached from, but for the request itself."""
        of = [self.commit] if folders is None else [self.trees.get(path, "") for path in ("grid", "schemas", *folders)]
        return digest(__version__, today.isoformat(), *of)


def digest(*parts: str) -> str:
    """Twenty hexadecimal digits that differ when a part does."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]


class Cursor:
    """The marks of a school, by what its requests are called; requests that were closed before ``since`` are done with.
    ``shown``: of each box, digests of what its page depends on, and of what it then says."""

    def __init__(
        self,
        marks: Mapping[str, Mark] | None = None,
        since: str | None = None,
        shown: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self.marks: dict[str, Mark] = dict(marks or {})
        self.since = since
        self.shown: dict[str, tuple[str, str]] = dict(shown or {})

    def leaves(self, key: str, head: str | None) -> None:
        """A request proposes another commit than it did, or none: what was told to others who propose that one too is
        told anew, since a status is a commit's."""
        mark = self.marks.get(key)
        if mark is not None and mark.head != head:
            self.marks = {k: other for k, other in self.marks.items() if k == key or other.head != mark.head}

    def to_json(self) -> str:
        marks, shown = ({key: list(row) for key, row in sorted(rows.items())} for rows in (self.marks, self.shown))
        kept = {"shape": SHAPE, "since": self.since, "marks": marks} | ({"shown": shown} if shown else {})
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def from_json(cls, data: bytes | None) -> Cursor:
        """An empty one when there is none, or none that can be read."""
        try:
            found = mapping(json.loads(data or b"{}"), "cursor")
            if found.get("shape") != SHAPE:
                return cls()
            since = found.get("since")
            marks = {key: _mark(sequence(row, "mark")) for key, row in mapping(found.get("marks"), "marks").items()}
            pages = {key: _texts(row) for key, row in mapping(found.get("shown") or {}, "shown").items()}
            shown = {key: (under, said) for key, (under, said) in pages.items()}
            return cls(marks, None if since is None else moment_text(since, "since"), shown)
        except (Misshapen, ValueError, RecursionError):
            return cls()


def _mark(row: Iterable[object]) -> Mark:
    head, updated, under, told, approvals, folders, meets = row
    moment(updated)
    one, two, three, four = (text_of(value, "mark") for value in (head, updated, under, told))
    return Mark(one, two, three, four, _texts(approvals), None if folders is None else _texts(folders), _texts(meets))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text_of(one, "mark") for one in sequence(value, "mark"))
