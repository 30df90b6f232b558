"""The commits that changed the grid of a year, read from the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.judgement import Judge
from polyvalidate.model.grid import Grid
from polyvalidate.model.paths import sort_tree
from polyvalidate.repository import Unreadable, open_tree, resolve, run_git
from polyvalidate.repository.history import recorded
from polyvalidate.repository.objects import Objects
from polyvalidate.school.check import make_judge
from polyvalidate.site.pages.site import GridEdit

MOST = 30
"""Commits looked at, the latest: about as many as a feed shows."""


def edits(root: Path, on: date) -> tuple[GridEdit, ...]:
    """The changes of the grids, the earliest first; none outside Git and where the history is cut."""
    try:
        commits = _commits(root, "grid")[-MOST:]
        if not commits:
            return ()
        judge = make_judge()
        with Objects(root) as objects:
            chain = [recorded(objects, commit) for commit in commits]
        oldest = chain[0].parents
        known = _grids(root, oldest[0], judge, on) if oldest else {}
        found: list[GridEdit] = []
        for commit in chain:
            now = _grids(root, commit.commit, judge, on)
            found += _compare(known, now, commit.commit, commit.merged)
            known |= now
        return tuple(found)
    except Unreadable:
        return ()


def brought(root: Path, years: Iterable[str]) -> dict[str, datetime]:
    """When the record got the grid of each year, for the years of which it is known."""
    try:
        first = {year: commits[0] for year in years if (commits := _commits(root, f"grid/{year}"))}
        if not first:
            return {}
        with Objects(root) as objects:
            return {year: recorded(objects, commit).merged for year, commit in first.items()}
    except Unreadable:
        return {}


def _commits(root: Path, path: str) -> list[str]:
    """The commits that touched a path, by full id, the oldest first. None when the history is cut: its first commit
    would pass for the one that wrote the grid."""
    tip = resolve(root, "HEAD")
    if run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return []
    command = ("rev-list", "--first-parent", "--reverse", tip, "--", f":(top){path}")
    return run_git(root, *command).decode().split()


def _grids(root: Path, commit: str, judge: Judge, on: date) -> dict[str, Grid]:
    tree = open_tree(root, commit)
    files = tree.read(sort_tree(tree.nodes()).grid)
    return dict(judgement.check_grid(judge, files, on).book.grids)


def _compare(known: dict[str, Grid], now: dict[str, Grid], commit: str, moment: datetime) -> Iterator[GridEdit]:
    for year, grid in now.items():
        before = known.get(year)
        if before is not None and before != grid:
            yield GridEdit(commit, moment, before, grid)
