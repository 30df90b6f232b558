"""What an issue says in a sentence: true of every number of its intervals, and as much as they allow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from polyvalidate.model.words import plain
from polyvalidate.publication.attack.bands import Band, bands
from polyvalidate.publication.attack.tables import CategoryRow, PublicTables
from polyvalidate.publication.figures import sentences
from tests.publication.issues import an_issue

NAMED = {
    "a tenth": Fraction(1, 10),
    "a quarter": Fraction(1, 4),
    "a third": Fraction(1, 3),
    "half": Fraction(1, 2),
    "two thirds": Fraction(2, 3),
    "three quarters": Fraction(3, 4),
    "nine tenths": Fraction(9, 10),
}


def shown(*reached: Band) -> PublicTables:
    """An issue whose cohort of 80 has reached the thresholds so."""
    issue = an_issue()
    *groups, cohort = issue.rows
    return replace(issue, rows=(*groups, cohort._replace(reached=reached)))


@pytest.mark.parametrize(
    ("band", "french", "english"),
    [
        (Band(72, 80), "au moins neuf élèves sur dix", "at least nine students in ten"),
        (Band(71, 80), "au moins les trois quarts des élèves", "at least three quarters of students"),
        (Band(40, 80), "au moins la moitié des élèves", "at least half of students"),
        (Band(27, 40), "entre un tiers et la moitié des élèves", "between a third and half of students"),
        (Band(26, 41), "entre un quart et les deux tiers des élèves", "between a quarter and two thirds of students"),
        (Band(0, 8), "au plus un dixième des élèves", "at most a tenth of students"),
        (Band(7, 20), "au plus un quart des élèves", "at most a quarter of students"),
    ],
)
def test_a_share_of_eighty_students_in_words(band: Band, french: str, english: str) -> None:
    said = sentences.share(band, 80)

    assert said is not None
    assert (said.of("fr"), said.of("en")) == (french, english)


def test_a_band_that_may_be_nearly_nobody_and_nearly_everybody_has_no_share() -> None:
    assert sentences.share(Band(2, 19), 20) is not None
    assert sentences.share(Band(1, 19), 20) is None


@pytest.mark.parametrize("size", range(9, 320, 7))
def test_a_share_holds_for_every_number_of_its_band(size: int) -> None:
    for band in bands(size):
        said = sentences.share(band, size)
        if said is None:
            continue
        text = said.of("en").replace("nine students in ten", "nine tenths of students")
        words = text.removesuffix(" of students").removeprefix("between ").split(" and ")
        least = words[0].removeprefix("at least ") if not words[0].startswith("at most") else None
        most = words[-1].removeprefix("at most ") if not words[-1].startswith("at least") else None
        for number in range(band.lowest, band.highest + 1):
            assert least is None or Fraction(number, size) >= NAMED[least]
            assert most is None or Fraction(number, size) <= NAMED[most]


def test_the_quitus_in_a_sentence() -> None:
    issue = shown(Band(72, 80), Band(72, 80), Band(72, 80), Band(72, 80))

    assert sentences.sentence(sentences.quitus(issue, "fr")) == "Au moins neuf élèves sur dix ont le quitus."
    assert sentences.sentence(sentences.quitus(issue, "en")) == "At least nine students in ten have the quitus."


def test_of_points_the_highest_part_that_at_least_half_have_is_said() -> None:
    low, half, most = Band(0, 8), Band(40, 48), Band(72, 80)
    french = [
        plain(sentences.levels(issue, "fr"))
        for issue in (shown(most, half, low, low), shown(most, most, half, half), shown(low, low, low, low))
    ]

    assert french == [
        "entre la moitié et les deux tiers des élèves ont au moins la moitié de leurs points",
        "entre la moitié et les deux tiers des élèves ont au moins les trois quarts de leurs points",
        "au plus un dixième des élèves ont au moins 25 % de leurs points",
    ]


def test_an_interval_that_says_nothing_is_said_to_say_nothing() -> None:
    wide = Band(0, 80)

    assert sentences.quitus(shown(wide, wide, wide, wide), "fr") == (
        "l'intervalle est trop large pour dire combien d'élèves ont le quitus"
    )


def test_categories_are_named_only_where_their_interval_is_above_all_others() -> None:
    low, high = Band(8, 15), Band(40, 47)
    issue = an_issue()
    codes = [row.category for row in issue.categories]

    def said(*first: str) -> str:
        rows = tuple(CategoryRow(code, high if code in first else low) for code in codes)
        return plain(sentences.categories(replace(issue, categories=rows), "fr"))

    assert said("2") == "c'est dans « Vie associative » que le plus d'élèves ont des points"
    assert said("2", "3") == "c'est dans « Vie associative » et « Catégorie 3 » que le plus d'élèves ont des points"
    assert said("2", "3", "4", "5") == ""
    assert said(*codes) == "dans chaque catégorie, entre la moitié et les deux tiers des élèves ont des points"


def test_where_the_cohort_is_not_shown_nothing_is_said_of_it() -> None:
    issue = an_issue()

    assert sentences.quitus(replace(issue, rows=issue.rows[:-1]), "fr") == ""
    assert sentences.sentence("") == ""
