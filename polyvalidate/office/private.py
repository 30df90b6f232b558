"""Private files of the registry office: where they may stand, one command at a time, what stopped writings left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_files import FILE_MODE, outside_git, place, repository_around, unwritable

__all__ = [
    "FILE_MODE",
    "FOLDER_MODE",
    "alone",
    "escaped",
    "in_use",
    "outside_git",
    "place",
    "read_bytes",
    "repository_around",
    "sweep",
    "unwritable",
]

FOLDER_MODE = 0o700


def read_bytes(path: Path) -> bytes | None:
    """The bytes of a file; None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise Unreadable(f"{path} est un dossier.", f"{path} is a folder.") from None
    except OSError as error:
        raise Unreadable(
            f"Le fichier {path} ne peut pas être lu : {error.strerror}.",
            f"The file {path} cannot be read: {error.strerror}.",
        ) from error


def escaped(name: str) -> str:
    """A name as ``glob`` takes it for itself."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def sweep(path: Path) -> None:
    """Take away what writings of a file and of its backups that were cut short have left: it holds personal data."""
    for left in path.parent.glob(f".{escaped(path.name)}.*.tmp"):
        with suppress(OSError):
            left.unlink()


def in_use(path: Path) -> Unreadable:
    return Unreadable(
        f"{path.name} est utilisé par une autre commande ou ouvert dans un autre programme. Fermez-le, puis "
        f"recommencez.",
        f"{path.name} is in use by another command or open in another program. Close it, then start again.",
    )


def refuse_open(path: Path) -> None:
    """Raise ``Unreadable`` when an office program says that it has the file open: what is on the disk may be old."""
    for mark in (f".~lock.{path.name}#", f"~${path.name}"):
        if os.path.lexists(path.parent / mark):
            raise in_use(path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While the block runs, no other command of ours touches this file. Raises ``Unreadable`` at once when one does, or
    when an office program says that it has the file open."""
    import fcntl

    refuse_open(path)
    lock = path.with_name(f".{path.name}.lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise in_use(path) from None
        except OSError as error:
            raise Unreadable(
                f"Le disque où se trouve {path.name} ne sait pas réserver un fichier ({error.strerror}). Placez le "
                f"registre "
                "sur un autre disque.",
                f"The disk that holds {path.name} cannot lock a file ({error.strerror}). Put the register on another "
                "disk.",
            ) from error
        yield
    finally:
        os.close(handle)
