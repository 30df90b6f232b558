"""Minutes beside the same minutes made again: equal, or what differs, student by student."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES
from polyvalidate.office.jury.reading import Form, Lines, students_in
from polyvalidate.office.jury.tables import TITLES
from polyvalidate.office.jury.working_table import HEADS, NAMES
from polyvalidate.office.lists.cells import shown
from polyvalidate.office.register.pseudonyms import CODE

_Line = TypeVar("_Line")
ABSENT = "—"
LABELS = {
    "provenance": Text("Provenance", "Provenance"),
    "school": Text("École", "School"),
    "session": Text("Session", "Session"),
    "cohort": Text("Promotion", "Cohort"),
    "commit": Text("Commit", "Commit"),
    "fingerprint": Text("Empreinte", "Fingerprint"),
    "grids": Text("Grilles", "Grids"),
    "year": Text("année", "year"),
    "title": Text("titre", "title"),
    "example": Text("exemple", "example"),
    "totals": Text("Totaux", "Totals"),
    "undecided": outcomes.WORDS[None],
    "points": Text("points", "points"),
    "categories": Text("catégories", "categories"),
    "minimums": Text("minimums", "minimums"),
}
"""The keys of the JSON that are no column of the other forms."""
_NAMING = {HEADS[key].of(lang) for key in NAMES for lang in LANGUAGES}
_NUMBER = {HEADS["number"].of(lang) for lang in LANGUAGES}
_CODE = {HEADS["code"].of(lang) for lang in LANGUAGES}


class Difference(NamedTuple):
    """Something that differs: of whom (empty: of the minutes as a whole), what, what the file says, what the record
    gives. ``naming``: it is a name or a number of the register, of which the record says nothing."""

    student: str
    what: str
    told: str
    found: str
    naming: bool = False


def differences(told: Form, again: Form, lang: str, marks: Collection[str] = ()) -> list[Difference]:
    """All that differs between a file and the same form made again from its commit, in words of a language. ``marks``
    are the student numbers that stand in place of pseudonyms, for the pages of a PDF."""
    if told.kind == "json":
        return list(_of_json(told.plain, again.plain, lang))
    if told.kind == "pdf":
        return list(_of_pages(told, again, marks))
    return [each for name in _names(told.tables, again.tables) for each in _of_tables(told, again, name)]


def _names(told: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    return [*again, *(name for name in told if name not in again)]


# --- tables -----------------------------------------------------------------------------------------------------------


def _of_tables(told: Form, again: Form, name: str) -> Iterator[Difference]:
    left, right = told.tables.get(name), again.tables.get(name)
    if left is None or right is None:
        yield Difference("", name, ABSENT if left is None else "…", ABSENT if right is None else "…")
        return
    heads = _heads(left), _heads(right)
    for head in _names(heads[0], heads[1]):
        if head not in heads[0] or head not in heads[1]:
            told_head, head_again = (head if head in side else ABSENT for side in heads)
            yield Difference("", head, told_head, head_again)
    rows = _rows(left), _rows(right)
    by_number = _NUMBER.intersection(heads[1]) and not _CODE.intersection(heads[1])
    if by_number:
        naming = {place for head, place in heads[1].items() if head in _NAMING}
        yield from _renumbered(rows, lambda line: [cell for place, cell in enumerate(line) if place not in naming])
    for key in _names(*rows):
        student = key if by_number or CODE.fullmatch(key) else ""
        one, other = rows[0].get(key, []), rows[1].get(key, [])
        if len(one) != len(other):
            yield Difference(student, key if not student else "", _times(len(one)), _times(len(other)))
        for line, line_again in zip(one, other, strict=False):
            for head, place in heads[1].items():
                if head not in heads[0]:
                    continue
                cells = _at(line, heads[0][head]), _at(line_again, place)
                if cells[0] != cells[1]:
                    what = head if student else f"{key}, {head}"
                    one_cell, other_cell = (cell or ABSENT for cell in cells)
                    yield Difference(student, what, one_cell, other_cell, bool(student) and head in _NAMING)


def _renumbered(
    rows: tuple[dict[str, list[_Line]], dict[str, list[_Line]]], rest: Callable[[_Line], object]
) -> Iterator[Difference]:
    """Lines of minutes without pseudonyms whose number alone, or name, has changed, taken out of the lines: a number
    that was corrected in the register, somebody forgotten there. ``rest`` is a line without number and names."""
    told, again = rows
    for key in [key for key in told if key not in again]:
        same = (other for other in again if other not in told and [*map(rest, again[other])] == [*map(rest, told[key])])
        other = next(same, None)
        if other is not None:
            yield Difference(other, "", key, other, naming=True)
            del told[key], again[other]


def _times(count: int) -> str:
    return ABSENT if not count else f"{count} ×"


def _heads(lines: Lines) -> dict[str, int]:
    return {head: index for index, head in enumerate(lines[0])} if lines else {}


_Rows = dict[str, list[tuple[str, ...]]]


def _rows(lines: Lines) -> _Rows:
    """The lines by their first cell, whatever their order."""
    column = next((i for i, head in enumerate(lines[0]) if head in _CODE), 0) if lines else 0
    found: _Rows = {}
    for line in lines[1:]:
        found.setdefault(_at(line, column), []).append(line)
    return found


def _at(line: Sequence[str], place: int) -> str:
    return line[place] if place < len(line) else ""


# --- JSON -------------------------------------------------------------------------------------------------------------


def _of_json(told: Any, again: Mapping[str, Any], lang: str) -> Iterator[Difference]:
    for key in _names(told, again):
        if key != "students":
            yield from _of_values(Difference("", _label(key, lang), "", ""), key, told.get(key), again.get(key), lang)
    sides = _by_student(told.get("students")), _by_student(again.get("students"))
    if not any("student" in row for rows in sides[1].values() for row in rows):
        yield from _renumbered(sides, lambda row: {key: row[key] for key in row if key not in NAMES})
    for code in _names(sides[0], sides[1]):
        one, other = sides[0].get(code, []), sides[1].get(code, [])
        if len(one) != len(other):
            yield Difference(code, "", _times(len(one)), _times(len(other)))
        for row, row_again in zip(one, other, strict=False):
            for key in _names(row, row_again):
                where = Difference(code, _label(key, lang), "", "", key in NAMES)
                yield from _of_values(where, key, row.get(key), row_again.get(key), lang)


def _of_values(where: Difference, key: str, one: Any, other: Any, lang: str) -> Iterator[Difference]:
    """Values that differ, down to the cells of what they hold."""
    if one == other and type(one) is type(other):
        return
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        one, other = (dict(enumerate(side, 1)) for side in (one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        for inner in _names(one, other):
            there = where._replace(what=f"{where.what}, {_label(str(inner), lang)}")
            yield from _of_values(there, str(inner), one.get(inner), other.get(inner), lang)
    else:
        yield where._replace(told=_said(key, one, lang), found=_said(key, other, lang))


def _label(key: str, lang: str) -> str:
    """A key in the words that people read in the other forms."""
    if key in OUTCOMES:
        return outcomes.said(key, lang)
    words = TITLES.get("code" if key == "student" else key) or LABELS.get(key)
    return words.of(lang) if words is not None else key


def _by_student(rows: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            found.setdefault(str(row.get("student", row.get("number", ABSENT))), []).append(row)
    return found


def _said(key: str, value: Any, lang: str) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, str):
        return outcomes.said(value, lang) if key == "outcome" and value in OUTCOMES else shown(value) or ABSENT
    if isinstance(value, float):
        return Text(str(value).replace(".", ","), str(value)).of(lang)
    return shown(json.dumps(value, ensure_ascii=False))


# --- PDF --------------------------------------------------------------------------------------------------------------


def _of_pages(told: Form, again: Form, marks: Collection[str]) -> Iterator[Difference]:
    if told.added != again.added:
        yield Difference("", "+", str(told.added), str(again.added))
    sides = students_in(told.pages, marks), students_in(again.pages, marks)
    spoken = False
    for code in _names(*sides):
        one, other = sides[0].get(code, []), sides[1].get(code, [])
        if one != other:
            spoken = True
            yield Difference(code, "", *_apart(one, other))
    if not spoken:
        yield from _of_lines(told.pages, again.pages)


def _apart(one: Sequence[str], other: Sequence[str]) -> tuple[str, str]:
    """What each side says and the other does not, without the words around it that are the same."""
    own = [[text for text in side if text not in rest] for side, rest in ((one, other), (other, one))]
    if not own[0] or not own[1]:
        told, found = (
            shown(texts[0]) if texts else (ABSENT if not side else _times(len(side)))
            for texts, side in zip(own, (one, other), strict=True)
        )
        return told, found
    left, right = own[0][0].split(), own[1][0].split()
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return shown(" ".join(left)) or ABSENT, shown(" ".join(right)) or ABSENT


def _of_lines(told: Sequence[str], again: Sequence[str]) -> Iterator[Difference]:
    """The first lines outside the tables that differ."""
    left, right = ([line for page in pages for line in page.splitlines()] for pages in (told, again))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op != "equal":
            yield Difference("", "…", shown(" ".join(left[a:b])) or ABSENT, shown(" ".join(right[c:d])) or ABSENT)
