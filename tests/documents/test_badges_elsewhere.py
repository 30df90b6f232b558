"""Our badges in the hands of a careful verifier of others, the school's published profile beside them.

It is Digital Bazaar's, in JavaScript, and needs node: ``make test-node``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.documents.badges import contexts, revocations
from tests.documents.badges import PUBLIC, badge, badge_text
from tests.documents.people import ISSUER
from tests.programs import asked

pytestmark = pytest.mark.node

CLIENT = Path(__file__).parent / "outside" / "verify_badges.mjs"
MULTIKEY = "https://w3id.org/security/multikey/v1"
ON = "2027-01-01T00:00:00Z"
PROFILE = revocations.profile(ISSUER, [PUBLIC])
OLD = {**PROFILE, "@context": [url for url in PROFILE["@context"] if "/cid/" not in url]}


def case(document: Any, profile: Any = PROFILE) -> dict[str, Any]:
    return {"badge": document, "profile": profile, "on": ON}


CASES = {
    **{
        f"{subject} {lang}": case(json.loads(badge_text(subject, lang=lang)))
        for subject in ("quitus", "2.1", "3.1")
        for lang in ("fr", "en")
    },
    "changed": case(badge(name="Quitus royal")),
    "a key that the profile does not have": case(badge(), revocations.profile(ISSUER, ["z6MkOther"])),
    "a profile that does not define its words": case(badge(), OLD),
}


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    load = pytest.importorskip("openbadgeslib.ob3.contexts").load_context
    return {url: load(url) for url in (*contexts.KNOWN, MULTIKEY)}


@pytest.fixture(scope="module")
def answers(published: dict[str, Any]) -> dict[str, str]:
    return dict(zip(CASES, asked(CLIENT, {"contexts": published, "cases": list(CASES.values())}), strict=True))


def test_badges_and_profile_are_good_to_a_careful_verifier(answers: dict[str, str]) -> None:
    good = [name for name, answer in answers.items() if not answer]

    assert good == ["quitus fr", "quitus en", "2.1 fr", "2.1 en", "3.1 fr", "3.1 en"], answers


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("changed", "Invalid signature"),
        ("a key that the profile does not have", "nothing is known of"),
        ("a profile that does not define its words", "assertionMethod"),
    ],
)
def test_it_says_why_the_others_are_not(name: str, reason: str, answers: dict[str, str]) -> None:
    assert reason in answers[name]


def test_the_whole_example_of_1edtech_is_good_to_both(
    published: dict[str, Any], reference: Callable[[str], Path]
) -> None:
    """What we find of it is in ``test_badges_of_others.py``."""
    example = json.loads(reference("openbadges/complete.json").read_text(encoding="utf-8"))
    method = example["proof"][0]["verificationMethod"]
    profile = {**PROFILE, "id": example["issuer"]["id"], "assertionMethod": [method]}
    profile["verificationMethod"] = [
        {"id": method, "type": "Multikey", "controller": profile["id"], "publicKeyMultibase": method.split("#")[1]}
    ]

    assert asked(CLIENT, {"contexts": published, "cases": [case(example, profile)]}) == [""]
