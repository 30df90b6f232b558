"""What is wrong or doubtful in a file that comes from another program, said to the person who has it before them."""

from __future__ import annotations

from typing import NamedTuple

from polyvalidate.model.words import Text


class Doubt(NamedTuple):
    """One remark. ``line`` is 1-based, as a text editor or Excel numbers it; None for the file as a whole.

    ``blocks``: nothing may be written as long as it stands. Otherwise the line is left aside, or only told.
    """

    line: int | None
    text: Text
    blocks: bool = True


def told(said: Text, line: int | None = None, /, **details: object) -> Doubt:
    """A remark that prevents nothing."""
    return Doubt(line, said.filled(**details) if details else said, blocks=False)


def stops(said: Text, line: int | None = None, /, **details: object) -> Doubt:
    """A remark that must be mended first."""
    return Doubt(line, said.filled(**details) if details else said)
