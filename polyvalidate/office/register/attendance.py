"""An organiser's attendance list to pseudonyms: who was there, known by number, address or pseudonym, never by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.tables import Row, Table, read_table
from polyvalidate.office.register.recognising import KEYS, Known
from polyvalidate.office.register.register import Register

ABSENT = frozenset({"", "non", "no", "n", "0", "absent", "absente", "abs", "a", "faux", "false", "excuse", "excusee"})
"""What a column of presence says of somebody who was not there, accents and case apart."""


class Asked(NamedTuple):
    """How a list is to be read: the names of its columns where they are not known, of the one that says who was there,
    of the one that counts (``quantity`` or ``hours``); the sheet of a workbook."""

    columns: Mapping[str, str]
    present: str | None = None
    counted: str | None = None
    sheet: str | None = None


class Attendee(NamedTuple):
    """Somebody of the list. ``amount`` is None where the list does not count."""

    line: int
    code: str
    amount: int | None


class Attendance(NamedTuple):
    """Those who were recognised, and what is to be said of the lines that are left aside."""

    people: tuple[Attendee, ...]
    form: Text
    columns: Mapping[str, str]
    absent: int
    doubts: tuple[Doubt, ...]


_NO_COLUMN = Text(
    "Aucune colonne ne dit qui était là. La première ligne doit nommer les colonnes : « numéro étudiant », "
    "« courriel » ou « pseudonyme ». Si l'une porte un autre nom, dites laquelle : --column number=NOM.",
    "No column says who was there. The first line must name the columns: “student number”, “e-mail” or “pseudonym”. If "
    "one has another name, say which: --column number=NAME.",
)


def read_attendance(
    data: bytes, asked: Asked, register: Register | None, enrolled: Collection[str]
) -> Attendance | Text:
    """The students of a list; ``enrolled`` are the pseudonyms that have a folder. A ``Text`` says why there is none."""
    named = dict(asked.columns)
    if asked.present is not None:
        named["present"] = asked.present
    if asked.counted is not None:
        named["counted"] = asked.counted
    try:
        table = read_table(data, named, (), asked.sheet, {*KEYS, "surname", "first"})
    except KeyError as missing:  # a column of ours that the tables of students do not know, and that is not there
        name = shown(named.get(str(missing.args[0]), "?"))
        return Text(
            "La colonne « {name} » n'est pas dans cette liste. Vérifiez son nom.",
            "The column “{name}” is not in this list. Check its name.",
        ).filled(name=name)
    if isinstance(table, Text):
        return table
    if not set(KEYS) & set(table.columns):
        return _NO_COLUMN
    blocking = next((doubt.text for doubt in table.doubts if doubt.blocks), None)
    if blocking is not None:
        return blocking
    if register is None and "code" not in table.columns:
        return Text(
            "Cette liste n'a pas de pseudonymes : il faut le registre pour les trouver. Ajoutez --register.",
            "This list has no pseudonyms: the register is needed to find them. Add --register.",
        )
    return _attendance(table, Known.of(register, enrolled))


# --- lines ------------------------------------------------------------------------------------------------------------


def _attendance(table: Table, known: Known) -> Attendance:
    found: dict[str, Attendee] = {}
    doubts = list(table.doubts)
    absent = 0
    for row in table.rows:
        if "present" in table.columns and folded(row.cells.get("present", "")) in ABSENT:
            absent += 1
            continue
        code = known.find(row)
        if isinstance(code, Doubt):
            doubts.append(code)
            continue
        count = _count(row) if "counted" in table.columns else None
        if isinstance(count, Doubt):
            doubts.append(count)
            continue
        before = found.get(code)
        if before is None:
            found[code] = Attendee(row.line, code, count)
        else:
            doubts.append(_twice(before, row.line, count))
    people = tuple(found.values())
    return Attendance(people, table.form, table.columns, absent, tuple(doubts))


def _count(row: Row) -> int | Doubt:
    text = row.cells.get("counted", "")
    whole, _, rest = text.replace(",", ".").partition(".")
    if whole.isascii() and whole.isdigit() and not rest.strip("0") and 0 < int(whole[:5]) <= 2000:
        return int(whole)
    no_number = Text(
        "Le nombre de cette ligne n'est pas un nombre entier : « {text} ».",
        "The number of this line is no whole number: “{text}”.",
    )
    return told(no_number, row.line, text=shown(text))


def _twice(before: Attendee, line: int, count: int | None) -> Doubt:
    text = Text(
        "Même personne qu'à la ligne {line} : comptée une fois.", "Same person as on line {line}: counted once."
    )
    if before.amount != count:
        text = Text(
            "Même personne qu'à la ligne {line}, avec un autre nombre : seule la ligne {line} est comptée.",
            "Same person as on line {line}, with another number: only line {line} is counted.",
        )
    return told(text, line, line=before.line)
