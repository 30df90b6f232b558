"""Markdown and HTML from values: what is written by a school never becomes mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>&~^=:])")


def text(value: str) -> str:
    """A value of the grid as running text: one line, every character Markdown could take for a mark escaped."""
    one_line = " ".join(value.split())
    return _SPECIAL.sub(lambda found: f"&#{ord(found[1])};" if found[1] in "<>&|:" else "\\" + found[1], one_line)


def html(value: str) -> str:
    """The same inside HTML, attributes included."""
    return escape(" ".join(value.split()), quote=True)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A table of cells that are Markdown already; ``right`` are the columns of numbers."""
    numbers = frozenset(right)
    rule = ["---:" if index in numbers else "---" for index in range(len(heads))]
    lines = [heads, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def anchor(code: str) -> str:
    """The anchor of an activity: ``a-3-1`` for 3.1."""
    return f"a-{code.replace('.', '-')}"
