"""The import contract of pyproject.toml holds on the package, and has been seen to fail on bad imports."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.house.importing import add_import, broken_contracts, circles, imports
from tests.places import ROOT

LAYERS = "Imports point down"
OFFICE = "In the office, only acts touch disk and Git"
FIGURES = "Figures see public tables only"
PURITY = "The core touches neither disk, Git, processes nor the terminal"
HTTP = "One module speaks HTTP"


def told_by_the_command(root: Path) -> tuple[int, list[str]]:
    """The exit code of ``lint-imports`` on the package in a folder, and the contracts it says are broken."""
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


def with_import(importer: str, imported: str) -> list[str]:
    """The contracts that one more import breaks; names of modules are given without the package's own."""
    graph = imports()
    add_import(graph, f"polyvalidate.{importer}", imported)
    return broken_contracts(graph)


def test_the_package_keeps_its_import_contract() -> None:
    outcome = told_by_the_command(ROOT)

    assert outcome == (0, [])


def test_the_contracts_asked_in_memory_say_what_the_command_says() -> None:
    assert broken_contracts(imports()) == []


def test_a_copy_with_a_spoiled_file_is_judged_alike_by_the_command_and_in_memory(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "polyvalidate", tmp_path / "polyvalidate", ignore=shutil.ignore_patterns("__pycache__"))
    for module, statement in (
        ("model/score.py", "def later() -> None:\n    import httpx\n    import polyvalidate.files"),
        ("office/lists/cells.py", "from polyvalidate.office.register import roster"),
    ):
        path = tmp_path / "polyvalidate" / module
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{statement}\n", encoding="utf-8")
    graph = imports()
    add_import(graph, "polyvalidate.model.score", "httpx")
    add_import(graph, "polyvalidate.model.score", "polyvalidate.files")
    add_import(graph, "polyvalidate.office.lists.cells", "polyvalidate.office.register.roster")

    outcome = told_by_the_command(tmp_path)

    assert outcome == (1, sorted([LAYERS, OFFICE, PURITY, HTTP]))
    assert broken_contracts(graph) == outcome[1]


@pytest.mark.parametrize(
    ("importer", "imported", "broken"),
    [
        ("model.score", "polyvalidate.judgement", [LAYERS]),
        ("model.score", "polyvalidate.files", [LAYERS]),
        ("model.findings", "polyvalidate.rules.registry", [LAYERS]),
        ("files.schema.building", "polyvalidate.rules", [LAYERS]),
        ("repository.git", "polyvalidate.reports", [LAYERS]),
        ("school.check", "polyvalidate.publication", [LAYERS]),
        ("documents.statement", "polyvalidate.forge", [LAYERS]),
        ("site.building", "polyvalidate.office.lists", [LAYERS]),
        ("demo.school", "polyvalidate.cli", [LAYERS]),
        ("rules.registry", "polyvalidate.school", [LAYERS]),
        # These also open a way from the core to the world.
        ("rules.registry", "polyvalidate.school.check", [LAYERS, PURITY]),
        ("reports", "polyvalidate.repository.disk", [LAYERS, PURITY]),
    ],
)
def test_an_import_that_points_up_or_sideways_breaks_the_layers(
    importer: str, imported: str, broken: list[str]
) -> None:
    outcome = with_import(importer, imported)

    assert outcome == broken


@pytest.mark.parametrize(
    ("importer", "imported", "broken"),
    [
        ("office.lists.cells", "polyvalidate.office.register.roster", [OFFICE]),
        ("office.follow.standing", "polyvalidate.office.jury.content", [OFFICE]),
        ("office.register.roster", "polyvalidate.office.exchange.worth", [OFFICE]),
        ("office.jury.content", "polyvalidate.office.acts", [OFFICE]),
        ("office.jury.content", "polyvalidate.office.acts.jury_session", [OFFICE, PURITY]),
    ],
)
def test_an_import_that_points_up_or_sideways_in_the_office_breaks_its_contract(
    importer: str, imported: str, broken: list[str]
) -> None:
    outcome = with_import(importer, imported)

    assert outcome == broken


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("judgement.folder", "os"),
        ("judgement.decision", "pathlib"),
        ("files.source.construction", "pathlib"),
        ("rules.file_text", "subprocess"),
        ("reports", "click"),
        ("model.score", "git"),
        ("model.paths", "multiprocessing.pool"),
        ("forge.planning", "os"),
        ("forge.commands", "http.client"),
        ("office.lists.cells", "shutil"),
        ("office.register.roster", "os"),
        ("office.register.register", "pathlib"),
        ("office.follow.standing", "tempfile"),
        ("office.jury.content", "sys"),
        ("office.exchange.worth", "threading"),
        ("site.pages.home", "polyvalidate.repository.disk"),
    ],
)
def test_the_world_imported_by_the_core_breaks_its_purity(importer: str, imported: str) -> None:
    outcome = with_import(importer, imported)

    assert outcome == [PURITY]


@pytest.mark.parametrize(
    ("importer", "broken"),
    [
        ("cli", [HTTP]),
        ("forge.github", [HTTP]),
        ("repository.git", [HTTP]),
        ("model.score", [HTTP, PURITY]),
    ],
)
def test_another_module_that_speaks_http_breaks_the_contract(importer: str, broken: list[str]) -> None:
    outcome = with_import(importer, "httpx")

    assert outcome == broken


