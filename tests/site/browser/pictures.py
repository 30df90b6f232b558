"""Takes the pictures of the guides again, from the real pages and the real comment: ``make screenshots``.

Kept small on purpose: one screen of a phone at the most. Look at them before you commit them.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import markdown
from playwright.sync_api import Browser, Page, sync_playwright

from polyvalidate.cli import main as command
from polyvalidate.site import building, gathering, writing
from polyvalidate.site.guides.pictures import PICTURES, SCALE
from tests.places import ROOT
from tests.proposing import FAIR, FOLDER, STUDENT, School
from tests.site.browser.browsing import ARGUMENTS, serve
from tests.site.browser.forming import PDF, fill, prepare

WIDTH = 400
ANSWERS = {
    "fr": {"title": "Accueil du public, stand robotique", "organisation": "Notre école"},
    "en": {"title": "Welcoming visitors, robotics stand", "organisation": "Our school"},
}
WHO = {"code": "s-k3f9q2mz7w", "cohort": "2025", "profile": "FISE3"}
WHEN = {"from": "2026-01-31", "to": "2026-01-31", "quantity": "2"}


def comment(lang: str) -> str:
    """What the check writes under a request in which nothing is wrong, in a school that speaks this language."""
    with tempfile.TemporaryDirectory() as place:
        school = School(Path(place))
        for rules in school.place.glob("grid/*/rules.yml"):
            text = rules.read_text(encoding="utf-8")
            rules.write_text(text.replace("language: fr", f"language: {lang}"), encoding="utf-8")
        school.commit("main", "language")
        head = school.propose({f"{FOLDER}/3.3-lycee.yml": FAIR})
        output = school.place / ".git" / "comment.md"
        when = ("--on", "2026-02-10", "--opened-at", "2026-02-10", "--lang", lang, "--output", str(output))
        options = ("--base", "main", "--head", head, "--actor", STUDENT, "--format", "comment")
        if command(["gate", "--repo", place, *options, *when]):
            raise SystemExit("the check finds something to mend in the request of the picture")
        return output.read_text(encoding="utf-8")


def take_comment(page: Page, address: str, lang: str) -> bytes:
    """The comment in the site's own letters, as a forge shows it."""
    # A forge begins a list without an empty line before it; this reader of Markdown does not.
    text = re.sub(r"(?<=[^\n])\n(?=- )", "\n\n", comment(lang))
    html = markdown.markdown(text, extensions=["tables", "md_in_html"])
    page.goto(f"{address}guides/faq/")
    page.evaluate(
        "html => { const all = document.querySelector('.md-content__inner');"
        " all.innerHTML = '<div id=comment style=\"padding: 0 .6rem .4rem\">' + html + '</div>'; }",
        html,
    )
    return page.locator("#comment").screenshot()


def take_form(page: Page, address: str, lang: str) -> bytes:
    """The activity that was chosen, what it is worth, and the first questions."""
    filled(page, address, lang)
    first, last = page.locator("#form-chosen"), page.locator("#form-quantity")
    page.add_style_tag(content=".md-header, .md-top { visibility: hidden }")
    top, bottom = first.bounding_box(), last.bounding_box()
    if top is None or bottom is None:
        raise SystemExit("the form is not where it was")
    y = top["y"] + page.evaluate("scrollY") - 8
    height = bottom["y"] + page.evaluate("scrollY") + bottom["height"] + 16 - y
    return page.screenshot(full_page=True, clip={"x": 0, "y": y, "width": WIDTH, "height": height})


def take_ready(page: Page, address: str, lang: str) -> bytes:
    """What remains to be done once the form is prepared."""
    filled(page, address, lang)
    page.set_input_files("#form-evidence-0-file", [{**PDF, "name": "emargement.pdf"}])
    page.locator("#form-evidence-0-read").filter(has_text="emargement.pdf").wait_for()
    prepare(page)
    page.add_style_tag(content=".md-header, .md-top { visibility: hidden }")
    return page.locator("#form-result ol").screenshot()


def filled(page: Page, address: str, lang: str) -> None:
    page.clock.set_fixed_time(datetime(2026, 2, 3, 12, tzinfo=UTC))
    page.goto(f"{address}{'en/' if lang == 'en' else ''}declarer/?activite=3.1")
    page.wait_for_selector("#form:not([hidden])")
    fill(page, {**WHO, **WHEN, **ANSWERS[lang]})


TAKERS = {"form": take_form, "ready": take_ready, "comment": take_comment}


def pages(browser: Browser, locale: str) -> Iterator[Page]:
    """Phones, one for each picture."""
    while True:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 800}, device_scale_factor=SCALE, reduced_motion="reduce", locale=locale
        )
        yield context.new_page()
        context.close()


def main() -> None:
    if set(TAKERS) != set(PICTURES):
        raise SystemExit("pictures of the guides and their takers differ")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        folder = Path(place) / "pages"
        site = gathering.gather(ROOT, date(2026, 4, 1))
        writing.write(site, ROOT, folder)
        address = next(server := serve(building.build(folder, "mkdocs", site)))
        for lang, locale in (("fr", "fr-FR"), ("en", "en-GB")):
            # Fields show dates in the browser's own language, where its translations are installed (chromium-l10n).
            browser = driver.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=[*ARGUMENTS, f"--lang={locale}"],
                env={**os.environ, "LANGUAGE": locale},
            )
            phones = pages(browser, locale)
            for name, take in TAKERS.items():
                path = ROOT / "polyvalidate/_data/site/images" / lang / f"{name}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(take(next(phones), address, lang))
                print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
            browser.close()
        server.close()


if __name__ == "__main__":
    main()
