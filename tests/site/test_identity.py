"""The colour of a school is read on every page, whatever colour it is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.site.pages import BadPage, identity
from polyvalidate.site.pages.contents import contents
from polyvalidate.site.pages.identity import DEFAULT, PAPERS, contrast, legible
from tests.site.sites import SITE

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS, st.sampled_from(list(PAPERS)))
def test_any_colour_can_be_read_and_one_that_can_already_is_kept(color: str, scheme: str) -> None:
    paper, least = PAPERS[scheme]
    shown = legible(color, scheme)

    assert contrast(shown.color, paper) >= least
    assert shown.kept == (shown.color == color) == (contrast(color, paper) >= least)


def test_contrast_is_that_of_the_specification() -> None:
    assert (contrast("#000000", "#ffffff"), contrast("#777777", "#777777")) == (21, 1)
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_the_papers_are_those_of_the_style() -> None:
    style = SITE.packaged["style.css"].decode()

    assert re.findall(r"--paper: (#[0-9a-f]{6})", style) == [paper for paper, _ in PAPERS.values()]


def test_the_colour_of_the_settings_is_the_one_of_the_pages() -> None:
    site = replace(SITE, settings={"color": "#7B1E3C"})

    assert b"--school: #7b1e3c" in contents(site, "fr").files[identity.FILE]
    assert f"--school: {DEFAULT}".encode() in contents(SITE, "fr").files[identity.FILE]


@pytest.mark.parametrize("given_", ["red", "#12345", "#14506b; }", 14506, ["#14506b"]])
def test_what_is_no_colour_is_refused_with_an_example(given_: object) -> None:
    with pytest.raises(BadPage, match="must be a colour such as"):
        contents(replace(SITE, settings={"color": given_}), "fr")
