"""Is a badge what it says? Each way in which it may fail has its sentence; nothing is fetched, nothing is guessed.

The steps are those of Open Badges 3.0, section 8: form, proof, status, dates, recipient. One more stands before a green
light: the key must be the one that the school is known to publish, since anybody can sign anything under any name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from polyvalidate.documents.badges import jwt, proof, revocations
from polyvalidate.documents.badges.multikey import decoded, public_key
from polyvalidate.model.words import Text

MOST_BYTES = 200_000


class Failure(Enum):
    """Why a badge is not good, in the order in which it is looked at."""

    NOT_A_BADGE = Text(
        "Ce fichier n'est pas un badge Open Badges 3.0. Demandez à la personne le fichier .json ou .png de l'école.",
        "This file is no Open Badges 3.0 badge. Ask the person for the .json or .png file that the school sent.",
    )
    JWT = Text(
        "Ce badge est un badge Open Badges 3.0 signé d'une autre manière (JWT), qui n'est pas vérifiée ici. Demandez à "
        "son émetteur où le vérifier.",
        "This badge is an Open Badges 3.0 badge signed in another way (JWT), which is not verified here. Ask its "
        "issuer where to verify it.",
    )
    UNKNOWN_CONTEXT = Text(
        "Ce badge emploie un vocabulaire inconnu ici : ce qu'il affirme ne peut pas être vérifié hors ligne.",
        "This badge uses a vocabulary that is not known here: what it says cannot be verified offline.",
    )
    NOT_COVERED = Text(
        "Ce badge contient des mots que sa signature ne couvre pas : quelqu'un a pu les ajouter.",
        "This badge holds words that its signature does not cover: somebody may have added them.",
    )
    NO_PROOF = Text("Ce badge n'est pas signé.", "This badge is not signed.")
    OTHER_PROOF = Text(
        "La signature de ce badge n'est pas de la sorte {SUITE}, la seule vérifiée ici.",
        "The signature of this badge is not of the kind {SUITE}, the only one verified here.",
    ).filled(SUITE=proof.SUITE)
    KEY_ELSEWHERE = Text(
        "Ce badge ne nomme pas la clé qui l'a signé : il faudrait la chercher en ligne, ce qui n'est pas fait ici.",
        "This badge does not name the key that signed it: it should be looked up online, which is not done here.",
    )
    OTHER_CONTROLLER = Text(
        "La clé qui a signé ce badge n'est pas annoncée comme celle de son émetteur.",
        "The key that signed this badge is not said to be its issuer's.",
    )
    CHANGED = Text(
        "La signature ne correspond pas : ce badge a été modifié après sa signature, ou la clé n'est pas la bonne.",
        "The signature does not match: this badge was changed after it was signed, or the key is not the right one.",
    )
    WRONG_KEY = Text(
        "Ce badge est signé par une autre clé que celle que vous avez donnée : il ne vient pas de cette école.",
        "This badge is signed with another key than the one you gave: it does not come from that school.",
    )
    WRONG_ISSUER = Text(
        "Ce badge se dit d'un autre émetteur que celui du profil que vous avez donné.",
        "This badge names another issuer than the one of the profile you gave.",
    )
    UNTRUSTED = Text(
        "Ce badge n'a pas changé depuis sa signature, mais rien ne dit encore que la clé est celle de l'école. Donnez "
        "avec --key la clé que l'école publie (z6Mk…), ou son profil issuer.json.",
        "This badge has not changed since it was signed, but nothing says yet that the key is the school's. Give with "
        "--key the key that the school publishes (z6Mk…), or its profile issuer.json.",
    )
    REVOKED = Text("L'école a révoqué ce badge.", "The school has revoked this badge.")
    WRONG_LIST = Text(
        "Cette liste de badges révoqués n'est pas celle que le badge désigne.",
        "This list of revoked badges is not the one that the badge names.",
    )
    NOT_YET = Text("Ce badge n'est pas encore valable à cette date.", "This badge is not valid yet on that day.")
    EXPIRED = Text("Ce badge a expiré.", "This badge has expired.")
    WRONG_RECIPIENT = Text(
        "Ce badge ne désigne pas la personne que vous avez nommée.",
        "This badge does not name the person you gave.",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the person who verifies knows from elsewhere; None or empty for what they do not.

    ``keys`` are the public keys of the school as Multikeys; ``issuer`` the address that its profile gives;
    ``revocations`` the list that it publishes; ``recipient`` a name, an address or a DID.
    """

    on: date
    keys: frozenset[str] = frozenset()
    issuer: str = ""
    revocations: Mapping[str, Any] | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. The texts are the badge's own, empty where there is none; ``status`` is the address of the list
    of revoked badges, when the badge has one and it was not looked at."""

    failures: tuple[Failure, ...]
    id: str = ""
    name: str = ""
    issuer: str = ""
    issuer_name: str = ""
    key: str = ""
    since: str = ""
    until: str = ""
    recipients: tuple[str, ...] = ()
    status: str = ""


def verify(data: bytes, known: Known) -> Verified:
    """Verify the bytes of a badge in JSON; one that is a JWT is only read."""
    badge = parsed(data)
    if badge is None:
        return _of_jwt(data)
    issuer, subject, signature = issuer_of_badge(badge), badge["credentialSubject"], _signature(badge)
    key = _key(signature)
    failures = [*_of_proof(badge, signature, issuer, key, known), *_of_status(badge, known), *_of_dates(badge, known)]
    recipients = _recipients(subject)
    if known.recipient and known.recipient.casefold() not in (each.casefold() for each in recipients):
        failures.append(Failure.WRONG_RECIPIENT)
    status = status_of(badge)
    return Verified(
        tuple(failures),
        id=badge["id"],
        name=_text(badge.get("name")),
        issuer=issuer,
        issuer_name=_issuer_name(badge),
        key=key,
        since=_text(badge.get("validFrom")),
        until=_text(badge.get("validUntil")),
        recipients=recipients,
        status="" if known.revocations is not None or status is None else status,
    )


def _of_jwt(data: bytes) -> Verified:
    """What a badge of the other form says of itself."""
    badge = jwt.claimed(data) if len(data) <= MOST_BYTES else None
    if badge is None:
        return Verified((Failure.NOT_A_BADGE,))
    subject = badge.get("credentialSubject")
    since, until = (each if _moment(each) else "" for each in (badge["validFrom"], badge["validUntil"]))
    recipients = _recipients(subject) if isinstance(subject, dict) else ()
    names = (_text(badge.get("id")), _text(badge.get("name")), issuer_of_badge(badge), _issuer_name(badge))
    return Verified((Failure.JWT,), *names, "", since, until, recipients)


def parsed(data: bytes) -> dict[str, Any] | None:
    """A badge's JSON: UTF-8, no key twice, the parts without which it is no badge. None for anything else."""
    if len(data) > MOST_BYTES:
        return None
    try:
        badge = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(badge, dict):
        return None
    kinds, subject = badge.get("type"), badge.get("credentialSubject")
    sound = (
        isinstance(kinds, list)
        and "VerifiableCredential" in kinds
        and ("OpenBadgeCredential" in kinds or "AchievementCredential" in kinds)
        and isinstance(badge.get("id"), str)
        and bool(issuer_of_badge(badge))
        and isinstance(subject, dict)
        and isinstance(subject.get("achievement"), dict)
        and (isinstance(subject.get("id"), str) or bool(subject.get("identifier")))
        and _moment(badge.get("validFrom")) is not None
        and ("validUntil" not in badge or _moment(badge["validUntil"]) is not None)
    )
    return badge if sound else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key given twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def issuer_of_badge(badge: Mapping[str, Any]) -> str:
    issuer = badge.get("issuer")
    return _text(issuer.get("id") if isinstance(issuer, dict) else issuer)


