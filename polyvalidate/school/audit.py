"""The audit: the first-parent history of the protected branch replayed, each merge judged by what stood at its base.

Only touched folders are read; a folder's judgement is remembered until the next merge that touches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.judgement import FolderResult, Judge
from polyvalidate.judgement.change import bytes_of
from polyvalidate.judgement.record import Attribution, Judged, judge_record
from polyvalidate.judgement.rights import Writers, writers_of
from polyvalidate.judgement.verdict import Change
from polyvalidate.model import clock
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Entry
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, resolve
from polyvalidate.repository.changes import Sides, grid_entries, read_change
from polyvalidate.repository.history import PROPOSED_BY, Recorded, first_parents, recorded
from polyvalidate.repository.inspecting import Inspection
from polyvalidate.repository.merging import Mergers
from polyvalidate.repository.names import Names
from polyvalidate.repository.objects import Objects
from polyvalidate.repository.partial import complete
from polyvalidate.repository.trees import GitTree
from polyvalidate.school.check import Progress, check, make_judge

_TREES = 128
"""Trees that are remembered: a merge changes a few of those that the one before it has left."""
MARGIN = timedelta(days=1)
"""Days are those of the school's wall and commits are dated in UTC: a decision of the next day is not in the future."""
BEGINNING = datetime.min.replace(tzinfo=UTC) + MARGIN
"""The moment of a first commit that has no date: before all others, and a day of the calendar in every zone."""


class Witness(NamedTuple):
    """A commit that was published as the head of the branch, and the day it was, when that is known."""

    commit: str
    published: date | None


class _Known(NamedTuple):
    """The accounts that somebody beside the record knows: who pushed what is replayed, who proposed it, who approved
    that very commit."""

    pusher: str | None
    proposer: str | None
    approvals: frozenset[str]


class Illegal(NamedTuple):
    """A merge that was not legal, and why."""

    merge: Recorded
    judged: Judged
    files: Mapping[str, bytes]
    book: Book


class Audit(NamedTuple):
    """What was replayed and found. ``start`` is taken as it is; ``lost`` are witnesses absent from the history;
    ``unsigned`` are the declarations that a merge alone made count, with that merge; ``named`` the commits that changed
    students' folders and brought names into the record of a school that keeps them out."""

    start: Recorded
    head: Recorded
    merges: int
    illegal: tuple[Illegal, ...]
    witnesses: int
    lost: tuple[Witness, ...]
    unsigned: tuple[tuple[Recorded, str], ...]
    named: tuple[Recorded, ...]

    @property
    def sound(self) -> bool:
        return not self.illegal and not self.lost


def audit(
    place: Path,
    revision: str,
    *,
    since: str | None = None,
    pusher: str | None = None,
    proposer: str | None = None,
    approvals: frozenset[str] = frozenset(),
    witnesses: Iterable[Witness] = (),
    progress: Progress | None = None,
) -> Audit:
    """Replay the record. ``pusher`` is the account that pushed what is replayed, when it is known; ``proposer`` the one
    that opened the request, and ``approvals`` those that approved it, when the forge has said so and not only the
    message of the merge.

    Raises ``Unreadable`` for a history that is cut, and for a ``since`` that is not in it.
    """
    chain = first_parents(place, revision)
    known = list(witnesses)
    there = set(chain)
    lost = tuple(witness for witness in known if witness.commit not in there)
    begin = _position(place, chain, since)
    total = len(chain) - begin - 1
    told = progress or (lambda _done, _total: None)
    complete(place, chain[-1], history=True)
    with Objects(place, trees=_TREES) as objects:
        mergers = Mergers(place, objects, chain, begin)
        replay = _Replay(place, objects, mergers, _Known(pusher, proposer, approvals))
        before = start = recorded(objects, chain[begin], BEGINNING)
        illegal: list[Illegal] = []
        for done, commit in enumerate(chain[begin + 1 :]):
            merge = recorded(objects, commit, before.merged)
            replay.still = partial(told, done, total)
            found = replay.judge_merge(before, merge)
            if found is not None:
                illegal.append(found)
            before = merge
            told(done + 1, total)
    return Audit(start, before, total, tuple(illegal), len(known), lost, tuple(replay.unsigned), tuple(replay.named))


