"""The workflows keep the shape that makes them safe, and each line of that shape has been seen to be missed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.places import ROOT

OWN = ROOT / ".github"
TEMPLATE = ROOT / "polyvalidate/_data/template_github/.github"
WORKFLOWS = sorted([*OWN.glob("workflows/*.yml"), *TEMPLATE.glob("workflows/*.yml")])

WRITES = {
    # One process judges, tells and merges. It reads a request as objects, and no other program runs beside it.
    ("sweep", "sweep"): {"contents", "statuses", "pull-requests"},
    ("sweep", "site"): {"pages", "id-token"},
    ("site", "publish"): {"pages", "id-token"},
    # A release is attested and published by the proof of which workflow does it: no secret is stored.
    ("release", "publish"): {"id-token"},
}
"""The only jobs that may write anything, and what."""
SWEEP = 'python -P -m polyvalidate sweep --event "$GITHUB_EVENT_PATH" --base "$BRANCH" --most 15m'
MERGES = {("sweep", "sweep"): SWEEP}
"""The only jobs that write and see a request, by the one command that does."""
JUDGES = ("sweep",)
CALLS = {("sweep", "site"): "./.github/workflows/site.yml"}
"""The only jobs that are another workflow of ours."""
HERE = "          PYTHONPATH: ${{ github.workspace }} # the program is this very branch\n"
BASE_REF = "${{ github.event.merge_group.base_ref || github.sha }}"
AFTER_A_REVIEW = {"workflows": ["review"], "types": ["completed"]}
"""The only other run that starts one of ours. Anybody may make it run, and nothing of it is read."""
INSTALLS = {
    "python -P -m pip install --require-hashes --requirement locks/gate.lock",
    "python -P -m pip install --require-hashes --requirement .github/requirements.txt",
    "python -P -m pip install --require-hashes --requirement .github/requirements-site.txt",
}


SEES_THE_FOLDER = r"\bpython[0-9.]*\s+-(?!P )"
"""A Python that takes a module of the folder in which it is started before its own."""


def violations(text: str) -> list[str]:
    """What a workflow does against the rules, one word for each; the order is that of the file."""
    # Everything is text: in YAML 1.1 the key `on` would be true.
    return list(_violations(yaml.load(text, Loader=yaml.BaseLoader), text))


def _violations(workflow: dict[str, Any], text: str) -> Iterator[str]:
    name = workflow["name"]
    if workflow.get("permissions") != {}:
        yield "permissions at the top"
    if "repository_dispatch" in workflow["on"] or workflow["on"].get("workflow_run", AFTER_A_REVIEW) != AFTER_A_REVIEW:
        yield "trigger"
    if re.search(r"workflow_run\.|run-id", text):
        yield "matter of another run"
    if name in JUDGES and "pull_request" in workflow["on"]:
        yield "the request brings the workflow that judges it"
    if re.search(r"pull_request\.head|head_ref|head\.sha|refs/pull|github\.head", text):
        yield "head"
    for code, job in workflow["jobs"].items():
        yield from _of_job(name, code, job)


def _of_job(workflow: str, code: str, job: dict[str, Any]) -> Iterator[str]:
    granted = job.get("permissions")
    if not isinstance(granted, dict):
        yield "permissions of a job"
    else:
        written = {scope for scope, right in granted.items() if right != "read"}
        if written - WRITES.get((workflow, code), set()):
            yield "writes"
    if "uses" in job:
        if job["uses"] != CALLS.get((workflow, code)):
            yield "a workflow of somebody else"
    elif "timeout-minutes" not in job:
        yield "no end"
    if "needs" in job and not re.search(r"result == 'success'|outputs\.landed == 'yes'", job.get("if", "")):
        yield "a job that is skipped counts as a success"
    for step in job.get("steps", []):
        yield from _of_step(step)
        run = step.get("run", "")
        seen = run not in INSTALLS
        if (workflow, code) in WRITES and run and seen and run != MERGES.get((workflow, code)):
            yield "a job that writes reads a request"


def _of_step(step: dict[str, Any]) -> Iterator[str]:
    used, given, run = step.get("uses", ""), step.get("with", {}), step.get("run", "")
    if used and not re.fullmatch(r"[a-z-]+/[a-z-]+@[0-9a-f]{40}", used):
        yield "pin"
    if used.startswith("actions/cache@") or "cache" in given:
        yield "cache"
    if used.startswith("actions/checkout@"):
        if given.get("persist-credentials") != "false":
            yield "credentials kept"
        if given.get("ref", BASE_REF) != BASE_REF or "repository" in given:
            yield "checkout of something else than the protected branch"
    if "${{" in run:
        yield "text of others in a script"
    if "pip install" in run and run not in INSTALLS:
        yield "a package without its version"
    if re.search(SEES_THE_FOLDER, run):
        yield "a module of the folder"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_workflow_keeps_the_shape_that_makes_it_safe(path: Path) -> None:
    found = violations(path.read_text(encoding="utf-8"))

    assert found == []


@pytest.mark.parametrize(
    ("name", "old", "new", "missed"),
    [
        ("sweep", "permissions: {}", "permissions: write-all", "permissions at the top"),
        ("sweep", "permissions: {}\n", "", "permissions at the top"),
        ("sweep", "statuses: write", "actions: write", "writes"),
        ("review", "    permissions: {}", "    permissions:\n      contents: write", "writes"),
        ("sweep", "  pull_request_target:", "  pull_request:", "the request brings the workflow that judges it"),
        ("sweep", "  merge_group:", "  repository_dispatch:", "trigger"),
        ("sweep", "workflows: [review]", "workflows: [ci]", "trigger"),
        ("sweep", 'python-version: "3.13"', "run-id: ${{ github.event.run }}", "matter of another run"),
        ("sweep", "github.ref_name", "github.event.workflow_run.head_branch", "matter of another run"),
        ("sweep", "fetch-depth: 0", "repository: autre/depot", "checkout of something else than the protected branch"),
        ("sweep", BASE_REF, "${{ github.event.pull_request.head.sha }}", "head"),
        ("sweep", BASE_REF, "autre", "checkout of something else than the protected branch"),
        ("sweep", "persist-credentials: false", "persist-credentials: true", "credentials kept"),
        ("sweep", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7", "pin"),
        ("sweep", 'python-version: "3.13"', 'cache: "pip"', "cache"),
        ("sweep", " && needs.sweep.outputs.landed == 'yes'", "", "a job that is skipped counts as a success"),
        ("sweep", "    timeout-minutes: 20\n", "", "no end"),
        ("sweep", SWEEP, "git checkout", "a job that writes reads a request"),
        ("sweep", SWEEP, "echo ${{ github.event.pull_request.title }}", "text of others in a script"),
        ("sweep", "./.github/workflows/site.yml", "autre/depot/.github/workflows/x.yml@main", "a workflow of somebody"),
        ("sweep", "pip install --require-hashes --requirement locks/gate.lock", "pip install x", "a package without"),
        ("sweep", "python -P -m pip", "python -m pip", "a module of the folder"),
        ("site", "needs.build.result == 'success' && ", "", "a job that is skipped counts as a success"),
    ],
)
def test_a_workflow_that_leaves_the_shape_is_noticed(name: str, old: str, new: str, missed: str) -> None:
    text = (OWN / f"workflows/{name}.yml").read_text(encoding="utf-8")
    assert old in text

    found = violations(text.replace(old, new))

    assert [violation for violation in found if violation.startswith(missed)] != []


RELEASING = {"pypa/gh-action-pypi-publish@ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e # v1.13.0"}
"""What a release alone uses; the list of reference does not have it."""


def test_every_pin_is_a_released_commit(reference: Callable[[str], Path]) -> None:
    rows = [line.split() for line in reference("actions.txt").read_text(encoding="utf-8").splitlines()]
    known = {f"{row[0]}@{row[2]} # {row[1]}" for row in rows if not row[0].startswith("#")}

    used = {
        match[1]
        for path in WORKFLOWS
        for match in re.finditer(r"uses: (\S+@\S+ # \S+)", path.read_text(encoding="utf-8"))
    }

    assert used - known == RELEASING


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_use_names_its_release_beside_its_commit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    lines = [line for line in text.splitlines() if re.match(r" +(?:- )?uses: (?!\./)", line)]
    unnamed = [line for line in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)]
    assert unnamed == []


def test_no_script_takes_a_module_of_the_folder_before_pythons_own() -> None:
    assert re.findall(SEES_THE_FOLDER, (ROOT / ".ci" / "run").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["sweep", "review"])
def test_a_new_school_has_the_same_workflows_with_the_program_from_its_own_list(name: str) -> None:
    own = (OWN / f"workflows/{name}.yml").read_text(encoding="utf-8")
    template = (TEMPLATE / f"workflows/{name}.yml").read_text(encoding="utf-8")

    wanted = own.replace("--requirement locks/gate.lock", "--requirement .github/requirements.txt")
    wanted = wanted.replace(HERE, "")
    assert template == wanted.replace("see docs/decisions/0006-forges.md", "a test of polyvalidate holds it so")
