"""Access and outcomes by profile, programme and cohort: in bands, and no small group by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from polyvalidate.model.points import Points
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.follow.equity import equity
from polyvalidate.office.follow.gathering import Chosen, Followed, Following
from tests.classroom import ADA, Classroom


@pytest.fixture
def following(classroom: Classroom) -> Following:
    return follow(classroom.school.place, "main", date(2026, 3, 1), Chosen(), None)


def crowd(following: Following, **sizes: int) -> Following:
    """As many students of each programme as is said, each of whom is Ada, but for the points: those of 0, 1, 2…"""
    ada = next(one for one in following.students if one.student.code == ADA.code)
    found: list[Followed] = []
    for programme, size in sizes.items():
        for rank in range(size):
            student = replace(ada.student, programme=programme)
            found.append(ada._replace(student=student, balance=replace(ada.balance, credited=Points(4 * rank))))
    return following._replace(students=tuple(found))


def test_small_groups_are_joined_by_their_sizes_alone(following: Following) -> None:
    table = equity(crowd(following, DI=30, DEE=12, DMS=3, DIA=11), "", "fr")

    groups = [(row[1], row[2]) for row in table.rows if row[0] == "Spécialité"]
    assert groups == [("DEE", 12), ("DI", 30), ("autres", 14)]


def test_bands_are_those_of_published_figures(following: Following) -> None:
    """Of 24 students, in five bands of five, with 0 to 23 points each: 21 have a quarter of ten, 16 three quarters. The
    threshold has another condition, which none fulfils: it is not reached by points alone."""
    table = equity(crowd(following, DI=24), "", "fr")

    row = dict(zip(table.heads, table.rows[-1], strict=True))
    assert (row["Groupe"], row["Élèves"]) == ("Ensemble", 24)
    assert row["25 % du seuil"] == "83 à 100 %"
    assert row["75 %"] == "62 à 80 %"
    assert row["Seuil ou quitus"] == "0 à 17 %"


def test_under_eleven_students_there_is_nothing(following: Following) -> None:
    assert equity(crowd(following, DI=10), "", "fr").rows == ()


def test_the_command_writes_it(classroom: Classroom) -> None:
    said = classroom.run("follow", "--format", "csv", "--table", "equity", lang="en")

    assert (said.code, said.text.split(",")[:3]) == (0, ["By", "Group", "Students"])
