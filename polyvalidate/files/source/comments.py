"""The comments of a file: what a parser drops, and the repository keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yaml.tokens import ScalarToken

from polyvalidate.files.source.composing import scan
from polyvalidate.model.findings import Span

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)
_MODELINE = b"# yaml-language-server: "


def comments(data: bytes) -> Iterator[tuple[Span, str]]:
    """What stands after a ``#`` on each line, and where; the line for editors at the top is left out.

    A ``#`` inside a text in quotes or in a block counts as well: whoever looks for what must not be there loses nothing
    by looking twice. Bytes that are not UTF-8 are read as they can be.
    """
    start = data.find(b"\n") if data.startswith(_MODELINE) else 0
    if start < 0 or data.find(b"#", start) < 0:
        return
    text = data.decode("utf-8", "replace")
    for found in _COMMENT.finditer(text, start and text.find("\n") + 1):
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
        yield Span(line, column, line, column + len(found.group())), found.group()


def outside_texts(data: bytes, found: Iterable[Span]) -> set[Span]:
    """Which of these comments of a file that composes stand in none of its texts: they are comments indeed."""
    texts = []
    for token in scan(data):
        if isinstance(token, ScalarToken):
            start, end = token.start_mark, token.end_mark
            # What follows the sign of a block on its line is a comment.
            begins = (start.line + 2, 1) if token.style in ("|", ">") else (start.line + 1, start.column + 1)
            texts.append((begins, (end.line + 1, end.column + 1)))
    return {span for span in found if not any(begin <= (span.line, span.column) < end for begin, end in texts)}
