"""``polyvalidate doctor``: a school that is well set has nothing wrong; each setting that is not is named, with where
to click; what a token cannot read is never good."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from polyvalidate.forge.dialects import FORGEJO, GITHUB, GITLAB
from polyvalidate.forge.doctor import examined
from polyvalidate.forge.doctor.asked import Asked
from polyvalidate.forge.doctor.lines import Line
from polyvalidate.forge.http import Api
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.repository.own_wheel import own_wheel
from polyvalidate.repository.template import template_of
from tests.extent import spread
from tests.forge.fake_forge import TOKEN, Fault
from tests.forge.settled import BOXES, Repository
from tests.forge.settled_forgejo import BOT_LOGIN, SettledForgejo
from tests.forge.settled_github import ACTIONS_APP, SettledGitHub
from tests.forge.settled_gitlab import SettledGitLab
from tests.forge.specimens import REPOSITORY
from tests.proposing import School
from tests.running import run

Settled = SettledGitHub | SettledGitLab | SettledForgejo
STUDENT, REFERENT = 2000001, 1000003
KINDS = {"forgejo": SettledForgejo, "github": SettledGitHub, "gitlab": SettledGitLab}
DIALECTS = {"forgejo": FORGEJO, "github": GITHUB, "gitlab": GITLAB}
LEVELS: dict[str, tuple[Any, Any, Any]] = {
    "forgejo": ("write", "read", "admin"),
    "github": ("push", "pull", "admin"),
    "gitlab": (30, 20, 40),
}
"""How each forge calls who may write, who reads, who administers."""
FOR_A_PERSON = {"forgejo": {"by-hand", "others-write"}, "github": {"others-write"}, "gitlab": {"others-write"}}
"""What is for a person to see in a school that is well set: who else writes is an administrator, or the bot."""


@contextmanager
def forge_of(name: str) -> Iterator[Settled]:
    """A forge on which a school stands as the guide sets it up."""
    there: Settled = KINDS[name]()
    there.repos[REPOSITORY].people[REFERENT] = LEVELS[name][0]
    try:
        yield there
    finally:
        there.close()
    assert there.wrong == []


def looked(there: Settled, *, boxes: bool = False, bot: str = "") -> dict[str, Line]:
    """What is said of each thing, by its topic."""
    name = there.name
    holder = RoleHolder(
        "ref-3", Text("Référent·e", "Referent"), f"{name}:{REFERENT}", "evaluator", frozenset("3"), None
    )
    students, boxes_in = {f"{name}:{STUDENT}": "s-base000001"}, BOXES if boxes else ""
    asked = Asked(name, REPOSITORY, "main", "0" * 40, bot, boxes_in, {"ref-3": holder}, students)
    api = Api(there.root, TOKEN, lambda _: None, dialect=DIALECTS[name])
    try:
        found = list(examined(lambda: api, asked))
    finally:
        api.close()
    assert [call for call in there.calls if not call.startswith("GET ")] == []
    assert len({line.check.topic for line in found}) == len(found)
    return {line.check.topic: line for line in found}


def of_mark(lines: dict[str, Line], mark: str) -> set[str]:
    return {topic for topic, line in lines.items() if line.mark == mark}


@pytest.mark.parametrize("boxes", [False, True])
@pytest.mark.parametrize("name", KINDS)
def test_a_school_that_is_well_set_has_nothing_wrong(name: str, boxes: bool) -> None:
    with forge_of(name) as there:
        lines = looked(there, boxes=boxes)

    always = {"boxes-forks"} if boxes and name == "forgejo" else set()
    found = lines["account-ref-3"].found
    assert (of_mark(lines, "wrong"), of_mark(lines, "unseen")) == (set(), FOR_A_PERSON[name] | always)
    assert found is not None
    assert found.en == f"{name}:{REFERENT} is compte-{REFERENT} today"


# --- a setting that is wrong ----------------------------------------------------------------------------------------

Change = Callable[[Any], object]


def _member(right: int) -> Change:
    return lambda there: there.repos[REPOSITORY].people.update({STUDENT: LEVELS[there.name][right]})


def _put(of: Callable[[Any], Any], **parts: Any) -> Change:
    def change(there: Any) -> None:
        for part, value in parts.items():
            setattr(of(there), part, value)

    return change


_set = partial(_put, lambda there: there)
_school = partial(_put, lambda there: there.repos[REPOSITORY])


def _rule(**parts: Any) -> Change:
    return lambda there: there.repos[REPOSITORY].rules[0].update(parts)


def _level(level: int) -> list[dict[str, Any]]:
    return [{"id": 1, "access_level": level, "access_level_description": str(level)}]


def _status(**parts: Any) -> Change:
    return lambda there: there.rules[2]["parameters"].update(parts)


def _checks(*checks: dict[str, Any]) -> Change:
    return _status(required_status_checks=list(checks))


def _more(**parts: Any) -> Change:
    return lambda there: there.repos[REPOSITORY].more.update(parts)


def _box(**parts: Any) -> Change:
    return lambda there: there.repos.update({f"{BOXES}/s-base000001": Repository(5, **parts)})


def _rules_of(kind: str) -> Change:
    return lambda there: there.rules.append({"type": kind, "ruleset_id": 7})


OURS = {"context": "polyvalidate", "integration_id": ACTIONS_APP}
EVERYWHERE: list[tuple[str, Change]] = [
    ("private", _school(private=False)),
    ("default-branch", _school(branch="master")),
    ("up-to-date", _set(commit="1" * 40)),
    ("students-write", _member(0)),
    ("students-write", _member(2)),
    ("students-read", _member(1)),
    ("staff-write", lambda there: there.repos[REPOSITORY].people.update({REFERENT: LEVELS[there.name][1]})),
    ("reviewers-read", lambda there: there.repos[REPOSITORY].people.pop(REFERENT)),
    ("account-ref-3", lambda there: there.gone.add(REFERENT)),
]
ON_GITHUB: list[tuple[str, Change]] = [
    ("forks", _more(allow_forking=False)),
    ("status", _checks()),
    ("status", _checks({"context": "autre", "integration_id": ACTIONS_APP})),
    ("status", _checks(OURS, {"context": "autre"})),
    ("status-source", _checks({"context": "polyvalidate"})),
    ("status-source", _checks({"context": "polyvalidate", "integration_id": 4})),
    ("status-source", _checks(OURS, {"context": "polyvalidate", "integration_id": 4})),
    ("up-to-date-before", _status(strict_required_status_checks_policy=False)),
    ("history", lambda there: there.rules.pop(0)),
    ("history", lambda there: there.rules.pop(1)),
    ("push", _rules_of("pull_request")),
    ("push", _rules_of("required_linear_history")),
    ("push", _rules_of("update")),
    ("push", _rules_of("merge_queue")),
    ("push", _rules_of("required_signatures")),
    ("bypass", _set(bypass=[{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}])),
    ("bypass", lambda there: there.rules.clear()),
    ("actions", _set(actions={"enabled": False})),
    ("actions", _set(actions={"enabled": True, "allowed_actions": "local_only"})),
    ("workflow-rights", _set(workflow_rights="write")),
    ("fork-runs", lambda there: there.from_forks.update({"send_secrets_and_variables": True})),
    ("fork-runs", lambda there: there.from_forks.update({"send_write_tokens_to_workflows": True})),
    ("sweep", _set(sweep="disabled_inactivity")),
    ("plan", lambda there: there.orgs["ecole"]["plan"].update({"name": "free"})),
    ("seats", lambda there: there.orgs["ecole"]["plan"].update({"filled_seats": 20})),
    ("boxes-base", lambda there: there.orgs[BOXES].update({"default_repository_permission": "read"})),
    ("boxes-forks", lambda there: there.orgs[BOXES].update({"members_can_fork_private_repositories": True})),
    ("boxes-actions", _set(boxes_run="all")),
    ("boxes-private", _box(private=False)),
]
ON_GITLAB: list[tuple[str, Change]] = [
    ("token", lambda there: there.token.update({"scopes": ["read_api"]})),
    ("token-until", lambda there: there.token.update({"expires_at": "2020-01-01"})),
    ("forks", _more(forking_access_level="disabled")),
    ("push", _rule(push_access_levels=_level(30))),
    ("push", _rule(push_access_levels=_level(0))),
    ("push", _rule(push_access_levels=[*_level(40), {"id": 2, "access_level": 40, "deploy_key_id": 3}])),
    ("push", lambda there: there.repos[REPOSITORY].rules.clear()),
    (
        "push",
        lambda there: there.repos[REPOSITORY].rules.append(
            {
                "name": "ma*",
                "push_access_levels": _level(30),
                "merge_access_levels": _level(0),
                "allow_force_push": False,
            }
        ),
    ),
    ("merge", _rule(merge_access_levels=_level(40))),
    ("history", _rule(allow_force_push=True)),
    ("bot-pushes", lambda there: there.repos[REPOSITORY].people.update({there.writer: 30})),
    ("maintainers", lambda there: there.repos[REPOSITORY].people.update({REFERENT: 40})),
    ("sweep", lambda there: there.schedules[0].update({"active": False})),
    ("token-variable", lambda there: there.variables[0].update({"protected": False})),
    ("token-variable", lambda there: there.variables[0].update({"masked": False})),
    ("boxes-private", _set(group_visibility="internal")),
    ("boxes-forks", _box(more={"forking_access_level": "private"})),
]
ON_FORGEJO: list[tuple[str, Change]] = [
    ("no-actions", _more(has_actions=True)),
    ("push", _rule(enable_push=False)),
    ("push", _rule(enable_push_whitelist=False)),
    ("push", _rule(push_whitelist_usernames=[BOT_LOGIN, "compte-9"])),
    ("push", _rule(push_whitelist_teams=["enseignants"])),
    ("push", _rule(push_whitelist_deploy_keys=True)),
    ("push", lambda there: there.repos[REPOSITORY].rules.clear()),
    ("merge", _rule(enable_merge_whitelist=False)),
    ("merge", _rule(merge_whitelist_teams=["enseignants"])),
    ("status", _rule(status_check_contexts=[])),
    ("status", _rule(enable_status_check=False)),
    ("boxes-place", _set(visibility="limited")),
    ("boxes-private", _box(private=False)),
]

CASES = [
    *((name, topic, change) for name in KINDS for topic, change in EVERYWHERE),
    *(("github", topic, change) for topic, change in ON_GITHUB),
    *(("gitlab", topic, change) for topic, change in ON_GITLAB),
    *(("forgejo", topic, change) for topic, change in ON_FORGEJO),
]


@pytest.mark.parametrize(("name", "topic", "change"), CASES)
def test_a_setting_that_is_wrong_is_named_with_where_to_click(name: str, topic: str, change: Change) -> None:
    with forge_of(name) as there:
        change(there)
        lines = looked(there, boxes=topic.startswith("boxes") or topic == "students-read")

    assert lines[topic].mark == "wrong"
    assert lines[topic].check.click.fr


def test_a_school_that_sweeps_by_itself_has_no_workflow_that_does_too() -> None:
    with forge_of("github") as there:
        both = looked(there, bot="robot")
        there.sweep = "disabled_manually"
        there.repos[REPOSITORY].people[9] = "push"
        alone = looked(there, bot="compte-9")

    assert (both["sweep"].mark, alone["sweep"].mark, alone["status-source"].mark) == ("wrong", "good", "unseen")
    assert (both["bot-writes"].mark, alone["bot-writes"].mark) == ("wrong", "good")


# --- what is not seen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_a_call_that_is_refused_makes_nothing_good_and_hides_nothing_else(name: str) -> None:
    """Each call in turn is refused, as to a token that may not read it."""
    with forge_of(name) as there:
        whole = looked(there, boxes=True)
        calls = sorted({call.partition(" ")[2] for call in there.calls})
        for path in spread(calls, 4):
            there.faults["GET", f"^{path}$"] = [Fault(403)] * 9
            lines = looked(there, boxes=True)
            del there.faults["GET", f"^{path}$"]

            lost = of_mark(whole, "good") - of_mark(lines, "good")
            assert set(lines) == set(whole)
            assert lost, path
            assert lost <= of_mark(lines, "unseen"), path


@pytest.mark.parametrize("name", KINDS)
def test_what_only_an_administrator_is_shown_is_unseen(name: str) -> None:
    with forge_of(name) as there:
        if isinstance(there, SettledGitHub):
            there.bypass = None
            del there.repos[REPOSITORY].more["allow_forking"], there.orgs["ecole"]["plan"]
        there.faults["GET", "/.*"] = [Fault(0)] * 9999
        silent = looked(there)
        there.faults.clear()
        lines = looked(there)

    assert {line.mark for line in silent.values()} == {"unseen"}
    if name == "github":
        assert {"bypass", "forks", "plan", "seats"} <= of_mark(lines, "unseen")


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_says_what_to_click_and_ends_with_one_when_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School(tmp_path / "école")
    for path, data in template_of(own_wheel(), "github").items():
        (school.place / path).parent.mkdir(parents=True, exist_ok=True)
        (school.place / path).write_bytes(data)
    school.git("remote", "add", "origin", f"https://forge.example.org/{REPOSITORY}.git")
    head = school.commit("main", "tâches")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with forge_of("github") as there:
        there.commit = head
        there.repos[REPOSITORY].people |= dict.fromkeys((*range(1000001, 1000040), STUDENT), "push")
        monkeypatch.setenv("GITHUB_API_URL", there.root)
        code, out, _ = run("doctor", "--repo", school.place)
        there.repos[REPOSITORY].people[STUDENT] = "pull"
        second, data, _ = run("doctor", "--repo", school.place, "--format", "json", lang="en")

    marks = {line["topic"]: line["mark"] for line in json.loads(data)["checks"]}
    assert (code, second) == (1, 0)
    assert "✗ Aucun élève ne peut écrire dans le dépôt\n    s-base000001\n    → Settings › Collaborators" in out
    assert (marks["jobs"], marks["installed"], marks["students-write"]) == ("good", "good", "good")


def test_without_a_token_what_is_here_is_looked_at_and_the_rest_is_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    school = School(tmp_path / "école")

    code, data, _ = run("doctor", "--repo", school.place, "--place", REPOSITORY, "--format", "json", lang="en")

    marks = {line["topic"]: line["mark"] for line in json.loads(data)["checks"]}
    assert (code, marks.pop("jobs"), marks.pop("installed"), set(marks.values())) == (1, "wrong", "wrong", {"unseen"})


def test_an_account_that_is_still_to_be_filled_in_is_wrong_even_where_nothing_of_the_forge_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    school = School(tmp_path / "école")
    school.settle({"grid/roles.yml": school.read("grid/roles.yml").replace("github:1000003", "github:0")})

    _, data, _ = run("doctor", "--repo", school.place, "--place", REPOSITORY, "--format", "json")

    lines = {line["topic"]: (line["mark"], line["found"]) for line in json.loads(data)["checks"]}
    assert lines["account-ref-3"] == ("wrong", "son compte est à remplir : 0 n'est à personne")
    assert lines["account-ref-1"][0] == "unseen"


def test_on_a_plain_server_the_hooks_must_be_there_and_executable(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    server = tmp_path / "serveur.git"
    school.git("clone", "-q", "--bare", "--template=", str(school.place), str(server))
    school.git("remote", "add", "origin", str(server))
    (server / "hooks").mkdir()
    (server / "hooks" / "pre-receive").write_text("#!/bin/sh\n", encoding="utf-8")
    (server / "hooks" / "post-receive").write_text("#!/bin/sh\n", encoding="utf-8")
    (server / "hooks" / "post-receive").chmod(0o755)
    marks = {}
    for place in (school.place, server):
        _, data, _ = run("doctor", "--repo", place, "--forge", "git", "--format", "json")
        marks[place] = {line["topic"]: line["mark"] for line in json.loads(data)["checks"]}
    school.git("remote", "set-url", "origin", "ssh://git@git.example.org/points.git")
    _, data, _ = run("doctor", "--repo", school.place, "--forge", "git", "--format", "json")
    away = {line["topic"]: line["mark"] for line in json.loads(data)["checks"]}

    assert {(found["hook-pre-receive"], found["hook-post-receive"]) for found in marks.values()} == {("wrong", "good")}
    assert (away["hook-pre-receive"], away["hook-post-receive"]) == ("unseen", "unseen")


def test_a_wheel_that_is_not_the_one_that_is_named_is_seen(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    for path, data in template_of(own_wheel(), "git").items():
        (school.place / path).parent.mkdir(parents=True, exist_ok=True)
        (school.place / path).write_bytes(b"autre" if path.endswith(".whl") else data)
    school.commit("main", "installation")

    _, data, _ = run("doctor", "--repo", school.place, "--forge", "git", "--format", "json", lang="en")

    assert json.loads(data)["checks"][0]["found"] == (
        ".polyvalidate/requirements.txt names another wheel than the one there"
    )


def test_no_forge_is_guessed_from_accounts_of_several(tmp_path: Path) -> None:
    school = School(tmp_path / "école")
    roles = school.read("grid/roles.yml").replace("github:1000001", "gitlab:1000001")
    school.settle({"grid/roles.yml": roles})

    code, _, error = run("doctor", "--repo", school.place)

    assert code == 2
    assert "--forge forgejo, github, gitlab ou git" in error
