"""Sheets of an ``.xlsx`` workbook as lines of text, as they would stand in a CSV file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from polyvalidate.model.words import Text

MOST_BYTES = 200_000_000
"""Bytes of a workbook once unpacked: a small file may hold enough to fill any memory."""
MOST_ROWS, MOST_COLUMNS = 200_000, 200

WITHOUT_LIBRARY = Text(
    "Il manque openpyxl pour lire un classeur Excel : pip install 'polyvalidate[office]', ou enregistrez la feuille en "
    "« CSV UTF-8 ».",
    "openpyxl is missing, to read an Excel workbook: pip install 'polyvalidate[office]', or save the sheet as "
    "“CSV UTF-8”.",
)
_DAMAGED = Text(
    "Ce classeur est abîmé ou incomplet. Ouvrez-le dans Excel, enregistrez-le de nouveau, puis recommencez.",
    "This workbook is damaged or incomplete. Open it in Excel, save it again, then start again.",
)

Lines = list[tuple[int, tuple[str, ...]]]


def is_workbook(data: bytes) -> bool:
    """Is this an ``.xlsx`` file, by what is in it?"""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def sheets(data: bytes) -> dict[str, Lines] | Text:
    """The lines (number, cells) of each visible sheet that holds something, by its name."""
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError:
        return WITHOUT_LIBRARY
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
                return Text("Ce classeur est trop grand pour une liste.", "This workbook is too large for a list.")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        found = {}
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                lines = [line for line in _lines(sheet) if any(line[1])]
                if lines:
                    found[sheet.title] = lines
        book.close()
    except Exception:  # noqa: BLE001 - the library raises anything on a damaged file, and the person can only save anew
        return _DAMAGED
    return found


def _lines(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()  # other programs write wrong ones, and lines would be lost
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), 1):
        yield number, tuple(_text(cell) for cell in row)


def _text(cell: Any) -> str:
    """A cell as it is seen: a number shown as ``00000000`` keeps its zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        form = str(getattr(cell, "number_format", ""))
        return str(value).rjust(len(form), "0") if form and set(form) == {"0"} else str(value)
    return str(value)
