"""The decisions of an earlier table of a jury taken over into a new one, and every one that is not."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_table import decisions_of, read_jury_table, table_in
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.office.jury.decisions import Ruling
from polyvalidate.office.jury.working_table import Kept
from polyvalidate.office.lists.doubts import Doubt
from polyvalidate.repository import Unreadable


class Carried(NamedTuple):
    """``kept`` are the cells of the new table, empty ones too; ``changed`` the decisions on students whose record has
    changed since, left empty: the jury looks again; ``absent`` those on students who are not in the new table;
    ``arrived`` the students whom the earlier table did not have; ``doubts`` what could not be read in it."""

    kept: dict[str, Kept]
    changed: tuple[Ruling, ...] = ()
    absent: tuple[Ruling, ...] = ()
    arrived: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    everybody: bool = False
    """Was the earlier table one of everybody?"""


def carried(table: Path | bytes, repo: Path, asked: Asked, minutes: Minutes) -> Carried:
    """What an earlier table, a file or its bytes, gives to the new one. Raises ``Unreadable`` for a table that is not
    one of this jury."""
    told = table_in(table, None, asked) if isinstance(table, bytes) else read_jury_table(table, None, asked)
    if isinstance(told, Text):
        raise Unreadable(told)
    found = decisions_of(told, repo, {})
    if isinstance(found, Text):
        raise Unreadable(found)
    before, rulings = found
    now = minutes.by_student
    kept: dict[str, Kept] = {}
    changed, absent = [], []
    for ruling in rulings.decided:
        there = now.get(ruling.row.student)
        said = ruling.outcome is not None or ruling.comment is not None
        if there is None:
            absent += [ruling] if said else []
        elif there.facts == ruling.row.facts:
            kept[there.student] = (ruling.outcome, ruling.comment)
        else:
            kept[there.student] = (None, None)
            changed += [ruling] if said else []
    arrived = tuple(sorted(now.keys() - before.by_student.keys()))
    doubts = tuple(doubt for doubt in rulings.doubts if doubt.blocks)
    return Carried(kept, tuple(changed), tuple(absent), arrived, doubts, told.provenance.asked.everybody)
