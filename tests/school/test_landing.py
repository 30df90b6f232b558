"""What enters the record of a school: a commit of our own, and nothing that bears the name of a student.

The head of a request is then no ancestor of the branch, though its content is there: every reader of the record and of
requests takes it for what it is.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proposing import FAIR, FOLDER, STUDENT, School
from tests.running import run

NEW = f"{FOLDER}/3.3-lycee.yml"
NEXT = f"{FOLDER}/3.3-forum.yml"
STUDENT_FILE = f"{FOLDER}/student.yml"
OTHER_DAY = FAIR.replace("a1a1", "b2b2").replace("02-03", "02-04")
RULES = "grid/2025-2026/rules.yml"
WHEN = ("--author", STUDENT, "--opened-at", "2026-02-10", "--on", "2026-03-01")
THAT_DAY = 1_772_359_200
"""10:00 on the day of ``WHEN``."""
INVENTED = "Zéphyrine Vraitrou"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def propose(school: School, files: dict[str, str | None], since: str = "main") -> str:
    """The head of a request as the editor of a forge commits it: under the name of the profile."""
    head = school.propose(files, since)
    tree, parent = school.git("rev-parse", f"{head}^{{tree}}", f"{head}^").split()
    who = ("-c", f"user.name={INVENTED}", "-c", "user.email=zephyrine.vraitrou@example.org")
    return school.git(*who, "commit-tree", tree, "-p", parent, "-m", f"Forum, par {INVENTED}")


def merge(school: School, head: str, *words: str) -> tuple[int, str]:
    code, said, error = run(
        "merge", "--repo", school.place, "--head", head, *WHEN, "--as", "ref-3", "--accept", *words, lang="fr"
    )
    return code, said + error


def audit(school: School, *words: str) -> tuple[int, dict[str, object]]:
    code, said, _ = run("audit", "--repo", school.place, "--format", "json", *words)
    report: dict[str, object] = json.loads(said)
    return code, report


def changed(school: School, head: str) -> list[str]:
    """The findings and the declarations that the gate speaks of, for a request as it stands today."""
    who = ("--actor", STUDENT, *WHEN[2:])
    _, said, _ = run("gate", "--repo", school.place, "--base", "main", "--head", head, *who, "--format", "json")
    verdict = json.loads(said)
    return [f["code"] for f in verdict["findings"]] + sorted({c["path"] for c in verdict["changes"]})


def requested(school: School) -> list[str]:
    """The declarations that open requests bring to the queue, and those of them that bring something else."""
    queue = json.loads(run("queue", "--repo", school.place, "--format", "json")[1])
    brought = [one["path"] for one in queue["waiting"] if one["request"] is not None]
    return [*brought, *(f"request {one['request']}" for one in queue["others"])]


def test_no_name_of_a_student_enters_the_record(school: School) -> None:
    head = propose(school, {NEW: FAIR})

    assert merge(school, head)[0] == 0
    assert INVENTED not in school.git("log", "--format=raw", "main")
    assert school.git("rev-list", "--count", f"{head}", "^main") == "1"
    code, report = audit(school)
    assert (code, report["sound"], report["named"]) == (0, True, [])


def test_a_school_that_accepts_names_keeps_the_commits_of_the_request(school: School) -> None:
    base = school.settle({RULES: school.read(RULES) + "landing: merge\n"})
    head = propose(school, {NEW: FAIR})

    assert merge(school, head)[0] == 0
    assert school.git("rev-parse", "main^1", "main^2").split() == [base, head]
    assert INVENTED in school.git("log", "main")
    assert "Head:" not in school.git("log", "-1", "main")
    code, report = audit(school, "--since", base)
    assert (code, report["named"]) == (0, [])


def test_names_that_entered_otherwise_are_said_and_are_no_fault_of_the_decision(school: School) -> None:
    head = propose(school, {NEW: FAIR})
    assert merge(school, head)[0] == 0
    tree, before = school.git("rev-parse", "main^{tree}", "main^").split()
    message = "Merge pull request #12 from zephyrine/forum"
    by_the_button = school.git("commit-tree", tree, "-p", before, "-p", head, "-m", message, committed=THAT_DAY)
    school.git("reset", "-q", "--hard", by_the_button)

    code, report = audit(school, "--since", before)
    shown = run("audit", "--repo", school.place, "--since", before, lang="fr")[1]

    assert (code, report["sound"], report["named"]) == (0, True, [by_the_button])
    assert f"Des noms sont entrés dans l'histoire avec 1 fusion, d'abord {by_the_button[:12]} :" in shown.replace(
        "\xa0", " "
    )


def test_what_teachers_and_offices_commit_names_no_student(school: School) -> None:
    """By hand outside the folders, and as a request of commits of ours that the button has merged."""
    school.settle({"README.md": "L'école.\n"})
    base = school.git("rev-parse", "main^")
    office = ("-c", "user.name=scolarite-1", "-c", "user.email=scolarite-1@polyvalidate.invalid")
    head = school.propose({STUDENT_FILE: school.read(STUDENT_FILE).replace("programme: DI", "programme: DEE")})
    head = school.git(*office, "commit-tree", f"{head}^{{tree}}", "-p", "main", "-m", "Liste")
    school.git("merge", "-q", "--no-ff", "-m", "Merge pull request #12", head)

    code, report = audit(school, "--since", base)

    assert (code, report["merges"], report["named"]) == (0, 2, [])


def test_a_head_that_has_entered_is_merged_already_and_no_longer_open(school: School) -> None:
    head = propose(school, {NEW: FAIR})
    school.git("update-ref", "refs/pull/12/head", head)
    assert requested(school) == [NEW]
    assert merge(school, head)[0] == 0
    assert propose(school, {NEXT: OTHER_DAY}) != head  # main has moved on

    assert merge(school, head) == (0, "Cette demande est déjà fusionnée.\n")
    assert requested(school) == []
    assert changed(school, head) == ["PP624"]


def test_what_is_added_to_a_branch_that_has_entered_is_all_that_is_judged(school: School) -> None:
    first = propose(school, {NEW: FAIR})
    assert merge(school, first)[0] == 0

    second = propose(school, {NEXT: OTHER_DAY}, since=first)

    assert changed(school, second) == [NEXT]
    assert merge(school, second)[0] == 0
    assert "evaluation:" in school.read(NEW)
    assert "evaluation:" in school.read(NEXT)
    code, report = audit(school)
    assert (code, report["merges"]) == (0, 2)
    assert audit(school, "--since", "main~1")[0] == 0


def test_what_was_removed_since_does_not_come_back_with_a_branch_that_had_entered(school: School) -> None:
    first = propose(school, {NEW: FAIR})
    assert merge(school, first)[0] == 0
    school.settle({NEW: None})

    assert changed(school, propose(school, {NEXT: OTHER_DAY}, since=first)) == [NEXT]


def test_the_latest_of_the_heads_that_entered_is_where_a_branch_goes_on_from(school: School) -> None:
    first = propose(school, {NEW: FAIR})
    assert merge(school, first)[0] == 0
    second = propose(school, {NEXT: OTHER_DAY}, since=first)
    assert merge(school, second)[0] == 0

    third = propose(school, {f"{FOLDER}/3.3-stand.yml": FAIR.replace("a1a1", "c3c3").replace("02-03", "02-05")}, second)

    assert changed(school, third) == [f"{FOLDER}/3.3-stand.yml"]
    assert merge(school, third)[0] == 0
    assert audit(school)[0] == audit(school, "--since", "main~1")[0] == 0


def forged(school: School, head: str, code: str = "ref-3") -> str:
    """The last commit of main made again with more points for the owner than they asked, by whoever holds a code."""
    said = school.read(NEW)
    school.write({NEW: said.replace("quantity: 1", "quantity: 2")})
    assert school.read(NEW) != said
    school.git("add", "-A")
    tree, message = school.git("write-tree"), school.git("log", "-1", "--format=%B")
    who = ("-c", f"user.name={code}", "-c", f"user.email={code}@polyvalidate.invalid")
    made = school.git(*who, "commit-tree", tree, "-p", "main^", "-m", message)
    assert f"Head: {head}" in school.git("log", "-1", made)
    school.git("reset", "-q", "--hard", made)
    return made


def test_what_a_commit_holds_beside_the_head_that_it_names_is_of_who_made_it(school: School) -> None:
    head = propose(school, {NEW: FAIR + "quantity: 1\n"} if "quantity" not in FAIR else {NEW: FAIR})
    assert merge(school, head)[0] == 0
    assert audit(school)[0] == 0

    made = forged(school, head)

    code, report = audit(school)
    assert (code, [one["commit"] for one in report["illegal"]]) == (1, [made])  # type: ignore[attr-defined]


def test_a_clone_without_the_heads_of_requests_is_audited_all_the_same(school: School, tmp_path: Path) -> None:
    head = propose(school, {NEW: FAIR})
    assert merge(school, head)[0] == 0
    clone = tmp_path / "copie"
    school.git("clone", "-q", "--no-local", "--single-branch", str(school.place), str(clone))

    assert run("audit", "--repo", clone)[0] == 0


def test_the_name_of_a_head_is_believed_of_a_commit_of_ours_only(school: School) -> None:
    first = propose(school, {NEW: FAIR})
    message = f"Merge pull request #3\n\nHead: {first}"
    said = school.git("commit-tree", "main^{tree}", "-p", "main", "-m", message)
    school.git("reset", "-q", "--hard", said)

    assert changed(school, first) == [NEW]
    assert changed(school, propose(school, {NEXT: OTHER_DAY}, since=first)) == [NEXT, NEW]
