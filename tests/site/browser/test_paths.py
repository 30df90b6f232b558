"""The way of somebody who comes for the first time, counted in clicks."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from polyvalidate.model.words import NBSP
from polyvalidate.reports.grids import earns
from polyvalidate.site import gathering
from polyvalidate.site.pages.words import required
from tests.places import ROOT
from tests.site.browser.browsing import PHONE


def test_in_three_clicks_a_new_student_knows_how_many_points_what_an_open_day_earns_and_how_to_declare_it(
    page: Page, address: str
) -> None:
    grid = gathering.gather(ROOT, date(2026, 4, 1)).grid
    activity = grid.activities["3.1"]
    page.set_viewport_size(PHONE)
    page.goto(address)
    for profile in grid.profiles.values():
        row = page.get_by_role("listitem").filter(has_text=profile.title.fr)
        expect(row).to_contain_text(required(profile, "fr").replace(NBSP, " "))

    page.get_by_role("link", name="Ce que rapporte chaque activité").click()
    page.get_by_role("searchbox", name="Rechercher").fill("portes ouvertes")
    expect(page.get_by_role("status").filter(has_text="activité")).to_contain_text("1 activité")
    page.get_by_role("link", name="3.1 Journée portes ouvertes").click()
    heading = page.locator("#a-3-1")
    expect(heading).to_be_in_viewport()
    expect(page.locator("#a-3-1 ~ *").filter(has_text=earns(activity, "fr")).first).to_be_visible()

    page.get_by_role("link", name="Déclarer l’activité 3.1").click()
    expect(page.get_by_role("heading", name="Déclarer une activité")).to_be_visible()
    expect(page.get_by_role("heading", name="3.1 Journée portes ouvertes")).to_be_visible()
