"""A ``python`` whose ``-m polyvalidate`` begins with everything imported: each command is a fork of one process.

The stories start the program hundreds of times, and importing is most of what each does.
"""

from __future__ import annotations

import array
import atexit
import importlib
import json
import os
import pkgutil
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tests.places import ROOT

_CLIENT = """
import array, json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    said = json.dumps([os.getcwd(), dict(os.environ), sys.argv[2:]]).encode()
    fds = array.array("i", [0, 1, 2])
    line.sendmsg([len(said).to_bytes(8, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
    line.sendall(said)
    code = line.recv(1)
os._exit(code[0] if code else 137)
"""


@cache
def tools() -> Path:
    """A folder for the front of PATH, with that ``python``; one for the whole run of a worker."""
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    place = folder / "line"
    server = subprocess.Popen([sys.executable, __file__, str(place)], stdin=subprocess.DEVNULL, cwd=ROOT)
    atexit.register(server.kill)
    (folder / "client.py").write_text(_CLIENT, encoding="utf-8")
    real, client = shlex.quote(sys.executable), shlex.quote(str(folder / "client.py"))
    (folder / "python").write_text(
        '#!/bin/sh\nif [ "$1 $2 $3" = "-P -m polyvalidate" ]; then\n'
        f'  shift 3\n  exec {real} -IS {client} {place} "$@"\nfi\n'
        f'exec {real} "$@"\n',
        encoding="utf-8",
    )
    (folder / "python").chmod(0o755)
    while not place.exists():
        assert server.poll() is None
        time.sleep(0.02)
    return folder


def _serve(place: str) -> None:
    import polyvalidate

    for module in pkgutil.walk_packages(polyvalidate.__path__, "polyvalidate."):
        if module.name.split(".")[1] in ("cli", "forge", "school"):
            importlib.import_module(module.name)
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
