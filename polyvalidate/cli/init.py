"""``polyvalidate init DIR``: a new school's own repository, thin and working at once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, official_schemas, packaged
from polyvalidate.repository.own_wheel import locked_installation


@command(
    "init",
    Text(
        "Crée dans DIRECTORY le dépôt d'une nouvelle école : grille d'exemple, schémas, contrôle automatique.",
        "Make a new school's repository in DIRECTORY: example grid, schemas, automatic check.",
    ),
)
@argument("directory", type=options.PATH)
@option(
    "--schemas",
    "schemas_only",
    is_flag=True,
    help=Text(
        "Dans un dépôt existant : remplace seulement les copies des schémas.",
        "In an existing repository: replace the copies of the schemas only.",
    ),
)
def init(terminal: Terminal, directory: Path, schemas_only: bool) -> int:
    if schemas_only:
        if not (directory / "grid").is_dir():
            raise Unreadable(
                Text(
                    "Le dossier {directory} n'est pas un dépôt PolyPoints.",
                    "The folder {directory} is no such repository.",
                ),
                directory=directory,
            )
        _write_schemas(directory)
        said = Text("Schémas mis à jour dans {folder}.", "Schemas brought up to date in {folder}.")
        terminal.say(said, folder=directory / "schemas")
        return 0
    _refuse_what_cannot_be(directory)
    try:
        with tempfile.TemporaryDirectory(dir=directory.absolute().parent, prefix=".polyvalidate-") as made:
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
    terminal.say(
        Text(
            "Dépôt prêt : {directory}\nLa grille est un exemple. Ensuite : lisez README.md, adaptez grid/roles.yml, "
            "puis lancez polyvalidate check.",
            "Repository ready: {directory}\nThe grid is an example. Next: read README.md, adapt grid/roles.yml, then "
            "run polyvalidate check.",
        ),
        directory=directory,
    )
    return 0


def _refuse_what_cannot_be(directory: Path) -> None:
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


def _fill(school: Path) -> None:
    """The template, the latest example grid with its roles, the schemas for editors, and what its jobs install."""
    shutil.copytree(packaged("template"), school)
    grid = packaged("grid")
    latest = max(path.name for path in grid.iterdir() if path.is_dir())
    shutil.copytree(grid / latest, school / "grid" / latest)
    shutil.copy(grid / "roles.yml", school / "grid" / "roles.yml")
    _write_schemas(school)
    for name, data in locked_installation().items():
        (school / name).parent.mkdir(parents=True, exist_ok=True)
        (school / name).write_bytes(data)


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
        author = {"user.name": "polyvalidate", "user.email": "polyvalidate@example.org", "commit.gpgsign": "false"}
        settings = [word for name, value in author.items() for word in ("-c", f"{name}={value}")]
        message = "Dépôt PolyPoints, grille d'exemple"
        repository.git.execute(["git", *settings, "commit", "--quiet", "--message", message])
