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
VISIT_CAPS = "caps: {year: 1, cycle: 2}\n    evidence: {any: [E1, E2]}\n    role: participant\n    scope: external"
ACCEPTED = "evaluation:\n  decision: accepted\n  by: ref-3\n  on: 2026-02-15\n"
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
    """Accepted on 15 February without a number, so as the grid says; refused on the 20th, granted on appeal on
    10 March; the grid corrected in April."""
    school = School(tmp_path / "école")
    days = {
        "2026-02-15": {NEW: FAIR + ACCEPTED},
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


def checked(school: School) -> tuple[int, list[str]]:
    """The exit code of the check, and what it finds in the declarations."""
    code, said, _ = run("check", school.place, "--on", "2026-05-01", "--format", "json")
    return code, [found["code"] for found in json.loads(said)["findings"] if found["path"].startswith(FOLDER)]


def test_what_was_decided_by_a_date(commits: tuple[School, dict[str, str]]) -> None:
    school, _ = commits
    today = credited(school)

    by_day = {day: credited(school, "--as-of", day) for day in ("2026-02-19", "2026-02-20", "2026-03-09", "2026-03-10")}

    assert by_day == {
        "2026-02-19": today,  # the grid of today, corrected since, on what was decided that day
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


def test_what_waits_counts_nothing_on_the_day_it_was_merged(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    commit(school, "2026-02-15", {NEW: FAIR})
    commit(school, "2026-02-20", {NEW: FAIR + ACCEPTED.replace("02-15", "02-20")})

    assert [credited(school, "--as-of", day) for day in ("2026-02-19", "2026-02-20")] == [0, FAIR_THEN]


@pytest.mark.parametrize("points", [0.25, 0.75])
def test_points_already_decided_do_not_change_with_the_grid_and_its_caps_still_apply(
    tmp_path: Path, points: float
) -> None:
    """The activity is worth less, or more, than when two visits were accepted; then its cap is lowered."""
    school = School(tmp_path / "école")
    decided = ACCEPTED.replace("accepted\n", "accepted\n  points: 0.5\n")
    other = FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04")
    commit(school, "2026-02-15", {NEW: FAIR + decided, f"{FOLDER}/3.3-college.yml": other + decided})
    before = credited(school), checked(school)

    commit(school, "2026-04-01", {GRID: school.read(GRID).replace("points: 0.5", f"points: {points}")})
    after = credited(school), checked(school)
    audited = run("audit", "--repo", school.place)[0]
    cap = school.read(GRID).replace(VISIT_CAPS, VISIT_CAPS.replace("year: 1", "year: 0.75"))
    commit(school, "2026-04-02", {GRID: cap})

    assert (before, after, audited) == ((1, (0, [])), (1, (0, ["PP354", "PP354"])), 0)
    assert credited(school) == 0.75


def test_a_decision_is_held_to_the_grid_of_the_day_it_is_written(tmp_path: Path) -> None:
    """What only warns once it is merged is refused to whoever writes it, and named by the audit."""
    school = School(tmp_path / "école")
    decided = ACCEPTED.replace("accepted\n", "accepted\n  points: 1\n")
    commit(school, "2026-02-15", {NEW: FAIR + ACCEPTED})
    head = school.propose({NEW: FAIR + decided})
    words = ("--base", "main", "--head", head, "--actor", "github:1000003", "--on", "2026-03-01", "--format", "json")
    refused, said, _ = run("gate", "--repo", school.place, *words)
    commit(school, "2026-02-20", {NEW: FAIR + decided})
    audited, listed, _ = run("audit", "--repo", school.place, "--format", "json")

    assert (refused, [(f["code"], f["severity"]) for f in json.loads(said)["findings"]]) == (1, [("PP354", "error")])
    assert (audited, [f["code"] for f in json.loads(listed)["illegal"][0]["findings"]]) == (1, ["PP354"])


def test_before_the_first_commit_and_mixed_options_end_with_two(commits: tuple[School, dict[str, str]]) -> None:
    school, _ = commits

    assert [
        run("balance", "--root", school.place, *words)[0]
        for words in (("--as-of", "2020-01-01"), ("--as-of", "2026-03-01", "--rev", "main"), ("--known-at", "rien"))
    ] == [2, 2, 2]
