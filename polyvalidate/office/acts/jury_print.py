"""The minutes in their four forms, written together in a folder outside the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from polyvalidate.documents.typesetting import typeset
from polyvalidate.model.words import Text
from polyvalidate.office.jury.content import Minutes
from polyvalidate.office.jury.document import document
from polyvalidate.office.jury.tables import People, as_json, as_minutes_csv, as_minutes_xlsx
from polyvalidate.repository import Unreadable

KINDS = ("pdf", "xlsx", "csv", "json")


def forms(
    minutes: Minutes, people: People, lang: str, made_on: datetime, kinds: Iterable[str] = KINDS
) -> dict[str, bytes]:
    """The bytes of each form by file name: the same decisions always give the same. Raises ``Unreadable`` when a
    library is absent."""
    make: dict[str, Callable[[], bytes | Text]] = {
        "pdf": lambda: typeset(document(minutes, people, lang, made_on)),
        "xlsx": lambda: as_minutes_xlsx(minutes, people, lang, made_on),
        "csv": lambda: as_minutes_csv(minutes, people, lang),
        "json": lambda: as_json(minutes, people, lang).encode(),
    }
    found: dict[str, bytes] = {}
    for kind in kinds:
        data = make[kind]()
        if isinstance(data, Text):
            raise Unreadable(data)
        found[f"pv.{kind}"] = data
    return found
