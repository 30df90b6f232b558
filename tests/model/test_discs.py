"""Points drawn: as many quarters as there are quarter-points, whatever the number."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.discs import GLYPHS, MOST, ROW, Disc, discs, glyphs, svg

QUARTERS = st.integers(0, MOST * 4)


@given(QUARTERS, QUARTERS, QUARTERS)
def test_the_discs_hold_every_quarter_and_no_more_discs_than_are_needed(
    counted: int, needed: int, waiting: int
) -> None:
    drawn = discs(counted, needed, waiting)
    if counted + waiting > MOST * 4:
        assert drawn == ()
        return

    assert (sum(disc.counted for disc in drawn), sum(disc.waiting for disc in drawn)) == (counted, waiting)
    assert len(drawn) == -(-max(counted + waiting, needed) // 4)
    assert all(disc.counted + disc.waiting <= 4 for disc in drawn)
    assert list(drawn) == sorted(drawn, key=lambda disc: -disc.counted)


def test_a_balance_of_seven_and_three_quarters_on_the_way_to_ten() -> None:
    assert glyphs(discs(31, 40)) == "●●●●●●●◕○○"
    assert discs(5, 12, waiting=2) == (Disc(4), Disc(1, 2), Disc(0))
    assert [glyphs(discs(quarters)) for quarters in (0, 1, 2, 3, 4, -3)] == ["", *GLYPHS[1:], ""]


@given(QUARTERS, QUARTERS)
def test_the_drawing_is_well_formed_and_as_large_as_its_rows(counted: int, needed: int) -> None:
    drawn = discs(counted, needed)
    if not drawn:
        assert svg(drawn) == ""
        return
    read = ET.fromstring(svg(drawn, "7 < 8", standalone=True))
    circles = [one for one in read if one.tag.endswith("circle")]

    assert len(circles) == len(drawn)
    assert len(read) == len(drawn) + sum(disc.counted > 0 for disc in drawn)
    assert read.get("viewBox") == f"0 0 {min(len(drawn), ROW) * 24 - 2} {-(-len(drawn) // ROW) * 24 - 2}"
    assert read.get("aria-label") == "7 < 8"


def test_without_words_a_drawing_is_passed_over() -> None:
    assert 'aria-hidden="true"' in svg(discs(3))
    assert 'role="img"' not in svg(discs(3))
