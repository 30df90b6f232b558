"""The file of results that APOGEE exports to be filled ("maquette"): read, and filled in its empty cells only.

Sections ``XX-APO_…-XX``, cells between tabulations, lines ended by CR LF, ISO-8859-1, cp1252 or UTF-8. The file
is kept as the bytes it is: what is written is ASCII, goes into cells that were empty, and nothing else changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.cells import shown
from polyvalidate.office.lists.decoding import decode

NOTE, SCALE, RESULT = "N", "B", "R"
"""What a column holds: a note, the note out of which it is given, the code of a result."""
TYPES = {
    NOTE: Text("note", "note"),
    SCALE: Text("barème", "scale"),
    RESULT: Text("résultat", "result"),
}
_TITLES, _CODES, _COLUMNS, _VALUES = (f"XX-APO_{name}-XX" for name in ("TITRES", "TYP_RES", "COLONNES", "VALEURS"))
CODE = re.compile(r"[A-Z0-9.][A-Z0-9.+-]{0,7}", re.ASCII)
"""A result: ``ADM``, ``1VAL``, ``.``"""
_NUMBER_COLUMN = "apoL_a01_code"
AGAIN = Text("Demandez une nouvelle maquette à APOGEE.", "Ask APOGEE for a new file.")


class Column(NamedTuple):
    """A column of results: ``apoL_c0003``, of which element (kind, code, version), year and session, holding what.

    ``position`` is its place in the lines of students, from 0; ``line`` the line of the file that describes it.
    """

    name: str
    kind: str
    code: str
    version: str
    year: str
    session: str
    type: str
    position: int
    line: int


class Person(NamedTuple):
    """A student's line: its number in the file from 1, the student number, the names as APOGEE has them, its cells."""

    line: int
    number: str
    surname: str
    first: str
    values: tuple[bytes, ...]

    @property
    def name(self) -> str:
        return f"{self.surname} {self.first}".strip()

    def at(self, column: Column) -> str:
        """What a cell holds, empty where the line stops before it."""
        return text_of(self.values[column.position]) if column.position < len(self.values) else ""

    def is_empty(self, column: Column) -> bool:
        """Does a cell hold nothing but spaces?"""
        return column.position >= len(self.values) or not self.values[column.position].strip(b" ")


@dataclass(frozen=True, slots=True)
class Maquette:
    """A file to fill. ``codes`` are the results that it allows; empty when it does not say."""

    lines: tuple[bytes, ...]
    columns: tuple[Column, ...]
    people: tuple[Person, ...]
    codes: frozenset[str]
    titles: Mapping[str, str]


def parsed(data: bytes) -> Maquette | Text:
    """The file, or the sentence that says why it is none, with its line."""
    decoded = decode(data)
    if isinstance(decoded, Text):
        return decoded
    if decoded.encoding == "UTF-16":
        return _saved(Text("en UTF-16", "in UTF-16"))
    lines = tuple(data.split(b"\n"))
    places = {body_of(line).partition(b"\t")[0].strip().decode("latin-1"): number for number, line in enumerate(lines)
              if line.startswith(b"XX-APO_")}  # fmt: skip
    for section in (_COLUMNS, _VALUES):
        if section not in places:
            return Text(
                "Ce fichier n'est pas une maquette APOGEE : la section {section} manque. {again}",
                "This file is no results file of APOGEE: section {section} is missing. {again}",
            ).filled(section=section, again=AGAIN)
    rows = [_cells(line) for line in lines[: places[_VALUES] + 1]]
    head = _heading(lines, places[_VALUES])
    if isinstance(head, Text):
        return head
    columns = _columns(rows, places[_COLUMNS], _cells(lines[head]))
    if isinstance(columns, Text):
        return columns
    people = _people(lines, head)
    if isinstance(people, Text):
        return people
    titles = {row[0]: row[1] for row in _section(rows, places, _TITLES) if len(row) > 1}
    return Maquette(lines, columns, people, _codes(_section(rows, places, _CODES)), titles)


# --- reading ----------------------------------------------------------------------------------------------------------


def body_of(line: bytes) -> bytes:
    return line.rstrip(b"\r")


def text_of(cell: bytes) -> str:
    """A cell to be compared and shown: in UTF-8 if it is any, which no accents of cp1252 are. The bytes that cp1252
    leaves free are read as ISO-8859-1 has them."""
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return cells.clean(cell.decode(encoding))
    return cells.clean(cell.decode("latin-1"))


def _cells(line: bytes) -> tuple[str, ...]:
    return tuple(text_of(cell) for cell in body_of(line).split(b"\t"))


def _section(rows: Sequence[tuple[str, ...]], places: Mapping[str, int], name: str) -> list[tuple[str, ...]]:
    """The lines of a section that are not empty."""
    if name not in places:
        return []
    start = places[name] + 1
    end = min((place for place in places.values() if place >= start), default=len(rows))
    return [row for row in rows[start:end] if any(row)]


