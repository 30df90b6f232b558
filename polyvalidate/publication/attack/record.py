"""The record of issues: everything that was published, in order, each entry sealed by the hash of the one before.

It is what the attacker of next year knows, so it is only ever added to. It holds what was published and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from polyvalidate.model.told import Told
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.publication.attack.plain import from_plain, to_plain
from polyvalidate.publication.attack.tables import PublicTables

BEGINNING = "0" * 64
"""What stands for the hash before the first entry."""

_ENTRY_KEYS = ["hash", "previous", "tables"]


class BadRecord(Told):
    """The record is not what the program wrote: nothing may be published on the strength of it."""


class Entry(NamedTuple):
    """One issue in the record, with the hash that seals it and all before it."""

    tables: PublicTables
    previous: str
    hash: str


def canonical(plain: Any) -> str:
    """The one way in which plain data is written before it is hashed."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(previous: str, tables: PublicTables) -> str:
    """SHA-256 of the previous hash, a line end, and the canonical tables."""
    return hashlib.sha256(f"{previous}\n{canonical(to_plain(tables))}".encode()).hexdigest()


def parse(data: bytes) -> tuple[Entry, ...]:
    """The entries of a record, oldest first, every one verified. Raises BadRecord with the number of the entry."""
    try:
        plain = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadRecord(
            Text(
                "Le registre des publications ne se lit pas : reprenez-le dans l'historique Git, sans y toucher.",
                "The record of issues does not read: take it again from the Git history, without touching it.",
            )
        ) from None
    entries: list[Entry] = []
    for number, item in enumerate(plain if isinstance(plain, list) else [plain], 1):
        previous = entries[-1].hash if entries else BEGINNING
        try:
            if not isinstance(item, dict) or sorted(item) != _ENTRY_KEYS:
                raise ValueError("not an entry")
            entry = Entry(from_plain(item["tables"]), item["previous"], item["hash"])
        except (ValueError, TypeError, KeyError, AttributeError):
            raise _tampered(number) from None
        if entry.previous != previous or entry.hash != seal(previous, entry.tables):
            raise _tampered(number)
        if any(_same_year(entry.tables, other.tables) for other in entries):
            raise _tampered(number)
        entries.append(entry)
    if serialise(entries) != data:
        raise _tampered(len(entries))
    return tuple(entries)


def serialise(entries: Sequence[Entry]) -> bytes:
    """The record as a file: a JSON list, one entry on a line so that a comparison of versions reads well."""
    lines = ",\n".join(
        canonical({"tables": to_plain(entry.tables), "previous": entry.previous, "hash": entry.hash})
        for entry in entries
    )
    return f"[\n{lines}\n]\n".encode() if entries else b"[]\n"


def added(entries: Sequence[Entry], tables: PublicTables) -> tuple[Entry, ...]:
    """The record with one more issue."""
    previous = entries[-1].hash if entries else BEGINNING
    return (*entries, Entry(tables, previous, seal(previous, tables)))


def _same_year(one: PublicTables, other: PublicTables) -> bool:
    return one.cohort == other.cohort and academic_year(one.on) == academic_year(other.on)


def _tampered(number: int) -> BadRecord:
    return BadRecord(
        Text(
            "Le registre des publications a été modifié (entrée {number}). Reprenez-le dans l'historique Git, sans y "
            "toucher.",
            "The record of issues was altered (entry {number}). Take it again from the Git history, without touching "
            "it.",
        ),
        number=number,
    )
