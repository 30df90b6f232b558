"""Section 6.1 of the diploma supplement: what is told, what is not, and its ELMO form."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from polyvalidate.documents.elmo import NAMESPACE, as_elmo
from polyvalidate.documents.statement import Statement
from polyvalidate.documents.supplement import Section, as_text, recognised, section
from polyvalidate.model.points import Points
from tests.documents.people import ACQUIRED, RUNNING, everybody, statement

JUDGEMENTS = ("excellent", "remarquable", "brillant", "bravo", "outstanding", "exemplary", "insuffisant", "poor")


def both(said: Statement) -> tuple[Section, ...]:
    return (section(said, "fr"), section(said, "en"))


def tags(text: str) -> list[tuple[str, str | None]]:
    return [
        (element.tag.removeprefix(f"{{{NAMESPACE}}}"), element.get("number")) for element in ET.fromstring(text).iter()
    ]


@pytest.mark.parametrize("student", [ACQUIRED, RUNNING])
def test_the_text_as_it_is_read(student: str, golden: Callable[[str, str], None]) -> None:
    golden(f"supplement-{student}.txt", as_text(both(statement(student))))


def test_the_elmo_element_as_it_is_read(golden: Callable[[str, str], None]) -> None:
    golden("supplement.xml", as_elmo(both(statement())))


def test_everybody_gets_a_section_without_a_judgement_a_pseudonym_or_a_comment() -> None:
    for said in everybody().values():
        text = as_text(both(said)).casefold()
        comments = {ruling.comment for a in said.activities for ruling in (a.ruling, a.appeal) if ruling}

        assert not [word for word in (*JUDGEMENTS, said.student) if word in text]
        assert not [each for each in comments if each and each.casefold() in text]


def test_points_credited_after_the_jury_are_told_apart_from_its_decision() -> None:
    said = statement(ACQUIRED)
    assert said.quitus is not None
    later = dataclasses.replace(said, credited=Points(said.quitus.credited + 2))

    assert "a changé depuis la décision du jury" in as_text((section(later, "fr"),))
    assert "has changed since the decision of the jury" in as_text((section(later, "en"),))
    same = dataclasses.replace(said, credited=said.quitus.credited)
    assert "a changé depuis" not in as_text((section(same, "fr"),))


def test_what_was_refused_is_not_told() -> None:
    assert "2.6" not in as_text(both(statement()))


def with_sensitive(said: Statement) -> Statement:
    first, *rest = said.activities
    return dataclasses.replace(said, activities=(dataclasses.replace(first, sensitive=True), *rest))


def test_a_sensitive_activity_counts_without_being_told_unless_the_person_asks() -> None:
    said = with_sensitive(statement())
    hidden = said.activities[0]
    told, untold = recognised(said, sensitive=False)

    assert (hidden in told, untold) == (False, [hidden])
    assert hidden.title.fr not in as_text((section(said, "fr"),))
    assert "Autre activité reconnue : 0,5 point" in as_text((section(said, "fr"),)).replace("\u00a0", " ")
    assert hidden.title.fr in as_text((section(said, "fr", sensitive=True),))


def test_an_activity_that_caps_took_wholly_is_still_told() -> None:
    said = statement()
    first, *rest = said.activities
    capped = dataclasses.replace(
        said, activities=(dataclasses.replace(first, credited=Points(0)), *rest), categories=()
    )

    assert first.title.en in as_text((section(capped, "en"),))


def test_the_element_has_the_order_that_elmo_wants() -> None:
    found = tags(as_elmo(both(statement())))

    assert found[:5] == [("section", "6"), ("title", None), ("section", "6.1"), ("title", None), ("content", None)]
    assert {tag for tag, _ in found[5:]} == {"additionalInformation"}


def test_any_text_a_student_wrote_stays_a_text_of_the_element() -> None:
    said = statement()
    hostile = dataclasses.replace(said.activities[0], organisation="<section>&\ufffe\x0b]]>")
    text = as_elmo(both(dataclasses.replace(said, activities=(hostile, *said.activities[1:]))))

    assert sum(tag == "section" for tag, _ in tags(text)) == 2


WHOLE = """\
<elmo xmlns="{namespace}"><generatedDate>2026-11-02T10:00:00Z</generatedDate>
<learner><givenNames>Camille</givenNames><familyName>Exemple</familyName></learner>
<report><issuer><identifier type="schac">ecole.example.org</identifier><title>École</title>
<url>https://ecole.example.org</url></issuer>
<learningOpportunitySpecification><title>Diplôme</title><specifies><learningOpportunityInstance>
<diplomaSupplement><version>2018</version><issueDate>2026-11-02</issueDate><introduction>…</introduction>
{section}</diplomaSupplement>
</learningOpportunityInstance></specifies></learningOpportunitySpecification>
<issueDate>2026-11-02T10:00:00Z</issueDate></report></elmo>
"""


ADDRESS = "https://github.com/erasmus-without-paper/ewp-specs-types-address/tree/stable-v1"
NO_ADDRESS = f"""\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{ADDRESS}">
<xs:complexType name="FlexibleAddress"/></xs:schema>
"""


def test_the_element_is_valid_in_a_whole_elmo_document(tmp_path: Path, reference: Callable[[str], Path]) -> None:
    """Against the official schema, where a copy stands in ``../shared/data/elmo`` (EUPL: it is not part of this)."""
    import xmlschema

    # Addresses of learners, which nothing here has, would bring two more repositories.
    (tmp_path / "address.xsd").write_text(NO_ADDRESS, encoding="utf-8")
    places = {
        "http://www.w3.org/2000/09/xmldsig#": reference("elmo/xmldsig-core-schema.xsd"),
        "http://europass.cedefop.europa.eu/Europass/V2.0": reference("elmo/EUROPASS_ISOCountries_V1.1.xsd"),
        ADDRESS: tmp_path / "address.xsd",
    }
    elmo = xmlschema.XMLSchema(
        str(reference("elmo/schema.xsd")),
        locations=[(name, str(place)) for name, place in places.items()],
        allow="local",
    )
    element = as_elmo(both(statement())).partition("\n")[2]

    assert list(elmo.iter_errors(WHOLE.format(namespace=NAMESPACE, section=element))) == []
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        elmo.validate(WHOLE.format(namespace=NAMESPACE, section=element.replace('number="6.1"', 'number="six"')))
