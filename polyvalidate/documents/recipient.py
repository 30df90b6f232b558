"""Whom a document is for, and who issues it: given by the registry office, never by the repository."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from polyvalidate.model.words import Text


class Recipient(NamedTuple):
    """A person as the private register knows them; every part may be empty.

    ``did`` is an identifier that the person holds a key of (``did:key:…``), when they have a wallet.
    """

    first: str = ""
    surname: str = ""
    email: str = ""
    did: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.surname}".strip()


NOBODY = Recipient()
"""Nobody is named: the document speaks of whoever was handed it."""


DID = re.compile(r"did:[a-z0-9]{1,20}:[A-Za-z0-9._:%-]{1,300}", re.ASCII)
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]{1,200}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/%-]{0,300})?", re.ASCII)
"""A public address, without a query or a fragment."""

LONGEST = 200

_NOT_ONE = Text(
    "Ce fichier ne décrit pas une personne. Écrivez par exemple :"
    ' {"first": "Camille", "surname": "Exemple", "email": "camille@example.org"}',
    "This file does not describe a person. Write for instance:"
    ' {"first": "Camille", "surname": "Exemple", "email": "camille@example.org"}',
)
_NO_DID = Text(
    "« did » n'est pas un identifiant décentralisé (did:key:z6Mk…).",
    "“did” is no decentralised identifier (did:key:z6Mk…).",
)


def parsed(data: bytes) -> Recipient | Text:
    """A person in JSON, keys as in the register of pseudonyms (what else it holds is left aside), or what is wrong."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        return _NOT_ONE
    if not isinstance(plain, dict):
        return _NOT_ONE
    values = [plain.get(key, "") for key in ("first", "surname", "email", "did")]
    if not all(isinstance(value, str) and len(value) <= LONGEST and value.isprintable() for value in values):
        return _NOT_ONE
    usual = plain.get("usual")
    recipient = Recipient(*(value.strip() for value in values))
    if isinstance(usual, str) and usual.strip() and usual.isprintable() and len(usual) <= LONGEST:
        recipient = recipient._replace(surname=usual.strip())
    if not any(recipient):
        return _NOT_ONE
    return _NO_DID if recipient.did and not DID.fullmatch(recipient.did) else recipient


class Issuer(NamedTuple):
    """Who issues: a stable address under which the school publishes its key, a name, a page, an address to write to."""

    id: str
    name: str
    url: str
    email: str
