"""Sheets of a workbook (``.xlsx``, ``.ods``) as lines of text, as they would stand in a CSV file, and which of them are
hidden."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists import opendocument
from polyvalidate.office.lists.packaged_xml import walk

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
    "Ce classeur est abîmé ou incomplet. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le de nouveau, puis "
    "recommencez.",
    "This workbook is damaged or incomplete. Open it in Excel or LibreOffice, save it again, then start again.",
)
_TOO_LARGE = Text("Ce classeur est trop grand pour une liste.", "This workbook is too large for a list.")

Lines = list[tuple[int, tuple[str, ...]]]


class Sheet(NamedTuple):
    """The lines (number, cells) of a sheet that hold something; ``hidden`` are the numbers of those that nobody sees,
    because of a filter or by hand."""

    lines: Lines
    hidden: frozenset[int] = frozenset()


def is_workbook(data: bytes) -> bool:
    """Is this an ``.xlsx`` or an ``.ods`` file, by what is in it?"""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist() or _is_opendocument(archive)
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _is_opendocument(archive: zipfile.ZipFile) -> bool:
    members = {item.filename: item for item in archive.infolist()}
    said = members.get("mimetype")
    return said is not None and said.file_size < 100 and archive.read(said).strip() == opendocument.TYPE


def sheets(data: bytes) -> dict[str, Sheet] | Text:
    """Each visible sheet that holds something, by its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
                return _TOO_LARGE
            if _is_opendocument(archive):
                read = opendocument.tables(archive, MOST_ROWS, MOST_COLUMNS)
                return {name: Sheet(lines, frozenset(read.hidden[name])) for name, lines in read.lines.items() if lines}
            return _of_excel(data, archive)
    except Exception:  # noqa: BLE001 - the library raises anything on a damaged file, and the person can only save anew
        return _DAMAGED


def _of_excel(data: bytes, archive: zipfile.ZipFile) -> dict[str, Sheet] | Text:
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError:
        return WITHOUT_LIBRARY
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    places = _places(archive)
    found = {}
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            lines = [line for line in _lines(sheet) if any(line[1])]
            if lines:
                found[sheet.title] = Sheet(lines, _hidden(archive, places.get(sheet.title)))
    book.close()
    return found


def _places(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive that holds each sheet. The library says it of a workbook that is read whole only."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def name(element: str, said: Mapping[str, str]) -> None:
        if element == "sheet":
            names[said.get("name", "")] = said.get("id", "")

    def target(element: str, said: Mapping[str, str]) -> None:
        if element == "Relationship":
            targets[said.get("Id", "")] = said.get("Target", "")

    with archive.open("xl/workbook.xml") as stream:
        walk(stream, name)
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        walk(stream, target)
    found = {title: targets[key] for title, key in names.items() if key in targets}
    return {title: place[1:] if place.startswith("/") else f"xl/{place}" for title, place in found.items()}


def _hidden(archive: zipfile.ZipFile, place: str | None) -> frozenset[int]:
    hidden: set[int] = set()
    number = 0

    def row(element: str, said: Mapping[str, str]) -> None:
        nonlocal number
        if element == "row":
            number = int(said.get("r", number + 1))
            if said.get("hidden") in ("1", "true"):
                hidden.add(number)

    if place is not None:
        with archive.open(place) as stream:
            walk(stream, row)
    return frozenset(hidden)


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
