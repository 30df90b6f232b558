"""The words of the command line, completed as a shell asks for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from polyvalidate.cli import main
from polyvalidate.cli.commands import SECTIONS
from tests.places import ROOT

COMMANDS = [name for _, known in SECTIONS for name in known]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder that holds ``polyvalidate``, to be found by a shell."""
    path = tmp_path / "polyvalidate"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m polyvalidate "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return tmp_path


def asked(shell: str, words: Sequence[str], lang: str = "en") -> list[str]:
    """What the program answers to a shell; the last word is the one to be completed."""
    environment = {"COMP_WORDS": " ".join(["polyvalidate", *words]), "COMP_CWORD": str(len(words))}
    done = subprocess.run(
        [sys.executable, "-m", "polyvalidate"],
        env=os.environ
        | environment
        | {"_POLYVALIDATE_COMPLETE": f"{shell}_complete", "POLYVALIDATE_LANG": lang, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")[:-1]


def offered(*words: str) -> list[str]:
    return [line.partition(",")[2] for line in asked("bash", words)]


def test_commands_are_offered_by_their_beginning() -> None:
    assert offered("") == COMMANDS
    assert offered("au") == ["audit"]
    assert offered("grid", "") == ["show", "diff", "impact", "compare", "new"]


def test_options_are_offered_and_none_that_is_hidden() -> None:
    shown = offered("grid", "show", "--")

    assert shown == ["--repo", "--rev", "--format", "--lang", "--help"]
    assert offered("grid", "show", "--f") == ["--format"]


def test_values_are_offered_where_they_are_known() -> None:
    assert offered("explain", "PP30") == ["PP302", "PP303", "PP304", "PP305", "PP306", "PP307", "PP308", "PP309"]
    assert offered("check", "--format", "s") == ["sarif"]
    assert asked("bash", ["check", "--repo", ""]) == ["file,"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", ["plain", "audit", "rejoue l'histoire des décisions"]),
        ("en", ["plain", "audit", "replay the history of decisions"]),
    ],
)
def test_what_a_command_does_is_said_in_the_language(lang: str, said: list[str]) -> None:
    assert asked("zsh", ["au"], lang) == said


def test_only_what_is_asked_about_is_imported() -> None:
    source = "import sys; from polyvalidate.cli import main\ntry: main([])\nexcept SystemExit: print(*sys.modules)"
    environment = {"COMP_WORDS": "polyvalidate ", "COMP_CWORD": "1", "_POLYVALIDATE_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", source],
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {name for name in done.stdout.split() if name.startswith("polyvalidate.cli.")}
    assert {name for name in loaded if not name.startswith("polyvalidate.cli.kit")} == {"polyvalidate.cli.commands"}


def test_help_reads_no_repository() -> None:
    source = "import sys; from polyvalidate.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", source],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert {"yaml", "subprocess", "polyvalidate.repository"} & set(done.stderr.split()) == set()


def test_bash_completes_with_the_script(program: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    script = """
        source <(polyvalidate completion bash)
        complete -p polyvalidate
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _polyvalidate_completion polyvalidate; }
        ask polyvalidate gr; echo "${COMPREPLY[@]}"
        ask polyvalidate grid s; echo "${COMPREPLY[@]}"
        ask polyvalidate explain --f; echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        [bash, "--norc", "--noprofile", "-c", script],
        env=os.environ | {"PATH": f"{program}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == [
        "complete -o nosort -F _polyvalidate_completion polyvalidate", "grid", "show", "--format",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "complete -o nosort -F _polyvalidate_completion polyvalidate"),
        ("zsh", "#compdef polyvalidate"),
        ("fish", 'complete --no-files --command polyvalidate --arguments "(_polyvalidate_completion)";'),
    ],
)
def test_each_shell_has_its_script(shell: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0

    script = capsys.readouterr().out
    assert line in [each.strip() for each in script.splitlines()]
    assert f"_POLYVALIDATE_COMPLETE={shell}_complete" in script


def test_the_help_says_how_to_install_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "--help", "--lang", "fr"])

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line.split()[0] for line in lines if "polyvalidate completion " in line and ">" in line] == [
        "bash", "zsh", "fish",
    ]  # fmt: skip


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh", "--lang", "en"]) == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err
