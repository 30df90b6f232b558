"""The line under which the carets stand: tabs, wide characters, what cannot be seen, lines longer than the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.findings import START, Span
from polyvalidate.reports.excerpt import Excerpt, excerpt, width


def on_line(column: int, end_column: int, line: int = 1) -> Span:
    return Span(line, column, line, end_column)


def test_carets_stand_under_the_span() -> None:
    shown = excerpt(["quantity: 12"], on_line(11, 13), 94)

    assert shown == Excerpt("quantity: 12", before=10, carets=2)


def test_a_tab_is_seen_and_takes_four_cells() -> None:
    shown = excerpt(["\tquantity: 2"], on_line(2, 10), 94)

    assert shown == Excerpt("→   quantity: 2", before=4, carets=8)


def test_an_ideograph_takes_two_cells_and_a_combining_accent_none() -> None:
    shown = excerpt(["環境 e\u0301tude: x"], on_line(4, 9), 94)

    assert shown == Excerpt("環境 e\u0301tude: x", before=5, carets=4)


def test_a_terminal_escape_is_written_out() -> None:
    shown = excerpt(["title: \x1b[31mrouge"], on_line(8, 9), 94)

    assert shown == Excerpt("title: \\x1b[31mrouge", before=7, carets=4)


def test_a_right_to_left_mark_is_written_out() -> None:
    shown = excerpt(["title: a\u202eb"], on_line(9, 10), 94)

    assert shown == Excerpt("title: a\\u202eb", before=8, carets=6)


def test_a_windows_line_end_is_not_shown() -> None:
    shown = excerpt(["quantity: 2\r"], on_line(11, 12), 94)

    assert shown == Excerpt("quantity: 2", before=10, carets=1)


def test_an_empty_span_gets_one_caret() -> None:
    shown = excerpt(["title:"], on_line(7, 7), 94)

    assert shown == Excerpt("title:", before=6, carets=1)


def test_a_span_over_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    shown = excerpt(["evidence: [", "]"], Span(1, 11, 2, 2), 94)

    assert shown == Excerpt("evidence: [", before=10, carets=1)


def test_a_long_line_is_cut_on_both_sides_of_the_span() -> None:
    shown = excerpt(["a" * 50 + "BAD" + "z" * 50], on_line(51, 54), 25)

    assert shown == Excerpt("…" + "a" * 10 + "BAD" + "z" * 10 + "…", before=11, carets=3)


def test_a_span_longer_than_the_screen_is_underlined_as_far_as_it_is_shown() -> None:
    shown = excerpt(["x" * 200], on_line(1, 201), 12)

    assert shown == Excerpt("x" * 10 + "…", before=0, carets=10)


def test_a_finding_on_the_whole_file_has_no_excerpt() -> None:
    shown = excerpt(["activity: '3.1'"], START, 94)

    assert shown is None


def test_a_line_that_is_not_there_has_no_excerpt() -> None:
    shown = excerpt(["activity: '3.1'"], on_line(1, 2, line=7), 94)

    assert shown is None


@given(st.text(st.characters(codec=None), max_size=150), st.integers(1, 160), st.integers(1, 160))
def test_any_line_fits_in_the_room_with_its_carets(line: str, column: int, length: int) -> None:
    shown = excerpt([line], on_line(column, column + length, line=1), 60)

    if shown is not None:
        assert width(shown.text) <= 60
        assert shown.before + shown.carets <= 60
        assert not {c for c in shown.text if not c.isprintable()}
