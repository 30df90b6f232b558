"""Files for Moodle: the columns that it asks for and no other, names as they are, nobody who may not be there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.points import Points
from polyvalidate.office.exchange.moodle_lists import Course, Enrolled, Graded, grades, users
from polyvalidate.office.register.register import Member, Register, written
from tests.classroom import ADA, ALL, BEA, CLO, DAN, EVE, Classroom, Said

STANDARD = {
    *("username", "firstname", "lastname", "email", "idnumber", "auth", "suspended", "deleted", "lang", "password"),
}
NUMBERED = re.compile(r"(?:sysrole|cohort|course|group|type|role|enrolperiod|enrolstatus|enroltimestart)\d+")
IN_GROUPS = {
    *("groupname", "lang", "coursename", "idnumber", "groupidnumber", "description", "enrolmentkey", "groupingname"),
}
IN_COHORTS = {
    *("name", "idnumber", "description", "descriptionformat", "visible", "theme", "contextid", "context"),
    *("category", "category_id", "category_idnumber", "category_path"),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A classroom that nothing here changes."""
    return Classroom(tmp_path_factory.mktemp("moodle"))


def opened(data: bytes) -> list[dict[str, str]]:
    """The file as Moodle opens it."""
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def made(room: Classroom, *words: str, named: bool = True, lang: str = "fr") -> tuple[Said, list[dict[str, str]]]:
    target = room.desk / "moodle.csv"
    target.unlink(missing_ok=True)
    register = ("--register", room.register) if named else ()
    said = room.run("moodle", *words, *register, "--output", target, lang=lang)
    return said, opened(target.read_bytes()) if target.exists() else []


def test_each_student_of_a_cohort_has_an_account_a_cohort_and_a_group(room: Classroom) -> None:
    said, rows = made(room, "users", "--cohort", "2025", "--course", "POLYPOINTS")

    assert said.code == 0, said.text
    assert rows[0] == {
        "username": "02000003",
        "firstname": "Chloé",
        "lastname": "CLAIR",
        "email": "clo@example.org",
        "idnumber": "02000003",
        "auth": "cas",
        "cohort1": "POLY-2025",
        "course1": "POLYPOINTS",
        "role1": "student",
        "group1": "DEE3",
        "enrolstatus1": "0",
    }
    assert [row["idnumber"] for row in rows] == [m.number for m in (CLO, ADA, BEA)]
    assert all(name in STANDARD or NUMBERED.fullmatch(name) for name in rows[0])


def test_without_a_course_there_is_no_enrolment(room: Classroom) -> None:
    _, rows = made(room, "users", "--cohort", "2025")

    assert list(rows[0]) == ["username", "firstname", "lastname", "email", "idnumber", "auth", "cohort1"]


def test_those_who_left_are_withdrawn_from_the_course_when_asked(room: Classroom) -> None:
    said, rows = made(room, "users", "--cohort", "2025", "--course", "POLYPOINTS", "--departed")

    assert {row["idnumber"]: row["enrolstatus1"] for row in rows}[EVE.number] == "1"
    assert "1 élève parti : fin de son inscription au cours" in said.text


def test_somebody_whom_moodle_would_refuse_is_told_and_left_out(room: Classroom) -> None:
    said, rows = made(room, "users", "--cohort", "2024")

    assert (said.code, rows) == (1, [])
    assert "s-base000004 (22000004) n'a pas de courriel, que Moodle demande" in said.text


def test_a_name_that_begins_like_a_formula_never_reaches_the_file() -> None:
    found = users([Enrolled(DAN._replace(email="dan@example.org"), "DI4")], "POLY", "cas", None)

    assert found.rows == 0
    assert "commence par un signe qu'un tableur prendrait pour une formule" in found.doubts[0].text.fr


def test_groups_have_the_columns_of_moodle_only_and_need_no_register(room: Classroom) -> None:
    said, rows = made(room, "groups", named=False)

    assert said.code == 0, said.text
    assert set(rows[0]) <= IN_GROUPS
    assert rows[1] == {
        "groupname": "DI3",
        "groupidnumber": "DI3-2025",
        "description": "Informatique 3A",
        "groupingname": "CURSUS+ANNEE",
    }
    assert [row["groupname"] for row in rows] == ["DEE3", "DI3", "DI5"]


