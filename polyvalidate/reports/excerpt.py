"""The line of a file where a finding stands, as a terminal can show it, and how far the carets are from its start.

A terminal lays text out in cells: most characters take one, an ideograph or an emoji two, a combining accent none.
Widths follow Unicode's East Asian Width (UAX #11).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from polyvalidate.model.findings import START, Span
from polyvalidate.model.words import NARROW_NBSP, NBSP

CUT = "…"
TAB = "→   "
"""A tab is shown as editors show it: what cannot be seen cannot be mended."""


class Excerpt(NamedTuple):
    """One line of text, and the carets to put under it: how many cells before them, how many there are."""

    text: str
    before: int
    carets: int


class _Cell(NamedTuple):
    """What is shown for one character, and the cells it takes."""

    shown: str
    width: int


def excerpt(lines: Sequence[str], span: Span, room: int) -> Excerpt | None:
    """The first line of a span in at most ``room`` cells, cut around the span.

    None when there is nothing to point at: a finding on the whole file, a file that is not text, a line that is not
    there.
    """
    if span == START or not 1 <= span.line <= len(lines):
        return None
    line = lines[span.line - 1].removesuffix("\r")
    # One cell after the last character, to point at the end of a line.
    cells = [*map(_cell, line), _Cell("", 1)]
    first = min(span.column - 1, len(cells) - 1)
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    last = max(min(last, len(line)), first + 1)
    start, end = _window(cells, first, last, room)
    head = CUT if start else ""
    tail = CUT if end < len(line) else ""
    before = len(head) + sum(c.width for c in cells[start:first])
    carets = sum(c.width for c in cells[first : min(last, end)])
    return Excerpt(head + "".join(c.shown for c in cells[start:end]) + tail, before, max(carets, 1))


def _window(cells: Sequence[_Cell], first: int, last: int, room: int) -> tuple[int, int]:
    """The characters to show, from ``start`` to ``end`` excluded: all of them, or those around the span that fit."""
    if sum(c.width for c in cells) <= room:
        return 0, len(cells)
    room -= 2 * len(CUT)
    start, end, used = first, first, 0
    while end < last and used + cells[end].width <= room:
        used += cells[end].width
        end += 1
    # What is left goes to both sides in turn: the words before a mistake explain it as much as those after.
    growing = True
    while growing:
        growing = False
        if start and used + cells[start - 1].width <= room:
            start -= 1
            used += cells[start].width
            growing = True
        if end < len(cells) and used + cells[end].width <= room:
            used += cells[end].width
            end += 1
            growing = True
    return start, end


def width(text: str) -> int:
    """The cells that a text takes."""
    return sum(_cell(character).width for character in text)


def _cell(character: str) -> _Cell:
    if " " <= character <= "~":
        return _Cell(character, 1)
    if character == "\t":
        return _Cell(TAB, len(TAB))
    if character in (NBSP, NARROW_NBSP):
        return _Cell(" ", 1)
    if not character.isprintable():
        escape = ascii(character)[1:-1]
        return _Cell(escape, len(escape))
    if unicodedata.category(character) in ("Mn", "Me"):
        return _Cell(character, 0)
    return _Cell(character, 2 if unicodedata.east_asian_width(character) in "WF" else 1)
