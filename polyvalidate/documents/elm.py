"""The record as a credential of the European Learning Model 3, generic profile, unsigned.

Source: the application profile of European Digital Credentials (``edc-ap`` context, ``edc-generic-full`` SHACL shapes).
An activity is a ``LearningActivity``; a quitus that the jury gave is a ``LearningAchievement``. Sealing needs the
institution's qualified electronic seal, which also brings the issuer's eIDAS identifier: both are left to that tool.
"""

from __future__ import annotations

import base64
import json
import uuid
from datetime import date
from typing import Any

from polyvalidate.documents import phrases
from polyvalidate.documents.badges.emblem import emblem
from polyvalidate.documents.recipient import Issuer, Recipient
from polyvalidate.documents.statement import Outcome, StatedActivity, Statement
from polyvalidate.documents.supplement import recognised
from polyvalidate.model.grid import Period
from polyvalidate.model.phrases import PAIR
from polyvalidate.model.words import LANGUAGES, Text, plain, points

_CONTEXTS = ("https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap")
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_LANGUAGES = {"fr": ("FRA", "French"), "en": ("ENG", "English")}

Json = dict[str, Any]


def as_elm(statement: Statement, issuer: Issuer, recipient: Recipient, sensitive: bool = False) -> str:
    """The credential as JSON-LD, the same bytes for the same record. ``sensitive``: see ``supplement.recognised``."""
    return json.dumps(_credential(statement, issuer, recipient, sensitive), ensure_ascii=False, indent=2) + "\n"


def _credential(statement: Statement, issuer: Issuer, recipient: Recipient, sensitive: bool) -> Json:
    activities, _ = recognised(statement, sensitive)
    body = _organisation(issuer)
    claims = [_activity(activity, rank, body) for rank, activity in enumerate(activities, 1)]
    if statement.quitus is not None and statement.acquired:
        claims.insert(0, _quitus(statement.quitus, body))
    return {
        "@context": list(_CONTEXTS),
        "id": f"urn:credential:{_id(statement)}",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialSchema": {
            "id": "http://data.europa.eu/snb/model/ap/edc-generic-full",
            "type": "ShaclValidator2017",
        },
        "credentialProfiles": _concept("http://data.europa.eu/snb/credential/e34929035b", "Generic"),
        "displayParameter": _display(),
        "issued": f"{statement.day.isoformat()}T00:00:00Z",
        "validFrom": f"{statement.day.isoformat()}T00:00:00Z",
        "issuer": body,
        "credentialSubject": {**_person(recipient), "hasClaim": claims},
    }


def _id(statement: Statement) -> uuid.UUID:
    """One per record, day and commit."""
    return uuid.uuid5(
        uuid.NAMESPACE_URL, f"{statement.site} {statement.student} {statement.commit} {statement.day.isoformat()}"
    )


def _concept(uri: str, label: str, scheme: str = "") -> Json:
    return {
        "id": uri,
        "type": "Concept",
        "inScheme": {"id": scheme or f"{uri.rpartition('/')[0]}/25831c2", "type": "ConceptScheme"},
        "prefLabel": {"en": label},
    }


def _language(lang: str) -> Json:
    code, name = _LANGUAGES[lang]
    return _concept(f"{_AUTHORITY}/language/{code}", name, f"{_AUTHORITY}/language")


def _display() -> Json:
    """How a wallet shows the credential: two languages, an image for each."""
    image = {
        "id": "urn:epass:mediaObject:1",
        "type": "MediaObject",
        "content": base64.b64encode(emblem()).decode(),
        "contentEncoding": _concept("http://data.europa.eu/snb/encoding/6146cde7dd", "base64"),
        "contentType": _concept(f"{_AUTHORITY}/file-type/PNG", "PNG", f"{_AUTHORITY}/file-type"),
    }
    return {
        "id": "urn:epass:displayParameter:1",
        "type": "DisplayParameter",
        "title": _both(Text("Engagement reconnu", "Recognised engagement")),
        "description": _both(
            Text(
                "Activités d'engagement reconnues pendant le cycle d'ingénieur",
                "Engagement recognised during the engineering cycle",
            )
        ),
        "language": [_language(lang) for lang in LANGUAGES],
        "primaryLanguage": _language("fr"),
        "individualDisplay": [
            {
                "id": f"urn:epass:individualDisplay:{rank}",
                "type": "IndividualDisplay",
                "language": _language(lang),
                "displayDetail": [
                    {"id": f"urn:epass:displayDetail:{rank}", "type": "DisplayDetail", "image": image, "page": 1}
                ],
            }
            for rank, lang in enumerate(LANGUAGES, 1)
        ],
    }


