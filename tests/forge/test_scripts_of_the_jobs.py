"""The scripts of the workflows, run as a runner does: a clone of the school, real Git, GitHub on loopback."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.forge.github_plan import CONTEXT
from tests.forge.fake_github import TOKEN, FakeGitHub, Fault
from tests.forge.specimens import comment, comment_event, group_event, models, pull, pull_event, status
from tests.places import ROOT
from tests.proposing import FAIR, FOLDER, OTHER, REFERENT_3, STUDENT, School

NEW = f"{FOLDER}/3.3-lycee.yml"


def number_of(account: str) -> int:
    return int(account.removeprefix("github:"))


class Runner:
    """A runner: a clone of the protected branch, the two jobs of the gate, and those of the commands."""

    def __init__(self, github: FakeGitHub, school: School, place: Path) -> None:
        self.github = github
        self.school = school
        self.place = place
        self.run_id = 41
        self.event = place.parent / "event.json"
        subprocess.run(["git", "clone", "-q", "-b", "main", school.place, place], check=True, capture_output=True)
        # The program is looked for from the clone, which is a school's: it must be the one that is tested.
        self.tools = place.parent / "tools"
        self.tools.mkdir()
        (self.tools / "python").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
        (self.tools / "python").chmod(0o755)

    def propose(self, number: int, account: str, files: dict[str, str | None]) -> str:
        head = self.school.propose(files)
        self.school.git("update-ref", f"refs/pull/{number}/head", head)
        base = self.school.git("rev-parse", "main")
        self.github.pulls[number] = pull(number, number_of(account), head, base)
        return head

    def hangs(self, head: str) -> None:
        """From now on, judging this head never ends."""
        never = f'case "$*" in *gate*{head}*) exec sleep 900 ;; esac'
        python = f'exec {shlex.quote(sys.executable)} "$@"'
        (self.tools / "python").write_text(f"#!/bin/sh\n{never}\n{python}\n", encoding="utf-8")

    def happens(self, event: Any) -> None:
        self.event.write_text(json.dumps(event), encoding="utf-8")

    def pushed(self, number: int, account: str) -> None:
        there = self.github.pulls[number]
        heads = there["head"]["sha"], there["base"]["sha"]
        self.happens(pull_event(models.WebhookPullRequestSynchronize, number, number_of(account), *heads))

    def script(self, name: str, **variables: str) -> int:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_", "POLYVALIDATE"))}
        variables = {
            "GITHUB_EVENT_PATH": str(self.event),
            "GITHUB_API_URL": self.github.root,
            "GITHUB_SERVER_URL": "https://forge.example.org",
            "GITHUB_REPOSITORY": "ecole/points",
            "GITHUB_RUN_ID": str(self.run_id),
            "GITHUB_TOKEN": TOKEN,
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            **variables,
        }
        done = subprocess.run(
            ["bash", OWN / name], cwd=self.place, env=kept | variables, check=False, capture_output=True, text=True
        )
        print(done.stdout, done.stderr)
        return done.returncode

    def gate(self, **variables: str) -> tuple[int, int]:
        """The exit codes of both jobs."""
        self.run_id += 1
        read = self.script("gate.sh", **variables)
        return read, self.script("apply.sh", READ_RESULT="success" if read == 0 else "failure")

    def states(self, head: str) -> list[str]:
        return [status["state"] for status in self.github.statuses.get(head, [])]

    def comments(self, number: int) -> list[str]:
        return [c["body"].split("\n")[1] for c in self.github.comments.get(number, [])]


OWN = ROOT / "polyvalidate/_data/template/.github"


@pytest.fixture
def runner(github: FakeGitHub, tmp_path: Path) -> Runner:
    return Runner(github, School(tmp_path / "école"), tmp_path / "clone")


def test_a_request_is_judged_and_told(runner: Runner) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR})
    runner.pushed(7, STUDENT)

    codes = runner.gate()

    assert (codes, runner.states(head), len(runner.comments(7))) == ((0, 0), ["pending"], 1)


def test_a_request_to_mend_is_a_failure_with_its_comment(runner: Runner) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR.replace("2026-02-03}", "2026-01-03}")})
    runner.pushed(7, STUDENT)

    codes = runner.gate()

    assert (codes, runner.states(head), len(runner.comments(7))) == ((0, 0), ["failure"], 1)


def test_another_student_s_request_is_a_failure(runner: Runner) -> None:
    head = runner.propose(7, OTHER, {NEW: FAIR})
    runner.pushed(7, OTHER)

    runner.gate()

    assert runner.states(head) == ["failure"]


def test_nothing_of_a_request_reaches_the_work_tree_of_the_runner(runner: Runner) -> None:
    marker = runner.place.parent / "ran"
    hostile = {
        ".github/gate.sh": f"touch '{marker}'\n",
        "polyvalidate/__init__.py": f"open({str(marker)!r}, 'w')\n",
        "sitecustomize.py": f"open({str(marker)!r}, 'w')\n",
        ".gitattributes": "* filter=mal\n",
    }
    head = runner.propose(7, STUDENT, hostile)
    runner.pushed(7, STUDENT)

    runner.gate()

    there = {path for path in hostile if (runner.place / path).exists()}
    assert (runner.states(head), there, marker.exists()) == (["failure"], set(), False)


def test_a_sweep_judges_every_open_request_and_one_that_cannot_be_read_stops_none(runner: Runner) -> None:
    first = runner.propose(7, STUDENT, {NEW: FAIR})
    gone = "e" * 40
    runner.github.pulls[8] = pull(8, number_of(STUDENT), gone, first)
    last = runner.propose(9, OTHER, {NEW: FAIR.replace("Lycée", "Collège")})
    runner.happens({"schedule": "17 5 * * *"})

    codes = runner.gate()

    assert (codes, runner.states(first), runner.states(gone), runner.states(last)) == (
        (0, 1),
        ["pending"],
        ["error"],
        ["failure"],
    )


@pytest.mark.slow
def test_a_sweep_does_not_wait_for_a_request_that_never_ends(runner: Runner) -> None:
    slow = runner.propose(7, STUDENT, {NEW: FAIR})
    last = runner.propose(9, STUDENT, {NEW: FAIR.replace("Lycée", "Collège")})
    runner.hangs(slow)
    runner.happens({"schedule": "17 5 * * *"})

    runner.gate(REQUEST_SECONDS="10")

    assert (runner.states(slow), runner.states(last)) == (["error"], ["pending"])


def test_a_stranger_who_proposes_the_same_commit_does_not_turn_it_red(runner: Runner) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR})
    copied = runner.propose(9, OTHER, {NEW: FAIR})
    runner.happens({"schedule": "17 5 * * *"})

    runner.gate()

    assert (head == copied, runner.states(head), len(runner.comments(9))) == (True, ["pending"], 1)


def test_one_request_is_judged_by_hand(runner: Runner) -> None:
    runner.propose(7, STUDENT, {NEW: FAIR})
    head = runner.propose(9, STUDENT, {NEW: FAIR.replace("quantity: 1", "quantity: 2")})
    runner.happens({"inputs": {"number": "9"}, "repository": {"full_name": "ecole/points"}})

    runner.gate(ONLY="9")

    assert (runner.comments(7), runner.states(head)) == ([], ["pending"])


@pytest.mark.parametrize("only", ["../7", "7;id", "$(id)", "-1", "0"])
def test_a_number_by_hand_that_is_none_stops_the_job(runner: Runner, only: str) -> None:
    runner.happens({"inputs": {}, "repository": {"full_name": "ecole/points"}})

    assert runner.script("gate.sh", ONLY=only) == 2


def test_a_merge_group_is_judged_at_its_own_commit(runner: Runner) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR})
    base = runner.school.git("rev-parse", "main")
    tree = runner.school.git("rev-parse", f"{head}^{{tree}}")
    group = runner.school.git("commit-tree", tree, "-p", base, "-p", head, "-m", "groupe")
    runner.school.git("update-ref", f"refs/heads/gh-readonly-queue/main/pr-7-{base}", group)
    runner.school.git("config", "uploadpack.allowAnySHA1InWant", "true")
    runner.happens(group_event(7, group, base))

    codes = runner.gate()

    assert (codes, runner.states(group), runner.states(head), runner.comments(7)) == ((0, 0), ["pending"], [], [])


def test_a_job_that_did_not_end_well_marks_the_commit_in_error(runner: Runner) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR})
    runner.pushed(7, STUDENT)
    runner.script("gate.sh")

    codes = [runner.script("apply.sh", READ_RESULT=result) for result in ("failure", "cancelled", "skipped", "")]

    assert (codes, runner.states(head)) == ([1, 1, 1, 1], ["error"])


def test_a_request_whose_approvals_cannot_be_read_is_an_error_and_a_second_run_heals_it(
    runner: Runner, github: FakeGitHub
) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR})
    runner.pushed(7, STUDENT)
    github.faults["GET", "/reviews$"] = [Fault(404)]

    runner.gate()
    runner.gate()

    assert (runner.states(head), len(runner.comments(7))) == (["error", "pending"], 1)


def test_a_command_is_read_and_answered(runner: Runner) -> None:
    head = runner.propose(7, STUDENT, {NEW: FAIR})
    told = status(1, runner.github.writer, context=CONTEXT, state="pending", created_at="2026-02-11T10:00:00Z")
    runner.github.statuses[head] = [told]
    said = comment(55, number_of(REFERENT_3), "/accepter\r\n\r\n$(id) `id` ${{ secrets.X }}", "2026-02-12T10:00:00Z")
    runner.happens(comment_event(7, said))

    code = runner.script("command.sh")

    plan = json.loads((runner.place / "plan/7/command.json").read_text(encoding="utf-8"))
    answer = (runner.place / "plan/7/answer.md").read_text(encoding="utf-8").split("\n")[0]
    ruling = {"path": NEW, "decision": "accepted", "points": None, "comment": None, "by": "ref-3", "second": None}
    title = "### Décision lue\xa0: acceptée"
    assert (code, plan["head"], plan["rulings"], answer) == (0, head, [ruling], title)


def test_a_comment_that_is_no_command_is_read_and_left_alone(runner: Runner) -> None:
    runner.propose(7, STUDENT, {NEW: FAIR})
    runner.happens(comment_event(7, comment(55, number_of(STUDENT), "Merci / thanks", "2026-02-12T10:00:00Z")))

    code = runner.script("command.sh")

    assert (code, (runner.place / "plan/7/answer.md").read_text(encoding="utf-8")) == (0, "")
