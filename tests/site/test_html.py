"""What every template is held to: values are escaped and on one line, words are in the language of the page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from polyvalidate.model.words import Text
from polyvalidate.site.html import one_line, render
from tests.anygrids import HOSTILE


class Seen(HTMLParser):
    """The elements of a page, and the text in them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_value_is_shown_as_it_is_and_on_one_line(said: str) -> None:
    html = render("code.html", words=said)
    seen = Seen(html)

    assert (seen.elements, seen.text) == (["code"], one_line(said))
    assert "\n" not in html


def test_words_are_in_the_language_of_the_page_and_escaped() -> None:
    name = Text("<b>Qui ?\n</b>", "Who?")

    html = render("rules/severity.html", "fr", severity="note", name=name)

    assert html == '<strong class="severity note">&lt;b&gt;Qui\u202f? &lt;/b&gt;</strong>'
    assert ">Who?<" in render("rules/severity.html", "en", severity="note", name=name)


def test_words_without_a_language_and_values_that_are_missing_are_refused() -> None:
    with pytest.raises(ValueError, match="in which language: Note"):
        render("rules/severity.html", severity="note", name=Text("Note", "Note"))
    with pytest.raises(UndefinedError):
        render("code.html")
