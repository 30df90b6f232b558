"""Options that the commands of the registry office share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def register_option(say: Say) -> click.Option:
    return click.Option(
        ["--register", "-r", "register_file"],
        required=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        envvar="POLYVALIDATE_REGISTER",
        help=say(
            "Registre privé, hors de tout dépôt Git (ou la variable POLYVALIDATE_REGISTER).",
            "Private register, outside any Git repository (or the variable POLYVALIDATE_REGISTER).",
        ),
    )


def repo_option(say: Say) -> click.Option:
    return click.Option(
        ["--repo"],
        default=".",
        type=click.Path(path_type=Path),
        help=say("Dépôt de l'école.", "Repository of the school."),
    )


def branch_option(say: Say) -> click.Option:
    return click.Option(
        ["--branch"],
        default="main",
        show_default=True,
        metavar="BRANCH",
        help=say("Branche du dépôt.", "Branch of the repository."),
    )


def as_office(say: Say) -> click.Option:
    return click.Option(
        ["--as", "signer"],
        metavar="CODE",
        help=say("Votre code dans grid/roles.yml.", "Your code in grid/roles.yml."),
    )


def on_option(say: Say) -> click.Option:
    return click.Option(
        ["--on"],
        type=Day(say),
        metavar="DATE",
        help=say("Fait comme si l'on était ce jour-là.", "Do as if it were this day."),
    )


def yes_option(say: Say) -> click.Option:
    return click.Option(
        ["--yes", "-y"],
        is_flag=True,
        help=say("Écrit sans demander confirmation.", "Write without asking to confirm."),
    )


def dry_run_option(say: Say) -> click.Option:
    return click.Option(
        ["--dry-run"],
        is_flag=True,
        help=say("Montre ce qui serait fait, sans rien écrire.", "Show what would be done, and write nothing."),
    )
