"""Results kept from one command to the next: the same report, whatever has happened to what was kept."""

from __future__ import annotations

import pickle
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyvalidate.judgement.verdict import Request
from polyvalidate.model.paths import Folder
from polyvalidate.repository import GitTree, store
from polyvalidate.school import check as checking
from polyvalidate.school import results
from polyvalidate.school.check import Checked, check
from polyvalidate.school.gate import gate
from tests.proposing import ACCEPTED, FAIR, FOLDER, KEEPER, OPEN_DAY, OTHER, STUDENT, School

DAY = date(2026, 3, 1)
SECOND = FOLDER.replace("000001", "000002")
STUDENT_FILE = f"{FOLDER}/student.yml"
RULES = "grid/2025-2026/rules.yml"


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = School(tmp_path / "école")
    other = made.read(STUDENT_FILE).replace(STUDENT, OTHER)
    made.settle({f"{SECOND}/student.yml": other, f"{SECOND}/3.3-lycee.yml": FAIR})
    return made


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were judged, since a test last emptied the list."""
    seen: list[str] = []
    run = checking._Work.__call__

    def heard(work: Any, folders: Any) -> Any:
        seen.extend(folder.path for folder in folders)
        return run(work, folders)

    monkeypatch.setattr(checking._Work, "__call__", heard)
    return seen


def whole(school: School, day: date = DAY, only: Callable[[Folder], bool] | None = None, *, kept: bool) -> Checked:
    return check(GitTree(school.place, "main"), day, keep_balances=True, only=only, kept=kept)


def file_of(school: School) -> Path:
    return school.place / ".git" / results.FILE


def alike(school: School, day: date = DAY) -> None:
    """What was kept gives what is judged anew: findings, balances, claims with their grid, in the same order."""
    assert whole(school, day, kept=True).report == whole(school, day, kept=False).report


def test_what_has_not_changed_is_not_judged_again(school: School, judged: list[str]) -> None:
    whole(school, kept=True)
    judged.clear()
    alike(school)
    assert judged == [FOLDER, SECOND]  # by the one that keeps nothing

    school.settle({OPEN_DAY: school.read(OPEN_DAY) + ACCEPTED})
    judged.clear()
    changed = whole(school, kept=True).report
    assert judged == [FOLDER]
    assert changed == whole(school, kept=False).report


@pytest.mark.parametrize("what", ["day", "grid", "program", "twins"])
def test_a_result_holds_for_what_it_was_reached_from(
    school: School, judged: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    whole(school, kept=True)
    day = date(2031, 1, 1) if what == "day" else DAY
    if what == "grid":
        school.settle({RULES: school.read(RULES) + "# autre\n"})
    if what == "program":
        monkeypatch.setattr(results, "_program", lambda: "another")
    if what == "twins":
        school.settle({OPEN_DAY.upper().replace("DECLARATIONS/2025/S-BASE", "declarations/2025/s-base"): "x"})
    judged.clear()
    alike(school, day)
    assert judged.count(FOLDER) == 2


def test_a_part_of_the_folders_is_told_as_it_is(school: School) -> None:
    whole(school, only=lambda folder: folder.path == SECOND, kept=True)

    found = whole(school, only=lambda folder: folder.path == FOLDER, kept=True)
    assert [one.path for one in found.report.results] == [FOLDER]
    alike(school)


def test_the_disk_is_read_each_time_and_the_variable_turns_it_off(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(results.OFF, "1")
    whole(school, kept=True)
    assert not file_of(school).exists()


EDITS = {
    "decided": lambda school: school.settle({OPEN_DAY: school.read(OPEN_DAY) + ACCEPTED}),
    "wrong": lambda school: school.settle({f"{SECOND}/3.3-lycee.yml": FAIR.replace("quantity: 1", "quantity: 0")}),
    "unreadable": lambda school: school.settle({f"{SECOND}/3.3-lycee.yml": "activity: ["}),
    "mended": lambda school: school.settle({f"{SECOND}/3.3-lycee.yml": FAIR}),
    "same evidence": lambda school: school.settle({f"{FOLDER}/3.3-lycee.yml": FAIR}),
    "another grid": lambda school: school.settle({RULES: school.read(RULES).replace("required: 10", "required: 9")}),
    "nothing": lambda _: None,
}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=5),
    days=st.sampled_from([DAY, date(2026, 8, 1)]),
)
def test_over_any_history_what_is_kept_gives_what_is_judged(
    tmp_path_factory: pytest.TempPathFactory, edits: list[str], days: date
) -> None:
    school = School(tmp_path_factory.mktemp("école") / "école")
    other = school.read(STUDENT_FILE).replace(STUDENT, OTHER)
    school.settle({f"{SECOND}/student.yml": other, f"{SECOND}/3.3-lycee.yml": FAIR})
    for edit in edits:
        EDITS[edit](school)
        alike(school, days)
        alike(school)


def test_a_file_that_is_damaged_anywhere_gives_no_other_answer(school: School, judged: list[str]) -> None:
    whole(school, kept=True)
    good, wanted = file_of(school).read_bytes(), whole(school, kept=False).report
    draw = random.Random(7)
    places = [*range(0, 100, 7), *(draw.randrange(len(good)) for _ in range(60))]
    for place in places:
        file_of(school).write_bytes(good[:place] + bytes([good[place] ^ (1 + draw.randrange(255))]) + good[place + 1 :])
        assert whole(school, kept=True).report == wanted, place
    for damaged in (b"", b"no database", good[: len(good) // 2], good[4096:]):
        file_of(school).write_bytes(damaged)
        assert whole(school, kept=True).report == wanted
        judged.clear()
        assert whole(school, kept=True).report == wanted
        assert judged == []  # it was made again


def test_a_second_command_that_writes_is_not_waited_for(
    school: School, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.01)
    whole(school, kept=True)
    school.settle({OPEN_DAY: school.read(OPEN_DAY) + ACCEPTED})
    with closing(sqlite3.connect(file_of(school), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        alike(school)
    judged.clear()
    alike(school)
    assert judged == [FOLDER, FOLDER, SECOND]  # the change was not kept, what was there before is


def test_only_the_latest_grounds_and_results_stay(school: School) -> None:
    for day in range(1, 10):
        whole(school, date(2026, 3, day), kept=True)
    with closing(sqlite3.connect(file_of(school))) as there:
        grounds = there.execute("SELECT count(*) FROM grounds").fetchone()[0]
        rows = there.execute("SELECT count(*) FROM kept").fetchone()[0]
    assert (grounds, rows) == (store.GROUNDS, store.GROUNDS * 2)

    kept = store.Store(school.place / "few")
    for number in range(7):
        kept.put(b"ground", {b"%d" % number: b"value"}, 3)
    assert sorted(kept.get(b"ground", [b"%d" % number for number in range(7)])) == [b"4", b"5", b"6"]


def test_what_was_not_written_here_makes_nothing_run(school: School) -> None:
    class Harm:
        def __reduce__(self) -> Any:
            return Path.touch, (school.place / "harm",)

    assert results._read(pickle.dumps(Harm()), {}) is None
    assert results._read(pickle.dumps(["no result"]), {}) is None
    assert results._read(b"", {}) is None
    assert not (school.place / "harm").exists()


def test_no_verdict_rests_on_what_is_kept(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes to the folder of Git could keep a lie, as they could change the program: a request cannot."""
    school.settle({f"{SECOND}/3.3-lycee.yml": FAIR.replace("quantity: 1", "quantity: 0")})
    assert whole(school, kept=True).report.blocked
    read = results._read
    monkeypatch.setattr(results, "_read", lambda *what: replace(read(*what), findings=()))  # type: ignore[type-var]
    assert not whole(school, kept=True).report.blocked  # a lie is believed where it may be

    head = school.propose({RULES: school.read(RULES) + "# autre\n"})
    request = Request(KEEPER, DAY, frozenset())
    verdict = gate(school.place, "main", head, request, DAY, across=True).verdict
    assert f"{SECOND}/3.3-lycee.yml" in {found.path for found in verdict.standing}
