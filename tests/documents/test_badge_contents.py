"""What a badge says of the record, and of whom."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from polyvalidate.documents.badges.badge import Nothing, issue
from polyvalidate.documents.recipient import NOBODY, Recipient, parsed
from polyvalidate.documents.statement import Statement
from tests.documents.badges import LIST, PUBLIC, badge_text, order
from tests.documents.people import ACQUIRED, ISSUER, RUNNING, SEED, everybody, statement


def made(subject: str = "quitus", said: Statement | None = None, recipient: Recipient = NOBODY) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(issue(said or statement(), order(subject, recipient), SEED, PUBLIC))
    return document


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_badge_as_it_is_handed_over(lang: str, golden: Callable[[str, str], None]) -> None:
    golden(f"badge-quitus-{lang}.json", badge_text(lang=lang))


def test_the_badge_of_an_activity_as_it_is_handed_over(golden: Callable[[str, str], None]) -> None:
    golden("badge-3.1-fr.json", badge_text("3.1"))


def test_the_quitus_is_the_jury_s() -> None:
    subject = made()["credentialSubject"]

    assert (subject["creditsEarned"], subject["result"][0]["value"]) == (11, "11")
    assert subject["achievement"]["resultDescription"][0]["requiredValue"] == "10"


def test_an_activity_done_twice_is_one_badge_over_both() -> None:
    subject = made("3.1")["credentialSubject"]

    assert (subject["creditsEarned"], subject["activityStartDate"], subject["activityEndDate"]) == (
        2,
        "2025-02-01",
        "2026-01-31",
    )


@pytest.mark.parametrize(("student", "subject"), [(RUNNING, "quitus"), (ACQUIRED, "2.6"), (ACQUIRED, "6.6")])
def test_nothing_is_given_for_what_was_not_recognised(student: str, subject: str) -> None:
    with pytest.raises(Nothing):
        made(subject, statement(student))


@pytest.mark.parametrize("outcome", ["not-acquired", "exempted", "second-chance"])
def test_another_outcome_of_the_jury_is_no_quitus(outcome: str) -> None:
    quitus = statement().quitus
    assert quitus is not None

    with pytest.raises(Nothing):
        made(said=dataclasses.replace(statement(), quitus=quitus._replace(outcome=outcome)))


def test_no_badge_holds_a_pseudonym_or_names_anybody_unless_told() -> None:
    for said in everybody().values():
        if said.acquired:
            text = json.dumps(made(said=said))

            assert said.student not in text
            assert "identifier" not in json.loads(text)["credentialSubject"]


def test_identifiers_differ_by_person_and_cannot_be_made_without_the_key() -> None:
    def identifiers(seed: bytes, student: str) -> set[str]:
        said = dataclasses.replace(statement(), student=student)
        document = json.loads(issue(said, order(), seed, PUBLIC))
        return {document["id"], document["credentialSubject"]["id"]}

    ids = [identifiers(seed, student) for seed in (SEED, b"\1" * 32) for student in ("s-base000001", "s-base000002")]

    assert len(set().union(*ids)) == 8


def test_a_person_with_a_wallet_is_named_by_their_own_identifier() -> None:
    assert made(recipient=Recipient(did="did:key:z6MkExample"))["credentialSubject"]["id"] == "did:key:z6MkExample"


def test_status_and_its_vocabulary_come_together() -> None:
    plain = json.loads(issue(statement(), order(revocations=""), SEED, PUBLIC))

    assert "credentialStatus" not in plain
    assert (len(plain["@context"]), len(made()["@context"])) == (2, 3)
    assert made()["credentialStatus"] == {"id": LIST, "type": "1EdTechRevocationList"}


def test_everything_is_issued_in_the_name_of_the_school() -> None:
    assert made()["issuer"] == {
        "id": ISSUER.id,
        "type": ["Profile"],
        "name": ISSUER.name,
        "url": ISSUER.url,
        "email": ISSUER.email,
    }


def test_a_person_is_read_as_the_register_writes_them() -> None:
    data = b'{"code": "s-x", "number": "1", "surname": "Martin", "usual": "Exemple", "first": "Camille", "email": ""}'

    assert parsed(data) == Recipient("Camille", "Exemple", "", "")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"first": 3}', b'{"first": "\\u202eA"}', b'{"did": "camille"}', b"[" * 100_000]
)
def test_what_describes_nobody_is_said(data: bytes) -> None:
    assert not isinstance(parsed(data), Recipient)
