"""``polyvalidate why`` for programs: the same answer as for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from polyvalidate import __version__
from polyvalidate.cli import main
from tests.proposing import OPEN_DAY, School


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def test_who_may_write_a_line_is_told_with_the_reason(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    def why(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["why", OPEN_DAY, *words, "--repo", str(school.place), "--base", "main", "--format", "json"])
        return code, json.loads(capsys.readouterr().out)

    yes, no = why("evaluation", "points", "--as", "ref-3"), why("evidence", "0", "--as", "github:1000003")

    assert (yes[0], no[0]) == (0, 1)
    assert yes[1] == {
        "tool": "polyvalidate",
        "version": __version__,
        "path": OPEN_DAY,
        "keys": ["evaluation", "points"],
        "account": "github:1000003",
        "codes": ["ref-3"],
        "allowed": True,
        "why": "evaluator",
        "writers": ["evaluator"],
        "findings": [],
    }
    assert list(no[1]) == list(yes[1])
    assert (no[1]["keys"], no[1]["allowed"], no[1]["why"]) == (["evidence", 0], False, "not-writer")
    assert [(finding["code"], finding["path"]) for finding in no[1]["findings"]] == [("PP603", OPEN_DAY)]
