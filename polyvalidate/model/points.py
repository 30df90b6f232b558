"""Points: integer quarter-points everywhere inside the program (``Points(6)`` is 1.5 points).

They are written as numbers of points in YAML and JSON, and never pass through floating-point arithmetic.
"""

from __future__ import annotations

from typing import NewType

Points = NewType("Points", int)
"""A number of quarter-points: 4 is one point."""

ZERO = Points(0)


def as_number(quarters: int) -> int | float:
    """Points as a number of points, for YAML, JSON and cells of a workbook: 4 is ``1``, 6 is ``1.5``, exact."""
    return quarters // 4 if quarters % 4 == 0 else quarters / 4
