"""« Mes points » in a browser: what is missing, what may still count, and that nothing is sent or kept."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from polyvalidate.reports.my_points import points_link, render
from polyvalidate.school.check import check
from tests.examples import RULES_FOLDER, FolderTree

CHECKED = check(FolderTree(RULES_FOLDER / "base"), date(2026, 4, 1), keep_balances=True)
(MINE,) = CHECKED.report.results
ROOM = MINE.room(CHECKED.book)


def fragment(**other: object) -> str:
    given = dict(pair.split("=") for pair in points_link(MINE, CHECKED.book, "fr").partition("#")[2].split("&"))
    return "&".join(f"{name}={value}" for name, value in (given | other).items())


def opened(page: Page, address: str, lang: str = "fr", **other: object) -> None:
    page.goto(f"{address}{'en/' if lang == 'en' else ''}mes-points/#{fragment(**other)}")
    expect(page.locator("#points-shown h2")).to_be_visible()


def words(page: Page, selector: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize(
    ("lang", "total", "missing"),
    [
        ("fr", "7,75 points sur 10", "Il manque : 2,25 points, 2 autres catégories, 1 point en catégorie 3."),
        ("en", "7.75 points out of 10", "Missing: 2.25 points, 2 more categories, 1 point in category 3."),
    ],
)
def test_the_link_of_a_balance_says_what_is_missing(
    page: Page, address: str, lang: str, total: str, missing: str
) -> None:
    opened(page, address, lang, points=31, minimums="3-4")

    expect(page.locator("#points-shown h2")).to_be_focused()
    assert words(page, "#points-shown h2") == [total]
    assert page.locator("#points-shown h2 svg").count() == 10  # 7¾ that count, and empty ones up to what is needed
    assert words(page, "#points-shown > p")[0] == missing


def test_what_may_still_count_is_listed_with_its_room_and_leads_to_the_form(page: Page, address: str) -> None:
    opened(page, address, minimums="3-4")

    assert page.locator("#points-shown li").count() == len(ROOM)
    expect(page.locator("#points-shown details[open]")).to_have_count(1)
    line = page.locator("#points-shown li").filter(has_text="3.1 ")
    expect(line).to_contain_text("Encore 0,5 point au plus pour vous.")
    line.get_by_role("link").click()
    expect(page.get_by_role("heading", name="3.1 Journée portes ouvertes")).to_be_visible()
    expect(page.locator("#form-code")).to_have_value("s-base000001")


DROP = """text => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], "README.md"));
  window.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, cancelable: true }));
}"""


@pytest.mark.parametrize("how", ["pasted", "dropped"])
def test_the_text_of_a_balance_may_be_pasted_or_dropped(page: Page, address: str, how: str) -> None:
    page.goto(f"{address}mes-points/")
    page.fill("#points-text", "Mes points")
    page.get_by_role("button", name="Voir mes points").click()
    expect(page.get_by_role("status").filter(has_text="lien d’un bilan")).to_be_visible()

    if how == "pasted":
        page.fill("#points-text", render(MINE, CHECKED.book, "fr"))
        page.get_by_role("button", name="Voir mes points").click()
    else:
        page.evaluate(DROP, render(MINE, CHECKED.book, "fr"))

    expect(page.locator("#points-shown h2")).to_contain_text("sur 10")


def test_neither_the_address_nor_the_browser_keeps_anything(page: Page, address: str) -> None:
    opened(page, address)

    assert page.url == f"{address}mes-points/"
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert [said for said in ("base000001", "FISE3") if said in kept] == []


@pytest.mark.parametrize("broken", ["points=", "points=-4", "points=4&eleve=<img src=x>", "points=9999999"])
def test_a_link_that_tells_no_balance_is_said_to_tell_none(page: Page, address: str, broken: str) -> None:
    page.goto(f"{address}mes-points/#{broken}")

    expect(page.get_by_role("status").filter(has_text="lien d’un bilan")).to_be_visible()
    expect(page.locator("#points-shown")).to_be_hidden()


def test_once_nothing_is_missing_the_jury_is_named_and_nothing_is_listed(page: Page, address: str) -> None:
    opened(page, address, points=40, categories=0)

    expect(page.locator("#points-shown")).to_contain_text("Il ne manque rien : le jury se prononce.")
    assert page.locator("#points-shown details").count() == 0
