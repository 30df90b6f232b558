"""CONTRIBUTING.md, followed to the letter in a copy of the repository: its first rule is accepted and passes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from polyvalidate.rules import RULES
from tests.places import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = "PP399"
NEEDED = ("polyvalidate", "schemas", "grid", "tests", "pyproject.toml")
"""What the tests of a rule read of the repository."""


def section(title: str) -> str:
    return re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[0]


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code of one language, without the indentation of the list that they stand in."""
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for block in found]


class Copy:
    """The repository somewhere else, with a ``.venv`` whose Python is the one of these tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in NEEDED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder)
        python = folder / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        python.chmod(0o755)

    def shell(self, commands: str) -> tuple[int, str]:
        """What somebody types; pytest runs the tests of this rule only, in this process's stead."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
        done = subprocess.run(
            ["bash", "-euc", commands],
            cwd=self.folder,
            env=kept | {"PYTHONPATH": str(self.folder), "PYTEST_ADDOPTS": f"-q -p no:cacheprovider -k {CODE}"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def tests_of_the_rule(self) -> tuple[int, str]:
        return self.shell(".venv/bin/python -m pytest tests/judgement/test_rules.py")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def write_the_rule(copy: Copy, text: str) -> Path:
    """Step 1: the function at the end of the module that it names, the import among the others."""
    module = copy.folder / "polyvalidate/rules" / re.findall(r"at the end of `(\w+\.py)`", text)[0]
    new = re.findall(r"with `(from polyvalidate[^`]+)` among its imports", text)[0]
    source = module.read_text(encoding="utf-8")
    first = next(line for line in source.split("\n") if line.startswith("from polyvalidate") and line > new)
    source = source.replace(first, f"{new}\n{first}", 1)
    (function,) = blocks(text, "python")
    module.write_text(f"{source}\n\n{function}", encoding="utf-8")
    return module


def test_the_first_rule_of_the_page_is_written_accepted_and_passes(copy: Copy) -> None:
    text = section("Your first rule in ten minutes")
    drop, accept = blocks(text, "sh")
    module = write_the_rule(copy, text)
    golden = copy.folder / f"tests/rules/{CODE}/bad/expected.txt"

    code, said = copy.shell(drop)
    assert (code, golden.exists()) == (0, False), said
    assert copy.tests_of_the_rule()[0] == 1
    code, said = copy.shell(accept)
    assert (code, golden.is_file()) == (0, True), said

    assert "Le titre est le même que le nom de l'organisation." in said
    assert CODE in golden.read_text(encoding="utf-8")
    code, said = copy.tests_of_the_rule()
    assert (code, "3 passed" in said) == (0, True), said
    ruff = [sys.executable, "-m", "ruff"]
    for words in (("check",), ("format", "--check")):
        checked = subprocess.run(
            [*ruff, *words, str(module)], cwd=copy.folder, capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stdout


def test_the_code_of_the_page_is_free() -> None:
    assert CODE not in {rule.code for rule in RULES}
    assert CODE in section("Your first rule in ten minutes")


def test_every_path_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"(?:polyvalidate|tests|docs|\.ci)/[\w./-]*", PAGE))
    named = {path.rstrip(".") for path in named if CODE not in path}

    assert len(named) > 8
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_rooms_of_the_page_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", section("How the code is laid out"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    there = {path.parent.name for path in (ROOT / "polyvalidate").glob("*/__init__.py")}
    assert named == there


def test_the_targets_of_the_page_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        word
        for line in re.findall(r"\bmake ((?:[a-z-]+ ?)+)", "\n".join(re.findall(r"`(make [^`]*)`", PAGE)))
        for word in line.split()
    }

    assert named >= {"lint", "test", "test-all", "mutants"}
    assert sorted(name for name in named if f"\n{name}:" not in makefile) == []
