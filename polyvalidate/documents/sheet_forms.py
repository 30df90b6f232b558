"""The two forms of a statement: plain text for a terminal or an e-mail, and the data of its PDF."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime

from polyvalidate.documents.frame import Document, Frame
from polyvalidate.documents.sheet import Sheet
from polyvalidate.documents.sheet_rows import Fact, Row
from polyvalidate.model.discs import glyphs, svg
from polyvalidate.model.phrases import COLON
from polyvalidate.model.words import plain

WIDTH = 100
TEMPLATE = "statement"
INK = "#b4540a"
"""That of points on the site, on paper."""
LONG = 1_500
"""Characters of an activity above which it may go over two pages."""


def as_text(sheet: Sheet) -> str:
    """The statement in lines of at most ``WIDTH`` characters, with ordinary spaces; long words are not cut."""
    return "\n".join(plain(line).rstrip() for line in _lines(sheet)) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    words = sheet.words
    yield from _under(f"{sheet.title} {sheet.day}", "=")
    yield from (sheet.school, "", sheet.who, *_wrapped(sheet.about), "")
    if sheet.mark:
        yield from (sheet.mark, "")
    for notice in sheet.notices:
        yield from (*_wrapped(notice), "")
    yield from _under(words["balance"], "-")
    if sheet.drawn:
        yield glyphs(sheet.drawn)
    yield from _columns(sheet.balance, sheet.lang)
    yield ""
    if sheet.categories:
        yield from _under(words["categories"], "-")
        widest = max(len(fact.label) for fact in sheet.categories)
        yield from (f"{fact.label:<{widest}}  {fact.value:>5}" for fact in sheet.categories)
        yield ""
    yield from _under(words["activities"], "-")
    if not sheet.rows:
        yield words["none"]
    for row in sheet.rows:
        yield from (*_row(row, sheet), "")
    if not sheet.rows:
        yield ""
    for note in sheet.notes:
        yield from _wrapped(note)
    yield ""
    yield from _columns(sheet.sources, sheet.lang)


def _row(row: Row, sheet: Sheet) -> Iterator[str]:
    words, colon = sheet.words, COLON.in_language(sheet.lang)
    yield row.title
    for line in row.about:
        yield from _wrapped(line, "    ")
    pairs = (("claimed", row.claimed), ("computed", row.computed), ("credited", row.credited))
    yield "    " + " · ".join(f"{words[key]}{colon}{value}" for key, value in pairs)
    for label, value in (*row.facts, Fact(words["file"], row.file)):
        yield from _wrapped(f"{label}{colon}{value}", "    ")


def _under(title: str, line: str) -> tuple[str, str]:
    return title, line * len(title)


def _columns(facts: Iterable[Fact], lang: str) -> Iterator[str]:
    colon = COLON.in_language(lang)
    return (f"{label}{colon}{value}" for label, value in facts)


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    """The lines of a text of somebody: their own, and those that the width asks for."""
    further = indent and f"{indent}  "
    wrapper = textwrap.TextWrapper(WIDTH, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
    for at, line in enumerate(text.rstrip().split("\n")):
        wrapper.initial_indent = further if at else indent
        yield from wrapper.wrap(line) or [""]


def _length(row: Row) -> int:
    return sum(map(len, row.about)) + sum(len(label) + len(value) for label, value in row.facts)


def as_document(sheet: Sheet, made_on: datetime) -> Document:
    """The statement for the typesetter. ``made_on`` is the moment of the commit that was read."""
    frame = Frame(
        lang=sheet.lang,
        school=sheet.school,
        title=sheet.title,
        running=f"{sheet.who} · {sheet.day}",
        mark=sheet.mark,
        notices=sheet.notices,
        footer=sheet.footer,
        sources=sheet.sources,
        under=(sheet.who, sheet.about),
    )
    body = {
        "balance": sheet.balance,
        "discs": svg(sheet.drawn, ink=INK, standalone=True),
        "categories": sheet.categories,
        "total": sheet.total,
        "rows": [row._asdict() | {"long": _length(row) > LONG} for row in sheet.rows],
        "notes": sheet.notes,
        "words": sheet.words,
    }
    return Document(TEMPLATE, frame, body, made_on)
