"""How a file is shown: whole, around what matters, or byte by byte; never anything that is not in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.site.pages.examples import File, laid
from polyvalidate.site.pages.showing import AROUND, WHOLE, fenced, file, pieces, readable

LONG = [f"ligne {number}" for number in range(1, 101)]


def whole(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def test_a_short_file_is_whole_and_its_changed_line_marked() -> None:
    shown = pieces("a\nb\nc\n", "a\nB\nc\n")

    assert shown == [(1, ("a", "b", "c"), (2,))]


def test_a_line_that_is_missing_is_marked_where_it_would_be() -> None:
    shown = pieces("a\nc\n", "a\nb\nc\n")

    assert shown == [(1, ("a", "c"), (2,))]


def test_a_long_file_is_shown_around_each_change_and_close_changes_together() -> None:
    other = list(LONG)
    for line in (20, 24, 70):
        other[line - 1] = "autre chose"

    shown = pieces(whole(LONG), whole(other))

    assert [(piece.first, len(piece.lines), piece.marked) for piece in shown] == [
        (16, 24 - 20 + 2 * AROUND + 1, (5, 9)),
        (66, 2 * AROUND + 1, (5,)),
    ]


def test_a_long_file_with_nothing_to_compare_is_begun() -> None:
    shown = pieces(whole(LONG), None)

    assert [(piece.first, len(piece.lines)) for piece in shown] == [(1, WHOLE // 2)]


@given(st.lists(st.sampled_from(LONG[:9]), min_size=1, max_size=90), st.lists(st.sampled_from(LONG[:9]), max_size=90))
def test_pieces_are_parts_of_the_file_in_its_order(mine: list[str], other: list[str]) -> None:
    shown = pieces(whole(mine), whole(other))

    end = 0
    for piece in shown:
        start = piece.first - 1
        assert start >= end
        end = start + len(piece.lines)
        assert tuple(mine[start:end]) == piece.lines
        assert all(1 <= mark <= len(piece.lines) for mark in piece.marked)


@given(st.text(alphabet="`a\n", max_size=40))
def test_no_text_closes_its_own_block(text: str) -> None:
    fence, *lines, last = fenced(text, "yaml").split("\n")

    assert last == fence.removesuffix("yaml")
    assert not any(line.strip().startswith(last) for line in lines)


def test_what_a_reader_would_not_see_is_not_readable() -> None:
    assert [readable(data) for data in (b"a\xe9", b"a\r\n", "\ufeffa".encode(), "a\u200bb".encode(), b"a\tb")] == [
        None
    ] * 5
    assert readable("été\u00a0!\n".encode()) == "été\u00a0!\n"


def test_bytes_are_shown_around_the_first_that_differs() -> None:
    data = bytes(range(32, 126)) + b"\xff" + bytes(range(32, 126))

    shown = file("a.yml", File(0o100644, data), File(0o100644, data.replace(b"\xff", b"")), "en")

    assert "This file (189 bytes)" in shown
    assert [line[:8] for line in shown.split("\n") if line.startswith("0000")] == [
        "000048  ",
        "000050  ",
        "000058  ",
        "000060  ",
        "000068  ",
    ]
    assert "000058  78 79 7a 7b 7c 7d ff 20  xyz{|}. " in shown


def test_a_name_says_what_a_folder_cannot_hold() -> None:
    over = {"a.yml.removed": b"", "b/c.yml.uppercase": b"2", "d.yml.link": b"b/c.yml", "expected.txt": b"said"}

    files = laid({"a.yml": b"0", "b/c.yml": b"1"}, over)

    assert files == {
        "b/c.yml": (0o100644, b"1"),
        "b/C.YML": (0o100644, b"2"),
        "d.yml": (0o120000, b"b/c.yml"),
    }
