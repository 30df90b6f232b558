"""The workbook of the follow-up: groups, students, those to look after, one sheet per group and per referent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from polyvalidate.following import tables
from polyvalidate.following.gathering import Following
from polyvalidate.following.standing import State
from polyvalidate.following.tables import Cell, Quarters, Table, pick
from polyvalidate.model import RoleHolder, Text
from polyvalidate.roles import in_office

LONGEST_NAME = 31
"""Characters of the name of a sheet, for Excel."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
WIDEST = 60

WITHOUT_LIBRARY = Text(
    "Il manque XlsxWriter pour écrire un classeur Excel : pip install 'polyvalidate[office]', ou --format csv.",
    "XlsxWriter is missing, to write an Excel workbook: pip install 'polyvalidate[office]', or --format csv.",
)


def as_xlsx(following: Following, lang: str) -> bytes | Text:
    """The bytes of the workbook; a ``Text`` when the library that writes it is not installed."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError:
        return WITHOUT_LIBRARY
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {
        "head": book.add_format({"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top", "border": 1}),
        "points": book.add_format({"num_format": "0.##"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    book.set_properties({"title": pick(("Suivi de l'engagement", "Follow-up of engagement"), lang)})
    taken: set[str] = set()
    for table in sheets_of(following, lang):
        _sheet(book.add_worksheet(safe_name(table.name, taken)), table, forms)
    book.close()
    return data.getvalue()


def sheets_of(following: Following, lang: str) -> Iterator[Table]:
    """The tables of the workbook, in the order of its sheets."""
    look = [one for one in following.students if one.state in (State.AT_RISK, State.LATE)]
    yield tables.groups(following, pick(("Groupes", "Groups"), lang), lang)
    yield tables.students(following, pick(("Élèves", "Students"), lang), following.students, lang)
    yield tables.students(following, pick(("À suivre", "To look after"), lang), look, lang)
    yield tables.waiting(following, pick(("En attente", "Waiting"), lang), lang)
    for name, rows in tables.by_group(following).items():
        yield tables.students(following, name, rows, lang)
    for holder in _referents(following):
        yield tables.of_referent(following, holder, lang)
    name = pick(("Déclarations", "Declarations"), lang)
    yield tables.declarations(following, name, following.declarations(), lang)


def _referents(following: Following) -> list[RoleHolder]:
    if following.referent is not None:
        return [following.referent]
    holders = following.book.roles.values()
    return [h for h in holders if h.role == "evaluator" and in_office(h, following.today)]


def safe_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts for a sheet, and that no other sheet has, whatever its case."""
    base = name.translate(_FORBIDDEN).strip()[:LONGEST_NAME] or "-"
    if base.casefold() in ("history", "historique"):  # Excel keeps this name for itself
        base += "-"
    found, count = base, 1
    while found.casefold() in taken:
        count += 1
        found = f"{base[: LONGEST_NAME - len(str(count)) - 1]}-{count}"
    taken.add(found.casefold())
    return found


def _sheet(sheet: Any, table: Table, forms: dict[str, Any]) -> None:
    """A frozen header, a filter on each column, widths that fit what is in it."""
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, forms["head"])
        cells = [_width(row[column]) for row in table.rows]
        sheet.set_column(column, column, min(WIDEST, max([10, min(len(head), 14), *cells]) + 2))
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, forms)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.heads) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, line: int, column: int, cell: Cell, forms: dict[str, Any]) -> None:
    if isinstance(cell, Quarters):
        sheet.write_number(line, column, cell.value / 4, forms["points"])
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, forms["day"])
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    elif cell:
        sheet.write_string(line, column, cell)


def _width(cell: Cell) -> int:
    return len(cell) if isinstance(cell, str) else 10
