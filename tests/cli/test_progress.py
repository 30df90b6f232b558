"""Where a long work stands: shown from the first second on, and gone before anything else is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr

import pytest

from polyvalidate.cli.kit import terminal
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text


class Screen(io.StringIO):
    """Standard error, where somebody looks."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that moves a quarter of a second each time it is read."""
    times = iter(range(1000))
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(times) / 4)
    monkeypatch.setenv("TERM", "xterm")


def shown(work: Callable[[], None], screen: io.StringIO) -> str:
    with redirect_stderr(screen):
        work()
    return screen.getvalue()


def count(done: int, total: int, lang: str = "en") -> None:
    bar = Terminal(lang).bar(Text("fusions", "merges"))
    for number in range(1, done + 1):
        bar(number, total)


def test_nothing_is_shown_in_the_first_second_and_the_end_takes_the_bar_away() -> None:
    assert shown(lambda: count(6, 6, "fr"), Screen()).split("\r")[1:] == [
        "[####################..........] 4 / 6 fusions",
        "[#########################.....] 5 / 6 fusions",
        "[##############################] 6 / 6 fusions",
        "\033[K",
    ]


def test_what_is_said_next_begins_its_own_line() -> None:
    def stopped() -> None:
        count(4, 9)
        Terminal("en").warn(Text("Non.", "No."))

    assert shown(stopped, Screen()).endswith("] 4 / 9 merges\r\033[KNo.\n")


def test_nothing_is_shown_in_a_pipe() -> None:
    assert shown(lambda: count(9, 9), io.StringIO()) == ""


def test_nothing_is_shown_on_a_terminal_that_takes_no_line_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")

    assert shown(lambda: count(9, 9), Screen()) == ""
