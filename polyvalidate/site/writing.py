"""The pages on disk: a folder that is replaced whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.guides.declared import setting
from polyvalidate.site.pages import BadPage, Site
from polyvalidate.site.pages.configuring import configuration
from polyvalidate.site.pages.contents import SCRIPTS, contents

MARK = ".polyvalidate-pages"
"""Stands in a folder that we made: only such a folder is replaced."""


def _nothing() -> None: ...


def tree(site: Site, parent: str, step: Callable[[], None] = _nothing) -> dict[str, bytes]:
    """Everything below the folder of pages; ``parent`` is the path from there to ``mkdocs.yml``. ``step`` is called
    once for each language."""
    files: dict[str, bytes] = {MARK: b""}
    for lang in site.languages:
        try:
            made = contents(site, lang)
        except BadPage as error:
            raise Unreadable(error.text) from error
        for page in made.pages():
            files[f"{lang}/{page.path}"] = page.markdown().encode()
        for path, data in made.files.items():
            files[f"{lang}/{path}"] = data
        foot = setting(site, "foot", lang, lang)
        files[f"{lang}.yml"] = configuration(made, lang, site, parent, SCRIPTS, foot).encode()
        step()
    return files


def need_the_extra() -> None:
    """The libraries that write HTML and the calendar."""
    for library in ("jinja2", "icalendar"):
        if find_spec(library) is None:
            raise Unreadable(
                Text(
                    "Il manque {library}, qui écrit les pages du site : pip install 'polyvalidate[site]'.",
                    "{library} is missing, which writes the pages of the site: pip install 'polyvalidate[site]'.",
                ),
                library=library,
            )


def write(site: Site, root: Path, folder: Path, step: Callable[[], None] = _nothing) -> int:
    """Replace the folder; the number of files written. ``step`` is called once for each language. Raises Unreadable
    when the folder is not one of ours."""
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unreadable(
            Text(
                "{folder} existe et ne contient pas des pages du site : choisissez un autre dossier.",
                "{folder} exists and does not hold pages of the site: choose another folder.",
            ),
            folder=folder,
        )
    need_the_extra()
    parent = Path(os.path.relpath(root.resolve() / "mkdocs.yml", folder.resolve())).as_posix()
    files = tree(site, parent, step)
    replace(folder, files)
    return len(files)


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder beside the old one, then swap them."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".pages-"))
        try:
            new = made / "new"
            for path, data in files.items():
                target = new / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            if folder.exists():
                folder.rename(made / "old")
            new.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise Unreadable(
            Text(
                "Les pages ne peuvent pas être écrites dans {folder} : {strerror}.",
                "The pages cannot be written in {folder}: {strerror}.",
            ),
            folder=folder,
            strerror=error.strerror,
        ) from error
