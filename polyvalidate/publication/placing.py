"""The files of an issue and the record, both in place or neither."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, resolve, run_git

_MODE, _FOLDER_MODE = 0o644, 0o755


def read_record(path: Path) -> bytes | None:
    """The bytes of the record; None when there is none yet."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(
            Text(
                "Le registre {path} ne peut pas être lu : {strerror}.", "The record {path} cannot be read: {strerror}."
            ),
            path=path,
            strerror=error.strerror,
        ) from error


def committed_record(root: Path, revision: str, record: Path) -> bytes | None:
    """The record as a revision of the repository holds it; None when it does not, or when it is kept elsewhere."""
    try:
        inside = record.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return None
    try:
        return run_git(root, "cat-file", "blob", f"{resolve(root, revision)}:./{inside}")
    except Unreadable:
        return None


def folders(publications: Path) -> list[tuple[str, str]]:
    """The issues whose files stand beside the record: (cohort, date)."""
    return sorted((path.parent.name, path.name) for path in publications.glob("20[0-9][0-9]/20[0-9][0-9]-*"))


def place(folder: Path, files: Mapping[str, bytes], record: Path, before: bytes | None, after: bytes) -> None:
    """Write the files of an issue and the record. ``before`` is what the record held when it was read.

    The record is put first: an issue without its files can be made again, whereas files that the record does not know
    would be forgotten by next year's attacker. It is put back if the files cannot follow.
    """
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=record.parent, prefix=".issue-"))
    except OSError as error:
        raise _unwritable(record.parent, error) from error
    try:
        new = made / "new"
        new.mkdir(_FOLDER_MODE)
        for name, data in files.items():
            _write(new / name, data)
        if read_record(record) != before:
            raise Unreadable(
                Text(
                    "Le registre des publications a changé pendant ce temps : relancez la commande.",
                    "The record of issues changed meanwhile: run the command again.",
                )
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        _replace(record, after, made)
        try:
            _swap(new, folder, made)
        except BaseException:
            if before is None:
                record.unlink()
            else:
                _replace(record, before, made)
            raise
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
        _remove_empty(folder.parent)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(_MODE)


def _replace(path: Path, data: bytes, made: Path) -> None:
    temporary = made / "record"
    _write(temporary, data)
    os.replace(temporary, path)


def _swap(new: Path, folder: Path, made: Path) -> None:
    """Put a folder in the place of another, which is taken away only once the new one stands."""
    old = made / "old"
    there = folder.exists()
    if there:
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        if there:
            old.rename(folder)
        raise


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # it holds issues, or was never made


def _unwritable(place: Path, error: OSError) -> Unreadable:
    return Unreadable(
        Text(
            "Rien n'a été publié : {place} ne peut pas être écrit ({strerror}).",
            "Nothing was published: {place} cannot be written ({strerror}).",
        ),
        place=place,
        strerror=error.strerror,
    )
