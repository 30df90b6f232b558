"""Changes of the school of the rules' examples, made in memory: what the judgement says of them, without Git."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from polyvalidate.judgement import FolderResult, check_folder, check_grid
from polyvalidate.judgement.rights import writers_of
from polyvalidate.judgement.verdict import Change, FolderChange, OtherChange
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Entry, folder_of, grid_kind
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.school.check import make_judge
from tests.cli.test_evaluate import RANGE, THREE_POINTS
from tests.examples import RULES_FOLDER, FolderTree
from tests.proposing import FAIR, FOLDER

JUDGE = make_judge()
TABLE = writers_of(JUDGE.reader.schemas)
DAY = date(2026, 2, 10)

HALF, HALF_AGAIN = f"{FOLDER}/3.3-lycee.yml", f"{FOLDER}/3.3-autre.yml"
THREE, BETWEEN = f"{FOLDER}/2.1-presidence.yml", f"{FOLDER}/8.3-international.yml"
RULES, ROLES = "grid/2025-2026/rules.yml", "grid/roles.yml"
DECLARED = {
    HALF: FAIR,
    HALF_AGAIN: FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04"),
    THREE: THREE_POINTS,
    BETWEEN: RANGE,
}
"""Declarations in which nothing is wrong: of half a point, of three, of one to two as the evaluator chooses."""

Files = Mapping[str, str | None]
_BASE = {path: data for path, (_, data) in FolderTree(RULES_FOLDER / "base").files.items()}


def decision(by: str, points: float | None = None, said: str = "accepted", **more: str) -> str:
    """The lines of an evaluation."""
    values = {"decision": said, "points": points, "by": by, "on": "2026-02-09", **more}
    return "evaluation:\n" + "".join(f"  {key}: {value}\n" for key, value in values.items() if value is not None)


def base(path: str) -> str:
    """A file of the school."""
    return _BASE[path].decode()


def laid(*layers: Files) -> dict[str, bytes]:
    """The school with files laid over it; None takes one away."""
    found = dict(_BASE)
    for layer in layers:
        for path, text in layer.items():
            found.pop(path, None)
            if text is not None:
                found[path] = text.encode()
    return found


def entry(path: str, files: Mapping[str, bytes]) -> Entry | None:
    return Entry(path, 0o100644, len(files[path]), files[path]) if path in files else None


def entries(files: Mapping[str, bytes], folder: str = "") -> tuple[Entry, ...]:
    return tuple(Entry(path, 0o100644, len(data), data) for path, data in files.items() if path.startswith(folder))


def book(files: Files | None = None, day: date = DAY) -> Book:
    return _book(tuple(e for e in entries(laid(files or {})) if grid_kind(e.path) != "unknown"), day)


@cache
def _book(grid: tuple[Entry, ...], day: date) -> Book:
    return check_grid(JUDGE, grid, day).book


def changed(after: Files, before: Files | None = None) -> Change:
    """The change that lays some files over the school, over which others were laid before."""
    old, new = laid(before or {}), laid(before or {}, after)
    paths = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    folders = sorted({folder for path in paths if (folder := folder_of(path)) is not None})
    return Change(
        tuple(
            FolderChange(
                one,
                entries(old, f"{one}/"),
                entries(new, f"{one}/"),
                frozenset(path for path in paths if folder_of(path) == one),
            )
            for one in folders
        ),
        tuple(OtherChange(p, entry(p, old), entry(p, new)) for p in paths if folder_of(p) is None),
    )


def judged(files: Files, folder: str = FOLDER, day: date = DAY) -> FolderResult:
    """A student's folder, with files laid over it."""
    return check_folder(JUDGE, book(files, day), folder, entries(laid(files), f"{folder}/"))


def claim(path: str, text: str | None = None, more: Files | None = None, day: date = DAY) -> ClaimCase:
    """What a declaration claims; one of ``DECLARED`` when its text is not given."""
    said = text if text is not None else DECLARED.get(path) or base(path)
    return next(one for one in judged({path: said, **(more or {})}, day=day).claims if one.declaration.path == path)
