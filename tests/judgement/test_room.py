"""What an activity may still add to a balance is what one more declaration of it, as large as can be, would add."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.judgement import FolderResult
from polyvalidate.model.folder import Evaluation
from polyvalidate.model.grid import Activity, Book
from polyvalidate.model.points import Points
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.school.check import check
from tests.examples import RULES_FOLDER, FolderTree

DAY = date(2026, 4, 1)
CHECKED = check(FolderTree(RULES_FOLDER / "base"), DAY, keep_balances=True)
(STUDENT,) = CHECKED.report.results
((CLAIM, GRID),) = ((claim, claim.grid) for claim in STUDENT.claims)


def claim(activity: Activity, points: int, number: int, *, decided: bool = True) -> ClaimCase:
    said = Evaluation("accepted", Points(points), "REF01", None, DAY, None) if decided else None
    declared = CLAIM.declaration._replace(path=f"{number}", activity=activity.code, evaluation=said)
    return CLAIM._replace(declaration=declared, activity=activity, computed=Points(points))


def credited(result: FolderResult, book: Book, more: tuple[ClaimCase, ...] = ()) -> int:
    every = replace(result, claims=(*result.claims, *more))
    balance = every.if_accepted({one.declaration.path for one in every.claims}, book)
    assert balance is not None
    return balance.credited


@given(
    st.lists(st.tuples(st.sampled_from(sorted(GRID.activities)), st.integers(0, 60), st.booleans()), max_size=6),
    st.sampled_from(sorted(GRID.profiles)),
)
def test_the_room_of_an_activity_is_what_one_more_would_add(had: list[tuple[str, int, bool]], profile: str) -> None:
    assert STUDENT.student is not None
    claims = tuple(claim(GRID.activities[code], points, i, decided=yes) for i, (code, points, yes) in enumerate(had))
    result = replace(STUDENT, student=replace(STUDENT.student, profile=profile), claims=claims)

    room = result.room(CHECKED.book)

    before = credited(result, CHECKED.book)
    adds = {
        code: credited(result, CHECKED.book, (claim(activity, 400, -1),)) - before
        for code, activity in GRID.activities.items()
        if profile in activity.open_to
    }
    assert room == {code: points for code, points in adds.items() if points}


def test_what_is_closed_to_a_student_or_full_is_not_there() -> None:
    full = replace(STUDENT, claims=(claim(GRID.activities["3.1"], 40, 0),))

    assert ("3.1" in STUDENT.room(CHECKED.book), "3.1" in full.room(CHECKED.book)) == (True, False)
    for code in STUDENT.room(CHECKED.book):
        assert "FISE3" in GRID.activities[code].open_to


def test_of_a_student_who_could_not_be_read_nothing_is_said() -> None:
    assert replace(STUDENT, student=None).room(CHECKED.book) == {}
    assert STUDENT.room(replace(CHECKED.book, grids={})) == {}
    assert STUDENT.student is not None
    assert replace(STUDENT, student=replace(STUDENT.student, profile="FISE9")).room(CHECKED.book) == {}
