"""Points: integer quarter-points everywhere inside the program (``Points(6)`` is 1.5 points).

They are written as numbers of points in YAML and JSON, and never pass through floating-point arithmetic.
"""

from __future__ import annotations

import re
from typing import NewType

Points = NewType("Points", int)
"""A number of quarter-points: 4 is one point."""

ZERO = Points(0)


def as_number(quarters: int) -> int | float:
    """Points as a number of points, for YAML, JSON and cells of a workbook: 4 is ``1``, 6 is ``1.5``, exact."""
    return quarters // 4 if quarters % 4 == 0 else quarters / 4


def from_text(text: str) -> Points:
    """``1,5``, ``1.50`` or ``2`` as people write points. Raises ValueError for what is no number of quarter-points."""
    found = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?", text.strip())
    hundredths = int((found[2] or "0").ljust(2, "0")) if found else 1
    if found is None or hundredths % 25:
        raise ValueError(text)
    return Points(int(found[1]) * 4 + hundredths // 25)
