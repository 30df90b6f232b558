"""Clones without all files, without all history, with another branch: what is missing comes at once, or is said."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from polyvalidate.office.acts.search import search
from polyvalidate.office.register.personal import Searcher
from polyvalidate.repository import Unreadable
from polyvalidate.repository.making import contains
from tests.proposing import FAIR, FOLDER, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
MERGE = ("merge", "--head", "refs/pull/7/head", "--as", "ref-3", "--accept", "--author", STUDENT, "--on", "2026-02-11")


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with a request, as a server has it."""
    made = School(tmp_path / "école")
    made.git("update-ref", "refs/pull/7/head", made.propose({NEW: FAIR}))
    made.settle({"README.md": "Bonjour.\n"})
    made.git("config", "uploadpack.allowFilter", "true")
    return made


def clone(school: School, *words: str) -> Path:
    place = school.place.parent / "copie"
    address = school.place.as_uri()
    for command in (
        ["clone", "--quiet", *words, address, place],
        ["-C", place, "fetch", "--quiet", *words[:1], "origin", "refs/pull/7/head:refs/pull/7/head"],
    ):
        subprocess.run(["git", *command], check=True, capture_output=True)
    return place


@pytest.fixture
def fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every call of Git that goes to a server, one a line."""
    git, calls = tmp_path / "bin" / "git", tmp_path / "calls"
    git.parent.mkdir()
    git.write_text(
        f'#!/bin/sh\ncase " $* " in *" fetch "*) echo "$*" >>{calls};; esac\nexec {shutil.which("git")} "$@"\n'
    )
    git.chmod(0o755)
    calls.touch()
    monkeypatch.setenv("PATH", f"{git.parent}:{os.environ['PATH']}")
    return calls


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "--rev", "main"),
        ("gate", "--base", "main", "--head", "refs/pull/7/head", "--actor", STUDENT, "--opened-at", "2026-02-10"),
        ("audit",),
    ],
    ids=lambda words: words[0],
)
def test_what_a_clone_left_on_its_server_comes_in_one_go(
    school: School, fetches: Path, left_out: str, words: tuple[str, ...]
) -> None:
    place = clone(school, f"--filter={left_out}", "--no-checkout")
    fetches.write_text("")
    found, whole = run(*words, "--repo", place), run(*words, "--repo", school.place)

    assert found == whole
    assert len(fetches.read_text().splitlines()) == 1


def test_what_all_open_requests_need_comes_in_one_go(school: School, fetches: Path) -> None:
    for number in (8, 9):
        head = school.propose({NEW: FAIR.replace("2026-02-03", f"2026-02-0{number}")}, since="main~1")
        school.git("update-ref", f"refs/merge-requests/{number}/head", head)
    place = clone(school, "--filter=blob:none", "--no-checkout")
    requests = ["--filter=blob:none", "origin", "refs/merge-requests/*:refs/merge-requests/*"]
    subprocess.run(["git", "-C", place, "fetch", "--quiet", *requests], check=True)
    fetches.write_text("")
    found, whole = run("queue", "--repo", place), run("queue", "--repo", school.place)

    assert (found, len(fetches.read_text().splitlines())) == (whole, 1)


def test_what_the_server_does_not_give_is_said_with_the_command_that_completes(school: School) -> None:
    place = clone(school, "--filter=blob:none", "--no-checkout")
    school.place.rename(school.place.with_name("ailleurs"))
    code, _, error = run("check", "--rev", "main", "--repo", place)

    assert (code, "git fetch --refetch --no-filter" in error) == (2, True), error


def test_a_search_in_a_copy_without_its_past_says_nothing_of_it(school: School) -> None:
    with pytest.raises(Unreadable, match="--unshallow"):
        search(clone(school, "--depth=1"), Searcher([]))


def test_a_short_history_does_not_say_that_a_request_is_not_merged(school: School) -> None:
    assert run(*MERGE, "--repo", school.place)[0] == 0
    place = clone(school, "--depth=1")

    with pytest.raises(Unreadable, match="--unshallow"):
        contains(place, "main", "refs/pull/7/head")


@pytest.mark.parametrize("words", [("check",), ("balance",)])
def test_a_work_tree_without_all_its_files_is_said_to_be_one(school: School, words: tuple[str, ...]) -> None:
    place = clone(school)
    subprocess.run(["git", "-C", place, "sparse-checkout", "set", "grid"], check=True, capture_output=True)
    sparse = run(*words, "--repo", place)[2]
    subprocess.run(["git", "-C", place, "sparse-checkout", "disable"], check=True, capture_output=True)
    full = run(*words, "--repo", place)[2]

    assert ("git sparse-checkout disable" in sparse, full) == (True, "")


@pytest.mark.parametrize("name", ["master", "principale"])
def test_the_main_branch_is_found_whatever_its_name(school: School, name: str) -> None:
    school.git("branch", "-m", "main", name)
    elsewhere = clone(school)
    subprocess.run(["git", "-C", elsewhere, "checkout", "--quiet", "--detach"], check=True, capture_output=True)
    subprocess.run(["git", "-C", elsewhere, "branch", "--quiet", "-D", name], check=True, capture_output=True)
    for place in (school.place, elsewhere):
        for words in (("queue",), ("audit",), ("follow",), ("campaign", "status")):
            code, _, error = run(*words, "--repo", place)
            assert (code, error) == (0, ""), (place, words)
    code, _, error = run(*MERGE, "--repo", school.place)

    assert (code, error) == (0, "")
    assert "by: ref-3" in school.git("show", f"{name}:{NEW}")


def test_a_branch_that_was_typed_is_not_looked_for_elsewhere(school: School) -> None:
    school.git("branch", "-m", "main", "master")
    code, _, error = run("queue", "--base", "main", "--repo", school.place)

    assert (code, "main" in error) == (2, True)


def test_a_declaration_at_the_root_is_told_its_folder(school: School) -> None:
    head = school.propose({"3.1 JPO.yml": FAIR})
    words = ("gate", "--base", "main", "--head", head, "--actor", STUDENT, "--opened-at", "2026-02-10", "--across")
    code, said, _ = run(*words, "--repo", school.place)

    assert (code, "PP612" in said, f"Déplacez-la dans {FOLDER}" in said) == (1, True, True), said
