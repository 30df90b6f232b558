"""The image of a document when the school gives none: a ring around a check mark, drawn from distances."""

from __future__ import annotations

from functools import cache
from math import hypot

from polyvalidate.documents.badges import png

SIZE = 256
_RING, _DISC, _MARK = (17, 75, 95), (244, 248, 250), (228, 140, 24)
_STROKES = (((74, 134), (112, 172)), ((112, 172), (184, 92)))


@cache
def emblem() -> bytes:
    """A PNG file, the same bytes each time with one zlib."""
    return png.image(SIZE, _pixel)


def _pixel(x: int, y: int) -> tuple[int, int, int, int]:
    middle = SIZE / 2 - 0.5
    radius = hypot(x - middle, y - middle)
    opacity = round(255 * min(1.0, max(0.0, 124 - radius)))
    ring = min(1.0, max(0.0, radius - 104))
    mark = min(1.0, max(0.0, 13 - min(_distance(x, y, *stroke) for stroke in _STROKES)))
    red, green, blue = (
        round(_DISC[i] * (1 - ring) * (1 - mark) + _RING[i] * ring + _MARK[i] * (1 - ring) * mark) for i in range(3)
    )
    return red, green, blue, opacity


def _distance(x: int, y: int, start: tuple[int, int], end: tuple[int, int]) -> float:
    """From a pixel to a stroke."""
    (ax, ay), (bx, by) = start, end
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    along = min(1.0, max(0.0, along))
    return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
