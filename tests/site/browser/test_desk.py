"""The desk in a real browser: ten requests of ten kinds, by clicks and keys that are counted; pages for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.served import Served, desk_of, open_request, school_of_ten, served
from tests.proposing import FOLDER, School
from tests.site.browser.accessible import violations
from tests.site.browser.browsing import DESKTOP, PHONE

REASON = "Une demi-journée seulement."


class Hand:
    """Who clicks and types, counted: a click, a choice in a list and a sentence are one each, as a key is."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def click(self, what: str, rank: int = 0) -> None:
        self.page.locator(what).nth(rank).click()
        self.done += 1

    def write(self, sentence: str, rank: int = 0) -> None:
        self.page.locator("[name^=reason]").nth(rank).fill(sentence)
        self.done += 1

    def choose(self, quarters: str) -> None:
        self.page.locator("[name^=points]").first.select_option(quarters)
        self.done += 1

    def record(self) -> None:
        """See what it gives, then take it: the button has the focus."""
        self.click("button.main")
        self.page.wait_for_selector("button.main:focus")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".note.good")
        self.done += 1


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    made = school_of_ten(tmp_path_factory.mktemp("desk") / "école")
    open_request(made, 11, {f"{FOLDER}/3.3-12.yml": "activity: [\n"})
    return made


@pytest.fixture(scope="module")
def desk(school: School) -> Iterator[Served]:
    with served(desk_of(school)) as made:
        yield made


@pytest.mark.parametrize(("scheme", "screen"), [("light", DESKTOP), ("dark", PHONE)])
def test_every_page_can_be_used_by_everybody(
    desk: Served, browser: Browser, scheme: str, screen: dict[str, int]
) -> None:
    # axe is a script, which the desk's own policy keeps out.
    context = browser.new_context(viewport=screen, color_scheme=scheme, bypass_csp=True, locale="fr-FR")  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    page.goto(desk.first)
    page.wait_for_selector("table")
    shown = desk.prepare("1", decision_0="accept").headers["location"]
    to_complete = desk.prepare("2", decision_0="complete", reason_0="La date.").headers["location"]
    unsaid = desk.prepare("3", decision_0="refuse").headers["location"]
    for path in (
        "/",
        "/requests",
        "/requests/1",
        "/requests/11",
        shown,
        to_complete,
        unsaid,
        "/requests/99",
        "/students",
        "/students/s-base000001",
        "/students/s-base000001?on=2026-02-20",
        "/nothing",
    ):
        page.goto(desk.address + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth") or violations(page):
            found[path] = violations(page)
    context.close()

    assert found == {}


def test_ten_requests_of_ten_kinds_are_decided_in_under_sixty_clicks_and_keys(
    desk: Served, school: School, browser: Browser
) -> None:
    page = browser.new_page(locale="fr-FR")
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(desk.first)
    page.wait_for_selector("table")
    hand = Hand(page)
    accept, grant, refuse, complete = (f"[value={word}]" for word in ("accept", "points", "refuse", "complete"))

    hand.click("a.button")  # the first one, then each the next one at once
    for number in range(1, 11):
        page.wait_for_selector(f"text=Demande {number},")
        if number in (1, 10):  # what the grid gives; what a cap takes
            hand.click(accept)
        elif number == 2:  # with a word
            hand.click(accept)
            hand.write("Merci pour cette présentation.")
        elif number == 3:  # less than the grid
            hand.click(grant)
            hand.choose("1")
            hand.write(REASON)
        elif number in (4, 9):  # refused; for a reason given before
            hand.click(refuse)
            hand.write(page.locator("#reasons option").nth(0).get_attribute("value") or "" if number == 9 else REASON)
        elif number == 5:  # the student is told what is missing, and the request stays open
            hand.click(complete)
            hand.write("Joignez l'attestation signée.")
            hand.click("button.main")
            page.wait_for_selector("text=Écrivez ceci sous la demande")
            hand.click("a.button")
            continue
        elif number == 6:  # two declarations
            hand.click(accept, 0)
            hand.click(accept, 1)
        elif number == 7:  # one of two
            hand.click(accept, 0)
            hand.click(refuse, 1)
            hand.write(REASON, 1)
        else:  # points that the grid leaves to be chosen
            hand.click(grant)
            hand.choose("5")
        hand.record()
    page.close()

    decided = school.git("log", "--format=%s", "main").splitlines()
    assert [line for line in decided if line.startswith("Demande ")] == [
        f"Demande {number} fusionnée par ref-3" for number in (10, 9, 8, 7, 6, 4, 3, 2, 1)
    ]
    assert hand.done < 60
    assert errors == []
    assert school.git("status", "--porcelain") == ""
    assert "points: 1.25" in school.read(f"{FOLDER}/8.3-mobilite.yml")
    assert not (school.place / FOLDER / "3.3-5.yml").exists()