def test_cohorts_have_the_columns_of_moodle_only(room: Classroom) -> None:
    _, rows = made(room, "cohorts", "--prefix", "ESSAI", named=False)

    assert set(rows[0]) <= IN_COHORTS
    assert [row["idnumber"] for row in rows] == ["ESSAI-2024", "ESSAI-2025"]


def test_balances_are_grades_by_number_and_address(room: Classroom) -> None:
    said, rows = made(room, "grades", "--cohort", "2025", "--item", "Points, engagement")

    assert said.code == 0, said.text
    assert {row["idnumber"] for row in rows} == {m.number for m in (ADA, BEA, CLO)}
    assert EVE.number not in {row["idnumber"] for row in rows}
    assert "1 élève parti : il n'y est pas" in said.text
    ada = next(row for row in rows if row["idnumber"] == ADA.number)
    assert ada == {
        "idnumber": ADA.number,
        "email": ADA.email,
        "Points, engagement": "1.00",
        "Points, engagement (feedback)": "1 point sur 10 demandés, le 1er mars 2026",
    }


@pytest.mark.parametrize("command", ["users", "grades"])
def test_a_file_with_names_stays_out_of_git_and_is_for_one_s_own_eyes(room: Classroom, command: str) -> None:
    inside = room.school.place / "moodle.csv"

    said = room.with_names("moodle", command, "--cohort", "2025", "--output", inside)
    made(room, command, "--cohort", "2025")

    assert (said.code, inside.exists()) == (2, False)
    assert (room.desk / "moodle.csv").stat().st_mode & 0o077 == 0


def test_a_dry_run_writes_nothing(room: Classroom) -> None:
    said, rows = made(room, "users", "--cohort", "2025", "--dry-run")

    assert (said.code, rows) == (0, [])
    assert "(Essai : 3 lignes, rien n'a été écrit.)" in said.text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_words_after_writing(room: Classroom, lang: str, golden: Callable[[str | Path, str], None]) -> None:
    words = (("users", "--course", "POLYPOINTS", "--departed"), ("groups",), ("cohorts",), ("grades",))
    said = [made(room, *command, named=command[0] in ("users", "grades"), lang=lang)[0].text for command in words]

    golden(f"lists.{lang}.txt", "\n".join(said).replace(str(room.desk), "…"))


def test_another_school_s_register_is_refused(room: Classroom, tmp_path: Path) -> None:
    other = tmp_path / "autre.json"
    other.write_bytes(written(Register("Autre", "0" * 40, (ADA._replace(code="s-zzzzzzzzzz"),))))
    other.chmod(0o600)

    said = room.run("moodle", "users", "--register", other, "--output", tmp_path / "u.csv")

    assert said.code == 2
    assert "est le registre d'une autre école" in said.text


NAMES = st.text(st.characters(categories=("L", "M", "N", "P", "Zs")), min_size=1, max_size=20)
MEMBERS = st.builds(
    Member, st.just("s-zzzzzzzzzz"), st.just(2025), st.just("22000001"), NAMES, NAMES, NAMES, st.just("a@example.org")
)


@given(st.lists(MEMBERS, max_size=5))
def test_any_name_comes_back_as_it_is_or_is_left_out(members: list[Member]) -> None:
    found = users([Enrolled(m, "DI3") for m in members], "POLY", "cas", Course("C", "student"))

    rows = opened(found.data)
    kept = [m for m in members if not any(t.startswith(("=", "+", "-", "@")) for t in (m.first, m.usual))]
    assert [(row["firstname"], row["lastname"]) for row in rows] == [(m.first, m.usual) for m in kept]
    assert len(found.doubts) == len(members) - len(kept)


@given(st.integers(0, 200))
def test_a_grade_is_the_balance_to_the_quarter_point(quarters: int) -> None:
    from datetime import date

    found = grades([Graded(ALL[0], Points(quarters), None)], "P", date(2026, 3, 1), "fr")

    assert float(opened(found.data)[0]["P"]) * 4 == quarters
