"""What Moodle exports of a course, to marks by student: the report of activity completion, and the grades.

Completion: an unnamed column for the whole name, identity fields, then two columns for each activity (its name and a
state; a day). Grades: profile fields, then columns such as ``Quiz: 3.1 JPO (Real)`` and ``(Feedback)``, the day of the
export as Unix time. Headings and states are in the language of who exports. Feedbacks are free text and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from polyvalidate.model import clock
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.columns import quoted, recognised
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.headings import MOST_TITLES
from polyvalidate.office.lists.headings import at as _at
from polyvalidate.office.lists.hidden import Hidden, without_hidden
from polyvalidate.office.lists.tables import Cut, Row, cuts
from polyvalidate.office.lists.workbooks import Lines

_KINDS = "real|brut|brute|reel|reelle|valeur"
_OTHER_KINDS = frozenset("feedback retroaction commentaire commentaires percentage pourcentage letter lettre".split())
_DISPLAY = re.compile(r"(?P<name>.+?) ?\((?P<kind>[^()]{3,40})\)")
_MODULES = frozenset(
    "quiz test assignment devoir forum lesson lecon workshop atelier feedback scormpackage paquetagescorm scorm h5p"
    " interactivecontent contenuinteractif database basededonnees glossary glossaire externaltool outilexterne"
    " attendance presence presences checklist questionnaire offlinequiz testhorsligne".split()
)
_TOTALS = ("coursetotal", "totalducours", "categorytotal", "totaldelacategorie")
_DOWNLOADED = ("lastdownloadedfromthiscourse", "derniertelechargementdepuiscecours")
_MONTHS = {
    folded(name): number
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_NOT_COMPLETED, _COMPLETED = ("notcompleted", "pastermine", "nontermine"), ("completed", "termine")
_STATES = _NOT_COMPLETED + _COMPLETED
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,5})?", re.ASCII)
_ISO = re.compile(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})(?:[ T].*)?", re.ASCII)
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2})(?:[, ].*)?", re.ASCII)
_LONG = re.compile(r"(?:\w+,? )?([0-9]{1,2})(?:er)? (\w+) (20[0-9]{2})(?:,? .*)?")


class Mark(NamedTuple):
    """What Moodle says of one student and one item: ``points`` are None for an activity that is only completed; ``on``
    is the day of completion, when it is known."""

    points: Points | None
    on: date | None


class Line(NamedTuple):
    """A student's line, with the marks by item."""

    row: Row
    marks: Mapping[str, Mark]


class Export(NamedTuple):
    """An export that was read: ``graded`` tells grades from completion; ``made`` is the day of the export, when it says
    so; ``refused`` counts the marks of zero."""

    items: tuple[str, ...]
    graded: bool
    lines: tuple[Line, ...]
    made: date | None
    form: Text
    doubts: tuple[Doubt, ...]
    zeros: int

    @property
    def year(self) -> str | None:
        """The academic year that most marks are of; None when nothing tells."""
        days = [mark.on for line in self.lines for mark in line.marks.values() if mark.on is not None]
        years = [academic_year(day) for day in days]
        if years:
            return max(sorted(set(years)), key=years.count)
        return academic_year(self.made) if self.made is not None else None


class _Heading(NamedTuple):
    """The line of the heading: its place, who (columns by key), what (items and their columns), and how."""

    line: int
    who: Mapping[str, int]
    items: Sequence[tuple[str, int]]
    graded: bool
    cells: tuple[str, ...]


def read_export(
    data: bytes, columns: Mapping[str, str], zone: ZoneInfo, sheet: str | None = None, hidden: Hidden | None = None
) -> Export | Text:
    """The marks of an export; a ``Text`` says why it is none. ``columns`` names the columns of ``number``, ``email`` or
    ``code`` where they are not known; ``zone`` is that of the school; ``hidden`` what becomes of lines that nobody
    sees."""
    candidates = cuts(data, sheet, long_cells=True)
    if isinstance(candidates, Text):
        return candidates
    found = [(heading, cut) for cut in candidates if (heading := _heading(cut, columns)) is not None]
    if not found:
        return _no_heading(candidates)
    heading, cut = max(found, key=lambda pair: (len(pair[0].items), len(pair[0].who)))
    twice = _twice(heading)
    if twice is not None:
        return twice
    doubts: list[Doubt] = []
    zeros: list[int] = []
    seen = without_hidden(cut.lines[heading.line + 1 :], cut.hidden, hidden, doubts)
    blocking = next((doubt.text for doubt in doubts if doubt.blocks), None)
    if blocking is not None:
        return blocking
    lines = tuple(_lines(heading, seen, doubts, zeros))
    if not lines:
        return Text("Cet export n'a aucun élève sous son en-tête.", "This export has no student under its heading.")
    made = _made(heading, cut, zone)
    return Export(
        tuple(name for name, _ in heading.items), heading.graded, lines, made, cut.form, tuple(doubts), len(zeros)
    )


# --- the heading ------------------------------------------------------------------------------------------------------


def _heading(cut: Cut, columns: Mapping[str, str]) -> _Heading | None:
    """The first line that names who and what."""
    for index, (_, cells) in enumerate(cut.lines[:MOST_TITLES]):
        known = {key: places[0] for key, places in recognised(cells, columns).items()}
        if not {"number", "email", "code"} & set(known):
            continue
        grades = _grades(cells)
        if grades:
            return _Heading(index, known, grades, True, cells)
        if not cells[0]:
            start = _first_item(cut.lines[index + 1 :], max(known.values()) + 1)
            named = [(cells[place], place) for place in range(start, len(cells), 2) if cells[place]]
            if named:
                return _Heading(index, known, named, False, cells)
    return None


