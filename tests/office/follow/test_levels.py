"""Who is to be looked after: what is missing, the time left, what became of former students in the same case."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from polyvalidate.judgement import FolderResult
from polyvalidate.office.follow.pace import (
    Alike,
    Level,
    Pace,
    Paces,
    band_of,
    former,
    of_formers,
    of_time,
)
from polyvalidate.office.register.cycles import cycle_of
from polyvalidate.repository import DiskTree
from polyvalidate.school.check import Checked, check
from tests.examples import RULES_FOLDER

ON = date(2028, 12, 1)
"""In the last year of those who entered in 2027 for two years; those of 2025 and 2026 have finished."""
OPEN_DAY = "declarations/2025/s-base000001/3.1-portes-ouvertes.yml"
DECIDED = "evaluation:\n  decision: accepted\n  points: 1.5\n  by: ref-3\n  on: {}\n"
JURY = "session: 2027-07\noutcome: {}\ncredited: 0\nrequired: 6\non: 2027-07-08\nby: jury-1\n"


class School:
    """Students of the profile of two years (6 points), each with at most one decided declaration of 1.5 points."""

    def __init__(self, place: Path) -> None:
        self.place = place
        shutil.copytree(RULES_FOLDER / "base" / "grid", place / "grid")
        self.number = 0

    def adds(self, outcome: str = "", *, cohort: int = 2025, decided: str = "", student: str = "") -> str:
        self.number += 1
        code = f"s-ess{self.number:07}"
        folder = self.place / "declarations" / str(cohort) / code
        folder.mkdir(parents=True)
        (folder / "student.yml").write_text(f"programme: DI\nprofile: FISE4\n{student}")
        if outcome:
            (folder / "quitus.yml").write_text(JURY.format(outcome))
        if decided:
            text = (RULES_FOLDER / "base" / OPEN_DAY).read_text("utf-8").replace("quantity: 2", "quantity: 3")
            text = text.replace("from: 2026-01-31", "from: 2026-01-30")
            (folder / "3.1-portes-ouvertes.yml").write_text(text + DECIDED.format(decided), "utf-8")
        return code

    def checked(self, on: date) -> Checked:
        return check(DiskTree(self.place), on, keep_balances=True, jobs=1)

    def pace(self, code: str, on: date = ON) -> Pace | None:
        checked = self.checked(on)
        found: dict[str, FolderResult] = {r.student.code: r for r in checked.report.results if r.student is not None}
        over = [one for result in found.values() if (one := former(result, checked.book, on)) is not None]
        student, balance = found[code].student, found[code].balance
        assert student is not None
        assert balance is not None
        cycle = cycle_of(student, checked.book, on)
        assert cycle is not None
        return Paces(over, checked.book, on).of(student, balance, cycle)


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


def test_without_former_students_time_alone_says_so(school: School) -> None:
    one = school.adds(cohort=2027)

    paces = [school.pace(one, on) for on in (date(2028, 1, 1), date(2028, 7, 1), date(2028, 10, 1), date(2029, 6, 1))]

    assert [pace and (pace.level, pace.alike) for pace in paces] == [
        (Level.NONE, None),
        (Level.WATCH, None),
        (Level.AT_RISK, None),
        (Level.CRITICAL, None),
    ]


@pytest.mark.parametrize(
    ("acquired", "level"),
    [(5, Level.NONE), (4, Level.NONE), (3, Level.WATCH), (2, Level.AT_RISK), (1, Level.CRITICAL)],
)
def test_former_students_in_the_same_case_say_more_than_time(school: School, acquired: int, level: Level) -> None:
    for rank in range(5):
        school.adds("acquired" if rank < acquired else "not-acquired")
    one = school.adds(cohort=2027)

    pace = school.pace(one)

    assert pace is not None
    assert (pace.level, pace.alike) == (level, Alike(acquired, 5))


def test_who_left_before_the_end_who_has_not_finished_and_another_profile_are_no_former_students(
    school: School,
) -> None:
    school.adds("acquired")
    school.adds(student="left: 2026-03-01\n")
    school.adds(student="extra_years: 2\n")
    other = school.place / "declarations" / "2025" / "s-other00001"
    other.mkdir()
    (other / "student.yml").write_text("programme: DI\nprofile: FISE3\n")
    one = school.adds(cohort=2027)
    checked = school.checked(ON)

    over = [found for r in checked.report.results if (found := former(r, checked.book, ON)) is not None]
    bands = Paces(over, checked.book, ON).bands("FISE4", 2029)

    assert sum(band.of for band in bands) == 1
    assert school.pace(one) is not None


def test_former_students_are_seen_as_they_were_on_the_same_date_of_their_cycle(school: School) -> None:
    """A decision of 5 December counts from that day on: the day before, the whole threshold was missing."""
    school.adds("acquired", decided="2026-12-05")
    checked = school.checked(ON)
    over = [found for r in checked.report.results if (found := former(r, checked.book, ON)) is not None]

    before, after = (Paces(over, checked.book, date(2028, 12, day)).bands("FISE4", 2029) for day in (4, 5))

    assert [band.of for band in before] == [0, 0, 0, 1]
    assert [band.of for band in after] == [0, 0, 1, 0]


def test_without_the_jury_s_word_the_points_say_who_reached_it(school: School) -> None:
    school.adds()
    checked = school.checked(ON)

    found = [former(result, checked.book, ON) for result in checked.report.results]

    assert [one and one.reached for one in found] == [False]


def test_nobody_who_lacks_more_is_ranked_better(school: School) -> None:
    """Of those who lacked three quarters, one of five reached it; of those who lacked all, everybody did, by luck."""
    for rank in range(5):
        school.adds("acquired" if rank == 0 else "not-acquired", decided="2026-02-09")
        school.adds("acquired")
    one, two = school.adds(cohort=2027), school.adds(cohort=2027)

    pace = school.pace(one)

    assert school.pace(two) == pace
    assert pace is not None
    assert (pace.level, pace.alike) == (Level.CRITICAL, Alike(5, 5))


@pytest.mark.parametrize(
    ("missing", "band"),
    [("1/40", 0), ("1/4", 0), ("11/40", 1), ("1/2", 1), ("3/4", 2), ("31/40", 3), ("1", 3), ("0", 0)],
)
def test_what_is_missing_is_compared_by_quarters(missing: str, band: int) -> None:
    assert band_of(Fraction(missing)) == band


@pytest.mark.parametrize(
    ("reached", "level"),
    [(24, Level.CRITICAL), (25, Level.AT_RISK), (49, Level.AT_RISK), (50, Level.WATCH), (75, Level.NONE)],
)
def test_the_bounds_of_former_students(reached: int, level: Level) -> None:
    assert of_formers(Alike(reached, 100)) is level


@pytest.mark.parametrize(
    ("missing", "level"),
    [("3/8", Level.NONE), ("31/80", Level.WATCH), ("41/80", Level.AT_RISK), ("31/40", Level.CRITICAL)],
)
def test_the_bounds_of_time(missing: str, level: Level) -> None:
    assert of_time(Fraction(missing), Fraction(1, 4)) is level


def test_when_no_time_is_left_any_point_that_is_missing_is_critical() -> None:
    assert of_time(Fraction(1, 40), Fraction(0)) is Level.CRITICAL
