"""A remark about a list with names that somebody gives from inside a Git repository, where one commit publishes it."""

from __future__ import annotations

from pathlib import Path

import click

from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.repository.private_files import repository_around


def remark(lang: str, *lists: Path | None) -> None:
    """Say which of these files stand inside Git. It is no refusal: the file is there already, and is only read."""
    for path in lists:
        folder = repository_around(path) if path is not None else None
        if folder is not None:
            said = Text(
                "Attention : {path} porte peut-être des noms et se trouve dans le dépôt Git {folder}. "
                "Déplacez-le à côté du registre avant tout commit.",
                "Beware: {path} may hold names and stands inside the Git repository {folder}. Move it beside "
                "the register before any commit.",
            ).of(lang, path=path, folder=folder)
            click.echo(plain(typographic(said, lang)), err=True)
