"""The ``audit`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Say = Callable[[str, str], str]


def audit_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``audit``: replay the history of decisions."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.audits import run_audit

        return run_audit(lang=lang, **options)

    return click.Command(
        "audit",
        callback=callback,
        help=say(
            "Rejoue l'histoire de la branche protégée : chaque fusion devait être permise par la grille, les fonctions"
            " et les règles du jour. Nomme la première qui ne l'était pas, et termine alors par 1.",
            "Replay the history of the protected branch: each merge had to be legal under the grid, roles and rules of"
            " its day. Name the first that was not, and then end with 1.",
        ),
        params=[
            click.Option(
                ["--rev"],
                default="main",
                show_default=True,
                metavar="REV",
                help=say("Branche ou révision à rejouer.", "Branch or revision to replay."),
            ),
            click.Option(
                ["--since"],
                metavar="REV",
                help=say("Ne rejoue que ce qui suit cette révision.", "Replay only what follows this revision."),
            ),
            click.Option(
                ["--witness"],
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Têtes publiées (PV, site), qui doivent être dans l'histoire : un commit et son jour par ligne, ou"
                    " JSON.",
                    "Published heads (minutes, site), which must be in the history: a commit and its day on each line,"
                    " or JSON.",
                ),
            ),
            click.Option(
                ["--pushed-by"],
                metavar="ACCOUNT",
                help=say(
                    "Compte qui a poussé ces fusions : personne d'autre n'a pu décider. Pour le contrôle d'une branche"
                    " d'attente, avec --since.",
                    "Account that pushed these merges: nobody else can have decided. For the check of a waiting branch,"
                    " with --since.",
                ),
            ),
            click.Option(
                ["--repo"],
                default=".",
                type=click.Path(path_type=Path),
                help=say("Dépôt Git, avec toute son histoire.", "Git repository, with its whole history."),
            ),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(("text", "json")),
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
            lang_option(),
        ],
    )
