"""Points drawn: a point is a disc of four quarters, since points are counted in quarters. A number stands beside it,
always: the discs show it at a glance, they do not say it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

GLYPHS = "○◔◑◕●"
"""A disc of none to four quarters, where only text is possible."""
WHOLE = 4
"""Quarter-points in a disc."""
ROW = 10
"""Discs in a row: what three years ask for."""
MOST = 40
"""Beyond so many discs nobody counts them, and the number alone is read."""
_SIZE, _RADIUS, _STEP = 22, 9.0, 24


class Disc(NamedTuple):
    """A disc: how many of its four quarters count, and how many more wait for a decision."""

    counted: int
    waiting: int = 0


def discs(counted: int, needed: int = 0, waiting: int = 0) -> tuple[Disc, ...]:
    """The discs of a number of points, in quarter-points: as many as there are points, or ``needed`` when that is
    more; none when there would be more than ``MOST``."""
    counted, waiting = max(counted, 0), max(waiting, 0)
    count = math.ceil(max(counted + waiting, needed) / WHOLE)
    if count > MOST:
        return ()
    return tuple(_disc(counted - at * WHOLE, counted + waiting - at * WHOLE) for at in range(count))


def _disc(counted: int, with_waiting: int) -> Disc:
    full = min(max(counted, 0), WHOLE)
    return Disc(full, min(max(with_waiting, 0), WHOLE) - full)


def glyphs(drawn: tuple[Disc, ...]) -> str:
    """The same as text: ``●●●◕○``."""
    return "".join(GLYPHS[disc.counted] for disc in drawn)


def svg(drawn: tuple[Disc, ...], label: str = "", *, ink: str = "currentColor", standalone: bool = False) -> str:
    """The discs as a small drawing in one colour, ``ROW`` in a row; nothing for none. ``label`` says what it shows to
    who does not see it; without one the drawing is passed over, for the words beside it say the same."""
    if not drawn:
        return ""
    rows = math.ceil(len(drawn) / ROW)
    width, height = min(len(drawn), ROW) * _STEP - 2, rows * _STEP - 2
    space = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true" focusable="false"'
    inside = "".join(part for at, disc in enumerate(drawn) for part in _parts(disc, at))
    return (
        f'<svg{space} class="discs" {said} viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'fill="{ink}" stroke="{ink}">{inside}</svg>'
    )


def _parts(disc: Disc, at: int) -> Iterator[str]:
    x, y = at % ROW * _STEP + _SIZE / 2, at // ROW * _STEP + _SIZE / 2
    yield f'<circle cx="{x:g}" cy="{y:g}" r="{_RADIUS:g}" fill="none" stroke-width="1.5"/>'
    if disc.counted:
        yield f'<path d="{_sector(x, y, 0, disc.counted)}" stroke="none"/>'
    for quarter in range(disc.counted, disc.counted + disc.waiting):
        yield f'<path d="{_hatched(x, y, quarter)}" fill="none" stroke-width="1.2"/>'


def _on(x: float, y: float, radius: float, turn: float) -> str:
    """A point of a circle, by quarters of a turn from the top."""
    angle = math.radians(90 * turn)
    return f"{x + radius * math.sin(angle):.2f} {y - radius * math.cos(angle):.2f}"


def _sector(x: float, y: float, first: int, last: int) -> str:
    """From one quarter to another, the way of a clock. A whole disc is two halves: no arc ends where it begins."""
    radius = f"{_RADIUS:g} {_RADIUS:g}"
    if last - first == WHOLE:
        top, bottom = _on(x, y, _RADIUS, 0), _on(x, y, _RADIUS, 2)
        return f"M{top}A{radius} 0 0 1 {bottom}A{radius} 0 0 1 {top}Z"
    large = int(last - first > 2)
    start, end = _on(x, y, _RADIUS, first), _on(x, y, _RADIUS, last)
    return f"M{x:g} {y:g}L{start}A{radius} 0 {large} 1 {end}Z"


def _hatched(x: float, y: float, quarter: int) -> str:
    """Arcs within a quarter: told from a full one in one colour, and on paper."""
    arcs = (
        f"M{_on(x, y, radius, quarter)}A{radius:g} {radius:g} 0 0 1 {_on(x, y, radius, quarter + 1)}"
        for radius in (2.5, 4.7, 6.9)
    )
    return "".join(arcs)
