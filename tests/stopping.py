"""A command stopped at any of the calls by which it changes something: killed there, killed in the middle of a writing,
or told by the system that the disk is full."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
from collections.abc import Callable
from enum import StrEnum
from typing import Any

FINISHED = 0
KILLED = 137

_CALLS = ("open", "write", "fsync", "replace", "rename", "mkdir", "unlink", "rmdir")


class How(StrEnum):
    BEFORE = "before"
    MIDDLE = "middle"
    FULL = "disk full"


def limited(work: Callable[[], tuple[int, str]], largest: int) -> tuple[int, str]:
    """Run a command in a process that may write no file larger than this, Git included; its exit code and words."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        code, said = work()
        os.write(writer, said.encode())
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def stopped(work: Callable[[], int], at: int | None, how: How) -> tuple[int, int]:
    """Run a command in a process of its own and stop it at a call (1 is the first; None: never).

    Gives the exit code (``KILLED`` when it was) and how many calls were made.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        count = _trap(at, how, writer)
        code = work()
        _tell(writer, count())
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(said.split()[-1]) if said else 0


def _takes_room(name: str, arguments: tuple[Any, ...]) -> bool:
    """Does this call ask the disk for room? Pipes to Git and /dev/null do not."""
    if name in ("write", "fsync"):
        return stat.S_ISREG(os.fstat(arguments[0]).st_mode)
    return name in ("replace", "mkdir") or (
        name == "open" and arguments[0] != os.devnull and bool(arguments[1] & os.O_CREAT)
    )


_WRITE, _EXIT = os.write, os._exit


def _tell(writer: int, count: int) -> None:
    _WRITE(writer, b"%d " % count)


def _trap(at: int | None, how: How, writer: int) -> Callable[[], int]:
    made = 0

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def trap(*arguments: Any, **named: Any) -> Any:
            nonlocal made
            made += 1
            if made != at:
                return call(*arguments, **named)
            if how is How.FULL and _takes_room(name, arguments):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if how is How.MIDDLE and name == "write":
                call(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            elif how is How.MIDDLE:
                call(*arguments, **named)
            elif how is How.FULL:
                return call(*arguments, **named)
            _tell(writer, made)
            return _EXIT(KILLED)

        return trap

    for name in _CALLS:
        setattr(os, name, wrapped(name, getattr(os, name)))
    subprocess.run = wrapped("git", subprocess.run)  # type: ignore[assignment]
    return lambda: made
