"""A small school in which somebody declares: the example grids of both years, one student of each profile."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from polyvalidate import repository
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.school.check import check

ON = "2026-07-08"
STUDENTS = {
    "FISE3": "s-base000001",
    "FISE4": "s-base000002",
    "FISA": "s-base000003",
}
"""A code for each profile; all of them entered in 2024, so that both grids judge them."""


def make_school(root: Path) -> Path:
    """The school, with its student files and no declaration."""
    shutil.copytree(repository.packaged("grid"), root / "grid")
    for profile, code in STUDENTS.items():
        folder = root / "declarations" / "2024" / code
        folder.mkdir(parents=True)
        programme = "DIA" if profile == "FISA" else "DI"
        (folder / "student.yml").write_text(f"programme: {programme}\nprofile: {profile}\n")
    return root


def errors(root: Path) -> list[tuple[str, str]]:
    """Code and path of each error of ``polyvalidate check``."""
    report = check(repository.DiskTree(root), date.fromisoformat(ON), jobs=1).report
    return [(f.code, f.path) for f in report.findings if f.severity is Severity.ERROR]


def files(root: Path) -> dict[str, bytes]:
    """Every file of the school, hidden and temporary ones included."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def activities(root: Path) -> list[tuple[Grid, Activity]]:
    """Every activity of both grids."""
    grids = check(repository.DiskTree(root), date.fromisoformat(ON), jobs=1).book.grids
    return [(grid, activity) for grid in grids.values() for activity in grid.activities.values()]
