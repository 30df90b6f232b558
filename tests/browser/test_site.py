"""What every page of the site must bear: accessibility, phones, the policy of scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE
from playwright.sync_api import Browser, Page

KINDS = {
    "accueil": "",
    "formulaire": "declarer/",
    "grille": "grille/",
    "catégorie": "grille/categorie-3/",
    "guide": "guides/etudiant/",
    "guide avec des codes": "guides/administrer/",
    "questions": "guides/faq/",
    "vie privée": "guides/vie-privee/",
    "page de l'école": "formats/",
    "tableau": "grille/tableau/",
    "thèmes": "grille/themes/",
    "années": "grille/annees/",
    "grille passée": "grille/2024-2025/",
    "écoles": "grille/ecoles/",
    "données": "grille/donnees/",
    "règles": "regles/",
    "règle": "regles/PP308/",
    "règle, long fichier": "regles/PP208/",
    "règle, demande": "regles/PP622/",
    "calendrier": "calendrier/",
    "bilans": "bilans/",
    "promotion": "bilans/2025/",
    "chiffres": "chiffres/",
}
"""One page of each kind (path from the root of a language)."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_violation_of_wcag_a_or_aa(
    browser: Browser, address: str, kind: str, lang: str, scheme: str, size: str
) -> None:
    context = browser.new_context(
        viewport=PHONE if size == "phone" else DESKTOP, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + ("en/" if lang == "en" else "") + KINDS[kind], wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    context.close()

    assert [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_on_a_phone(page: Page, address: str, kind: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + KINDS[kind])

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("etudiant", "guides/"), ("benevolat", "grille/categorie-"), ("portes ouvertes", "grille/categorie-3/")],
)
def test_search_finds(page: Page, address: str, words: str, found: str) -> None:
    page.goto(address)
    page.keyboard.press("f")
    page.keyboard.type(words)
    page.wait_for_selector(".md-search-result__item a")
    links = page.eval_on_selector_all(".md-search-result__item > a", "all => all.map(a => a.getAttribute('href'))")

    assert any(found in link for link in links[:3]), links


def test_no_script_is_left_inside_a_page(built: Path) -> None:
    left = [path for path in built.rglob("*.html") if "<script>" in path.read_text(encoding="utf-8")]

    assert left == []
