"""What is done to the pages that the builder wrote, whichever the builder."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.words import Text
from polyvalidate.site.pages import finishing

THEME = finishing.Theme.of(
    ['<script>var a = "{{ base_url }}";</script>', "<script>go(1)</script>"], "/", Text("non conforme", "not compliant")
)
PAGE = (
    '<head><meta charset="utf-8"><link rel="alternate" href="../.." hreflang="fr"></head>'
    '<script>var a = "1";</script><script id="x" type="application/json">{}</script>'
    '<script src="../../assets/javascripts/bundle.a1.min.js"></script>'
    '<script src="../../scripts/grid-table.js"></script>'
    '<a href="../../en/" hreflang="en" class="md-select__link">English</a><div role="dialog">'
)
HOME = PAGE.replace("../../assets", "assets").replace("../../scripts", "scripts")


def test_an_inline_script_of_the_theme_goes_to_a_file_and_keeps_its_place() -> None:
    done = finishing.page(PAGE, "grille/categorie-3/index.html", "fr", "../../en/grille/categorie-3/", THEME)
    (name,) = done.scripts

    assert done.scripts[name] == 'var a = "1";'
    assert f'<script src="../../{name}"></script><script id="x" type="application/json">' in done.html


def test_the_policy_stands_before_any_script_and_forbids_those_of_the_page() -> None:
    html = finishing.page(HOME, "index.html", "fr", None, THEME).html

    assert "script-src 'self';" in finishing.POLICY
    assert "unsafe-inline" not in finishing.POLICY.partition("script-src")[2].partition(";")[0]
    assert html.index(finishing.POLICY) < html.index("<script")


@pytest.mark.parametrize(
    "script",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<script >go(1)</script>",
        "<script\n>go(1)</script>",
        "<script>go(1)//</script>",
        '<script>var a = "x"; alert(1); "";</script>',
        '<script>var a = "\\";</script>',
        "<script>go(1)",
        "<script/src=x.js></script>",
        "<script src=x.js></script>",
        '<script src="x.js"></script>',
        '<script src="//elsewhere.example/scripts/x.js"></script>',
        '<script src="https://elsewhere.example/scripts/x.js"></script>',
        '<script src="/autre/scripts/x.js"></script>',
        '<script src="scripts/../x.js"></script>',
        '<script type="module">go(1)</script>',
        '<script data-x=">" src="scripts/x.js"></script>',
        '<script src="x.js" type="application/json"></script>',
        "<script id='a'>go(1)</script>",
    ],
)
def test_a_script_that_is_neither_the_themes_nor_ours_stops_the_site_at_its_line(script: str) -> None:
    with pytest.raises(finishing.Strange) as stopped:
        finishing.page(f"{HOME}\n<p>\n{script}\n</p>", "index.html", "fr", None, THEME)

    assert stopped.value.line == 3


def test_a_page_below_a_folder_has_the_scripts_of_the_sites_root() -> None:
    theme = THEME._replace(root="/points/")
    html = HOME.replace('src="scripts', 'src="/points/en/scripts').replace('src="assets', 'src="/points/en/assets')

    assert "/points/en/scripts/" in finishing.page(html, "404.html", "en", None, theme).html


def test_a_page_without_a_place_for_the_policy_stops_the_site() -> None:
    with pytest.raises(finishing.Strange):
        finishing.page("<head></head>", "index.html", "fr", None, THEME)


@pytest.mark.parametrize("name", ['École "A" & <b>B</b>', "<script>go(1)</script>", "L'école d’essai"])
def test_the_name_of_the_site_is_never_a_mark(name: str) -> None:
    raw = f'<title>{finishing.NAME}</title><a aria-label="{finishing.NAME}" title="{finishing.NAME}">'
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.extend(value or "" for _, value in attrs)

        def handle_data(self, data: str) -> None:
            seen.append(data)

    reader = Reader()
    reader.feed(finishing.named(raw, name).replace("title>", "p>"))
    reader.close()

    assert seen == [name, name, name]


def test_the_language_menu_leads_to_the_same_page() -> None:
    html = finishing.page(HOME.replace('src="', 'src="../'), "grille/index.html", "fr", "../en/grille/", THEME).html

    assert '<a href="../en/grille/" hreflang="en"' in html
    assert 'rel="alternate"' not in html


def test_the_search_dialog_has_a_name_in_the_language_of_the_page() -> None:
    assert 'role="dialog" aria-label="Recherche"' in finishing.page(HOME, "index.html", "fr", None, THEME).html
    assert 'role="dialog" aria-label="Search"' in finishing.page(HOME, "index.html", "en", None, THEME).html


def test_the_search_is_ours_wherever_the_page_stands() -> None:
    config = (
        '<script id="__config" type="application/json">{"search": "../assets/javascripts/workers/search.a7.min.js"}'
    )
    html = HOME.replace('src="', 'src="../') + f"{config}</script>"

    assert '"search": "../scripts/search.js"' in finishing.page(html, "grille/index.html", "fr", None, THEME).html


def test_every_page_leads_to_legal_notices_and_privacy_and_says_its_accessibility() -> None:
    html = HOME.replace('src="', 'src="../') + "<footer></footer>"
    done = finishing.page(html, "grille/index.html", "en", None, THEME).html

    assert '<a href="../guides/accessibilite/">Accessibility: not compliant</a>' in done
    assert '<a href="../guides/mentions-legales/">Legal notices</a>' in done
    assert '<a href="../guides/vie-privee/">Privacy</a>' in done


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


def test_a_message_that_holds_the_address_shows_what_the_page_is() -> None:
    html = HOME.replace('src="', 'src="../') + '<title>A &lt; B</title><meta name="description" content="L&#x27;aide">'
    done = finishing.page(html, "grille/index.html", "fr", None, THEME).html

    assert '<meta property="og:title" content="A &lt; B">' in done
    assert '<meta property="og:description" content="L&#39;aide">' in done


def test_no_forge_is_told_who_reads_the_page() -> None:
    html = (
        HOME.replace('src="', 'src="../')
        + '<a href="https://github.com/a/b" class="md-source" data-md-component="source">'
    )
    done = finishing.page(html, "grille/index.html", "fr", None, THEME).html

    assert '<a href="https://github.com/a/b" class="md-source">' in done


# --- the apostrophes of print -----------------------------------------------------------------------------------------

STRAIGHT = re.compile(r"[^\W\d_]'(?![^\s<>\"]*@)")
"""An apostrophe that was typed and not printed."""
READ = {"alt", "aria-label", "placeholder", "title"}
CODE = {"code", "kbd", "pre", "samp", "script", "style", "textarea"}


class Words(HTMLParser):
    """What people read or hear of a page, code left out."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CODE:
            self.within.append(tag)
        self.said += [value or "" for name, value in attrs if name in READ or name.startswith("data-")]

    def handle_endtag(self, tag: str) -> None:
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)


