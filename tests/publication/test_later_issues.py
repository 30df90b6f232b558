"""Later issues count the students of the first one in the groups of that day, whatever has become of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from polyvalidate.publication.attack.bands import band_of
from polyvalidate.publication.attack.record import Entry, added, parse, serialise
from tests.publication.small_school import (
    COUNTS,
    FIRST,
    SECOND,
    Enrolled,
    SmallSchool,
    publish,
    students,
    written,
)


def leaves(school: SmallSchool, student: Enrolled) -> None:
    school.enrol(2024, [Enrolled(student.code, student.programme, "left: 2025-10-01\n")])


def changes_programme(school: SmallSchool, student: Enrolled) -> None:
    school.enrol(2024, [Enrolled(student.code, "DEE")])


def repeats_a_year(school: SmallSchool, student: Enrolled) -> None:
    school.enrol(2024, [Enrolled(student.code, student.programme, "extra_years: 1\n")])


def is_erased(school: SmallSchool, student: Enrolled) -> None:
    shutil.rmtree(school.root / "declarations/2024" / student.code)


@pytest.mark.parametrize("happens", [leaves, changes_programme, repeats_a_year, is_erased])
def test_a_student_who_goes_elsewhere_is_counted_where_they_were(
    school: SmallSchool, happens: Callable[[SmallSchool, Enrolled], None]
) -> None:
    # Nothing else happens in the year. DI: 11 of 22 have 25 % (band 11 to 16); without one of them, 10 of 21 (5 to 10).
    publish(school.root, *FIRST)
    for path in school.root.glob("declarations/2024/*/3.2-salon-*.yml"):
        if "2026-01-31" in path.read_text(encoding="utf-8"):
            path.unlink()
    happens(school, next(s for s in students(0, COUNTS)[::2] if s.programme == "DI"))
    school.commit("2026-04-01T10:00:00+02:00")

    code, _, err = publish(school.root, *SECOND)

    assert (code, err) == (0, "")
    first, second = (entry.tables for entry in parse(written(school.root)["issues.json"]))
    assert second.rows == first.rows


def test_a_group_in_which_few_are_left_is_shown_like_before(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    for student in students(0, COUNTS)[-9:]:
        leaves(school, student)
    school.commit("2026-04-01T10:00:00+02:00")

    publish(school.root, *SECOND)

    first, second = (entry.tables for entry in parse(written(school.root)["issues.json"]))
    assert [(row.scope, row.size) for row in second.rows] == [(row.scope, row.size) for row in first.rows]


def test_who_comes_after_the_first_issue_is_not_counted(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    late = students(900, {"DI": 12, "DIA": 12})
    school.enrol(2024, late)
    school.declare(2024, late, "2026-01-31")
    school.commit("2026-04-01T10:00:00+02:00")

    publish(school.root, *SECOND)

    first, second = (entry.tables for entry in parse(written(school.root)["issues.json"]))
    assert [(row.scope, row.size) for row in second.rows] == [(row.scope, row.size) for row in first.rows]


def test_with_moves_is_still_understood_and_not_shown(school: SmallSchool) -> None:
    code, _, _ = publish(school.root, *FIRST, "--with-moves")
    _, out, _ = publish(school.root, "--help")

    assert code == 0
    assert "--with-moves" not in out


# --- issues of version 1.0 --------------------------------------------------------------------------------------------


def published_by_version_1(root: Path, *issues: tuple[str, str]) -> None:
    """The record that version 1.0 wrote: the total in a band of its own, and whoever was there that day."""
    place = root / "publications"
    entries: tuple[Entry, ...] = ()
    for issue in issues:
        publish(root, *issue)
        tables = parse(written(root)["issues.json"])[0].tables
        total = tables.rows[-1]
        own = total._replace(reached=tuple(band_of(low, total.size) for low, _ in total.reached))
        entries = added(entries, replace(tables, rows=(*tables.rows[:-1], own)))
        shutil.rmtree(place)
    place.mkdir()
    (place / "issues.json").write_bytes(serialise(entries))


def test_an_issue_of_version_1_is_read_and_continued(school: SmallSchool) -> None:
    published_by_version_1(school.root, FIRST)

    code, _, err = publish(school.root, *SECOND)

    assert (code, err) == (0, "")
    first, second = (entry.tables for entry in parse(written(school.root)["issues.json"]))
    assert (second.formed, first.formed) == (first.on, first.on)
    assert [row.scope for row in second.groups] == [row.scope for row in first.groups]


def test_issues_of_version_1_are_still_those_that_would_be_drawn(school: SmallSchool) -> None:
    published_by_version_1(school.root, FIRST, SECOND)
    before = written(school.root)["issues.json"]

    for issue in (FIRST, SECOND):
        code, out, _ = publish(school.root, *issue)
        assert (code, out.startswith("Already published")) == (0, True)

    assert written(school.root)["issues.json"] == before
