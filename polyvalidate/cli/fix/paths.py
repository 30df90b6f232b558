"""Which files ``polyvalidate fix`` is asked to mend: those of the repository, and never what a link leads to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from polyvalidate.model.paths import Node
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable


def wanted_of(root: Path, paths: Sequence[Path], nodes: Sequence[Node]) -> frozenset[str]:
    """The paths in the repository that were asked for. Raises ``Unreadable`` for what is not there, or is a link."""
    everything = frozenset(node.path for node in nodes)
    if not paths:
        return everything
    found: set[str] = set()
    for given in paths:
        name = _inside(root, given)
        below = {path for path in everything if name == "." or path == name or path.startswith(f"{name}/")}
        if not below:
            raise Unreadable(
                Text(
                    "Rien à corriger sous {given} : ce n'est ni un fichier de declarations/ ou de grid/, ni un "
                    "dossier qui en contient.",
                    "Nothing to mend under {given}: it is neither a file of declarations/ or grid/, nor a folder "
                    "of them.",
                ),
                given=given,
            )
        found |= below
    return frozenset(found)


def _inside(root: Path, given: Path) -> str:
    """A path as the repository names it. It is looked for from the current folder, then from the root."""
    for start in (Path.cwd(), root.absolute()):
        path = Path(os.path.normpath(start / given))
        if not os.path.lexists(path):
            continue
        base = Path(os.path.normpath(root.absolute()))
        for top, real in ((base, path), (base.resolve(), path.parent.resolve() / path.name)):
            if real.is_relative_to(top):
                refuse_links(top, real, given)
                return real.relative_to(top).as_posix()
        raise Unreadable(
            Text(
                "Le chemin {given} est en dehors du dépôt {root}. Choisissez un autre dépôt avec --repo.",
                "The path {given} is outside of the repository {root}. Choose another repository with --repo.",
            ),
            given=given,
            root=root,
        )
    raise Unreadable(Text("Le fichier {given} n'existe pas.", "The file {given} does not exist."), given=given)


def refuse_links(top: Path, path: Path, given: Path) -> None:
    """Raise ``Unreadable`` when the way from ``top`` to a path goes through a link."""
    here = top
    for part in path.relative_to(top).parts:
        here /= part
        if here.is_symlink():
            raise Unreadable(
                Text(
                    "Le chemin {given} passe par un lien, qui n'est pas suivi. Donnez le fichier lui-même.",
                    "The path {given} goes through a link, which is not followed. Give the file itself.",
                ),
                given=given,
            )
