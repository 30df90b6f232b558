"""What comes with the program: schemas, example grid, template, examples of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable

_KEPT = {"rules": "tests/rules"}
"""Where the source tree keeps what does not stand at its root."""


@cache
def packaged(folder: str) -> Path:
    """A folder that comes with the program (``schemas``, ``grid``, ``template``, ``rules``): inside the installed
    package, or in the source tree when the program runs from there."""
    package = Path(__file__).resolve().parent.parent  # ``importlib.resources`` says the same, and takes 5 ms to import
    installed = package / "_data" / folder
    if installed.is_dir():
        return installed
    source = package.parent / _KEPT.get(folder, folder)
    if source.is_dir():
        return source
    raise Unreadable(
        Text(
            "Le dossier {folder} livré avec polyvalidate est introuvable : réinstallez le programme.",
            "The folder {folder} that comes with polyvalidate is missing: install the program again.",
        ),
        folder=folder,
    )


@cache
def official_schemas() -> Mapping[str, bytes]:
    """The schemas that judge, by file name."""
    return {path.name: path.read_bytes() for path in sorted(packaged("schemas").glob("*.schema.json"))}


def parsed_schemas() -> dict[str, Any]:
    """The same, parsed, by kind of file."""
    import json

    return {name.removesuffix(".schema.json"): json.loads(data) for name, data in official_schemas().items()}


def starting_files() -> dict[str, bytes]:
    """What a repository starts from: the example grid of every year, the roles, the schemas, the settings of
    the site (path -> bytes)."""
    grid = packaged("grid")
    found = {f"grid/{path.relative_to(grid).as_posix()}": path.read_bytes() for path in sorted(grid.rglob("*.yml"))}
    template = packaged("template")
    found |= {name: (template / name).read_bytes() for name in ("mkdocs.yml", ".gitignore", ".gitattributes")}
    return found | {f"schemas/{name}": data for name, data in official_schemas().items()}
