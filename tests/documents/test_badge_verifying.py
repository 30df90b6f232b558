"""Each way in which a badge may fail, seen to fail for that reason alone, and the good one that does not."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from polyvalidate.documents.badges import keys
from polyvalidate.documents.badges.multikey import encoded
from polyvalidate.documents.badges.revocations import empty, revoke
from polyvalidate.documents.badges.verifying import MOST_BYTES, Failure, verify
from tests.documents.badges import KNOWN, LIST, ON, PUBLIC, UNTIL, badge, badge_text, failures, signed
from tests.documents.people import ISSUER

OTHER_SEED = b"\7" * 32
OTHER_LIST = empty("https://ecole.example.org/autre.json", ISSUER.id)


def with_proof(**parts: Any) -> dict[str, Any]:
    return badge(proof={**badge()["proof"], **parts})


def without(*names: str) -> dict[str, Any]:
    return {name: part for name, part in badge().items() if name not in names}


def knowing(**parts: Any) -> Any:
    return dataclasses.replace(KNOWN, **parts)


def revoked() -> dict[str, Any]:
    return revoke(empty(LIST, ISSUER.id), badge()["id"])


def test_a_badge_as_it_was_issued_is_good_and_says_whose_it_is() -> None:
    found = verify(badge_text().encode(), KNOWN)

    assert (found.failures, found.name, found.issuer, found.key, found.recipients, found.status) == (
        (),
        "Quitus citoyen",
        ISSUER.id,
        PUBLIC,
        ("camille@example.org", "Camille Exemple"),
        LIST,
    )


def jwt(claims: Any, header: Any = MappingProxyType({"alg": "RS256"})) -> bytes:
    parts = (json.dumps(dict(part)).encode() for part in (header, claims))
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (*parts, b"signature"))


SUBJECT = badge()["credentialSubject"]
CASES: list[tuple[Failure, Any, Any]] = [
    (Failure.NOT_A_BADGE, b"", KNOWN),
    (Failure.NOT_A_BADGE, b"[" * 100_000, KNOWN),
    (Failure.NOT_A_BADGE, b"\xff\xfe", KNOWN),
    (Failure.NOT_A_BADGE, badge_text().encode() + b" " * MOST_BYTES, KNOWN),
    (Failure.NOT_A_BADGE, badge_text().replace('"name": "Quitus', '"name": "Deux", "name": "Quitus').encode(), KNOWN),
    (Failure.NOT_A_BADGE, badge_text().replace('"creditsEarned": 11', '"creditsEarned": NaN').encode(), KNOWN),
    (Failure.NOT_A_BADGE, badge(type=["VerifiableCredential"]), KNOWN),
    (Failure.NOT_A_BADGE, badge(validFrom="hier"), KNOWN),
    (Failure.NOT_A_BADGE, badge(validFrom="2026-11-02T00:00:00"), KNOWN),
    (Failure.NOT_A_BADGE, badge(validUntil=3), KNOWN),
    (Failure.NOT_A_BADGE, without("id"), KNOWN),
    (Failure.NOT_A_BADGE, without("issuer"), KNOWN),
    (Failure.NOT_A_BADGE, badge(credentialSubject={"type": ["AchievementSubject"], "id": "urn:x:y"}), KNOWN),
    (
        Failure.NOT_A_BADGE,
        badge(credentialSubject={k: v for k, v in SUBJECT.items() if k not in ("id", "identifier")}),
        KNOWN,
    ),
    (Failure.JWT, jwt(badge()), KNOWN),
    (Failure.JWT, jwt({"vc": badge()}), KNOWN),
    (Failure.NOT_A_BADGE, jwt({"type": ["VerifiableCredential"]}), KNOWN),
    (Failure.NOT_A_BADGE, jwt(badge(), header={}), KNOWN),
    (Failure.NOT_A_BADGE, b"e30.e30.e30", KNOWN),
    (Failure.UNKNOWN_CONTEXT, badge(**{"@context": [*badge()["@context"], "https://example.org/mine"]}), KNOWN),
    (Failure.UNKNOWN_CONTEXT, badge(**{"@context": [*badge()["@context"], {"name": "urn:x:y"}]}), KNOWN),
    (Failure.NOT_COVERED, badge(grade="20/20"), KNOWN),
    (Failure.NOT_COVERED, with_proof(note="vu"), KNOWN),
    (Failure.NO_PROOF, without("proof"), KNOWN),
    (Failure.NO_PROOF, badge(proof="z123"), KNOWN),
    (Failure.NO_PROOF, badge(proof=[]), KNOWN),
    (Failure.OTHER_PROOF, with_proof(cryptosuite="ecdsa-sd-2023"), KNOWN),
    (Failure.OTHER_PROOF, with_proof(type="Ed25519Signature2020"), KNOWN),
    (Failure.OTHER_PROOF, badge(proof=[badge()["proof"], badge()["proof"]]), KNOWN),
    (Failure.KEY_ELSEWHERE, with_proof(verificationMethod=f"{ISSUER.id}#cle-1"), KNOWN),
    (Failure.CHANGED, badge(name="Quitus royal"), KNOWN),
    (Failure.CHANGED, badge(validUntil="2099-01-01T00:00:00Z"), KNOWN),
    (Failure.CHANGED, without("validUntil"), KNOWN),
    (Failure.CHANGED, without("credentialStatus"), KNOWN),
    (Failure.CHANGED, badge(credentialSubject={**SUBJECT, "creditsEarned": 11.5}), KNOWN),
    (Failure.CHANGED, with_proof(created="2026-11-03T00:00:00Z"), KNOWN),
    (Failure.CHANGED, with_proof(proofPurpose="authentication"), KNOWN),
    (Failure.CHANGED, with_proof(proofValue=encoded(b"\1" * 64)), KNOWN),
    (Failure.CHANGED, with_proof(proofValue="?"), KNOWN),
    (Failure.OTHER_CONTROLLER, signed(issuer="https://faux.example.org/issuer.json"), KNOWN),
    (Failure.WRONG_KEY, signed(seed=OTHER_SEED), KNOWN),
    (Failure.WRONG_ISSUER, badge(), knowing(issuer="https://autre.example.org/issuer.json")),
    (Failure.UNTRUSTED, badge(), knowing(keys=frozenset())),
    (Failure.REVOKED, badge(), knowing(revocations=revoked())),
    (Failure.WRONG_LIST, badge(), knowing(revocations=OTHER_LIST)),
    (Failure.NOT_YET, badge(), knowing(on=ON - timedelta(days=1))),
    (Failure.EXPIRED, badge(), knowing(on=UNTIL + timedelta(days=1))),
    (Failure.WRONG_RECIPIENT, badge(), knowing(recipient="dominique@example.org")),
]


@pytest.mark.parametrize(("failure", "document", "known"), CASES)
def test_a_badge_fails_for_its_own_reason_alone(failure: Failure, document: Any, known: Any) -> None:
    assert failures(document, known) == [failure]


@pytest.mark.parametrize("wrong", [None, 3, "hier", [[]], {"id": 3}, 1e400])
def test_what_a_jwt_says_may_be_anything(wrong: Any) -> None:
    names = ("id", "name", "issuer", "credentialSubject", "validFrom", "validUntil", "nbf", "exp", "jti", "iss")
    data = jwt({"type": ["OpenBadgeCredential", wrong], **dict.fromkeys(names, wrong)})

    assert failures(data) == [Failure.JWT]


def test_a_jwt_says_what_it_is_and_of_whom() -> None:
    old = {"vc": {"type": ["OpenBadgeCredential"], "name": "Une formation"}, "iss": ISSUER.id, "nbf": 1262304000}
    found = verify(jwt(old), KNOWN)

    assert (found.name, found.issuer, found.since) == ("Une formation", ISSUER.id, "2010-01-01T00:00:00+00:00")


def test_no_reason_lacks_a_badge_that_fails_for_it() -> None:
    assert {failure for failure, _, _ in CASES} == set(Failure)


def test_each_reason_is_said_in_two_languages_and_in_its_own_words() -> None:
    for lang in ("fr", "en"):
        sentences = [failure.value.in_language(lang) for failure in Failure]

        assert len(set(sentences)) == len(sentences)
        assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize("on", [ON, UNTIL])
def test_the_first_and_the_last_day_are_days_of_validity(on: date) -> None:
    assert failures(badge(), knowing(on=on)) == []


@pytest.mark.parametrize("recipient", ["Camille Exemple", "camille exemple", "CAMILLE@example.org"])
def test_the_person_is_found_by_name_or_address(recipient: str) -> None:
    assert failures(badge(), knowing(recipient=recipient)) == []


def test_a_status_moved_under_its_whole_iri_does_not_hide_a_revocation() -> None:
    """Both documents make the same statements, so the signature alone would not tell them apart."""
    status = badge()["credentialStatus"]
    moved = without("credentialStatus") | {"https://www.w3.org/2018/credentials#credentialStatus": status}

    assert failures(moved, knowing(revocations=revoked())) == [Failure.NOT_COVERED, Failure.WRONG_LIST]


def test_a_key_of_former_years_still_verifies() -> None:
    assert failures(badge(), knowing(keys=frozenset({keys.public(OTHER_SEED), PUBLIC}))) == []


def test_a_proof_of_one_stands_alone_or_in_a_list() -> None:
    assert failures(badge(proof=[badge()["proof"]])) == []


def test_form_that_means_nothing_may_change() -> None:
    shuffled = dict(reversed(badge().items()))

    assert failures(json.dumps(shuffled, indent=7).encode()) == []


def test_a_list_without_the_badge_or_that_takes_it_back_does_not_revoke() -> None:
    back = {**revoked(), "revokedCredential": [{"id": badge()["id"], "revoked": False}]}

    assert failures(badge(), knowing(revocations=empty(LIST, ISSUER.id))) == []
    assert failures(badge(), knowing(revocations=back)) == []
