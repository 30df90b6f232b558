"""The program, which begins with everything imported: each command is a fork of one process.

The stories start the program hundreds of times, and importing is most of what each does.
"""

from __future__ import annotations

import array
import atexit
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.forge.warm_hook import at
from tests.places import ROOT

CLOCK = "TEST_CLOCK"
"""The variable that holds what time it is on a plain Git server, for a story that is not of today."""


class Done(NamedTuple):
    """How a command ended, and what it said: what it printed, then its complaints."""

    code: int
    said: str


def typed(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Done:
    """The program as somebody types it in a folder, with these variables; 137 when it was killed."""
    with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        code = at(str(line()), words, str(folder), environment, (nothing.fileno(), out.fileno(), error.fileno()))
        out.seek(0)
        error.seek(0)
        return Done(code, (out.read() + error.read()).decode())


@cache
def line() -> Path:
    """Where the process that knows the program listens; one for the whole run of a worker."""
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    place = folder / "line"
    server = subprocess.Popen([sys.executable, __file__, str(place)], stdin=subprocess.DEVNULL, cwd=ROOT)
    atexit.register(server.kill)
    while not place.exists():
        assert server.poll() is None
        time.sleep(0.02)
    return place


def _serve(place: str) -> None:
    import polyvalidate

    for module in pkgutil.walk_packages(polyvalidate.__path__, "polyvalidate."):
        if module.name.split(".")[1] in ("cli", "forge", "school"):
            importlib.import_module(module.name)
    from polyvalidate.forge.http import authorities
    from polyvalidate.school.check import make_judge

    _ = authorities(), make_judge()
    for late in ("anyio._backends._asyncio", "certifi", "httpcore"):  # what httpx imports with its first question
        importlib.import_module(late)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen(64)
        while True:
            line, _ = listening.accept()
            if os.fork() == 0:
                _obey(line)
            line.close()


def _obey(line: socket.socket) -> None:
    """Be the command that was typed at the other end, and tell its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, handed, _, _ = line.recvmsg(8, socket.CMSG_SPACE(3 * array.array("i").itemsize))
    fds = array.array("i", handed[0][2])
    for target, fd in enumerate(fds):
        os.dup2(fd, target)
        os.close(fd)
    said = b""
    while len(said) < int.from_bytes(size, "big"):
        said += line.recv(65536)
    folder, environment, words = json.loads(said)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    if moment := environment.get(CLOCK):
        from polyvalidate.forge.plain import store

        store.clock = lambda: datetime.fromisoformat(moment)
    sys.stdin, sys.stdout, sys.stderr = (
        open(fd, mode, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        for fd, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["polyvalidate", *words]
    code = 3
    try:
        from polyvalidate.cli import main

        code = main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        line.sendall(bytes([code or 0]))
        os._exit(code or 0)


if __name__ == "__main__":
    _serve(sys.argv[1])
