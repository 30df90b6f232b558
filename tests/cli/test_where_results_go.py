"""Results go where somebody said: to a file, through a link, to a pipe, to a disk that is full, to nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.places import BASE
from tests.proposing import School
from tests.running import run, typed

WRITING = {
    "check": ("check", "--format", "json"),
    "balance": ("balance", "--format", "json"),
    "statement": ("statement", "s-base000001"),
    "follow": ("follow", "--format", "csv"),
}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return School(tmp_path_factory.mktemp("school") / "école").place


def in_a_shell(redirected: str, *words: str) -> tuple[int, str, str]:
    command = shlex.join([sys.executable, "-m", "polyvalidate", *words])
    environment = {**os.environ, "POLYVALIDATE_LANG": "fr"}
    done = subprocess.run(
        ["sh", "-c", f"{command} {redirected}"], capture_output=True, text=True, check=False, env=environment
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_a_pipe_is_written_to_and_stays(school: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    pipe = tmp_path / "tuyau"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    code, _, error = run(*words, "--repo", school, "--output", pipe)
    assert (code, error, pipe.is_fifo()) == (0, "", True)
    reader.join()

    assert len(heard[0]) > len("ancien")


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed_and_stays(school: Path, tmp_path: Path, words: tuple[str, ...], there: bool) -> None:
    link, real = tmp_path / "lien", tmp_path / "ailleurs" / "vrai"
    real.parent.mkdir()
    if there:
        real.write_text("ancien")
    link.symlink_to(real)
    code, _, error = run(*words, "--repo", school, "--output", link)

    assert (code, error, link.is_symlink(), len(real.read_text(encoding="utf-8")) > 6) == (0, "", True, True)


@pytest.mark.parametrize("words", [WRITING["check"], WRITING["balance"]], ids=["check", "balance"])
def test_a_stream_of_the_program_may_be_named(school: Path, words: tuple[str, ...]) -> None:
    named, plain = typed(*words, "--repo", school, "--output", "/dev/fd/1"), typed(*words, "--repo", school)

    assert named == plain


@pytest.mark.parametrize(
    "words", [("check", str(BASE)), ("check", str(BASE), "--format", "json"), ("explain", "PP308"), ("--help",)]
)
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_disk_that_is_full_is_told_in_one_sentence(
    words: tuple[str, ...], buffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    full = in_a_shell(">/dev/full", *words)

    assert full == (2, "", "Le résultat ne peut pas être écrit : No space left on device.\n")


def test_streams_that_were_closed_or_are_full_change_nothing_else() -> None:
    for redirected in (">&-", ">&- 2>&-", "<&- >&- 2>&-"):
        assert in_a_shell(redirected, "check", str(BASE)) == (0, "", "")
    assert in_a_shell("2>&-", "check", "/nulle/part") == (2, "", "")
    assert in_a_shell("2>/dev/full", "check", "/nulle/part") == (2, "", "")
