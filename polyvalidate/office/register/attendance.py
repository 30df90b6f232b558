"""An organiser's attendance list to pseudonyms: who was there, known by number, address or pseudonym, never by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.columns import TITLES, quoted, taken
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.hidden import Hidden
from polyvalidate.office.lists.tables import Row, Table, read_table
from polyvalidate.office.register.recognising import KEYS, Known
from polyvalidate.office.register.register import Register

ABSENT = frozenset({"", "non", "no", "n", "0", "absent", "absente", "abs", "a", "faux", "false", "excuse", "excusee"})
"""What a column of presence says of somebody who was not there, accents and case apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a list is to be read: the names of its columns where they are not known, of those that say who was there
    (several: each is a part of the activity, and parts add up), of the one that counts (``quantity`` or ``hours``); the
    sheet of a workbook, and what becomes of its hidden lines."""

    columns: Mapping[str, str]
    present: tuple[str, ...] = ()
    counted: str | None = None
    sheet: str | None = None
    hidden: Hidden | None = None


class Attendee(NamedTuple):
    """Somebody of the list. ``amount`` is None where the list does not count; ``line`` is the first that has them."""

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
    header: tuple[str, ...] = ()

    @property
    def taken(self) -> Text:
        """What each column was taken for."""
        return taken(self.columns, _TITLES | {key: _PRESENCE for key in self.columns if key.startswith(PRESENT)})


PRESENT = "present"
"""What the keys of columns of presence begin with; the rest is their rank."""
_PRESENCE = Text("présence", "presence")
_TITLES = TITLES | {"counted": Text("nombre", "number of")}
_NO_COLUMN = Text(
    "Aucune colonne ne donne de numéro étudiant, de courriel ni de pseudonyme : un nom ne suffit pas à dire qui était "
    "là. Les colonnes lues sont {header}. Si l'une convient, dites laquelle : --column number=NOM.",
    "No column gives a student number, an e-mail or a pseudonym: a name is not enough to say who was there. The "
    "columns read are {header}. If one of them will do, say which: --column number=NAME.",
)
_SAME_NAME = Text(
    "Plusieurs colonnes s'appellent « {name} ». Donnez le titre qui est au-dessus de chacune (--present-column Matin "
    "--present-column Après-midi), ou renommez-les.",
    "Several columns are called “{name}”. Give the title above each (--present-column Morning --present-column "
    "Afternoon), or rename them.",
)


def read_attendance(
    data: bytes, asked: Asked, register: Register | None, enrolled: Collection[str]
) -> Attendance | Text:
    """The students of a list; ``enrolled`` are the pseudonyms that have a folder. A ``Text`` says why there is none."""
    named = dict(asked.columns)
    named |= {f"{PRESENT}{rank}": name for rank, name in enumerate(asked.present)}
    if asked.counted is not None:
        named["counted"] = asked.counted
    try:
        table = read_table(data, named, (), asked.sheet, {*KEYS, "surname", "first"}, hidden=asked.hidden)
    except KeyError as missing:  # a column of ours that the tables of students do not know, and that is not there
        name = shown(named.get(str(missing.args[0]), "?"))
        return Text(
            "La colonne « {name} » n'est pas dans cette liste. Vérifiez son nom.",
            "The column “{name}” is not in this list. Check its name.",
        ).filled(name=name)
    if isinstance(table, Text):
        return table
    if not set(KEYS) & set(table.columns):
        return _NO_COLUMN.filled(header=quoted(table.header))
    titles = [folded(cell) for cell in table.header]
    twice = next((name for name in (*asked.present, asked.counted) if name and titles.count(folded(name)) > 1), None)
    if twice is not None:
        return _SAME_NAME.filled(name=shown(twice))
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
    parts = [key for key in table.columns if key.startswith(PRESENT)]
    for row in table.rows:
        there = sum(folded(row.cells.get(key, "")) not in ABSENT for key in parts)
        if parts and not there:
            absent += 1
            continue
        code = known.find(row)
        if isinstance(code, Doubt):
            doubts.append(code)
            continue
        count = _count(row) if "counted" in table.columns else there if len(parts) > 1 else None
        if isinstance(count, Doubt):
            doubts.append(count)
            continue
        before = found.get(code)
        if before is None:
            found[code] = Attendee(row.line, code, count)
        else:
            doubts.append(_twice(before, row.line, count))
            if before.amount is not None and count is not None:
                found[code] = before._replace(amount=before.amount + count)
    people = tuple(found.values())
    return Attendance(people, table.form, table.columns, absent, tuple(doubts), tuple(filter(None, table.header)))


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
    if before.amount is not None and count is not None:
        text = Text(
            "Même personne qu'à la ligne {line} : les nombres s'ajoutent ({amount} et {count}). Si c'est deux fois la "
            "même ligne, retirez-en une.",
            "Same person as on line {line}: the numbers add up ({amount} and {count}). If it is the same line twice, "
            "take one out.",
        )
    return told(text, line, line=before.line, amount=before.amount, count=count)
