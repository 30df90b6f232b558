"""Markdown from values: what is written by a school never becomes mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from polyvalidate.site.html import one_line, render

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>&~^=:])")
_NUMBERED = re.compile(r"^([0-9]+)\. ")


def text(value: str) -> str:
    """A value of the grid as running text: one line, every character Markdown could take for a mark escaped.

    A backslash escapes the marks of Markdown itself; those of extensions are written as entities."""
    safe = _SPECIAL.sub(
        lambda found: f"&#{ord(found[1])};" if found[1] in "<>&|:~^=" else "\\" + found[1], one_line(value)
    )
    return _NUMBERED.sub(r"\1&#46; ", safe)


def html(value: str) -> str:
    """The same where Markdown knows no escape: in addresses and code, and in what the builder puts into HTML."""
    return escape(one_line(value), quote=True)


def title(value: str) -> str:
    """The same as the title of a page. Builders put it into menus as it is, and take tags out of it after they have
    read its entities: no angle bracket may be left, escaped or not."""
    return one_line(value).replace("&", "&amp;").replace("<", "‹").replace(">", "›")


def body(parts: Iterable[str]) -> str:
    """The parts of a page, one below the other; those that are empty are left out."""
    return "\n\n".join(part for part in parts if part)


def table(heads: str, rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A table of cells that are Markdown already. Bars part ``heads``; ``right`` are the columns of numbers."""
    names = heads.split("|")
    numbers = frozenset(right)
    rule = ["---:" if index in numbers else "---" for index in range(len(names))]
    return "\n".join("| " + " | ".join(line) + " |" for line in (names, rule, *rows))


def block(style: str, inside: str) -> str:
    """Markdown that style.css lays out in its own way."""
    return render("block.html", style=style, inside=inside)


def folded(title: str, inside: str) -> str:
    """Markdown that unfolds below its title."""
    lines = (f"    {line}" if line else "" for line in inside.split("\n"))
    return "\n".join((f'??? note "{title}"', "", *lines))


def wide(rows: str, label: str) -> str:
    """A table that may be wider than a phone: it scrolls by itself, with the keyboard too. ``label`` names it."""
    return render("wide.html", rows=rows, label=label)


def anchor(code: str) -> str:
    """The anchor of an activity: ``a-3-1`` for 3.1."""
    return f"a-{code.replace('.', '-')}"
