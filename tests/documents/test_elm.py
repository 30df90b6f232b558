"""The record as a European credential: its shape, held to the rules of the generic profile that concern it."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
from typing import Any

from polyvalidate.documents.badges.png import chunks
from polyvalidate.documents.elm import as_elm
from polyvalidate.documents.recipient import NOBODY, Recipient
from polyvalidate.documents.statement import Statement
from tests.documents.people import CAMILLE, ISSUER, RUNNING, statement

DATE = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def credential(said: Statement | None = None, recipient: Recipient = NOBODY) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(as_elm(said or statement(), ISSUER, recipient))
    return made


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for each in value for found in nodes(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(found for each in value.values() for found in nodes(each))]


def test_what_the_profile_demands_of_a_credential_is_there() -> None:
    made = credential()

    assert made["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]
    assert made["credentialProfiles"]["id"] == "http://data.europa.eu/snb/credential/e34929035b"
    assert made["credentialSchema"]["type"] == "ShaclValidator2017"
    assert DATE.fullmatch(made["validFrom"])
    assert DATE.fullmatch(made["issued"])
    assert made["issuer"]["legalName"]
    assert made["issuer"]["location"]["address"]["countryCode"]
    display = made["displayParameter"]
    assert {"title", "language", "primaryLanguage", "individualDisplay"} <= set(display)
    assert all(each["displayDetail"][0]["image"]["content"] for each in display["individualDisplay"])


def test_the_image_of_the_credential_is_a_png() -> None:
    image = credential()["displayParameter"]["individualDisplay"][0]["displayDetail"][0]["image"]

    assert [chunk.kind for chunk in chunks(base64.b64decode(image["content"]))] == [b"IHDR", b"IDAT", b"IEND"]


def test_each_recognised_activity_is_a_claim_with_title_award_and_period() -> None:
    claims = [c for c in credential()["credentialSubject"]["hasClaim"] if c["type"] == "LearningActivity"]

    assert len(claims) == sum(a.computed > 0 for a in statement().activities)
    for claim in claims:
        assert set(claim["title"]) == {"fr", "en"}
        assert claim["awardedBy"]["awardingBody"]["type"] == "Organisation"
        assert claim["temporal"]["startDate"] < claim["temporal"]["endDate"]
    assert [c["workload"] for c in claims if "workload" in c] == ["PT15H"]


def test_the_quitus_is_an_achievement_only_when_the_jury_gave_it() -> None:
    def achievements(said: Statement) -> list[str]:
        return [c["title"]["fr"] for c in credential(said)["credentialSubject"]["hasClaim"] if "Achiev" in c["type"]]

    assert (achievements(statement()), achievements(statement(RUNNING))) == (["Quitus citoyen"], [])


def test_nobody_is_named_unless_the_office_says_who() -> None:
    anonymous, named = credential()["credentialSubject"], credential(recipient=CAMILLE)["credentialSubject"]

    assert set(anonymous) == {"id", "type", "hasClaim"}
    assert (named["fullName"], named["familyName"]) == ({"fr": "Camille Exemple"}, {"fr": "Exemple"})
    assert named["contactPoint"]["emailAddress"]["id"] == "mailto:camille@example.org"


def test_two_nodes_with_one_id_are_the_same_node() -> None:
    known: dict[str, dict[str, Any]] = {}
    for node in nodes(credential()):
        if "id" in node and node["type"] != "Person":
            assert known.setdefault(node["id"], node) == node


def test_it_is_unsigned_deterministic_and_free_of_the_pseudonym() -> None:
    text = as_elm(statement(), ISSUER, CAMILLE)

    assert text == as_elm(dataclasses.replace(statement()), ISSUER, CAMILLE)
    assert "proof" not in json.loads(text)
    assert statement().student not in text
