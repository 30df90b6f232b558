"""The interface for other programs: what the page says runs, and nothing is imported that nobody asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

import polyvalidate
from tests.places import BASE, ROOT, RULES

PAGES = (ROOT / "docs/python.md", ROOT / "docs/en/python.md")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ON = date(2026, 6, 30)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The small repository of the rules, with a period that ends before it begins."""
    shutil.copytree(BASE, tmp_path / "school")
    shutil.copytree(RULES / "PP308/bad", tmp_path / "school", dirs_exist_ok=True)
    return tmp_path / "school"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_the_page_run_from_the_root_of_the_project(page: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)

    run = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (len(blocks), run.returncode, run.stderr) == (4, 0, "")
    assert "2025-2026" in run.stdout


def test_both_pages_have_the_same_examples() -> None:
    french, english = (BLOCK.findall(page.read_text(encoding="utf-8")) for page in PAGES)

    assert [block.replace('"fr"', '"en"') for block in french] == english


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, polyvalidate; print(sorted(n for n in sys.modules if n.startswith('polyvalidate')))"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "['polyvalidate']"


def test_every_name_of_the_interface_is_there() -> None:
    found = {name: getattr(polyvalidate, name).__name__ for name in polyvalidate.__all__}

    assert found == {name: name for name in found}
    with pytest.raises(AttributeError, match="no attribute 'score'"):
        polyvalidate.score  # noqa: B018 - asking is the test


def test_what_is_wrong_is_found_and_said(wrong: Path) -> None:
    findings = polyvalidate.check(polyvalidate.open_school(wrong, on=ON))

    assert [finding.code for finding in findings] == ["PP308"]
    assert polyvalidate.sentence(findings[0], "fr").startswith("La date de fin")
    with pytest.raises(FrozenInstanceError):
        findings[0].code = "PP000"  # type: ignore[misc]


def test_points_are_whole_quarters() -> None:
    balance = polyvalidate.balance(polyvalidate.open_school(BASE, on=ON), "s-base000001")

    assert type(balance.credited) is int
    assert balance.credited == sum(line.credited for line in balance.lines)


def test_a_student_without_a_folder_and_a_folder_without_a_grid_are_said(tmp_path: Path) -> None:
    with pytest.raises(polyvalidate.Unreadable, match="No readable folder for s-nobody0000"):
        polyvalidate.balance(polyvalidate.open_school(BASE, on=ON), "s-nobody0000")
    (tmp_path / "grid").mkdir()
    with pytest.raises(polyvalidate.Unreadable, match="No readable grid here"):
        polyvalidate.open_school(tmp_path)


def test_a_change_that_changes_nothing_is_judged_and_said_to_be_empty() -> None:
    verdict = polyvalidate.gate(ROOT, "HEAD", "HEAD", author="github:1", on=ON)

    assert ([finding.code for finding in verdict.introduced], verdict.to_mend) == (["PP624"], True)
