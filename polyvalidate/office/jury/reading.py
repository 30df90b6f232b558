"""Minutes read back from any of their forms: where they say they come from, and every cell that people see."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.office.jury.content import Provenance, parsed_provenance
from polyvalidate.office.jury.tables import PROVENANCE
from polyvalidate.office.lists.cells import clean
from polyvalidate.office.lists.decoding import decode
from polyvalidate.office.lists.workbooks import is_workbook, sheets
from polyvalidate.office.register.pseudonyms import CODE
from polyvalidate.reports.spreadsheets import as_told

Lines = tuple[tuple[str, ...], ...]

WITHOUT_LIBRARY = Text(
    "Il manque pypdf pour relire un PDF : pip install 'polyvalidate[office]', ou vérifiez le JSON, le CSV ou le XLSX.",
    "pypdf is missing, to read a PDF back: pip install 'polyvalidate[office]', or verify the JSON, the CSV or the "
    "XLSX.",
)
NO_MINUTES = Text(
    "Ce fichier n'est pas un PV de polyvalidate, ou ce qui dit d'où il vient en a été retiré. Reprenez le fichier tel "
    "que minutes print l'a écrit.",
    "This file holds no minutes of polyvalidate, or what says where they come from was taken out. Take the file as "
    "minutes print wrote it.",
)


class Form(NamedTuple):
    """What a file shows. ``tables`` are its tables by name (one in CSV), each as lines of cells, the header first;
    ``plain`` is the JSON; ``pages`` the text of each page of a PDF, ``maker`` the program that made it, ``added`` what
    was put on its pages afterwards (notes, forms, pictures)."""

    kind: str  # pdf | xlsx | csv | json
    provenance: Provenance
    tables: Mapping[str, Lines] = {}
    plain: Any = None
    pages: tuple[str, ...] = ()
    maker: str = ""
    added: int = 0


def read_form(data: bytes) -> Form | Text:
    """The minutes in a file, or the sentence that says why there are none."""
    if data.startswith(b"%PDF"):
        return _pdf(data)
    if is_workbook(data):
        return _workbook(data)
    decoded = decode(data)
    if isinstance(decoded, Text):
        return decoded
    if decoded.text.lstrip().startswith("{"):
        return _json(decoded.text)
    return _csv(decoded.text)


def _json(text: str) -> Form | Text:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return NO_MINUTES
    said = plain.get("provenance") if isinstance(plain, dict) else None
    provenance = parsed_provenance(said) if isinstance(said, str) else None
    return NO_MINUTES if provenance is None else Form("json", provenance, plain=plain)


def _csv(text: str) -> Form | Text:
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        lines = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return NO_MINUTES
    found = (parsed_provenance(cell) for line in lines[1:] for cell in line[-1:])
    provenance = next((each for each in found if each is not None), None)
    return NO_MINUTES if provenance is None else Form("csv", provenance, {"": settled(lines)})


def _workbook(data: bytes) -> Form | Text:
    found = sheets(data)
    if isinstance(found, Text):
        return found
    tables = {name: settled([cells for _, cells in sheet.lines]) for name, sheet in found.items()}
    for name in {PROVENANCE.of(lang) for lang in LANGUAGES}:
        for line in tables.get(name, ()):
            provenance = parsed_provenance(line[1]) if len(line) > 1 else None
            if provenance is not None:
                return Form("xlsx", provenance, tables)
    return NO_MINUTES


def _pdf(data: bytes) -> Form | Text:
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        return WITHOUT_LIBRARY
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        about = reader.metadata
        provenance = parsed_provenance(str(about.get("/Keywords", ""))) if about is not None else None
        if provenance is None:
            return NO_MINUTES
        pages = tuple(page.extract_text() for page in reader.pages)
        added = sum(len(page.get("/Annots") or ()) + len(page.images) for page in reader.pages)
        added += len(reader.get_fields() or {})
        maker = str(about.get("/Creator", "")) if about is not None else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return Text(
            "Ce PDF est abîmé ou incomplet. Reprenez le fichier tel que minutes print l'a écrit.",
            "This PDF is damaged or incomplete. Take the file as minutes print wrote it.",
        )
    return Form("pdf", provenance, pages=pages, maker=maker, added=added)


# --- cells ------------------------------------------------------------------------------------------------------------


def settled(lines: Sequence[Sequence[str]]) -> Lines:
    """The cells as any program may have left them, in one spelling; empty cells at the end of a line left out."""
    found = []
    for line in lines:
        cells = [plain_cell(cell) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        found.append(tuple(cells))
    return tuple(line for line in found if line)


def plain_cell(text: str) -> str:
    """``9,50`` as ``9.5``, ``02/07/2026`` as ``2026-07-02``, no apostrophe that keeps a spreadsheet from running it."""
    cell = as_told(clean(text))
    day = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", cell)
    if day:
        return f"{day[3]}-{day[2]}-{day[1]}"
    if re.fullmatch(r"[0-9]+[.,][0-9]+", cell):
        return cell.replace(",", ".").rstrip("0").rstrip(".")
    return cell


def students_in(page_texts: Sequence[str], numbers: Collection[str] = ()) -> dict[str, list[str]]:
    """What the pages of a PDF say after each pseudonym or number, until the next one or the end of the page."""
    found: dict[str, list[str]] = {}
    for text in page_texts:
        words = text.split()
        marks = [index for index, word in enumerate(words) if word in numbers or CODE.fullmatch(word)]
        for mark, end in zip(marks, [*marks[1:], len(words)], strict=False):
            found.setdefault(words[mark], []).append(" ".join(words[mark + 1 : end]))
    return found
