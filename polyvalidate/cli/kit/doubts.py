"""The remarks on a list that was read: what has to be mended first, what has to be known."""

from __future__ import annotations

from collections.abc import Iterable

from polyvalidate.model.words import Text
from polyvalidate.office.lists.doubts import TO_KNOW, TO_MEND, Doubt, together, where

MOST_SHOWN = 15
"""Changes or remarks of one kind shown one by one."""


def doubt_lines(doubts: Iterable[Doubt], lang: str) -> list[str]:
    """The remarks, those that prevent everything first, in the order of lines."""
    found = list(doubts)
    lines: list[str] = []
    for blocks, title in ((True, TO_MEND), (False, TO_KNOW)):
        some = [doubt for doubt in found if doubt.blocks is blocks]
        if some:
            lines += ["", title.of(lang)]
        by_text = together(some, lang)
        lines += [f"  {where(same, lang)}{text}" for text, same in list(by_text.items())[:MOST_SHOWN]]
        if len(by_text) > MOST_SHOWN:
            more = Text(
                "… et {more} {more:autre remarque|autres remarques}.", "… and {more} more {more:remark|remarks}."
            )
            lines.append(f"  {more.of(lang, more=len(by_text) - MOST_SHOWN)}")
    return lines
