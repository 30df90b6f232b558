"""The texts that a file holds, however they are kept: archives, office documents, PDF, and texts that are encoded.

Each byte is looked at a bounded number of times, and what unpacks into more than ``MOST_UNPACKED`` is left, and said.
"""

from __future__ import annotations

import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from polyvalidate.model.words import Text

MOST_UNPACKED = 40_000_000
"""Bytes of one file once unpacked; a small file may hold enough to fill any memory."""
MOST_DEEP = 3
"""Archives in archives, and texts in texts, beyond which nothing is looked into."""
MOST_PAGES = 300

LARGE = Text("trop grand", "too large")
BOMB = Text("se déplie en plus de 40 Mo", "unpacks into more than 40 MB")
DEEP = Text("archives dans des archives", "archives in archives")
LOCKED = Text("chiffré", "encrypted")
PICTURE = Text("image", "picture")
ARCHIVE = Text("archive d'une autre sorte", "archive of another kind")
DAMAGED = Text("abîmé", "damaged")
NO_LIBRARY = Text(
    "PDF : pypdf manque, pip install 'polyvalidate[office]'",
    "PDF: pypdf is missing, pip install 'polyvalidate[office]'",
)

_CLOSED = {
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"RIFF": PICTURE,
    b"II*\0": PICTURE,
    b"MM\0*": PICTURE,
    b"Rar!": ARCHIVE,
    b"7z\xbc\xaf": ARCHIVE,
    b"BZh": ARCHIVE,
    b"\xfd7zXZ": ARCHIVE,
    b"\x28\xb5\x2f\xfd": ARCHIVE,
    b"\xd0\xcf\x11\xe0": Text("document Office d'avant 2007", "Office document from before 2007"),
}
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</(?:w:p|row|c|si|text:p|table:table-cell|p|td|th|li|div|tr)>|<(?:w:tab|w:br|br)\b[^<>]*>")
_REFERENCE = re.compile(r'<c\b(?=[^<>]*\bt="s")[^<>]*>\s*<v>([0-9]{1,7})</v>')
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([nrtbf/\"'\\]))")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}={0,2}(?:\r?\n[A-Za-z0-9+/_-]{4,}={0,2})*")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{4,})>", re.DOTALL)
_OCTAL = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)


class _TooMuch(Exception):
    """A file unpacks into more than is looked at."""


