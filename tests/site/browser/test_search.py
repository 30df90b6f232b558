"""What people type in the search, and the page that must come first: accents, plurals, feminines, abbreviations."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

FRENCH = {
    "portes ouvertes": "grille/categorie-3/#a-3-1",
    "journée portes ouvertes": "grille/categorie-3/#a-3-1",
    "JPO": "grille/categorie-3/#a-3-1",
    "3.1": "grille/categorie-3/#a-3-1",
    "don du sang": "grille/categorie-6/#a-6-6",
    "trésorière": "grille/categorie-2/#a-2-1",
    "tresoriere": "grille/categorie-2/#a-2-1",
    "BDE": "grille/categorie-2/#a-2-1",
    "bénévolat": "grille/categorie-4/#a-4-1",
    "l'association": "grille/categorie-2/#a-2-1",
    "asso": "grille/categorie-2/#a-2-1",
    "déléguée": "grille/categorie-1/#a-1-1",
    "délégué de promo": "grille/categorie-1/#a-1-1",
    "pompier": "grille/categorie-6/#a-6-1",
    "sapeurs-pompiers": "grille/categorie-6/#a-6-1",
    "réserve": "grille/categorie-6/#a-6-2",
    "soutien scolaire": "grille/categorie-4/#a-4-3",
    "lycée": "grille/categorie-3/#a-3-3",
    "fête de la science": "grille/categorie-3/#a-3-5",
    "hackathon": "grille/categorie-7/",
    "été": "calendrier/",
    "date limite": "calendrier/",
    "calendrier": "calendrier/",
    "combien de points": "guides/etudiant/",
    "combien de points faut-il": "guides/etudiant/",
    "apprenti": "guides/etudiant/",
    "recours": "guides/etudiant/",
    "contester": "guides/etudiant/",
    "justificatifs": "guides/etudiant/",
    "mon bilan": "guides/etudiant/",
    "vie privée": "guides/vie-privee/",
    "RGPD": "guides/vie-privee/",
    "accessibilité": "guides/accessibilite/",
    "moodle": "guides/reprendre/",
    "PP308": "regles/PP308/",
}
ENGLISH = {
    "open day": "grille/categorie-3/#a-3-1",
    "day": "grille/categorie-3/#a-3-1",
    "half-day": "grille/categorie-3/#a-3-1",
    "treasurer": "grille/categorie-2/#a-2-1",
    "blood donation": "grille/categorie-6/#a-6-6",
    "firefighters": "grille/categorie-6/#a-6-1",
    "hackathon": "grille/categorie-7/",
    "how many points": "guides/etudiant/",
    "appeal": "guides/etudiant/",
    "privacy": "guides/vie-privee/",
}


ASK = """async (words) => {
    const worker = globalThis.asked ||= new Worker("scripts/search.js");
    const answer = await new Promise((told) => {
        worker.onmessage = ({ data }) => told(data);
        worker.postMessage({ type: 2, data: words });
    });
    return answer.data.items.map((page) => page.map(({ location, title, text }) => ({ location, title, text })));
}"""


def found(page: Page, words: str) -> list[list[dict[str, str]]]:
    """The pages that the worker of the search gives, each with its sections, the best first."""
    sections: list[list[dict[str, str]]] = page.evaluate(ASK, words)
    return sections


@pytest.mark.parametrize(("folder", "wanted"), [("", FRENCH), ("en/", ENGLISH)])
def test_what_people_type_finds_the_page_that_says_it(
    page: Page, address: str, folder: str, wanted: dict[str, str]
) -> None:
    page.goto(address + folder)
    missed = {}
    for words, place in wanted.items():
        best = found(page, words)[0]
        if place not in [section["location"] for section in best[:2]]:
            missed[words] = [section["location"] for section in best[:3]]

    assert missed == {}


def test_nothing_is_found_for_what_no_page_says(page: Page, address: str) -> None:
    page.goto(address)

    assert [found(page, words) for words in ("xylophone", "  ", "«»")] == [[], [], []]


def test_what_is_shown_is_text_with_what_was_found_marked(page: Page, address: str) -> None:
    page.goto(address)
    (own, section, *_), *_ = found(page, "portes")

    assert "<mark>portes</mark>" in section["title"]
    assert "<p>" not in own["text"] + section["text"]


def test_the_search_leads_there_and_its_pages_are_read_when_somebody_types(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(address)
    page.keyboard.press("f")
    before = [path for path in asked if path == "search/pages.json"]
    page.keyboard.type("don du sang")

    expect(page.locator(".md-search-result__item").first).to_contain_text("6.6")
    assert (before, "search/pages.json" in asked) == ([], True)


@pytest.mark.parametrize("path", ["nulle-part", "regles/PP999/x/"])
def test_where_there_is_no_page_the_search_and_both_languages_are_one_step_away(
    window: BrowserContext, address: str, path: str
) -> None:
    page = window.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.location["url"] != page.url else None)
    page.on("pageerror", lambda error: wrong.append(error.message))
    page.goto(address + path)
    page.get_by_role("link", name="The guide for students").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("my points count")
    page.goto(address + path)
    page.keyboard.press("f")
    page.keyboard.type("portes ouvertes")

    expect(page.locator(".md-search-result__item").first).to_contain_text("3.1")
    page.close()
    assert wrong == []
