"""What the gate reads depends on the request alone, not on how much the repository holds."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.judgement.verdict import Request
from polyvalidate.school.gate import Gated, gate
from tests.crowds import make_crowd
from tests.extent import WHOLE


def judged(place: Path, declarations: int) -> Gated:
    crowd = make_crowd(place / str(declarations), declarations)
    day = date(2026, 2, 10)
    return gate(crowd.folder, crowd.base, crowd.head, Request(crowd.actor, day), day)


@pytest.mark.slow
def test_as_many_objects_are_read_among_very_many_declarations_as_among_1_000(tmp_path: Path) -> None:
    few, many = judged(tmp_path, 1_000), judged(tmp_path, 100_000 if WHOLE else 20_000)

    assert few.verdict.status == many.verdict.status == "pending"
    assert few.objects_read == many.objects_read


def test_the_objects_read_are_the_grid_the_folder_and_the_way_to_it(tmp_path: Path) -> None:
    gated = judged(tmp_path, 100)

    # Commits; root, declarations, cohort and folder on both sides, read to look at names, to compare, then to read;
    # the grid and its year; twelve files of the grid and of the base, and three of the request.
    assert gated.objects_read < 60


UNUSED = {"concurrent", "git", "httpx", "importlib.resources", "jsonschema", "multiprocessing", "tempfile"} | {
    "polyvalidate.cli.balance", "polyvalidate.cli.publish", "polyvalidate.files.draft",
    "polyvalidate.files.canonical",
}  # fmt: skip
LOADED = "import sys; from polyvalidate.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def loaded_by(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, check=True, text=True)
    return set(done.stderr.split())


def test_the_gate_does_not_load_what_it_does_not_use(tmp_path: Path) -> None:
    crowd = make_crowd(tmp_path / "crowd", 10)
    words = ["gate", "--repo", str(crowd.folder), "--base", crowd.base, "--head", crowd.head, "--actor", crowd.actor]
    loaded = loaded_by(*words, "--on", "2026-02-10")

    assert "polyvalidate.school.gate" in loaded
    assert loaded & UNUSED == set()
    assert "polyvalidate.files.draft" in loaded_by("new", "--help")