class Unpacked:
    """The texts of one file, and why a part of it could not be looked into: no reason when all of it was."""

    def __init__(self, data: bytes) -> None:
        self.unread: list[Text] = []
        self._left = MOST_UNPACKED
        self._data = data

    def texts(self) -> Iterator[str]:
        """Every text, in every form in which it can be read. ``unread`` is whole once the last was given."""
        try:
            yield from self._in(self._data, 0)
        except _TooMuch:
            self.unread.append(BOMB)

    def _take(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise _TooMuch
        return data

    def _in(self, data: bytes, depth: int) -> Iterator[str]:
        closed = next((why for magic, why in _CLOSED.items() if data.startswith(magic)), None)
        if depth > MOST_DEEP:
            self.unread.append(DEEP)
        elif data.startswith(b"PK\x03\x04"):
            yield from self._zip(data, depth)
        elif data.startswith(b"\x1f\x8b"):
            yield from self._in(self._inflated(data, 31), depth + 1)
        elif data[:1024].find(b"%PDF-") >= 0:
            yield from self._pdf(data)
        elif closed is not None:  # what describes a picture stands there in clear
            self.unread.append(closed)
            yield data.decode("latin-1")
            yield data.decode("utf-16-le", "replace")
        else:
            yield from self._forms(_decoded(data), depth)

    def _inflated(self, data: bytes, window: int) -> bytes:
        """What a compressed stream holds; what stands before the damage in one that is damaged."""
        machine = zlib.decompressobj(window)
        try:
            return self._take(machine.decompress(data, self._left + 1))
        except zlib.error:
            self.unread.append(DAMAGED)
            return b""

    # --- archives and office documents --------------------------------------------------------------------------------

    def _zip(self, data: bytes, depth: int) -> Iterator[str]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield "\n".join(archive.namelist())
                shared: list[str] = []
                for item in archive.infolist():
                    if item.flag_bits & 1:
                        self.unread.append(LOCKED)
                        continue
                    with archive.open(item) as file:
                        inside = self._take(file.read(self._left + 1))
                    if item.filename == "xl/sharedStrings.xml":
                        shared = [_TAG.sub("", f"<{each}") for each in _decoded(inside).split("<si")[1:]]
                    yield from self._in(inside, depth + 1)
                if shared:
                    for name in archive.namelist():
                        if name.startswith("xl/worksheets/"):
                            yield _sheet(_decoded(self._take(archive.read(name))), shared)
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error):
            self.unread.append(DAMAGED)

    # --- PDF ----------------------------------------------------------------------------------------------------------

    def _pdf(self, data: bytes) -> Iterator[str]:
        """What describes it, its notes and forms, its attached texts, then the words of its pages."""
        if b"/Encrypt" in data:
            self.unread.append(LOCKED)
        for part in self._parts(data):
            yield _decoded(part)
            yield "\n".join(map(_pdf_string, _STRING.finditer(part)))
        yield from self._pages(data)

    def _parts(self, data: bytes) -> Iterator[bytes]:
        """What stands between the streams, then each of them that is no picture."""
        clear, at = [], 0
        while (start := data.find(b"stream", at)) >= 0 and (end := data.find(b"endstream", start)) >= 0:
            clear.append(data[at:start])
            raw = data[start + 6 : end].lstrip(b"\r\n")
            if b"/Image" in clear[-1][-400:]:
                self.unread.append(PICTURE)
            elif raw[:1] in b"\x78\x58\x48\x68":
                yield self._inflated(raw, 15)
            else:
                yield raw
            at = end + 9
        yield b" ".join([*clear, data[at:]])

    def _pages(self, data: bytes) -> Iterator[str]:
        try:
            import pypdf
        except ImportError:
            self.unread.append(NO_LIBRARY)
            return
        try:
            pages = pypdf.PdfReader(io.BytesIO(data)).pages
            if len(pages) > MOST_PAGES:
                self.unread.append(LARGE)
            for page in list(pages)[:MOST_PAGES]:
                yield page.extract_text()
        except Exception:  # noqa: BLE001 - the library raises anything on a damaged file, which is then told
            self.unread.append(DAMAGED)

    # --- texts --------------------------------------------------------------------------------------------------------

    def _forms(self, text: str, depth: int) -> Iterator[str]:
        """A text as it stands, without its tags, with its escapes read, and what it holds in base64."""
        yield text
        said = text
        for _ in range(2):  # what was escaped twice
            before, said = said, _unescaped(said)
            if said == before:
                break
            yield said
        if "</" in text or "/>" in text:
            yield html.unescape(_TAG.sub("", _BREAK.sub("\n", said)))
            yield html.unescape(_TAG.sub(" ", said))
        read: list[str] = []
        for found in _BASE64.findall(text) if depth < MOST_DEEP else ():
            lines = found.split()
            for one in ("".join(lines), *lines) if len(lines) > 1 else lines:
                data = self._take(_from_base64(one))
                if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF-")):
                    yield from self._in(data, depth + 1)
                else:
                    read.append(_decoded(data))
        yield "\n".join(read)


def _from_base64(text: str) -> bytes:
    plain = text.replace("=", "").translate(_URL_SAFE)
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    return binascii.a2b_base64(plain + "=" * (-len(plain) % 4))


_URL_SAFE = str.maketrans("-_", "+/")


def _decoded(data: bytes) -> str:
    for bom in (b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(bom):
            return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _sheet(sheet: str, shared: list[str]) -> str:
    """The lines of a sheet, whose cells name their texts by number."""

    def text(found: re.Match[str]) -> str:
        at = int(found[1])
        return f" {shared[at]} " if at < len(shared) else " "

    return html.unescape(_TAG.sub(" ", _REFERENCE.sub(text, sheet.replace("</row>", "\n"))))


class _Escape(NamedTuple):
    sign: str
    read: Callable[[str], str]


def _json(text: str) -> str:
    def read(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code is None:
            return {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}.get(found[4], found[4])
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else " "

    said = _ESCAPE.sub(read, text)
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), said)


def _quoted_printable(text: str) -> str:
    joined = text.replace("=\r\n", "").replace("=\n", "")
    return _QUOTED.sub(lambda found: bytes.fromhex(found[0].replace("=", "")).decode("utf-8", "replace"), joined)


_ESCAPES = (
    _Escape("\\", _json),
    _Escape("%", lambda text: unquote(text.replace("+", " "))),
    _Escape("&", html.unescape),
    _Escape("=", _quoted_printable),
)


def _unescaped(text: str) -> str:
    for escape in _ESCAPES:
        if escape.sign in text:
            text = escape.read(text)
    return text


def _pdf_string(found: re.Match[bytes]) -> str:
    """A string of a PDF file: ``(literal)`` with its escapes, or ``<hexadecimal>``."""
    if found[2] is not None:
        digits = b"".join(found[2].split())
        raw = bytes.fromhex((digits[: len(digits) // 2 * 2]).decode())
    else:
        raw = _OCTAL.sub(lambda one: bytes([int(one[1], 8) & 255]) if one[1] else one[2], found[1])
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return _decoded(raw)
