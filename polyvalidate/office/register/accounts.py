"""Forge accounts bound to students, from a list that gives each a number or a pseudonym, and the account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from polyvalidate.model.accounts import ACCOUNT
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.cells import shown
from polyvalidate.office.lists.doubts import Doubt, stops
from polyvalidate.office.lists.tables import Row, Table
from polyvalidate.office.register.changes import Change, Kind
from polyvalidate.office.register.register import Member

_ACCOUNT = re.compile(rf"(?=[a-z]+:[1-9]){ACCOUNT}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,11}", re.ASCII)


class Bound(NamedTuple):
    """The changes that bind accounts, and what is wrong with the other lines."""

    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    unchanged: int


def account_of(text: str, forge: str | None) -> str | None:
    """``github:583231``; a number alone when the forge is known. None for a name, which may change hands."""
    text = text.strip().casefold()
    if forge is not None and _NUMBER.fullmatch(text):
        text = f"{forge}:{text}"
    return text if _ACCOUNT.fullmatch(text) else None


def not_an_account(text: str) -> Text:
    """What to write instead of a name."""
    return Text(
        "« {text} » n'est pas un numéro de compte. Un nom peut changer de main : écrivez le numéro, "
        "comme github:583231 (champ « id » de https://api.github.com/users/NOM).",
        "“{text}” is no account number. A name may change hands: write the number, as github:583231 "
        "(field “id” of https://api.github.com/users/NAME).",
    ).filled(text=shown(text))


def bind(
    table: Table,
    members: Mapping[str, Member],
    coming: Mapping[str, Change],
    enrolled: Mapping[str, Student],
    book: Book,
    forge: str | None,
    digits: int | None = None,
) -> Bound:
    """Compare a list of accounts with the repository. ``members`` is the register by number; ``coming`` are the
    students whom the same import enrols, by number."""
    by_code = {member.code: member for member in members.values()}
    owners = {student.account: code for code, student in enrolled.items() if student.account}
    holders = {holder.account for holder in book.roles.values()}
    changes: list[Change] = []
    doubts: list[Doubt] = list(table.doubts)
    seen: dict[str, int] = {}
    unchanged = 0
    for row in table.rows:
        member, new = _who(row, members, by_code, coming, digits)
        text = row.cells["account"]
        account = account_of(text, forge)
        code = member.code if member is not None else None
        if not text:
            continue
        if account is None:
            doubts.append(Doubt(row.line, not_an_account(text)))
        elif member is None and new is None:
            stranger = Text(
                "Cette personne n'est pas dans le registre. Importez d'abord la liste où elle figure.",
                "This person is not in the register. Import the list that has them first.",
            )
            doubts.append(stops(stranger, row.line))
        elif account in seen or (account in owners and owners[account] != code) or account in holders:
            doubts.append(_taken(row.line, seen.get(account), account in holders, owners.get(account, "")))
        elif code is not None and code in enrolled and enrolled[code].account == account:
            unchanged += 1
        else:
            before = enrolled[code].account or "" if code is not None and code in enrolled else ""
            cohort, number, name = _facts(member, new)
            changes.append(Change(Kind.ACCOUNT, code, cohort, number, name, {"account": account}, before, account))
        if account is not None:
            seen.setdefault(account, row.line)
    return Bound(tuple(changes), tuple(doubts), unchanged)


def _who(
    row: Row,
    members: Mapping[str, Member],
    by_code: Mapping[str, Member],
    coming: Mapping[str, Change],
    digits: int | None,
) -> tuple[Member | None, Change | None]:
    member = by_code.get(row.cells.get("code", "").casefold())
    number = cells.number(row.cells.get("number", "")) or ""
    if digits and number.isdigit():
        number = number.rjust(digits, "0")
    return member or members.get(number), coming.get(number)


def _facts(member: Member | None, new: Change | None) -> tuple[int, str, str]:
    """Cohort, number and name of somebody who is in the register, or about to be."""
    if member is not None:
        return member.cohort, member.number, member.name
    return (new.cohort, new.number, new.name) if new is not None else (0, "", "")


def _taken(line: int, first: int | None, of_a_role: bool, owner: str) -> Doubt:
    if of_a_role:
        text = Text(
            "Ce compte est celui d'une fonction (grid/roles.yml) : une personne ne peut pas évaluer ses propres "
            "déclarations. Donnez-lui un autre compte.",
            "This account is that of a role (grid/roles.yml): nobody may evaluate their own declarations. Give them "
            "another account.",
        )
    elif first is not None:
        text = Text(
            "Ce compte est aussi à la ligne {first}. Un compte est à une seule personne.",
            "This account is on line {first} too. An account is one person's.",
        )
    else:
        text = Text(
            "Ce compte est déjà celui du dossier {owner}. Un compte est à une seule personne.",
            "This account is already that of folder {owner}. An account is one person's.",
        )
    return stops(text, line, first=first, owner=owner)
