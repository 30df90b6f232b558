"""Official badges, from the validator of 1EdTech: what is found of each, given the key that it was signed with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.documents.badges.baking import baked
from polyvalidate.documents.badges.verifying import Failure, Known, verify

KEYS = frozenset(
    {
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
        "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs",
    }
)
KNOWN = Known(date(2025, 1, 1), KEYS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("simple.json", []),
        ("simple-json.png", []),
        ("complete.json", []),
        ("simple.jwt", [Failure.JWT]),
        ("simple-jwt.png", [Failure.JWT]),
        ("simple-err-expired.json", [Failure.EXPIRED]),
        ("simple-err-proof-value.json", [Failure.CHANGED]),
        ("simple-err-proof-method.json", [Failure.KEY_ELSEWHERE]),
        ("simple-did-key-method.json", [Failure.KEY_ELSEWHERE]),
        ("simple-multiple-proofs.json", [Failure.OTHER_PROOF]),
        # Drafts of version 3.0, or without an achievement or an issuer: none is a badge.
        ("simple-noproof.json", [Failure.NOT_A_BADGE]),
        ("simple-eddsa-2022.json", [Failure.NOT_A_BADGE]),
        ("simple-err-issuer.json", [Failure.NOT_A_BADGE]),
    ],
)
def test_an_official_badge(name: str, expected: list[Failure], reference: Callable[[str], Path]) -> None:
    data = reference(f"openbadges/{name}").read_bytes()
    credential = (baked(data) or "").encode() if name.endswith(".png") else data

    assert list(verify(credential, KNOWN).failures) == expected
