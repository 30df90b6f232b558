"""Tables as spreadsheets and programs take them: cells that are texts, whole numbers, points or days; CSV and XLSX.

No other module writes CSV.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number

LONGEST_NAME = 31
"""Characters of the name of a sheet, for Excel."""
WIDEST = 60
_DANGEROUS = tuple("=+-@\t\r\n＝﹦⁼₌＋﹢⁺₊﬩－﹣＠﹫")
"""What begins a formula, and its like in other widths, which some spreadsheets take for it."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))

WITHOUT_LIBRARY = Text(
    "Il manque XlsxWriter pour écrire un classeur Excel : pip install 'polyvalidate[office]', ou --format csv.",
    "XlsxWriter is missing, to write an Excel workbook: pip install 'polyvalidate[office]', or --format csv.",
)


class Quarters(NamedTuple):
    """Points in a cell: quarter-points, told from whole numbers."""

    value: Points


class Digits(NamedTuple):
    """A number that is a name: a spreadsheet takes the zeros at its beginning away unless it is told."""

    value: str


Cell = str | int | Quarters | Digits | date | None


class Table(NamedTuple):
    """``name`` is that of a sheet."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def shown(cell: Cell, lang: str) -> str:
    """A cell as people write it."""
    if cell is None:
        return ""
    if isinstance(cell, Quarters):
        return number(cell.value, lang)
    if isinstance(cell, Digits):
        return f'="{cell.value}"' if cell.value.startswith("0") else cell.value
    if isinstance(cell, date):
        return f"{cell:{_DAY.in_language(lang)}}"
    return str(cell)


# --- CSV --------------------------------------------------------------------------------------------------------------


_DAY = Text("%d/%m/%Y", "%Y-%m-%d")
_MARK = Text("\ufeff", "")
_BETWEEN = Text(";", ",")


def as_csv(table: Table, lang: str) -> bytes:
    """A table for people, as ``csv_for_people`` writes it."""
    return csv_for_people((table.heads, *table.rows), lang)


def csv_for_people(rows: Iterable[Iterable[Cell]], lang: str) -> bytes:
    """As the spreadsheet of who reads it opens it. French: UTF-8 with its mark, ``;``, decimal comma, days as
    ``31/01/2026``. English: RFC 4180. Lines end with CRLF; no cell is one that a spreadsheet would run."""
    shown_rows = ([inert(cell) if isinstance(cell, str) else shown(cell, lang) for cell in row] for row in rows)
    return (_MARK.in_language(lang) + _written(shown_rows, _BETWEEN.in_language(lang), "\r\n")).encode()


def csv_for_programs(rows: Iterable[Iterable[object]]) -> bytes:
    """Commas and LF; cells are as they are: a program reads them, and a spreadsheet may take ``=`` for a formula."""
    return _written(rows, ",", "\n").encode()


def _written(rows: Iterable[Iterable[object]], between: str, end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=between, lineterminator=end).writerows(rows)
    return text.getvalue()


def inert(cell: str) -> str:
    """A cell that a spreadsheet does not run."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def as_told(cell: str) -> str:
    """A cell that was made ``inert``, as it was before."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGEROUS) else cell


# --- XLSX -------------------------------------------------------------------------------------------------------------


_A4 = 9
"""The number that Excel gives the format; without one, a printer takes its own, and letter paper abroad."""


@dataclass(slots=True)
class Workbook:
    """A workbook being made. ``book`` is XlsxWriter's; ``forms`` its formats by name (head, points, day)."""

    book: Any
    forms: dict[str, Any]
    data: io.BytesIO
    taken: set[str] = field(default_factory=set)

    def sheet(self, name: str) -> Any:
        """A new sheet, under this name as far as Excel takes it."""
        return self.book.add_worksheet(safe_name(name, self.taken))

    def add(self, table: Table) -> Any:
        """A sheet that holds a table: a frozen header, a filter on each column, widths that fit what is in it."""
        sheet = self.sheet(table.name)
        write_rows(sheet, table, self.forms)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.heads) - 1)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.fit_to_pages(1, 0)
        return sheet

    def finished(self) -> bytes:
        self.book.close()
        return self.data.getvalue()


def new_workbook(title: str, made_on: datetime | None = None) -> Workbook | Text:
    """An empty workbook; a ``Text`` when the library that writes it is not installed. With ``made_on`` the same tables
    give the same bytes."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError:
        return WITHOUT_LIBRARY
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top", "border": 1}
    forms = {
        "head": book.add_format(head),
        "points": book.add_format({"num_format": "0.##"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    book.set_properties({"title": title} if made_on is None else {"title": title, "created": made_on})
    return Workbook(book, forms, data)


def as_xlsx(tables: Iterable[Table], title: str) -> bytes | Text:
    """The bytes of a workbook with a sheet for each table; a ``Text`` without the library that writes it."""
    made = new_workbook(title)
    if isinstance(made, Text):
        return made
    for table in tables:
        made.add(table)
    return made.finished()


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


def write_rows(sheet: Any, table: Table, forms: dict[str, Any]) -> None:
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, forms["head"])
        sheet.set_column(column, column, width(table, column))
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            write_cell(sheet, line, column, cell, forms)


def width(table: Table, column: int) -> int:
    """The width that fits a column, in characters."""
    cells = [len(cell) if isinstance(cell := row[column], str) else 10 for row in table.rows]
    return min(WIDEST, max([10, min(len(table.heads[column]), 14), *cells]) + 2)


def write_cell(sheet: Any, line: int, column: int, cell: Cell, forms: dict[str, Any]) -> None:
    if isinstance(cell, Quarters):
        sheet.write_number(line, column, cell.value / 4, forms["points"])
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, forms["day"])
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    elif cell:
        sheet.write_string(line, column, cell)