def straight(html: str) -> list[str]:
    words = Words()
    words.feed(html)
    return [said.strip()[:120] for said in words.said if STRAIGHT.search(said)]


def test_no_page_of_the_site_shows_a_typed_apostrophe(built: Path) -> None:
    found = {path.relative_to(built).as_posix(): straight(path.read_text("utf-8")) for path in built.rglob("*.html")}

    assert {path: said for path, said in found.items() if said} == {}
    assert len(found) > 100


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ("<p>l'école et l&#39;élève</p>", "<p>l’école et l’élève</p>"),
        ("<p>l'<b>école</b></p>", "<p>l’<b>école</b></p>"),
        ("<p>l'<code>l'x</code>, l'y</p>", "<p>l’<code>l'x</code>, l’y</p>"),
        ("<pre><code>d'un</code> l'x</pre>d'un", "<pre><code>d'un</code> l'x</pre>d’un"),
        ('<img alt="l\'image" src="l\'x.png">', '<img alt="l’image" src="l\'x.png">'),
        ("<script>f('a'+b'c')</script>d'un", "<script>f('a'+b'c')</script>d’un"),
        ("<p>o'hara@example.org n'est pas l'école</p>", "<p>o'hara@example.org n’est pas l’école</p>"),
        ("<p>5' et 'x</p>", "<p>5' et 'x</p>"),
    ],
)
def test_a_page_has_the_apostrophes_of_print_where_people_read(html: str, printed: str) -> None:
    assert finishing.printed(html) == printed


def test_what_a_script_will_say_has_them_too_and_stays_data() -> None:
    html = finishing.printed('<script type="application/json" id="x">{"a":"l\\u0027été","b":"\\u0027"}</script>')

    assert json.loads(re.sub("<[^>]*>", "", html)) == {"a": "l’été", "b": "'"}


def test_an_apostrophe_that_was_typed_is_noticed() -> None:
    assert straight("<p title=\"l'x\">d'un <code>d'un</code></p>") == ["l'x", "d'un"]
