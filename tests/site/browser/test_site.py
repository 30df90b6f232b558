"""What every page of the site must bear: accessibility, phones, the policy of scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.site.browser.accessible import COLOURS, WCAG, violations
from tests.site.browser.browsing import DESKTOP, PHONE, forget

KINDS = {
    "accueil": "",
    "formulaire": "declarer/",
    "vérifier": "verifier/",
    "répondre": "repondre/",
    "mes points": "mes-points/#eleve=s-base000001&promotion=2025&profil=FISE3&points=31&requis=40&reste=3.1-2",
    "grille": "grille/",
    "catégorie": "grille/categorie-3/",
    "guide": "guides/etudiant/",
    "guide avec des codes": "guides/administrer/",
    "guide avec des tableaux": "guides/convaincre/",
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


@pytest.fixture(scope="module")
def shown(window: BrowserContext) -> Page:
    """One for all the pages that are looked at and left alone."""
    return window.new_page()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_of_wcag_a_or_aa(shown: Page, address: str, kind: str, lang: str) -> None:
    """Light and dark, on a desktop and on a phone, with all that unfolds unfolded. A language changes words only, and a
    width no colour: neither is asked twice of what it does not change."""
    answer = shown.goto(address + ("en/" if lang == "en" else "") + KINDS[kind])
    assert answer is not None
    assert answer.status == 200
    shown.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    found = {}
    narrow = () if kind == "accueil" else COLOURS  # what a phone alone shows is around every page alike
    seen = [(DESKTOP, "light", WCAG, ()), (DESKTOP, "dark", COLOURS, ()), (PHONE, "light", WCAG, narrow)]
    for viewport, scheme, rules, without in seen if lang == "fr" else [(DESKTOP, "light", WCAG, COLOURS)]:
        shown.set_viewport_size(viewport)
        shown.emulate_media(color_scheme=scheme)
        found[viewport["width"], scheme] = violations(shown, rules, without)

    assert found == {key: [] for key in found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_that_cannot_be_read_are_found_in_either_scheme(shown: Page, address: str, scheme: str) -> None:
    """The witness of the one before: a page is made unreadable in one scheme of colours."""
    shown.goto(address)
    shown.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    shown.add_style_tag(content=f"@media (prefers-color-scheme: {scheme}) {{ h1 {{ opacity: 0.2 !important }} }}")
    before = violations(shown, COLOURS)
    shown.emulate_media(color_scheme=scheme)

    assert (before, [rule for rule, _ in violations(shown, COLOURS)]) == ([], ["color-contrast"])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_on_a_phone(page: Page, address: str, kind: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + KINDS[kind])

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ranges_are_drawn_in_the_colour_of_the_school(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}bilans/2025/")
    drawn = page.evaluate(
        "() => [...document.querySelectorAll('svg.bands stop')].map((stop) => getComputedStyle(stop).stopColor)"
    )
    link = page.evaluate("() => getComputedStyle(document.querySelector('.md-content a[href*=chiffres]')).color")

    assert len(drawn) >= 12
    assert set(drawn) == {link}


def test_a_page_finds_nothing_of_the_one_before(window: BrowserContext, address: str) -> None:
    """The witness of what tests share a window for: nothing else holds them apart."""
    look = "async () => ['left' in localStorage, document.cookie, await indexedDB.databases(), await caches.keys(), \
        (await navigator.permissions.query({ name: 'geolocation' })).state]"
    found = []
    for leave in (True, False):
        opened = window.new_page()
        opened.goto(address)
        if leave:
            window.grant_permissions(["geolocation"])
            opened.evaluate(
                "async () => { localStorage.left = document.cookie = 'left=1'; await caches.open('left');"
                " await new Promise((done) => { indexedDB.open('left').onsuccess = done; }); }"
            )
        found.append(opened.evaluate(look))
        opened.close()
        if leave:
            forget(window, address)

    assert found[0] == [True, "left=1", [{"name": "left", "version": 1}], ["left"], "granted"]
    assert found[1] == [False, "", [], [], "prompt"]


def test_no_script_is_left_inside_a_page(built: Path) -> None:
    left = [path for path in built.rglob("*.html") if "<script>" in path.read_text(encoding="utf-8")]

    assert left == []


def test_a_finger_finds_each_link_of_the_foot(shown: Page, address: str) -> None:
    """WCAG 2.2, 2.5.8: 24 pixels."""
    shown.set_viewport_size(PHONE)
    shown.goto(address)
    heights = shown.eval_on_selector_all(
        ".site-foot a", "links => links.map(link => link.getBoundingClientRect().height)"
    )

    assert [height for height in heights if height < 24] == []
    assert len(heights) > 3
