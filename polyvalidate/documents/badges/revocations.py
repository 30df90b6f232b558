"""The public list of revoked badges, and the issuer's public profile: the two documents a school publishes.

Source: 1EdTech Revocation List Status Method 1.0 (a badge is revoked when its id stands in ``revokedCredential`` and
``revoked`` is not false). Ids say nothing of anybody: only the holder of the key can tell whose a badge is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from polyvalidate.documents.recipient import Issuer

URN = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def empty(url: str, issuer: str) -> dict[str, Any]:
    """A list with nothing in it, to be published at ``url``."""
    return {"id": url, "issuer": issuer, "revokedCredential": []}


def parsed(data: bytes) -> dict[str, Any] | None:
    """A list of revoked badges; None for bytes that are none."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(plain, dict) or not isinstance(plain.get("id"), str):
        return None
    rows = plain.get("revokedCredential")
    if not isinstance(rows, list) or not all(isinstance(r, dict) and isinstance(r.get("id"), str) for r in rows):
        return None
    return plain


def is_revoked(revocations: Mapping[str, Any], badge: str) -> bool:
    return any(row["id"] == badge and row.get("revoked") is not False for row in revocations["revokedCredential"])


def revoke(revocations: Mapping[str, Any], badge: str) -> dict[str, Any]:
    """The list with one badge more, in the order of ids: the order of revocations would tell when each was made."""
    kept = [row for row in revocations["revokedCredential"] if row["id"] != badge]
    rows = sorted([*kept, {"id": badge, "revoked": True}], key=lambda row: str(row["id"]))
    return {**revocations, "revokedCredential": rows}


def profile(issuer: Issuer, publics: Sequence[str]) -> dict[str, Any]:
    """The issuer's profile with its public keys, to be published at the issuer's address.

    It is what W3C Controlled Identifiers 1.0 calls a controlled identifier document: its context defines the words that
    name the keys, without which a careful verifier refuses the whole.
    """
    said: dict[str, Any] = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/multikey/v1",
            "https://www.w3.org/ns/cid/v1",
        ],
        "id": issuer.id,
        "type": ["Profile"],
        "name": issuer.name,
    }
    said |= {key: value for key, value in (("url", issuer.url), ("email", issuer.email)) if value}
    methods = [
        {
            "id": f"{issuer.id}#{public}",
            "type": "Multikey",
            "controller": issuer.id,
            "publicKeyMultibase": public,
        }
        for public in publics
    ]
    return said | {"verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}


def written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