def _first_item(lines: Lines, after: int) -> int:
    """The column where the items begin. Identity fields come first, and a site may show any of them (institution,
    department, telephones): the first column of which the cells are states ends them."""
    width = max((len(cells) for _, cells in lines), default=0)
    for place in range(after, width):
        found = {state for _, cells in lines if (state := _at(cells, place))}
        if found and all(folded(state).startswith(_STATES) for state in found):
            return place
    return after


def _grades(cells: Sequence[str]) -> list[tuple[str, int]]:
    """The items that have a grade as a number, and the columns of these grades."""
    found: list[tuple[str, int]] = []
    for place, cell in enumerate(cells):
        shape = _DISPLAY.fullmatch(cell)
        kind = folded(shape["kind"]) if shape is not None else ""
        name = cell
        if shape is not None and re.fullmatch(_KINDS, kind):
            name = shape["name"]
        elif kind in _OTHER_KINDS or ":" not in cell or folded(cell.partition(":")[0]) not in _MODULES:
            continue
        module, colon, rest = name.partition(":")
        if colon and folded(module) in _MODULES and rest.strip():
            name = rest.strip()
        if not folded(name).endswith(_TOTALS):
            found.append((name, place))
    return found


def _twice(heading: _Heading) -> Text | None:
    """Two items of one name cannot be told apart."""
    names = [folded(name) for name, _ in heading.items]
    name = next((name for name, _ in heading.items if names.count(folded(name)) > 1), None)
    if name is None:
        return None
    return Text(
        "Deux activités s'appellent « {name} » dans cet export. Renommez-en une dans la première ligne.",
        "Two activities are called “{name}” in this export. Rename one of them in the first line.",
    ).filled(name=shown(name))


def _no_heading(candidates: Sequence[Cut]) -> Text:
    best = max((cut.lines[0][1] for cut in candidates), key=len)
    return Text(
        "Ce fichier n'est ni un rapport d'achèvement ni un export de notes de Moodle, ou rien n'y "
        "dit qui est qui. Sa première ligne est {cells}. Exportez avec le numéro d'identification ou "
        "l'adresse de courriel ; si une colonne porte un autre nom, dites laquelle : --column "
        "number=NOM.",
        "This file is neither a completion report nor an export of grades of Moodle, or nothing in "
        "it says who is who. Its first line is {cells}. Export with the ID number or the e-mail "
        "address; if a column has another name, say which: --column number=NAME.",
    ).filled(cells=quoted(best, 300))


def _made(heading: _Heading, cut: Cut, zone: ZoneInfo) -> date | None:
    """The day of an export of grades, from its last column."""
    place = next((p for p, cell in enumerate(heading.cells) if folded(cell) in _DOWNLOADED), None)
    if place is None:
        return None
    stamps = [_at(cells, place) for _, cells in cut.lines[heading.line + 1 :]]
    known = [int(stamp) for stamp in stamps if stamp.isdigit() and 9 <= len(stamp) <= 11]
    return clock.day_in(datetime.fromtimestamp(max(known), UTC), zone) if known else None


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(heading: _Heading, lines: Lines, doubts: list[Doubt], zeros: list[int]) -> Iterator[Line]:
    for number, cells in lines:
        who = {key: _at(cells, place) for key, place in heading.who.items()}
        if not heading.graded:
            who.setdefault("surname", cells[0])  # the whole name, in the column without a title
        marks: dict[str, Mark] = {}
        for item, place in heading.items:
            if heading.graded:
                mark = _grade(_at(cells, place), item)
            else:
                mark = _completion(_at(cells, place), _at(cells, place + 1), item)
            if isinstance(mark, Text):
                doubts.append(told(mark, number))
            elif mark is not None and mark.points == 0:
                zeros.append(number)
            elif mark is not None:
                marks[item] = mark
        yield Line(Row(number, who), marks)


def _grade(text: str, item: str) -> Mark | Text | None:
    """Points of a grade; None when there is none (``-``)."""
    if text in ("", "-"):
        return None
    if _NUMBER.fullmatch(text):
        quarters = Decimal(text.replace(",", ".")) * 4
        if quarters == int(quarters):
            return Mark(Points(int(quarters)), None)
    return Text(
        "« {item} » : la note « {grade} » n'est pas un nombre de quarts de point. Laissée de côté.",
        "“{item}”: the grade “{grade}” is no number of quarter-points. It is left aside.",
    ).filled(item=shown(item), grade=shown(text))


def _completion(state: str, when: str, item: str) -> Mark | Text | None:
    """Is it completed? A pass grade that was not reached is not; who set it does not matter."""
    said = folded(state)
    if not said or said.startswith(_NOT_COMPLETED):
        return None
    if said.startswith(_COMPLETED):
        if said.startswith(("completeddidnotachieve", "terminenapasatteint")):
            return None
        return Mark(None, day_in(when))
    return Text(
        "« {item} » : l'état « {state} » n'est pas compris. Il est laissé de côté.",
        "“{item}”: the state “{state}” is not understood. It is left aside.",
    ).filled(item=shown(item), state=shown(state))


def day_in(text: str) -> date | None:
    """A day as Moodle writes it: ``2026-03-04 10:12:33``, ``mercredi 4 mars 2026, 10:12``, ``Wednesday, 4 March 2026,
    10:12 AM``, ``4/03/2026``; None when it is none."""
    parts: Iterable[str] | None = None
    if found := _ISO.fullmatch(text):
        parts = found.groups()
    elif found := _SLASHES.fullmatch(text):
        parts = reversed(found.groups())
    elif (found := _LONG.fullmatch(text)) and folded(found[2]) in _MONTHS:
        parts = (found[3], str(_MONTHS[folded(found[2])]), found[1])
    try:
        return date(*map(int, parts)) if parts is not None else None
    except ValueError:
        return None
