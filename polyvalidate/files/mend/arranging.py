"""The keys of a file in the order of its format, and the line that tells editors which schema it follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from polyvalidate.files import canonical, source
from polyvalidate.files.edit.document import Document, is_inline
from polyvalidate.files.mend.repairs import Kind, Mended, Repair, untouched

_MODELINE = re.compile(rb"^[ \t]*#[ \t]*yaml-language-server:", re.MULTILINE)


def in_order(data: bytes, order: Sequence[str]) -> Mended:
    """Move the entries at the top into the order of the format, each with the comment lines right above it.

    Nothing moves in a file that has a key the format does not know, or a comment above its first key, which may speak
    of the whole file: it is not certain what goes where.
    """
    parsed = source.parse(data)
    if not parsed.readable:
        return untouched(data)
    keys = list(parsed.data)
    if not keys or any(key not in order for key in keys) or keys == sorted(keys, key=order.index):
        return untouched(data)
    document = Document(data)
    if is_inline(document.root):
        return untouched(data)
    starts = [document.start(key) for key, _ in document.root.value]
    if any(not document.begins_its_line(at) or document.comment_lines_above(at) > at for at in starts):
        return untouched(data)
    if document.comment_lines_above(starts[0]) != starts[0]:
        return untouched(data)
    tops = [document.line_start(document.comment_lines_above(at)) for at in starts]
    stop = _end_of_entries(document)
    pieces = dict(zip(keys, (document.text[a:b] for a, b in zip(tops, [*tops[1:], stop], strict=True)), strict=True))
    if not all(piece.endswith("\n") for piece in pieces.values()):
        return untouched(data)
    arranged = sorted(keys, key=order.index)
    text = document.text[: tops[0]] + "".join(pieces[key] for key in arranged) + document.text[stop:]
    mended = text.encode("utf-8")
    after = source.parse(mended)
    if not after.readable or after.data != parsed.data or list(after.data) != arranged:
        return untouched(data)
    moved = next(i for i, (was, now) in enumerate(zip(keys, arranged, strict=True)) if was != now)
    return Mended(mended, (Repair(Kind.ORDER, data[: len(document.text[: starts[moved]].encode())].count(b"\n") + 1),))


def _end_of_entries(document: Document) -> int:
    """Where the last entry ends: comments at the margin below it speak of the whole file and stay there."""
    _, last = document.root.value[-1]
    below = document.next_line(document.end(last))
    margin = document.column(document.start(document.root))
    for start, _ in document.comments_in(below, len(document.text)):
        if document.begins_its_line(start) and document.column(start) <= margin:
            return document.line_start(start)
    return document.bottom


def with_modeline(data: bytes, schema: str) -> Mended:
    """The line by which editors find the schema, at the top of a file that reads and has none."""
    if _MODELINE.search(data) or not source.parse(data).readable:
        return untouched(data)
    mended = canonical.modeline(schema).encode("ascii") + b"\n" + data
    if not source.parse(mended).readable:  # it would be too long by this very line
        return untouched(data)
    return Mended(mended, (Repair(Kind.MODELINE, 1),))
