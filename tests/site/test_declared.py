"""What the law has a site say: who publishes it, and how accessible it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.cli import main
from polyvalidate.site.guides import accessible, section
from polyvalidate.site.guides.declared import setting
from polyvalidate.site.pages import BadPage, Site
from polyvalidate.site.pages.configuring import configuration
from polyvalidate.site.pages.page import Contents
from tests.guiding import LANGUAGES, guides, the_site

LEGAL = {"publisher": "École du fleuve", "director": {"fr": "La directrice", "en": "The head"}, "host": "Hôte <b>"}
PLANS = {"scheme": "https://fleuve.fr/schema", "plan": "https://fleuve.fr/plan"}
DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def site() -> Site:
    return the_site()


def school(site: Site, *, example: bool = False, own: Mapping[str, bytes] | None = None, **settings: object) -> Site:
    """The same site, of a grid that is an example or not, with other settings."""
    latest = replace(site.latest, example=example)
    return replace(site, grids={**site.grids, latest.year: latest}, settings=settings, own=own or {})


def declaration(site: Site, lang: str = "fr", **said: object) -> str:
    settings = {"legal": LEGAL, "accessibility": said}
    return guides(school(site, **settings), lang)["guides/accessibilite.md"].replace("\xa0", " ")


# --- legal notices ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "head"), [("fr", "La directrice"), ("en", "The head")])
def test_the_page_says_who_publishes_answers_and_hosts(site: Site, lang: str, head: str) -> None:
    page = guides(school(site, legal=LEGAL), lang)["guides/mentions-legales.md"]

    assert "| École du fleuve |" in page
    assert f"| {head} |" in page
    assert "| Hôte &#60;b&#62; |" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_school_that_does_not_say_who_publishes_has_no_site_and_is_told_what_is_missing(
    site: Site, lang: str
) -> None:
    with pytest.raises(BadPage) as caught:
        section(school(site, legal={"publisher": "École du fleuve", "host": ""}), lang)

    assert "il manque director et host dans extra.polyvalidate.legal" in caught.value.text.fr


def test_an_example_says_that_the_school_will_say_it(site: Site) -> None:
    page = guides(school(site, example=True), "fr")["guides/mentions-legales.md"]

    assert page.count("*à indiquer par l'école*") == 3


def test_a_school_may_write_the_page_itself(site: Site) -> None:
    own = {"guides/mentions-legales.md": b"# Nos mentions\n", "en/guides/mentions-legales.md": b"# Our notices\n"}
    pages = [guides(school(site, own=own), lang)["guides/mentions-legales.md"] for lang in LANGUAGES]

    assert pages == ["# Nos mentions\n", "# Our notices\n"]


def test_what_a_school_says_at_the_foot_of_pages_is_said_in_the_language_of_the_page_and_is_no_mark(site: Site) -> None:
    ours = school(site, foot={"fr": "École <b>du</b> fleuve", "en": "River school"})
    empty = Contents((), {})
    french, english = (
        configuration(empty, lang, ours, "", (), setting(ours, "foot", lang, lang)) for lang in LANGUAGES
    )

    assert 'copyright: "École &lt;b&gt;du&lt;/b&gt; fleuve"' in french
    assert 'copyright: "River school"' in english
    assert "copyright" not in configuration(empty, "fr", site, "", ())


# --- the declaration of accessibility ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_declaration_has_all_that_the_model_of_the_law_has(site: Site, lang: str) -> None:
    page = declaration(site, lang)
    parts = "etat resultats limites defauts derogations exemptes etablissement verifie signaler recours".split()

    assert [part for part in parts if f"{{ #{part} }}" not in page] == []
    assert "2005-102" in page
    assert "75342 Paris" in page


def test_without_an_audit_a_site_is_not_compliant_and_says_what_is_not_there_yet(site: Site) -> None:
    page = declaration(site)

    assert "est **non conforme** avec le référentiel général" in page
    assert "Aucun audit de conformité n'a encore été fait." in page
    assert "- Schéma pluriannuel de mise en accessibilité : pas encore publié" in page
    assert "L'école n'a pas encore daté cette déclaration." in page


def test_a_declaration_says_its_day_its_audit_its_plans_and_its_defects(site: Site) -> None:
    defects = ["Une image <nue>", {"fr": "Un tableau", "en": "A table"}]
    page = declaration(site, date=DAY, status="partial", audit="Cabinet X, 71 %", defects=defects, **PLANS)

    assert "est **partiellement conforme** avec" in page
    assert "Audit : Cabinet X, 71 %." in page
    assert "Cette déclaration est du 31 janvier 2026." in page
    assert "](https://fleuve.fr/schema)" in page
    assert "- Une image &#60;nue&#62;\n- Un tableau" in page


@pytest.mark.parametrize(("day", "level"), [("2023-04-01", "partiellement conforme"), ("2023-03-31", "non conforme")])
def test_a_declaration_holds_for_three_years(site: Site, day: str, level: str) -> None:
    settings = {"accessibility": {"date": day, "status": "partial", "audit": "Cabinet X"}}  # read on 1 April 2026

    assert accessible.level(school(site, **settings)).fr == level


@pytest.mark.parametrize(
    "said",
    [
        {"status": "full"},
        {"status": "full", "audit": "x"},
        {"status": "full", "date": DAY},
        {"status": "oui", "audit": "x", "date": DAY},
        {"date": "hier"},
    ],
)
def test_a_site_cannot_be_declared_compliant_without_a_dated_audit_or_in_unknown_words(
    site: Site, said: dict[str, object]
) -> None:
    with pytest.raises(BadPage):
        accessible.level(school(site, accessibility=said))


def test_what_a_school_has_not_said_yet_is_told_and_nothing_is_asked_of_an_example(site: Site) -> None:
    said = {"accessibility": {"plan": PLANS["plan"]}}

    assert accessible.unsaid(school(site, **said)) == ("date", "scheme")
    assert accessible.unsaid(school(site, example=True)) == ()


def test_the_command_says_what_the_declaration_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "school"
    assert main(["init", str(root), "--year", "2025-2026", "--lang", "fr"]) == 0
    rules, settings = next((root / "grid").glob("*/rules.yml")), root / "mkdocs.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("example: true", "example: false"), encoding="utf-8")
    refused = main(["pages", "--root", str(root), "--on", "2026-04-01", "--lang", "fr"]), capsys.readouterr().err
    lines = settings.read_text(encoding="utf-8")
    for key in ("  legal:", "    publisher:", "    director:", "    host:"):
        lines = lines.replace(f"    # {key.strip()}" if key == "  legal:" else f"    # {key[2:]}", f"  {key}")
    settings.write_text(lines, encoding="utf-8")
    written = main(["pages", "--root", str(root), "--on", "2026-04-01", "--lang", "fr"]), capsys.readouterr().err

    assert (refused[0], "il manque publisher, director et host" in refused[1]) == (2, True)
    assert (written[0], "il manque date, scheme et plan dans extra.polyvalidate" in written[1]) == (0, True)
