"""A private file that one command holds at a time, and no office program meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import private_files
from polyvalidate.repository.unreadable import Unreadable


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While the block runs, no other command of ours touches this file. Raises ``Unreadable`` at once when one does, or
    when an office program says that it has the file open."""
    private_files.refuse_open(path)
    lock = path.with_name(f".{path.name}.lock")
    with (_locked if private_files.POSIX else _locked_elsewhere)(lock, path):
        yield


@contextmanager
def _locked_elsewhere(lock: Path, path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise private_files.in_use(path) from None


@contextmanager
def _locked(lock: Path, path: Path) -> Iterator[None]:
    """By the system itself, whose reason is told when a disk cannot."""
    import fcntl

    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), private_files.FILE_MODE)
    except OSError as error:
        raise private_files.unwritable(path, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise private_files.in_use(path) from None
        except OSError as error:
            raise Unreadable(
                Text(
                    "Le disque où se trouve {name} ne sait pas réserver un fichier ({strerror}). Placez le registre "
                    "sur un autre disque.",
                    "The disk that holds {name} cannot lock a file ({strerror}). Put the register on another disk.",
                ),
                name=path.name,
                strerror=error.strerror,
            ) from error
        yield
    finally:
        os.close(handle)
