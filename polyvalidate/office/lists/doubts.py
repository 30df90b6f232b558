"""What is wrong or doubtful in a file that comes from another program, said to the person who has it before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from polyvalidate.model.words import Text


class Doubt(NamedTuple):
    """One remark. ``line`` is 1-based, as a text editor or Excel numbers it; None for the file as a whole.

    ``blocks``: nothing may be written as long as it stands. Otherwise the line is left aside, or only told. ``number``
    is that of a student whom a person may accept all the same.
    """

    line: int | None
    text: Text
    blocks: bool = True
    number: str = ""


def told(said: Text, line: int | None = None, /, **details: object) -> Doubt:
    """A remark that prevents nothing."""
    return Doubt(line, said.filled(**details) if details else said, blocks=False)


def stops(said: Text, line: int | None = None, /, **details: object) -> Doubt:
    """A remark that must be mended first."""
    return Doubt(line, said.filled(**details) if details else said)


def together(doubts: Iterable[Doubt], lang: str) -> dict[str, list[Doubt]]:
    """The remarks that say the same, in the order in which they come."""
    found: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        found.setdefault(doubt.text.in_language(lang), []).append(doubt)
    return found


def where(same: Sequence[Doubt], lang: str) -> str:
    """``ligne 12 : ``, ``lignes 12, 15, 18… : `` for the same remark on several; nothing for the file as a whole."""
    known = [str(doubt.line) for doubt in same if doubt.line is not None]
    if not known:
        return ""
    more = f"… ({len(known)})" if len(known) > 6 else ""
    return _WHERE.of(lang, count=len(known), shown=", ".join(known[:6]), more=more)


TO_MEND, TO_KNOW = Text("À corriger :", "To be mended:"), Text("À savoir :", "To be known:")
_WHERE = Text("{count:ligne|lignes} {shown}{more} : ", "{count:line|lines} {shown}{more}: ")
