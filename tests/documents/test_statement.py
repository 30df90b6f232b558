"""The record of one student: what was declared, what was decided, what counts, under which grid."""

from __future__ import annotations

import subprocess
from datetime import date
from functools import cache
from pathlib import Path

from polyvalidate.documents.statement import Statement
from polyvalidate.documents.stating import statements
from polyvalidate.model.points import Points
from polyvalidate.model.score import Basis, Cap, Loss
from polyvalidate.model.words import Text
from polyvalidate.repository import DiskTree, GitTree
from polyvalidate.repository.trees import Tree
from tests.places import BASE, ROOT
from tests.proposing import School

DAY = date(2026, 10, 31)


def statement(tree: Tree, student: str) -> Statement:
    (found,) = statements(tree, DAY, lambda folder: folder.path.endswith(student))
    return found


@cache
def example() -> Statement:
    return statement(DiskTree(ROOT), "s-dem0000001")


def test_a_statement_says_who_and_where_without_a_name() -> None:
    said = example()

    assert (said.student, said.cohort, said.programme_title, said.profile_title, said.errors) == (
        "s-dem0000001",
        2024,
        Text("Informatique", "Computer science"),
        Text("Cycle en trois ans", "Three-year cycle"),
        0,
    )


def test_its_sums_are_those_of_its_lines() -> None:
    said = example()

    assert said.credited == sum(a.credited for a in said.activities) == sum(c.credited for c in said.categories)
    assert said.claimed == sum(a.claimed for a in said.activities)


def test_a_decision_comes_with_the_role_that_took_it_and_its_comment() -> None:
    said = next(a for a in example().activities if a.code == "2.1").ruling

    assert said is not None
    assert (said.outcome, said.points, said.on, said.by, said.second is not None, said.comment) == (
        "accepted",
        Points(12),
        date(2026, 6, 12),
        Text(
            "Référent·e de la catégorie 2, seconde lecture de la catégorie 1",
            "Referent of category 2, second reader of category 1",
        ),
        True,
        "Comptes approuvés en assemblée générale, bilan précis.",
    )


def test_a_refused_activity_stays_in_the_record_and_counts_nothing() -> None:
    said = example()
    refused = next(a for a in said.activities if a.code == "2.6")

    assert (refused.basis, refused.credited, refused in said.counted) == (Basis.REFUSED, 0, False)


def test_a_cap_that_took_points_is_named() -> None:
    said = next(a for a in example().activities if a.path.endswith("3.1-portes-ouvertes-2026.yml"))

    assert (said.computed, said.credited, said.losses) == (8, 6, (Loss(Cap.ACTIVITY_YEAR, Points(2), Points(6)),))


def test_the_outcome_of_the_quitus_is_the_jury_s() -> None:
    quitus = example().quitus

    assert quitus is not None
    assert (quitus.session, quitus.outcome, quitus.credited, quitus.required, quitus.on) == (
        "2026-07",
        "acquired",
        Points(44),
        Points(40),
        date(2026, 7, 16),
    )


def test_anybody_finds_the_fingerprint_of_a_grid_again_without_this_program() -> None:
    stamps = {stamp.year: stamp.fingerprint for stamp in example().grids}
    command = "LC_ALL=C; export LC_ALL; sha256sum grid/$1/*.yml | sha256sum"
    found = {
        year: subprocess.run(
            ["sh", "-c", command, "sh", year], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()[0]
        for year in stamps
    }

    assert stamps == found


def test_a_revision_gives_the_same_record_as_its_files_with_its_commit(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    disk = statement(DiskTree(BASE), "s-base000001")
    git = statement(GitTree(school.place, "HEAD"), "s-base000001")

    assert git.commit == school.git("rev-parse", "HEAD")
    assert disk.commit is None
    assert (git.activities, git.grids, git.credited) == (disk.activities, disk.grids, disk.credited)


def test_a_folder_in_error_says_so_and_still_states_the_rest(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    path = "declarations/2025/s-base000001/3.1-portes-ouvertes.yml"
    school.write({path: school.read(path).replace("to: 2026-01-31", "to: 2026-01-30")})
    said = statement(DiskTree(school.place), "s-base000001")

    assert said.errors == 1
    assert [(a.basis, a.credited) for a in said.activities if a.path == path] == [(Basis.ERROR, 0)]


def test_a_student_whose_file_cannot_be_read_has_no_record(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    school.write({"declarations/2025/s-base000001/student.yml": "programme: [\n"})

    assert not list(statements(DiskTree(school.place), DAY, lambda folder: folder.path.endswith("s-base000001")))
