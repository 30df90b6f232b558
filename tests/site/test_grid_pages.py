"""The pages of the grid: every activity in its place, whatever the grid and whatever its titles."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyvalidate.model.grid import Grid, RoleHolder
from polyvalidate.model.words import Text, typographic
from polyvalidate.site.gathering import gather
from polyvalidate.site.grid import files, section
from polyvalidate.site.pages import Site, shared_grids
from polyvalidate.site.pages.markdown import anchor
from polyvalidate.site.pages.markdown import title as page_title
from tests.anygrids import HOSTILE, grids, site_of
from tests.extent import examples
from tests.places import ROOT

DAY = date(2026, 4, 1)
LANGUAGES = ("fr", "en")
EXTENSIONS = (
    "admonition", "attr_list", "def_list", "md_in_html", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences",
    "pymdownx.details",
)  # fmt: skip
FEW = settings(max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@cache
def ours() -> Site:
    return gather(ROOT, DAY)


class Seen(HTMLParser):
    """The elements of a page with their attributes, and the texts of its headings and of its rows' names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[str, str]] = []
        self.inside: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {key: value or "" for key, value in attrs}
        self.elements.append((tag, known))
        if tag in {"h1", "h2"}:
            self.headings.append((known.get("id", ""), ""))
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside:
            place, said = self.headings[-1]
            self.headings[-1] = place, said + data


def built(text: str) -> Seen:
    """A page as the builder makes it."""
    return Seen(markdown.Markdown(extensions=list(EXTENSIONS)).convert(text))


def category_pages(site: Site, lang: str) -> Iterator[tuple[str, Seen]]:
    for page in section(site, lang).pages:
        if page.path.startswith("grille/categorie-"):
            yield page.path, built(page.text)


# --- every activity has its place -------------------------------------------------------------------------------------


@FEW
@given(grids(), st.sampled_from(LANGUAGES))
def test_every_activity_has_one_place_one_row_and_one_entry(grid: Grid, lang: str) -> None:
    site = site_of(grid)
    once = Counter(list(grid.activities))

    places = [p for _, seen in category_pages(site, lang) for p, _ in seen.headings if p.startswith("a-")]
    assert Counter(places) == Counter(anchor(code) for code in once)

    (table,) = [built(page.text) for page in section(site, lang).pages if page.path == "grille/tableau.md"]
    rows = [known for tag, known in table.elements if tag == "tr" and "data-code" in known]
    assert Counter(row["data-code"] for row in rows) == once

    data = json.loads(files(site, lang)[f"api/grid/{grid.year}.json"])
    assert Counter(a["code"] for c in data["categories"] for a in c["activities"]) == once

    shared = {name.rpartition("/")[2]: data for name, data in files(site, lang).items() if f"/{grid.year}/" in name}
    assert Counter(activity.code for activity in shared_grids.read(shared).activities) == once


@FEW
@given(grids(), st.sampled_from(LANGUAGES))
def test_the_links_of_the_table_lead_to_a_place(grid: Grid, lang: str) -> None:
    site = site_of(grid)
    known = {
        f"../{path.removeprefix('grille/').removesuffix('.md')}/#{place}"
        for path, seen in category_pages(site, lang)
        for place, _ in seen.headings
    }
    (table,) = [built(page.text) for page in section(site, lang).pages if page.path == "grille/tableau.md"]
    links = [a["href"] for tag, a in table.elements if tag == "a" and a.get("href", "").startswith("../categorie")]

    assert len(links) == len(grid.activities)
    assert set(links) <= known


# --- what a school writes is text -------------------------------------------------------------------------------------

_OURS = frozenset(
    "a abbr admonition br button circle code dd details div dl dt em form h1 h2 h3 input label li ol option p path pre"
    " select span strong summary svg table tbody td th thead tr ul".split()
)


@FEW
@given(grids(), grids("2024-2025"), st.sampled_from(LANGUAGES))
def test_no_text_of_a_grid_becomes_mark_up(grid: Grid, older: Grid, lang: str) -> None:
    for page in section(site_of(older, grid), lang).pages:
        seen = built(page.text)
        assert {tag for tag, _ in seen.elements} <= _OURS, page.path
        assert [key for _, known in seen.elements for key in known if key.startswith("on")] == []
        links = [known["href"] for tag, known in seen.elements if tag == "a" and "href" in known]
        assert [link for link in links if link.lower().startswith(("javascript", "data"))] == []


def test_mark_up_is_seen_where_a_text_is_not_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = ours().grid
    category = replace(grid.categories["3"], guidance=Text(HOSTILE[1], HOSTILE[1]))
    site = site_of(replace(grid, categories={"3": category}))
    kept = {tag for _, seen in category_pages(site, "fr") for tag, _ in seen.elements}
    monkeypatch.setattr("polyvalidate.site.grid.saying.text", lambda said: said)
    broken = {tag for _, seen in category_pages(site, "fr") for tag, _ in seen.elements}

    assert (kept <= _OURS, broken - _OURS) == (True, {"img"})


@FEW
@given(grids(), st.sampled_from(LANGUAGES))
def test_titles_are_shown_as_they_are(grid: Grid, lang: str) -> None:
    shown = dict(pair for _, seen in category_pages(site_of(grid), lang) for pair in seen.headings)

    for activity in grid.activities.values():
        said = " ".join(re.split(r"[^\S\u00a0\u202f]+", typographic(activity.title.in_language(lang), lang).strip()))
        assert shown[anchor(activity.code)].strip() == f"{activity.code} {said}".strip()


@pytest.mark.parametrize("said", HOSTILE)
def test_a_title_of_a_page_holds_no_bracket_even_once_its_entities_are_read(said: str) -> None:
    assert "<" not in html.unescape(page_title(said))


# --- grids of other shapes --------------------------------------------------------------------------------------------


def test_evaluators_are_named_by_title_and_never_by_account() -> None:
    grid = ours().grid
    holder = RoleHolder(
        "ref-9", Text("Vie du campus", "Campus life"), "github:987654", "evaluator", frozenset("3"), None
    )
    left = RoleHolder("ref-8", Text("Partie", "Gone"), "github:1", "evaluator", frozenset("3"), date(2025, 12, 1))
    site = site_of(grid, roles={"ref-9": holder, "ref-8": left})
    text = "".join(page.text for page in section(site, "fr").pages)

    assert ("Vie du campus" in text, "Partie" in text) == (True, False)
    assert "987654" not in text
    assert "ref-9" not in text


def test_a_grid_without_roles_says_nothing_of_who_evaluates() -> None:
    assert "Qui évalue" not in "".join(page.text for page in section(site_of(ours().grid), "fr").pages)


def test_the_menu_is_the_same_in_both_languages() -> None:
    french, english = ([page.path for page in section(ours(), lang).pages] for lang in LANGUAGES)

    assert french == english
    assert len(set(french)) == len(french)


def test_the_notice_of_an_example_stands_on_every_page_that_shows_the_grid() -> None:
    said = [page.path for page in section(ours(), "fr").pages if "Cette grille est un exemple" not in page.text]

    assert said == ["grille/annees.md", "grille/ecoles.md"]  # the first says it of each grid, the second shows none


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_category_reads_well(lang: str, golden: Callable[[str | Path, str], None]) -> None:
    (page,) = [page for page in section(ours(), lang).pages if page.path == "grille/categorie-4.md"]
    golden(f"pages/categorie-4.{lang}.md", page.markdown())
