"""The school's signing key: an Ed25519 private key as a PEM file, as every tool reads it (PKCS #8, RFC 8410)."""

from __future__ import annotations

from polyvalidate.documents.badges.multikey import multikey


def pem(seed: bytes) -> bytes:
    """The private key file of 32 random bytes."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def seed_of(data: bytes) -> bytes | None:
    """The 32 bytes in such a file; None for any other file, a key protected by a password included."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key.private_bytes_raw() if isinstance(key, Ed25519PrivateKey) else None


def public(seed: bytes) -> str:
    """The public side, as a Multikey: ``z6Mk…``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return multikey(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())
