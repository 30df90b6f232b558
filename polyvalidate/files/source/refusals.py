"""What the subset refuses or doubts, and the bounds it sets."""

from __future__ import annotations

from typing import Any, NamedTuple

from polyvalidate.model.findings import START, Keys, Span
from polyvalidate.model.words import NO_DETAILS, Details

MAXIMUM_SIZE = 65_536
"""Bytes in one file: the largest category file of a real grid is a fifth of it."""
MAXIMUM_DEPTH = 12
MAXIMUM_NODES = 5_000
MAXIMUM_OPENERS = 500
"""Brackets that open, and block indicators: an upper bound of the nesting that costs two counts of bytes."""
MAXIMUM_COMMAS = 3_000
"""The parser takes quadratic time in the items of one flow collection: 30,000 commas cost it half a second."""
MAXIMUM_LINES = 4_000
MAXIMUM_DIGITS = 9

Plain = Any
"""None, bool, int, float (a short decimal), str, list of Plain, dict of str to Plain."""


class Refusal(NamedTuple):
    """Something the subset does not accept: which kind, where, and the details that the sentence needs."""

    kind: str
    span: Span = START
    details: Details = NO_DETAILS
    keys: Keys = ()


class Parsed(NamedTuple):
    """What a file says (None when it cannot be read) and what was refused or is doubtful in it."""

    data: Plain
    refusals: tuple[Refusal, ...]

    @property
    def readable(self) -> bool:
        return self.data is not None


class Refused(Exception):
    """Inside this package only: stops a reading at its first fatal refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal
