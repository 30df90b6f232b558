"""Who signs what the office writes: the code that was given, or the only one that may."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
    fr, en = _listed(codes, "ou"), _listed(codes, "or")
    if code is None:
        raise Unreadable(
            Text(
                f"Dites qui vous êtes avec --as : {fr} (grid/roles.yml).",
                f"Say who you are with --as: {en} (grid/roles.yml).",
            ),
        )
    whose_fr, whose_en = WRITERS[role].fr, WRITERS[role].en
    if code not in book.roles:
        said = f" {code}" if re.fullmatch(r"[a-z]{1,12}-[0-9]{1,3}", code) else ""  # what else was typed may be a name
        raise Unreadable(
            Text(
                f"Le code{said} donné avec --as n'est pas dans grid/roles.yml. Ceci est à écrire par {whose_fr} ({fr}).",
                f"The code{said} given with --as is not in grid/roles.yml. This is written by {whose_en} ({en}).",
            ),
        )
    if not in_office(book.roles[code], book.today):
        raise Unreadable(
            Text(
                f"{code}, donné avec --as, n'est pas en fonction aujourd'hui (grid/roles.yml). Ceci est à écrire par "
                f"{whose_fr} ({fr}).",
                f"{code}, given with --as, is not in office today (grid/roles.yml). This is written by {whose_en} ({en}).",
            ),
        )
    raise Unreadable(
        Text(
            f"Le code donné avec --as ne permet pas d'écrire ceci : c'est à écrire par {whose_fr} ({fr}). Demandez-leur, "
            "ou faites ajouter cette fonction à votre compte dans grid/roles.yml.",
            f"The code given with --as may not write this: it is written by {whose_en} ({en}). Ask them, or have this role "
            "added to your account in grid/roles.yml.",
        ),
    )


def _listed(codes: Sequence[str], word: str) -> str:
    return f" {word} ".join(codes) or "—"
