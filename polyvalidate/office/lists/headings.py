"""Which line of a list names its columns, which of these are known, and which hold something that is not read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.columns import INE, TITLES, UNSURE, recognised
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.workbooks import Lines

MOST_TITLES = 20
"""Lines above the header that may be a title, a date, the name of the service."""
_LOOKED_AT = 200
"""Lines by which a column is known for what it holds."""
_NAMES = ("nom", "prenom", "name", "surname", "identite")
KINDS = {
    "email": Text("adresses", "addresses"),
    "number": Text("numéros", "numbers"),
    "surname": Text("noms", "names"),
}


class Header(NamedTuple):
    """The cells of the header and the positions of each key. ``after`` is how many lines it and all above it take;
    ``end`` the place of the first line of another block, which has columns of its own; ``others`` says where, in the
    file, the headers of such blocks are."""

    cells: tuple[str, ...]
    keys: Mapping[str, list[int]]
    after: int
    end: int
    others: tuple[int, ...] = ()


class Naming(NamedTuple):
    """The names of columns that a person says of this list, and those that were said of others."""

    said: Mapping[str, str]
    remembered: Mapping[str, str]


def header_of(lines: Lines, naming: Naming, needed: Sequence[str]) -> Header:
    """The line, or the two lines one above the other, that name the most columns, among the first ones. Of two blocks
    that name as many (those of Zoom: the meeting, then who came), the longer one."""
    found = [Header(max((row for _, row in lines[:MOST_TITLES]), key=filled), {}, 1, len(lines))]
    for index, (_, row) in enumerate(lines[:MOST_TITLES]):
        options = [(row, index + 1)]
        if index + 1 < len(lines):
            options.append((_merged(row, lines[index + 1][1]), index + 2))
        for header, after in options:
            keys = _sure(recognised(header, naming.said, naming.remembered), header, lines[after:])
            found.append(Header(header, keys, after, len(lines)))
    most = max(worth(header, needed) for header in found)
    blocks = _blocks([header for header in found if worth(header, needed) == most])
    best = max(blocks, key=lambda header: header.end - header.after)
    return best._replace(others=tuple(lines[other.after - 1][0] for other in blocks if other is not best))


def worth(header: Header, needed: Sequence[str]) -> tuple[int, int]:
    return sum(key in header.keys for key in needed), len(header.keys)


def _blocks(headers: Sequence[Header]) -> list[Header]:
    """The first header of each layout, which ends where the next one begins."""
    found: list[Header] = []
    for header in headers:
        if not found:
            found.append(header)
        elif header.keys != found[-1].keys and header.keys:
            found[-1] = found[-1]._replace(end=header.after - 1)
            found.append(header)
    return found


def _sure(keys: Mapping[str, list[int]], header: Sequence[str], below: Lines) -> dict[str, list[int]]:
    """The keys without a « Numéro » that counts lines."""
    found = dict(keys)
    places = [p for p in keys.get("number", []) if folded(header[p]) not in UNSURE or _holds(below, p, _is_long_number)]
    if places:
        found["number"] = places
    else:
        found.pop("number", None)
    return found


def filled(row: Iterable[str]) -> int:
    return sum(bool(cell) for cell in row)


def at(row: Sequence[str], position: int) -> str:
    return row[position] if position < len(row) else ""


def _merged(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Two lines of header as one: a cell merged downwards stands in the upper line, the others in the lower."""
    width = max(len(above), len(below))
    upper, lower = (list(line) + [""] * (width - len(line)) for line in (above, below))
    return tuple(under or over for over, under in zip(upper, lower, strict=True))


# --- what columns hold ------------------------------------------------------------------------------------------------


def example(key: str, header: Header, lines: Lines) -> str | None:
    """The name of a column that may be meant by a key: by what it holds for numbers and addresses, the first that is
    not known otherwise for the rest."""
    taken = {place for places in header.keys.values() for place in places}
    free = [place for place, cell in enumerate(header.cells) if cell and place not in taken]
    if key in ("number", "email"):
        return next((header.cells[place] for place in free if _kind(header.cells[place], lines, place) == key), None)
    return next((header.cells[place] for place in free if folded(header.cells[place]) not in INE), None)


def unread(header: Header, lines: Lines, used: Collection[str] | None) -> list[Doubt]:
    """The columns that hold addresses, numbers or names and are not read, named."""
    taken = {
        place
        for key, places in header.keys.items()
        if used is None or key in used or key not in TITLES
        for place in places
    }
    found = []
    for place, cell in enumerate(header.cells):
        kind = _kind(cell, lines, place) if place not in taken else None
        if kind is not None:
            name = shown(cell) if cell else str(place + 1)
            said = f"« {name} » ({KINDS[kind].fr})", f"“{name}” ({KINDS[kind].en})"
            found.append(said)
    if not found:
        return []
    names = Text(", ".join(fr for fr, _ in found), ", ".join(en for _, en in found))
    return [told(_UNREAD, n=len(found), names=names)]


_UNREAD = Text(
    "{n:Colonne qui n'est pas lue|Colonnes qui ne sont pas lues} : {names}. S'il le faut, dites laquelle : --column.",
    "{n:Column that is|Columns that are} not read: {names}. If one is needed, say which: --column.",
)


def _kind(title: str, lines: Lines, place: int) -> str | None:
    """What a column holds, by its cells or, for names, by its title; None for anything else."""
    if folded(title) in INE:
        return None
    if _holds(lines, place, lambda cell: cells.address(cell) is not None):
        return "email"
    if _holds(lines, place, _is_long_number):
        return "number"
    words = {folded(word) for word in title.replace("-", " ").split()}
    named = bool(words & set(_NAMES)) and _holds(lines, place, lambda cell: any(c.isalpha() for c in cell))
    return "surname" if named else None


def _holds(lines: Lines, place: int, test: Callable[[str], bool]) -> bool:
    """Do most of the cells of a column, and one at least, pass a test?"""
    found = [cell for _, row in lines[:_LOOKED_AT] if (cell := at(row, place))]
    return sum(test(cell) for cell in found) > 0.6 * len(found)


def _is_long_number(cell: str) -> bool:
    number = cells.number(cell)
    return cells.is_scientific(cell) or (number is not None and len(number) > 4 and sum(map(str.isdigit, number)) > 4)
