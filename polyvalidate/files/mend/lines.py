"""Repairs of lines that no reader of the file could see: marks, line ends, tabs, spaces. The data stays the same."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from polyvalidate.files import source
from polyvalidate.files.edit.document import Document
from polyvalidate.files.mend.repairs import Kind, Mended, Repair, untouched

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_INDENTATION = re.compile(rb"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n|\Z)")
_WINDOWS = re.compile(rb"(?<!\r)\r\Z")
_WINDOWS_LINE_END = re.compile(rb"(?<!\r)\r\n")
_TAB_WIDTHS = (2, 4, 8)


def without_mark(data: bytes) -> Mended:
    """Byte order marks at the start go; a file in UTF-16 that begins with one becomes UTF-8."""
    mended = data
    while mended.startswith(_MARKS):
        if mended.startswith(codecs.BOM_UTF8):
            mended = mended.removeprefix(codecs.BOM_UTF8)
            continue
        try:
            text = mended.decode("utf-16")
        except UnicodeDecodeError:
            break
        if "\x00" in text:
            break
        mended = text.encode("utf-8")
    return Mended(mended, (Repair(Kind.MARK, 1),)) if mended != data else untouched(data)


def unix_lines(data: bytes) -> Mended:
    """CRLF becomes LF; a CR alone is left, since a line could hide behind it, and so is the CRLF that follows one."""
    lines = data.split(b"\n")
    repairs = tuple(Repair(Kind.LINE_ENDS, n) for n, line in enumerate(lines[:-1], 1) if _WINDOWS.search(line))
    return Mended(_WINDOWS_LINE_END.sub(b"\n", data), repairs) if repairs else untouched(data)


def spaces_for_tabs(data: bytes, quoted: Callable[[bytes], Mended]) -> Mended:
    """Tabs at the start of lines become spaces when it cannot matter how many each stands for.

    Only in a file that does not read, and only if all the widths with which it reads give the same data. ``quoted``
    mends the other reason for which it may not read.
    """
    if not _INDENTATION.search(data) or source.parse(data).readable:
        return untouched(data)
    readings: list[tuple[bytes, object]] = []
    for width in _TAB_WIDTHS:
        spaced = _INDENTATION.sub(lambda found, width=width: found[0].replace(b"\t", b" " * width), data)  # type: ignore[misc]
        parsed = source.parse(quoted(spaced).data)
        if parsed.readable:
            readings.append((spaced, parsed.data))
    if not readings or any(reading != readings[0][1] for _, reading in readings):
        return untouched(data)
    lines = (data.count(b"\n", 0, found.start()) + 1 for found in _INDENTATION.finditer(data))
    return Mended(readings[0][0], tuple(Repair(Kind.TABS, line) for line in lines))


def without_trailing_spaces(data: bytes) -> Mended:
    """Spaces at the end of lines go, save inside a text of several lines, where they are the person's own."""
    if not re.search(rb"[ \t](?:\n|\Z)", data) or not source.parse(data).readable:
        return untouched(data)
    document = Document(data)
    stops = sorted({document.line_stop(a) for a, b in document.texts for a in _line_starts(document, a, b)})
    kept = frozenset(stops)
    repairs: list[Repair] = []
    pieces: list[str] = []
    at = 0
    for found in _TRAILING.finditer(document.text):
        if found.end() not in kept:
            pieces.append(document.text[at : found.start()])
            at = found.end()
            repairs.append(Repair(Kind.SPACES, document.text.count("\n", 0, found.start()) + 1))
    mended = "".join([*pieces, document.text[at:]]).encode("utf-8")
    return Mended(mended, tuple(repairs)) if _says_the_same(data, mended) else untouched(data)


def _line_starts(document: Document, start: int, end: int) -> Iterator[int]:
    """An offset in each line of which the end is inside a text: not the header of a block, not the last line of other
    texts."""
    block = document.text[start] in "|>"
    at = document.next_line(start) if block else start
    while at < end and (block or document.next_line(at) <= end):
        yield at
        at = document.next_line(at)


def with_last_line_end(data: bytes) -> Mended:
    """A last line gets its end. A text at the end of the file keeps its very words: its header then says that it has
    no line end."""
    if not data or data.endswith(b"\n") or not source.parse(data).readable:
        return untouched(data)
    document = Document(data)
    for text in document.ended(len(document.text)):
        mended = text.encode("utf-8")
        if _says_the_same(data, mended):
            return Mended(mended, (Repair(Kind.LAST_LINE, data.count(b"\n") + 1),))
    return untouched(data)


def _says_the_same(data: bytes, mended: bytes) -> bool:
    before, after = source.parse(data), source.parse(mended)
    return after.readable and repr(after.data) == repr(before.data)
