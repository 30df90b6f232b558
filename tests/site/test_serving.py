"""A site that was built, looked at on this machine: pages are really fetched."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from polyvalidate.site import serving
from tests.running import run

# A run in the background ignores Ctrl+C, and so would what it starts.
_HEARS = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
_COMMAND = f"{_HEARS}\nfrom polyvalidate.cli import main; sys.exit(main(sys.argv[1:]))"
_SERVE = f"""{_HEARS}
import pathlib
from polyvalidate.site.serving import serve
serve(pathlib.Path(sys.argv[1]), sys.argv[2], 0, print)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"index.html": "accueil", "grille/index.html": "la grille", "404.html": "il n'y a rien"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "images").mkdir()
    return tmp_path


@contextmanager
def started(*words: str | Path) -> Iterator[tuple[str, list[int]]]:
    """The address that a process says it serves, and a list that holds its exit code after Ctrl+C."""
    command = [sys.executable, "-u", *map(str, words)]
    ended: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if "http://" in line)
            yield "http://" + line.partition("http://")[2].split()[0], ended
        finally:
            process.send_signal(signal.SIGINT)
            try:
                ended.append(process.wait(60))
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def got(address: str) -> tuple[int, str]:
    try:
        with urlopen(address) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("url", "path"), [("", "/"), ("https://x.example", "/"), ("https://x.example/ecole/", "/ecole/")]
)
def test_pages_stand_below_the_path_that_the_site_will_have(folder: Path, url: str, path: str) -> None:
    with started("-c", _SERVE, folder, url) as (address, ended):
        answers = [got(address + page) for page in ("", "grille/", "grille", "autre/", "images/")]
        outside = got(address.removesuffix("ecole/") + "grille/")

    assert address.startswith("http://127.0.0.1:")
    assert address.endswith(path)
    missing = (404, "il n'y a rien")
    assert answers == [(200, "accueil"), (200, "la grille"), (200, "la grille"), missing, missing]
    assert outside == ((200, "la grille") if path == "/" else missing)
    assert ended == [0]


def test_nothing_outside_the_folder_is_served(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")

    with started("-c", _SERVE, folder, "https://x.example/ecole/") as (address, _):
        answers = [got(address + path)[0] for path in ("../secret.txt", "%2e%2e/secret.txt", "..%2f..%2fsecret.txt")]

    assert answers == [404, 404, 404]


def test_a_port_that_is_taken_is_said(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind((serving.HERE, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(serving.Unreadable) as refused:
            serving.serve(folder, "", port, print)

    assert refused.value.text.en == (
        f"Port {port} of this machine cannot serve (Address already in use): give another one to --serve."
    )


@pytest.mark.slow
def test_the_command_builds_the_site_and_serves_it(tmp_path: Path) -> None:
    root = tmp_path / "school"
    assert run("init", root, "--year", "2025-2026")[0] == 0

    words: Sequence[str | Path] = ("-c", _COMMAND, "site", "--repo", root, "--serve", "0", "--lang", "fr")
    with started(*words) as (address, ended):
        status, page = got(address + "calendrier/")

    assert (status, "<h1" in page, ended) == (200, True, [0])
