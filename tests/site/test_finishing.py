"""What is done to the pages that the builder wrote, whichever the builder."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.site.pages import finishing

PAGE = (
    '<head><meta charset="utf-8"><link rel="alternate" href="../.." hreflang="fr"></head>'
    '<script>var a = "1";</script><script id="x" type="application/json">{}</script><script src="b.js"></script>'
    '<a href="../../en/" hreflang="en" class="md-select__link">English</a><div role="dialog">'
)


def test_an_inline_script_goes_to_a_file_and_keeps_its_place() -> None:
    done = finishing.page(PAGE, "grille/categorie-3/index.html", "fr", "../../en/grille/categorie-3/")
    (name,) = done.scripts

    assert done.scripts[name] == 'var a = "1";'
    assert f'<script src="../../{name}"></script><script id="x" type="application/json">' in done.html


def test_the_policy_stands_before_any_script_and_forbids_those_of_the_page() -> None:
    html = finishing.page(PAGE, "index.html", "fr", None).html

    assert "script-src 'self';" in finishing.POLICY
    assert "unsafe-inline" not in finishing.POLICY.partition("script-src")[2].partition(";")[0]
    assert html.index(finishing.POLICY) < html.index("<script")


def test_the_language_menu_leads_to_the_same_page() -> None:
    html = finishing.page(PAGE, "grille/index.html", "fr", "../en/grille/").html

    assert '<a href="../en/grille/" hreflang="en"' in html
    assert 'rel="alternate"' not in html


def test_the_search_dialog_has_a_name_in_the_language_of_the_page() -> None:
    assert 'role="dialog" aria-label="Recherche"' in finishing.page(PAGE, "index.html", "fr", None).html
    assert 'role="dialog" aria-label="Search"' in finishing.page(PAGE, "index.html", "en", None).html


def test_a_word_is_found_without_its_accents() -> None:
    index = json.dumps(
        {"docs": [{"location": "", "title": "Élève", "text": "<p>bénévolat d'une sœur</p>", "tags": ["a"]}]}
    )
    (entry,) = json.loads(finishing.search_index(index))["docs"]

    assert entry["tags"] == ["a", "benevolat eleve soeur"]


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_folding_is_done_once_for_all(text: str) -> None:
    assert finishing.folded(finishing.folded(text)) == finishing.folded(text)


def test_a_site_map_names_both_languages_of_a_page_that_has_both() -> None:
    xml = '<urlset xmlns="s"><url><loc>https://x.org/grille/</loc></url><url><loc>https://x.org/seul/</loc></url></urlset>'
    done = finishing.sitemap(xml, "https://x.org/", ["grille/"])

    assert done.count("<xhtml:link") == 2
    assert (
        '<loc>https://x.org/grille/</loc><xhtml:link rel="alternate" hreflang="fr" href="https://x.org/grille/"/>'
        in done
    )
    assert 'hreflang="en" href="https://x.org/en/grille/"/>' in done
