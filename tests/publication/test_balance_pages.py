"""The pages of balances: what the tables say and nothing else, from the record and not from files of the disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from polyvalidate.model.words import Text, day, plain
from polyvalidate.publication.attack.tables import Leaf, PublicTables
from polyvalidate.publication.figures.files import files
from polyvalidate.site.pages import balances
from polyvalidate.site.pages.page import Page
from tests.publication.issues import COUNTS, an_issue

LANGUAGES = ["fr", "en"]
ALONE = {leaf: numbers for leaf, numbers in COUNTS.items() if leaf.year == "3A"}


@cache
def issues() -> tuple[PublicTables, ...]:
    """A cohort published twice, and another one."""
    again = {Leaf(leaf.programme, "4A"): numbers for leaf, numbers in ALONE.items()}
    return an_issue(), an_issue(2025, date(2027, 7, 1), again), an_issue(2026, date(2027, 7, 1))


OWN = Text("Votre bilan est dans le commentaire.", "Your balance is in the comment.")


def first() -> PublicTables:
    return issues()[0]


def commit(oid: str) -> str:
    return f"<code>{oid[:7]}</code>"


def pages(lang: str, shown: tuple[PublicTables, ...] | None = None) -> dict[str, Page]:
    shown = issues() if shown is None else shown
    return {page.path: page for page in balances.section(shown, OWN, commit, lang).pages}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_as_they_are_read(lang: str, golden: Callable[[str, str], None]) -> None:
    found = pages(lang, (first(),))

    golden(f"bilans.{lang}.md", found["bilans/index.md"].markdown())
    golden(f"promotion.{lang}.md", found["bilans/2025.md"].markdown())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_and_index_show_every_cohort_by_its_latest_issue(lang: str) -> None:
    for text in (balances.latest(issues(), lang), pages(lang)["bilans/index.md"].text):
        headings = re.findall(r"<text [^>]*>([^<]*\b202\d[^<]*)</text>", text)

        assert len(headings) == 2
        named = {"fr": "romotion entrée en 2025", "en": "ohort that entered in 2025"}[lang]
        assert named in text  # whoever comes by any page is told which year names a cohort
        assert day(date(2027, 7, 1), lang) in re.findall("<figcaption>.*?</figcaption>", text)[0]
        assert text.count('<figure class="bands"') == 1


def test_a_chart_of_cohorts_that_were_published_on_several_days_says_the_day_of_each() -> None:
    one, other = (issue for issue in issues() if issue.on == date(2027, 7, 1))
    text = balances.latest((one, replace(other, on=date(2027, 9, 1))), "fr")
    headings = re.findall(r"<text [^>]*>([^<]*\b202\d[^<]*)</text>", text)

    assert [day(date(2027, 9, 1), "fr") in headings[0], day(date(2027, 7, 1), "fr") in headings[1]] == [True, True]


def test_each_cohort_has_a_page_the_latest_first() -> None:
    assert list(pages("fr")) == ["bilans/index.md", "bilans/2026.md", "bilans/2025.md", "chiffres.md"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_begins_with_the_latest_issue_and_keeps_the_others(lang: str) -> None:
    text = pages(lang)["bilans/2025.md"].text
    latest, earlier = text.index(day(issues()[1].on, lang)), text.index(day(first().on, lang))

    assert latest < earlier
    assert text.count('<figure class="bands"') == 7  # three for each issue, and the course of both
    keys = re.findall(r' id="([^"]+)"', text)
    assert len(set(keys)) == len(keys) == 7


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_interval_of_a_page_is_one_of_its_issue(number: int, lang: str) -> None:
    issue = issues()[number]
    said = intervals(pages(lang, (issue,))[f"bilans/{issue.cohort}.md"].text)
    bands = {row.active for row in issue.categories} | {band for row in issue.rows for band in row.reached}

    assert said == {(band.lowest, band.highest) for band in bands}


def intervals(text: str) -> set[tuple[int, int]]:
    return {(int(low), int(high)) for low, high in re.findall(r"(\d+) (?:à|to) (\d+)", plain(text))}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_to_data_leads_to_a_file_that_is_given(lang: str) -> None:
    given = balances.downloads(issues())
    led = {
        f"bilans/{target}"
        for page in pages(lang).values()
        for target in re.findall(r"\]\((donnees/[^)]+)\)", page.text)
    }

    assert led
    assert led <= set(given)


def test_the_data_are_the_files_of_the_issue() -> None:
    given = balances.downloads((first(),))

    assert given == {f"bilans/donnees/2025/2026-07-01/{name}": data for name, data in files(first()).items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_when_nothing_is_published_the_page_says_so_and_tells_nobody_to_type(lang: str) -> None:
    found = pages(lang, ())
    text = found["bilans/index.md"].text

    assert list(found) == ["bilans/index.md", "chiffres.md"]
    assert ("Rien n'est encore publié :" if lang == "fr" else "Nothing is published yet:") in plain(text)
    assert "polyvalidate " not in text
    assert balances.downloads(()) == {}


def test_an_issue_without_categories_says_why() -> None:
    without = replace(first(), categories=())

    assert "L'activité par catégorie n'est pas montrée" in pages("fr", (without,))["bilans/2025.md"].text
    assert "n'est pas montrée" not in pages("fr", (first(),))["bilans/2025.md"].text


def test_a_later_issue_says_whom_it_counts() -> None:
    later = replace(first(), on=date(2027, 7, 1))
    sentence = "Les élèves comptés sont ceux du 1er juillet 2026, dans les groupes de ce jour-là."

    assert sentence in plain(pages("fr", (later,))["bilans/2025.md"].text)
    assert sentence not in plain(pages("fr", (first(),))["bilans/2025.md"].text)
