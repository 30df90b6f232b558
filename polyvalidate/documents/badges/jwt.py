"""A badge signed as a JWT (VC-JWT), the other form of Open Badges 3.0: read, so that it is said to be what it is.

Its signature is not verified: ours are in the other form, and this one takes RSA keys. Source: Open Badges 3.0,
section 8.2 (JSON Web Token Proof Format), and RFC 7519 for the names of claims.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any

_COMPACT = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_KINDS = ("OpenBadgeCredential", "AchievementCredential")


def claimed(data: bytes) -> dict[str, Any] | None:
    """The credential that a JWT holds, unverified, in the words of version 3.0; None for bytes that are no such badge.

    Older forms put the credential in the claim ``vc``, and its dates in ``nbf``, ``exp`` or ``issuanceDate``.
    """
    whole = data.strip()
    if _COMPACT.fullmatch(whole) is None:
        return None
    header, claims = (_part(each) for each in whole.split(b".")[:2])
    if header is None or claims is None or not isinstance(header.get("alg"), str):
        return None
    held = claims.get("vc")
    credential = held if isinstance(held, dict) else claims
    kinds = credential.get("type")
    if not isinstance(kinds, list) or not any(kind in kinds for kind in _KINDS):
        return None
    since = credential.get("validFrom") or credential.get("issuanceDate") or _moment(claims.get("nbf"))
    until = credential.get("validUntil") or credential.get("expirationDate") or _moment(claims.get("exp"))
    dates = {"validFrom": since, "validUntil": until}
    names = {"id": claims.get("jti"), "issuer": claims.get("iss")}
    return {**{key: value for key, value in names.items() if value}, **credential, **dates}


def _part(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _moment(seconds: Any) -> str:
    """A moment of JWT (seconds since 1970) as W3C dates are; empty for what is none."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return ""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""
