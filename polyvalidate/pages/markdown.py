"""Markdown and HTML from values: what is written by a school never becomes mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
"""What separates words, the spaces that hold a sentence together apart."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>&~^=:])")


def text(value: str) -> str:
    """A value of the grid as running text: one line, every character Markdown could take for a mark escaped."""
    return _SPECIAL.sub(
        lambda found: f"&#{ord(found[1])};" if found[1] in "<>&|:" else "\\" + found[1], _one_line(value)
    )


def html(value: str) -> str:
    """The same inside HTML, attributes included."""
    return escape(_one_line(value), quote=True)


def _one_line(value: str) -> str:
    return _SPACE.sub(" ", value).strip()


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A table of cells that are Markdown already; ``right`` are the columns of numbers."""
    numbers = frozenset(right)
    rule = ["---:" if index in numbers else "---" for index in range(len(heads))]
    lines = [heads, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def anchor(code: str) -> str:
    """The anchor of an activity: ``a-3-1`` for 3.1."""
    return f"a-{code.replace('.', '-')}"
