"""Files for one's own eyes: registers, signing keys, documents that name somebody. Never in Git, whole or not at all.

The order is always: write beside, flush to the disk, then rename. A machine that stops leaves the old file or the new.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable, not_read

POSIX = os.name == "posix"
"""Do the modes of a file say who may read it? On Windows access lists do, and what is in one's own folder is one's
own."""
FILE_MODE = 0o600
FOLDER_MODE = 0o700


def outside_git(path: Path) -> Path:
    """The real place of a private file or folder. Raises ``Unreadable`` for a place inside a Git repository, ignored
    folders included: one ``git add -f`` would publish it for ever. A device or a pipe holds nothing, wherever it is."""
    if _is_stream(path):
        return path
    real = Path(os.path.realpath(path))
    folder = repository_around(path)
    if folder is not None:
        raise Unreadable(
            Text(
                "{path} est dans un dépôt Git ({folder}), où rien de privé n'a sa place, même dans un dossier ignoré. "
                "Choisissez un dossier à l'extérieur.",
                "{path} is inside a Git repository ({folder}), where nothing private has its place, not even in an "
                "ignored folder. Choose a folder outside.",
            ),
            path=path,
            folder=folder,
        )
    if not real.parent.is_dir():
        raise Unreadable(
            Text(
                "Le dossier {parent} n'existe pas : créez-le, puis recommencez.",
                "The folder {parent} does not exist: create it, then start again.",
            ),
            parent=real.parent,
        )
    return real


def repository_around(path: Path) -> Path | None:
    """The Git repository in which a file or folder stands; None when it is in none."""
    real = Path(os.path.realpath(path))
    return next((f for f in (real, *real.parents) if os.path.lexists(f / ".git") or _is_git_folder(f)), None)


def _is_git_folder(folder: Path) -> bool:
    """A bare repository, or the inside of ``.git``."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def read_private(path: Path, most: int) -> bytes:
    """The bytes of a private file of at most ``most`` bytes; ``-`` is the standard input.

    Raises ``Unreadable`` when it is inside Git, open to others, too large or cannot be read.
    """
    if str(path) == "-":
        data = sys.stdin.buffer.read(most + 1)
    else:
        real = outside_git(path)
        try:
            with real.open("rb") as file:
                _refuse_shared(file, path)
                data = file.read(most + 1)
        except OSError as error:
            raise not_read(path, error) from error
    if len(data) > most:
        raise Unreadable(Text("Le fichier {path} est trop grand.", "The file {path} is too large."), path=path)
    return data


def read_own(path: Path) -> bytes | None:
    """The bytes of a private file, however large; None when there is none. Raises ``Unreadable`` when it is open to
    others, or cannot be read."""
    return _read(path, _refuse_shared)


def _refuse_shared(file: IO[bytes], path: Path) -> None:
    if POSIX and os.fstat(file.fileno()).st_mode & 0o077:
        raise Unreadable(
            Text(
                "D'autres comptes de cette machine peuvent lire {path}. Fermez-le d'abord : chmod 600 {path}",
                "Other accounts of this machine can read {path}. Close it first: chmod 600 {path}",
            ),
            path=path,
        )


def create_private(path: Path, data: bytes) -> None:
    """Write a private file that does not exist yet. Raises ``Unreadable`` when it does, or is inside Git."""
    real = outside_git(path)
    if os.path.lexists(real):
        raise Unreadable(
            Text(
                "{path} existe déjà et n'est pas remplacé. Choisissez un autre nom.",
                "{path} exists already and is not replaced. Choose another name.",
            ),
            path=path,
        )
    _written(real, data, path)


def replace_private(path: Path, data: bytes) -> None:
    """Write a private file, instead of what was there. Raises ``Unreadable`` inside Git."""
    _written(outside_git(path), data, path)


def _written(real: Path, data: bytes, path: Path) -> None:
    try:
        deliver(real, data)
    except OSError as error:
        raise unwritable(path, error) from error


def deliver(path: Path, data: bytes, mode: int = FILE_MODE) -> None:
    """Write where somebody said: as ``place``, at the end of links; a device or a pipe stays and is written to.

    Raises OSError.
    """
    if not _is_stream(path):
        place(Path(os.path.realpath(path)), data, mode)
        return
    with open(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as stream:
        stream.write(data)


def _is_stream(path: Path) -> bool:
    """A device, a pipe, or a stream of this program (/dev/stdout), which may be a file that others write too."""
    if str(path) in ("/dev/stdout", "/dev/stderr") or path.is_relative_to("/dev/fd") or path.is_relative_to("/proc"):
        return True
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def place(path: Path, data: bytes, mode: int = FILE_MODE) -> None:
    """Write a file whole or not at all, for one's own eyes unless ``mode`` says otherwise.

    Raises OSError, and then leaves what was there.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """Have the renaming itself reach the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, error: OSError) -> Unreadable:
    return Unreadable(
        Text(
            "{path} ne peut pas être écrit : {strerror}. Ce qui était là n'a pas changé.",
            "{path} cannot be written: {strerror}. What was there has not changed.",
        ),
        path=path,
        strerror=error.strerror,
    )


def read_bytes(path: Path) -> bytes | None:
    """The bytes of a file; None when there is none."""
    return _read(path, lambda _file, _path: None)


def _read(path: Path, held_to: Callable[[IO[bytes], Path], None]) -> bytes | None:
    try:
        with path.open("rb") as file:
            held_to(file, path)
            return file.read()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise _a_folder(path) from None
    except OSError as error:
        raise not_read(path, error) from error


def _a_folder(path: Path) -> Unreadable:
    return Unreadable(Text("{path} est un dossier.", "{path} is a folder."), path=path)


def read_closed(path: Path) -> bytes:
    """The bytes of a file that must be there, and that no office program may have open. Raises ``Unreadable``."""
    refuse_open(path)
    data = read_bytes(path)
    if data is None:
        raise Unreadable(Text("Le fichier {path} n'existe pas.", "The file {path} does not exist."), path=path)
    return data


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
        Text(
            "{name} est utilisé par une autre commande ou ouvert dans un autre programme. Fermez-le, puis recommencez.",
            "{name} is in use by another command or open in another program. Close it, then start again.",
        ),
        name=path.name,
    )


def refuse_open(path: Path) -> None:
    """Raise ``Unreadable`` when an office program says that it has the file open: what is on the disk may be old."""
    for mark in (f".~lock.{path.name}#", f"~${path.name}"):
        if os.path.lexists(path.parent / mark):
            raise in_use(path)
