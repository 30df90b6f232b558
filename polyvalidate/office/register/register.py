"""The private register: which pseudonym is whose. Its values, and the one form in which it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import collated, folded
from polyvalidate.office.register.pseudonyms import CODE

FORMAT, VERSION = "polyvalidate-register", 1
_FIELDS = ("code", "cohort", "number", "surname", "usual", "first", "email")
_END = b'"sha256": "'
Collated = tuple[str, str, str]


class Member(NamedTuple):
    """One student: pseudonym, year of entry, student number, names, address (empty when it is not known)."""

    code: str
    cohort: int
    number: str
    surname: str
    usual: str
    first: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.usual or self.surname} {self.first}".strip()

    @property
    def order(self) -> tuple[Collated, Collated, str]:
        """Where a list called out by name has them."""
        return collated(self.usual or self.surname), collated(self.first), self.number


@dataclass(frozen=True, slots=True)
class Register:
    """``root`` is the first commit of the school's repository: it tells schools apart, whatever they are called.

    ``settings`` are what a person once said of their lists (columns, programmes, digits), so that it is said once.
    """

    school: str
    root: str
    members: tuple[Member, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_number(self) -> dict[str, Member]:
        return {member.number: member for member in self.members}

    @property
    def by_code(self) -> dict[str, Member]:
        return {member.code: member for member in self.members}

    def with_members(self, members: Iterable[Member]) -> Register:
        """The same with members added, or replaced by number. No pseudonym may change: ValueError."""
        known = self.by_number
        for member in members:
            before = known.get(member.number)
            if before is not None and before.code != member.code:
                raise ValueError("a pseudonym never changes")
            known[member.number] = member
        return replace(self, members=tuple(known.values()))

    def without(self, code: str) -> Register:
        return replace(self, members=tuple(member for member in self.members if member.code != code))


def written(register: Register) -> bytes:
    """The register as it stands in its file: one member per line, a digest at the end."""
    rows = sorted(register.members, key=lambda m: (m.cohort, m.number))
    head = {
        "format": FORMAT,
        "version": VERSION,
        "school": register.school,
        "root": register.root,
        "settings": dict(register.settings),
    }
    lines = [f'"{key}": {_json(value)},' for key, value in head.items()]
    members = ",\n".join(_json(member._asdict()) for member in rows)
    body = "{\n" + "\n".join(lines) + '\n"members": [\n' + members + "\n],\n"
    data = body.encode()
    return data + _END + hashlib.sha256(data).hexdigest().encode() + b'"\n}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=isinstance(value, dict) and "code" not in value)


def parsed(data: bytes) -> Register | Text:
    """The register in a file, or why it is none: cut, changed by hand, of a later version."""
    body, end, digest = data.rpartition(_END)
    plain = _plain(data)
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        if data.lstrip()[:40].replace(b" ", b"").startswith(b'{\n"format":"polyvalidate-register"'):
            return CUT
        return Text(
            "Ce fichier n'est pas un registre de polyvalidate.",
            "This file is no register of polyvalidate.",
        )
    if plain.get("version") != VERSION:
        return Text(
            "Ce registre a été écrit par une version plus récente de polyvalidate. Mettez le programme à jour.",
            "This register was written by a later version of polyvalidate. Update the program.",
        )
    if not end or hashlib.sha256(body).hexdigest().encode() != digest[:64] or digest[64:] != b'"\n}\n':
        return CHANGED
    register = _register(plain)
    return CHANGED if register is None else register


CUT = Text(
    "Ce registre est coupé : sa fin manque. Reprenez la sauvegarde la plus récente, à côté de lui (.bak).",
    "This register is cut: its end is missing. Take the latest backup beside it (.bak).",
)
CHANGED = Text(
    "Ce registre a été modifié par un autre programme, ou il est abîmé. Reprenez la sauvegarde la plus récente, à côté "
    "de lui (.bak).",
    "This register was changed by another program, or is damaged. Take the latest backup beside it (.bak).",
)


def _plain(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _register(plain: Mapping[str, Any]) -> Register | None:
    """The values, when all of them are what they must be, no number and no pseudonym twice."""
    try:
        rows = plain["members"]
        members = tuple(Member(*(row[name] for name in _FIELDS)) for row in rows)
        school, root, settings = plain["school"], plain["root"], plain["settings"]
    except (KeyError, TypeError):
        return None
    for row, member in zip(rows, members, strict=True):
        texts = (member.code, *member[2:])
        if type(row["cohort"]) is not int or not all(isinstance(text, str) for text in texts):
            return None
        if not CODE.fullmatch(member.code):
            return None
    if len({m.code for m in members}) != len(members) or len({m.number for m in members}) != len(members):
        return None
    if not isinstance(school, str) or not isinstance(root, str) or not isinstance(settings, dict):
        return None
    return Register(school, root, members, settings)


def matching(register: Register, text: str) -> list[Member]:
    """The members whom a text names: by pseudonym, number or address exactly (zeros that Excel took away
    put back), else by parts of their names."""
    text = text.strip()
    exact = [m for m in register.members if text.casefold() in (m.code, m.number.casefold(), m.email.casefold())]
    if not exact and text.isdigit():
        exact = [m for m in register.members if m.number.isdigit() and m.number.lstrip("0") == text.lstrip("0")]
    if exact or not text:
        return exact
    words = [folded(word) for word in text.replace("-", " ").split()]
    return [
        member
        for member in register.members
        if all(word in folded(f"{member.surname} {member.usual} {member.first}") for word in words if word)
    ]
