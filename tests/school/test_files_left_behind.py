"""The branch moves and a full disk holds the files back: it is said, and the next command completes them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from tests.office.registry import FOUR, Office
from tests.proposing import FAIR, FOLDER, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
MERGE = ("merge", "--head", "refs/pull/7/head", "--as", "ref-3", "--accept", "--author", STUDENT, "--on", "2026-02-11")


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """``disk("1")``: from then on Git may write no more than so many blocks in one file of a work tree; None: any."""
    blocks, git = tmp_path / "blocks", tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(
        f'#!/bin/sh\ncase "$*" in *dry-run*) ;; *read-tree*) test ! -e {blocks} || {{ trap "" XFSZ; '
        f'ulimit -f "$(cat {blocks})"; }} ;; esac\nexec {shutil.which("git")} "$@"\n'
    )
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}:{os.environ['PATH']}")

    def hold(most: str | None) -> None:
        if most is None:
            blocks.unlink()
        else:
            blocks.write_text(most)

    return hold


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with a request that is ready to be merged."""
    made = School(tmp_path / "école")
    made.git("update-ref", "refs/pull/7/head", made.propose({NEW: FAIR}))
    return made


def left_behind(said: str) -> bool:
    return "n'ont pas pu le suivre" in said and "ni git commit ni git stash" in said


@pytest.mark.parametrize("most", ["0", "1"], ids=["no file is whole", "the index is not whole"])
def test_students_whose_files_were_held_back_are_completed_by_the_same_import(
    tmp_path: Path, disk: Callable[[str | None], None], most: str
) -> None:
    office = Office(tmp_path)
    head = office.git("rev-parse", "main")
    disk(most)
    code, said = office.take_in(FOUR)
    assert (code, left_behind(said), office.git("rev-parse", "main^")) == (2, True, head), said
    again, said = office.take_in(FOUR)
    assert (again, left_behind(said)) == (2, True), said

    disk(None)
    code, said = office.take_in(FOUR)

    assert (code, office.git("status", "--porcelain"), office.git("rev-parse", "main^")) == (0, "", head), said


@pytest.mark.parametrize("most", ["0", "1"])
def test_a_merge_whose_files_were_held_back_is_completed_by_the_same_merge(
    school: School, disk: Callable[[str | None], None], most: str
) -> None:
    disk(most)
    code, _, error = run(*MERGE, "--repo", school.place)
    assert (code, left_behind(error), school.git("status", "--porcelain") != "") == (2, True, True), error

    disk(None)
    code, said, error = run(*MERGE, "--repo", school.place)

    assert (code, error, "déjà fusionnée" in said, school.git("status", "--porcelain")) == (0, "", True, "")
    assert "by: ref-3" in school.read(NEW)


def test_what_somebody_wrote_meanwhile_is_not_lost(school: School, disk: Callable[[str | None], None]) -> None:
    disk("0")
    assert run(*MERGE, "--repo", school.place)[0] == 2
    disk(None)
    (school.place / NEW).write_text("à moi\n", encoding="utf-8")
    code, _, error = run(*MERGE, "--repo", school.place)

    assert (code, school.read(NEW)) == (2, "à moi\n")
    assert NEW in error


def test_who_loses_a_race_is_told_to_run_again(school: School) -> None:
    late = school.git("rev-parse", "main")
    school.settle({"README.md": "Une autre commande.\n"})

    with pytest.raises(Unreadable, match="Run the command again"):
        Committer(school.place, "main", late)


def test_a_lock_that_was_left_is_called_by_its_name(school: School) -> None:
    lock = school.place / ".git" / "index.lock"
    lock.touch()
    head = school.git("rev-parse", "main")
    code, _, error = run(*MERGE, "--repo", school.place)

    assert (code, str(lock) in error, school.git("rev-parse", "main")) == (2, True, head)
