"""No expression takes a time that grows faster than the text it is tried on, whatever the text."""

from __future__ import annotations

import ast
import importlib
import json
import re
import signal
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pytest

from tests.places import ROOT

LENGTH = 20_000
"""Characters of a run. One pass over it is half a thousandth of a second; a pass from each of them is many seconds."""
LONGEST = 2
"""Seconds of processor for one run: hundreds of passes, and far from a pass from each character."""
UNITS = ["0", "a", "A", "é", " ", "\t", "\n", "\r\n", "-", ".", "`", "[", "{", "(", "@", ">", "<", "/", "#", "'", '"']
UNITS += [
    "a ",
    "a-",
    "0 ",
    "0.",
    "a.",
    "a@",
    "- ",
    " \n",
    " \t",
    "[a",
    "](",
    "[a](",
    "```a\n",
    "<a ",
    "<!--",
    "# ",
    ":",
]
METHODS = {"match", "fullmatch", "search", "sub", "findall", "finditer", "split"}
SPECIAL = re.compile(r"\\[A-Za-z0-9]|\(\?[^)]?[^)]?|[][.*+?(){}^$|]")


class Used(NamedTuple):
    """An expression of the program, and a method by which it is used."""

    expression: re.Pattern[Any]
    method: str


def of_modules() -> Iterator[Used]:
    """Each expression with each method by which its module uses it; one that is only handed on is for whole texts."""
    for path in sorted((ROOT / "polyvalidate").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "import re\n" not in source:
            continue
        module = vars(importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)))
        named = {name: value for name, value in module.items() if isinstance(value, re.Pattern)}
        methods: dict[str, set[str]] = {name: set() for name in named}
        for call in ast.walk(ast.parse(source)):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in METHODS):
                continue
            of, first = ast.unparse(call.func.value), call.args[0] if call.args else None
            if of == "re" and isinstance(first, ast.Constant):
                yield Used(re.compile(first.value, re.MULTILINE), call.func.attr)
            elif (name := ast.unparse(first) if of == "re" and first else of) in named:
                methods[name].add(call.func.attr)
        for name, ways in methods.items():
            yield from (Used(named[name], way) for way in ways or {"fullmatch"})


def of_schemas() -> Iterator[Used]:
    def below(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
            yield from schema.get("patternProperties", {})
        for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
            yield from below(inner)

    for path in (ROOT / "schemas").glob("*.json"):
        yield from (Used(re.compile(pattern), "search") for pattern in below(json.loads(path.read_text())))


def tried_on(expression: re.Pattern[Any]) -> Iterator[str]:
    """Runs of everything, and of what the expression itself is made of, before something that fits nothing."""
    pattern = expression.pattern
    pieces = SPECIAL.split(pattern if isinstance(pattern, str) else pattern.decode("latin-1"))
    own = sorted({piece.replace("\\", "") for piece in pieces} - {""})[:8]
    for unit in [*UNITS, *own]:
        yield unit * (LENGTH // len(unit))
        yield unit * (LENGTH // len(unit)) + "\x00"
    for first in own:
        for unit in UNITS[:21]:
            yield first + unit * (LENGTH // len(unit)) + "\x00"


class TooLong(Exception):
    pass


def stop(*_: object) -> None:
    raise TooLong


def costly(used: Used, texts: Iterable[str]) -> list[str]:
    """The beginnings of the texts over which an expression does not come to an end."""
    found = []
    for text in texts:
        given = text.encode() if isinstance(used.expression.pattern, bytes) else text
        arguments = (given[:0], given) if used.method == "sub" else (given,)
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            result = getattr(used.expression, used.method)(*arguments)
            if used.method == "finditer":
                list(result)
        except TooLong:
            found.append(text[:20])
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return found


@pytest.fixture(autouse=True)
def a_limit() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.slow
def test_no_expression_of_the_program_goes_over_a_run_again_and_again() -> None:
    every = {*of_modules(), *of_schemas()}

    assert {used: texts for used in every if (texts := costly(used, tried_on(used.expression)))} == {}


@pytest.mark.slow
def test_one_that_does_is_noticed() -> None:
    bad = Used(re.compile(r" +(?=\n)"), "search")  # longer, since a fast machine nearly ends a run in time

    assert costly(bad, ["a" * LENGTH, " " * (3 * LENGTH)]) == [" " * 20]
