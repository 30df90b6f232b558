"""A draft from answers: what an activity asks, what is missing, the name of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.files import draft
from polyvalidate.files.draft import Answers, Ask
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity, Unit
from polyvalidate.model.paths import DECLARATION_NAME, folder_kind
from tests.declaring import activities, make_school

DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Activity, Unit]]:
    """The activities of 2025-2026 with their units, by code."""
    root: Path = make_school(tmp_path_factory.mktemp("drafting") / "school")
    return {a.code: (a, grid.units[a.unit]) for grid, a in activities(root) if grid.year == "2025-2026"}


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("3.1", "activity from to elsewhere quantity title organisation event description evidence"),
        ("6.6", "activity from to elsewhere quantity"),
        ("4.1", "activity from to elsewhere hours"),
        ("7.5", "activity from to elsewhere level quantity title organisation event description evidence"),
        ("2.1", "activity from to elsewhere quantity title organisation description evidence"),
    ],
)
def test_an_activity_asks_what_it_counts_and_nothing_else(
    known: dict[str, tuple[Activity, Unit]], code: str, asked: str
) -> None:
    questions = draft.questions(*known[code], Answers(activity=code, first=DAY))

    assert [ask.value for ask in questions] == asked.split()


def test_no_sensitive_activity_asks_for_a_word_or_a_document(known: dict[str, tuple[Activity, Unit]]) -> None:
    told = {Ask.TITLE, Ask.ORGANISATION, Ask.EVENT, Ask.DESCRIPTION, Ask.EVIDENCE}
    sensitive = [pair for pair in known.values() if pair[0].sensitive]

    asked = {activity.code for activity, unit in sensitive if told & {*draft.questions(activity, unit, Answers())}}
    assert (len(sensitive), asked) == (7, set())


def test_what_lasts_longer_than_a_week_is_no_event(known: dict[str, tuple[Activity, Unit]]) -> None:
    def asks_for_event(last: date) -> bool:
        return Ask.EVENT in draft.questions(*known["3.1"], Answers("3.1", DAY, last))

    assert (asks_for_event(date(2026, 2, 6)), asks_for_event(date(2026, 2, 7))) == (True, False)


def test_one_of_several_kinds_of_evidence_is_enough(known: dict[str, tuple[Activity, Unit]]) -> None:
    activity = known["7.5"][0]
    one = Evidence("E7", "url", None, "https://github.com/exemple/pont", None, None, None)

    assert draft.evidence_wanted(activity, Answers()) == (("E5", "E7"),)
    assert draft.evidence_wanted(activity, Answers(evidence=(one,))) == ()


def test_every_kind_that_is_needed_is_wanted(known: dict[str, tuple[Activity, Unit]]) -> None:
    activity = known["6.1"][0]
    one = Evidence("E8", "pull-request", "releve.pdf", None, "0" * 64, None, None)

    assert draft.evidence_wanted(activity, Answers()) == (("E4",), ("E8",))
    assert draft.evidence_wanted(activity, Answers(evidence=(one,))) == (("E4",),)


def test_points_brought_from_another_school_need_no_evidence(known: dict[str, tuple[Activity, Unit]]) -> None:
    assert draft.evidence_wanted(known["6.1"][0], Answers(origin="polytech-nantes")) == ()


def test_what_is_missing_is_known_as_far_as_the_activity_is(known: dict[str, tuple[Activity, Unit]]) -> None:
    assert draft.missing(None, None, Answers()) == (Ask.ACTIVITY, Ask.FROM)
    assert draft.missing(None, None, Answers(activity="9.9", first=DAY)) == ()
    assert draft.missing(*known["6.6"], Answers(activity="6.6")) == (Ask.FROM, Ask.QUANTITY)
    assert draft.missing(*known["6.6"], Answers(activity="6.6", first=DAY, quantity=1)) == ()


def test_plain_data_holds_what_was_said_and_nothing_else() -> None:
    assert draft.plain(Answers(activity="6.6", first=DAY, quantity=1, elsewhere="none")) == {
        "activity": "6.6",
        "period": {"from": "2026-01-31", "to": "2026-01-31"},
        "quantity": 1,
    }


def test_a_draft_without_a_first_day_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError):
        draft.plain(Answers(activity="6.6"))
    with pytest.raises(ValueError):
        draft.file_name(Answers(activity="6.6"), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Journée portes ouvertes", "journee-portes-ouvertes"),
        ("Œuvre d'art & cætera", "oeuvre-d-art-caetera"),
        ("Stand robotique : accueil des familles le dimanche", "stand-robotique-accueil-des-familles-le"),
        ("anticonstitutionnellementanticonstitutionnellement", "anticonstitutionnellementanticonstitutio"),
        ("STRASSE Straße", "strasse-strasse"),
        ("Łódź", "lodz"),
        ("数学", ""),
        ("👩‍🔬", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_made_of_whole_plain_words(text: str, expected: str) -> None:
    assert draft.slug(text) == expected


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=3))
def test_the_name_of_a_file_is_one_the_format_allows_and_free(title: str, others: list[str]) -> None:
    taken = [draft.file_name(Answers("3.1", DAY, title=text), ()).upper() for text in (title, *others)]

    name = draft.file_name(Answers("3.1", DAY, title=title), taken)

    assert (folder_kind(name), bool(DECLARATION_NAME.fullmatch(name)), name.upper() in taken) == (
        "declaration",
        True,
        False,
    )


def test_names_that_are_taken_get_a_number() -> None:
    answers = Answers("3.1", DAY, title="Stand")

    assert draft.file_name(answers, ["student.yml"]) == "3.1-stand.yml"
    assert draft.file_name(answers, ["3.1-STAND.yml", "3.1-stand-2.yml"]) == "3.1-stand-3.yml"


def test_a_declaration_without_a_title_is_named_after_its_year_only() -> None:
    assert draft.file_name(Answers("6.6", DAY), ()) == "6.6-declaration-2026.yml"
    assert draft.file_name(Answers("3.1", DAY, title="数学"), ()) == "3.1-declaration-2026.yml"
