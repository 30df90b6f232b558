"""The command line as a whole: every command is there, speaks both languages, and takes few parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from polyvalidate.cli import main
from polyvalidate.cli.commands import POLYVALIDATE, SECTIONS
from polyvalidate.model.words import LANGUAGES
from tests.places import ROOT

CLI = ROOT / "polyvalidate" / "cli"
MOST = 8
"""Parameters of a function; what travels together is one value."""
COMMANDS = [name for _, known in SECTIONS for name in known]


def crowded(source: str) -> Iterator[str]:
    """The functions of a module that take too many parameters."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            taken = node.args
            named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs]
            number = len(named) + (taken.vararg is not None) + (taken.kwarg is not None)
            if number > MOST:
                yield f"{getattr(node, 'name', 'lambda')} takes {number}"


def test_no_function_takes_more_than_eight_parameters() -> None:
    found = {
        path.relative_to(CLI).as_posix(): list(crowded(path.read_text(encoding="utf-8")))
        for path in sorted(CLI.rglob("*.py"))
    }

    assert {path: functions for path, functions in found.items() if functions} == {}


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("def f(a, b, c, d, e, f, g, h): ...", []),
        ("def f(a, b, c, d, e, f, g, h, i): ...", ["f takes 9"]),
        ("class A:\n    async def f(self, a, b, c, d, /, e, *f, g=1, **h): ...", ["f takes 9"]),
        ("f = lambda a, b, c, d, e, f, g, h, i: a", ["lambda takes 9"]),
    ],
)
def test_a_function_that_takes_nine_is_seen(source: str, seen: list[str]) -> None:
    assert list(crowded(source)) == seen


def test_each_command_has_one_place() -> None:
    assert len(COMMANDS) == len(set(COMMANDS))
    assert list(POLYVALIDATE.below) == COMMANDS


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_its_help(name: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([name, "--help", "--lang", lang])

    said = capsys.readouterr().out
    assert (code, f"polyvalidate {name}" in said, "--lang [fr|en]" in said) == (0, True, True)
