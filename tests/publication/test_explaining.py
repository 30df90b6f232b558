"""The page for students says what is done: its numbers come from the code, and are counted again here by hand."""

from __future__ import annotations

import re

import pytest

from polyvalidate.model.words import Text, plain
from polyvalidate.publication.attack.bands import Band
from polyvalidate.publication.figures.explaining import explanation, others, page
from polyvalidate.site.pages import balances


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_of_the_site_is_what_the_code_says(lang: str) -> None:
    pages = {shown.path: shown.text for shown in balances.section((), Text("", ""), str, lang).pages}

    assert pages["chiffres.md"] == page(lang)


def test_the_example_counted_by_hand() -> None:
    text = plain(re.sub(r"\s+", " ", page("fr")))

    # 31 students: 32 numbers in 32 // 5 = 6 intervals.
    assert "en 6 intervalles, chacun de 5 nombres au moins : 0 à 4, 5 à 9, 10 à 15, 16 à 20, 21 à 25, 26 à 31." in text
    # 18 is between 16 and 20; without three who have it, 13 to 17 of the 28 others.
    assert "On publie « 16 à 20 sur 31 »." in text
    assert "Des 28 autres, ils savent que 13 à 17 l'ont" in text
    # "0 to 4" of which three: 0 or 1 left. "26 to 31" and none of the three: 26 to 28 of 28.
    assert "il en reste 0 à 1 parmi les 28 autres" in text
    assert "savent que 26 à 28 des 28 autres l'ont" in text
    # 30 students: 31 numbers in 6 intervals, 0-4, 5-9, 10-14, 15-19, 20-24, 25-30. Ten at least, then nine at most.
    assert "on pourrait publier « 10 à 15 sur 31 », puis « 5 à 9 sur 30 »" in text


def test_the_claims_of_the_example_hold_for_every_possible_number() -> None:
    # Whatever the exact number in the band, the others are in the interval that the page says, both ends included.
    left = {number - 3 for number in range(16, 21)}

    assert (min(left), max(left)) == tuple(others(Band(16, 20), 31, 3, 3))


def test_both_languages_have_the_same_sections_and_the_same_numbers() -> None:
    french, english = page("fr"), page("en")

    assert french.count("\n## ") == english.count("\n## ") == 5
    assert re.findall(r"\d+", french) == re.findall(r"\d+", english)


def test_the_terminal_has_no_mark_up_and_short_lines() -> None:
    for lang in ("fr", "en"):
        text = explanation(lang)

        assert not re.search(r"[*`#]", text)
        assert max(len(line) for line in text.splitlines()) <= 80
        assert not re.search(r"^ *[:;?!»]", text, re.MULTILINE)
