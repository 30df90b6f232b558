"""Minutes beside the same minutes made again: equal, or what differs, student by student."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from polyvalidate.minutes.reading import Form, Lines, students_in
from polyvalidate.records.cells import shown
from polyvalidate.records.pseudonyms import CODE

ABSENT = "—"


class Difference(NamedTuple):
    """Something that differs: of whom (empty: of the minutes as a whole), what, what the file says, what the record
    gives."""

    student: str
    what: str
    told: str
    found: str


def differences(told: Form, again: Form) -> list[Difference]:
    """All that differs between a file and the same form made again from its commit."""
    if told.kind == "json":
        return list(_of_json(told.plain, again.plain))
    if told.kind == "pdf":
        return list(_of_pages(told, again))
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
            yield Difference("", head, *(head if head in side else ABSENT for side in heads))
    rows = _rows(left), _rows(right)
    for key in _names(*rows):
        student = key if CODE.fullmatch(key) else ""
        one, other = rows[0].get(key, []), rows[1].get(key, [])
        if len(one) != len(other):
            yield Difference(student, key if not student else "", *(_times(len(side)) for side in (one, other)))
        for line, line_again in zip(one, other, strict=False):
            for head, place in heads[1].items():
                if head not in heads[0]:
                    continue
                cells = _at(line, heads[0][head]), _at(line_again, place)
                if cells[0] != cells[1]:
                    yield Difference(
                        student, head if student else f"{key}, {head}", *(cell or ABSENT for cell in cells)
                    )


def _times(count: int) -> str:
    return ABSENT if not count else f"{count} ×"


def _heads(lines: Lines) -> dict[str, int]:
    return {head: index for index, head in enumerate(lines[0])} if lines else {}


def _rows(lines: Lines) -> dict[str, list[tuple[str, ...]]]:
    """The lines by their first cell, whatever their order."""
    column = next((i for i, head in enumerate(lines[0]) if head in ("Pseudonyme", "Pseudonym")), 0) if lines else 0
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines[1:]:
        found.setdefault(_at(line, column), []).append(line)
    return found


def _at(line: Sequence[str], place: int) -> str:
    return line[place] if place < len(line) else ""


# --- JSON -------------------------------------------------------------------------------------------------------------


def _of_json(told: Any, again: Mapping[str, Any]) -> Iterator[Difference]:
    for key in _names(told, again):
        if key != "students" and told.get(key, ABSENT) != again.get(key, ABSENT):
            yield Difference("", key, _said(told.get(key, ABSENT)), _said(again.get(key, ABSENT)))
    sides = [_by_student(side.get("students")) for side in (told, again)]
    for code in _names(sides[0], sides[1]):
        one, other = sides[0].get(code, []), sides[1].get(code, [])
        if len(one) != len(other):
            yield Difference(code, "", _times(len(one)), _times(len(other)))
        for row, row_again in zip(one, other, strict=False):
            for key in _names(row, row_again):
                if row.get(key, ABSENT) != row_again.get(key, ABSENT):
                    yield Difference(code, key, _said(row.get(key, ABSENT)), _said(row_again.get(key, ABSENT)))


def _by_student(rows: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            found.setdefault(str(row.get("student", ABSENT)), []).append(row)
    return found


def _said(value: Any) -> str:
    return shown(str(value)) if value is not None else ABSENT


# --- PDF --------------------------------------------------------------------------------------------------------------


def _of_pages(told: Form, again: Form) -> Iterator[Difference]:
    if told.added != again.added:
        yield Difference("", "+", str(told.added), str(again.added))
    sides = students_in(told.pages), students_in(again.pages)
    spoken = False
    for code in _names(*sides):
        one, other = sides[0].get(code, []), sides[1].get(code, [])
        if one != other:
            spoken = True
            yield Difference(code, "", *(_nearest(side, rest) for side, rest in ((one, other), (other, one))))
    if not spoken:
        yield from _of_lines(told.pages, again.pages)


def _nearest(side: Sequence[str], other: Sequence[str]) -> str:
    """What one side says and the other does not."""
    own = [text for text in side if text not in other]
    return shown(own[0]) if own else (ABSENT if not side else _times(len(side)))


def _of_lines(told: Sequence[str], again: Sequence[str]) -> Iterator[Difference]:
    """The first lines outside the tables that differ."""
    left, right = ([line for page in pages for line in page.splitlines()] for pages in (told, again))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op != "equal":
            yield Difference("", "…", shown(" ".join(left[a:b])) or ABSENT, shown(" ".join(right[c:d])) or ABSENT)
