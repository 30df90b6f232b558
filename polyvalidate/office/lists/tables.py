"""A list as it comes, to named columns and numbered lines: delimiter, title lines, merged headers, quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import address as address_in
from polyvalidate.office.lists.cells import clean, shown
from polyvalidate.office.lists.cells import number as number_in
from polyvalidate.office.lists.columns import TITLES, missing
from polyvalidate.office.lists.decoding import EMPTY, decode
from polyvalidate.office.lists.doubts import Doubt, stops, told
from polyvalidate.office.lists.feeds import students_of
from polyvalidate.office.lists.headings import Header, Naming, at, example, filled, header_of, unread, worth
from polyvalidate.office.lists.hidden import Hidden, without_hidden
from polyvalidate.office.lists.workbooks import Lines, is_workbook, sheets

_DELIMITERS = {";": "« ; »", "\t": "tabulation", ",": "« , »", "|": "« | »"}


class Row(NamedTuple):
    """A line of the list: its number in the file, and its cells by key (absent: no such column)."""

    line: int
    cells: Mapping[str, str]


class Table(NamedTuple):
    """A list that was read. ``form`` says how (encoding, delimiter, sheet); ``columns`` what each column was taken for,
    by the name it has in the file; ``header`` are all of them."""

    rows: tuple[Row, ...]
    columns: Mapping[str, str]
    form: Text
    doubts: tuple[Doubt, ...]
    header: tuple[str, ...] = ()


class Cut(NamedTuple):
    """One way of cutting the file into cells; ``hidden`` are the numbers of the lines that nobody sees."""

    lines: Lines
    form: Text
    hidden: frozenset[int] = frozenset()


def read_table(
    data: bytes,
    named: Mapping[str, str],
    needed: Sequence[str] = ("number",),
    sheet: str | None = None,
    used: Collection[str] | None = None,
    *,
    remembered: Mapping[str, str] = {},
    hidden: Hidden | None = None,
) -> Table | Text:
    """The list in a file, or the sentence that says why there is none.

    ``named`` maps keys of ``columns.KEYS`` to the names that columns have in this file, where these are not known;
    ``remembered`` to those of earlier lists, which this one may not have. ``needed`` are the keys without which the
    list is of no use; ``sheet`` chooses a sheet of a workbook. ``used`` are the keys that will be read: of the others,
    two columns that differ are nobody's business. ``hidden``: what becomes of lines that nobody sees.
    """
    candidates = cuts(data, sheet)
    if isinstance(candidates, Text):
        return candidates
    naming = Naming(named, remembered)
    tried = [(header_of(candidate.lines, naming, needed), candidate) for candidate in candidates]
    header, candidate = max(tried, key=lambda pair: (worth(pair[0], needed), len(pair[0].cells)))
    for key in [*named, *needed]:
        if key not in header.keys:
            return missing(key, header.cells, example(key, header, candidate.lines[header.after :]))
    return _table(header, candidate, used, hidden)


# --- from bytes to cells ----------------------------------------------------------------------------------------------


def cuts(data: bytes, sheet: str | None, *, long_cells: bool = False) -> list[Cut] | Text:
    """The ways in which a file may be cut into cells, or why there is none. ``long_cells``: a cell between quotes may
    hold several lines; elsewhere that is a quote left open, which has swallowed the lines below."""
    if is_workbook(data):
        found = sheets(data)
        if isinstance(found, Text):
            return found
        if sheet is not None and sheet not in found:
            names = ", ".join(map(shown, found))
            return Text(
                "Les feuilles de ce classeur sont : {names}.", "The sheets of this workbook are: {names}."
            ).filled(names=names)
        kept = {name: one for name, one in found.items() if sheet in (None, name)}
        forms = {
            name: Text("classeur, feuille {name}", "workbook, sheet {name}").filled(name=shown(name)) for name in kept
        }
        return [Cut(_cleaned(one.lines), forms[name], one.hidden) for name, one in kept.items()] or EMPTY
    if data.startswith(b"PK\x03\x04"):
        content = students_of(data)
        if isinstance(content, Text):
            return content
        data = data if content is None else content
    decoded = decode(data)
    if isinstance(decoded, Text):
        return decoded
    text, chosen = decoded.text, list(_DELIMITERS)
    first = text.split("\n", 1)[0].strip().lower()
    if len(first) == 5 and first.startswith("sep="):
        chosen = [first[4]]
    found_lines: list[Cut] = []
    problem: Text | None = None
    for delimiter in chosen:
        lines = _cut(text, delimiter, long_cells)
        if isinstance(lines, Text):
            problem = problem or lines
        elif lines:
            name = _DELIMITERS.get(delimiter, f"« {delimiter} »")
            form = Text("{encoding}, séparateur {name}", "{encoding}, delimiter {name}").filled(
                encoding=decoded.encoding, name=name
            )
            found_lines.append(Cut(lines, form))
    # When another delimiter cuts the file into several columns, the failure was that of a wrong delimiter.
    if problem is not None and not any(len(line[1]) > 1 for c in found_lines for line in c.lines):
        return problem
    return found_lines or problem or EMPTY


def _cut(text: str, delimiter: str, long_cells: bool) -> Lines | Text:
    """The lines that are not empty, with the number of the line where each begins."""
    found: Lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if not long_cells and any("\n" in cell and delimiter in cell for cell in cells):
                return _quote(start)
            if any(cells) and not (start == 1 and len(cells) <= 2 and cells[0].lower().startswith("sep=")):
                found.append((start, tuple(clean(cell) for cell in cells)))
            start = reader.line_num + 1
    except csv.Error:
        return _quote(start)
    return found


def _quote(line: int) -> Text:
    return Text(
        "Un guillemet de la ligne {line} n'est pas refermé, ou est suivi d'autre chose. Corrigez "
        "cette ligne, ou refaites l'extraction.",
        "A quote on line {line} is not closed, or something follows it. Mend this line, or make the extraction again.",
    ).filled(line=line)


def _cleaned(lines: Lines) -> Lines:
    return [(number, tuple(clean(cell) for cell in cells)) for number, cells in lines]


# --- lines ------------------------------------------------------------------------------------------------------------


def _table(header: Header, candidate: Cut, used: Collection[str] | None, hidden: Hidden | None) -> Table | Text:
    doubts = [told(_ANOTHER_BLOCK, number) for number in header.others]
    columns: dict[str, int] = {}
    lines = without_hidden(candidate.lines[header.after : header.end], candidate.hidden, hidden, doubts)
    for key, positions in header.keys.items():
        different = {tuple(at(cells, p) for _, cells in lines) for p in positions}
        if len(different) > 1 and (used is None or key in used):
            names = ", ".join(f"« {shown(header.cells[p])} »" for p in positions)
            several = Text(
                "Plusieurs colonnes conviennent pour « {title} » : {names}. Retirez celles de trop, ou dites laquelle "
                "avec --column {key}=NOM.",
                "Several columns fit “{title}”: {names}. Take out the others, or say which with --column {key}=NAME.",
            )
            doubts.append(stops(several, title=TITLES[key], names=names, key=key))
        columns[key] = positions[0]
    doubts += unread(header, lines, used)
    rows = list(_rows(header, columns, lines, doubts))
    if not rows and not any(doubt.blocks for doubt in doubts):
        return Text("Cette liste n'a aucune ligne sous son en-tête.", "This list has no line under its header.")
    titles = {key: header.cells[position] for key, position in columns.items()}
    return Table(tuple(rows), titles, candidate.form, tuple(doubts), header.cells)


_ANOTHER_BLOCK = Text(
    "Un autre tableau commence ici, avec d'autres colonnes : il est laissé de côté.",
    "Another table begins here, with other columns: it is left aside.",
)
_WHO = frozenset(("number", "surname", "usual", "first", "email", "code", "account"))
"""What makes a line somebody's."""
_TOTAL = re.compile(r"(?:sous[ -]?)?totaux?\b|total\b|nombre\b|effectifs?\b|somme\b|number of\b|count\b|sum\b")


