"""The workflow of a school on Forgejo keeps the shape that makes it safe; each line of that shape was seen missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.forge.test_workflows import SEES_THE_FOLDER
from tests.places import ROOT

TEMPLATE = ROOT / "polyvalidate/_data/template_forgejo/.forgejo"
SWEEP = (
    'FORGEJO_TOKEN="$BOT_TOKEN" python -P -m polyvalidate sweep --forge forgejo --place "$SCHOOL" --base "$BRANCH"'
    " --most 15m"
)
INSTALL = "python -P -m pip install --require-hashes --requirement .forgejo/requirements.txt"
NOT_OF_A_REQUEST = {"schedule", "workflow_dispatch"}
"""What nobody starts who may not write to the repository of the workflow."""


def violations(text: str) -> list[str]:
    """What the workflow does against the rules, one word for each; the order is that of the file."""
    return list(_violations(yaml.load(text, Loader=yaml.BaseLoader)))


def _violations(workflow: dict[str, Any]) -> Iterator[str]:
    if set(workflow["on"]) - NOT_OF_A_REQUEST:
        yield "trigger"
    if workflow.get("concurrency") != {"group": "sweep", "cancel-in-progress": "false"}:
        yield "two at once"
    for job in workflow["jobs"].values():
        if "timeout-minutes" not in job:
            yield "no end"
        runs = [step.get("run", "") for step in job["steps"]]
        if any("uses" in step for step in job["steps"]):
            yield "a program of somebody else"
        if any("${{" in run for run in runs):
            yield "text of others in a script"
        if runs[1:] != [INSTALL, SWEEP]:
            yield "another program than ours"
        if any(re.search(SEES_THE_FOLDER, run) for run in runs):
            yield "a module of the folder"
        if any(re.search(r"refs/pull|git (?:fetch|checkout|merge)|-c http", run) for run in runs):
            yield "a request, or the token, in a command"


def test_the_workflow_is_the_only_one_and_keeps_the_shape_that_makes_it_safe() -> None:
    files = {path.relative_to(TEMPLATE).as_posix() for path in TEMPLATE.rglob("*") if path.is_file()}

    assert files == {"issue_template/config.yml", "issue_template/question.yml", "sweep.yml"}
    assert violations((TEMPLATE / "sweep.yml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "missed"),
    [
        ("  schedule:", "  pull_request_review:\n  schedule:", "trigger"),
        ("  workflow_dispatch:", "  issue_comment:", "trigger"),
        ("cancel-in-progress: false", "cancel-in-progress: true", "two at once"),
        ("    timeout-minutes: 20\n", "", "no end"),
        (
            "      - run: python -P -m pip",
            "      - uses: actions/checkout@v4\n      - run: python -P -m pip",
            "a program",
        ),
        ("--require-hashes ", "", "another program than ours"),
        ("python -P -m polyvalidate", "python -m polyvalidate", "a module of the folder"),
        ('"$BRANCH" --most', "${{ github.ref }} --most", "text of others in a script"),
        ("git clone", "git -c http.extraHeader=x clone", "a request, or the token"),
    ],
)
def test_a_workflow_that_leaves_the_shape_is_noticed(old: str, new: str, missed: str) -> None:
    text = (TEMPLATE / "sweep.yml").read_text(encoding="utf-8")
    assert old in text

    found = violations(text.replace(old, new))

    assert [violation for violation in found if violation.startswith(missed)] != []
