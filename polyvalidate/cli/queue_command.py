"""The ``queue`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def queue_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``queue``: what waits for a decision."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.queues import run_queue

        return run_queue(lang=lang, **options)

    return click.Command(
        "queue",
        callback=callback,
        help=say(
            "Montre ce qui attend une décision, du plus ancien au plus récent : les demandes ouvertes connues de Git"
            " (refs/pull/*/head, refs/merge-requests/*/head), ce que la grille donne, ce que les plafonds laissent, et"
            " comment des déclarations semblables ont été décidées.",
            "Show what waits for a decision, oldest first: the open requests that Git knows (refs/pull/*/head,"
            " refs/merge-requests/*/head), what the grid gives, what the caps leave, and how similar declarations were"
            " decided.",
        ),
        params=[
            click.Option(
                ["--category"],
                metavar="N",
                help=say("Une seule catégorie : 3.", "One category only: 3."),
            ),
            click.Option(
                ["--older-than"],
                metavar="AGE",
                help=say("Seulement ce qui attend depuis : 14d, 2w.", "Only what has waited for: 14d, 2w."),
            ),
            click.Option(
                ["--repo"],
                default=".",
                type=click.Path(path_type=Path),
                help=say("Dépôt Git.", "Git repository."),
            ),
            click.Option(
                ["--base"],
                default="main",
                show_default=True,
                metavar="BRANCH",
                help=say("Branche d'accueil.", "Target branch."),
            ),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(("text", "json", "csv", "markdown")),
                default="text",
                show_default=True,
                help=say("Forme du résultat.", "Form of the result."),
            ),
            click.Option(
                ["--output", "-o"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say("Écrit le résultat dans ce fichier.", "Write the result to this file."),
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Compte les jours jusqu'à celui-ci.", "Count the days up to this one."),
            ),
            lang_option(),
        ],
    )
