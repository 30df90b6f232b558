"""One issue, from the order to the files: every refusal comes before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.publication.attack.attacker import AttackError
from polyvalidate.publication.attack.bands import SMALLEST_GROUP
from polyvalidate.publication.attack.drawing import Candidate, Heading, draw
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.record import BadRecord, Entry, added, parse, serialise
from polyvalidate.publication.attack.releasing import Released, Withheld, release
from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables, Titles
from polyvalidate.publication.figures.files import files
from polyvalidate.publication.placing import committed_record, folders, place, read_record
from polyvalidate.publication.refusing import NotPublished, day_in_words
from polyvalidate.publication.snapshot import Snapshot, commit_of, is_ancestor, members, take
from polyvalidate.repository import Unreadable
from polyvalidate.school.check import Progress

_MOST_NAMED = 4
"""Groups named in a refusal: the first ones are enough to know where to look."""


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
        when = day_in_words(order.on)
        raise Unreadable(
            Text(
                "Le {when} n'est pas encore passé : une publication porte sur une journée finie.",
                "{when} is not over yet: an issue is about a day that is over.",
            ),
            when=when,
        )
    before = read_record(order.record)
    entries = _entries(order, before)
    snapshot = take(order.root, commit_of(order.root, order.revision, order.on), order.cohort, order.on, progress)
    _refuse_what_says_nothing(order, snapshot)
    candidate = draw(_heading(order, snapshot), snapshot.standings)
    published = [entry.tables for entry in entries if entry.tables.cohort == order.cohort]
    again = next((tables for tables in published if tables.on == order.on), None)
    if again is not None:
        if not _agrees(candidate, again):
            raise _closed(order)
        place(order.folder, files(again), order.record, before, serialise(entries))
        return Outcome(again, order.folder, None, None, (), snapshot.errors)
    _refuse_another_of_the_year(order, published)
    histories = [_members(order, tables, snapshot.commit) for tables in published] + [snapshot.leaves]
    if not order.with_moves:
        _refuse_unseen_moves(_changes(histories), _now_merged(candidate.tables(frozenset(), False), published))
    try:
        released = release(candidate, published, moves(histories), attacking)
    except AttackError:
        raise NotPublished(
            "L'attaque n'a pas pu être menée à son terme, donc rien n'est publié. Signalez-le avec la date choisie.",
            "The attack could not be carried through, so nothing is published. Please report it with the date.",
        ) from None
    if isinstance(released, Withheld):
        raise _withheld(order, released, [*published, candidate.tables(frozenset(), with_categories=False)])
    tables = released.tables
    place(order.folder, files(tables), order.record, before, serialise(added(entries, tables)))
    return Outcome(tables, order.folder, released, _changes(histories), _now_merged(tables, published), snapshot.errors)


def moves(histories: Sequence[dict[str, Leaf]]) -> Counter[tuple[Leaf | None, ...]]:
    """How many students followed each path through the groups of some issues."""
    codes = sorted({code for history in histories for code in history})
    return Counter(tuple(history.get(code) for history in histories) for code in codes)


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
                "Le registre des publications n'est pas la suite de celui qui est dans l'histoire Git : "
                "reprenez celui-là.",
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
                    "The issue {cohort}/{on} is not in the record, which has thus lost an entry. Take it again "
                    "from the Git history.",
                ),
                cohort=cohort,
                on=on,
            )
    return entries


def _continues(data: bytes, committed: bytes) -> bool:
    """Whether a record is another one with nothing or something added. Both are lists with an entry on a line."""
    before, now = committed.removesuffix(b"\n]\n"), data.removesuffix(b"\n]\n")
    return committed in (b"[]\n", data) or now == before or now.startswith(before + b",\n")


def _refuse_what_says_nothing(order: Order, snapshot: Snapshot) -> None:
    cohort, when = order.cohort, day_in_words(order.on)
    if not snapshot.decided:
        raise Unreadable(
            Text(
                "Aucune déclaration de la promotion {cohort} n'est décidée au {when} : prenez une date plus récente.",
                "No declaration of cohort {cohort} is decided on {when}: choose a later date.",
            ),
            cohort=cohort,
            when=when,
        )
    size = len(snapshot.standings)
    if size < SMALLEST_GROUP:
        raise Unreadable(
            Text(
                "La promotion {cohort} n'a que {size} élèves au {when} : sous {SMALLEST_GROUP}, rien n'est publié.",
                "Cohort {cohort} has only {size} students on {when}: under {SMALLEST_GROUP}, nothing is published.",
            ),
            cohort=cohort,
            size=size,
            when=when,
            SMALLEST_GROUP=SMALLEST_GROUP,
        )
    if len(partition(Counter(standing.leaf for standing in snapshot.standings))) == 1:
        raise Unreadable(
            Text(
                "La promotion {cohort} ne forme qu'un seul groupe au {when}, une fois réunis ceux de moins "
                "de {SMALLEST_GROUP} élèves : il n'y a rien à comparer.",
                "Cohort {cohort} makes only one group on {when}, once those under {SMALLEST_GROUP} students "
                "are merged: there is nothing to compare.",
            ),
            cohort=cohort,
            when=when,
            SMALLEST_GROUP=SMALLEST_GROUP,
        )


def _refuse_unseen_moves(changes: tuple[int, int, int] | None, now_merged: Sequence[Leaf]) -> None:
    """A change of programme or a group that shrank is most often a slip in a roster, and an issue is never made again:
    a person looks first."""
    if now_merged:
        names = ", ".join(f"{leaf.programme} {leaf.year}" for leaf in now_merged)
        raise NotPublished(
            f"Un groupe est tombé sous {SMALLEST_GROUP} élèves, ou serait absorbé par un autre, depuis la publication "
            f"précédente : {names}. Vérifiez les dossiers, puis relancez avec --with-moves.",
            f"A group has fallen under {SMALLEST_GROUP} students, or would be absorbed by another, since the issue "
            f"before: {names}. Check the folders, then start again with --with-moves.",
        )
    elsewhere = changes[2] if changes is not None else 0
    if elsewhere:
        raise NotPublished(
            f"Depuis la publication précédente, {elsewhere} élève(s) ont changé de spécialité ou ne sont pas passés "
            "dans l'année suivante. Vérifiez leurs dossiers, puis relancez avec --with-moves : l'attaque en tient "
            "compte.",
            f"Since the issue before, {elsewhere} student(s) changed programme or did not move up a year. Check their "
            "folders, then start again with --with-moves: the attack takes it into account.",
        )


def _refuse_another_of_the_year(order: Order, published: Sequence[PublicTables]) -> None:
    year = academic_year(order.on)
    for tables in published:
        if academic_year(tables.on) == year or tables.on > order.on:
            when = day_in_words(tables.on)
            raise NotPublished(
                f"La promotion {order.cohort} a déjà une publication du {when.fr}. Il y en a une par "
                "année universitaire, dans l'ordre des dates.",
                f"Cohort {order.cohort} already has an issue of {when.en}. There is one for each academic "
                "year, in the order of dates.",
            )


def _members(order: Order, tables: PublicTables, commit: str) -> dict[str, Leaf]:
    """Who was where at an earlier issue, read again from its own commit: the groups must be those it published."""
    when = day_in_words(tables.on)
    if not is_ancestor(order.root, tables.commit, commit):
        raise Unreadable(
            Text(
                "L'état publié le {when} n'est plus dans l'histoire de ce dépôt : elle a été réécrite. Rien "
                "n'est publié.",
                "The state published on {when} is no longer in the history of this repository, which was "
                "rewritten. Nothing is published.",
            ),
            when=when,
        )
    there = members(order.root, tables.commit, order.cohort, tables.on)
    sizes = Counter(there.values())
    groups = {scope: sum(sizes[leaf] for leaf in scope.leaves) for scope in partition(sizes)}
    if groups != {row.scope: row.size for row in tables.groups}:
        raise Unreadable(
            Text(
                "Les groupes publiés le {when} ne sont pas ceux que donne aujourd'hui l'état Git de ce jour. "
                "Rien n'est publié tant que l'écart n'est pas expliqué.",
                "The groups published on {when} are not those that the Git state of that day now gives. "
                "Nothing is published until the difference is explained.",
            ),
            when=when,
        )
    return there


def _heading(order: Order, snapshot: Snapshot) -> Heading:
    grid = snapshot.grid
    return Heading(order.cohort, order.on, snapshot.commit, _programmes(grid), _categories(grid))


def _programmes(grid: Grid) -> dict[str, Titles]:
    return {code: Titles(title.fr, title.en) for code, title in grid.programmes.items()}


def _categories(grid: Grid) -> dict[str, Titles]:
    return {code: Titles(category.title.fr, category.title.en) for code, category in grid.categories.items()}


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


def _closed(order: Order) -> NotPublished:
    when = day_in_words(order.on)
    return NotPublished(
        f"Les chiffres de la promotion {order.cohort} au {when.fr} ne sont plus ceux qui ont été publiés. Une "
        "publication close n'est pas refaite : la correction paraîtra dans la suivante.",
        f"The figures of cohort {order.cohort} on {when.en} are no longer those that were published. A closed issue is "
        "not made again: the correction will appear in the next one.",
    )


def _withheld(order: Order, withheld: Withheld, issues: Sequence[PublicTables]) -> NotPublished:
    """Which groups the attacker found, never what: this sentence may end in a public log."""
    named = {
        (issues[issue].on, "+".join(f"{leaf.programme} {leaf.year}" for leaf in sorted(scope.leaves)))
        for leak in withheld.leaks
        for issue, scope in (*leak.aim.people.inside, *leak.aim.people.outside)
    }
    shown = sorted(named)
    groups = ", ".join(f"{name} ({on})" for on, name in shown[:_MOST_NAMED]) + (", …" if shown[_MOST_NAMED:] else "")
    when = day_in_words(order.on)
    return NotPublished(
        f"Rien n'est publié pour la promotion {order.cohort} au {when.fr} : avec ce qui l'est déjà, on pourrait en "
        f"déduire trop sur {groups}. Ces groupes ont changé ou trop peu évolué ; choisissez une date plus tardive.",
        f"Nothing is published for cohort {order.cohort} on {when.en}: with what already is, too much could be deduced "
        f"about {groups}. These groups changed, or too little happened in them; choose a later date.",
    )


def _changes(histories: Sequence[dict[str, Leaf]]) -> tuple[int, int, int] | None:
    """Since the issue before: how many came, went, and changed programme or did not move up with the others."""
    if len(histories) < 2:
        return None
    before, now = histories[-2], histories[-1]
    stayed = before.keys() & now.keys()
    elsewhere = sum(
        before[code].programme != now[code].programme or before[code].year == now[code].year for code in stayed
    )
    return len(now.keys() - stayed), len(before.keys() - stayed), elsewhere


def _now_merged(tables: PublicTables, published: Sequence[PublicTables]) -> tuple[Leaf, ...]:
    """The leaves of *autres* whose programme had a group of its own, a year lower, at the issue before."""
    if not published:
        return ()
    alone = {leaf for row in published[-1].groups if row.scope.kind is Kind.GROUP for leaf in row.scope.leaves}
    merged = {leaf for row in tables.groups if row.scope.kind is Kind.OTHERS for leaf in row.scope.leaves}
    return tuple(sorted(leaf for leaf in merged if Leaf(leaf.programme, f"{int(leaf.year[0]) - 1}A") in alone))
