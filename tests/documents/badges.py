"""A badge of the example repository, and what a person who verifies it knows."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from polyvalidate.documents.badges import keys, proof
from polyvalidate.documents.badges.badge import Order, issue
from polyvalidate.documents.badges.verifying import Failure, Known, verify
from polyvalidate.documents.recipient import Recipient
from tests.documents.people import CAMILLE, ISSUER, SEED, statement

ON, UNTIL = date(2026, 11, 2), date(2031, 11, 2)
LIST = "https://ecole.example.org/badges/revocations.json"
PUBLIC = keys.public(SEED)
KNOWN = Known(date(2027, 1, 1), frozenset({PUBLIC}), ISSUER.id)


def order(subject: str = "quitus", recipient: Recipient = CAMILLE, lang: str = "fr", revocations: str = LIST) -> Order:
    return Order(subject, ISSUER, recipient, ON, UNTIL, revocations, lang)


@cache
def badge_text(subject: str = "quitus", recipient: Recipient = CAMILLE, lang: str = "fr") -> str:
    return issue(statement(), order(subject, recipient, lang), SEED, PUBLIC)


def badge(**parts: Any) -> dict[str, Any]:
    """The signed badge, with parts of it replaced after it was signed."""
    return {**json.loads(badge_text()), **parts}


def signed(seed: bytes = SEED, issuer: str = ISSUER.id, **parts: Any) -> dict[str, Any]:
    """The badge with parts replaced before it is signed: sound, and perhaps not what it should be."""
    document = badge(**parts)
    old = document.pop("proof")
    method = f"{issuer}#{keys.public(seed)}"
    options = {**{k: v for k, v in old.items() if k != "proofValue"}, "verificationMethod": method}
    return proof.sign(document, options, seed)


def failures(document: Any, known: Known = KNOWN) -> list[Failure]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(verify(data, known).failures)
