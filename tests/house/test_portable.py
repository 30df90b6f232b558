"""What staff do on their own machine needs nothing that Windows lacks: what it lacks is taken away, on this one."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.classroom import ADA, Classroom
from tests.places import ROOT

LACKS = frozenset({"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "posix", "syslog"})
"""Modules that Windows has not."""
CALLS = frozenset(
    {"fork", "getuid", "geteuid", "getgid", "killpg", "setsid", "fchmod", "mkfifo", "SIGALRM", "setitimer"}
)
ON_A_SERVER = frozenset({"forge/bounded.py", "forge/plain/adapter.py", "cli/server/hook.py"})
"""What the server of a school alone runs."""
ELSEWHERE_TOO = {"repository/locking.py": {"fcntl"}}
"""What does it another way where the system lacks it."""


def needs(source: str) -> Iterator[str]:
    """The names in a module that only POSIX has."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in LACKS)
        if isinstance(node, ast.ImportFrom) and node.module in LACKS:
            yield node.module
        if isinstance(node, ast.Attribute) and node.attr in CALLS:
            yield node.attr


def test_only_a_server_needs_what_windows_lacks() -> None:
    package = ROOT / "polyvalidate"
    found = {
        path.relative_to(package).as_posix(): set(needs(path.read_text("utf-8"))) for path in package.rglob("*.py")
    }

    assert {name: names for name, names in found.items() if names and name not in ON_A_SERVER} == ELSEWHERE_TOO


@pytest.mark.parametrize(
    "source", ["import fcntl", "from pwd import getpwuid", "import os\nos.getuid()", "import signal\nsignal.SIGALRM"]
)
def test_it_is_seen_where_it_stands(source: str) -> None:
    assert len(set(needs(source))) == 1


WITHOUT = """
import os, select, sys
for name in {lacks!r}: sys.modules[name] = None
for name in ("fork", "forkpty", "getuid", "geteuid", "O_NOFOLLOW"): hasattr(os, name) and delattr(os, name)
hasattr(select, "poll") and delattr(select, "poll")
from polyvalidate.repository import private_files
private_files.POSIX = False
from polyvalidate.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""A Python that has lost what Windows has not. ``subprocess`` alone needs some of it, and is imported first."""


def test_a_day_of_the_office_where_posix_is_not(tmp_path: Path) -> None:
    room = Classroom(tmp_path)
    source = "import subprocess\n" + WITHOUT.format(lacks=sorted(LACKS - {"posix"}))

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        told = ["--lang", "en", *map(str, words), "--repo", str(room.school.place), "--on", "2026-03-01"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-c", source, *told], capture_output=True, text=True, env=environment, check=False
        )

    register = ("--register", room.register)
    room.register.chmod(0o644)  # its mode says nothing there
    for words, code in (
        (("check", "--rev", "main"), 0),
        (("balance", "--rev", "main"), 0),
        (("queue",), 0),
        (("follow", *register), 0),
        (("roster", "change", ADA.code, "--extra-years", "1", "--yes", *register), 0),
        (("roster", "move", ADA.code, "2024", "--yes", *register), 0),
        (("gate", "--base", "main~1", "--head", "main", "--actor", "github:1000011"), 0),
    ):
        done = run(*words)
        assert done.returncode == code, (words, done.stdout, done.stderr)

    lock = room.register.with_name(f".{room.register.name}.lock")
    lock.write_bytes(b"")
    held = run("roster", "move", ADA.code, "2025", "--yes", *register)
    assert (held.returncode, "in use by another command" in held.stderr) == (2, True)
