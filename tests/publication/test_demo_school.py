"""Demonstration schools, three yearly issues: nobody learns anything, by two attackers.

The other attacker (``curious``) reads the published JSON and the enrolments, and shares no code with the product.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from polyvalidate import repository
from polyvalidate.demo import make_school
from polyvalidate.publication.attack.record import parse
from tests.extent import WHOLE
from tests.publication.curious import Curious, enrolled
from tests.publication.small_school import publish, written

pytestmark = pytest.mark.slow

SEEDS, STUDENTS = [1, 2, 3, 4, 5] if WHOLE else [1], 180
DAYS = {2023: ("2024-07-01", "2026-07-01"), 2025: ("2026-07-01",)}


@pytest.fixture(scope="module", params=SEEDS)
def school(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school whose every cohort is published every year."""
    root = tmp_path_factory.mktemp("demo") / "school"
    make_school(root, files=repository.starting_files(), students=STUDENTS, cohorts=3, seed=request.param)
    for cohort, days in DAYS.items():
        for day in days:
            code, _, err = publish(root, f"--cohort={cohort}", f"--on={day}")
            assert (code, err) == (0, ""), (cohort, day, err)
    return root


def test_every_issue_is_in_the_record(school: Path) -> None:
    entries = parse(written(school)["issues.json"])

    actual = [(entry.tables.cohort, entry.tables.on.isoformat()) for entry in entries]
    assert actual == [(cohort, day) for cohort, days in DAYS.items() for day in days]


@pytest.mark.parametrize("cohort", DAYS)
def test_another_attacker_learns_nothing_either(school: Path, cohort: int) -> None:
    files = written(school)
    issues = [json.loads(files[f"{cohort}/{day}/tables.json"]) for day in DAYS[cohort]]
    followed = enrolled(school, issues[0]["commit"], cohort, issues[0]["date"])

    assert Curious(issues, [followed] * len(issues)).learned() == []


def test_the_other_attacker_would_find_a_number_that_is_too_exact(school: Path) -> None:
    # Its witness: the same issue with one interval replaced by a number.
    issue = json.loads(written(school)["2025/2026-07-01/tables.json"])
    lowest = issue["groups"][0]["reached"]["50"][0]
    issue["groups"][0]["reached"]["50"] = [lowest, lowest]
    members = [enrolled(school, issue["commit"], 2025, issue["date"])]

    learned = Curious([issue], members).learned()

    assert any(f": {lowest} to {lowest} of {issue['groups'][0]['size']}" in text for text in learned)


def test_running_everything_again_changes_no_byte(school: Path) -> None:
    before = written(school)
    for cohort, days in DAYS.items():
        code, out, _ = publish(school, f"--cohort={cohort}", f"--on={days[-1]}")
        assert (code, out.startswith("Already published")) == (0, True)

    assert written(school) == before


def test_nothing_a_student_wrote_and_no_pseudonym_is_published(school: Path) -> None:
    everything = b"\n".join(written(school).values()).decode()
    grid_words = "\n".join(path.read_text(encoding="utf-8") for path in school.glob("grid/*/*.yml"))
    forbidden: set[str] = set()
    for path in [*school.glob("declarations/2023/*/*.yml"), *school.glob("declarations/2025/*/*.yml")]:
        forbidden.add(path.parent.name)
        if path.name in ("student.yml", "quitus.yml"):
            continue
        forbidden.add(path.name.removesuffix(".yml"))
        plain = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        texts = [plain.get(key) for key in ("title", "organisation", "event", "description")]
        texts += [text for part in ("evaluation", "appeal") for text in (plain.get(part) or {}).values()]
        texts += [value for item in plain.get("evidence", ()) for value in item.values()]
        # Short values are words of the format (E2, accepted, a date), and a title may be the grid's.
        forbidden |= {
            str(text).strip() for text in texts if text and len(str(text)) > 10 and str(text) not in grid_words
        }

    assert len(forbidden) > 5 * STUDENTS
    assert [text for text in forbidden if text in everything] == []