def _issuer_name(badge: Mapping[str, Any]) -> str:
    issuer = badge.get("issuer")
    return _text(issuer.get("name")) if isinstance(issuer, dict) else ""


def _moment(value: Any) -> datetime | None:
    """A moment with its time zone, as W3C dates are."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _signature(badge: Mapping[str, Any]) -> Mapping[str, Any] | Failure:
    """The proof that is verified here, or why there is none."""
    given = badge.get("proof")
    proofs = given if isinstance(given, list) else [given]
    sound = [each for each in proofs if isinstance(each, dict)]
    if not sound:
        return Failure.NO_PROOF
    if len(proofs) != 1 or sound[0].get("type") != "DataIntegrityProof" or sound[0].get("cryptosuite") != proof.SUITE:
        return Failure.OTHER_PROOF
    return sound[0]


def _key(signature: Mapping[str, Any] | Failure) -> str:
    """The public key that the proof names: the fragment of its verification method."""
    if isinstance(signature, Failure):
        return ""
    fragment = _text(signature.get("verificationMethod")).rpartition("#")[2]
    return fragment if public_key(fragment) is not None else ""


def _of_proof(
    badge: Mapping[str, Any], signature: Mapping[str, Any] | Failure, issuer: str, key: str, known: Known
) -> list[Failure]:
    if isinstance(signature, Failure):
        return [signature]
    public, value = public_key(key), decoded(_text(signature.get("proofValue")))
    if public is None:
        return [Failure.KEY_ELSEWHERE]
    document = {name: part for name, part in badge.items() if name != "proof"}
    options = {name: part for name, part in signature.items() if name != "proofValue"}
    try:
        sound = value is not None and proof.verifies(document, options, value, public)
    except proof.UnknownContext:
        return [Failure.UNKNOWN_CONTEXT]
    except proof.Undefined:
        return [Failure.NOT_COVERED]
    if not sound or signature.get("proofPurpose") != "assertionMethod" or not _in_time(signature, known):
        return [Failure.CHANGED]
    if _text(signature.get("verificationMethod")) != f"{issuer}#{key}":
        return [Failure.OTHER_CONTROLLER]
    if not known.keys:
        return [Failure.UNTRUSTED]
    found = [Failure.WRONG_KEY] if key not in known.keys else []
    return [*found, Failure.WRONG_ISSUER] if known.issuer and known.issuer != issuer else found


def _in_time(signature: Mapping[str, Any], known: Known) -> bool:
    """A proof may have an end of its own."""
    expires = signature.get("expires")
    moment = _moment(expires)
    return expires is None or (moment is not None and moment.date() >= known.on)


def status_of(badge: Mapping[str, Any]) -> str | None:
    """The address of the list of revoked badges, ``?`` for a status of another form; None for a badge without one."""
    status = badge.get("credentialStatus")
    if status is None:
        return None
    return (_text(status.get("id")) if isinstance(status, dict) else "") or "?"


def _of_status(badge: Mapping[str, Any], known: Known) -> list[Failure]:
    if known.revocations is None:
        return []
    if status_of(badge) != known.revocations["id"]:
        return [Failure.WRONG_LIST]
    return [Failure.REVOKED] if revocations.is_revoked(known.revocations, badge["id"]) else []


def _of_dates(badge: Mapping[str, Any], known: Known) -> list[Failure]:
    since, until = _moment(badge.get("validFrom")), _moment(badge.get("validUntil"))
    if since is not None and since.date() > known.on:
        return [Failure.NOT_YET]
    return [Failure.EXPIRED] if until is not None and until.date() < known.on else []


def _recipients(subject: Mapping[str, Any]) -> tuple[str, ...]:
    """Whom the badge names: a DID, names and addresses written as they are."""
    given = subject.get("identifier")
    entries = given if isinstance(given, list) else [given]
    said = [_text(entry.get("identityHash")) for entry in entries if isinstance(entry, dict)]
    own = _text(subject.get("id"))
    return tuple(each for each in (*said, own if own.startswith("did:") else "") if each)
