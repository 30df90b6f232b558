"""Interval bars as SVG: each bar goes from the lowest to the highest of a band, so the drawing says what the band says
and no more. Nothing of it is computed from anything else than bands and sizes.

No script, no colour of its own beside ``currentColor``, text that a screen reader reads in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from polyvalidate.model.words import NBSP, Text
from polyvalidate.publication.attack.bands import Band

WIDTH = 400
"""The width of the drawing in its own units: narrow, so that its letters can be read on a phone."""
_LABELLED = 84
_LEFT, _RIGHT = 2, 2
_LINE = 18
_BAR = 12
_GAP = 10
_AXIS = 22


class Bar(NamedTuple):
    """One band of a group of ``size``: a short ``label`` beside the bar (may be empty) and the band in ``words``."""

    label: str
    band: Band
    size: int
    words: str


class Block(NamedTuple):
    """Bars under one heading: a group."""

    heading: str
    bars: tuple[Bar, ...]


def draw(title: str, description: str, blocks: Sequence[Block], standalone: bool, lang: str) -> str:
    """The drawing. ``standalone`` adds what a file by itself needs: the namespace, and colours for light and dark."""
    labelled = any(bar.label for block in blocks for bar in block.bars)
    start = _LABELLED if labelled else _LEFT
    span = WIDTH - _RIGHT - start
    step = _LINE if labelled else _BAR
    parts: list[str] = []
    top = 0
    for block in blocks:
        top += _LINE
        parts.append(_text(0, top - 5, block.heading, weight="bold"))
        if not labelled:
            parts.append(_text(WIDTH, top - 5, block.bars[0].words, anchor="end"))
        parts.append(_quarters(start, span, top, top + step * len(block.bars)))
        for bar in block.bars:
            parts += _bar(bar, start, span, top, labelled)
            top += step
        top += _GAP
    bottom = top - _GAP
    height = bottom + _AXIS
    parts.append(_axis(start, span, bottom, lang))
    space = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    return (
        f'<svg{space} class="bands" role="img" lang="{lang}" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH * 3 // 2}" height="{height * 3 // 2}" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{_STYLE if standalone else ''}"
        f'<g fill="currentColor" font-family="system-ui, sans-serif" font-size="13">{"".join(parts)}</g></svg>'
    )


_STYLE = (
    "<style>svg{color:#1b1b1b;background:#fff}@media (prefers-color-scheme:dark)"
    "{svg{color:#eaeaea;background:#1e2129}}@media print{svg{color:#000;background:#fff}}</style>"
)


def _bar(bar: Bar, start: int, span: int, top: int, labelled: bool) -> list[str]:
    left = start + span * bar.band.lowest / bar.size
    width = max(span * (bar.band.highest - bar.band.lowest) / bar.size, 1)
    drawn = [
        f'<rect x="{start}" y="{top}" width="{span}" height="{_BAR}" fill-opacity="0.12"/>',
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2"/>',
    ]
    if labelled:
        drawn.append(_text(0, top + _BAR - 1, bar.label))
        # Where the bar leaves room: the words must not stand on it.
        after = left + width + 4
        if after + 60 <= WIDTH:
            drawn.append(_text(round(after), top + _BAR - 1, bar.words))
        else:
            drawn.append(_text(round(left - 4), top + _BAR - 1, bar.words, anchor="end"))
    return drawn


def _quarters(start: int, span: int, top: int, bottom: int) -> str:
    """Thin lines at quarters of the group, behind the bars of a block."""
    marks = "".join(f"M{start + span * quarter / 4:g} {top - 2}V{bottom}" for quarter in range(5))
    return f'<path d="{marks}" stroke="currentColor" stroke-opacity="0.3" fill="none"/>'


def _axis(start: int, span: int, bottom: int, lang: str) -> str:
    """What the thin lines stand for."""
    drawn = []
    for quarter in range(5):
        percent = Text("{value}{NBSP}%", "{value}%").of(lang, value=quarter * 25, NBSP=NBSP)
        anchor = "start" if not quarter else "end" if quarter == 4 else "middle"
        drawn.append(_text(round(start + span * quarter / 4), bottom + 17, percent, anchor=anchor))
    return "".join(drawn)


def _text(x: int, y: int, text: str, anchor: str = "start", weight: str = "normal") -> str:
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    bold = "" if weight == "normal" else f' font-weight="{weight}"'
    return f'<text x="{x}" y="{y}"{at}{bold}>{escape(text)}</text>'
