"""What can be mended in a file, and the record of what was."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of repair, in the order in which they are told."""

    MARK = "mark"
    """A byte order mark, or the whole file in UTF-16."""
    LINE_ENDS = "line-ends"
    TABS = "tabs"
    SPACES = "spaces"
    """Spaces at the end of a line."""
    LAST_LINE = "last-line"
    """A last line without its end."""
    QUOTES = "quotes"
    """Quotes around a code or a text that is read as something else without them."""
    NUMBER = "number"
    """A number in quotes, or with a decimal comma."""
    DATE = "date"
    DIGEST = "digest"
    """A digest in capital letters."""
    PROFILE = "profile"
    """A profile that told of an individual threshold."""
    ORDER = "order"
    """The keys at the top, in the order of the format."""
    MODELINE = "modeline"
    """The line that tells editors which schema the file follows."""


class Repair(NamedTuple):
    """One repair, and its 1-based line in the file as it was."""

    kind: Kind
    line: int


class Mended(NamedTuple):
    """The bytes of a file, and what was done to get them."""

    data: bytes
    repairs: tuple[Repair, ...]


Step = Callable[[bytes], Mended]
"""One way of mending. It leaves the number of lines above every value as it was, save the last steps."""


def untouched(data: bytes) -> Mended:
    return Mended(data, ())
