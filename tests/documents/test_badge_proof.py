"""The signature of badges: equal to what 1EdTech publishes, readable by others, and covering every word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polyvalidate.documents.badges import contexts, keys, multikey, proof
from tests.documents.badges import KNOWN, PUBLIC, badge, badge_text, failures
from tests.documents.people import ISSUER, SEED

# Numbers of the published example of signing ("Linked Data Proof Test Vector", Open Badges 3.0 Implementation Guide,
# chapter 9). Its text, which the specification's licence does not let us copy, is read from ../shared/data.
VECTOR_SEED = bytes.fromhex("6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4")
VECTOR_KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
DOCUMENT_HASH = "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773"
PROOF_HASH = "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19"
PROOF_VALUE = "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr"
VECTOR_PROOF = {
    "type": "DataIntegrityProof",
    "created": "2010-01-01T19:23:24Z",
    "verificationMethod": f"https://example.edu/issuers/565049#{VECTOR_KEY}",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
}


def test_the_published_key_signs_the_published_hashes_as_published() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    data = bytes.fromhex(PROOF_HASH) + bytes.fromhex(DOCUMENT_HASH)
    signature = Ed25519PrivateKey.from_private_bytes(VECTOR_SEED).sign(data)

    assert (keys.public(VECTOR_SEED), multikey.encoded(signature)) == (VECTOR_KEY, PROOF_VALUE)


def test_the_proof_of_the_published_example_has_the_published_hash() -> None:
    options = {"@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES], **VECTOR_PROOF}

    assert hashlib.sha256(proof.canonical(options).encode()).hexdigest() == PROOF_HASH


def test_the_published_example_gets_the_published_signature(published_example: dict[str, Any]) -> None:
    signed = proof.sign(published_example, VECTOR_PROOF, VECTOR_SEED)

    assert hashlib.sha256(proof.canonical(published_example).encode()).hexdigest() == DOCUMENT_HASH
    assert signed["proof"]["proofValue"] == PROOF_VALUE


@pytest.fixture
def published_example(reference: Callable[[str], Path]) -> dict[str, Any]:
    """The credential of that example, where a copy stands beside the project."""
    made: dict[str, Any] = json.loads(reference("openbadges-vector.json").read_text(encoding="utf-8"))
    return made


def plain(definition: Any) -> Any:
    """A term's definition in its long form."""
    if isinstance(definition, str):
        return {"@id": definition}
    inside = definition.get("@context")
    return {**definition, "@context": {k: plain(v) for k, v in rest(inside).items()}} if inside else definition


def rest(terms: Mapping[str, Any]) -> dict[str, Any]:
    return {word: definition for word, definition in terms.items() if word != "@protected"}


@pytest.mark.parametrize("url", contexts.KNOWN)
def test_each_word_means_what_the_published_context_says(url: str) -> None:
    published = pytest.importorskip("openbadgeslib.ob3.contexts").load_context(url)["@context"]
    ours = contexts.context(url)["@context"]

    assert {word: plain(ours[word]) for word in rest(ours)} == {word: plain(published[word]) for word in rest(ours)}
    assert ours.get("@protected") == published.get("@protected")


def test_the_context_of_badges_lacks_no_word() -> None:
    published = pytest.importorskip("openbadgeslib.ob3.contexts").load_context(contexts.OPEN_BADGES)["@context"]

    assert set(contexts.context(contexts.OPEN_BADGES)["@context"]) == set(published)


def test_no_two_properties_say_the_same() -> None:
    """A reader of the JSON looks under one name; what is signed must not hide under another."""
    scopes: list[Mapping[str, Any]] = [contexts.context(url)["@context"] for url in contexts.KNOWN]
    scopes += [d["@context"] for scope in scopes for d in rest(scope).values() if "@context" in d]
    names: dict[str, set[str]] = {}
    for scope in scopes:
        for word, definition in rest(scope).items():
            if word[0].islower():
                names.setdefault(plain(definition)["@id"], set()).add(word)

    assert {iri: words for iri, words in names.items() if len(words) > 1} == {}


