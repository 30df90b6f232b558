"""``polyvalidate init DIR``: a new school's own repository, thin and working at once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, official_schemas, packaged


def run_init(directory: Path, schemas_only: bool, lang: str) -> int:
    """Make the repository, or only bring its copies of the schemas up to date."""
    if schemas_only:
        return _schemas(directory, lang)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Unreadable(
            Text(
                "{directory} existe déjà et n'est pas vide : choisissez un autre dossier.",
                "{directory} already exists and is not empty: choose another folder.",
            ),
            directory=directory,
        )
    parent = directory.absolute().parent
    if not parent.is_dir():
        raise Unreadable(
            Text("Le dossier {parent} n'existe pas.", "The folder {parent} does not exist."), parent=parent
        )
    try:
        with tempfile.TemporaryDirectory(dir=parent, prefix=".polyvalidate-") as made:
            school = Path(made) / "school"
            _fill(school)
            _make_repository(school)
            if directory.exists():
                directory.rmdir()
            school.rename(directory)
    except OSError as error:
        raise Unreadable(
            Text(
                "Le dossier {directory} ne peut pas être créé : {strerror}.",
                "The folder {directory} cannot be made: {strerror}.",
            ),
            directory=directory,
            strerror=error.strerror,
        ) from error
    click.echo(
        Text(
            "Dépôt prêt : {directory}\nLa grille est un exemple. Ensuite : lisez README.md, adaptez "
            "grid/roles.yml, puis lancez polyvalidate check.",
            "Repository ready: {directory}\nThe grid is an example. Next: read README.md, adapt "
            "grid/roles.yml, then run polyvalidate check.",
        ).of(lang, directory=directory)
    )
    return 0


def _fill(school: Path) -> None:
    """The template, the latest example grid with its roles, and the schemas for editors."""
    shutil.copytree(packaged("template"), school)
    grid = packaged("grid")
    latest = max(path.name for path in grid.iterdir() if path.is_dir())
    shutil.copytree(grid / latest, school / "grid" / latest)
    shutil.copy(grid / "roles.yml", school / "grid" / "roles.yml")
    _write_schemas(school)


def _write_schemas(school: Path) -> None:
    (school / "schemas").mkdir(exist_ok=True)
    for name, data in official_schemas().items():
        (school / "schemas" / name).write_bytes(data)


def _make_repository(school: Path) -> None:
    """The first commit, under a generic name: the keeper's own identity begins with the next one."""
    import git

    repository = git.Repo.init(school, initial_branch="main")
    with repository:
        repository.git.add("--all")
        with repository.config_writer() as config:
            config.set_value("core", "autocrlf", "false")
        repository.git.execute(
            [
                "git",
                "-c",
                "user.name=polyvalidate",
                "-c",
                "user.email=polyvalidate@example.org",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "--quiet",
                "--message",
                "Dépôt PolyPoints, grille d'exemple",
            ]
        )


def _schemas(directory: Path, lang: str) -> int:
    if not (directory / "grid").is_dir():
        raise Unreadable(
            Text(
                "Le dossier {directory} n'est pas un dépôt PolyPoints.", "The folder {directory} is no such repository."
            ),
            directory=directory,
        )
    _write_schemas(directory)
    click.echo(
        Text("Schémas mis à jour dans {value}.", "Schemas brought up to date in {value}.").of(
            lang, value=directory / "schemas"
        )
    )
    return 0
