"""A real browser on the real site, served on loopback under the policy that it must bear.

Chromium is the system's (Debian's ``chromium-headless-shell``, or ``chromium``). Where there is none these tests fail
in continuous integration (POLYVALIDATE_REQUIRE_BROWSER=1) and say so elsewhere.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from polyvalidate.model.grid import Activity, Grid
from tests.declaring import activities, make_school
from tests.site.browser.browsing import ARGUMENTS, BROWSERS, DESKTOP, forget, serve


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    yield from serve(built)


# Of this folder, not of the run: a driver leaves a loop running in its thread, where no call of the forge can be made.
@pytest.fixture(scope="package")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        sentence = "no Chromium on this machine: the pages were not tried in a browser (Debian: apt install chromium)"
        if os.environ.get("POLYVALIDATE_REQUIRE_BROWSER") == "1":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    launched = playwright_driver.chromium.launch(executable_path=executable, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for the pages of a module. To open another costs as much as four pages, and what a page costs is
    mostly what the browser has not yet read; a page that stays open keeps its process."""
    context = browser.new_context(viewport=DESKTOP, locale="fr-FR", reduced_motion="reduce")
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext, address: str) -> Iterator[Page]:
    """A page that finds nothing of the one before, on which a script error, a refused request or one to elsewhere fails
    the test."""
    opened = window.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    opened.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    opened.on(
        "request",
        lambda request: (
            wrong.append(f"request to elsewhere: {request.url}")
            if not request.url.startswith((address, "data:", "blob:"))
            else None
        ),
    )
    yield opened
    found = tuple(wrong)
    opened.close()
    forget(window, address)
    assert found == ()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what the form gives is written, and checked."""
    return make_school(tmp_path_factory.mktemp("form") / "école")


@pytest.fixture(scope="module")
def form(window: BrowserContext) -> Page:
    """One page for the many forms of a module."""
    return window.new_page()


@pytest.fixture(scope="module")
def known(school: Path) -> list[tuple[Grid, Activity]]:
    """Every activity of both grids."""
    return activities(school)