@pytest.mark.parametrize("subject", ["quitus", "2.1", "3.1"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_another_program_finds_our_badges_good(subject: str, lang: str) -> None:
    other = pytest.importorskip("openbadgeslib.ob3")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    pem = (
        Ed25519PrivateKey.from_private_bytes(SEED)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    text = badge_text(subject, lang=lang)

    assert other.OB3LdpVerifier(pem).verify(text).issuer.id == ISSUER.id
    with pytest.raises(other.OB3VerificationError):
        other.OB3LdpVerifier(pem).verify(text.replace("École", "Ecole"))


def test_the_same_record_date_and_key_give_the_same_bytes() -> None:
    first = badge_text()
    badge_text.cache_clear()

    assert badge_text() == first


DATA = json.dumps(json.loads(badge_text()), ensure_ascii=False, separators=(",", ":")).encode()


def same(data: bytes) -> bool:
    """Does it still say the same, to whoever reads JSON?"""
    try:
        return bool(json.loads(data) == json.loads(DATA))
    except ValueError:
        return False


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
@example(DATA.index(b'"validUntil"') + 1, 32)
@example(DATA.index(b"purl.imsglobal"), 1)
@example(DATA.index(b"@context"), 1)
@example(DATA.index(b"11"), 1)
@example(DATA.index(b'"criteria"') + 1, 32)
@example(len(DATA) - 10, 1)
def test_no_byte_of_a_badge_may_change(place: int, difference: int) -> None:
    changed = bytearray(DATA)
    changed[place] ^= difference

    assert same(bytes(changed)) or failures(bytes(changed))


def test_the_unchanged_bytes_are_good() -> None:
    assert failures(DATA) == []


@given(st.binary(max_size=80))
def test_base58_is_read_back(data: bytes) -> None:
    assert multikey.decoded(multikey.encoded(data)) == data


@pytest.mark.parametrize("text", ["", "z0", "zIl", "mAAA", "z" + "1" * 300, PUBLIC[1:], PUBLIC + "1"])
def test_what_is_no_key_is_no_key(text: str) -> None:
    assert multikey.public_key(text) is None


def test_a_key_file_gives_its_seed_back_and_nothing_else_does() -> None:
    assert keys.seed_of(keys.pem(SEED)) == SEED
    assert keys.seed_of(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n") is None


TWIN = {"type": ["Evidence"], "name": "a"}


@pytest.mark.parametrize(
    "part",
    [
        {"grade": "20/20"},
        {"@graph": []},
        {"evidence": [{"@id": "urn:x:y"}]},
        {"evidence": [{"id": "_:b0", "type": ["Evidence"]}]},
        {"evidence": [{"type": ["Evidence"], "name": None}]},
        {"evidence": [{"type": ["Evidence"], "@context": {"name": "urn:x:y"}}]},
        {"evidence": [{"type": ["Evidence"], "@context": [contexts.OPEN_BADGES, {"name": "urn:x:y"}]}]},
        {"evidence": [{"type": ["Evidence"], "@context": None}]},
        {"evidence": [{"type": ["Evidence"], "@context": "https://w3id.org/security/multikey/v1"}]},
        {"evidence": [TWIN, TWIN]},
        {"evidence": [{"type": ["relative"]}]},
        {"evidence": [{"type": ["Evidence"], "id": "relative"}]},
        {"evidence": [{"type": ["Evidence"], "id": "urn:x:with space"}]},
        {"https://schema.org/name": "Quitus"},
        {"Evidence": {"type": ["Evidence"]}},
        {"evidence": [{"type": ["Evidence"], "id": f"urn:x:{rank}"} for rank in range(proof.MOST_NODES)]},
    ],
)
def test_what_a_signature_would_not_cover_cannot_be_signed(part: dict[str, Any]) -> None:
    document = badge(**part)
    options = document.pop("proof")

    with pytest.raises(proof.Undefined):
        proof.signed_bytes(document, options)


def test_what_is_verified_here_trusts_that_key() -> None:
    assert (PUBLIC in KNOWN.keys, PUBLIC[:4]) == (True, "z6Mk")
