"""The page that contests a decision, in a browser: its line is one that the sweep reads as this appeal."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from polyvalidate.forge.appeals import Appeal, read


def opened(page: Page, address: str, lang: str = "fr") -> None:
    page.goto(f"{address}{'en/' if lang == 'en' else ''}repondre/")
    expect(page.locator("#reply")).to_be_visible()


def line(page: Page, reason: str, code: str = "") -> str:
    page.fill("#form-activity", code)
    page.fill("#form-reason", reason)
    return page.locator("#form-line").inner_text()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    ("code", "reason", "appeal"),
    [
        ("", "Mon code est à la page 2.", Appeal(None, "Mon code est à la page 2.")),
        ("3.1", "Deux lignes\n\n  en une.", Appeal("3.1", "Deux lignes en une.")),
    ],
)
def test_the_line_is_read_as_the_appeal_that_was_written(
    page: Page, address: str, lang: str, code: str, reason: str, appeal: Appeal
) -> None:
    opened(page, address, lang)

    said = line(page, reason, code)

    assert read(said) == appeal
    expect(page.locator("#form-copy")).to_be_enabled()


@pytest.mark.parametrize(
    ("code", "reason", "told"),
    [
        ("", " ", "Écrivez votre raison."),
        ("9.9", "Raison.", "La grille n’a pas d’activité de ce code."),
        ("", "Appelez le 06 39 98 12 34.", "Ce texte contient un numéro de téléphone."),
    ],
)
def test_what_must_not_be_pasted_gives_no_line(page: Page, address: str, code: str, reason: str, told: str) -> None:
    opened(page, address)

    assert line(page, reason, code) == ""
    expect(page.locator(".form-error:not(:empty)")).to_contain_text(told)
    expect(page.locator("#form-copy")).to_be_disabled()


def test_of_a_sensitive_activity_the_line_holds_no_reason(page: Page, address: str) -> None:
    opened(page, address)
    grid = "(data => Object.values(data.grids[data.current].activities))(JSON.parse(document.all['form-data'].text))"
    code = page.evaluate(f"{grid}.find(one => one.sensitive).code")

    assert line(page, "Ma situation.", code) == ""
    expect(page.locator("#form-reason-error")).to_contain_text("de vive voix")
    assert read(line(page, "", code)) == Appeal(code, "")
