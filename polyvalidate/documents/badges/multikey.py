"""Public keys and signatures as text: multibase base58-btc, and the Multikey form of an Ed25519 public key.

Source: W3C Controlled Identifiers 1.0, sections 2.2.2 (Multikey) and 2.4 (multibase); Ed25519 keys begin with the bytes
0xed 0x01, so that their text begins with ``z6Mk``.
"""

from __future__ import annotations

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
_LONGEST = 200


def encoded(data: bytes) -> str:
    """Bytes in base58-btc, with the ``z`` that says so."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = ALPHABET[rest] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def decoded(text: str) -> bytes | None:
    """The bytes of such a text; None when it is none."""
    digits = text[1:]
    if not text.startswith("z") or len(text) > _LONGEST or any(digit not in ALPHABET for digit in digits):
        return None
    number = 0
    for digit in digits:
        number = number * 58 + ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multikey(public: bytes) -> str:
    """An Ed25519 public key of 32 bytes: ``z6Mk…``."""
    return encoded(_ED25519 + public)


def public_key(text: str) -> bytes | None:
    """The 32 bytes of an Ed25519 key; None for any other text."""
    data = decoded(text)
    if data is None or len(data) != 34 or not data.startswith(_ED25519):
        return None
    return data[2:]
