"""Options that several commands share, each written once, and the values of those that go together."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polyvalidate import repository
from polyvalidate.cli.kit.commands import Decorator, option, terminal_of, together
from polyvalidate.cli.kit.span import SPAN
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.watching import REGISTER
from polyvalidate.model.words import Text

PATH = click.Path(path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
YEAR = click.IntRange(2000, 2099)
BRANCH = "main"

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


if TYPE_CHECKING:
    _OfDay = click.ParamType[date]
else:
    _OfDay = click.ParamType  # says what it gives since click 8.4 only


class Day(_OfDay):
    """A day, in any of the forms that ``new --from`` understands; the day always comes before the month."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if _ISO.fullmatch(str(value)):  # what workflows give: the gate loads nothing of `new` for it
            with suppress(ValueError):
                return datetime.fromisoformat(str(value)).date()
        from polyvalidate.files import typed

        try:
            return typed.day(str(value))
        except typed.Unclear as error:
            terminal = terminal_of(ctx) if ctx is not None else Terminal("en")
            self.fail(terminal.of(error.text), param, ctx)


DAY = Day()


def folder(words: Text, default: str | None = ".") -> Decorator:
    """``--repo``, the folder of a school's repository."""
    return option("--repo", aliases=("--root",), default=default, type=PATH, metavar="DIR", help=words)


repo = folder(Text("Dossier du dépôt de l'école.", "Folder of the school's repository."))
found_repo = folder(
    Text(
        "Dossier du dépôt ; à défaut, trouvé depuis le dossier courant.",
        "Folder of the repository; found from the current folder by default.",
    ),
    default=None,
)
"""``--repo`` of a command that somebody runs from inside the repository: None when it is to be found."""
branch = option(
    "--branch",
    default=BRANCH,
    show_default=True,
    main=True,
    metavar="BRANCH",
    help=Text("Branche du dépôt.", "Branch of the repository."),
)
rev = option(
    "--rev",
    metavar="REV",
    help=Text(
        "Lit cette révision Git, sans rien extraire, au lieu des fichiers sur le disque.",
        "Read this Git revision, without any checkout, instead of the files on disk.",
    ),
)
output = option(
    "--output",
    "-o",
    type=NEW_FILE,
    metavar="FILE",
    help=Text("Écrit le résultat dans ce fichier.", "Write the result to this file."),
)


cohort = option("--cohort", type=YEAR, metavar="YEAR", help=Text("Une seule promotion.", "One cohort only."))


THIS_DAY = Text("Fait comme si l'on était ce jour-là.", "Do as if it were this day.")


def today(words: Text = THIS_DAY) -> Decorator:
    """``--on``, as ``today``: the day given, else the one it is at the school that the command reads."""
    return option("--on", "today", type=DAY, metavar="DATE", later=_at_the_school, help=words)


def _at_the_school(given: Mapping[str, Any]) -> date:
    revision = given.get("base") or given.get("rev") or given.get("branch")
    return repository.today(given.get("repo") or Path(), revision)


def form(*names: str, default: str = "text") -> Decorator:
    """``--format``, as ``format_name``."""
    return option(
        "--format",
        "format_name",
        type=click.Choice(names),
        default=default,
        show_default=True,
        help=Text("Forme du résultat.", "Form of the result."),
    )


def register(required: bool = True) -> Decorator:
    """``--register``, which the variable POLYVALIDATE_REGISTER may give; where one can do without, it gives names."""
    return option(
        "--register",
        "-r",
        required=required,
        type=PATH,
        metavar="FILE",
        envvar=REGISTER,
        help=_REGISTER if required else _REGISTER_FOR_NAMES,
    )


_REGISTER = Text(
    "Registre privé, hors de tout dépôt Git (ou la variable POLYVALIDATE_REGISTER).",
    "Private register, outside any Git repository (or the variable POLYVALIDATE_REGISTER).",
)
_REGISTER_FOR_NAMES = Text(
    "Registre privé, pour des noms ; sans lui, des pseudonymes.", "Private register, for names; without it, pseudonyms."
)


