"""The home page: what is needed, until when, what the school shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polyvalidate.model.words import LANGUAGES
from polyvalidate.site.pages import BadPage, home
from tests.site.sites import SITE, published


def test_the_school_chooses_what_it_shows_and_a_code_that_is_none_is_named() -> None:
    chosen = replace(SITE, settings={"highlights": ["4.1", "3.1"]})

    assert [activity.code for activity in home.highlights(chosen)] == ["4.1", "3.1"]
    with pytest.raises(BadPage, match=r"names 9\.9, which is no activity of the grid 2025-2026"):
        home.page(replace(SITE, settings={"highlights": ["9.9"]}), "fr")


@pytest.mark.parametrize("given", ["3.1", [3.1], {"3.1": "x"}])
def test_codes_without_quotation_marks_are_refused_with_an_example(given: object) -> None:
    with pytest.raises(BadPage, match="a list of codes in quotation marks"):
        home.page(replace(SITE, settings={"highlights": given}), "fr")


def test_without_a_choice_one_of_each_category_that_anybody_may_do() -> None:
    shown = home.highlights(SITE)

    assert len({activity.category for activity in shown}) == len(shown) == home.SHOWN
    assert not any(activity.on_request or activity.sensitive for activity in shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_much_is_needed_is_said_in_words_for_every_path(lang: str) -> None:
    shown = home.needs(SITE.grid, lang)

    assert shown.count("<li>") == len(SITE.grid.profiles)
    assert all(profile.title.in_language(lang) in shown for profile in SITE.grid.profiles.values())


def test_cohorts_are_spoken_of_once_their_figures_are_published() -> None:
    assert "Where cohorts stand" not in home.page(SITE, "en").text
    told = home.page(published(), "en").text.partition("Where cohorts stand")[2]
    assert "of students have the quitus" in told
    assert told.count('<figure class="bands"') == 1
