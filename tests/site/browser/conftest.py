"""A real browser on the real site: built once per run, served on loopback under the policy that it must bear.

Chromium is the system's (Debian's ``chromium``). Where there is none these tests fail in continuous integration
(POLYVALIDATE_REQUIRE_BROWSER=1) and say so elsewhere.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.publication.attack.plain import from_plain
from polyvalidate.publication.attack.record import Entry, added
from tests.declaring import activities, make_school
from tests.places import ROOT
from tests.site.browser.browsing import ARGUMENTS, DESKTOP, serve


def _published() -> tuple[Entry, ...]:
    """A record of two issues of one cohort, from the tables that the tests of figures hold."""
    plain = json.loads((ROOT / "tests" / "publication" / "golden" / "tables.json").read_text(encoding="utf-8"))
    entries: tuple[Entry, ...] = ()
    for on in ("2026-07-01", "2027-07-01"):
        entries = added(entries, from_plain(plain | {"date": on}))
    return entries


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The site of this very repository, built for this run, with a cohort that has been published twice.

    Whoever of the workers comes first builds it, for all of them.
    """
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if hasattr(request.config, "workerinput") else here
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "site").is_dir():
            _build(shared / "pages")
    return shared / "site"


def _build(pages: Path) -> None:
    from datetime import date

    from polyvalidate.site import building, gathering, writing

    site = replace(gathering.gather(ROOT, date(2026, 4, 1)), releases=_published())
    writing.write(site, ROOT, pages)
    building.build(pages, "mkdocs", site)


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
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        sentence = "no Chromium on this machine: the pages were not tried in a browser (Debian: apt install chromium)"
        if os.environ.get("POLYVALIDATE_REQUIRE_BROWSER") == "1":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    launched = playwright_driver.chromium.launch(executable_path=executable, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=DESKTOP, locale="fr-FR", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page on which a script error, a refused request or one to elsewhere fails the test."""
    opened = context.new_page()
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
    assert wrong == []


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what the form gives is written, and checked."""
    return make_school(tmp_path_factory.mktemp("form") / "école")


@pytest.fixture(scope="module")
def form(browser: Browser) -> Iterator[Page]:
    """One window for the many forms of a module."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def known(school: Path) -> list[tuple[Grid, Activity]]:
    """Every activity of both grids."""
    return activities(school)