names = option("--register", "-r", type=PATH, metavar="FILE", help=_REGISTER_FOR_NAMES)
"""The register where names may be had and done without. No variable gives it: who wants names asks for them."""
signer = option(
    "--as", "signer", metavar="CODE", help=Text("Votre code dans grid/roles.yml.", "Your code in grid/roles.yml.")
)
yes = option(
    "--yes",
    "-y",
    is_flag=True,
    help=Text("Écrit sans demander confirmation.", "Write without asking to confirm."),
)
dry_run = option(
    "--dry-run",
    is_flag=True,
    help=Text("Montre ce qui serait fait, sans rien écrire.", "Show what would be done, and write nothing."),
)


push = option(
    "--push",
    metavar="REMOTE",
    help=Text(
        "Envoie aussi ce qui est écrit à ce dépôt distant, comme polyvalidate send.",
        "Also send what is written to this remote, as polyvalidate send does.",
    ),
)
wait = option(
    "--wait",
    type=SPAN,
    default="3m",
    show_default=True,
    metavar="TIME",
    help=Text("Temps laissé au contrôle du serveur.", "Time that the server's check may take."),
)


@dataclass(frozen=True, slots=True)
class Office:
    """Where an office works and how: its school, its register, who signs, on which day, whether anything is written.

    What a command does not ask for keeps its default here.
    """

    repo: Path
    branch: str = BRANCH
    today: date = date.min
    register: Path | None = None
    signer: str | None = None
    yes: bool = False
    dry_run: bool = False
    push: str | None = None
    wait: float = 0.0

    @property
    def register_file(self) -> Path:
        """The register of a command that requires one."""
        if self.register is None:
            raise click.MissingParameter(param_hint="--register", param_type="option")
        return self.register

    def command(self, *words: str) -> str:
        """A command to type next, at the same place and with the same register, as a shell takes it."""
        said = ["polyvalidate", *words]
        said += ["--register", str(self.register)] if self.register is not None else []
        said += ["--repo", str(self.repo)] if self.repo != Path() else []
        said += ["--branch", self.branch] if self.branch != BRANCH else []
        return shlex.join(said)


_OFFICE: dict[str, Callable[[], Decorator]] = {
    "register": register,
    "register?": lambda: register(required=False),
    "names": lambda: names,
    "as": lambda: signer,
    "repo": lambda: repo,
    "branch": lambda: branch,
    "on": today,
    "yes": lambda: yes,
    "dry-run": lambda: dry_run,
    "push": lambda: push,
    "wait": lambda: wait,
}


def office(*names: str) -> Decorator:
    """Options that make an ``Office``, in this order: ``register`` (``register?`` when one can do without, ``names``
    when it is only for names), ``as``, ``repo``, ``branch``, ``on``, ``yes``, ``dry-run``,
    ``push``, ``wait``."""
    return together("office", Office, *(_OFFICE[name]() for name in names))


def pairs(given: Sequence[str], option: str, terminal: Terminal, keys: Sequence[str] = ()) -> dict[str, str]:
    """``LEFT=RIGHT`` given several times. With ``keys``, the left side is one of them and ends at the first ``=``;
    otherwise it ends at the last, since it may hold some. Raises ``click.BadParameter``."""
    found = {}
    for pair in given:
        left, equal, right = pair.partition("=") if keys else pair.rpartition("=")
        if not equal or not left.strip() or not right.strip() or (keys and left.strip() not in keys):
            known = f" ({', '.join(keys)})" if keys else ""
            raise terminal.wrong(
                Text("Écrivez deux textes séparés par = {known}.", "Write two texts with = between{known}."),
                option,
                known=known,
            )
        found[left.strip()] = right.strip()
    return found
