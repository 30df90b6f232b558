"""Bands instead of numbers: {0..N} cut into intervals, of which only one is published.

The cut depends on the size of the group alone. An interval holds at least five integers, so that three people who know
their own results still leave two values open: a band of five, shifted by a coalition of three, keeps two.

Sources: fewer than 11 persons are not published (INSEE); group attribute disclosure and differencing (the EU handbook
of statistical disclosure control).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

SMALLEST_GROUP = 11
"""A group under this many students is never shown by itself."""

SMALLEST_WIDTH = 5
"""The fewest integers in a band."""

MOST_BANDS = 10

COALITIONS = (1, 2, 3)
"""How many students may pool what they know of themselves."""

THRESHOLDS = ("25", "50", "75", "quitus")
"""What students may have reached: a percentage of the points required, then the quitus. Each includes the next."""

LEVELS = ("0-24", "25-49", "50-74", "75-99", "quitus")
"""The classes of students: level 2 has reached the first two thresholds and not the third."""


class Band(NamedTuple):
    """Numbers of students from ``lowest`` to ``highest``, both included."""

    lowest: int
    highest: int


def bands(size: int) -> tuple[Band, ...]:
    """{0..size} cut into ``min(10, (size + 1) // 5)`` bands of nearly equal width, the wider ones spread evenly.

    Raises ValueError for fewer than four students, who cannot have a band of five.
    """
    count = min(MOST_BANDS, (size + 1) // SMALLEST_WIDTH)
    if count < 1:
        raise ValueError(f"no band of {SMALLEST_WIDTH} integers fits in a group of {size}")
    starts = [index * (size + 1) // count for index in range(count + 1)]
    return tuple(Band(low, high - 1) for low, high in pairwise(starts))


def band_of(number: int, size: int) -> Band:
    """The band of a group of ``size`` in which a number of its students falls."""
    return holding(number, bands(size))


def holding(number: int, cut: Sequence[Band]) -> Band:
    """The band of a cut in which a number falls."""
    return next(band for band in cut if band.lowest <= number <= band.highest)


def category_bands(size: int, asked: int, categories: int) -> tuple[Band, ...]:
    """The bands of a group of ``size`` for each of some categories, the lowest ones joined into one.

    The points may take up to ``asked`` categories of each student, so that levels bound the sum over categories. The
    first band goes so far that all categories but one, each at the highest of its band, hold that sum for everybody:
    levels and categories then squeeze nothing of each other, whatever they are. Where no cut does that: one band,
    which says nothing.
    """
    cut = bands(size)
    above = [band for band in cut if band.highest * (categories - 1) >= size * asked] or cut[-1:]
    return (Band(0, above[0].highest), *above[1:])


def reached(levels: Sequence[int]) -> tuple[int, ...]:
    """How many students have reached each threshold, from the level (0 to 4) of each."""
    return tuple(sum(level > rank for level in levels) for rank in range(len(THRESHOLDS)))
