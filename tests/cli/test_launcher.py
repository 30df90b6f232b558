"""What ``init`` puts into a school to open the desk with a double click, tried in an empty home."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from polyvalidate.cli import main

STARTED = re.compile(r"http://127\.0\.0\.1:([0-9]+)/\?key=\S+")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    place = tmp_path / "mon école"
    assert main(["init", str(place), "--forge", "gitlab", "--yes"]) == 0
    return place


def environment(tmp_path: Path, *programs: str) -> dict[str, str]:
    """A home with nothing in it, and these programs only."""
    home, shelf = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    shelf.mkdir()
    for name in ("sh", "dirname", "cksum", "tr", "rm", "git", *programs):
        found = shutil.which(name)
        assert found is not None
        (shelf / name).symlink_to(found)
    return {"HOME": str(home), "PATH": str(shelf), "LC_ALL": "C.UTF-8"}


def kept(home: str) -> list[Path]:
    return sorted((Path(home) / ".local/share/polyvalidate").glob("*/ready"))


def test_a_school_has_what_opens_the_desk_and_what_it_installs(school: Path) -> None:
    assert stat.S_IMODE((school / "bureau.sh").stat().st_mode) & 0o111 == 0o111
    assert stat.S_IMODE((school / "bureau.command").stat().st_mode) & 0o111 == 0o111
    needs = (school / ".gitlab/requirements-desk.txt").read_text("utf-8")
    assert re.search(r"^\./\.gitlab/wheels/polyvalidate-\S+\.whl --hash=sha256:[0-9a-f]{64}$", needs, re.MULTILINE)
    assert {"starlette", "uvicorn", "typst", "httpx"} <= set(re.findall(r"^([a-z0-9-]+)==", needs, re.MULTILINE))
    listed = subprocess.run(
        ["git", "-C", str(school), "ls-files", "-s", "bureau.sh"], capture_output=True, text=True, check=True
    )
    assert listed.stdout.startswith("100755 ")


def test_without_python_it_says_what_is_missing(school: Path, tmp_path: Path) -> None:
    there = environment(tmp_path)
    done = subprocess.run([school / "bureau.sh"], env=there, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Il manque Python 3.11" in done.stderr
    assert kept(there["HOME"]) == []


def test_an_installation_that_does_not_end_is_begun_anew(school: Path, tmp_path: Path) -> None:
    there = environment(tmp_path)
    (tmp_path / "bin/python3").symlink_to(sys.executable)
    needs = school / ".gitlab/requirements-desk.txt"
    first = re.sub("sha256:[0-9a-f]{4}", "sha256:0000", needs.read_text("utf-8").split("\n")[1])
    needs.write_text(f"{first}\n", "utf-8")  # another wheel than the one that is named
    done = subprocess.run([school / "bureau.sh"], env=there, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "L'installation n'a pas abouti" in done.stderr
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr
    assert kept(there["HOME"]) == []


@pytest.mark.slow
def test_the_desk_opens_and_the_second_time_nothing_is_installed(school: Path, tmp_path: Path) -> None:
    there = environment(tmp_path)
    (tmp_path / "bin/python3").symlink_to(sys.executable)
    there |= {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.endswith("_PROXY")}
    for said in ("Première ouverture", ""):
        words = [str(school / "bureau.sh"), "--no-browser", "--port", "0"]
        with subprocess.Popen(
            words, env=there, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as desk:
            assert desk.stdout is not None
            assert desk.stderr is not None
            try:
                found = next((found for line in desk.stdout if (found := STARTED.search(line))), None)
                assert found is not None, desk.stderr.read()
                with closing(http.client.HTTPConnection("127.0.0.1", int(found[1]))) as connection:
                    connection.request("GET", found[0].partition(found[1])[2])
                    assert connection.getresponse().status in (200, 302, 303)
            finally:
                os.killpg(desk.pid, 2)
            assert desk.wait(20) in (0, 1, 130, -2)
            assert (said in desk.stderr.read()) is True
        assert len(kept(there["HOME"])) == 1
