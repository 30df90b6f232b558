"""The form of other schools: another forge, other places for evidence, a grid whose titles are traps."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from polyvalidate.repository import packaged
from polyvalidate.site import gathering
from tests.site import sites
from tests.site.browser.browsing import serve
from tests.site.browser.forming import PDF, fill, open_form, prepare

TRAP = """</script><img src=x onerror=alert(1)> "'`{{ 1 }}` [a](b:c) &amp; **d**"""
ME = {"code": "s-k3f9q2mz7w", "cohort": "2025", "profile": "FISE3"}
DONE = {"from": "2026-01-31", "quantity": "1", "title": "Été à l'école", "organisation": "A & B"}


def school(root: Path, settings: str, change: dict[str, dict[str, str]]) -> Path:
    """A repository with the latest example grid; ``change`` replaces texts, by file."""
    shutil.copytree(packaged("grid") / "2025-2026", root / "grid" / "2025-2026")
    shutil.copy(packaged("grid") / "roles.yml", root / "grid" / "roles.yml")
    (root / "mkdocs.yml").write_text(f"site_name: École\ntheme: {{name: material, font: false}}\n{settings}")
    for name, texts in change.items():
        path = root / "grid" / "2025-2026" / name
        data = path.read_text(encoding="utf-8")
        for before, after in texts.items():
            assert before in data
            data = data.replace(before, after)
        path.write_text(data, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """GitLab, a branch with a slash, evidence in the repository only, and traps for titles."""
    quoted = '"' + TRAP.replace("\\", "\\\\").replace('"', '\\"') + '"'
    root = school(
        tmp_path_factory.mktemp("other") / "école",
        "repo_url: https://gitlab.com/groupe/sous-groupe/polypoints/\nextra: {polyvalidate: {branch: travail/été}}\n",
        {
            "rules.yml": {
                "fr: Grille d'exemple 2025-2026": f"fr: {quoted}",
                "fr: demi-journée,": f"fr: {quoted},",
                "fr: Cycle en trois ans,": f"fr: {quoted},",
                "stores: [pull-request, url]": "stores: [repository]",
                "fr: Émargement fourni par l'organisation,": f"fr: {quoted},",
            },
            "3-promotion.yml": {"fr: Journée portes ouvertes\n": f"fr: {quoted}\n"},
        },
    )
    yield from serve(sites.built(gathering.gather(root, date(2026, 4, 1)), root, root / "build" / "pages"))


@pytest.fixture(scope="module")
def nowhere(new_school: Path) -> Iterator[str]:
    """A school whose repository is not known."""
    yield from serve(new_school / "build" / "site")


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page on which a script of somebody else's, or an error, fails the test."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    yield page
    context.close()
    assert wrong == []


def test_titles_of_the_grid_are_texts_wherever_they_stand(alone: Page, other: str) -> None:
    open_form(alone, other, "?activite=3.1")
    fill(alone, ME | DONE)
    shown = [
        alone.text_content("#form-about-title") or "",
        alone.text_content('label[for="form-quantity"]') or "",
        alone.text_content("#form-profile option:checked") or "",
        alone.text_content(".form-piece legend") or "",
    ]

    assert [text.partition(TRAP)[1] for text in shown] == [TRAP] * 4, shown
    assert alone.locator("article img[src=x]").count() == 0


def test_gitlab_opens_an_empty_file_of_the_right_name_and_the_text_is_copied(alone: Page, other: str) -> None:
    alone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alone.context.route("https://gitlab.com/**", lambda route: route.fulfill(body="GitLab", content_type="text/html"))
    open_form(alone, other, "?activite=3.1")
    fill(alone, ME | DONE)
    alone.set_input_files("#form-evidence-0-file", [PDF])
    alone.locator("#form-evidence-0-read").filter(has_text="octets").wait_for()
    outcome = prepare(alone)
    link = urlsplit(str(alone.get_attribute("#form-open", "href")))
    with alone.context.expect_page() as opened:
        alone.click("#form-open")
    alone.locator("#form-status").filter(has_text="Le texte est copié.").wait_for()
    opened.value.close()
    copied = alone.evaluate("navigator.clipboard.readText()")

    assert unquote(link.path) == "/groupe/sous-groupe/polypoints/-/new/travail/été"
    assert parse_qs(link.query) == {"file_name": ["declarations/2025/s-k3f9q2mz7w/3.1-ete-a-l-ecole.yml"]}
    assert copied == outcome.text
    assert '    store: "repository"' in outcome.text
    assert alone.inner_text("#form-attach") == (
        "Ajoutez dans le dossier declarations/2025/s-k3f9q2mz7w/evidence\u00a0: pièce 1.pdf."
    )


def test_with_boxes_the_form_writes_into_the_student_s_own_repository(alone: Page, other: str) -> None:
    def boxed(route: Route) -> None:
        said = '"boxes": "https://gitlab.com/ecole-boites"'
        route.fulfill(body=re.sub('"boxes": ?null', said, route.fetch().text()), content_type="text/html")

    alone.route("**/declarer/*", boxed)
    open_form(alone, other, "?activite=3.1")
    fill(alone, ME | DONE)
    alone.set_input_files("#form-evidence-0-file", [PDF])
    alone.locator("#form-evidence-0-read").filter(has_text="octets").wait_for()
    outcome = prepare(alone)
    link = urlsplit(str(alone.get_attribute("#form-open", "href")))

    assert outcome.path == "3.1-ete-a-l-ecole.yml"
    assert (link.path, link.query) == (f"/ecole-boites/{ME['code']}/-/new/main", f"file_name={outcome.path}")
    assert alone.inner_text("#form-attach") == "Ajoutez dans le dossier evidence\u00a0: pièce 1.pdf."


def test_without_a_known_repository_there_is_the_copy_and_the_file(alone: Page, nowhere: str) -> None:
    open_form(alone, nowhere, "?activite=4.5")
    fill(alone, ME | {"from": "2026-01-12", "quantity": "1"})
    outcome = prepare(alone)

    assert outcome.wrong == {}
    assert alone.locator("#form-open").count() == 0
    assert "collez-y le texte" in alone.inner_text("#form-result")
    assert alone.locator("#form-copy").is_visible()


# --- the address of each forge ----------------------------------------------------------------------------------------

TEXT = 'activity: "3.1"\ntitle: "Été & cie? #1 100% + a=b"\n'
PATH = "declarations/2025/s-k3f9q2mz7w/3.1-été.yml"


def new_file(page: Page, kind: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    forge = {"kind": kind, "url": "https://forge.example.org/o/r", "branch": "a/b c", "folder": False, "longest": 6000}
    found = page.evaluate(
        "async ([url, forge, path, text]) => (await import(`${url}/forge.js`)).newFile(forge, path, text)",
        [re.sub("declarer/.*", "form", page.url), forge | more, PATH, text],
    )
    return dict(found)


@pytest.mark.parametrize(
    ("kind", "more", "path", "query"),
    [
        ("github", {}, "/o/r/new/a/b c", {"filename": [PATH], "value": [TEXT]}),
        (
            "github",
            {"folder": True},
            "/o/r/new/a/b c/declarations/2025/s-k3f9q2mz7w",
            {"filename": ["3.1-été.yml"], "value": [TEXT]},
        ),
        (
            "forgejo",
            {},
            "/o/r/_new/a/b c/declarations/2025/s-k3f9q2mz7w/",
            {"filename": ["3.1-été.yml"], "value": [TEXT]},
        ),
        ("gitlab", {}, "/o/r/-/new/a/b c", {"file_name": [PATH]}),
    ],
)
def test_the_address_of_a_new_file_says_the_name_and_the_text(
    page: Page, address: str, kind: str, more: dict[str, Any], path: str, query: dict[str, list[str]]
) -> None:
    open_form(page, address)
    made = new_file(page, kind, **more)
    link = urlsplit(made["url"])

    assert (link.scheme, link.netloc, unquote(link.path)) == ("https", "forge.example.org", path)
    assert parse_qs(link.query) == query
    assert made["filled"] == ("value" in query)
    assert "+" not in link.query


@pytest.mark.parametrize("kind", ["github", "forgejo"])
def test_a_text_too_long_for_an_address_is_left_out_of_it(page: Page, address: str, kind: str) -> None:
    open_form(page, address)
    most = len(new_file(page, kind, "")["url"])
    fits, not_any_more = (new_file(page, kind, "x" * (6000 - most + more)) for more in (0, 1))

    assert (fits["filled"], len(fits["url"])) == (True, 6000)
    assert not_any_more["filled"] is False
    assert "value" not in parse_qs(urlsplit(not_any_more["url"]).query)
