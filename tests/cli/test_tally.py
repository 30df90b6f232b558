"""Lines that count: words agree, long lists are cut, nothing is said of none."""

from __future__ import annotations

import pytest

from polyvalidate.cli.kit.tally import MOST_SHOWN, Tally, safe
from polyvalidate.model.words import Text, plain

WHAT = Text("{n:case remplie|cases remplies}", "{n:cell|cells} filled")


@pytest.mark.parametrize(
    ("n", "lang", "line"),
    [
        (1, "fr", "    1  case remplie"),
        (2, "fr", "    2  cases remplies"),
        (1, "en", "    1  cell filled"),
        (12, "en", "   12  cells filled"),
    ],
)
def test_what_is_counted_agrees_with_its_count(n: int, lang: str, line: str) -> None:
    told = Tally(lang)

    told.count(n, WHAT)

    assert told.lines == [line]


def test_nothing_is_said_of_none() -> None:
    told = Tally("fr")

    told.count(0, WHAT, ["a"])

    assert told.lines == []


@pytest.mark.parametrize(
    ("more", "last"), [(0, f"         {MOST_SHOWN - 1}"), (1, "         … et 1 autre"), (2, "         … et 2 autres")]
)
def test_the_first_rows_are_shown_and_how_many_more_there_are(more: int, last: str) -> None:
    told = Tally("fr")

    told.count(MOST_SHOWN + more, WHAT, [str(n) for n in range(MOST_SHOWN + more)])

    assert plain(told.lines[-1]) == last
    assert len(told.lines) == 1 + MOST_SHOWN + bool(more)


def test_nothing_in_a_name_acts_on_a_terminal() -> None:
    assert safe("A\x1b[31mda\n") == "A·[31mda·"
