"""The workbook of the follow-up: groups, students, those to look after, one sheet per group and per referent."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.office.follow import tables
from polyvalidate.office.follow.gathering import Following, behind, worst_first
from polyvalidate.reports import spreadsheets
from polyvalidate.reports.spreadsheets import Table


def as_xlsx(following: Following, lang: str) -> bytes | Text:
    """The bytes of the workbook; a ``Text`` when the library that writes it is not installed."""
    return spreadsheets.as_xlsx(
        sheets_of(following, lang), Text("Suivi de l'engagement", "Follow-up of engagement").of(lang)
    )


def sheets_of(following: Following, lang: str) -> Iterator[Table]:
    """The tables of the workbook, in the order of its sheets."""
    look = worst_first(behind(following))
    yield tables.groups(following, Text("Groupes", "Groups").of(lang), lang)
    yield tables.students(following, Text("Élèves", "Students").of(lang), following.students, lang)
    yield tables.students(following, Text("À suivre", "To look after").of(lang), look, lang)
    yield tables.waiting(following, Text("En attente", "Waiting").of(lang), lang)
    for name, rows in tables.by_group(following).items():
        yield tables.students(following, name, rows, lang)
    for holder in referents(following):
        yield tables.of_referent(following, holder, lang)
    name = Text("Déclarations", "Declarations").of(lang)
    yield tables.declarations(following, name, following.declarations(), lang)


def referents(following: Following) -> list[RoleHolder]:
    """Those who evaluate on that day, or the only one who is asked for."""
    if following.referent is not None:
        return [following.referent]
    holders = following.book.roles.values()
    return [h for h in holders if h.role == "evaluator" and in_office(h, following.today)]
