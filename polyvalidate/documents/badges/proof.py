"""The signature of a badge: Data Integrity, cryptosuite ``eddsa-rdfc-2022``.

Source: W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2. What is signed is not the bytes but the statements that
they make (RDF, in canonical form), so that a wallet may store the JSON in its own way. Hence ``Undefined``: a word
that no context defines would make no statement, and anybody could add it to a signed badge unseen. Such a document is
refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from polyvalidate.documents.badges import contexts
from polyvalidate.documents.badges.multikey import encoded

SUITE = "eddsa-rdfc-2022"
MOST_NODES = 500
MOST_DEPTH = 20

_NOWHERE = "https://relative.invalid/"
"""What a relative address is read from, to be refused: each program would complete it in its own way."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z\[\]_a-z~%]+", re.ASCII)

Json = Mapping[str, Any]


class UnknownContext(Exception):
    """A document in a vocabulary that is not shipped: what it says cannot be known."""


class Undefined(Exception):
    """A document that holds something which its signature would not cover."""


def sign(document: Json, proof: Json, seed: bytes) -> dict[str, Any]:
    """The document with a proof. ``proof`` is all of it but its value; ``seed`` the 32 bytes of the private key.

    The same document, proof and key give the same signature. Raises ``UnknownContext`` and ``Undefined``.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    value = Ed25519PrivateKey.from_private_bytes(seed).sign(signed_bytes(document, proof))
    return {**document, "proof": {**proof, "proofValue": encoded(value)}}


def verifies(document: Json, proof: Json, signature: bytes, public: bytes) -> bool:
    """Is this the signature of a document and of a proof without its value, by that key?"""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(document, proof))
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_bytes(document: Json, proof: Json) -> bytes:
    """The hash of the proof, then that of the document: 64 bytes."""
    options = {"@context": document.get("@context"), **proof}
    return hashlib.sha256(canonical(options).encode()).digest() + hashlib.sha256(canonical(document).encode()).digest()


def canonical(document: Json) -> str:
    """The statements of a document as canonical N-Quads (RDFC-1.0)."""
    from pyld import jsonld  # type: ignore[import-untyped]  # it has no stubs; what it gives is a text

    _limited(document)
    options = {"documentLoader": _load, "base": _NOWHERE}
    try:
        expanded = jsonld.expand(dict(document), options)
        _whole(document, expanded)
        quads = jsonld.normalize(dict(document), {**options, "algorithm": "URDNA2015", "format": "application/n-quads"})
    except jsonld.JsonLdError as error:
        raise (UnknownContext if _is_about_contexts(error) else Undefined) from error
    return str(quads)


def _load(url: str, _options: Any = None) -> dict[str, Any]:
    try:
        return {"contextUrl": None, "documentUrl": url, "document": contexts.context(url)}
    except KeyError:
        raise UnknownContext(url) from None


def _is_about_contexts(error: BaseException | None) -> bool:
    """The loader's refusal may come wrapped in an error of the library, or in several."""
    while error is not None:
        if isinstance(error, UnknownContext):
            return True
        error = getattr(error, "cause", None) or error.__cause__
    return False


def _limited(document: Json) -> None:
    """Raise for a document that is not a plain tree of words in known vocabularies.

    Keywords, classes and whole IRIs as keys, blank node names and other contexts inside could say the same under other
    names, so that a reader of the JSON would not see it (a status, say), or in ways that cost much to put in order. A
    context inside that the whole has as well gives no word another meaning: an endorsement repeats its own.
    """
    urls = _addresses(document.get("@context"))
    if urls is None or not urls <= set(contexts.KNOWN):
        raise UnknownContext
    nodes = 0
    stack: list[tuple[Any, int]] = [(value, 1) for key, value in document.items() if key != "@context"]
    if any(not _is_word(key) for key in document if key != "@context"):
        raise Undefined
    while stack:
        value, depth = stack.pop()
        if depth > MOST_DEPTH or value is None or (isinstance(value, str) and value.startswith("_:")):
            raise Undefined
        if isinstance(value, Mapping):
            nodes += 1
            words = [key for key in value if key != "@context"]
            repeated = _addresses(value["@context"]) if "@context" in value else set()
            if nodes > MOST_NODES or not all(map(_is_word, words)) or repeated is None or not repeated <= urls:
                raise Undefined
            stack += [(value[word], depth + 1) for word in words]
        elif isinstance(value, list):
            if _repeats(value):
                raise Undefined
            stack += [(below, depth + 1) for below in value]


def _addresses(given: Any) -> set[str] | None:
    """The addresses of contexts; None where there is a context that is none, written in place."""
    listed = given if isinstance(given, list) else [given]
    return set(listed) if all(isinstance(each, str) for each in listed) else None


def _is_word(key: str) -> bool:
    """Is a key a property? Not a keyword, a whole IRI, or a class: ``Criteria`` would say ``criteria``."""
    return ":" not in key and key[:1].islower()


def _repeats(values: list[Any]) -> bool:
    """Is anything said twice? A set of statements cannot tell, and twins cost most to put in order."""
    return any(value in values[:rank] for rank, value in enumerate(values))


def _whole(document: Json, expanded: Any) -> None:
    """Raise ``Undefined`` unless each value of the document became a value, or the IRI, of a statement."""
    said = list(_meanings(expanded))
    if len(said) != sum(1 for _ in _leaves(document)) or not all(said):
        raise Undefined


def _leaves(value: Any) -> Iterator[Any]:
    """Every text, number and truth value of a document, its contexts apart."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key != "@context":
                yield from _leaves(below)
    elif isinstance(value, list):
        for below in value:
            yield from _leaves(below)
    else:
        yield value


def _meanings(value: Any) -> Iterator[bool]:
    """For every value and IRI of an expanded document: will it be in a statement?"""
    if isinstance(value, list):
        for below in value:
            yield from _meanings(below)
    elif isinstance(value, Mapping):
        if "@value" in value:
            yield not isinstance(value["@value"], Mapping | list)
            return
        for key, below in value.items():
            if key in ("@id", "@type"):
                for iri in below if isinstance(below, list) else [below]:
                    yield _is_absolute(iri)
            else:
                yield from _meanings(below)
    else:
        yield False


def _is_absolute(iri: Any) -> bool:
    return isinstance(iri, str) and not iri.startswith(_NOWHERE) and _ABSOLUTE.fullmatch(iri) is not None
