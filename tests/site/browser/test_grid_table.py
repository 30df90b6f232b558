"""The table of activities in a browser: filters with the keyboard only, on a phone, without script; hostile titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.site import gathering
from tests.anygrids import HOSTILE
from tests.places import ROOT
from tests.site import sites
from tests.site.browser.browsing import PHONE, serve

TABLE = "grille/tableau/"
FIRST_ROW = ".grid-table tbody tr:not([hidden])"


def shown(page: Page) -> list[str]:
    """The codes of the rows that are shown, in their order."""
    found: list[str] = page.eval_on_selector_all(
        ".grid-table tbody tr:not([hidden])", "rows => rows.map(r => r.dataset.code)"
    )
    return found


def test_words_are_found_without_their_accents(page: Page, address: str) -> None:
    page.goto(address + TABLE)
    page.get_by_label("Rechercher", exact=True).last.fill("benevolat SOLIDAIRE")

    assert shown(page) == ["4.1"]
    expect(page.get_by_role("status").filter(has_text="activité")).to_have_text("1 activité sur 53")
    expect(page).to_have_url(re.compile(r"\?q=benevolat\+SOLIDAIRE$"))


def test_everything_is_done_with_the_keyboard(page: Page, address: str) -> None:
    page.goto(address + TABLE)
    page.locator("#filter-q").focus()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "filter-categorie"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Appr")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?q=3&categorie=3&profil=FISA&masse=oui$"))
    assert shown(page) == ["3.1", "3.2"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".grid-count")).to_have_text("53 activités sur 53")
    expect(page).to_have_url(address + TABLE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"grille/categorie-1/#a-1-1$"))


def test_an_address_brings_its_filters(page: Page, address: str) -> None:
    page.goto(address + TABLE + "?profil=FISA&points=8&tri=points")

    codes = shown(page)
    assert len(codes) > 3
    assert codes[0] in {"6.1", "6.2"}
    assert page.locator("#filter-profil").input_value() == "FISA"
    expect(page.locator(".grid-count")).to_have_text(f"{len(codes)} activités sur 53")


@pytest.mark.parametrize(
    "query", ["?categorie=99", "?profil=%3Cscript%3E", "?points=abc&tri=zzz", "?q=%00%5B%5E", "?x=1"]
)
def test_a_strange_address_does_no_harm(page: Page, address: str, query: str) -> None:
    page.goto(address + TABLE + query)

    assert len(shown(page)) in {0, 53}


def test_nothing_found_says_what_to_do(page: Page, address: str) -> None:
    page.goto(address + "en/" + TABLE)
    page.locator("#filter-q").fill("zzzz")

    expect(page.locator(".grid-count")).to_have_text("No activity matches: remove a filter.")


def test_the_enter_key_does_not_leave_the_page(page: Page, address: str) -> None:
    page.goto(address + TABLE)
    page.locator("#filter-q").fill("don")
    page.keyboard.press("Enter")

    expect(page).to_have_url(address + TABLE + "?q=don")
    assert "6.6" in shown(page)


def test_rows_are_sorted_and_put_back(page: Page, address: str) -> None:
    page.goto(address + TABLE)
    whole = shown(page)
    page.locator("#filter-tri").select_option("titre")
    titles = [text.partition(" ")[2] for text in page.locator(".grid-table tbody th").all_inner_texts()]
    assert titles[0].startswith("Accueil des candidats")
    assert titles[-1].startswith("Vie démocratique")
    page.locator("#filter-tri").select_option("")

    assert shown(page) == whole


def test_on_a_phone_rows_are_cards_and_nothing_scrolls_sideways(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + TABLE + "?q=crous")
    row = page.locator(FIRST_ROW).first

    page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=PHONE["width"])
    assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
    assert row.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Catégorie"'
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("cell").first).to_be_visible()


def test_without_script_the_table_is_whole_and_its_filters_are_hidden(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address + TABLE)
    visible = [opened.locator(".grid-table tbody tr").nth(index).is_visible() for index in (0, 26, 52)]

    assert (visible, opened.locator("form.grid-filter").is_visible()) == ([True] * 3, False)
    context.close()


def test_every_link_of_the_grid_leads_somewhere(built: Path) -> None:
    """Also those that the builder does not read, as in the table."""
    missing = []
    for page in sorted((built / "grille").rglob("*.html")) + sorted((built / "en" / "grille").rglob("*.html")):
        for link in set(re.findall(r'href="([^"]*)"', page.read_text(encoding="utf-8"))):
            path, _, place = link.partition("#")
            path = path.partition("?")[0]
            if "://" in link or link.startswith(("mailto:", "data:")):
                continue
            target = (page.parent / path).resolve() if path else page
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (place and f'id="{place}"' not in target.read_text(encoding="utf-8")):
                missing.append((page.relative_to(built).as_posix(), link))

    assert missing == []


# --- a school that writes anything ------------------------------------------------------------------------------------


def hostile(grid: Grid) -> Grid:
    """The same grid, where every title and every text is one that could become mark-up."""
    number = 0

    def said() -> Text:
        nonlocal number
        number += 1
        return Text(HOSTILE[number % len(HOSTILE)], HOSTILE[(number + 5) % len(HOSTILE)])

    categories = {}
    for category in grid.categories.values():
        activities = {
            code: replace(activity, title=said(), guidance=said()) for code, activity in category.activities.items()
        }
        categories[category.code] = replace(category, title=said(), guidance=said(), activities=activities)
    return replace(
        grid,
        title=said(),
        school=HOSTILE[1],
        profiles={code: replace(profile, title=said()) for code, profile in grid.profiles.items()},
        units={code: replace(unit, title=said()) for code, unit in grid.units.items()},
        legal={code: said() for code in grid.legal},
        categories=categories,
        activities={code: a for c in categories.values() for code, a in c.activities.items()},
    )


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = gathering.gather(ROOT, date(2026, 4, 1))
    pages = tmp_path_factory.mktemp("hostile") / "pages"
    grids = {year: hostile(grid) for year, grid in site.grids.items()}
    site = replace(site, grids=grids, name='École "A" <script>alert(1)</script> <img src=x onerror=alert(1)>')
    yield from serve(sites.built(site, ROOT, pages))


@pytest.mark.parametrize("path", ["", "grille/", "grille/categorie-1/", "grille/categorie-5/", TABLE, "grille/annees/"])
@pytest.mark.parametrize("lang", ["", "en/"])
def test_nothing_that_a_school_writes_becomes_mark_up(
    window: BrowserContext, hostile_address: str, lang: str, path: str
) -> None:
    opened = window.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    opened.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.goto(hostile_address + lang + path, wait_until="networkidle")
    strange = opened.evaluate(
        "[...document.querySelectorAll('*')].filter(e => e.localName === 'img' || "
        "[...e.attributes].some(a => a.name.startsWith('on')) || /^javascript:/i.test(e.getAttribute('href') || '')"
        " || (e.localName === 'script' && !e.src && e.type !== 'application/json' && e.id !== '__config')).length"
    )
    loads = opened.evaluate("document.querySelectorAll('svg[onload], main > .md-button, [onclick]').length")
    opened.close()

    assert (asked, wrong, strange, loads) == ([], [], 0, 0)