def _codes(section: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """The results allowed, from lines ``10 ⇥ ABI ⇥ ADM`` (10: how many) or ``ADM : Admis ⇥ AJ : Ajourné``."""
    cells_of = (row[1:] if row[0].isdigit() else row for row in section)
    found = (cell.partition(":")[0].strip() for row in cells_of for cell in row)
    return frozenset(code for code in found if CODE.fullmatch(code))


def _heading(lines: Sequence[bytes], start: int) -> int | Text:
    """The index of the line that names the columns of the values."""
    for index in range(start + 1, len(lines)):
        row = _cells(lines[index])
        if not any(row):
            continue
        if row[0] == _NUMBER_COLUMN:
            return index
        if row[0].startswith(f"{_NUMBER_COLUMN};") or row[0].startswith(f"{_NUMBER_COLUMN},"):
            return _saved(
                Text("avec d'autres séparateurs que des tabulations", "with other delimiters than tabulations")
            )
        return Text(
            "Ligne {line} : la première colonne des valeurs devrait être {column}, et non « {there} ». {again}",
            "Line {line}: the first column of the values should be {column}, not “{there}”. {again}",
        ).filled(line=index + 1, column=_NUMBER_COLUMN, there=shown(row[0]), again=AGAIN)
    return Text(
        "Ligne {line} : rien ne suit {section}. {again}", "Line {line}: nothing follows {section}. {again}"
    ).filled(line=start + 1, section=_VALUES, again=AGAIN)


def _columns(rows: Sequence[tuple[str, ...]], start: int, head: tuple[str, ...]) -> tuple[Column, ...] | Text:
    """The columns between APO_COL_VAL_DEB and APO_COL_VAL_FIN, placed by the heading of the values."""
    positions = {name: position for position, name in reversed(list(enumerate(head)))}
    found: list[Column] = []
    inside = False
    for index in range(start + 1, len(rows)):
        row = rows[index]
        if row[0] == "APO_COL_VAL_DEB":
            inside = True
        elif row[0] in ("APO_COL_VAL_FIN", _VALUES):
            break
        elif inside and any(row):
            name = row[0]
            if name not in positions or head.count(name) > 1:
                return Text(
                    "Ligne {line} : la colonne {name} n'est pas une fois, et une seule, dans l'en-tête des "
                    "valeurs. {again}",
                    "Line {line}: column {name} does not stand once, and once only, in the heading of the "
                    "values. {again}",
                ).filled(line=index + 1, name=shown(name), again=AGAIN)
            kind, code, version, year, session, _, result = (*row[1:8], *[""] * 7)[:7]
            found.append(Column(name, kind, code, version, year, session, result.upper(), positions[name], index + 1))
    return tuple(found)


def _people(lines: Sequence[bytes], head: int) -> tuple[Person, ...] | Text:
    """The lines of students. Two with one number: nobody can tell whose the result would be."""
    width = lines[head].count(b"\t") + 1
    found: dict[str, Person] = {}
    for index in range(head + 1, len(lines)):
        values = tuple(body_of(lines[index]).split(b"\t"))
        if values[0].startswith(b"XX-APO_"):
            break
        if not any(value.strip() for value in values):
            continue
        shown_number, line = text_of(values[0]), index + 1
        number = cells.number(shown_number)
        if number is None:
            return Text(
                "Ligne {line}, colonne 1 : « {number} » n'est pas un numéro étudiant. {again}",
                "Line {line}, column 1: “{number}” is no student number. {again}",
            ).filled(line=line, number=shown(shown_number), again=AGAIN)
        if any(value.strip() for value in values[width:]):
            return Text(
                "Ligne {line}, colonne {column} : cette ligne a {count} cases et l'en-tête {width}. {again}",
                "Line {line}, column {column}: this line has {count} cells and the heading {width}. {again}",
            ).filled(line=line, column=width + 1, count=len(values), width=width, again=AGAIN)
        surname, first = ((*(text_of(value) for value in values[1:3]), "", ""))[:2]
        before = found.get(number)
        if before is not None:
            return Text(
                "Lignes {first} et {second}, colonne 1 : le numéro {number} y est deux fois. {again}",
                "Lines {first} and {second}, column 1: number {number} stands there twice. {again}",
            ).filled(first=before.line, second=line, number=number, again=AGAIN)
        found[number] = Person(line, number, surname, first, values)
    return tuple(found.values())


def _saved(how: Text) -> Text:
    return Text(
        "Cette maquette a été enregistrée {how}, par Excel peut-être : APOGEE la refuserait. Reprenez le fichier tel "
        "qu'APOGEE l'a exporté.",
        "This file was saved {how}, by Excel perhaps: APOGEE would refuse it. Take the file as APOGEE exported it.",
    ).filled(how=how)
