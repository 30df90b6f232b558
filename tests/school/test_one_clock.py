"""The days of a school are those of its own zone, whoever asks and wherever the machine stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from polyvalidate.cli.kit.request import day_opened
from polyvalidate.forge.facts import Facts, opened_on
from polyvalidate.repository import today, zone_of
from polyvalidate.repository.history import as_of, day_of
from polyvalidate.school.api import open_school
from polyvalidate.school.queue import open_requests
from tests.places import ROOT
from tests.proposing import FAIR, FOLDER, STUDENT, School
from tests.running import run

RULES = "grid/2025-2026/rules.yml"
EARLY, LATE = f"{FOLDER}/3.3-rentree.yml", f"{FOLDER}/3.3-juin.yml"
MIDNIGHTS = [
    ("2025-10-26", "2025-10-25T21:59:59+00:00", "2025-10-25T22:00:00+00:00"),  # the day on which winter time begins
    ("2025-10-27", "2025-10-26T22:59:59+00:00", "2025-10-26T23:00:00+00:00"),
    ("2026-03-29", "2026-03-28T22:59:59+00:00", "2026-03-28T23:00:00+00:00"),  # the day on which summer time begins
    ("2026-03-30", "2026-03-29T21:59:59+00:00", "2026-03-29T22:00:00+00:00"),
]
"""A day of Paris, the last second before it and its first."""
FIRST, LAST = "Pacific/Kiritimati", "Pacific/Niue"
"""Two zones in which it is never the same day."""


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def settle_in(school: School, zone: str) -> None:
    school.settle({RULES: school.read(RULES).replace("language: fr\n", f"language: fr\ntimezone: {zone}\n")})


def commit_at(school: School, moment: str, *words: str) -> str:
    school.git("commit", "-q", "--allow-empty", "-m", "passage", f"--date={moment}", *words)
    tree, parent = school.git("rev-parse", "HEAD^{tree}"), school.git("rev-parse", "HEAD~1")
    raw = (
        f"tree {tree}\nparent {parent}\nauthor essai <essai@example.org> {_seconds(moment)} +0000\n"
        f"committer essai <essai@example.org> {_seconds(moment)} +0000\n\npassage\n"
    )
    path = school.place / ".git" / "commit.txt"
    path.write_text(raw)
    made = school.git("hash-object", "-t", "commit", "-w", str(path))
    school.git("reset", "-q", "--hard", made)
    return made


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


# --- when a request was opened ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "day", "opened", "code"),
    [
        (EARLY, "2025-09-10", "2025-09-30T23:59:59+02:00", 1),
        (EARLY, "2025-09-10", "2025-10-01T00:00:00+02:00", 0),
        (EARLY, "2025-09-10", "2025-10-01T00:30:00+02:00", 0),
        (LATE, "2026-06-10", "2026-06-15T23:59:59+02:00", 0),
        (LATE, "2026-06-10", "2026-06-15T22:00:00Z", 1),
        (LATE, "2026-06-10", "2026-06-16T00:30:00+02:00", 1),
    ],
)
def test_a_campaign_opens_and_closes_at_midnight_at_the_school(
    school: School, path: str, day: str, opened: str, code: int
) -> None:
    head = school.propose({path: FAIR.replace("2026-02-03", day)})
    words = ("--base", "main", "--head", head, "--actor", STUDENT, "--opened-at", opened, "--on", "2026-06-17")

    assert run("gate", "--repo", school.place, *words)[0] == code


def test_the_zone_is_that_of_the_grid_of_the_base_and_not_of_the_request(school: School) -> None:
    settle_in(school, "Indian/Reunion")
    other = {RULES: school.read(RULES).replace("Indian/Reunion", "Pacific/Niue")}
    head = school.propose({LATE: FAIR.replace("2026-02-03", "2026-06-10"), **other})
    words = ("--base", "main", "--head", head, "--actor", STUDENT, "--on", "2026-06-17", "--format", "json")

    said = [
        run("gate", "--repo", school.place, *words, "--opened-at", f"2026-06-15T{hour}Z")[1]
        for hour in ("19:59", "20:00")
    ]

    assert ["PP621" in each for each in said] == [False, True]


@pytest.mark.parametrize(("day", "before", "first"), MIDNIGHTS)
def test_a_moment_falls_on_the_day_of_the_school(school: School, day: str, before: str, first: str) -> None:
    paris = zone_of(school.place, "main")
    facts = [_facts(moment) for moment in (before, first)]

    said = [day_opened(datetime.fromisoformat(moment), school.place, "main") for moment in (before, first)]

    assert [each < date.fromisoformat(day) for each in said] == [True, False]
    assert [opened_on(each, paris) for each in facts] == said


def _facts(opened: str) -> Facts:
    return Facts("a/b", 7, STUDENT, None, "", opened, None, None, (), None, (), False, 0)  # type: ignore[arg-type]


def test_a_moment_without_a_zone_is_of_the_school(school: School) -> None:
    assert day_opened(datetime(2026, 6, 15, 23, 59), school.place, "main") == date(2026, 6, 15)  # noqa: DTZ001


# --- the record -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "before", "first"), MIDNIGHTS)
def test_the_record_of_a_day_ends_at_midnight_at_the_school(school: School, day: str, before: str, first: str) -> None:
    earlier = commit_at(school, before)
    later = commit_at(school, first)
    on = date.fromisoformat(day)

    found = as_of(school.place, "main", date.fromordinal(on.toordinal() - 1))

    assert found is not None
    assert (found.commit, day_of(school.place, later)) == (earlier, on)


def test_a_request_waits_since_the_day_of_its_first_commit_at_the_school(school: School) -> None:
    school.git("checkout", "-q", "-b", "demande")
    commit_at(school, "2026-03-28T23:30:00+00:00")
    school.git("update-ref", "refs/pull/1/head", "HEAD")
    school.git("checkout", "-q", "main")

    assert [opened.since for opened in open_requests(school.place, "main", date(2026, 6, 15))] == [date(2026, 3, 29)]


# --- today ------------------------------------------------------------------------------------------------------------


def test_today_is_that_of_the_school_on_disk_and_at_a_revision(school: School) -> None:
    settle_in(school, FIRST)
    school.write({RULES: school.read(RULES).replace(FIRST, LAST)})

    assert today(school.place, "main") > today(school.place) == open_school(school.place).book.today
    assert open_school(school.place, "main").book.today > today(school.place)


def test_a_command_without_a_day_takes_that_of_the_school(school: School) -> None:
    said = {}
    for zone in (FIRST, LAST):
        settle_in(school, zone)
        said[zone] = run("campaign", "status", "--repo", school.place, "--branch", "main")[1]
        school.git("reset", "-q", "--hard", "HEAD~1")

    assert said[FIRST] != said[LAST]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", "Europe/Paris"),
        ("timezone: Indian/Reunion\n", "Indian/Reunion"),
        ("timezone: Europe/Pariss\n", "Europe/Paris"),
        ("timezone: ../Europe\n", "Europe/Paris"),
        ("timezone: Europe\n", "Europe/Paris"),
        ("timezone: [\n", "Europe/Paris"),
    ],
)
def test_a_zone_that_is_none_is_that_of_paris(school: School, line: str, expected: str) -> None:
    school.settle({RULES: school.read(RULES) + line})

    assert (zone_of(school.place).key, zone_of(school.place, "main").key) == (expected, expected)


def test_the_zone_is_that_of_the_last_year(school: School) -> None:
    settle_in(school, "Indian/Reunion")
    rules = school.read(RULES).replace("2025-2026", "2026-2027")
    school.settle({"grid/2026-2027/rules.yml": rules.replace("Indian/Reunion", "America/Martinique")})

    assert [zone_of(school.place, at).key for at in (None, "main", "main~1")] == [
        "America/Martinique",
        "America/Martinique",
        "Indian/Reunion",
    ]


# --- no other clock ---------------------------------------------------------------------------------------------------

KNOWN = {
    "cli/kit/options.py": "a day that was typed",
    "cli/kit/request.py": "a moment that was typed without a zone",
    "cli/badge/verify.py": "the validity of a badge, in the zone in which its issuer wrote it",
    "documents/badges/verifying.py": "the same",
    "forge/doctor/gitlab.py": "in UTC, weeks before a token ends",
    "forge/gitlab.py": "in UTC, to ask for the events of a month, of which a day more or less says nothing",
    "model/clock.py": "the clock",
    "office/lists/workbooks.py": "a cell that holds a day",
    "repository/history.py": "in UTC, for the audit, which leaves a day on either side",
    "reports/audits.py": "in UTC, as the audit writes its moments",
}
"""Where a moment becomes a day without the clock of the school, and why."""


def without_the_clock(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of, name = ast.unparse(node.func.value), node.func.attr
            if (name == "date" and not node.args) or (name == "today" and of in ("date", "datetime")):
                yield ast.unparse(node)


def test_no_moment_becomes_a_day_without_the_clock_of_the_school() -> None:
    package = ROOT / "polyvalidate"
    paths = {path.relative_to(package).as_posix(): path for path in package.rglob("*.py")}

    assert {name for name, path in paths.items() if [*without_the_clock(path.read_text())]} == set(KNOWN)
