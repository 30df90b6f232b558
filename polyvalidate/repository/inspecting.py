"""The trees and commits that a change brings, each of them, held to what Git would refuse, and to the calendar."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from polyvalidate.judgement.verdict import MOST_FILES
from polyvalidate.model.findings import Place
from polyvalidate.repository.differing import MOST_DEPTH, MOST_PATHS
from polyvalidate.repository.git import run_git
from polyvalidate.repository.history import maker_of
from polyvalidate.repository.objects import Malformed, Objects
from polyvalidate.repository.soundness import (
    LAST_SECOND,
    RawRow,
    commit_fault,
    parents_of,
    raw_rows,
    seconds_of,
    tree_faults,
)
from polyvalidate.rules.cases import Remark

MARGIN = 86_400
"""Seconds by which the clocks of two machines may differ."""
_FOLDER = b"40000"
_TREES = 128
"""Trees whose rows are remembered: what a commit follows was looked at a moment ago."""


def brought(repository: Path, objects: Objects, base: str, fork: str, head: str) -> list[str]:
    """The commits that a head brings to a base; ``fork`` is where it comes from. Most often they are a few in a row."""
    found, commit = list[str](), head
    while commit != fork and len(found) < MOST_FILES:
        parents = parents_of(objects.content(commit, b"commit"))
        if len(parents) != 1:
            break
        found.append(commit)
        commit = parents[0]
    if commit == fork:
        return found
    limit = f"--max-count={MOST_PATHS + 1}"  # one more than are looked at
    return run_git(repository, "rev-list", limit, head, f"^{base}").decode("ascii", "replace").split()


class Inspection:
    """Looks at each new object once, wherever it stands; ``left`` are the objects that it may still look at."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.seen: set[str] = set()
        self.left = MOST_PATHS
        self._rows = lru_cache(maxsize=_TREES)(self._read_rows)
        self.makers: dict[str, str] = {}
        """The code of the role that made each commit with us, empty for the others."""
        self.days: dict[str, int] = {}
        """The second after which a commit that follows is dated, ``MARGIN`` apart: days do not go back by small steps
        either."""

    def of(self, commits: Iterable[str]) -> Iterator[Remark]:
        """What is wrong with some commits, with the way from each to its first parent, and with their new trees."""
        self.left = MOST_PATHS
        for commit in commits:
            self.left -= 1
            raw = self.objects.content(commit, b"commit")
            fault = commit_fault(raw, len(commit))
            if fault is not None:
                yield Remark("commit", Place(""), {"commit": commit[:12], "fault": fault})
                continue  # what it says of its tree and of its parents may be anything
            parents = list(dict.fromkeys(parents_of(raw)))
            if len(parents) > MOST_FILES:  # each would be read whole, for every folder of the commit
                yield Remark("too-many", Place(""), {"number": len(parents), "most": MOST_FILES})
                continue
            self.makers[commit] = maker_of(raw)
            before = [self.objects.content(parent, b"commit") for parent in parents]
            if not self._is_dated(commit, raw, dict(zip(parents[:1], before, strict=False))):
                yield Remark("undated", Place(""), {"commit": commit[:12]})
            yield from self._trees([_tree_of(other) for other in before], _tree_of(raw), "", 0)
            if self.left < 0:
                yield Remark("too-many", Place(""), {"number": MOST_PATHS, "most": MOST_FILES})
                return

    def _is_dated(self, commit: str, raw: bytes, before: Mapping[str, bytes]) -> bool:
        """Is a commit of a day that can be, and not of one before those that it follows?

        A clock that is ahead must not be held against all who come after: what follows a commit of the future is let
        be, and begins anew.
        """
        written, made = (seconds_of(raw, who) or 0 for who in (b"author", b"committer"))
        last = max((self.days.get(c, seconds_of(other, b"committer") or 0) for c, other in before.items()), default=0)
        goes_on = made >= last - MARGIN
        self.days[commit] = max(made, last) if goes_on else made
        return max(written, made) < LAST_SECOND and (goes_on or last > time.time() + MARGIN)

    def _trees(self, before: Sequence[str], after: str, prefix: str, depth: int) -> Iterator[Remark]:
        if after in before or after in self.seen:
            return
        self.seen.add(after)
        self.left -= 1
        if depth > MOST_DEPTH:
            yield Remark("malformed", Place(prefix.removesuffix("/")))
            return
        if self.left < 0:
            return
        rows = self._rows(after)
        if rows is None:
            yield Remark("tree", Place(prefix.removesuffix("/")), {"fault": "badTree"})
            return
        olds = [self._rows(tree) or [] for tree in before]
        if len(rows) - max(map(len, olds), default=0) > self.left:
            self.left = -1  # so many new rows are refused without being looked at
            return
        for fault, name in tree_faults(rows):
            yield Remark("tree", Place(prefix + name.decode("utf-8", "surrogateescape")), {"fault": fault})
        folders = [_folders(old) for old in olds]
        for name, tree in _folders(rows).items():
            below = [old[name] for old in folders if name in old]
            if tree in below:
                continue  # nearly all of them
            yield from self._trees(below, tree, f"{prefix}{name.decode('utf-8', 'surrogateescape')}/", depth + 1)

    def _read_rows(self, tree: str) -> list[RawRow] | None:
        try:
            return raw_rows(self.objects.content(tree, b"tree"), len(tree) // 2)
        except Malformed:  # a file under the mode of a folder
            return None


def _folders(rows: Iterable[RawRow]) -> dict[bytes, str]:
    """The folders of a tree. One without an id is no folder."""
    return {row.name: row.oid.hex() for row in rows if row.mode.lstrip(b"0") == _FOLDER and any(row.oid)}


def _tree_of(raw: bytes) -> str:
    return raw.split(b"\n", 1)[0].removeprefix(b"tree ").decode("ascii", "replace")
