"""Results to the terminal or to a file: whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_files import deliver, place
from polyvalidate.repository.showing import Coming, show

_MODE = 0o644


def put(text: str, output: Path | None) -> None:
    """Print, or write to ``output`` as ``deliver_file`` does."""
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        return
    deliver_file(output, text.encode("utf-8", "backslashreplace"))


def deliver_file(path: Path, data: bytes) -> None:
    """Write where somebody said: a file whole or not at all, at the end of links; a device or a pipe is written to.
    Raises ``Unreadable`` with the reason when it cannot be written."""
    _written(deliver, path, data)


def replace_files(files: Mapping[Path, bytes], *, trial: bool = False) -> None:
    """Write files of a school, each whole or not at all; a link that stands there is replaced, wherever it leads.

    Whoever looks at what is written sees all of them first, and a ``trial`` ends there. Raises ``Unreadable`` with the
    reason when one cannot be written."""
    show(lambda: [Coming(path.name, data, partial(_there, path)) for path, data in files.items()])
    for path, data in () if trial else files.items():
        _written(_in_its_folder, path, data)


def replace_file(path: Path, data: bytes, *, trial: bool = False) -> None:
    """The same for one file."""
    replace_files({path: data}, trial=trial)


def _in_its_folder(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(exist_ok=True)
    place(path, data, mode)


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _written(write: Callable[[Path, bytes, int], None], path: Path, data: bytes) -> None:
    try:
        write(path, data, _MODE)
    except OSError as error:
        raise Unreadable(
            Text(
                "Le fichier {path} ne peut pas être écrit : {strerror}.",
                "The file {path} cannot be written: {strerror}.",
            ),
            path=path,
            strerror=error.strerror,
        ) from error
