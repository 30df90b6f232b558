"""What cannot be read, said to the person."""

from __future__ import annotations

from polyvalidate.model.told import Told
from polyvalidate.model.words import Text


class Unreadable(Told):
    """A root, revision or file that cannot be read: said to the person, exit code 2."""


def no_folder(folder: object) -> Unreadable:
    return Unreadable(Text("Le dossier {folder} n'existe pas.", "The folder {folder} does not exist."), folder=folder)


def not_read(path: object, error: OSError) -> Unreadable:
    return Unreadable(
        Text("Le fichier {path} ne peut pas être lu : {error}.", "The file {path} cannot be read: {error}."),
        path=path,
        error=error.strerror,
    )
