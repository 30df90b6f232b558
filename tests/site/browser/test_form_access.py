"""The form in each of its states, for people who do not see it, or not all of it."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.site.browser.accessible import violations
from tests.site.browser.browsing import DESKTOP, PHONE
from tests.site.browser.forming import attach, fill, open_form, prepare

ANSWERS = {
    "code": "s-k3f9q2mz7w",
    "cohort": "2024",
    "profile": "FISE3",
    "from": "2026-01-31",
    "quantity": "2",
    "title": "Stand",
    "organisation": "École",
}


def begun(page: Page, address: str, lang: str) -> None:
    open_form(page, address, "?activite=5.4", lang)


def wrong(page: Page, address: str, lang: str) -> None:
    open_form(page, address, "?activite=5.4", lang)
    prepare(page)


def online(page: Page, address: str, lang: str) -> None:
    open_form(page, address, "?activite=5.4", lang)
    page.click("#form-evidence-0-online-way")


def ready(page: Page, address: str, lang: str) -> None:
    open_form(page, address, "?activite=3.1", lang)
    fill(page, ANSWERS)
    attach(page)
    assert prepare(page).wrong == {}


def sensitive(page: Page, address: str, lang: str) -> None:
    open_form(page, address, "?activite=4.5", lang)


STATES = {state.__name__: state for state in (begun, wrong, online, ready, sensitive)}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("scheme", "size", "lang"), [("light", PHONE, "fr"), ("dark", DESKTOP, "en")])
def test_no_violation_of_wcag_a_or_aa_in_any_state(
    page: Page, address: str, state: str, scheme: Literal["light", "dark"], size: ViewportSize, lang: str
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    STATES[state](page, address, lang)

    assert violations(page) == []


def test_every_field_has_a_name_and_its_error_a_place(page: Page, address: str) -> None:
    open_form(page, address, "?activite=4.3")
    nameless = page.eval_on_selector_all(
        "#form input, #form select, #form textarea",
        """all => all.filter(n => !n.labels.length || (n.type !== 'radio' && n.type !== 'url' && n.type !== 'file'
             && !n.id.endsWith('-kind') && !document.getElementById(`${n.id}-error`))).map(n => n.id)""",
    )

    assert nameless == []
