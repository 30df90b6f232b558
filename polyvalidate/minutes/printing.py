"""The minutes in their four forms, written together in a folder outside the repository."""

from __future__ import annotations

from datetime import datetime

from polyvalidate.minutes.content import Minutes
from polyvalidate.minutes.document import document
from polyvalidate.minutes.tables import Members, as_json, as_minutes_csv, as_minutes_xlsx
from polyvalidate.model import Text
from polyvalidate.office.typesetting import typeset
from polyvalidate.repository import Unreadable


def forms(minutes: Minutes, members: Members, lang: str, made_on: datetime) -> dict[str, bytes]:
    """The bytes of each form by file name: the same decisions always give the same. Raises ``Unreadable`` when a
    library is absent."""
    workbook = as_minutes_xlsx(minutes, members, lang, made_on)
    if isinstance(workbook, Text):
        raise Unreadable(workbook.fr, workbook.en)
    return {
        "pv.pdf": typeset(document(minutes, members, lang, made_on)),
        "pv.xlsx": workbook,
        "pv.csv": as_minutes_csv(minutes, members, lang),
        "pv.json": as_json(minutes, members, lang).encode(),
    }
