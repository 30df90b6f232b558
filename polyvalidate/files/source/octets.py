"""Bounds on the bytes, before any parser sees them: size, encoding, forbidden characters, how deep they could nest."""

from __future__ import annotations

import re

from polyvalidate.files.source.refusals import (
    MAXIMUM_COMMAS,
    MAXIMUM_DEPTH,
    MAXIMUM_LINES,
    MAXIMUM_OPENERS,
    MAXIMUM_SIZE,
    Refusal,
)
from polyvalidate.model.findings import Span

_ALLOWED = bytes(range(0x20, 0x7F)) + b"\n\t" + bytes(range(0x80, 0x100))
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    # What Unicode says to show as nothing, and blanks that it counts among letters and symbols; but not the selectors
    # of a variant (FE00-FE0F), which follow what is seen.
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d159"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BLANK = re.compile("[\\s\ufe00-\ufe0f]+")
_SUSPECT_LEADS = bytes(b for b in range(0xC2, 0xF5) if b in (0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3))
_NOT_SUSPECT = bytes(b for b in range(256) if b not in _SUSPECT_LEADS)


def _at(data: bytes, offset: int) -> Span:
    """The place of a byte, columns counted in characters."""
    before = data[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Span(line, column, line, column + 1)


def bounds(data: bytes) -> Refusal | None:
    """The first reason not to hand these bytes to a parser, or None. Costs a few microseconds for a good file."""
    if len(data) > MAXIMUM_SIZE:
        return Refusal("too-large", details={"size": len(data), "most": MAXIMUM_SIZE})
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Refusal("byte-order-mark")
    if not data.isascii() or data.translate(None, _ALLOWED):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return Refusal("not-utf8", _at(data, error.start))
        if data.translate(None, _ALLOWED) or data.translate(None, _NOT_SUSPECT):
            hidden = _FORBIDDEN.search(text.replace("\r\n", "\n"))
            if hidden:
                offset = len(text[: _original_offset(text, hidden.start())].encode())
                character = hidden.group()
                kind = "lone-return" if character == "\r" else "forbidden-character"
                return Refusal(kind, _at(data, offset), {"character": f"U+{ord(character):04X}"})
    if data.startswith(b"version https://git-lfs"):
        return Refusal("lfs-pointer")
    openers = data.count(b"[") + data.count(b"{")
    blocks = data.count(b"- ") + data.count(b"-\t") + data.count(b"? ") + data.count(b"?\t")
    crowded = data.count(b",") > MAXIMUM_COMMAS or data.count(b"\n") > MAXIMUM_LINES
    if openers > MAXIMUM_OPENERS or blocks > MAXIMUM_OPENERS or crowded:
        return Refusal("nested", details={"most": MAXIMUM_DEPTH})
    return None


def forbidden(text: str) -> str | None:
    """The first character of a text that no file may hold; None when there is none."""
    found = _FORBIDDEN.search(text)
    return found.group() if found else None


def is_blank(text: str) -> bool:
    """Does a text show nothing at all, although it holds something?"""
    return _BLANK.fullmatch(text) is not None


def _original_offset(text: str, normalised: int) -> int:
    """The offset in ``text`` of a character found at ``normalised`` once CRLF has become LF."""
    offset = 0
    for _ in range(normalised):
        offset += 2 if text.startswith("\r\n", offset) else 1
    return offset
