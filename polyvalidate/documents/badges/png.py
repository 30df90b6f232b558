"""Portable Network Graphics, the little of it that badges need: chunks read and written, pixels made into an image."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 10_000_000


class NotPng(Exception):
    """Bytes that are not a whole PNG file."""


class Chunk(NamedTuple):
    kind: bytes
    data: bytes


def chunks(data: bytes) -> list[Chunk]:
    """The chunks of a PNG file, their checksums verified. Raises ``NotPng``."""
    if not data.startswith(SIGNATURE) or len(data) > MOST_BYTES:
        raise NotPng
    found: list[Chunk] = []
    at = len(SIGNATURE)
    while at < len(data):
        if at + 12 > len(data):
            raise NotPng
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + 8 + size
        if end + 4 > len(data):
            raise NotPng
        content = data[at + 8 : end]
        if struct.unpack_from(">I", data, end)[0] != zlib.crc32(kind + content):
            raise NotPng
        found.append(Chunk(kind, content))
        at = end + 4
    if not found or found[0].kind != b"IHDR" or found[-1].kind != b"IEND":
        raise NotPng
    return found


def written(parts: Iterable[Chunk]) -> bytes:
    """A PNG file from its chunks."""
    rows = [
        struct.pack(">I", len(part.data)) + part.kind + part.data + struct.pack(">I", zlib.crc32(part.kind + part.data))
        for part in parts
    ]
    return SIGNATURE + b"".join(rows)


def image(size: int, alpha: Callable[[int, int], tuple[int, int, int, int]]) -> bytes:
    """A square image: ``alpha(x, y)`` is the red, green, blue and opacity of a pixel, 0 to 255."""
    rows = b"".join(b"\0" + b"".join(bytes(alpha(x, y)) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return written((Chunk(b"IHDR", header), Chunk(b"IDAT", zlib.compress(rows, 9)), Chunk(b"IEND", b"")))
