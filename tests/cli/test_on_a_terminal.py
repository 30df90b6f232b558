"""On a terminal: colours for who wants them, and lines as wide as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.places import RULES
from tests.proposing import School
from tests.terminal import Conversation

COLOURFUL = {"TERM": "xterm-256color"}
DRAB = {"NO_COLOR": {**COLOURFUL, "NO_COLOR": "1"}, "dumb": {"TERM": "dumb"}}
LATE = ("PP308", "declarations/2025/s-base000001/3.1-portes-ouvertes.yml")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school in which one date is wrong."""
    made = School(tmp_path / "école")
    shutil.copytree(RULES / LATE[0] / "bad", made.place, dirs_exist_ok=True)
    made.commit("main", "date")
    return made.place


def shown(words: tuple[str, ...], school: Path, more: dict[str, str], columns: int = 200) -> tuple[int, str]:
    conversation = Conversation(words, school, "fr", columns, more)
    return conversation.end(), conversation.screen


@pytest.mark.parametrize("drab", DRAB.values(), ids=DRAB)
@pytest.mark.parametrize("words", [("check",), ("fix",), ("queue",), ("explain", "PP308"), ("--help",)])
def test_who_wants_no_colour_gets_none(school: Path, words: tuple[str, ...], drab: dict[str, str]) -> None:
    code, screen = shown(words, school, drab)

    assert (code in (0, 1), "\x1b" in screen) == (True, False), screen


@pytest.mark.parametrize("words", [("check",), ("fix",)])
@pytest.mark.parametrize("wanted", [COLOURFUL, {**COLOURFUL, "NO_COLOR": ""}])
def test_other_terminals_get_colours(school: Path, words: tuple[str, ...], wanted: dict[str, str]) -> None:
    assert "\x1b[31m" in shown(words, school, wanted)[1]


def test_a_finding_fits_a_terminal_of_forty_columns(school: Path) -> None:
    code, screen = shown(("check",), school, {}, columns=40)
    wide = [line for line in screen.splitlines()[1:-1] if len(line) > 40 and "https://" not in line]

    assert (code, wide) == (1, []), screen
