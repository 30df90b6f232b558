"""The remarks on a list that was read: what has to be mended first, what has to be known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from polyvalidate.model.words import Text
from polyvalidate.office.lists.doubts import Doubt

MOST_SHOWN = 15
"""Changes or remarks of one kind shown one by one."""


def doubt_lines(doubts: Iterable[Doubt], lang: str) -> list[str]:
    """The remarks, those that prevent everything first, in the order of lines."""
    found = list(doubts)
    lines: list[str] = []
    for blocks, title in ((True, Text("À corriger :", "To be mended:")), (False, Text("À savoir :", "To be known:"))):
        some = [doubt for doubt in found if doubt.blocks is blocks]
        if some:
            lines += ["", title.of(lang)]
        by_text: dict[str, list[int | None]] = {}
        for doubt in some:
            by_text.setdefault(doubt.text.in_language(lang), []).append(doubt.line)
        lines += [f"  {_where(numbers, lang)}{text}" for text, numbers in list(by_text.items())[:MOST_SHOWN]]
        if len(by_text) > MOST_SHOWN:
            more = Text(
                "… et {more} {more:autre remarque|autres remarques}.", "… and {more} more {more:remark|remarks}."
            )
            lines.append(f"  {more.of(lang, more=len(by_text) - MOST_SHOWN)}")
    return lines


def _where(numbers: Sequence[int | None], lang: str) -> str:
    """``ligne 12 : ``, ``lignes 12, 15, 18… : `` for the same remark on several."""
    known = [str(number) for number in numbers if number is not None]
    if not known:
        return ""
    more = f"… ({len(known)})" if len(known) > 6 else ""
    text = Text("{count:ligne|lignes} {shown}{more} : ", "{count:line|lines} {shown}{more}: ")
    return text.of(lang, count=len(known), shown=", ".join(known[:6]), more=more)
