"""What people type, to values: dates, counts, hours, texts. Tables for what is usual, laws for the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.files import typed
from polyvalidate.files.typed import Unclear

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-1-5", date(2026, 1, 5)),
        ("31/01/2026", date(2026, 1, 31)),
        ("31/1/26", date(2026, 1, 31)),
        ("31.01.2026", date(2026, 1, 31)),
        ("31-01-2026", date(2026, 1, 31)),
        ("31 01 2026", date(2026, 1, 31)),
        ("31 / 01 / 2026", date(2026, 1, 31)),
        ("  31/01/2026 ", date(2026, 1, 31)),
        ("05/06/2026", date(2026, 6, 5)),
        ("31 janvier 2026", date(2026, 1, 31)),
        ("samedi 31 janvier 2026", date(2026, 1, 31)),
        ("le 31 janvier 2026", date(2026, 1, 31)),
        ("sam. 31 janv. 2026", date(2026, 1, 31)),
        ("31 JANVIER 2026", date(2026, 1, 31)),
        ("1er février 2026", date(2026, 2, 1)),
        ("1 fevrier 2026", date(2026, 2, 1)),
        ("1er février 26", date(2026, 2, 1)),
        ("3 août 2026", date(2026, 8, 3)),
        ("3 déc. 2025", date(2025, 12, 3)),
        ("3 March 2026", date(2026, 3, 3)),
        ("3rd March 2026", date(2026, 3, 3)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_understood_as_french_people_type_it(text: str, expected: date) -> None:
    assert typed.day(text) == expected


@pytest.mark.parametrize("text", ["31/02/2026", "29/02/2026", "00/01/2026", "01/13/2026", "2026-13-01", "31 juin 2026"])
def test_a_day_that_no_calendar_has_is_said_to_be_so(text: str) -> None:
    with pytest.raises(Unclear) as raised:
        typed.day(text)

    assert raised.value.text.fr == (
        "Ce jour n'existe pas dans le calendrier. Écrivez le jour, le mois et l'année : 31/01/2026."
    )


@pytest.mark.parametrize(
    "text", ["", "hier", "31", "31/01", "janvier 2026", "31 xyz 2026", "31 jui 2026", "31/01/202", "٣١/٠١/٢٠٢٦", "1e9"]
)
def test_what_is_no_date_is_asked_again_with_an_example(text: str) -> None:
    with pytest.raises(Unclear) as raised:
        typed.day(text)

    assert raised.value.text.en == "This date is not understood. Write day, month and year: 31/01/2026."


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y", "%d %m %Y"]))
def test_a_date_written_in_figures_is_the_same_day(day: date, form: str) -> None:
    assert typed.day(day.strftime(form)) == day


@given(DAYS, st.integers(0, 1), st.booleans())
def test_a_date_written_in_words_is_the_same_day(day: date, language: int, shout: bool) -> None:
    text = f"{day.day} {typed.MONTHS[day.month - 1][language]} {day.year}"

    assert typed.day(text.upper() if shout else text) == day


@pytest.mark.parametrize(
    ("text", "expected"), [("2", 2), (" 2 ", 2), ("02", 2), ("2,0", 2), ("2.00", 2), ("200", 200), ("0", 0)]
)
def test_a_whole_number_is_understood(text: str, expected: int) -> None:
    assert typed.count(text) == expected


@pytest.mark.parametrize("text", ["", "deux", "2,5", "-1", "+2", "1e3", "12345", "٢", "2 fois", "²"])
def test_what_is_no_whole_number_is_asked_again(text: str) -> None:
    with pytest.raises(Unclear):
        typed.count(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14", (14, False)),
        ("14 h", (14, False)),
        ("14h", (14, False)),
        ("14 heures", (14, False)),
        ("1 heure", (1, False)),
        ("14 hours", (14, False)),
        ("14h00", (14, False)),
        ("14,0", (14, False)),
        ("14,5", (14, True)),
        ("14.5 h", (14, True)),
        ("14h30", (14, True)),
        ("14 h 30", (14, True)),
        ("14h30min", (14, True)),
        ("14 h 30 min", (14, True)),
    ],
)
def test_hours_are_whole_and_say_when_something_is_cut(text: str, expected: tuple[int, bool]) -> None:
    assert typed.hours(text) == expected


@pytest.mark.parametrize("text", ["", "quatorze", "-3", "14h60", "14:30", "14h3", "1e3", "٣", "3 jours"])
def test_what_is_no_number_of_hours_is_asked_again(text: str) -> None:
    with pytest.raises(Unclear):
        typed.hours(text)


@given(st.integers(0, 2000), st.integers(0, 59))
def test_hours_and_minutes_give_the_hours_and_never_more(hours: int, minutes: int) -> None:
    assert typed.hours(f"{hours}h{minutes:02}") == (hours, minutes > 0)


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_sentence_in_both_languages(text: str) -> None:
    readers = (typed.day, typed.count, typed.hours, typed.line, typed.paragraph, typed.event, typed.identifier)
    said = [sentence for read in readers for sentence in refusal(read, text)]

    assert [sentence for sentence in said if not sentence.endswith(".")] == []


def refusal(read: Callable[[str], object], text: str) -> tuple[str, ...]:
    try:
        read(text)
    except Unclear as unclear:
        return unclear.text.fr, unclear.text.en
    return ()


@given(st.text(max_size=40))
def test_a_line_is_what_people_see(text: str) -> None:
    try:
        line = typed.line(text)
    except Unclear:
        return
    assert (line.strip(), len(line.splitlines()), "\u200b" in line) == (line, 1, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" Gala ", "Gala"), ("soft\u00adhyphen", "softhyphen"), ("\ufeffBOM", "BOM"), ("a\u202eb", "ab"), ("é", "é")],
)
def test_what_a_page_slips_in_unseen_is_left_out(text: str, expected: str) -> None:
    assert typed.line(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "a\nb", "\x1b[D", "a\x00b", "\udc80", "a\u2028b"])
def test_a_line_refuses_nothing_several_lines_and_special_keys(text: str) -> None:
    with pytest.raises(Unclear):
        typed.line(text)


@pytest.mark.parametrize(("text", "expected"), [("", None), (" \n", None), ("a\r\nb\n", "a\nb")])
def test_a_paragraph_keeps_its_lines(text: str, expected: str | None) -> None:
    assert typed.paragraph(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Gala 2026", "gala-2026"), ("Fête de l'Été", "fete-de-l-ete"), ("CŒUR", "coeur")]
)
def test_an_event_has_one_spelling(text: str, expected: str) -> None:
    assert typed.event(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("1", "none"), ("4", "paid"), ("PAID", "paid"), ("non", "none")])
def test_a_choice_is_made_by_its_number_or_by_its_code(text: str, expected: str) -> None:
    assert typed.choice(text, ("none", "ects", "internship", "paid")) == expected


@pytest.mark.parametrize("text", ["", "0", "5", "oui", "-1"])
def test_a_choice_that_is_none_of_the_list_says_which_numbers_are(text: str) -> None:
    with pytest.raises(Unclear) as raised:
        typed.choice(text, ("none", "ects", "internship", "paid"))

    assert raised.value.text.fr == "Répondez par un numéro, de 1 à 4."
