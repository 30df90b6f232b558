"""A folder of private files on disk: all of them or nothing, for one's own account only."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, private_files


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by path inside the folder, in a place that ``mailing.ready`` gave. Raises ``Unreadable`` when the
    disk refuses, and then nothing is left."""
    made: Path | None = None
    try:
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        for name, data in files.items():
            place = made / name
            place.parent.mkdir(private_files.FOLDER_MODE, exist_ok=True)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, private_files.FILE_MODE)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except BaseException as error:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise Unreadable(
            Text(
                "Rien n'a pu être écrit dans {folder} : {strerror}. Rien n'y a été laissé.",
                "Nothing could be written in {folder}: {strerror}. Nothing was left there.",
            ),
            folder=folder,
            strerror=error.strerror,
        ) from error