def _rows(header: Header, columns: Mapping[str, int], lines: Lines, doubts: list[Doubt]) -> Iterator[Row]:
    width = len(header.cells)
    who = [position for key, position in columns.items() if key in _WHO]
    for number, cells in lines:
        if not any(cells):
            continue
        extra = [cell for cell in cells[width:] if cell]
        if extra:
            wide = Text(
                "Cette ligne a {count} cases et l'en-tête {width} : un séparateur de trop. Corrigez-la.",
                "This line has {count} cells and the header {width}: one delimiter too many. Mend it.",
            )
            doubts.append(stops(wide, number, count=len(cells), width=width))
        elif columns and all(at(cells, p) == at(header.cells, p) for p in columns.values()):
            doubts.append(told(Text("En-tête répété, laissé de côté.", "Header repeated, left aside."), number))
        elif _is_title(cells, columns, width) or _is_total(cells, columns):
            doubts.append(told(Text("Titre ou total, laissé de côté.", "Title or total, left aside."), number))
        elif who and not any(at(cells, position) for position in who):
            nobody = Text("Ligne de personne, laissée de côté.", "Nobody's line, left aside.")
            doubts.append(told(nobody, number))
        else:
            yield Row(number, {key: at(cells, position) for key, position in columns.items()})


def _is_title(cells: Sequence[str], columns: Mapping[str, int], width: int) -> bool:
    return filled(cells) == 1 and width > 2 and number_in(at(cells, columns.get("number", 0))) is None


def _is_total(cells: Sequence[str], columns: Mapping[str, int]) -> bool:
    """« Total : » or « Nombre de présents » and what it is, on however many cells; never a line with a student's
    number, or an address, beside."""
    first = next(cell for cell in cells if cell).casefold()
    if not _TOTAL.match(first) or address_in(at(cells, columns["email"]) if "email" in columns else ""):
        return False
    found = number_in(at(cells, columns["number"])) if "number" in columns else None
    return found is None or len(found) < 5
