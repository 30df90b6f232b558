"""Decisions taken anew on what stands in the branch: who may have it done, who has read it, what the commit says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Spoken
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.school.amend import amend
from polyvalidate.school.merge import Ready, Stopped
from tests.cli.test_evaluate import THREE_POINTS
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, OTHER, REFERENT_3, School

THREE, HALF = f"{FOLDER}/2.1-presidence.yml", f"{FOLDER}/3.3-lycee.yml"
TWICE = {THREE: ("ref-1", Spoken(Word.ACCEPT, second="ref-2"))}
DAY = date(2026, 3, 1)
REFERENT_2 = "github:1000002"


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    made.settle({THREE: THREE_POINTS, HALF: FAIR})
    return made


def text_of(found: Ready | Stopped) -> str:
    return found.text.of("fr") if isinstance(found, Stopped) and isinstance(found.text, Text) else ""


def test_a_second_reader_has_approved_or_has_it_done(school: School) -> None:
    def amended(code: str, *approvals: str) -> Ready | Stopped:
        return amend(school.place, "main", code, TWICE, frozenset(approvals), None, DAY)

    alone, stranger = amended("ref-1"), amended("ref-1", REFERENT_3)

    assert [
        text_of(found).startswith("2.1-presidence.yml attend la seconde lecture de ref-2")
        for found in (alone, stranger)
    ] == [
        True,
        True,
    ]
    assert [type(found) for found in (amended("ref-1", REFERENT_2), amended("ref-2"))] == [Ready, Ready]


def test_the_commit_names_who_decided_who_had_it_done_and_who_holding_a_role_approved(school: School) -> None:
    found = amend(school.place, "main", "ref-2", TWICE, frozenset({REFERENT_3, OTHER}), 12, DAY)

    assert isinstance(found, Ready)
    assert found.message == (
        "Décision corrigée par ref-2\n\n"
        "2025/s-base000001 2.1-presidence.yml : acceptée, 3 points (ref-1, 1er mars 2026).\n\n"
        f"Request: 12\nEvaluated-by: ref-2\nEvaluated-by: ref-1\nApproved-by: {REFERENT_3}\n"
    )
    assert (found.base, found.parents, found.by.holder.code) == (found.head, (found.base,), "ref-2")


@pytest.mark.parametrize(
    ("code", "by", "told"),
    [
        ("ref-99", "ref-3", "Le code ref-99 n'est pas dans grid/roles.yml."),
        ("ref-3", "ref-99", "Le code ref-99 n'est pas dans grid/roles.yml."),
        ("ref-3", "ref-1", "ref-1 n'évalue pas l'activité 3.3."),
    ],
)
def test_whoever_has_no_right_amends_nothing(school: School, code: str, by: str, told: str) -> None:
    found = amend(school.place, "main", code, {HALF: (by, Spoken(Word.ACCEPT))}, frozenset(), None, DAY)

    assert text_of(found).startswith(told)


def test_an_appeal_that_the_jury_has_not_answered_holds_no_correction_back(school: School) -> None:
    refused = "evaluation:\n  decision: refused\n  by: ref-3\n  on: 2026-02-10\n  comment: Non.\n"
    school.settle({HALF: FAIR + refused + f"appeal:\n  on: {DAY}\n  reason: La date figure au verso.\n"})
    quarter = Spoken(Word.POINTS, Points(1), "La moitié.")

    assert isinstance(amend(school.place, "main", "ref-3", {HALF: ("ref-3", quarter)}, frozenset(), 1, DAY), Ready)


def test_a_correction_that_the_rules_refuse_is_shown_where_they_say_with_every_file_as_it_would_be(
    school: School,
) -> None:
    gala, cloakroom = f"{FOLDER}/2.5-gala.yml", f"{FOLDER}/2.6-vestiaire.yml"
    declared = {
        path: (RULES / "PP411" / "bad" / path).read_text(encoding="utf-8").replace("2026-03-2", "2026-02-0")
        for path in (gala, cloakroom)
    }
    signed = "  by: ref-1\n  on: 2026-02-10\n"
    refused = declared[gala] + f"evaluation:\n  decision: refused\n{signed}  comment: Non.\n"
    accepted = declared[cloakroom] + f"evaluation:\n  decision: accepted\n  points: 0.5\n{signed}"
    school.settle({gala: refused, cloakroom: accepted})

    found = amend(school.place, "main", "ref-1", {gala: ("ref-1", Spoken(Word.ACCEPT))}, frozenset(), None, DAY)

    assert isinstance(found, Stopped)
    assert [(one.code, one.path) for one in found.findings] == [("PP411", cloakroom)]
    assert found.files[cloakroom] == accepted.encode()
    assert "decision: accepted" in found.files[gala].decode()
    assert found.book is not None
