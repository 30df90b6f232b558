"""What tells how a call went is looked at: success is never said of what was not done.

A function that raises when it fails may be called for that alone. One that answers yes or no, a number, what a program
said, or nothing when it could not, is asked; where the answer does not matter, ``_ =`` says so, with the reason beside.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.places import ROOT

OUTCOME = re.compile(r"bool|int|Done|.*CompletedProcess.*|.*\| None|None \|.*")
OUTSIDE = {"subprocess.run", "subprocess.call", "os.system"}
"""Functions of Python that answer with an exit code."""

Sources = Mapping[str, ast.Module]


@cache
def package() -> Sources:
    paths = (ROOT / "polyvalidate").rglob("*.py")
    return {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def thrown_away(within: Sources, telling: set[str]) -> Iterator[str]:
    """The calls that stand alone although they tell how they went, by module and line."""
    for name, tree in within.items():
        known = _imported(name, tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                first, *rest = ast.unparse(node.value.func).split(".")
                if first in known and ".".join((*known[first], *rest)) in telling:
                    yield f"{name}:{node.lineno} {ast.unparse(node.value.func)}"


def telling(sources: Sources) -> set[str]:
    """The functions that answer how they went."""
    found = {(name, node) for name, tree in sources.items() for node in tree.body if isinstance(node, ast.FunctionDef)}
    return OUTSIDE | {
        f"{name}.{f.name}" for name, f in found if f.returns and OUTCOME.fullmatch(ast.unparse(f.returns))
    }


def _imported(name: str, tree: ast.Module) -> dict[str, tuple[str, ...]]:
    """What the names of a module stand for."""
    found: dict[str, tuple[str, ...]] = {n.name: (name, n.name) for n in tree.body if isinstance(n, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: (alias.name,) for alias in node.names}
    return found


def test_what_tells_how_a_call_went_is_looked_at() -> None:
    assert list(thrown_away(package(), telling(package()))) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("polyvalidate.school.land", "making.push(place, remote, commit, branch)"),
        ("polyvalidate.repository.following", "try_git(place, 'read-tree')"),
        ("polyvalidate.repository.making", "move(place, ref, new, old, {})"),
        ("polyvalidate.site.building", "subprocess.run(words, check=False)"),
    ],
)
def test_an_answer_that_nobody_takes_is_found(module: str, line: str) -> None:
    spoiled = ast.parse(f"{ast.unparse(package()[module])}\n{line}\n")

    assert [found.split()[1] for found in thrown_away({module: spoiled}, telling(package()))] == [
        line.partition("(")[0]
    ]
