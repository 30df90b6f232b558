"""Markdown and HTML from values: what is written by a school never becomes mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>&~^=:])")
_NUMBERED = re.compile(r"^([0-9]+)\. ")
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
"""Spaces and line ends, save the two that French typography puts on purpose."""


def one_line(value: str) -> str:
    """The value without line ends, runs of spaces or outer spaces."""
    return _SPACES.sub(" ", value).strip()


def text(value: str) -> str:
    """A value of the grid as running text: one line, every character Markdown could take for a mark escaped.

    A backslash escapes the marks of Markdown itself; those of extensions are written as entities."""
    safe = _SPECIAL.sub(
        lambda found: f"&#{ord(found[1])};" if found[1] in "<>&|:~^=" else "\\" + found[1], one_line(value)
    )
    return _NUMBERED.sub(r"\1&#46; ", safe)


def html(value: str) -> str:
    """The same inside HTML, attributes included."""
    return escape(one_line(value), quote=True)


def title(value: str) -> str:
    """The same as the title of a page. Builders put it into menus as it is, and take tags out of it after they have
    read its entities: no angle bracket may be left, escaped or not."""
    return one_line(value).replace("&", "&amp;").replace("<", "‹").replace(">", "›")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A table of cells that are Markdown already; ``right`` are the columns of numbers."""
    numbers = frozenset(right)
    rule = ["---:" if index in numbers else "---" for index in range(len(heads))]
    lines = [heads, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def wide(rows: str, label: str) -> str:
    """A table that may be wider than a phone: it scrolls by itself, with the keyboard too. ``label`` names it."""
    return (
        f'<div class="wide-table" role="region" tabindex="0" aria-label="{html(label)}" markdown>\n\n{rows}\n\n</div>'
    )


def anchor(code: str) -> str:
    """The anchor of an activity: ``a-3-1`` for 3.1."""
    return f"a-{code.replace('.', '-')}"
