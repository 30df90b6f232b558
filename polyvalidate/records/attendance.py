"""An organiser's attendance list to pseudonyms: who was there, known by number, address or pseudonym, never by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from polyvalidate.model import Text
from polyvalidate.records import cells
from polyvalidate.records.cells import folded, shown
from polyvalidate.records.doubts import Doubt, told
from polyvalidate.records.pseudonyms import CODE
from polyvalidate.records.register import Member, Register
from polyvalidate.records.tables import Row, Table, read_table

KEYS = ("number", "email", "code")
"""The columns by which somebody may be known."""
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
        table = read_table(data, named, (), asked.sheet)
    except KeyError as missing:  # a column of ours that the tables of students do not know, and that is not there
        name = shown(named.get(str(missing.args[0]), "?"))
        return Text(
            f"La colonne « {name} » n'est pas dans cette liste. Vérifiez son nom.",
            f"The column “{name}” is not in this list. Check its name.",
        )
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
    return _attendance(table, _Known.of(register, enrolled))


class _Known(NamedTuple):
    """Everybody by each of the ways to be known. ``digits``: how many a student number has, 0 when they differ."""

    by_number: Mapping[str, Member]
    by_email: Mapping[str, list[Member]]
    by_code: Mapping[str, Member]
    enrolled: Collection[str]
    digits: int

    @classmethod
    def of(cls, register: Register | None, enrolled: Collection[str]) -> _Known:
        members = register.members if register is not None else ()
        by_email: dict[str, list[Member]] = {}
        for member in members:
            if member.email:
                by_email.setdefault(member.email.casefold(), []).append(member)
        lengths = {len(member.number) for member in members if member.number.isdigit()}
        digits = lengths.pop() if len(lengths) == 1 else 0
        return cls({m.number: m for m in members}, by_email, {m.code: m for m in members}, enrolled, digits)

    def find(self, row: Row) -> str | Doubt:
        """The pseudonym of a line, or why there is none."""
        found: set[str] = set()
        for key in KEYS:
            text = row.cells.get(key, "")
            if text:
                code = self._by(key, text)
                if isinstance(code, Text):
                    return told(code.fr, code.en, row.line)
                found.add(code)
        if not found:
            return told("Cette ligne ne dit pas qui c'est.", "This line does not say who it is.", row.line)
        if len(found) > 1:
            return told(
                "Le numéro et le courriel de cette ligne sont ceux de deux personnes.",
                "The number and the address of this line are those of two people.",
                row.line,
            )
        code = found.pop()
        member = self.by_code.get(code)
        if member is not None and not _may_be(row, member):
            return told(
                "Le nom de cette ligne n'est pas celui du registre pour ce numéro. Vérifiez le numéro.",
                "The name of this line is not that of the register for this number. Check the number.",
                row.line,
            )
        if code not in self.enrolled:
            return told(
                "Cette personne est dans le registre, et n'a pas de dossier dans le dépôt.",
                "This person is in the register, and has no folder in the repository.",
                row.line,
            )
        return code

    def _by(self, key: str, text: str) -> str | Text:
        if key == "code":
            code = text.strip().lower()
            known = CODE.fullmatch(code) is not None and (code in self.enrolled or code in self.by_code)
            return code if known else _unknown(text, "pseudonyme", "pseudonym")
        if not self.by_code:
            return Text(
                "Sans le registre, seul un pseudonyme dit qui c'est.", "Without the register only a pseudonym says who."
            )
        if key == "email":
            members = self.by_email.get((cells.address(text) or text).casefold(), [])
            return members[0].code if len(members) == 1 else _unknown(text, "courriel", "address")
        number = cells.number(text)
        if number is not None and number.isdigit() and len(number) < self.digits:
            number = number.rjust(self.digits, "0")  # Excel takes zeros away
        member = self.by_number.get(number or "")
        return member.code if member is not None else _unknown(text, "numéro", "number")


def _unknown(text: str, fr: str, en: str) -> Text:
    return Text(f"Personne n'a ce {fr} : {shown(text)}.", f"Nobody has this {en}: {shown(text)}.")


def _may_be(row: Row, member: Member) -> bool:
    """Could the surname of a line be that of a member? Lists cut names, use either, or give the whole name at once."""
    given = folded(row.cells.get("surname", "") or row.cells.get("usual", ""))
    names = [folded(name) for name in (member.surname, member.usual) if name]
    if not given or not names:
        return True
    first = folded(member.first)
    whole = [*names, *(name + first for name in names), *(first + name for name in names)]
    return any(name.startswith(given) or given.startswith(name) for name in whole)


# --- lines ------------------------------------------------------------------------------------------------------------


def _attendance(table: Table, known: _Known) -> Attendance:
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
    return told(
        f"Le nombre de cette ligne n'est pas un nombre entier : « {shown(text)} ».",
        f"The number of this line is no whole number: “{shown(text)}”.",
        row.line,
    )


def _twice(before: Attendee, line: int, count: int | None) -> Doubt:
    if before.amount == count:
        return told(
            f"Même personne qu'à la ligne {before.line} : comptée une fois.",
            f"Same person as on line {before.line}: counted once.",
            line,
        )
    return told(
        f"Même personne qu'à la ligne {before.line}, avec un autre nombre : seule la ligne {before.line} est comptée.",
        f"Same person as on line {before.line}, with another number: only line {before.line} is counted.",
        line,
    )
