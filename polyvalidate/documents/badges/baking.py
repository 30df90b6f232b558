"""A badge inside an image: a PNG with the credential in an ``iTXt`` chunk of keyword ``openbadgecredential``.

Source: Open Badges 3.0, section 5.3.1 (PNG): not compressed, at most one such chunk.
"""

from __future__ import annotations

from polyvalidate.documents.badges.png import Chunk, NotPng, chunks, written

KEYWORD = b"openbadgecredential"
_UNCOMPRESSED = b"\0\0\0\0\0"
"""End of the keyword, no compression (flag, method), no language, no translated keyword."""


def bake(image: bytes, credential: str) -> bytes:
    """The image with the credential in it, instead of one that it held. Raises ``NotPng``."""
    parts = [part for part in chunks(image) if not _is_credential(part)]
    badge = Chunk(b"iTXt", KEYWORD + _UNCOMPRESSED + credential.encode())
    return written([*parts[:1], badge, *parts[1:]])


def baked(image: bytes) -> str | None:
    """The credential in an image; None when it holds none, several, or one that cannot be read. Raises ``NotPng``."""
    found = [part.data for part in chunks(image) if _is_credential(part)]
    start = KEYWORD + _UNCOMPRESSED[:2]
    if len(found) != 1 or not found[0].startswith(start):
        return None
    try:
        return found[0][len(start) :].split(b"\0", 3)[3].decode()
    except (IndexError, UnicodeDecodeError):
        return None


def _is_credential(part: Chunk) -> bool:
    return part.kind == b"iTXt" and part.data.startswith(KEYWORD + b"\0")


__all__ = ["KEYWORD", "NotPng", "bake", "baked"]
