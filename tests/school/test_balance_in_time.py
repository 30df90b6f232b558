"""``balance --as-of`` and ``--known-at`` on a real history: a decision, an appeal, a grid corrected."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.proposing import FAIR, FOLDER, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
FAIR_NOW, FAIR_THEN = 0.25, 0.5
GRID = "grid/2025-2026/3-promotion.yml"
REFUSED = "evaluation:\n  decision: refused\n  by: ref-3\n  on: 2026-02-20\n  comment: Présence non confirmée.\n"
GRANTED = REFUSED + (
    "appeal:\n  on: 2026-02-25\n  reason: L'organisateur confirme ma présence.\n  outcome: granted\n"
    "  by: jury-1\n  decided: 2026-03-10\n  comment: Attestation reçue.\n"
)


def commit(school: School, day: str, files: dict[str, str | None]) -> str:
    """A commit of the record, made on a day."""
    school.write(files)
    school.git("add", "-A")
    identity = ("-c", "user.name=essai", "-c", "user.email=essai@example.org")
    environment = os.environ | {"GIT_AUTHOR_DATE": f"{day}T10:00:00Z", "GIT_COMMITTER_DATE": f"{day}T10:00:00Z"}
    command = ["git", "-C", str(school.place), *identity, "commit", "-q", "-m", day]
    subprocess.run(command, check=True, env=environment)
    return school.git("rev-parse", "HEAD")


@pytest.fixture
def commits(tmp_path: Path) -> tuple[School, dict[str, str]]:
    """Declared on 15 February, refused on the 20th, granted on appeal on 10 March; the grid corrected in April."""
    school = School(tmp_path / "école")
    days = {
        "2026-02-15": {NEW: FAIR},
        "2026-02-20": {NEW: FAIR + REFUSED},
        "2026-03-10": {NEW: FAIR + GRANTED},
        "2026-04-01": {GRID: school.read(GRID).replace("points: 0.5", "points: 0.25")},
    }
    return school, {day: commit(school, day, files) for day, files in days.items()}


def credited(school: School, *words: str) -> float:
    code, said, _ = run("balance", "--root", school.place, "--format", "json", "--on", "2026-05-01", *words)
    assert code == 0
    found: float = json.loads(said)["students"][0]["credited"]
    return found


def test_what_was_decided_by_a_date(commits: tuple[School, dict[str, str]]) -> None:
    school, _ = commits
    today = credited(school)

    by_day = {day: credited(school, "--as-of", day) for day in ("2026-02-19", "2026-02-20", "2026-03-09", "2026-03-10")}

    assert by_day == {
        "2026-02-19": today,  # the grid of today, corrected since, on what was merged that day
        "2026-02-20": today - FAIR_NOW,
        "2026-03-09": today - FAIR_NOW,
        "2026-03-10": today,
    }


def test_what_was_recorded_at_a_commit_keeps_the_grid_of_then(commits: tuple[School, dict[str, str]]) -> None:
    school, at = commits

    known = [credited(school, "--known-at", at[day]) for day in ("2026-02-15", "2026-02-20", "2026-03-10")]

    assert known[0] - known[1] == FAIR_THEN
    assert known[2] == known[0]


def test_both_together_take_the_decisions_of_one_and_the_grid_of_the_other(
    commits: tuple[School, dict[str, str]],
) -> None:
    school, at = commits

    together = credited(school, "--as-of", "2026-02-20", "--known-at", at["2026-03-10"])

    assert together == credited(school, "--known-at", at["2026-02-20"])


def test_before_the_first_commit_and_mixed_options_end_with_two(commits: tuple[School, dict[str, str]]) -> None:
    school, _ = commits

    assert [
        run("balance", "--root", school.place, *words)[0]
        for words in (("--as-of", "2020-01-01"), ("--as-of", "2026-03-01", "--rev", "main"), ("--known-at", "rien"))
    ] == [2, 2, 2]
