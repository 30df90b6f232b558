"""An Open Badges 3.0 credential from a record: the quitus that the jury gave, or one activity that was recognised.

It is handed to the student, never published, so it may say what a public page may not: the activities, and a name when
the registry office gives one. Names and addresses are written as they are: a hash of an address that anybody can guess
hides nothing, and the standard's editors hold it obsolete. Without a name the badge speaks of an identifier that only
it has. Nothing in it is the pseudonym, which would open the repository to whoever reads the badge.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from polyvalidate.documents import phrases
from polyvalidate.documents.badges import contexts, proof
from polyvalidate.documents.recipient import Issuer, Recipient
from polyvalidate.documents.statement import StatedActivity, Statement
from polyvalidate.documents.supplement import recognised
from polyvalidate.model.points import Points, as_number
from polyvalidate.model.words import Text, number, plain, points

QUITUS = "quitus"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: ``subject`` is ``quitus`` or the code of an activity; ``revocations`` the address of the list of
    revoked badges, empty when there is none; ``sensitive``: see ``supplement.recognised``."""

    subject: str
    issuer: Issuer
    recipient: Recipient
    on: date
    until: date | None
    revocations: str
    lang: str
    sensitive: bool = False


class Nothing(Exception):
    """There is nothing to give a badge for: no quitus from the jury, no such activity recognised."""


def issue(statement: Statement, order: Order, seed: bytes, public: str) -> str:
    """The signed badge, as JSON. ``seed`` is the private key, ``public`` its public side as a Multikey.

    The same record, order and key give the same bytes. Raises ``Nothing``.
    """
    moment = f"{order.on.isoformat()}T00:00:00Z"
    signature = {
        "type": "DataIntegrityProof",
        "created": moment,
        "verificationMethod": f"{order.issuer.id}#{public}",
        "cryptosuite": proof.SUITE,
        "proofPurpose": "assertionMethod",
    }
    signed = proof.sign(_credential(statement, order, _Names(seed, statement, order)), signature, seed)
    return json.dumps(signed, ensure_ascii=False, indent=2) + "\n"


class _Names:
    """Identifiers that follow from the record and that only the holder of the key can make: the list of revoked badges
    is public and must not tell whose they are."""

    def __init__(self, seed: bytes, statement: Statement, order: Order) -> None:
        self._key = hashlib.sha256(b"polyvalidate badge identifiers" + seed).digest()
        self._record = f"{statement.student} {order.subject} {statement.commit} {order.on.isoformat()}"

    def make(self, what: str) -> str:
        digest = hmac.new(self._key, f"{what} {self._record}".encode(), hashlib.sha256).digest()
        return f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}"


