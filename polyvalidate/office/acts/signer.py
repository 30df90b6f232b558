"""Who signs what the office writes: the code that was given, or the only one that may."""

from __future__ import annotations

import re
from collections.abc import Callable

from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.phrases import WRITERS
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

Able = Callable[[RoleHolder], bool]


def signer(book: Book, code: str | None, able: Able, role: str) -> RoleHolder:
    """The holder in office for whom ``able`` holds and whose code was given, or who is the only one.

    ``role`` says in words whose this is. Raises ``Unreadable`` with the codes that will do.
    """
    holders = [h for _, h in sorted(book.roles.items()) if in_office(h, book.today) and able(h)]
    codes = [holder.code for holder in holders]
    if code is None and len(holders) == 1:
        return holders[0]
    if code is not None and code in codes:
        return holders[codes.index(code)]
    if code is None:
        why = _WHO
    elif code not in book.roles:
        why = _UNKNOWN
    else:
        why = _NOT_ABLE if in_office(book.roles[code], book.today) else _NOT_IN_OFFICE
    # What was typed and is no code may be a name: it is not said again.
    said = code if code is not None and re.fullmatch(r"[a-z]{1,12}-[0-9]{1,3}", code) else ""
    raise Unreadable(
        why, given=f" {said}" if said else "", code=code, whose=WRITERS[role], codes=tuple(codes) or ("—",)
    )


_WHO = Text(
    "Dites qui vous êtes avec --as : {codes:list} (grid/roles.yml).",
    "Say who you are with --as: {codes:list} (grid/roles.yml).",
)
_UNKNOWN = Text(
    "Le code{given} donné avec --as n'est pas dans grid/roles.yml. Ceci est à écrire par {whose} ({codes:list}).",
    "The code{given} given with --as is not in grid/roles.yml. This is written by {whose} ({codes:list}).",
)
_NOT_IN_OFFICE = Text(
    "{code}, donné avec --as, n'est pas en fonction aujourd'hui (grid/roles.yml). Ceci est à écrire par {whose} "
    "({codes:list}).",
    "{code}, given with --as, is not in office today (grid/roles.yml). This is written by {whose} ({codes:list}).",
)
_NOT_ABLE = Text(
    "Le code donné avec --as ne permet pas d'écrire ceci : c'est à écrire par {whose} ({codes:list}). Demandez-leur, "
    "ou faites ajouter cette fonction à votre compte dans grid/roles.yml.",
    "The code given with --as may not write this: it is written by {whose} ({codes:list}). Ask them, or have this "
    "role added to your account in grid/roles.yml.",
)
