"""No cell of a table for people is one that a spreadsheet runs, in any width of its signs; and each is read back."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.reports.spreadsheets import as_told, csv_for_people, inert

SIGNS = [chr(code) for code in range(0x110000) if unicodedata.normalize("NFKC", chr(code))[:1] in set("=+@-") - {""}]
"""Every character that is one of these signs once its width is left out."""


@pytest.mark.parametrize("sign", [*SIGNS, "\t", "\r", "\n"], ids=ascii)
def test_what_begins_like_a_formula_is_a_text(sign: str) -> None:
    if unicodedata.normalize("NFKC", sign)[1:2] == "=":
        return  # `⩵` is two signs: no spreadsheet takes it for one
    written = csv_for_people([[f"{sign}1+1"]], "en").decode()

    assert next(csv.reader(io.StringIO(written, newline="")))[0] == f"'{sign}1+1"


@given(st.text(max_size=5).filter(lambda text: not text.startswith("'")))
def test_a_cell_is_read_back_as_it_was_told(text: str) -> None:
    assert as_told(inert(text)) == text
