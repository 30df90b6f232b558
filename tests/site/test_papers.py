"""What convinces: estimates add up and say what they stand on; papers say what the guide says, on their pages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from polyvalidate.documents.typesetting import typeset
from polyvalidate.model.words import NBSP
from polyvalidate.site.guides import deploying
from polyvalidate.site.guides.deploying import ASSUMED, HOURLY, QUARTERLY, estimate, in_hours
from polyvalidate.site.pages import BadPage, Site
from polyvalidate.site.papers import PAPERS, document, papers
from tests.guiding import LANGUAGES, guides, the_site
from tests.office.pdf_rules import broken

PAGES = {"case": 1, "slides": 7, "poster": 1}
GUIDE = "guides/convaincre.md"


def with_settings(**asked: object) -> Site:
    return replace(the_site(), settings={"estimate": asked})


def words(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- the estimates ----------------------------------------------------------------------------------------------------


def test_hours_are_their_formula() -> None:
    it = estimate(with_settings(students=90, declarations=4, declare=10, evaluate=3, decide=2, office=24, found=16))

    assert [one.minutes for one in it.hours()] == [90 * 4 * 10, 90 * 4 * 3, 90 // 3 * 2, 24 * 60, 16 * 60]
    assert [one.formula.fr for one in it.hours()[:3]] == [
        "90 élèves × 4 déclarations × 10 min",
        "90 élèves × 4 déclarations × 3 min",
        "90 élèves ÷ 3 ans × 2 min",
    ]


def test_minutes_of_the_forge_are_those_of_the_schedule_and_of_each_declaration() -> None:
    it = estimate(with_settings(students=100, declarations=4, runs=4, run=2))

    assert (HOURLY, QUARTERLY) == (281, 1040)
    assert it.minutes(HOURLY, 4) == (281 + 100 * 4 * 4 // 10) * 2
    assert it.minutes(QUARTERLY, 0) == 2080


def test_who_holds_several_roles_takes_one_seat() -> None:
    site = the_site()
    holders = {code: replace(holder, account="github:7") for code, holder in site.roles.items()}

    assert estimate(replace(site, roles=holders)).seats == ASSUMED["students"][0] + 1


@pytest.mark.parametrize(("minutes", "said"), [(1, "1"), (89, "1"), (90, "2"), (4000, "67"), (120_000, "2\u202f000")])
def test_an_estimate_is_said_in_whole_hours(minutes: int, said: str) -> None:
    assert in_hours(minutes, "fr") == f"{said}{NBSP}h"


@pytest.mark.parametrize(
    "asked", [{"students": 0}, {"students": "100"}, {"students": True}, {"elèves": 5}, ["students"]]
)
def test_settings_of_another_shape_are_refused_with_an_example(asked: object) -> None:
    with pytest.raises(BadPage, match="such as “students: 300”"):
        estimate(replace(the_site(), settings={"estimate": asked}))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_says_what_the_school_assumes_and_where_prices_are_from(lang: str) -> None:
    text = guides(with_settings(students=900, evaluate=5), lang)[GUIDE]

    assert "| `students` |" in text
    assert {"fr": "900 élèves × 4 déclarations × 5 min", "en": "900 students × 4 declarations × 5 min"}[lang] in text
    assert deploying.facts(the_site(), lang)["deploy.read"] in text
    assert {"fr": "Ce sont des estimations", "en": "These are estimates"}[lang] in text


def test_each_category_has_one_contact_named_by_an_office() -> None:
    site = the_site()
    rows = deploying.contacts(site, "fr").splitlines()[2:]
    without = deploying.contacts(replace(site, roles={}), "fr")

    assert len(rows) == len(site.grid.categories)
    assert rows[2].startswith("| 3. ")
    assert "Référent·e de la catégorie 3" in rows[2]
    assert without.count("*à désigner*") == len(rows)


# --- the papers -------------------------------------------------------------------------------------------------------


def test_the_papers_are_there_in_both_languages_with_the_numbers_of_the_school() -> None:
    site = with_settings(students=300)
    made = papers(site)

    assert sorted(made) == sorted(f"{name.of(lang)}.{lang}.pdf" for name in PAPERS.values() for lang in LANGUAGES)
    case, slides, poster = (words(made[f"{name.fr}.fr.pdf"]) for name in PAPERS.values())
    assert "300 élèves × 4 déclarations × 3 min" in case
    assert "300 élèves × 4 déclarations × 3 min" in slides
    assert all("polyvalidate.example.org" in each for each in (case, slides, poster))
    assert "10 points" in poster.replace(NBSP, " ")
    assert [each for each in (case, slides, poster) if "'" in each or "Grille d’exemple" not in each] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize(
    "name", ["É", "École nationale supérieure d'ingénieurs de la ville et de sa région " * 2, '#read("x") *a*']
)
def test_a_paper_keeps_to_its_pages_whatever_the_school_is_called(kind: str, lang: str, name: str) -> None:
    site = the_site()
    latest = replace(site.latest, school=name.strip(), example=False)
    made = typeset(
        document(
            replace(site, grids={latest.year: latest}, url="https://engagement." + "x" * 60 + ".example/"), kind, lang
        )
    )

    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == PAGES[kind]
    assert broken(made) == []


def test_a_paper_is_the_same_for_the_same_day() -> None:
    site = replace(the_site(), today=date(2026, 4, 2))

    assert typeset(document(site, "poster", "fr")) == typeset(document(site, "poster", "fr"))
