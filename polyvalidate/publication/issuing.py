"""One issue, from the order to the files: every refusal comes before anything is written."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.publication.attack.attacker import AttackError
from polyvalidate.publication.attack.drawing import Candidate, Heading, draw
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.record import BadRecord, Entry, added, parse, serialise
from polyvalidate.publication.attack.releasing import Released, Withheld, release
from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables
from polyvalidate.publication.figures.files import files
from polyvalidate.publication.moving import changes_of, moves, now_merged
from polyvalidate.publication.placing import committed_record, folders, place, read_record
from polyvalidate.publication.refusing import (
    NotPublished,
    closed,
    refuse_another_of_the_year,
    refuse_unseen_moves,
    refuse_what_says_nothing,
    withheld,
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
    with_moves: bool = False
    """Somebody has looked at the students who changed groups and at the groups that became too small."""

    @property
    def folder(self) -> Path:
        return self.record.parent / str(self.cohort) / self.on.isoformat()


class Outcome(NamedTuple):
    """What was done. ``released`` is None when this issue was published before and is the same. ``changes`` count the
    students who came, went, or changed groups since the issue before; ``errors`` what the check found that day."""

    tables: PublicTables
    folder: Path
    released: Released | None
    changes: tuple[int, int, int] | None
    now_merged: tuple[Leaf, ...]
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
    snapshot = take(order.root, commit_of(order.root, order.revision, order.on), order.cohort, order.on, progress)
    refuse_what_says_nothing(order.cohort, order.on, snapshot)
    candidate = draw(_heading(order, snapshot), snapshot.standings)
    published = [entry.tables for entry in entries if entry.tables.cohort == order.cohort]
    again = next((tables for tables in published if tables.on == order.on), None)
    if again is not None:
        if not _agrees(candidate, again):
            raise closed(order.cohort, order.on)
        place(order.folder, files(again), order.record, before, serialise(entries))
        return Outcome(again, order.folder, None, None, (), snapshot.errors)
    refuse_another_of_the_year(order.cohort, order.on, published)
    histories = [_members(order, tables, snapshot.commit) for tables in published] + [snapshot.leaves]
    if not order.with_moves:
        refuse_unseen_moves(changes_of(histories), now_merged(candidate.tables(frozenset(), False), published))
    try:
        released = release(candidate, published, moves(histories), attacking)
    except AttackError:
        raise NotPublished(
            Text(
                "L'attaque n'a pas pu être menée à son terme, donc rien n'est publié. Signalez-le avec la date "
                "choisie.",
                "The attack could not be carried through, so nothing is published. Please report it with the date.",
            )
        ) from None
    if isinstance(released, Withheld):
        raise withheld(
            order.cohort, order.on, released, [*published, candidate.tables(frozenset(), with_categories=False)]
        )
    tables = released.tables
    place(order.folder, files(tables), order.record, before, serialise(added(entries, tables)))
    return Outcome(
        tables, order.folder, released, changes_of(histories), now_merged(tables, published), snapshot.errors
    )


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


def _members(order: Order, tables: PublicTables, commit: str) -> dict[str, Leaf]:
    """Who was where at an earlier issue, read again from its own commit: the groups must be those it published."""
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
    there = members(order.root, tables.commit, order.cohort, tables.on)
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


def _heading(order: Order, snapshot: Snapshot) -> Heading:
    categories = {code: category.title for code, category in snapshot.grid.categories.items()}
    return Heading(order.cohort, order.on, snapshot.commit, snapshot.grid.programmes, categories)


def _agrees(candidate: Candidate, published: PublicTables) -> bool:
    """Whether what was published is what would be drawn today; margins that were dropped then are not compared."""
    drawn = {row.scope: row for row in candidate.rows}
    return (
        candidate.size == published.size
        and {row.scope for row in candidate.rows if row.scope.kind in (Kind.GROUP, Kind.OTHERS)}
        == {row.scope for row in published.groups}
        and all(drawn.get(row.scope) == row for row in published.rows)
        and published.categories in ((), candidate.categories)
    )
