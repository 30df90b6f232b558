"""A command stopped at any of the calls by which it changes something: killed there, killed in the middle of a writing,
or told by the system that the disk is full."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
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

    def run(writer: int) -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        code, said = work()
        os.write(writer, said.encode())
        return code

    return _apart(run)


def stopped(work: Callable[[], int], at: int | None, how: How) -> tuple[int, int]:
    """Run a command in a process of its own and stop it at a call (1 is the first; None: never).

    Gives the exit code (``KILLED`` when it was) and how many calls were made.
    """

    def run(writer: int) -> int:
        count = _trap(at, how, writer)
        code = work()
        _tell(writer, count())
        return code

    code, said = _apart(run)
    return code, int(said.split()[-1]) if said else 0


def moments(work: Callable[[], int], folder: Path) -> dict[How, list[int]]:
    """Run a command to its end; the calls at which stopping it leaves something else of ``folder`` than any other.

    Killed before a call, where something has changed since the call before, or where Git is waiting for words; in the
    middle, where words are written, and of the last call, after which there is no other; a full disk is told to calls
    that ask for room.
    """

    def run(writer: int) -> int:
        before = frozenset[object]()

        def look(name: str, arguments: tuple[Any, ...]) -> None:
            nonlocal before
            stands = frozenset(_standing(folder))
            words = name == "write"
            differs = stands != before or (words and not stat.S_ISREG(os.fstat(arguments[0]).st_mode))
            before = stands
            _WRITE(writer, b"%d%d%d " % (differs, words, _takes_room(name, arguments)))

        _trap(None, How.BEFORE, writer, look)
        return work()

    code, said = _apart(run)
    assert code == FINISHED
    calls = said.split()
    calls[-1] = f"{calls[-1][0]}1{calls[-1][2]}"
    return {
        how: [at for at, worth in enumerate(calls, 1) if worth[place] == "1"]
        for place, how in enumerate((How.BEFORE, How.MIDDLE, How.FULL))
    }


def _apart(work: Callable[[int], int]) -> tuple[int, str]:
    """Run in a process of its own what is given the end of a pipe; its exit code, and what it wrote there."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(work(writer))
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _standing(folder: Path) -> Iterator[tuple[object, ...]]:
    """What stands in a folder: each name, and of a file what a writing changes."""
    for path in folder.rglob("*"):
        known = path.lstat()
        yield (path, *((known.st_ino, known.st_size, known.st_mtime_ns) if not stat.S_ISDIR(known.st_mode) else ()))


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


def _trap(
    at: int | None, how: How, writer: int, look: Callable[[str, tuple[Any, ...]], None] = lambda *_call: None
) -> Callable[[], int]:
    made = 0

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def trap(*arguments: Any, **named: Any) -> Any:
            nonlocal made
            made += 1
            look(name, arguments)
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
