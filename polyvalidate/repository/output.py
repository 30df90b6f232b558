"""Results to the terminal or to a file: whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_files import deliver, place

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


def replace_file(path: Path, data: bytes) -> None:
    """Write a file of a school whole or not at all; a link that stands there is replaced, wherever it leads.
    Raises ``Unreadable`` with the reason when it cannot be written."""
    _written(place, path, data)


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
