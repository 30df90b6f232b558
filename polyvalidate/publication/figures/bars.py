"""Intervals as SVG: each is a range with soft ends, from the lowest to the highest of a band, so the drawing says what
the band says and no more. Nothing of it is computed from anything else than bands and sizes.

No script, no colour of its own beside ``currentColor`` (a page gives ranges that of the school, by their class), text
that a screen reader reads in order.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from polyvalidate.model.words import NBSP, Text
from polyvalidate.publication.attack.bands import Band

WIDTH = 400
"""The width of the drawing in its own units: narrow, so that its letters can be read on a phone."""
_LINE, _GAP = 17, 10
_SPAN, _THICK, _ROW, _AXIS = 304, 10, 18, 22
"""Of ranges that lie in rows: the length of the scale, their thickness, the height of a row and of the axis."""
_LETTERS = 54
"""Letters on a line of the whole width, and below on one of a panel."""
_PANEL, _PANEL_LETTERS, _LEFT, _HEIGHT, _NARROW = 192, 25, 42, 72, 14
"""Of panels, two in a row: the width, the letters of a heading, the room of the scale's numbers, the height of the
scale, and the width of a range."""


class Bar(NamedTuple):
    """One band of a group of ``size``: a short ``label`` of the range (may be empty) and the band in ``words``."""

    label: str
    band: Band
    size: int
    words: str


class Block(NamedTuple):
    """The ranges under one heading: a group, or the ``whole`` that groups share out. One without a label lies in a row,
    several stand in a panel."""

    heading: str
    bars: tuple[Bar, ...]
    whole: bool = False


def draw(key: str, title: str, description: str, blocks: Sequence[Block], standalone: bool, lang: str) -> str:
    """The drawing. No other of a page has its ``key``, a word. ``standalone`` adds what a file by itself needs: the
    namespace, and colours for light and dark."""
    upright = any(bar.label for block in blocks for bar in block.bars)
    parts, height = _panels(key, blocks, lang) if upright else _rows(key, blocks, lang)
    space = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    return (
        f'<svg{space} class="bands" role="img" lang="{lang}" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH * 3 // 2}" height="{height * 3 // 2}" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{_STYLE if standalone else ''}"
        f"{_soft(key, upright)}"
        f'<g fill="currentColor" font-family="system-ui, sans-serif" font-size="13">{"".join(parts)}</g></svg>'
    )


_STYLE = (
    "<style>svg{color:#1b1b1b;background:#fff}.range{color:#14506b}@media (prefers-color-scheme:dark)"
    "{svg{color:#eaeaea;background:#1e2129}.range{color:#7fc3e3}}@media print{svg{color:#000;background:#fff}}</style>"
)


def _soft(key: str, upright: bool) -> str:
    """What fills a range: full in the middle, fading towards both ends, where nobody knows."""
    along = 'x2="0" y2="1"' if upright else 'x2="1" y2="0"'
    stops = ((0, 0.25), (0.3, 1), (0.7, 1), (1, 0.25))
    drawn = "".join(f'<stop offset="{at}" stop-color="currentColor" stop-opacity="{much}"/>' for at, much in stops)
    return f'<defs><linearGradient id="{key}" class="range" x1="0" y1="0" {along}>{drawn}</linearGradient></defs>'


def _range(key: str, x: float, y: float, width: float, height: float) -> str:
    size = f'width="{max(width, 1):.1f}" height="{max(height, 1):.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} rx="4" fill="url(#{key})"/>'


def _rows(key: str, blocks: Sequence[Block], lang: str) -> tuple[list[str], int]:
    """A range under each heading, on a scale of its own, and one axis for all; how high that is."""
    parts: list[str] = []
    top = 0
    for block in blocks:
        for line in textwrap.wrap(block.heading, _LETTERS):
            parts.append(_text(0, top + 13, line, bold=block.whole))
            top += _LINE
        bar = block.bars[0]
        middle = top + _ROW // 2
        left, right = (_SPAN * end / bar.size for end in bar.band)
        parts.append(f'<rect x="0" y="{middle - 0.5}" width="{_SPAN}" height="1" fill-opacity="0.5"/>')
        parts.append(_path(_quarters(middle)))
        parts.append(_range(key, left, middle - _THICK / 2, right - left, _THICK))
        parts.append(_text(WIDTH, middle + 5, bar.words, anchor="end", bold=block.whole))
        top += _ROW + _GAP
    for quarter in range(5):
        anchor = "start" if not quarter else "end" if quarter == 4 else "middle"
        parts.append(_text(_SPAN * quarter // 4, top + 8, _percent(quarter, lang), anchor=anchor))
    return parts, top - _GAP + _AXIS


def _quarters(middle: int) -> str:
    """Small marks at quarters of the group, on the scale of a row."""
    return "".join(f"M{_SPAN * quarter / 4:g} {middle - 6}V{middle + 6}" for quarter in range(5))


def _panels(key: str, blocks: Sequence[Block], lang: str) -> tuple[list[str], int]:
    """A small chart for each block, two in a row; how high that is."""
    parts: list[str] = []
    top = 0
    for first in range(0, len(blocks), 2):
        pair = blocks[first : first + 2]
        headings = [textwrap.wrap(block.heading, _PANEL_LETTERS) for block in pair]
        under = top + _LINE * max(map(len, headings)) + 12
        for place, (block, heading) in enumerate(zip(pair, headings, strict=True)):
            x = place * (WIDTH - _PANEL)
            for number, line in enumerate(heading):
                parts.append(_text(x, top + 13 + number * _LINE, line, bold=block.whole))
            parts += _panel(key, block, x, under, lang)
        top = under + _HEIGHT + _AXIS + _GAP
    return parts, top - _GAP


def _panel(key: str, block: Block, x: int, top: int, lang: str) -> Iterator[str]:
    """Ranges that stand beside each other on one scale, from nobody at the bottom to everybody at the top."""
    start, bottom = x + _LEFT, top + _HEIGHT
    for half in (0, 2, 4):
        y = bottom - _HEIGHT * half // 4
        yield f'<rect x="{start}" y="{y - 0.5}" width="{_PANEL - _LEFT}" height="1" fill-opacity="0.25"/>'
        yield _text(start - 4, y + 4, _percent(half, lang), anchor="end", small=True)
    step = (_PANEL - _LEFT) / len(block.bars)
    for rank, bar in enumerate(block.bars):
        middle = start + step * (rank + 0.5)
        low, high = (bottom - _HEIGHT * end / bar.size for end in bar.band)
        yield _range(key, middle - _NARROW / 2, high, _NARROW, low - high)
        yield _text(round(middle), bottom + 16, bar.label, anchor="middle", small=True)


def _percent(quarters: int, lang: str) -> str:
    return Text("{value}{NBSP}%", "{value}%").of(lang, value=quarters * 25, NBSP=NBSP)


def _path(marks: str) -> str:
    return f'<path d="{marks}" stroke="currentColor" stroke-opacity="0.5" fill="none"/>'


def _text(x: int, y: int, text: str, anchor: str = "start", bold: bool = False, small: bool = False) -> str:
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="bold"' if bold else ""
    size = ' font-size="11.5"' if small else ""
    return f'<text x="{x}" y="{y}"{at}{weight}{size}>{escape(text)}</text>'
