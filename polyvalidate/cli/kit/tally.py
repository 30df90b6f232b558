"""What would be done, kind by kind: how many there are of it, and the first of them one by one."""

from __future__ import annotations

from collections.abc import Sequence

from polyvalidate.model.words import Text

MOST_SHOWN = 20
"""Rows of one kind that are shown."""


class Tally:
    """Lines that count, being written in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.lines: list[str] = []

    def say(self, text: Text, /, **details: object) -> None:
        self.lines.append(text.of(self.lang, **details))

    def count(
        self, n: int, what: Text, rows: Sequence[str] = (), /, *, most: int = MOST_SHOWN, **details: object
    ) -> None:
        """``    3  comptent 1 point``, and its rows; nothing where there is none. ``what`` may agree with ``n``."""
        if n:
            self.lines.append(f"{n:>5}  {what.of(self.lang, n=n, **details)}")
            self.list(rows, most)

    def list(self, rows: Sequence[str], most: int = MOST_SHOWN, indent: str = "         ") -> None:
        """Rows under a count, and how many more there are."""
        self.lines += [f"{indent}{row}".rstrip() for row in rows[:most]]
        if len(rows) > most:
            more = Text("… et {more} {more:autre|autres}", "… and {more} more")
            self.lines.append(indent + more.of(self.lang, more=len(rows) - most))


def safe(text: str) -> str:
    """The same text, where nothing acts on a terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)
