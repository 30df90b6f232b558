"""A folder of private files on disk: all of them or nothing, for one's own account only."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, private_files

_UNFINISHED = ".polyvalidate"


def ready(folder: Path) -> Path:
    """The real place of a folder of private files that may be written.

    Raises ``Unreadable`` for one that is taken, or inside a Git repository.
    """
    real = private_files.outside_git(folder)
    for left in real.parent.glob(f".{private_files.escaped(real.name)}-*{_UNFINISHED}"):
        shutil.rmtree(left, ignore_errors=True)  # what was cut short: it may hold personal data
    if os.path.lexists(real) and not (real.is_dir() and not any(real.iterdir())):
        raise Unreadable(
            Text(
                "{folder} existe déjà et n'est pas un dossier vide : choisissez un autre nom.",
                "{folder} already exists and is not an empty folder: choose another name.",
            ),
            folder=folder,
        )
    return real


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by path inside the folder, in a place that ``ready`` gave. Raises ``Unreadable`` when the
    disk refuses, and then nothing is left."""
    made: Path | None = None
    try:
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=_UNFINISHED))
        for name, data in files.items():
            place = made / name
            if not place.parent.is_dir():
                place.parent.mkdir(private_files.FOLDER_MODE)
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
