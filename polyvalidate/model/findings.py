"""The vocabulary of problems: where (``Place``), what (``Problem``), and what a reader is told (``Finding``).

A rule only says where and with which details; sentence, severity, line and page are added at the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.model.words import Details

Key = str | int
Keys = tuple[Key, ...]
"""The route to a value inside a file, as in jsonschema's ``absolute_path``: ``("evidence", 0, "kind")``."""


class Severity(StrEnum):
    """An error blocks, a warning does not, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """A value in a file: the path from the root of the repository, and the route of keys (``()``: the whole file)."""

    path: str
    keys: Keys = ()


class Span(NamedTuple):
    """Where a value stands in the text: 1-based line and column, the end column excluded."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


class Problem(NamedTuple):
    """What a rule found. ``span`` is set by the rules that read raw bytes; otherwise it is resolved from the keys."""

    code: str
    place: Place
    details: Details
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, located: all that a rendering needs beside the text of its rule."""

    code: str
    severity: Severity
    path: str
    keys: Keys
    details: Details
    span: Span

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """File, line, column, code: the order in which everything is reported."""
        return (self.path, self.span.line, self.span.column, self.code, repr(self.keys))


def printable(path: str) -> str:
    """A path as it may be shown anywhere: identifiers as they are, every other character escaped.

    Paths come from Git as bytes decoded with ``surrogateescape`` and may hold anything (line ends, terminal escapes,
    right-to-left marks); what is shown is ASCII without control characters, letters with a plain accent, or the
    apostrophe of « d’engagement ».
    """
    if path.isascii() and path.isprintable():
        return path
    return "".join(c if c.isprintable() and (c.isascii() or c.isalnum() or c == "’") else ascii(c)[1:-1] for c in path)
