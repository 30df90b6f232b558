"""``polyvalidate forge github`` as the jobs call it: files and variables in, exit codes and sentences out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.forge.fake_github import TOKEN, FakeGitHub, Fault
from tests.forge.specimens import comment, comment_event, models, pull, pull_event
from tests.forge.test_github_facts import BASE, FACTS, HEAD, OLD, STUDENT

GOOD = {"head": HEAD, "outcome": "ok", "status": "success", "awaits": [], "findings": []}


def forge(github: FakeGitHub, *words: str | Path, lang: str = "fr", **variables: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of one ``forge github`` command."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "POLYVALIDATE_"))}
    variables = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": github.root, "GITHUB_RUN_ID": "41", **variables}
    done = subprocess.run(
        [sys.executable, "-m", "polyvalidate", "forge", "github", *map(str, words)],
        capture_output=True,
        check=False,
        env=kept | variables | {"POLYVALIDATE_LANG": lang},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def written(tmp_path: Path, name: str, data: Any) -> Path:
    path = tmp_path / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path, github: FakeGitHub) -> list[str | Path]:
    """The three files of ``apply``, in order, for a request that is open."""
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    facts = written(tmp_path, "facts.json", FACTS.to_json())
    verdict = written(tmp_path, "verdict.json", GOOD)
    said = written(tmp_path, "comment.md", "Rien à corriger.\n")
    return ["--facts", facts, "--verdict", verdict, "--comment", said]


def states(github: FakeGitHub) -> list[str]:
    return [status["state"] for status in github.statuses.get(HEAD, [])]


def test_facts_are_written_to_a_file(github: FakeGitHub, tmp_path: Path) -> None:
    event = written(tmp_path, "event.json", pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))

    ended = forge(github, "facts", "--event", event, "--output", tmp_path / "facts.json")

    facts = json.loads((tmp_path / "facts.json").read_text(encoding="utf-8"))
    assert (ended, facts["head"], facts["author"], facts["run"]) == ((0, "", ""), HEAD, "github:583231", 41)


def test_requests_of_a_schedule_are_all_that_are_open(github: FakeGitHub, tmp_path: Path) -> None:
    github.pulls = {7: pull(7, STUDENT, HEAD, BASE), 9: pull(9, STUDENT, OLD, BASE)}
    event = written(tmp_path, "event.json", {"schedule": "17 5 * * *"})

    ended = forge(github, "requests", "--event", event, GITHUB_REPOSITORY="ecole/points")

    assert ended == (0, "7\n9\n", "")


def test_a_verdict_is_applied_and_applied_again(github: FakeGitHub, files: list[str | Path]) -> None:
    first, second = forge(github, "apply", *files), forge(github, "apply", *files)

    assert (first, second, states(github)) == (
        (0, "commentaire posé\nstatut posé (success)\n", ""),
        (0, "Rien à écrire : tout y est.\n", ""),
        ["success"],
    )


def test_a_dry_run_shows_the_plan_and_writes_nothing(github: FakeGitHub, files: list[str | Path]) -> None:
    code, out, _ = forge(github, "apply", *files, "--dry-run")

    writings = [call for call in github.calls if not call.startswith("GET")]
    assert (code, [action["do"] for action in json.loads(out)], writings) == (0, ["PostComment", "SetStatus"], [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("verdict.json", None),
        ("verdict.json", ""),
        ("verdict.json", '{"outcome": "ok", "stat'),
        ("verdict.json", json.dumps(GOOD | {"head": OLD})),
        ("verdict.json", json.dumps(GOOD | {"status": "error"})),
        ("comment.md", None),
        ("comment.md", "\n"),
    ],
)
def test_without_a_whole_verdict_on_that_commit_the_status_is_error(
    github: FakeGitHub, files: list[str | Path], tmp_path: Path, name: str, content: str | None
) -> None:
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(content, encoding="utf-8")

    code, _, told = forge(github, "apply", *files)

    assert (code, states(github), told) == (
        2,
        ["error"],
        "Il n'y a pas de verdict lisible sur ce commit. Le statut est « error » ; relancez le contrôle.\n",
    )


def test_without_facts_the_commit_of_the_event_is_marked_in_error(github: FakeGitHub, tmp_path: Path) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    event = written(tmp_path, "event.json", pull_event(models.WebhookPullRequestOpened, 7, STUDENT, HEAD, BASE))
    nothing = ["--facts", "nothing/f", "--verdict", "nothing/v", "--comment", "nothing/c"]

    code, _, _ = forge(github, "apply", *nothing, "--event", event)

    assert (code, states(github)) == (2, ["error"])


def test_a_missing_permission_ends_with_two_and_is_named(github: FakeGitHub, files: list[str | Path]) -> None:
    github.faults["POST", "/comments$"] = [Fault(403)] * 9

    ended = forge(github, "apply", *files)

    sentence = "Le jeton n'a pas le droit nécessaire. Ajoutez « pull-requests: write » aux permissions de la tâche.\n"
    assert (ended, states(github)) == ((2, "", sentence), ["error"])


def test_without_a_token_nothing_is_asked(github: FakeGitHub, files: list[str | Path]) -> None:
    ended = forge(github, "apply", *files, GITHUB_TOKEN="", lang="en")

    assert (ended, github.calls) == (
        (2, "", "The token of the forge is missing. Put it in the variable GITHUB_TOKEN.\n"),
        [],
    )


def test_the_token_is_never_printed(github: FakeGitHub, files: list[str | Path]) -> None:
    github.faults["GET", "/users/"] = [Fault(401)]

    _, out, err = forge(github, "apply", *files)

    assert TOKEN not in out + err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"shape": 1}', "\x00", "[" * 50_000])
def test_facts_that_cannot_be_read_end_with_two_and_a_sentence(
    github: FakeGitHub, files: list[str | Path], tmp_path: Path, content: str
) -> None:
    (tmp_path / "facts.json").write_text(content, encoding="utf-8")

    code, _, told = forge(github, "apply", *files)

    assert (code, told.count("\n"), "Refaites-le avec « forge github facts »" in told) == (2, 1, True)


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"repository": {"full_name": "../x"}}'])
def test_an_event_that_is_not_github_s_ends_with_two(github: FakeGitHub, tmp_path: Path, data: str) -> None:
    code, _, told = forge(github, "facts", "--event", written(tmp_path, "event.json", data))

    assert (code, "n'est pas un événement de GitHub" in told) == (2, True)


def test_an_answer_is_posted_once(github: FakeGitHub, tmp_path: Path) -> None:
    github.pulls[7] = pull(7, STUDENT, HEAD, BASE)
    event = written(tmp_path, "event.json", comment_event(7, comment(55, 1000003, "/accepter")))
    forge(github, "facts", "--event", event, "--output", tmp_path / "facts.json")
    answer = written(tmp_path, "answer.md", "### Décision lue : acceptée\n")

    ended = [forge(github, "answer", "--facts", tmp_path / "facts.json", "--answer", answer) for _ in range(2)]

    assert ended == [(0, "commentaire posé\n", ""), (0, "Rien à écrire : tout y est.\n", "")]


def test_a_comment_without_a_command_is_not_answered(github: FakeGitHub, tmp_path: Path) -> None:
    facts = written(tmp_path, "facts.json", FACTS.to_json())

    ended = forge(github, "answer", "--facts", facts, "--answer", written(tmp_path, "answer.md", ""))

    assert (ended, github.calls) == ((0, "", ""), [])


def test_without_httpx_the_sentence_says_what_to_install(github: FakeGitHub, tmp_path: Path) -> None:
    (tmp_path / "httpx.py").write_text("raise ModuleNotFoundError(name='httpx')\n", encoding="utf-8")
    event = written(tmp_path, "event.json", {})

    code, _, told = forge(github, "facts", "--event", event, PYTHONPATH=str(tmp_path))

    assert (code, "pip install 'polyvalidate[forge]'" in told) == (2, True)