def _credential(statement: Statement, order: Order, names: _Names) -> Json:
    told, untold = recognised(statement, order.sensitive)
    if order.subject == QUITUS:
        if not statement.acquired:
            raise Nothing
        subject, name = _of_quitus(statement, order), "Quitus citoyen"
        evidence = [_evidence(activity, order.lang) for activity in told]
    else:
        # Who asks for the badge of an activity names it: there is nothing left to hide.
        chosen = [activity for activity in (*told, *untold) if activity.code == order.subject]
        if not chosen:
            raise Nothing
        subject, name = _of_activity(statement, chosen, order), chosen[-1].title.in_language(order.lang)
        evidence = [_evidence(activity, order.lang) for activity in chosen]
    credential: Json = {
        "@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES],
        "id": names.make("credential"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": _profile(order.issuer),
        "validFrom": f"{order.on.isoformat()}T00:00:00Z",
    }
    if order.until is not None:
        credential["validUntil"] = f"{order.until.isoformat()}T23:59:59Z"
    credential["credentialSubject"] = {**_subject(order.recipient, names), **subject}
    credential["evidence"] = _distinct(evidence)
    if order.revocations:
        credential["@context"].append(contexts.EXTENSIONS)
        credential["credentialStatus"] = {"id": order.revocations, "type": "1EdTechRevocationList"}
    return credential


def _profile(issuer: Issuer) -> Json:
    profile: Json = {"id": issuer.id, "type": ["Profile"], "name": issuer.name}
    return profile | {key: value for key, value in (("url", issuer.url), ("email", issuer.email)) if value}


def _subject(recipient: Recipient, names: _Names) -> Json:
    said = [("emailAddress", recipient.email), ("name", recipient.name)]
    identifiers = [
        {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
        for kind, value in said
        if value
    ]
    subject: Json = {"type": ["AchievementSubject"], "id": recipient.did or names.make("recipient")}
    return subject | ({"identifier": identifiers} if identifiers else {})


def _of_quitus(statement: Statement, order: Order) -> Json:
    quitus = statement.quitus
    if quitus is None:
        raise Nothing
    years = [stamp.year for stamp in statement.grids]
    return {
        "creditsEarned": as_number(quitus.credited),
        "achievement": _achievement(
            order,
            key=f"quitus-{years[-1]}",
            kind="CommunityService",
            name="Quitus citoyen",
            description=Text(
                "L'engagement de la personne pendant le cycle d'ingénieur, reconnu par le jury de l'école.",
                "A person's engagement during the engineering cycle, recognised by the school's jury.",
            ).of(order.lang),
            criteria=Text(
                "{required:number} points au moins, selon la grille d'engagement de l'école, dans au moins {n} "
                "{n:catégorie|catégories} ; décision du jury.",
                "At least {required:number} points under the school's engagement grid, in at least {n} "
                "{n:category|categories}; decision of the jury.",
            ).of(order.lang, required=quitus.required, n=statement.minimum_categories),
            version=_version(statement, years, order.lang),
            code=QUITUS,
            required=quitus.required,
        ),
        "result": [_result(order, f"quitus-{years[-1]}", quitus.credited)],
    }


def _of_activity(statement: Statement, chosen: Sequence[StatedActivity], order: Order) -> Json:
    last, credited = chosen[-1], Points(sum(activity.credited for activity in chosen))
    years = sorted({activity.year for activity in chosen})
    key = f"activity-{last.code}-{last.year}"
    category = last.category_title.in_language(order.lang)
    return {
        "activityStartDate": min(activity.period.start for activity in chosen).isoformat(),
        "activityEndDate": max(activity.period.end for activity in chosen).isoformat(),
        "role": phrases.ROLES[last.role].of(order.lang),
        "creditsEarned": as_number(credited),
        "achievement": _achievement(
            order,
            key=key,
            kind="CommunityService" if last.legal else "CoCurricular",
            name=last.title.in_language(order.lang),
            description=f"{Text('Activité', 'Activity').of(order.lang)} {last.code} — {category}",
            criteria=_rule(last, order.lang),
            version=_version(statement, years, order.lang),
            code=last.code,
            required=None,
        ),
        "result": [_result(order, key, credited)],
    }


def _rule(activity: StatedActivity, lang: str) -> str:
    said = Text(
        "Justificatif contrôlé selon la grille d'engagement de l'école ; unité comptée : {unit}.",
        "Evidence checked against the school's engagement grid; unit counted: {unit}.",
    )
    return said.of(lang, unit=activity.unit)


def _version(statement: Statement, years: Sequence[str], lang: str) -> str:
    """The grids that judged, and what identifies their files."""
    stamps = [stamp for stamp in statement.grids if stamp.year in years]
    return ", ".join(f"{s.year} ({phrases.example(s, lang)}sha256:{s.fingerprint})" for s in stamps)


def _achievement(
    order: Order,
    *,
    key: str,
    kind: str,
    name: str,
    description: str,
    criteria: str,
    version: str,
    code: str,
    required: Points | None,
) -> Json:
    scale: Json = {
        "id": f"{order.issuer.id}#{key}-points",
        "type": ["ResultDescription"],
        "name": "Points",
        "resultType": "RawScore",
        "valueMin": "0",
    }
    if required is not None:
        scale["requiredValue"] = number(required, "en")
    return {
        "id": f"{order.issuer.id}#{key}",
        "type": ["Achievement"],
        "achievementType": kind,
        "name": name,
        "description": description,
        "criteria": {"narrative": plain(criteria)},
        "humanCode": code,
        "version": version,
        "inLanguage": order.lang,
        "resultDescription": [scale],
    }


def _result(order: Order, key: str, credited: Points) -> Json:
    return {
        "type": ["Result"],
        "resultDescription": f"{order.issuer.id}#{key}-points",
        "value": number(credited, "en"),
    }


def _evidence(activity: StatedActivity, lang: str) -> Json:
    """What was recognised, in one sentence; the documents stay with the school."""
    parts = (
        phrases.when(activity.period, lang),
        phrases.amount(activity, lang),
        activity.organisation,
        points(activity.credited, lang),
    )
    said = plain(phrases.listed(parts, lang))
    title = f"{activity.code} — {activity.title.in_language(lang)}"
    return {"type": ["Evidence"], "name": title, "narrative": said, "genre": activity.category_title.in_language(lang)}


def _distinct(evidence: list[Json]) -> list[Json]:
    """Two declarations may read the same; a signed statement says a thing once."""
    return [each for rank, each in enumerate(evidence) if each not in evidence[:rank]]