def _organisation(issuer: Issuer) -> Json:
    return {
        "id": "urn:epass:org:1",
        "type": "Organisation",
        "legalName": {"fr": issuer.name},
        "homepage": {"id": "urn:epass:webResource:1", "type": "WebResource", "contentURL": issuer.url},
        "location": {
            "id": "urn:epass:location:1",
            "type": "Location",
            "address": {
                "id": "urn:epass:address:1",
                "type": "Address",
                "countryCode": _concept(f"{_AUTHORITY}/country/FRA", "France", f"{_AUTHORITY}/country"),
            },
        },
    }


def _person(recipient: Recipient) -> Json:
    person: Json = {"id": "urn:epass:person:1", "type": "Person"}
    named = {"givenName": recipient.first, "familyName": recipient.surname, "fullName": recipient.name}
    person |= {key: {"fr": value} for key, value in named.items() if value}
    if recipient.email:
        person["contactPoint"] = {
            "id": "urn:epass:contactPoint:1",
            "type": "ContactPoint",
            "emailAddress": {"id": f"mailto:{recipient.email}", "type": "Mailbox"},
        }
    return person


def _activity(activity: StatedActivity, rank: int, body: Json) -> Json:
    claim: Json = {
        "id": f"urn:epass:activity:{rank}",
        "type": "LearningActivity",
        "title": _both(activity.title),
        "awardedBy": _awarded(rank, body, None if activity.ruling is None else activity.ruling.on),
        "temporal": _span(activity.period, rank),
        "additionalNote": {
            "id": f"urn:epass:note:{rank}",
            "type": "Note",
            "noteLiteral": {lang: _note(activity, lang) for lang in LANGUAGES},
        },
    }
    if activity.hours:
        claim["workload"] = f"PT{activity.hours}H"
    return claim


def _note(activity: StatedActivity, lang: str) -> str:
    """``3.1, participation, 2 × demi-journée, Association d'exemple : 1 point``"""
    parts = (
        activity.code,
        phrases.ROLES[activity.role].of(lang),
        phrases.amount(activity, lang),
        activity.organisation or "",
    )
    said = ", ".join(part for part in parts if part)
    return plain(PAIR.of(lang, label=said, value=points(activity.credited, lang)))


def _quitus(quitus: Outcome, body: Json) -> Json:
    return {
        "id": "urn:epass:learningAchievement:1",
        "type": "LearningAchievement",
        "title": _both(Text("Quitus citoyen", "Quitus citoyen (recognised engagement)")),
        "awardedBy": _awarded(0, body, quitus.on),
        "additionalNote": {
            "id": "urn:epass:note:0",
            "type": "Note",
            "noteLiteral": {lang: plain(phrases.outcome(quitus, lang)) for lang in LANGUAGES},
        },
    }


def _awarded(rank: int, body: Json, on: date | None) -> Json:
    process: Json = {"id": f"urn:epass:awardingProcess:{rank}", "type": "AwardingProcess", "awardingBody": body}
    if on is not None:
        process["awardingDate"] = f"{on.isoformat()}T00:00:00Z"
    return process


def _span(period: Period, rank: int) -> Json:
    """Whole days, written as moments because the model knows nothing else."""
    return {
        "id": f"urn:epass:period:{rank}",
        "type": "PeriodOfTime",
        "startDate": f"{period.start.isoformat()}T00:00:00Z",
        "endDate": f"{period.end.isoformat()}T23:59:59Z",
    }


def _both(text: Text) -> dict[str, str]:
    return {lang: text.in_language(lang) for lang in LANGUAGES}
