"""Files as a page shows them: whole when they are short, around what matters when they are long, byte by byte when they
are not text. Nothing is made up: every line and every byte shown is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from polyvalidate.model.words import NARROW_NBSP, NBSP, Text
from polyvalidate.site.html import render
from polyvalidate.site.pages.examples import LINK, File

WHOLE = 40
"""Lines of a file that is shown whole."""
AROUND = 4
"""Lines shown before and after what differs, in a longer one."""
_WIDE = 400
"""Characters of a line that is shown whole; a block of code scrolls."""
_ROW, _ROWS = 8, 5
"""Bytes of a row, which a phone can show, and rows."""

_THOUSANDS = Text(NARROW_NBSP, ",")
_SHOWN = frozenset({"\n", NBSP, NARROW_NBSP})


class Piece(NamedTuple):
    """Some lines of a file that follow each other: the number of the first, and which of them matter, from 1."""

    first: int
    lines: tuple[str, ...]
    marked: tuple[int, ...]


def file(path: str, shown: File, other: File | None, lang: str) -> str:
    """A file in Markdown. What differs from ``other``, the same file on the other side, is marked."""
    if shown.mode == LINK:
        target = shown.data.decode("utf-8", "backslashreplace")
        return Text(
            "{file} est un lien vers {target}, et non un fichier.", "{file} is a link to {target}, and not a file."
        ).of(lang, file=code(path), target=code(target))
    text = readable(shown.data)
    if text is None:
        return _bytes(path, shown.data, other.data if other is not None else b"", lang)
    return "\n\n".join(_code(path, text, pieces(text, readable(other.data) if other is not None else None), lang))


def readable(data: bytes) -> str | None:
    """The text of a file, or None when a reader would not see all that it holds."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(c.isprintable() or c in _SHOWN for c in text) else None


def pieces(text: str, other: str | None) -> list[Piece]:
    """What to show of a text: all of it, or what is around the lines that ``other`` does not hold as they are."""
    lines = text.removesuffix("\n").split("\n")
    marked = _different(lines, other.removesuffix("\n").split("\n")) if other is not None else set()
    if len(lines) <= WHOLE:
        windows = [(0, len(lines))]
    elif not marked:
        windows = [(0, WHOLE // 2)]
    else:
        windows = list(_windows(sorted(marked), len(lines)))
    return [
        Piece(start + 1, tuple(lines[start:end]), tuple(n - start + 1 for n in sorted(marked) if start <= n < end))
        for start, end in windows
    ]


def _different(lines: Sequence[str], other: Sequence[str]) -> set[int]:
    """The lines that the other does not hold; where there is none, those before which it holds more."""
    written: set[int] = set()
    missing: set[int] = set()
    for kind, start, end, _, _ in SequenceMatcher(None, lines, other, autojunk=False).get_opcodes():
        if kind == "insert":
            missing.add(min(start, len(lines) - 1))
        elif kind != "equal":
            written.update(range(start, end))
    return written or missing


def _windows(marked: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """The spans to show around some lines, joined where they touch."""
    start, last = max(0, marked[0] - AROUND), marked[0]
    for line in marked[1:]:
        if line - last > 2 * AROUND + 1:
            yield start, last + AROUND + 1
            start = line - AROUND
        last = line
    yield start, min(end, last + AROUND + 1)


def _code(path: str, text: str, shown: Sequence[Piece], lang: str) -> Iterator[str]:
    total = text.removesuffix("\n").count("\n") + 1
    kind = {"yml": "yaml", "json": "json"}.get(path.rpartition(".")[2].lower(), "text")
    for piece in shown:
        title = path
        if len(piece.lines) < total:
            last = piece.first + len(piece.lines) - 1
            span = Text("{path}, lignes {first} à {last}", "{path}, lines {first} to {last}")
            title = span.of(lang, path=path, first=piece.first, last=last)
        marks = f' hl_lines="{" ".join(map(str, piece.marked))}"' if 0 < len(piece.marked) < len(piece.lines) else ""
        yield fenced("\n".join(map(_cut, piece.lines)), f'{kind} title="{title}"{marks}')


def fenced(text: str, head: str) -> str:
    """A block of code, whatever it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{head}\n{text}\n{fence}"


def code(text: str) -> str:
    """A path or another word for machines, inside a sentence."""
    return render("code.html", words=text)


def _cut(line: str) -> str:
    return line if len(line) <= _WIDE else line[: _WIDE - 1] + "…"


def _bytes(path: str, data: bytes, other: bytes, lang: str) -> str:
    """The bytes around the first one that differs, as programmers look at them."""
    common = next((n for n, (mine, its) in enumerate(zip(data, other, strict=False)) if mine != its), 0)
    start = max(0, common // _ROW * _ROW - 2 * _ROW)
    rows = []
    for at in range(start, min(len(data), start + _ROWS * _ROW), _ROW):
        row = data[at : at + _ROW]
        seen = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        rows.append(f"{at:06x}  {row.hex(' '):<{3 * _ROW - 1}}  {seen}")
    size = f"{len(data):,}".replace(",", _THOUSANDS.in_language(lang))
    said = Text(
        "Ce fichier ({size} octets) contient des octets qui ne se voient pas dans un éditeur. Les voici, en"
        " hexadécimal, à l'endroit qui compte :",
        "This file ({size} bytes) holds bytes that an editor does not show. Here they are, in hexadecimal,"
        " where it matters:",
    ).of(lang, size=size)
    return said + "\n\n" + fenced("\n".join(rows), f'text title="{path}"')
