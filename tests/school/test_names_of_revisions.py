"""A name means a branch before anything else, and one thing only: whoever puts a tag chooses nothing for the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from polyvalidate.forge.commanding import plan_of
from polyvalidate.repository import Unreadable, resolve
from polyvalidate.repository.making import full_ref
from tests.forge.test_commands import TODAY, said
from tests.proposing import FAIR, FOLDER, OPEN_DAY, REFERENT_3, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
DAY = ("--on", "2026-03-01")
REQUEST = ("--author", STUDENT, "--opened-at", "2026-02-10", *DAY, "--as", "ref-3", "--accept")


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


@pytest.mark.parametrize("hidden", ["tags/main", "main", "remotes/main", "remotes/main/HEAD"])
def test_a_name_of_several_things_names_them_all_and_means_none(school: School, hidden: str) -> None:
    school.settle({"README.md": "Ensuite.\n"})
    school.git("update-ref", f"refs/{hidden}", "HEAD^")

    for asked in (resolve, full_ref):
        with pytest.raises(Unreadable) as refused:
            asked(school.place, "main")
        said = f"main means several things in this repository: refs/heads/main and refs/{hidden}."
        assert str(refused.value).startswith(said)
    for way in ("main~1", "main^{commit}", "main@{0}"):
        with pytest.raises(Unreadable):
            resolve(school.place, way)


def test_a_whole_name_means_itself_whatever_else_is_called_so(school: School) -> None:
    first = school.git("rev-parse", "HEAD")
    tip = school.settle({"README.md": "Ensuite.\n"})
    for name in ("tags/main", "tags/refs/heads/main", "tags/refs/pull/1/head", f"tags/{tip}"):
        school.git("update-ref", f"refs/{name}", first)

    assert resolve(school.place, "refs/heads/main") == tip
    assert resolve(school.place, "refs/heads/main~1") == resolve(school.place, "refs/tags/main") == first
    assert resolve(school.place, tip) == tip
    assert full_ref(school.place, "refs/heads/main") == "refs/heads/main"
    with pytest.raises(Unreadable):
        resolve(school.place, "refs/pull/1/head")


def test_names_that_mean_one_thing_are_what_git_says(school: School) -> None:
    first = school.git("rev-parse", "HEAD")
    tip = school.settle({"README.md": "Ensuite.\n"})
    school.git("tag", "v1", first)
    school.git("tag", "-a", "-m", "Version 2", "v2", first)
    school.git("update-ref", "refs/remotes/origin/main", tip)
    school.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    school.git("branch", "--track", "suivi", "refs/heads/main")
    names = ("v1", "v2", "origin/main", "origin", "HEAD", "@", "HEAD~1", first[:10], "main@{0}", "suivi@{u}")

    for name in names:
        assert resolve(school.place, name) == school.git("rev-parse", f"{name}^{{commit}}"), name
    assert full_ref(school.place, "HEAD") == "refs/heads/main"
    assert full_ref(school.place, tip) is None
    for none in ("", "^main", "nulle-part", "main..v1", "ma*n", "-x", "main:README.md"):
        with pytest.raises(Unreadable):
            resolve(school.place, none)


def test_a_tag_does_not_stand_for_the_head_nor_for_the_beginning_of_an_id(school: School) -> None:
    tip = school.settle({"README.md": "Ensuite.\n"})
    for name in ("HEAD", tip[:10]):
        school.git("update-ref", f"refs/tags/{name}", "HEAD^")
        with pytest.raises(Unreadable) as refused:
            resolve(school.place, name)
        assert f"refs/tags/{name}" in str(refused.value)


COMMANDS: dict[str, tuple[str, ...]] = {
    "audit": (),
    "audit --rev": ("--rev", "main"),
    "audit --since": ("--rev", "refs/heads/main", "--since", "main"),
    "queue": (),
    "queue --base": ("--base", "main"),
    "gate --base": ("--base", "main", "--head", "refs/heads/demande", "--actor", STUDENT, *DAY),
    "gate --head": ("--base", "refs/heads/demande", "--head", "main", "--actor", STUDENT, *DAY),
    "merge": ("--head", "refs/heads/demande", *REQUEST),
    "merge --head": ("--base", "refs/heads/demande", "--head", "main", *REQUEST),
    "why --base": (OPEN_DAY, "title", "--as", STUDENT, "--base", "main"),
    "check --rev": ("--rev", "main"),
    "balance --rev": ("--rev", "main"),
    "balance --known-at": ("--known-at", "main"),
    "balance --as-of": ("--as-of", "2026-02-10", "--known-at", "main"),
    "statement --rev": ("s-base000001", "--rev", "main"),
    "follow": ("--output", "suivi.xlsx"),
    "minutes prepare": ("--session", "2026-06", "--cohort", "2025", "--output", "jury.csv"),
    "campaign status": (),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_a_tag_that_hides_the_branch(
    school: School, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    school.git("branch", "demande", school.propose({NEW: FAIR}))
    school.settle({"README.md": "Ensuite.\n"})
    words = [word for word in command.split() if not word.startswith("--")]
    before = run(*words, *COMMANDS[command], "--repo", school.place, lang="en")
    school.git("tag", "main", "main~1")
    tip = school.git("rev-parse", "refs/heads/main")
    code, _, error = run(*words, *COMMANDS[command], "--repo", school.place, lang="en")

    assert "several things" not in before[2]
    assert (code, "main means several things" in error) == (2, True), error
    assert "refs/heads/main and refs/tags/main" in error
    assert school.git("rev-parse", "refs/heads/main") == tip


def test_a_merge_into_a_branch_named_whole_moves_that_branch_and_no_other(school: School) -> None:
    head = school.propose({NEW: FAIR})
    school.git("tag", "main", head)
    code, _, error = run(
        "merge", "--repo", school.place, "--base", "refs/heads/main", "--head", head, *REQUEST, "--format", "json"
    )
    audited = run("audit", "--repo", school.place, "--rev", "refs/heads/main", "--pushed-by", REFERENT_3)

    assert (code, error, audited[0]) == (0, "", 0)
    assert f"Head: {head}" in school.git("log", "-1", "refs/heads/main")
    assert school.git("rev-parse", "refs/tags/main") == head


def test_a_comment_is_read_against_the_branch_and_not_against_a_tag(school: School) -> None:
    head = school.propose({NEW: FAIR})
    facts = replace(said("/accepter"), head=head)
    plan = plan_of(school.place, "main", facts, TODAY)
    school.git("tag", "main", head)

    assert plan.base == school.git("rev-parse", "refs/heads/main")
    assert plan_of(school.place, "refs/heads/main", facts, TODAY) == plan
    with pytest.raises(Unreadable):
        plan_of(school.place, "main", facts, TODAY)
