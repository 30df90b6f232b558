"""The import contract of pyproject.toml holds on the package, and has been seen to fail on bad imports."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

LAYERS = "Imports point down"
FIGURES = "Figures see public tables only"
PURITY = "The core touches neither disk, Git, processes nor the terminal"
HTTP = "One module speaks HTTP"


def broken_contracts(root: Path) -> tuple[int, list[str]]:
    """The exit code of the linter on the package in a folder, and the contracts it says are broken."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (line.strip() for line in run.stdout.splitlines())
    broken = sorted({line.partition(" BROKEN")[0] for line in lines if " BROKEN" in line})
    return run.returncode, broken


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contract, alone in a folder where they may be spoiled."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "polyvalidate", tmp_path / "polyvalidate", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def add_import(root: Path, module: str, statement: str) -> None:
    path = root / "polyvalidate" / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{statement}\n", encoding="utf-8")


def test_the_package_keeps_its_import_contract() -> None:
    outcome = broken_contracts(ROOT)

    assert outcome == (0, [])


def test_a_copy_of_the_package_is_judged_by_itself(copy: Path) -> None:
    outcome = broken_contracts(copy)

    assert outcome == (0, [])


@pytest.mark.parametrize(
    ("module", "statement", "broken"),
    [
        ("scoring.py", "from polyvalidate import checking", [LAYERS]),
        ("repository/git.py", "import polyvalidate.rendering", [LAYERS]),
        ("reading/building.py", "from polyvalidate import scoring", [LAYERS]),
        ("scoring.py", "def later() -> None:\n    import polyvalidate.reading", [LAYERS]),
        ("model.py", "from polyvalidate.findings import Place", [LAYERS]),
        # These two also open a way from the core to the world.
        ("rules/registry.py", "import polyvalidate.running", [LAYERS, PURITY]),
        ("rendering/__init__.py", "import polyvalidate.repository", [LAYERS, PURITY]),
    ],
)
def test_an_import_that_points_up_or_sideways_breaks_the_layers(
    copy: Path, module: str, statement: str, broken: list[str]
) -> None:
    add_import(copy, module, statement)

    outcome = broken_contracts(copy)

    assert outcome == (1, broken)


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("checking/folder.py", "import os"),
        ("source/construction.py", "from pathlib import Path"),
        ("rules/file_text.py", "import subprocess"),
        ("rendering/__init__.py", "import click"),
        ("scoring.py", "def later() -> None:\n    import git"),
        ("layout.py", "import multiprocessing.pool"),
        ("forges/github_plan.py", "import os"),
        ("forges/commands.py", "import http.client"),
        ("deciding.py", "import pathlib"),
        ("records/roster.py", "import os"),
        ("records/register.py", "from pathlib import Path"),
        ("pages/home.py", "from polyvalidate import repository"),
    ],
)
def test_the_world_imported_by_the_core_breaks_its_purity(copy: Path, module: str, statement: str) -> None:
    add_import(copy, module, statement)

    outcome = broken_contracts(copy)

    assert outcome == (1, [PURITY])


@pytest.mark.parametrize(
    ("module", "broken"),
    [
        ("cli/forge_github.py", [HTTP]),
        ("forges/github.py", [HTTP]),
        ("repository/git.py", [HTTP]),
        ("scoring.py", [HTTP, PURITY]),
    ],
)
def test_another_module_that_speaks_http_breaks_the_contract(copy: Path, module: str, broken: list[str]) -> None:
    add_import(copy, module, "def later() -> None:\n    import httpx")

    outcome = broken_contracts(copy)

    assert outcome == (1, broken)


def test_the_plan_of_a_forge_may_not_reach_the_module_that_speaks_http(copy: Path) -> None:
    add_import(copy, "forges/github_plan.py", "import polyvalidate.forges.http")

    outcome = broken_contracts(copy)

    assert outcome == (1, [PURITY])


NETWORK = {"http", "socket", "ssl", "ftplib", "smtplib", "urllib.request", "socketserver", "xmlrpc"}
"""What the standard library offers beside httpx; the contract above knows libraries from outside only."""


def network_imports(root: Path) -> list[str]:
    """The modules of the package that import a way to the network from the standard library."""
    found = []
    for path in sorted((root / "polyvalidate").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            if any(name in NETWORK or name.split(".")[0] in NETWORK for name in names):
                found.append(path.relative_to(root / "polyvalidate").as_posix())
    return found


def test_no_module_reaches_the_network_by_the_standard_library() -> None:
    assert network_imports(ROOT) == []


@pytest.mark.parametrize("statement", ["import http.client", "from urllib import request", "import socket as s"])
def test_a_module_that_reaches_the_network_by_the_standard_library_is_noticed(copy: Path, statement: str) -> None:
    add_import(copy, "cli/demos.py", statement)

    assert network_imports(copy) == ["cli/demos.py"]


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("figures/charts.py", "from polyvalidate.scoring import Balance"),
        ("figures/files.py", "from polyvalidate.model import Student"),
        ("figures/words.py", "def later() -> None:\n    from polyvalidate.reading import read_student"),
        ("figures/bars.py", "from polyvalidate.anonymising.drawing import Candidate"),
        ("pages/balances.py", "from polyvalidate.pages.site import Site"),
        ("pages/balances.py", "from polyvalidate.checking import balance_of"),
        ("pages/page.py", "def later() -> None:\n    from polyvalidate.model import Student"),
        # The long way round: a module that figures may import learns of balances.
        ("anonymising/plain.py", "from polyvalidate.anonymising import standing"),
    ],
)
def test_a_figure_that_could_see_a_balance_breaks_the_contract(copy: Path, module: str, statement: str) -> None:
    add_import(copy, module, statement)

    outcome = broken_contracts(copy)

    assert outcome == (1, [FIGURES])


def test_the_core_may_not_reach_the_world_through_a_module_that_nobody_placed(copy: Path) -> None:
    (copy / "polyvalidate" / "common.py").write_text('"""Anything."""\nimport os\n', encoding="utf-8")
    add_import(copy, "scoring.py", "from polyvalidate import common")

    outcome = broken_contracts(copy)

    assert outcome == (1, [LAYERS, PURITY])


def test_a_module_without_a_layer_breaks_the_contract(copy: Path) -> None:
    (copy / "polyvalidate" / "helpers.py").write_text('"""Anything."""\n', encoding="utf-8")

    outcome = broken_contracts(copy)

    assert outcome == (1, [LAYERS])
