"""``polyvalidate init DIR``: a new school's own repository, thin and working at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.kit import asking, options
from polyvalidate.cli.kit.asking import Stopped
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.founding import SAMPLES, WISHES, accounts, wished
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.values import year_in
from polyvalidate.model.accounts import is_said
from polyvalidate.model.words import Text
from polyvalidate.office.acts.founding import Wishes, grid_of, template_for
from polyvalidate.repository import Unreadable, official_schemas, packaged
from polyvalidate.repository.own_wheel import FOLDERS, own_wheel


@command(
    "init",
    Text(
        "Crée dans DIRECTORY le dépôt d'une nouvelle école : grille d'exemple, schémas, contrôle automatique.",
        "Make a new school's repository in DIRECTORY: example grid, schemas, automatic check.",
    ),
)
@argument("directory", type=options.PATH)
@option(
    "--forge",
    type=click.Choice(tuple(FOLDERS)),
    default="github",
    show_default=True,
    help=Text("Forge de l'école, pour ses tâches.", "Forge of the school, for its jobs."),
)
@option(
    "--year",
    metavar="YEAR",
    help=Text(
        "Année de la grille : 2026-2027 ; à défaut, celle d'aujourd'hui.",
        "Year of the grid: 2026-2027; that of today by default.",
    ),
)
@option(
    "--schemas",
    "schemas_only",
    is_flag=True,
    help=Text(
        "Dans un dépôt existant : remplace seulement les copies des schémas.",
        "In an existing repository: replace the copies of the schemas only.",
    ),
)
@together("wishes", Wishes, *WISHES)
@option(
    "--yes",
    is_flag=True,
    help=Text(
        "Ne demande rien : ce qui n'est pas dit reste celui de l'exemple.",
        "Ask nothing: what is not said stays as in the example.",
    ),
)
def init(
    terminal: Terminal,
    directory: Path,
    forge: str,
    year: str | None,
    schemas_only: bool,
    wishes: Wishes,
    yes: bool,
) -> int:
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
    today = repository.today(packaged("grid").parent)
    wanted = year_in(year, today, terminal)
    _refuse_what_cannot_be(directory)
    try:
        wishes = wished(wishes, forge, wanted, today, terminal, asks=asking.is_there() and not yes)
    except Stopped:
        return terminal.stopped()
    held = accounts(wishes, forge, grid_of(wanted, today, Wishes()).book.roles, terminal)
    files = {**template_for(own_wheel(), forge, wishes), **grid_of(wanted, today, wishes, held).files}
    try:
        with tempfile.TemporaryDirectory(dir=directory.absolute().parent, prefix=".polyvalidate-") as made:
            school = Path(made) / "school"
            for name, data in files.items():
                _write(school / name, data)
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
            "Dépôt prêt : {directory}\nLa grille {year} est un exemple. Ensuite : lisez README.md, adaptez"
            " grid/roles.yml, puis lancez polyvalidate check.",
            "Repository ready: {directory}\nThe grid {year} is an example. Next: read README.md, adapt grid/roles.yml,"
            " then run polyvalidate check.",
        ),
        directory=directory,
        year=wanted,
    )
    samples = [terminal.of(what) for wish, what in SAMPLES.items() if getattr(wishes, wish) is None]
    unsaid = [code for code, account in held.items() if not is_said(account)]
    samples += [terminal.of(_UNSAID, codes=tuple(unsaid))] if unsaid else []
    if samples:
        terminal.say(Text("Restent à dire : {samples}.", "Still to be said: {samples}."), samples=", ".join(samples))
    if forge == "git":
        said = Text(
            "Sur le serveur Git : git clone --bare {directory} {name}.git ; polyvalidate server install {name}.git",
            "On the Git server: git clone --bare {directory} {name}.git; polyvalidate server install {name}.git",
        )
        terminal.say(said, directory=directory, name=directory.absolute().name)
    return 0


_UNSAID = Text("les comptes de {codes:all} (grid/roles.yml)", "the accounts of {codes:all} (grid/roles.yml)")


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


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if data.startswith(b"#!"):
        path.chmod(0o755)  # what opens the desk is double-clicked


def _write_schemas(school: Path) -> None:
    for name, data in official_schemas().items():
        _write(school / "schemas" / name, data)


def _make_repository(school: Path) -> None:
    """The first commit, under a generic name: the keeper's own identity begins with the next one."""
    import git

    made = git.Repo.init(school, initial_branch="main")
    with made:
        made.git.add("--all")
        with made.config_writer() as config:
            config.set_value("core", "autocrlf", "false")
        author = {"user.name": "polyvalidate", "user.email": "polyvalidate@example.org", "commit.gpgsign": "false"}
        settings = [word for name, value in author.items() for word in ("-c", f"{name}={value}")]
        message = "Dépôt PolyPoints, grille d'exemple"
        made.git.execute(["git", *settings, "commit", "--quiet", "--message", message])
