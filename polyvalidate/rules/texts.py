"""The texts that somebody wrote freely in a declaration, and those among them that could identify a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from polyvalidate.model.findings import Keys
from polyvalidate.model.folder import Declaration

_DIGITS = b"0123456789"
_FEWEST_DIGITS = 8
"""No number that identifies a person has fewer digits."""


def free_texts(declaration: Declaration) -> Iterator[tuple[Keys, str]]:
    """Every text of a declaration, and where; the name of the file and the addresses of evidence are texts too."""
    yield (), declaration.name
    if declaration.title is not None:
        yield ("title",), declaration.title
    if declaration.organisation is not None:
        yield ("organisation",), declaration.organisation
    if declaration.event is not None:
        yield ("event",), declaration.event
    if declaration.description is not None:
        yield ("description",), declaration.description
    for index, piece in enumerate(declaration.evidence):
        if piece.name is not None:
            yield ("evidence", index, "name"), piece.name
        if piece.url is not None:
            # An account before the host is PP335's.
            yield ("evidence", index, "url"), piece.url.partition("://")[2].partition("/")[2]
    evaluation, appeal = declaration.evaluation, declaration.appeal
    if evaluation is not None and evaluation.comment is not None:
        yield ("evaluation", "comment"), evaluation.comment
    if appeal is not None:
        if appeal.reason is not None:
            yield ("appeal", "reason"), appeal.reason
        if appeal.comment is not None:
            yield ("appeal", "comment"), appeal.comment


def simplified(text: str) -> str:
    """The same characters in their simplest form: full-width digits and no-break spaces become ordinary ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def may_identify(text: str) -> bool:
    """Could the text hold an e-mail address, plain or written « nom (at) … », or a number that identifies?"""
    if "@" in text or "(" in text or "[" in text:
        return True
    raw = text.encode("utf-8", "replace")
    return len(raw) - len(raw.translate(None, _DIGITS)) >= _FEWEST_DIGITS


def suspects(declaration: Declaration) -> list[tuple[Keys, str]]:
    """The texts, simplified, that could identify somebody: nearly always none, which one look at all of them tells."""
    found = [(keys, simplified(text)) for keys, text in free_texts(declaration)]
    if not may_identify("\n".join([text for _, text in found])):
        return []
    return [(keys, text) for keys, text in found if may_identify(text)]
