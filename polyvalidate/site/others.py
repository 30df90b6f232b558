"""The grids of other schools that ``mkdocs.yml`` lists, read from this repository and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.pages import shared_grids
from polyvalidate.site.pages.packages import NAME
from polyvalidate.site.pages.shared_grids import BadPackage, SharedGrid

_NOT_A_PATH = Text("donnez le chemin d'un datapackage.json de ce dépôt", "give the path of a datapackage.json here")
_NO_FOLDER = Text("ce dossier n'existe pas dans ce dépôt", "this folder does not exist in this repository")
_TOO_LARGE = Text("{name} est trop gros", "{name} is too large")


def others(root: Path, listed: Any) -> tuple[SharedGrid, ...]:
    """The packages in the order of the settings. Raises Unreadable with the path and what to mend."""
    if listed is None:
        return ()
    if not isinstance(listed, list):
        raise Unreadable(
            Text(
                "mkdocs.yml : extra.polyvalidate.comparisons est une liste de chemins de datapackage.json.",
                "mkdocs.yml: extra.polyvalidate.comparisons is a list of paths of datapackage.json.",
            )
        )
    return tuple(_other(root, *_asked(item)) for item in listed)


def _asked(item: Any) -> tuple[str, dict[str, str]]:
    """The path of a package, and the pairs of activities that are declared."""
    if isinstance(item, str):
        return item, {}
    if isinstance(item, Mapping) and isinstance(item.get("path"), str):
        pairs = item.get("pairs") or {}
        if isinstance(pairs, Mapping) and all(isinstance(side, str) for pair in pairs.items() for side in pair):
            return str(item["path"]), dict(pairs)
    raise Unreadable(
        Text(
            "mkdocs.yml : dans extra.polyvalidate.comparisons, écrivez un chemin, ou path et pairs avec "
            'des codes entre guillemets ("3.1": "B2").',
            "mkdocs.yml: in extra.polyvalidate.comparisons, write a path, or path and pairs with codes "
            'in quotes ("3.1": "B2").',
        )
    )


def _other(root: Path, path: str, pairs: Mapping[str, str]) -> SharedGrid:
    plain = PurePosixPath(path)
    folder = root / plain.parent
    if plain.is_absolute() or ".." in plain.parts or plain.name != NAME:
        raise _bad(path, _NOT_A_PATH)
    if not folder.resolve().is_relative_to(root.resolve()) or not folder.is_dir():
        raise _bad(path, _NO_FOLDER)
    files: dict[str, bytes] = {}
    for found in sorted(folder.iterdir()):
        if found.is_symlink() or not found.is_file() or not found.name.endswith((".csv", ".json")):
            continue
        if found.stat().st_size > shared_grids.LARGEST:
            raise _bad(path, _TOO_LARGE.filled(name=found.name))
        files[found.name] = found.read_bytes()
    try:
        return shared_grids.read(files, pairs)
    except BadPackage as error:
        raise _bad(path, error.text) from error


def _bad(path: str, why: Text) -> Unreadable:
    return Unreadable(Text("Comparaison {path} : {why}.", "Comparison {path}: {why}."), path=path, why=why)
