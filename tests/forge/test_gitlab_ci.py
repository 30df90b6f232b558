"""The jobs of a school on GitLab keep the shape that makes them safe, and each line of it was seen to be missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.places import ROOT

TEMPLATE = ROOT / "polyvalidate/_data/template_gitlab/.gitlab-ci.yml"
TEXT = TEMPLATE.read_text(encoding="utf-8")
INSTALL = "python -P -m pip install --quiet --require-hashes --requirement .gitlab/requirements{}.txt"
SWEEP = (
    'python -P -m polyvalidate sweep ${TRIGGER_PAYLOAD:+--event "$TRIGGER_PAYLOAD"} '
    '--remote "$CI_PROJECT_URL.git" --base "$CI_DEFAULT_BRANCH" --most 15m'
)
CHECK = "python -P -m polyvalidate check "
SCRIPTS = {
    "sweep": [INSTALL.format(""), SWEEP],
    "check": [
        INSTALL.format(""),
        CHECK + "--format gitlab > gl-code-quality-report.json || true",
        CHECK.strip(),
    ],
    "pages": [INSTALL.format("-site"), "python -P -m polyvalidate site", "mv build/site public"],
}
"""All that runs. Only one of them is given a request to see, as objects."""
SOURCES = {"sweep": "schedule|trigger|web|push", "check": "push|web", "pages": "push|web"}
NEVER = {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"', "when": "never"}
PROTECTED = {"if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_COMMIT_REF_PROTECTED == "true"'}
ELSEWHERE = (
    "include",
    "cache",
    "services",
    "extends",
    "trigger",
    "before_script",
    "after_script",
    "id_tokens",
    "secrets",
)
"""What would bring other code, or what another pipeline wrote, into these jobs."""


def violations(text: str) -> Iterator[str]:
    """What the file does against the rules."""
    jobs: dict[str, Any] = yaml.safe_load(text)
    above = {key: jobs.pop(key, None) for key in ("workflow", "stages", "default", "variables")}
    if above["workflow"] != {"rules": [NEVER, PROTECTED]}:
        yield "a pipeline that is not of the protected branch"
    if "merge-requests" in text or "CI_MERGE_REQUEST" in text:
        yield "a request"
    if any(key in part for part in (jobs, above["default"], *jobs.values()) for key in ELSEWHERE):
        yield "matter from elsewhere"
    if {name: job.get("script") for name, job in jobs.items()} != SCRIPTS:
        yield "a command"
    if {name: job.get("rules") for name, job in jobs.items()} != {
        name: [{"if": f"$CI_PIPELINE_SOURCE =~ /^({sources})$/"}] for name, sources in SOURCES.items()
    }:
        yield "a moment"
    for name, job in jobs.items():
        if "timeout" not in job:
            yield f"{name}: no end"
    if jobs["sweep"].get("resource_group") != "sweep" or jobs["sweep"].get("variables") != {"GIT_DEPTH": "0"}:
        yield "two sweeps at once, or half a history"


def test_the_jobs_have_the_shape_that_makes_them_safe() -> None:
    assert list(violations(TEXT)) == []


@pytest.mark.parametrize(
    ("line", "instead", "missed"),
    [
        ("      when: never\n", "", "a pipeline that is not of the protected branch"),
        (' && $CI_COMMIT_REF_PROTECTED == "true"', "", "a pipeline that is not of the protected branch"),
        ('merge_request_event"\n      when: never', 'x"', "a pipeline that is not of the protected branch"),
        ("stages:", "include: {remote: 'https://example.org/x.yml'}\nstages:", "matter from elsewhere"),
        ("  resource_group: sweep\n", "  cache: {paths: [.git]}\n  resource_group: sweep\n", "matter from elsewhere"),
        (" --require-hashes", "", "a command"),
        ("python -P -m polyvalidate check\n", "python -m polyvalidate check\n", "a command"),
        (' --remote "$CI_PROJECT_URL.git"', "", "a command"),
        ("sweep ${", "sweep --remote $CI_MERGE_REQUEST_SOURCE_PROJECT_URL ${", "a request"),
        ("schedule|trigger", "schedule|merge_request_event|trigger", "a moment"),
        ("  timeout: 10 minutes\n", "", "check: no end"),
        ('    GIT_DEPTH: "0"\n', '    GIT_DEPTH: "20"\n', "two sweeps at once, or half a history"),
        ("  resource_group: sweep\n", "", "two sweeps at once, or half a history"),
    ],
)
def test_each_line_of_that_shape_is_seen_to_be_missed(line: str, instead: str, missed: str) -> None:
    assert line in TEXT
    assert missed in list(violations(TEXT.replace(line, instead, 1)))
