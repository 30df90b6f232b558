"""Who a line of a list is about: by number, address or pseudonym, never by name; a name only raises doubts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.tables import Row
from polyvalidate.office.register.pseudonyms import CODE
from polyvalidate.office.register.register import Member, Register

KEYS = ("number", "email", "code")
"""The columns by which somebody may be known."""

_WORDS = {
    "number": Text("numéro", "number"),
    "email": Text("courriel", "address"),
    "code": Text("pseudonyme", "pseudonym"),
}
_TWO = Text(
    "Le numéro et le courriel de cette ligne sont ceux de deux personnes.",
    "The number and the address of this line are those of two people.",
)
_ANOTHER = Text(
    "Le nom de cette ligne n'est pas celui du registre pour ce numéro. Vérifiez le numéro.",
    "The name of this line is not that of the register for this number. Check the number.",
)
_NO_FOLDER = Text(
    "Cette personne est dans le registre, et n'a pas de dossier dans le dépôt.",
    "This person is in the register, and has no folder in the repository.",
)


def _nobody(row: Row) -> Doubt:
    """A line that has none of what its list could have said of somebody; a name alone is not enough."""
    words = [_WORDS[key] for key in KEYS if key in row.cells] or list(_WORDS.values())
    text = Text(
        "Cette ligne est sans {keys} : un nom ne suffit pas à dire qui c'est. Complétez-la.",
        "This line has no {keys}: a name alone does not say who it is. Complete it.",
    )
    keys = Text(" ni ".join(word.fr for word in words), " or ".join(word.en for word in words))
    return told(text, row.line, keys=keys)


class Known(NamedTuple):
    """Everybody by each of the ways to be known. ``digits``: how many a student number has, 0 when they differ."""

    by_number: Mapping[str, Member]
    by_email: Mapping[str, list[Member]]
    by_code: Mapping[str, Member]
    enrolled: Collection[str]
    digits: int

    @classmethod
    def of(cls, register: Register | None, enrolled: Collection[str]) -> Known:
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
                    return told(code, row.line)
                found.add(code)
        if not found:
            return _nobody(row)
        if len(found) > 1:
            return told(_TWO, row.line)
        code = found.pop()
        member = self.by_code.get(code)
        if member is not None and not _may_be(row, member):
            return told(_ANOTHER, row.line)
        if code not in self.enrolled:
            return told(_NO_FOLDER, row.line)
        return code

    def _by(self, key: str, text: str) -> str | Text:
        if key == "code":
            code = text.strip().lower()
            known = CODE.fullmatch(code) is not None and (code in self.enrolled or code in self.by_code)
            return code if known else _unknown(text, _WORDS["code"])
        if not self.by_code:
            return Text(
                "Sans le registre, seul un pseudonyme dit qui c'est.", "Without the register only a pseudonym says who."
            )
        if key == "email":
            members = self.by_email.get((cells.address(text) or text).casefold(), [])
            return members[0].code if len(members) == 1 else _unknown(text, _WORDS["email"])
        number = cells.number(text)
        if number is not None and number.isdigit() and len(number) < self.digits:
            number = number.rjust(self.digits, "0")  # Excel takes zeros away
        member = self.by_number.get(number or "")
        return member.code if member is not None else _unknown(text, _WORDS["number"])


def _unknown(text: str, what: Text) -> Text:
    return Text("Personne n'a ce {what} : {text}.", "Nobody has this {what}: {text}.").filled(
        what=what, text=shown(text)
    )


def _may_be(row: Row, member: Member) -> bool:
    """Could the surname of a line be that of a member? Lists cut names, use either, or give the whole name at once."""
    given = folded(row.cells.get("surname", "") or row.cells.get("usual", ""))
    names = [folded(name) for name in (member.surname, member.usual) if name]
    if not given or not names:
        return True
    first = folded(member.first)
    whole = [*names, *(name + first for name in names), *(first + name for name in names)]
    return any(name.startswith(given) or given.startswith(name) for name in whole)
