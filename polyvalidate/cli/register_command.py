"""The ``register`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.office_options import (
    branch_option,
    dry_run_option,
    on_option,
    register_option,
    repo_option,
    yes_option,
)

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def register_group(say: Say, lang: str, lang_option: LangOption) -> click.Group:
    """``register show | find | check | forget``: the private table of pseudonyms."""
    group = click.Group(
        "register",
        help=say(
            "Le registre privé de la scolarité : quel pseudonyme est à qui.",
            "The private register of the registry office: whose is which pseudonym.",
        ),
    )
    for make in (_show, _find, _check, _forget):
        group.add_command(make(say, lang, lang_option))
    return group


def _show(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.registering import run_show

        return run_show(lang=lang, **options)

    return click.Command(
        "show",
        callback=callback,
        help=say(
            "Montre le registre entier ou une promotion, en table ou en CSV pour Excel.",
            "Show the whole register or a cohort, as a table or as CSV for Excel.",
        ),
        params=[
            register_option(say),
            click.Option(
                ["--cohort"], type=click.IntRange(2000, 2099), metavar="YEAR",
                help=say("Une seule promotion.", "One cohort only."),
            ),
            click.Option(
                ["--output", "-o"], type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                help=say("Écrit un CSV dans ce fichier, hors de Git.", "Write a CSV to this file, outside Git."),
            ),
            lang_option(),
        ],
    )  # fmt: skip


def _find(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.registering import run_find

        return run_find(lang=lang, **options)

    return click.Command(
        "find",
        callback=callback,
        help=say(
            "Trouve quelqu'un par son nom, son numéro, son courriel ou son pseudonyme.",
            "Find somebody by name, number, e-mail or pseudonym.",
        ),
        params=[click.Argument(["who"], nargs=-1, required=True), register_option(say), lang_option()],
    )


def _check(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.registering import run_check

        return run_check(lang=lang, **options)

    return click.Command(
        "check",
        callback=callback,
        help=say(
            "Cherche les données personnelles du registre partout dans le dépôt : toute son histoire, toutes ses "
            "branches,"
            " les auteurs et les textes des commits, les noms de fichiers, les fichiers que Git ne suit pas.",
            "Look for personal data of the register everywhere in the repository: its whole history, every branch, "
            "authors"
            " and texts of commits, names of files, files that Git does not follow.",
        ),
        params=[register_option(say), repo_option(say), lang_option()],
    )


def _forget(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forgetting import run_forget

        return run_forget(lang=lang, **options)

    return click.Command(
        "forget",
        callback=callback,
        help=say(
            "Efface une personne du registre et de ses sauvegardes, et dit ce qui reste à faire.",
            "Erase a person from the register and its backups, and say what is left to do.",
        ),
        params=[
            click.Argument(["who"]),
            register_option(say),
            repo_option(say),
            branch_option(say),
            on_option(say),
            yes_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )
