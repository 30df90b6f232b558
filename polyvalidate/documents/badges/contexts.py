"""The vocabularies that badges are signed in, so that nothing is fetched: which word means which IRI, of which type.

Written from W3C Verifiable Credentials 2.0, Open Badges 3.0 (context 3.0.3) and the 1EdTech extensions; the tests hold
each equal to the published document, term by term. A context is for ever: a published one that changed would break
every signature made in it, so a new version is a new address and a new table here.

In a table, ``word`` stands for the IRI of that name in the vocabulary, ``word=other`` for another name, ``word=s/name``
for one of schema.org; then ``@`` says that values are IRIs, ``:float`` gives their type, ``[]`` a set, ``<>`` a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

_VC = "https://www.w3.org/2018/credentials#"
_SECURITY = "https://w3id.org/security#"
_STATUS = "https://www.w3.org/ns/credentials/status#"
_BADGE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_PREFIXES = {
    "s": "https://schema.org/",
    "vc": _VC,
    "sec": _SECURITY,
    "dc": "http://purl.org/dc/terms/",
    "jwt": "https://www.iana.org/assignments/jwt#",
}
_TYPES = {
    "date": "https://www.w3.org/2001/XMLSchema#date",
    "float": "https://www.w3.org/2001/XMLSchema#float",
    "boolean": "https://www.w3.org/2001/XMLSchema#boolean",
    "uri": "https://www.w3.org/2001/XMLSchema#anyURI",
    "integer": "https://www.w3.org/2001/XMLSchema#integer",
    "moment": "http://www.w3.org/2001/XMLSchema#dateTime",
    "misspelt-moment": "xsd:dateTime",  # as published: the prefix is declared nowhere
    "multibase": f"{_SECURITY}multibase",
    "suite": f"{_SECURITY}cryptosuiteString",
    "sri": f"{_VC}sriString",
}
_CONTAINERS = {"[]": "@set", "<>": "@list"}
_TERM = re.compile(r"(?P<word>\w+)(?:=(?P<iri>[\w/]+))?(?:@(?P<ref>)|:(?P<type>[\w-]+))?(?P<box>\[\]|<>)?", re.ASCII)

_BADGE_CLASSES: Mapping[str, str] = {
    "Achievement": (
        "achievementType alignment[] creator creditsAvailable:float criteria=Criteria@ fieldOfStudy humanCode image@"
        " otherIdentifier[] related[] resultDescription[] specialization tag=s/keywords[] version"
        " inLanguage=s/inLanguage"
    ),
    "AchievementSubject": (
        "achievement activityEndDate:date activityStartDate:date creditsEarned:float identifier[] image@ licenseNumber"
        " result[] role source@ term"
    ),
    "Address": (
        "addressCountry=s/addressCountry addressCountryCode=CountryCode addressLocality=s/addressLocality"
        " addressRegion=s/addressRegion geo=GeoCoordinates postOfficeBoxNumber=s/postOfficeBoxNumber"
        " postalCode=s/postalCode streetAddress=s/streetAddress"
    ),
    "Alignment=s/AlignmentObject": (
        "targetCode targetDescription=s/targetDescription targetFramework=s/targetFramework targetName=s/targetName"
        " targetType targetUrl=s/targetUrl:uri"
    ),
    "EndorsementSubject": "endorsementComment",
    "Evidence": "audience=s/audience genre=s/genre",
    "GeoCoordinates": "latitude=s/latitude longitude=s/longitude",
    "IdentifierEntry": "identifier identifierType",
    "IdentityObject": "hashed:boolean identityHash identityType salt",
    "Image": "caption=s/caption",
    "Profile": (
        "additionalName=s/additionalName address@ dateOfBirth:date email=s/email familyName=s/familyName"
        " familyNamePrefix givenName=s/givenName honorificPrefix=s/honorificPrefix honorificSuffix=s/honorificSuffix"
        " image@ otherIdentifier[] parentOrg@ patronymicName phone official"
    ),
    "Related": "version inLanguage=s/inLanguage",
    "Result": "achievedLevel:uri resultDescription:uri status value=s/value",
    "ResultDescription": (
        "allowedValue<> requiredLevel:uri requiredValue resultType rubricCriterionLevel[] valueMax valueMin"
    ),
    "RubricCriterionLevel": "level points",
}
_BADGE_TERMS = (
    "OpenBadgeCredential Criteria EndorsementCredential alignment[] description=s/description endorsement[] image@"
    " inLanguage=s/inLanguage name=s/name narrative url=s/url:uri awardedDate:misspelt-moment"
    " endorsementJwt[] jti=jwt/jti@"
)
_CREDENTIAL_TERMS = (
    "description=s/description digestMultibase=sec/digestMultibase:multibase digestSRI:sri mediaType=s/encodingFormat"
    " name=s/name"
)
_CREDENTIAL = (
    "confidenceMethod@ credentialSchema@ credentialStatus@ credentialSubject@ description=s/description evidence@"
    " issuer@ name=s/name refreshService@ relatedResource@ renderMethod@ termsOfUse@ validFrom:moment validUntil:moment"
)
_PROOF = (
    "challenge created=dc/created:moment cryptosuite:suite domain expires=expiration:moment nonce previousProof@"
    " proofValue:multibase verificationMethod@"
)
_PURPOSES = (
    "assertionMethod@[] authentication=authenticationMethod@[] capabilityDelegation=capabilityDelegationMethod@[]"
    " capabilityInvocation=capabilityInvocationMethod@[] keyAgreement=keyAgreementMethod@[]"
)
_LIST_ENTRY = "statusListCredential@ statusListIndex statusPurpose statusReference@ statusSize:integer"
_ALIASES = {"@protected": True, "id": "@id", "type": "@type"}


def _terms(table: str, vocabulary: str) -> dict[str, Any]:
    return {match["word"]: _definition(match, vocabulary) for match in map(_TERM.fullmatch, table.split()) if match}


def _definition(match: re.Match[str], vocabulary: str) -> dict[str, Any]:
    prefix, _, name = (match["iri"] or match["word"]).rpartition("/")
    definition: dict[str, Any] = {"@id": _PREFIXES.get(prefix, vocabulary) + name}
    if match["ref"] is not None:
        definition["@type"] = "@id"
    if match["type"]:
        definition["@type"] = _TYPES[match["type"]]
    if match["box"]:
        definition["@container"] = _CONTAINERS[match["box"]]
    return definition


def _class(name: str, terms: Mapping[str, Any], vocabulary: str) -> dict[str, Any]:
    (own,) = _terms(name, vocabulary).values()
    return {**own, "@context": {**_ALIASES, **terms}}


@cache
def _open_badges() -> dict[str, Any]:
    classes = {
        name.partition("=")[0]: _class(name, _terms(table, _BADGE), _BADGE) for name, table in _BADGE_CLASSES.items()
    }
    alias = {"AchievementCredential": {"@id": "OpenBadgeCredential"}}
    return {"@context": {**_ALIASES, **_terms(_BADGE_TERMS, _BADGE), **alias, **classes}}


@cache
def _credentials() -> dict[str, Any]:
    proof = {"proof": {"@id": f"{_SECURITY}proof", "@type": "@id", "@container": "@graph"}}
    purpose = {
        "@id": f"{_SECURITY}proofPurpose",
        "@type": "@vocab",
        "@context": {**_ALIASES, **_terms(_PURPOSES, _SECURITY)},
    }
    entry = {
        "statusMessage": {
            "@id": f"{_STATUS}statusMessage",
            "@context": {**_ALIASES, **_terms("message status", _STATUS)},
        }
    }
    return {
        "@context": {
            **_ALIASES,
            **_terms(_CREDENTIAL_TERMS, _VC),
            "VerifiableCredential": _class("VerifiableCredential", {**_terms(_CREDENTIAL, _VC), **proof}, _VC),
            "DataIntegrityProof": _class(
                "DataIntegrityProof", {**_terms(_PROOF, _SECURITY), "proofPurpose": purpose}, _SECURITY
            ),
            "BitstringStatusListEntry": _class(
                "BitstringStatusListEntry", {**_terms(_LIST_ENTRY, _STATUS), **entry}, _STATUS
            ),
        }
    }


@cache
def _extensions() -> dict[str, Any]:
    specification = "https://purl.imsglobal.org/spec/"
    return {
        "@context": {
            "id": "@id",
            "type": "@type",
            "1EdTechJsonSchemaValidator2019": f"{specification}vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019",
            "1EdTechRevocationList": f"{specification}vcrl/v1p0/context.json#1EdTechRevocationList",
            "1EdTechCredentialRefresh": f"{specification}vccr/v1p0/context.json#1EdTechCredentialRefresh",
        }
    }


_KNOWN = {CREDENTIALS: _credentials, OPEN_BADGES: _open_badges, EXTENSIONS: _extensions}
KNOWN = tuple(_KNOWN)


def context(url: str) -> dict[str, Any]:
    """The context document at an address. Raises KeyError for one that is not known: nothing is ever fetched."""
    return _KNOWN[url]()
