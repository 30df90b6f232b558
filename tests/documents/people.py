"""The students of the example repository, and who issues for them, as the tests of documents need them."""

from __future__ import annotations

from datetime import date
from functools import cache

from polyvalidate.documents.recipient import Issuer, Recipient
from polyvalidate.documents.statement import Statement
from polyvalidate.documents.stating import statements
from polyvalidate.repository import DiskTree
from tests.places import ROOT

DAY = date(2026, 10, 31)
ACQUIRED, RUNNING = "s-dem0000001", "s-dem0000003"
ISSUER = Issuer(
    "https://ecole.example.org/badges/issuer.json", "École d'exemple", "https://ecole.example.org", "a@example.org"
)
CAMILLE = Recipient("Camille", "Exemple", "camille@example.org")
SEED = bytes(range(32))


@cache
def everybody() -> dict[str, Statement]:
    return {found.student: found for found in statements(DiskTree(ROOT), DAY)}


def statement(student: str = ACQUIRED) -> Statement:
    return everybody()[student]
