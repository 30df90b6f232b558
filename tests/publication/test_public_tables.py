"""Nothing but ``PublicTables`` reaches a page, and nobody but anonymising makes one: each guard is seen to break."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.publication.attack.tables import PublicTables, Seal
from tests.places import ROOT

PACKAGE = ROOT / "polyvalidate"


def modules_that(package: Path, matches: str) -> set[str]:
    """The modules whose imports or names mention something, by path."""
    found = set()
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        names |= {
            (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if any(name == matches or name.startswith(f"{matches}.") for name in names):
            found.add(path.relative_to(package).as_posix())
    return found


def test_tables_made_by_anybody_else_are_refused() -> None:
    with pytest.raises(TypeError, match="made by anonymising only"):
        PublicTables(2025, date(2026, 7, 1), "0" * 40, 31, (), (), {}, {}, Seal(object()))


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
from polyvalidate.publication.attack.drawing import Candidate
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures.charts import levels
from polyvalidate.publication.figures.files import files
from polyvalidate.model.score import Balance


def show(tables: PublicTables, candidate: Candidate, balance: Balance) -> None:
    {line}
"""


def mypy_says(folder: Path, line: str) -> list[str]:
    """The errors of mypy, with the settings of the project, on a module that passes something to a chart or export."""
    path = folder / "asks.py"
    path.write_text(_ASKS.format(line=line), encoding="utf-8")
    cache = ROOT / ".mypy_cache"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(ROOT / "pyproject.toml"),
            "--cache-dir",
            str(cache),
            str(path),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return [
        text.partition("error: ")[2] for text in done.stdout.splitlines() if "asks.py" in text and "error: " in text
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "errors"),
    [
        ('files(tables); levels(tables, "fr")', []),
        (
            "files(balance)",
            ['Argument 1 to "files" has incompatible type "Balance"; expected "PublicTables"  [arg-type]'],
        ),
        (
            'levels([balance], "fr")',
            ['Argument 1 to "levels" has incompatible type "list[Balance]"; expected "PublicTables"  [arg-type]'],
        ),
        (
            "files(candidate)",
            ['Argument 1 to "files" has incompatible type "Candidate"; expected "PublicTables"  [arg-type]'],
        ),
    ],
)
def test_mypy_lets_public_tables_through_and_nothing_else(tmp_path: Path, line: str, errors: list[str]) -> None:
    actual = mypy_says(tmp_path, line)

    assert actual == errors