def _position(place: Path, chain: list[str], since: str | None) -> int:
    if since is None:
        return 0
    wanted = resolve(place, since)
    if wanted in chain:
        return chain.index(wanted)
    raise Unreadable(
        Text(
            "La révision {since} n'est pas dans l'histoire de cette branche.",
            "The revision {since} is not in the history of this branch.",
        ),
        since=ascii(since)[1:-1],
    )


class _Replay:
    """What is remembered from one merge to the next."""

    def __init__(self, place: Path, objects: Objects, mergers: Mergers, known: _Known) -> None:
        self.place = place
        self.mergers = mergers
        self.inspection = Inspection(objects)
        self.known = known
        self.objects = objects
        self.judge: Judge = make_judge()
        self.table: Writers = writers_of(self.judge.reader.schemas)
        self.books: dict[str, Book] = {}
        self.unsigned: list[tuple[Recorded, str]] = []
        self.named: list[Recorded] = []
        self.folders: dict[str, tuple[str, tuple[Entry, ...], FolderResult]] = {}
        self.grid = ""
        self.still: Callable[[], None] = lambda: None
        """Called again and again while one merge takes long."""

    def judge_merge(self, before: Recorded, merge: Recorded) -> Illegal | None:
        brought = self.mergers.brought(merge)
        remarks = tuple(self.inspection.of(brought))
        if before.tree == merge.tree and not remarks:
            return None
        remarks += tuple(Names(self.objects).unsound(before.tree, merge.tree))
        found = Sides(before.commit, merge.commit, before.tree, merge.tree, self.objects, {}, remarks)
        try:
            given = self.mergers.beside(before, merge)
        except Unreadable:
            if not remarks:
                raise
            given = {}  # Git does not merge what is said above
        change = read_change(found)._replace(given=given)
        book = self._book(found, before.tree)
        book = replace(book, today=merge.day + MARGIN, made=clock.day_in(merge.merged, _zone(book)))
        if change.folders and not book.names_land and any(self._names(commit, merge) for commit in brought):
            self.named.append(merge)
        around = self._around(change, before, merge)
        attribution = _attribution(merge, self.known)
        judged = judge_record(self.judge, book, self.table, change, attribution, self._look, around)
        self.unsigned += [(merge, path) for path in judged.unsigned]
        return Illegal(merge, judged, bytes_of(change), book) if judged else None

    def _names(self, commit: str, merge: Recorded) -> bool:
        """Does a commit say who a person is? A merge made by a forge says who has merged, which no student does."""
        if commit == merge.commit:
            return not merge.code and not merge.parents[1:]
        return not recorded(self.objects, commit, merge.merged).code

    def _book(self, found: Sides, tree: str) -> Book:
        """The grid and the roles of a tree, read once for each state of ``grid/``."""
        grid = next((row.oid for row in self.objects.tree(tree) if row.name == b"grid"), "")
        if grid not in self.books:
            self.books = {grid: judgement.check_grid(self.judge, grid_entries(found, tree), date.min).book}
        self.grid = grid
        return self.books[grid]

    def _look(self, book: Book, path: str, entries: tuple[Entry, ...]) -> FolderResult:
        known = self.folders.get(path)
        if known is not None and known[:2] == (self.grid, entries):
            return known[2]
        result = judgement.check_folder(self.judge, book, path, entries)
        self.folders[path] = (self.grid, entries, result)
        return result

    def _around(
        self, change: Change, before: Recorded, merge: Recorded
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """The findings of the whole repository on both sides, when the merge changed what judges."""
        if not any(other.path.startswith("grid/") for other in change.others):
            return (), ()
        day = merge.day + MARGIN
        trees = (GitTree.of_tree(self.place, side.tree, {}) for side in (before, merge))
        both = (check(tree, day, progress=lambda _done, _total: self.still()) for tree in trees)
        old, new = (checked.report.findings for checked in both)
        return old, new


def _zone(book: Book) -> tzinfo:
    """The zone of the school, as ``repository.clock.zone_of`` finds it: that of Paris for one that is none."""
    named = clock.zone(book.latest.timezone) if book.latest is not None else None
    return named or clock.zone(clock.PARIS) or UTC


def _attribution(merge: Recorded, known: _Known) -> Attribution:
    proposers = merge.values(PROPOSED_BY)
    said = proposers[0] if len(proposers) == 1 else None
    named = frozenset((*merge.values("Evaluated-by"), *merge.values("Merged-by")))
    return Attribution(
        known.proposer or said,
        named if merge.code in named else frozenset(),
        known.pusher,
        vouched=known.proposer is not None,
        approvers=known.approvals,
    )
