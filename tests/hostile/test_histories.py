"""Histories, kinds of repositories and what surrounds them: none of it changes what a change is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from polyvalidate.repository import clean_environment
from tests.hostile.scene import (
    ME,
    MINE,
    OPEN_DAY,
    OTHER,
    REF3,
    THEIRS,
    VISIT,
    School,
    decided,
    declared,
    run_gate,
    visit,
)

CHEAT = {OPEN_DAY: declared + decided()}
GOOD = {VISIT: visit}


def both(school: School, where: Path | None = None) -> tuple[str, str]:
    """How an honest request and a self-evaluation end in a place."""
    place = where or school.made.folder
    good, cheat = school.propose(GOOD), school.propose(CHEAT)
    first, second = run_gate(place, school.base, good, ME), run_gate(place, school.base, cheat, ME)
    assert (first.code, second.code) == (0, 1), (first, second)
    return first.status, second.status


def git(place: Path, *words: str) -> None:
    environment = clean_environment() | {"GIT_ALLOW_PROTOCOL": "file"}
    subprocess.run(["git", *words], cwd=place, env=environment, check=True, capture_output=True)


# --- kinds of repositories


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("bare", [True, False])
def test_any_repository_gives_the_same_answer(tmp_path: Path, object_format: str, bare: bool) -> None:
    school = School(tmp_path / "school", bare=bare, object_format=object_format)
    stale = school.propose({"README.md": b"# Meanwhile\n"})

    assert both(school) == ("pending", "failure")
    assert school.gate(school.propose(GOOD), base=stale).status == "pending"


@pytest.mark.parametrize("name", ["a:b", 'a"b', "a\\b", "été", "-option", "with space", "a;id"])
def test_a_repository_may_stand_at_any_path(tmp_path: Path, name: str) -> None:
    school = School(tmp_path / name / "school")
    stale = school.propose({"README.md": b"# Meanwhile\n"})

    assert school.gate(school.propose(GOOD), base=stale).status == "pending"


def test_a_worktree_and_a_folder_inside_see_the_same(tmp_path: Path) -> None:
    school = School(tmp_path / "school", bare=False)
    school.made.branch("main", school.base)
    git(school.made.folder, "worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "main")

    assert both(school, tmp_path / "tree") == ("pending", "failure")
    assert both(school, tmp_path / "tree" / "declarations" / "2025") == ("pending", "failure")


def test_objects_borrowed_from_another_repository_are_found(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    head, stale = school.propose(GOOD), school.propose({"README.md": b"# Meanwhile\n"})
    school.made.branch("main", stale)
    git(tmp_path, "clone", "--quiet", "--bare", "--shared", str(school.made.folder), str(tmp_path / "borrows"))

    assert run_gate(tmp_path / "borrows", stale, head, ME).status == "pending"


def test_a_partial_clone_fetches_what_is_missing_or_says_so(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    head, cheat = school.propose(GOOD), school.propose(CHEAT)
    for name, commit in (("main", school.base), ("good", head), ("cheat", cheat)):
        school.made.branch(name, commit)
    git(school.made.folder, "config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", school.made.folder.as_uri(), str(partial))

    assert run_gate(partial, school.base, head, ME).status == "pending"
    assert run_gate(partial, school.base, cheat, ME).status == "failure"
    shutil.rmtree(school.made.folder)
    assert run_gate(partial, school.base, cheat, ME).status == "failure"
    shutil.rmtree(partial / "objects" / "pack")
    answer = run_gate(partial, school.base, head, ME)
    assert (answer.code, answer.status) == (2, "error")


def test_a_shallow_clone_says_that_it_is_one_and_blames_nobody(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    later = school.propose({"README.md": b"# Meanwhile\n"})
    head = school.propose(GOOD)
    for name, commit in (("main", later), ("good", head)):
        school.made.branch(name, commit)
    shallow = tmp_path / "shallow"
    git(
        tmp_path,
        "clone",
        "--quiet",
        "--bare",
        "--depth=1",
        "--no-single-branch",
        school.made.folder.as_uri(),
        "shallow",
    )
    answer = run_gate(shallow, later, head, ME)

    assert (answer.code, answer.verdict) == (2, None)
    assert "--unshallow" in answer.error


def test_a_shallow_clone_that_holds_where_a_request_starts_judges_it(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    start = school.made.commit_of(school.files, school.base)
    stale = school.propose({"README.md": b"# Meanwhile\n"}, parent=start)
    head = school.propose(GOOD, parent=start)
    for name, commit in (("main", stale), ("good", head)):
        school.made.branch(name, commit)
    git(tmp_path, "clone", "--quiet", "--depth=2", "--no-single-branch", school.made.folder.as_uri(), "shallow")

    assert run_gate(tmp_path / "shallow", stale, head, ME).status == "pending"


def test_replaced_objects_are_read_as_they_are(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    good, cheat = school.propose(GOOD), school.propose(CHEAT)
    school.made.git("update-ref", f"refs/replace/{cheat}", good)

    assert school.gate(cheat).status == "failure"


def test_a_graft_gives_no_history(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    orphan = school.made.commit_of({**school.files, **GOOD})
    (school.made.folder / "info").mkdir(exist_ok=True)
    (school.made.folder / "info" / "grafts").write_text(f"{orphan} {school.base}\n")

    assert school.gate(orphan).codes == {"PP623"}


def test_attributes_of_a_work_tree_choose_no_merge(tmp_path: Path) -> None:
    school = School(tmp_path / "school", bare=False)
    (school.made.folder / ".gitattributes").write_text("*.yml merge=union\n")
    ours = school.propose({VISIT: visit.replace(b"quantity: 1", b"quantity: 2")})
    answer = school.gate(school.propose(GOOD), base=ours)

    assert answer.codes >= {"PP622"}


def test_configuration_of_the_repository_runs_nothing(tmp_path: Path) -> None:
    school = School(tmp_path / "school", bare=False)
    (school.made.folder / ".gitattributes").write_text("*.yml merge=evil diff=evil filter=evil\n")
    touch = f"touch {tmp_path}/ran"
    for key in ("merge.evil.driver", "diff.evil.textconv", "filter.evil.smudge", "filter.evil.clean", "core.fsmonitor"):
        git(school.made.folder, "config", key, touch)
    ours = school.propose({VISIT: visit.replace(b"quantity: 1", b"quantity: 2")})
    school.gate(school.propose(GOOD), base=ours)

    assert not (tmp_path / "ran").exists()


TOKENS = (
    *("GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "FORGEJO_TOKEN", "GITEA_TOKEN", "PRIVATE_TOKEN"),
    *("ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SSH_AUTH_SOCK", "AWS_SECRET_ACCESS_KEY", "A_SECRET"),
)


def test_no_secret_of_the_runner_reaches_a_git_that_reads_what_strangers_sent(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    head, stale = school.propose(GOOD), school.propose({"README.md": b"# Meanwhile\n"})
    school.made.branch("main", stale)
    tools, seen = tmp_path / "tools", tmp_path / "seen"
    tools.mkdir()
    (tools / "git").write_text(f'#!/bin/sh\nenv -0 >>"{seen}"\nexec "{shutil.which("git")}" "$@"\n')
    (tools / "git").chmod(0o755)
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", **dict.fromkeys(TOKENS, "s3cr3t")}
    answer = run_gate(school.made.folder, stale, head, ME, "--across", environment=environment)
    words = ["audit", "--repo", str(school.made.folder)]
    audited = subprocess.run(
        [sys.executable, "-m", "polyvalidate", *words],
        env=dict(os.environ) | environment,
        capture_output=True,
        check=False,
    )

    assert (answer.code, audited.returncode in (0, 1)) == (0, True)
    told = seen.read_bytes()
    assert told.count(b"PATH=") > 5
    assert b"s3cr3t" not in told


# --- histories


def test_the_old_state_brought_back_by_a_revert_is_judged_as_a_change(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    evaluated = school.propose({OPEN_DAY: declared + decided("refused", comment="Sans date.")})
    reverted = school.made.commit_of(school.files, evaluated)

    assert school.gate(reverted, ME, base=evaluated).codes >= {"PP603"}
    assert school.gate(reverted, REF3, base=evaluated).codes >= {"PP609"}


def test_a_branch_from_before_a_decision_takes_nothing_away(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    evaluated = school.propose({OPEN_DAY: declared + decided("refused", comment="Sans date.")})
    answer = school.gate(school.propose(GOOD), base=evaluated)

    assert answer.status == "pending"
    assert answer.balance() == (0, 0.5)


def test_a_base_brought_into_the_branch_is_not_the_author_s_change(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    meanwhile = school.propose({OPEN_DAY: declared + decided(), f"{THEIRS}/3.3-a.yml": visit})
    merged = {**school.files, OPEN_DAY: declared + decided(), f"{THEIRS}/3.3-a.yml": visit, VISIT: visit}
    head = school.made.commit_of(merged, school.propose(GOOD), meanwhile)

    assert school.gate(head, base=meanwhile).status == "pending"
    assert school.gate(head, base=school.base).status == "failure"


def test_a_merge_that_smuggles_an_edit_is_seen(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    meanwhile = school.propose({"README.md": b"# Meanwhile\n"})
    smuggled = {**school.files, "README.md": b"# Meanwhile\n", VISIT: visit, **CHEAT}
    head = school.made.commit_of(smuggled, school.propose(GOOD), meanwhile)

    assert school.gate(head, base=meanwhile).codes >= {"PP603"}


def test_another_student_s_branch_merged_into_mine_is_refused(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    theirs = school.propose({f"{THEIRS}/3.3-a.yml": visit})
    head = school.made.commit_of(
        {**school.files, f"{THEIRS}/3.3-a.yml": visit, VISIT: visit}, school.propose(GOOD), theirs
    )

    assert school.gate(head).codes >= {"PP602"}
    assert school.gate(head, OTHER).codes >= {"PP602"}


def test_octopus_and_criss_cross_merges_are_judged_by_their_trees(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    left, right = school.propose({"a.md": b"a"}), school.propose({"b.md": b"b"})
    with_both = {**school.files, "a.md": b"a", "b.md": b"b"}
    one, two = school.made.commit_of(with_both, left, right), school.made.commit_of(with_both, right, left)
    good = school.made.commit_of({**with_both, **GOOD}, two)
    cheat = school.made.commit_of({**with_both, **CHEAT}, two)
    octopus = school.made.commit_of({**with_both, **GOOD}, left, right, school.propose(GOOD))

    assert school.gate(good, base=one).status == "pending"
    assert school.gate(cheat, base=one).status == "failure"
    assert school.gate(octopus, base=one).status == "pending"


def test_two_requests_that_contradict_each_other_conflict(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    ours = school.propose({VISIT: visit.replace(b"quantity: 1", b"quantity: 2")})
    other = visit.replace(b'"3.3"', b'"3.9"')
    head = school.propose({**GOOD, f"{MINE}/3.9-a.yml": other})
    answer = school.gate(head, base=ours)

    assert answer.codes_of(VISIT) == {"PP622"}
    assert "PP302" in answer.codes_of(f"{MINE}/3.9-a.yml")


def test_nothing_changes_when_the_head_is_the_base_or_older(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    later = school.propose({"README.md": b"# Meanwhile\n"})

    assert school.gate(school.base).codes == {"PP624"}
    assert school.gate(school.base, base=later).codes == {"PP624"}
    assert school.gate(school.made.commit_of(school.files, school.base)).codes == {"PP624"}


def test_another_history_is_refused_and_a_commit_that_is_gone_cannot_be_read(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    orphan = school.made.commit_of({**school.files, **GOOD})

    assert school.gate(orphan).codes == {"PP623"}
    for gone in (
        "1" * 40,
        "refs/pull/1/head",
        "",
        "--upload-pack=id",
        "HEAD^{/x}",
        "a b",
        "é\n",
        school.files and "@{-1}",
    ):
        answer = school.gate(gone)
        assert (gone, answer.code, answer.verdict) == (gone, 2, None)


def test_a_head_that_is_a_tag_a_tree_or_a_file(tmp_path: Path) -> None:
    school = School(tmp_path / "school")
    head = school.propose(GOOD)
    made = school.made
    tag = made.write(b"tag", f"object {head}\ntype commit\ntag a\ntagger a <a@example.org> 0 +0000\n\na\n".encode())
    lying = made.write(b"tag", f"object {head}\ntype blob\ntag a\ntagger a <a@example.org> 0 +0000\n\na\n".encode())
    treeless = made.write(b"commit", b"parent " + school.base.encode() + b"\n\nno tree\n")
    wordy = made.write(b"commit", b"tree of several words\nparent " + school.base.encode() + b"\n\nx\n")
    loop = made.commit("2" * 40, school.base)

    assert school.gate(tag).status == "pending"
    for odd in (made.snapshot(school.files), made.blob(b"x"), lying, treeless, wordy, loop):
        answer = school.gate(odd)
        assert (answer.code, answer.verdict) == (2, None)


@pytest.mark.parametrize("number", [51, 3_001, 25_000])
def test_a_crowd_of_files_is_counted_and_refused(tmp_path: Path, number: int) -> None:
    school = School(tmp_path / "school")
    crowd = {f"{MINE}/3.3-visite-{n}.yml": visit for n in range(number)}
    answer = school.gate(school.propose({**crowd, f"{THEIRS}/3.3-a.yml": visit}))

    assert (answer.code, answer.status) == (1, "failure")
    assert "PP625" in answer.codes
    assert "PP602" in answer.codes or number > 20_000


@pytest.mark.parametrize(
    "who", ["github:moi", "moi", "github:", "github:1 github:1000003", "github:+1", "github:²", ""]
)
def test_an_account_is_a_number_and_never_a_name_that_may_change_hands(tmp_path: Path, who: str) -> None:
    school = School(tmp_path / "school")
    answer = school.gate(school.propose(GOOD), who)

    assert (answer.code, answer.verdict) == (2, None)


def test_a_number_of_another_forge_is_another_account(tmp_path: Path) -> None:
    school = School(tmp_path / "school")

    assert school.gate(school.propose(GOOD), "gitlab:2000001").codes >= {"PP602"}
    assert school.gate(school.propose({OPEN_DAY: declared + decided()}), "forgejo:1000003").codes >= {"PP602"}
    assert school.gate(school.propose(GOOD), "github:02000001").codes >= {"PP602"}
