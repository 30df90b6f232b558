"""Who stands in for an evaluator decides in their place, as themselves, on their days and on no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.proposing import FAIR, FOLDER, STUDENT, School
from tests.running import run
from tests.school.test_audit import codes, ours

ROLES, NEW = "grid/roles.yml", f"{FOLDER}/3.3-lycee.yml"
SIGNED = "evaluation:\n  decision: accepted\n  points: 0.5\n  by: {}\n  on: {}\n"
ABSENT = '    categories: ["3", "4"]\n    until: 2027-08-31\n'
DEPUTY = "    deputies: [{code: ref-5, from: 2026-02-11, until: 2026-02-12}]\n"


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school in which ref-5, who evaluates categories 5 and 6, stands in for ref-3 on two days of February."""
    made = School(tmp_path / "école")
    made.settle({ROLES: made.read(ROLES).replace(ABSENT, ABSENT + DEPUTY)})
    return made


def evaluate(school: School, on: str, *words: str) -> tuple[int, str]:
    words = (*words, "--as", "ref-5", "--accept", "--dry-run", "--on", on, "--repo", str(school.place))
    code, said, error = run("evaluate", NEW, *words)
    return code, said + error


@pytest.mark.parametrize(("on", "code"), [("2026-02-10", 1), ("2026-02-11", 0), ("2026-02-12", 0), ("2026-02-13", 1)])
def test_a_deputy_decides_on_their_days_only(school: School, on: str, code: int) -> None:
    school.settle({NEW: FAIR})

    done = evaluate(school, on)

    assert (done[0], "(ref-5, " in done[1]) == (code, code == 0), done[1]


def test_a_merge_is_signed_by_who_decided_and_the_audit_agrees(school: School) -> None:
    head = school.propose({NEW: FAIR})
    words = ("--as", "ref-5", "--accept", "--author", STUDENT, "--opened-at", "2026-02-10", "--on", "2026-02-12")

    code, said, error = run("merge", "--repo", school.place, "--head", head, *words)

    assert code == 0, said + error
    assert "  by: ref-5\n  on: 2026-02-12" in school.git("show", f"main:{NEW}")
    assert school.git("log", "-1", "--format=%an|%(trailers:key=Evaluated-by,valueonly)", "main") == "ref-5|ref-5"


def test_a_deputy_is_among_those_who_are_awaited(school: School) -> None:
    school.settle({NEW: FAIR})

    awaited = [
        run("queue", "--repo", school.place, "--on", on, "--format", "json")[1] for on in ("2026-02-11", "2026-02-13")
    ]

    assert [("ref-5" in said.partition(NEW.rpartition("/")[2])[2][:900]) for said in awaited] == [True, False]


def recorded(school: School, moment: str, on: str, code: str = "ref-5") -> None:
    """A commit of ours on main that decides a declaration, made at a moment of UTC."""
    when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    school.write({NEW: FAIR + SIGNED.format(code, on)})
    school.git("add", "-A")
    told = f"Fusion\n\nProposed-by: {STUDENT}\nEvaluated-by: {code}\n"
    school.git(*ours(code), "commit", "-q", "-m", told, committed=int(when.timestamp()))


@pytest.mark.parametrize(
    ("moment", "on", "legal"),
    [
        ("2026-02-10T22:59:59", "2026-02-11", False),  # in Paris, one hour later, it is still the day before
        ("2026-02-10T23:00:00", "2026-02-11", True),
        ("2026-02-12T22:59:59", "2026-02-12", True),
        ("2026-02-12T23:00:00", "2026-02-12", False),
        ("2026-03-10T10:00:00", "2026-02-12", False),  # a date that is written gives no right
    ],
)
def test_the_audit_judges_by_the_day_of_the_merge(school: School, moment: str, on: str, legal: bool) -> None:
    recorded(school, moment, on)

    assert codes(school) == ((0, []) if legal else (1, ["PP603"]))


def test_what_a_deputy_decided_stands_when_their_days_are_over(school: School) -> None:
    recorded(school, "2026-02-11T10:00:00", "2026-02-11")

    checked = run("check", school.place, "--rev", "main", "--on", "2026-06-01")

    assert checked[0] == 0, checked[1]


@pytest.mark.parametrize(
    ("dates", "legal"),
    [("from: 2026-02-11\n", True), ("from: 2026-02-12\n", False), ("until: 2026-02-10\n", False)],
)
def test_outside_its_dates_a_role_gives_no_right(tmp_path: Path, dates: str, legal: bool) -> None:
    school = School(tmp_path / "école")
    school.settle({ROLES: school.read(ROLES).replace(ABSENT, ABSENT.partition("\n")[0] + f"\n    {dates}")})
    recorded(school, "2026-02-11T10:00:00", "2026-02-11", "ref-3")

    assert codes(school)[0] == (0 if legal else 1)


def test_nobody_stands_in_for_a_role_that_has_ended(school: School) -> None:
    school.settle({ROLES: school.read(ROLES).replace("until: 2027-08-31", "until: 2026-02-11"), NEW: FAIR})

    assert [evaluate(school, on)[0] for on in ("2026-02-11", "2026-02-12")] == [0, 1]


def test_a_deputy_decides_nothing_of_their_own(school: School) -> None:
    student = f"{FOLDER}/student.yml"
    school.settle({student: school.read(student).replace(STUDENT, "github:1000005"), NEW: FAIR})

    code, said = evaluate(school, "2026-02-11")

    assert code == 1, said
