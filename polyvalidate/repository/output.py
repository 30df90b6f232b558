"""Results to the terminal or to a file: whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_files import place

_MODE = 0o644


def put(text: str, output: Path | None) -> None:
    """Print, or write to a temporary file that then takes the place of ``output``."""
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        return
    replace_file(output, text.encode("utf-8", "backslashreplace"))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file atomically, beside itself. Raises ``Unreadable`` with the reason when it cannot be written."""
    try:
        place(path, data, _MODE)
    except OSError as error:
        raise Unreadable(
            Text(
                "Le fichier {path} ne peut pas être écrit : {strerror}.",
                "The file {path} cannot be written: {strerror}.",
            ),
            path=path,
            strerror=error.strerror,
        ) from error
