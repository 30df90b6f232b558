"""One issue, from the order to the files: every refusal comes before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.grid import Grid, Profile
from polyvalidate.model.points import ZERO
from polyvalidate.model.words import Text
from polyvalidate.publication.attack.attacker import AttackError
from polyvalidate.publication.attack.drawing import Candidate, Heading, draw
from polyvalidate.publication.attack.knowledge import Path as Followed
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.record import BadRecord, Entry, added, parse, serialise
from polyvalidate.publication.attack.releasing import release
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import MARGINS, Leaf, PublicTables
from polyvalidate.publication.figures.files import files
from polyvalidate.publication.placing import committed_record, folders, place, read_record
from polyvalidate.publication.refusing import (
    attacked,
    closed,
    refuse_another_of_the_year,
    refuse_what_says_nothing,
)
from polyvalidate.publication.snapshot import Snapshot, commit_of, is_ancestor, members, take
from polyvalidate.repository import Unreadable
from polyvalidate.school.check import Progress


class Order(NamedTuple):
    """What is asked: the cohort, the day, and where the repository and the record are."""

    root: Path
    revision: str
    cohort: int
    on: date
    record: Path
    today: date

    @property
    def folder(self) -> Path:
        return self.record.parent / str(self.cohort) / self.on.isoformat()


class Outcome(NamedTuple):
    """What was done. ``again``: this issue was published before and is the same. ``errors`` is how many the check found
    that day."""

    tables: PublicTables
    folder: Path
    again: bool
    errors: int


def _nothing(_done: int, _total: int) -> None: ...


def publish(order: Order, progress: Progress = _nothing, attacking: Progress = _nothing) -> Outcome:
    """Publish an issue, or find that it is published already. ``progress`` hears of the files read, ``attacking``
    of the attacks. Raises Unreadable or NotPublished, nothing written."""
    if order.on >= order.today:
        raise Unreadable(
            Text(
                "Le {on:date} n'est pas encore passé : une publication porte sur une journée finie.",
                "{on:date} is not over yet: an issue is about a day that is over.",
            ),
            on=order.on,
        )
    before = read_record(order.record)
    entries = _entries(order, before)
    published = [entry.tables for entry in entries if entry.tables.cohort == order.cohort]
    again = next((tables for tables in published if tables.on == order.on), None)
    if again is None:
        refuse_another_of_the_year(order.cohort, order.on, published)
    earlier = [tables for tables in published if tables.on < order.on]
    commit = commit_of(order.root, order.revision, order.on)
    histories = _histories(order, earlier, commit)
    # An issue of version 1.0 counted whoever was there, not those of the first one.
    follows = bool(earlier) and (again is None or again.formed < again.on)
    snapshot = take(order.root, commit, order.cohort, order.on, histories[0] if follows else None, progress)
    standings = _with_the_gone(order, snapshot, histories, earlier) if follows else snapshot.standings
    refuse_what_says_nothing(order.cohort, order.on, standings)
    candidate = draw(_heading(order, snapshot, earlier[0].on if follows else order.on), standings)
    if again is not None:
        if not _agrees(candidate, again):
            raise closed(order.cohort, order.on)
        place(order.folder, files(again), order.record, before, serialise(entries))
        return Outcome(again, order.folder, True, snapshot.errors)
    histories.append({standing.code: standing.leaf for standing in standings})
    try:
        tables = release(candidate, earlier, _moves(histories), attacking)
    except AttackError:
        raise attacked(order.cohort, order.on) from None
    place(order.folder, files(tables), order.record, before, serialise(added(entries, tables)))
    return Outcome(tables, order.folder, False, snapshot.errors)


def _entries(order: Order, data: bytes | None) -> tuple[Entry, ...]:
    """The verified record; it must know every issue whose files stand beside it."""
    try:
        entries = parse(data) if data is not None else ()
    except BadRecord as error:
        raise Unreadable(error.text) from error
    committed = committed_record(order.root, order.revision, order.record)
    if committed is not None and (data is None or not _continues(data, committed)):
        raise Unreadable(
            Text(
                "Le registre des publications n'est pas la suite de celui qui est dans l'histoire Git : reprenez "
                "celui-là.",
                "The record of issues does not continue the one in the Git history: take that one again.",
            )
        )
    known = {(str(entry.tables.cohort), entry.tables.on.isoformat()) for entry in entries}
    for cohort, on in folders(order.record.parent):
        if (cohort, on) not in known:
            raise Unreadable(
                Text(
                    "La publication {cohort}/{on} ne figure pas dans le registre, qui a donc perdu une entrée. "
                    "Reprenez-le dans l'historique Git.",
                    "The issue {cohort}/{on} is not in the record, which has thus lost an entry. Take it again from "
                    "the Git history.",
                ),
                cohort=cohort,
                on=on,
            )
    return entries


def _continues(data: bytes, committed: bytes) -> bool:
    """Whether a record is another one with nothing or something added. Both are lists with an entry on a line."""
    before, now = committed.removesuffix(b"\n]\n"), data.removesuffix(b"\n]\n")
    return committed in (b"[]\n", data) or now == before or now.startswith(before + b",\n")


def _histories(order: Order, earlier: Sequence[PublicTables], commit: str) -> list[dict[str, Leaf]]:
    """Who was in which group at each earlier issue. Those of the first one are followed: who comes later is not
    counted, and who leaves or goes elsewhere stays where they were."""
    found: list[dict[str, Leaf]] = []
    for tables in earlier:
        found.append(_members(order, tables, commit, found[0] if tables.formed < tables.on else None))
    return found


def _moves(histories: Sequence[dict[str, Leaf]]) -> Counter[Followed]:
    """How many students followed each path through the groups of some issues."""
    codes = sorted({code for history in histories for code in history})
    return Counter(tuple(history.get(code) for history in histories) for code in codes)


def _with_the_gone(
    order: Order, snapshot: Snapshot, histories: Sequence[dict[str, Leaf]], earlier: Sequence[PublicTables]
) -> tuple[Standing, ...]:
    """Everybody who is followed: whose folder is no longer there stands where they stood when it last was."""
    found = {standing.code: standing for standing in snapshot.standings}
    for tables in reversed(earlier):
        gone = {code: leaf for code, leaf in histories[0].items() if code not in found}
        if gone:
            there = take(order.root, tables.commit, order.cohort, tables.on, gone)
            found |= {standing.code: standing for standing in there.standings}
    return tuple(found.values())


def _members(order: Order, tables: PublicTables, commit: str, followed: dict[str, Leaf] | None) -> dict[str, Leaf]:
    """Who was where at an earlier issue, read again from its own commit unless it ``followed`` the first one: the
    groups must be those it published."""
    if not is_ancestor(order.root, tables.commit, commit):
        raise Unreadable(
            Text(
                "L'état publié le {on:date} n'est plus dans l'histoire de ce dépôt : elle a été réécrite. Rien n'est "
                "publié.",
                "The state published on {on:date} is no longer in the history of this repository, which was "
                "rewritten. Nothing is published.",
            ),
            on=tables.on,
        )
    there = followed or members(order.root, tables.commit, order.cohort, tables.on)
    sizes = Counter(there.values())
    groups = {scope: sum(sizes[leaf] for leaf in scope.leaves) for scope in partition(sizes)}
    if groups != {row.scope: row.size for row in tables.groups}:
        raise Unreadable(
            Text(
                "Les groupes publiés le {on:date} ne sont pas ceux que donne aujourd'hui l'état Git de ce jour. Rien "
                "n'est publié tant que l'écart n'est pas expliqué.",
                "The groups published on {on:date} are not those that the Git state of that day now gives. Nothing is "
                "published until the difference is explained.",
            ),
            on=tables.on,
        )
    return there


def _heading(order: Order, snapshot: Snapshot, formed: date) -> Heading:
    grid = snapshot.grid
    shown = {code: category.title for code, category in grid.categories.items() if not category.minimums}
    asked = max(_categories_asked(grid, profile) for profile in grid.profiles.values())
    return Heading(order.cohort, order.on, formed, snapshot.commit, grid.programmes, shown, asked)


def _categories_asked(grid: Grid, profile: Profile) -> int:
    """The most categories that points of a profile may take: those the quitus asks for, and as many as it takes of the
    widest caps to reach the threshold."""
    required = profile.required or ZERO
    caps = sorted((category.caps.get(profile.code, required) for category in grid.categories.values()), reverse=True)
    reached = accumulate(caps)
    return max(profile.minimum_categories, sum(points < required for points in reached) + 1)


def _agrees(candidate: Candidate, published: PublicTables) -> bool:
    """Whether what was published is what would be drawn today. Margins follow from the groups; version 1.0 did not join
    the lowest bands of categories."""
    active = dict(published.categories)
    pairs = [(active.get(row.category, row.active), row.active) for row in candidate.categories]
    return tuple(row for row in candidate.rows if row.scope.kind not in MARGINS) == published.groups and all(
        drawn.lowest <= shown.lowest and shown.highest <= drawn.highest for shown, drawn in pairs
    )