def test_the_plan_of_a_forge_may_not_reach_the_module_that_speaks_http() -> None:
    outcome = with_import("forge.planning", "polyvalidate.forge.http")

    assert outcome == [PURITY]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("publication.figures.charts", "polyvalidate.model.score"),
        ("publication.figures.files", "polyvalidate.model.folder"),
        ("publication.figures.words", "polyvalidate.files.schema"),
        ("publication.figures.bars", "polyvalidate.publication.attack.drawing"),
        ("site.pages.balances", "polyvalidate.site.pages.site"),
        ("site.pages.balances", "polyvalidate.judgement"),
        ("site.pages.page", "polyvalidate.model.folder"),
        # The long way round: a module that figures may import learns of balances.
        ("publication.attack.plain", "polyvalidate.publication.attack.standing"),
    ],
)
def test_a_figure_that_could_see_a_balance_breaks_the_contract(importer: str, imported: str) -> None:
    outcome = with_import(importer, imported)

    assert outcome == [FIGURES]


def test_the_core_may_not_reach_the_world_through_a_module_that_nobody_placed() -> None:
    graph = imports()
    graph.add_module("polyvalidate.common")
    add_import(graph, "polyvalidate.common", "os")
    add_import(graph, "polyvalidate.model.score", "polyvalidate.common")

    assert broken_contracts(graph) == [LAYERS, PURITY]


@pytest.mark.parametrize(
    ("module", "broken"), [("polyvalidate.helpers", [LAYERS]), ("polyvalidate.office.helpers", [OFFICE])]
)
def test_a_module_without_a_layer_breaks_the_contract(module: str, broken: list[str]) -> None:
    graph = imports()
    graph.add_module(module)

    assert broken_contracts(graph) == broken


def test_a_witness_whose_module_is_not_there_is_refused() -> None:
    for importer, imported in (("model.gone", "os"), ("model.score", "polyvalidate.gone")):
        with pytest.raises(KeyError, match=r"polyvalidate\..*gone"):
            with_import(importer, imported)


NETWORK = {"http", "socket", "ssl", "ftplib", "smtplib", "urllib.request", "socketserver", "xmlrpc"}
"""What the standard library offers beside httpx; the contract above knows libraries from outside only."""


LISTEN = {
    ROOT / "polyvalidate" / "desk" / "serving.py": "import socket\n",
    ROOT
    / "polyvalidate"
    / "site"
    / "serving.py": "from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer\n",
}
"""They show a desk or a site to this machine, by that import, and ask nobody anything."""


def reaches_the_network(source: str) -> bool:
    """Does a module import a way to the network from the standard library?"""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return any(name in NETWORK or name.split(".")[0] in NETWORK for name in names)


def test_no_module_reaches_the_network_by_the_standard_library() -> None:
    paths = sorted((ROOT / "polyvalidate").rglob("*.py"))

    assert len(paths) > 300
    assert [path for path in paths if reaches_the_network(path.read_text(encoding="utf-8"))] == [*LISTEN]


@pytest.mark.parametrize("path", LISTEN, ids=lambda path: path.parent.name)
def test_a_module_that_answers_this_machine_asks_nobody_anything(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert LISTEN[path] in source
    assert not reaches_the_network(source.replace(LISTEN[path], ""))


@pytest.mark.parametrize(
    "statement",
    ["import http.client", "from urllib import request", "import socket as s", "def later():\n    import ssl"],
)
def test_a_module_that_reaches_the_network_by_the_standard_library_is_noticed(statement: str) -> None:
    source = (ROOT / "polyvalidate/cli/__init__.py").read_text(encoding="utf-8")

    assert reaches_the_network(f"{source}\n{statement}\n")


FIRST = """
import click, jinja2, jsonschema, os, sys, yaml
for name in sys.argv[1:]:
    if os.fork() == 0:
        __import__(name)
        os._exit(0)
    if os.wait()[1]:
        print(name)
"""
"""Imports each package in a process that has imported none of ours, and prints those that cannot be."""


def unable(packages: list[str], place: Path) -> list[str]:
    run = [sys.executable, "-c", FIRST, *packages]
    return subprocess.run(run, cwd=place, capture_output=True, text=True, check=True).stdout.split()


def test_each_package_may_be_the_first_that_is_imported() -> None:
    packages = [".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "polyvalidate").rglob("__init__.py")]

    assert unable(packages, ROOT) == []


def test_a_package_that_must_not_be_imported_first_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/__init__.py").write_text("from two import b\na = 1\n")
    (tmp_path / "two.py").write_text("from one import a\nb = 2\n")

    assert unable(["two", "one"], tmp_path) == ["two", "one"]


def test_no_module_reaches_itself_by_its_imports() -> None:
    assert circles(imports()) == []


@pytest.mark.parametrize(
    "circle",
    [
        ["polyvalidate.model.points", "polyvalidate.model.score"],
        ["polyvalidate.files.draft", "polyvalidate.model.points", "polyvalidate.rules.naming"],
    ],
)
def test_a_planted_circle_is_noticed(circle: list[str]) -> None:
    graph = imports()
    for importer, imported in zip(circle, [*circle[1:], circle[0]], strict=True):
        add_import(graph, importer, imported)
    # Between the planted ones stand those that they reach already.
    found = [one for one in circles(graph) if set(circle) <= set(one)]

    assert len(found) == 1


def test_a_circle_is_noticed_though_it_is_closed_inside_a_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "circling"
    folder.mkdir()
    for name, source in (
        ("__init__.py", ""),
        ("one.py", "from circling import two\n"),
        ("two.py", "from circling.three import here\n"),
        ("three.py", "def here():\n    from circling import one\n"),
        ("four.py", "from circling import one\n"),
    ):
        (folder / name).write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    found = circles(grimp.build_graph("circling", cache_dir=None), "circling")

    assert found == [["circling.one", "circling.three", "circling.two"]]
