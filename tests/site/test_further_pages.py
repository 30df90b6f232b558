"""A school's own pages: they win over a guide, join the menu, lead from one language to the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polyvalidate.site.pages import BadPage, Section, Site
from polyvalidate.site.pages.contents import contents
from polyvalidate.site.pages.further import section
from tests.guiding import guides, the_site


@pytest.fixture(scope="module")
def site() -> Site:
    return the_site()


def with_docs(site: Site, **files: str | bytes) -> Site:
    """A site whose ``docs/`` is that alone; ``__`` stands for a slash and ``_md`` for the ending."""
    own = {name.replace("__", "/").replace("_md", ".md"): text for name, text in files.items()}
    data = {path: text.encode() if isinstance(text, str) else text for path, text in own.items()}
    return replace(site, own=data, settings={"english": ["decisions"]})


def test_a_guide_of_the_school_takes_the_place_of_ours_with_its_markers(site: Site) -> None:
    school = with_docs(site, guides__faq_md="# Chez nous\n\nÉcrivez à ${contact}.\n")

    french, english = guides(school, "fr")["guides/faq.md"], guides(school, "en")["guides/faq.md"]
    assert french.startswith("# Chez nous\n\nÉcrivez à [engagement@")
    assert english.startswith("# Frequent questions")


def test_a_wrong_marker_in_a_guide_of_the_school_names_its_file(site: Site) -> None:
    school = with_docs(site, en__guides__faq_md="# Ours\n\n${contacts}\n")

    with pytest.raises(BadPage, match=r"docs/en/guides/faq\.md: the marker"):
        guides(school, "en")


def test_a_page_of_the_school_joins_the_menu_under_its_own_title(site: Site) -> None:
    school = with_docs(site, reglement_md="# Règlement `intérieur` { #haut }\n\nTexte.\n")
    last = contents(school, "fr").menu[-1]

    assert isinstance(last, Section)
    assert last.title == "Pour aller plus loin"
    assert [(page.path, page.title) for page in last.pages] == [("reglement.md", "Règlement intérieur")]


def test_a_page_where_one_of_ours_stands_is_not_added(site: Site) -> None:
    school = with_docs(site, index_md="# Autre accueil\n", calendrier_md="# Autre calendrier\n")
    made = contents(school, "fr")

    assert [page.title for page in made.pages() if page.path == "index.md"] == ["Accueil"]
    assert section(school, "fr", {page.path for page in made.pages()}) is None


def test_a_link_to_the_other_language_is_one_of_the_site_too(site: Site) -> None:
    school = with_docs(
        site,
        a__b_md="# B\n\n[anglais](../en/a/b.md#part), [décision](../decisions/1.md)\n",
        en__a__b_md="# B\n\n[French](../../a/b.md), [decision](../../decisions/1.md)\n",
        decisions__1_md="# One\n",
    )
    pages = {lang: contents(school, lang) for lang in ("fr", "en")}
    text = {lang: next(p.text for p in made.pages() if p.path == "a/b.md") for lang, made in pages.items()}

    assert '<a href="../../en/a/b/#part" hreflang="en">anglais</a>' in text["fr"]
    assert '<a href="../../en/decisions/1/" hreflang="en">décision</a>' in text["fr"]
    assert '<a href="../../../a/b/" hreflang="fr">French</a>' in text["en"]
    assert "[decision](../decisions/1.md)" in text["en"]


def test_a_link_to_a_page_that_the_other_language_does_not_have_is_refused(site: Site) -> None:
    school = with_docs(site, a_md="# A\n\n[anglais](en/b.md)\n")

    with pytest.raises(BadPage, match=r"docs/a\.md leads to en/b\.md"):
        contents(school, "fr")


def test_a_page_that_is_not_utf_8_is_named(site: Site) -> None:
    school = with_docs(site, a_md="# Règlement".encode("latin-1"))

    with pytest.raises(BadPage, match=r"docs/a\.md is not UTF-8"):
        contents(school, "fr")


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", "<SCRIPT src=x.js>", "a <script\ndefer>"])
def test_a_script_in_a_page_is_named_with_its_line(site: Site, script: str) -> None:
    school = with_docs(site, en__a_md=f"# A\n\n```html\n<script>\n```\nAs `<script>`.\n{script}\n")

    with pytest.raises(BadPage, match=r"docs/en/a\.md, line 7: a page holds no script"):
        contents(school, "en")


@pytest.mark.parametrize("name", ["scripts/own.js", "a.mjs", "page.HTML", "page.xhtml"])
def test_a_file_that_browsers_would_run_is_not_taken(site: Site, name: str) -> None:
    with pytest.raises(BadPage, match=f"docs/{name} would be run"):
        contents(replace(site, own={name: b"alert(1)"}), "fr")


def test_a_script_that_is_only_shown_stays_in_its_page(site: Site) -> None:
    shown = "# A\n\n~~~html\n<script>\n</script>\n~~~\n\nAs `<script>` and <scripted>.\n"

    (page,) = [page for page in contents(with_docs(site, a_md=shown), "fr").pages() if page.path == "a.md"]
    assert shown in page.markdown()


def test_a_picture_beside_the_school_s_pages_is_in_the_site_of_both_languages(site: Site) -> None:
    school = with_docs(site, a_md="# A\n", plan_png=b"png")

    assert contents(school, "fr").files["plan_png"] == b"png"
    assert contents(school, "en").files["plan_png"] == b"png"
