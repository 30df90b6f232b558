"""``polyvalidate desk``: what stops it before anything is served, and how it begins and ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proposing import School
from tests.running import run


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def test_what_stops_it_is_one_sentence(school: School, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = run("desk", "--repo", school.place, "--port", taken.getsockname()[1], "--no-browser")
    nobody = run("desk", "--repo", school.place, "--as", "nobody-1", "--no-browser")
    nowhere = run("desk", "--repo", tmp_path, "--no-browser")

    assert [one[0] for one in (busy, nobody, nowhere)] == [2, 2, 2]
    assert "donnez-en un autre à --port" in busy[2]
    assert "--as grille-1, jury-1, ref-1" in nobody[2]
    assert len(nowhere[2].splitlines()) == 1


def test_without_the_extra_it_says_how_to_have_it(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith("polyvalidate.desk")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    code, _, error = run("desk", "--repo", school.place, "--no-browser")

    assert (code, "pip install 'polyvalidate[desk]'" in error) == (2, True)


@pytest.mark.parametrize(
    ("locale", "opens"),
    [("C.UTF-8", "Le bureau est ouvert"), ("", "Le bureau est ouvert"), ("en_GB.UTF-8", "The desk is")],
)
def test_it_tells_its_address_and_ends_with_control_c(school: School, locale: str, opens: str) -> None:
    """Where nothing says a language, as after a double click, it speaks that of the school."""
    command = [sys.executable, "-m", "polyvalidate", "desk", "--repo", str(school.place), "--no-browser"]
    left_out = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "POLYVALIDATE_LANG")
    there = {name: value for name, value in os.environ.items() if name not in left_out} | {"LC_ALL": locale}
    with subprocess.Popen(
        command, env=there, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        address = next(word for word in told.split() if word.startswith("http://"))
        host, _, query = address.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", f"/{query}")
        status = connection.getresponse().status
        connection.close()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)

    assert (status, process.returncode, error) == (303, 0, "")
    assert told.startswith(opens)
