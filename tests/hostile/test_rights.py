"""Who may write what, each edit of each attempt by itself: the answers of authorising, without Git and in milliseconds.

``golden/rights.txt`` is the table of it; ``pytest --accept`` writes it anew; read it before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from polyvalidate.judgement import check_folder, check_grid
from polyvalidate.judgement.change import scene_of, side_of
from polyvalidate.judgement.rights import Authority, Decision, actor_of, writers_of
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Entry, folder_of, grid_kind
from polyvalidate.school.check import make_judge
from tests.hostile.scene import BASE
from tests.hostile.test_attempts import ATTEMPTS, Attempt

JUDGE = make_judge()
TABLE = writers_of(JUDGE.reader.schemas)
GOLDEN = Path(__file__).parent / "golden" / "rights.txt"


def entry(path: str, data: bytes) -> Entry:
    return Entry(path, 0o100644, len(data), data if len(data) <= 65_536 and path.endswith(".yml") else None)


@cache
def book_of(grid: tuple[tuple[str, bytes], ...], day: date) -> Book:
    return check_grid(JUDGE, [entry(path, data) for path, data in grid], day).book


def decisions(attempt: Attempt) -> Iterator[Decision]:
    """What is answered to each edit of an attempt."""
    base = {path: data for path, data in {**BASE, **attempt.base}.items() if data is not None}
    after = {path: data for path, data in {**base, **attempt.changes}.items() if data is not None}
    day = attempt.words[attempt.words.index("--on") + 1] if "--on" in attempt.words else "2026-02-10"
    grid = tuple((path, data) for path, data in sorted(base.items()) if grid_kind(path) != "unknown")
    book = book_of(grid, date.fromisoformat(day))
    authority = Authority(actor_of(attempt.actor, book), book, TABLE)
    for path in sorted(attempt.changes):
        yield from _of_path(authority, path, base, after)


def _of_path(authority: Authority, path: str, base: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Decision]:
    sides = [side_of(entry(path, files[path]) if path in files else None) for files in (base, after)]
    folder = folder_of(path)
    if folder is None:
        return authority.decide(path, *sides, None)
    there = [entry(p, data) for p, data in base.items() if p.startswith(f"{folder}/")]
    scene = scene_of(
        check_folder(JUDGE, authority.book, folder, there),
        {e.path: side_of(e) for e in there},
        leaves=not any(p.startswith(f"{folder}/") for p in after),
    )
    return authority.decide(path, *sides, scene)


def told(attempt: Attempt) -> str:
    """An attempt in lines: who, then each path with the answers, keys that have the same answer together."""
    lines = [f"by {attempt.actor}"]
    for path, of_path in groupby(decisions(attempt), lambda decision: decision.path):
        lines.append(f"  {path}")
        for answer, same in groupby(of_path, _answer):
            keys = " ".join(".".join(map(str, decision.edit.keys)) or "(whole)" for decision in same)
            lines.append(f"    {answer[0]} {keys}: {answer[1]}")
    return "\n".join(lines)


def _answer(decision: Decision) -> tuple[str, str]:
    answer = {True: "yes", False: "no"}[decision.allowed]
    details = "".join(f", {name} {' '.join(map(str, codes))}" for name, codes in decision.details.items())  # type: ignore[call-overload]
    return decision.edit.op.value, f"{answer}, {decision.why.value}{details}"


def _sections() -> dict[str, str]:
    text = GOLDEN.read_text("utf-8") if GOLDEN.exists() else ""
    return dict(section.strip("\n").split("\n", 1) for section in text.split("\n\n") if section.strip())


EXPECTED = _sections()


def test_the_table_holds_every_attempt(golden) -> None:  # type: ignore[no-untyped-def]
    golden(GOLDEN, "\n\n".join(f"{name}\n{told(attempt)}" for name, attempt in ATTEMPTS.items()) + "\n")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_each_edit_is_answered_as_the_table_says(name: str) -> None:
    assert told(ATTEMPTS[name]) == EXPECTED[name]
