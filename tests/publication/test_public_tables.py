"""Nothing but ``PublicTables`` reaches a page, and nobody but anonymising makes one: each guard is seen to break."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from polyvalidate.publication.attack.tables import PublicTables, Seal
from tests.places import ROOT

PACKAGE = ROOT / "polyvalidate"


@cache
def mentioned(path: Path) -> frozenset[str]:
    """What the imports and names of a module mention."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return frozenset(found)


def modules_that(package: Path, matches: str) -> set[str]:
    """The modules whose imports or names mention something, by path."""
    return {
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if any(name == matches or name.startswith(f"{matches}.") for name in mentioned(path))
    }


def test_tables_made_by_anybody_else_are_refused() -> None:
    with pytest.raises(TypeError, match="made by anonymising only"):
        PublicTables(2025, date(2026, 7, 1), date(2026, 7, 1), "0" * 40, 31, (), (), {}, {}, Seal(object()))


def test_only_anonymising_holds_the_seal() -> None:
    actual = modules_that(PACKAGE, "_SEAL")

    assert actual == {"publication/attack/drawing.py", "publication/attack/plain.py"}


def test_a_module_that_takes_the_seal_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "thief.py").write_text("from polyvalidate.publication.attack.tables import _SEAL\n", encoding="utf-8")
    (tmp_path / "other.py").write_text(
        "import polyvalidate.publication.attack.tables as t\nx = t._SEAL\n", encoding="utf-8"
    )

    assert modules_that(tmp_path, "_SEAL") == {"thief.py", "other.py"}


def test_only_the_attacker_knows_scipy_and_numpy() -> None:
    assert modules_that(PACKAGE, "scipy") | modules_that(PACKAGE, "numpy") == {"publication/attack/attacker.py"}


def test_scipy_is_imported_only_when_an_attack_is_run() -> None:
    heavy = "print(sorted({'scipy', 'numpy'} & {*sys.modules}))"
    program = f"import sys, polyvalidate.publication.issuing, polyvalidate.publication.figures.files; {heavy}"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout == "[]\n"


# --- types ------------------------------------------------------------------------------------------------------------

_ASKS = """
from polyvalidate.model.score import Balance
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures.charts import levels
from polyvalidate.publication.figures.files import files


def show(tables: PublicTables, candidate: Candidate, balance: Balance) -> None:
    files(tables); levels(tables, "fr")
    files(balance)
    levels([balance], "fr")
    files(candidate)
"""
_REFUSED = 'Argument 1 to "{}" has incompatible type "{}"; expected "PublicTables"  [arg-type]'


@pytest.mark.slow
def test_mypy_lets_public_tables_through_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "asks.py"
    path.write_text(_ASKS, encoding="utf-8")
    settings = ("--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"))

    done = subprocess.run(
        [sys.executable, "-m", "mypy", *settings, str(path)], capture_output=True, text=True, check=False, cwd=ROOT
    )

    told = [line.partition("asks.py:")[2] for line in done.stdout.splitlines() if "asks.py:" in line]
    first = _ASKS[: _ASKS.index("    files(balance)")].count("\n") + 1
    assert [line.replace(" error:", "") for line in told] == [
        f"{first}: {_REFUSED.format('files', 'Balance')}",
        f"{first + 1}: {_REFUSED.format('levels', 'list[Balance]')}",
        f"{first + 2}: {_REFUSED.format('files', 'Candidate')}",
    ]
