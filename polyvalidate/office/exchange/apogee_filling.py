"""Results into a file of APOGEE: the columns of an element, and values in the cells that were empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.exchange.apogee import AGAIN, RESULT, TYPES, Column, Maquette, Person, body_of
from polyvalidate.office.lists.cells import shown


class Cell(NamedTuple):
    """A cell of a student: what stood there, what was to be written."""

    person: Person
    column: Column
    there: str
    wanted: str


class Filled(NamedTuple):
    """The bytes of the file once filled; the cells written, those that held the same, those that hold another value,
    and the empty ones that stay so because another cell of their line holds another value."""

    data: bytes
    written: tuple[Cell, ...]
    same: tuple[Cell, ...]
    other: tuple[Cell, ...]
    held: tuple[Cell, ...]


def columns_of(maquette: Maquette, element: str, session: str | None) -> dict[str, Column] | Text:
    """The columns of an element by what they hold, or why they cannot be told."""
    mine = [column for column in maquette.columns if column.code == element]
    if not mine:
        known = ", ".join(dict.fromkeys(column.code for column in maquette.columns if column.code))
        return Text(
            "Aucune colonne de cette maquette n'est de l'élément {element}. Ses éléments sont {known}.",
            "No column of this file is of element {element}. Its elements are {known}.",
        ).filled(element=shown(element), known=known or "—")
    sessions = list(dict.fromkeys(column.session for column in mine))
    if session is None and len(sessions) > 1:
        listed = ", ".join(sessions)
        return Text(
            "L'élément {element} a plusieurs sessions dans cette maquette : {listed}. Dites laquelle "
            "avec --apogee-session.",
            "Element {element} has several sessions in this file: {listed}. Say which with --apogee-session.",
        ).filled(element=element, listed=listed)
    chosen = [column for column in mine if session in (None, column.session)]
    if not chosen:
        listed = ", ".join(sessions)
        return Text(
            "L'élément {element} n'a pas de session {session} dans cette maquette. Écrivez {listed}.",
            "Element {element} has no session {session} in this file. Write {listed}.",
        ).filled(element=element, session=shown(session or ""), listed=listed)
    found: dict[str, Column] = {}
    for column in chosen:
        before = found.setdefault(column.type, column)
        if before is not column and column.type in TYPES:
            return Text(
                "Lignes {lines:all} : deux colonnes ({names}) donnent la même chose ({what}) de l'élément {element}. "
                "{again}",
                "Lines {lines:all}: two columns ({names}) hold the same ({what}) of element {element}. {again}",
            ).filled(
                lines=(str(before.line), str(column.line)),
                names=f"{before.name}, {column.name}",
                what=TYPES[column.type],
                element=element,
                again=AGAIN,
            )
    return found


def fill(maquette: Maquette, wishes: Iterable[tuple[Person, Column, str]]) -> Filled:
    """The file with these values in the cells that are empty. Values are ASCII, without tabulation or end of line.

    A line of which a cell holds something else is left whole as it is: half of ours beside half of somebody else's
    would be a result that nobody decided.
    """
    empty: list[Cell] = []
    same: list[Cell] = []
    other: list[Cell] = []
    for person, column, wanted in wishes:
        there = person.at(column)
        kind = empty if person.is_empty(column) else same if alike(there, wanted, column.type) else other
        kind.append(Cell(person, column, there, wanted))
    disputed = {cell.person.line for cell in other}
    written = [cell for cell in empty if cell.person.line not in disputed]
    by_line: dict[int, list[Cell]] = {}
    for cell in written:
        by_line.setdefault(cell.person.line, []).append(cell)
    held = tuple(cell for cell in empty if cell.person.line in disputed)
    lines = list(maquette.lines)
    for number, some in by_line.items():
        lines[number - 1] = _with(lines[number - 1], some)
    return Filled(b"\n".join(lines), tuple(written), tuple(same), tuple(other), held)


def _with(line: bytes, some: Sequence[Cell]) -> bytes:
    """A line with its new cells; tabulations are added where the line stops before them."""
    body = body_of(line)
    values = body.split(b"\t")
    for cell in some:
        values += [b""] * (cell.column.position + 1 - len(values))
        values[cell.column.position] = cell.wanted.encode("ascii")
    return b"\t".join(values) + line[len(body) :]


def alike(there: str, wanted: str, kind: str) -> bool:
    """Do two cells say the same? ``12,00`` is ``12``."""
    if kind == RESULT:
        return there.upper() == wanted
    return _value(there) == _value(wanted)


def _value(text: str) -> Decimal | str:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text
