"""Tables of an OpenDocument spreadsheet (``.ods``) as lines of text, and which of them are hidden.

https://docs.oasis-open.org/office/OpenDocument/v1.3/, part 3, 9.1. Cells are read as they are shown where that tells
more than their value: a number shown as ``00000123`` keeps its zeros.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from contextlib import suppress

from polyvalidate.office.lists.packaged_xml import walk

TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
"""What the first member of the archive, ``mimetype``, says."""
_NUMBERS = ("float", "percentage", "currency")


class Tables:
    """Gathers the tables of ``content.xml``: lines (number, cells) and numbers of hidden lines, by name."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.lines: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        self.hidden: dict[str, set[int]] = {}
        self._most = most_rows, most_columns
        self._table, self._number = "", 0
        self._row: list[str] = []
        self._said: Mapping[str, str] = {}
        self._text: list[str] | None = None
        self._aside = 0
        """How many elements deep in what is not seen in a cell: a note beside it."""

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if self._aside or name == "annotation":
            self._aside += 1
        elif name == "table":
            self._table, self._number = said.get("name", ""), 0
            self.lines[self._table], self.hidden[self._table] = [], set()
        elif name == "table-row":
            self._row, self._rows = [], said
        elif name in ("table-cell", "covered-table-cell"):
            self._said, self._text = said, []
        elif self._text is not None:
            self._begin_text(name, said)

    def _begin_text(self, name: str, said: Mapping[str, str]) -> None:
        text = self._text or []
        if name == "p" and text:
            text.append("\n")
        elif name == "s":
            text.append(" " * min(_count(said, "c"), 100))
        elif name in ("tab", "line-break"):
            text.append("\t" if name == "tab" else "\n")
        self._text = text

    def text(self, text: str) -> None:
        if self._text is not None and not self._aside:
            self._text.append(text)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in ("table-cell", "covered-table-cell"):
            shown = _shown(self._said, "".join(self._text or ()).strip())
            room = self._most[1] - len(self._row)
            self._row += [shown] * min(_count(self._said, "number-columns-repeated"), room)
            self._text = None
        elif name == "table-row":
            self._end_row()

    def _end_row(self) -> None:
        rows = _count(self._rows, "number-rows-repeated")
        if any(self._row):
            numbers = range(self._number + 1, min(self._number + rows, self._most[0]) + 1)
            self.lines[self._table] += [(number, tuple(self._row)) for number in numbers]
            if self._rows.get("visibility", "visible") != "visible":
                self.hidden[self._table].update(numbers)
        self._number += rows


def tables(archive: zipfile.ZipFile, most_rows: int, most_columns: int) -> Tables:
    """The tables of a spreadsheet. Raises ``NoWorkbook`` and what ``zipfile`` raises."""
    found = Tables(most_rows, most_columns)
    with archive.open("content.xml") as stream:
        walk(stream, found.start, found.end, found.text)
    return found


def _count(said: Mapping[str, str], name: str) -> int:
    text = said.get(name, "1")
    return max(1, int(text[:9])) if text.isascii() and text.isdigit() else 1


def _shown(said: Mapping[str, str], text: str) -> str:
    """A cell in the same spelling as that of an Excel workbook."""
    kind = said.get("value-type")
    if kind == "date":
        return said.get("date-value", text)[:10]
    if kind in _NUMBERS:
        with suppress(ValueError, OverflowError):
            value = float(said.get("value", ""))
            if value.is_integer():
                return text if text.isascii() and text.isdigit() and int(text) == value else str(int(value))
            return str(value)
    return text
