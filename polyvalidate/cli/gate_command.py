"""The ``gate`` and ``why`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]

FORMATS = ("text", "json", "comment", "markdown", "github", "sarif", "gitlab", "junit")


def _repository(say: Say) -> click.Option:
    return click.Option(
        ["--repo"],
        default=".",
        type=click.Path(path_type=Path),
        help=say("Dépôt Git, avec ou sans fichiers de travail.", "Git repository, with or without a work tree."),
    )


def gate_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``gate``: judge a pull request from Git objects."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.gates import run_gate

        return run_gate(lang=lang, **options)

    return click.Command(
        "gate",
        callback=callback,
        help=say(
            "Contrôle une demande (pull request) : ce qu'elle change, si son auteur en a le droit, ce que devient le"
            " bilan. Lit seulement des objets Git ; rien n'est extrait ni exécuté. Termine par 0 quand l'auteur n'a"
            " rien à corriger, par 1 sinon.",
            "Check a pull request: what it changes, whether its author may, what becomes of the balance. Reads Git"
            " objects only; nothing is checked out or run. Ends with 0 when the author has nothing to mend, else 1.",
        ),
        params=[
            click.Option(["--base"], required=True, metavar="REV", help=say("Révision d'accueil.", "Target revision.")),
            click.Option(
                ["--head"], required=True, metavar="REV", help=say("Révision proposée.", "Proposed revision.")
            ),
            click.Option(
                ["--actor"],
                required=True,
                metavar="ACCOUNT",
                help=say("Compte de l'auteur : github:583231.", "Account of the author: github:583231."),
            ),
            click.Option(
                ["--opened-at"],
                metavar="TIME",
                help=say(
                    "Ouverture de la demande : 2026-02-03 ou 2026-02-03T10:00:00Z (maintenant par défaut).",
                    "When the request was opened: 2026-02-03 or 2026-02-03T10:00:00Z (now by default).",
                ),
            ),
            click.Option(
                ["--approved-by"],
                multiple=True,
                metavar="ACCOUNT",
                help=say(
                    "Compte qui a approuvé cette révision même (seconde lecture).",
                    "Account that approved this very revision (second reader).",
                ),
            ),
            click.Option(
                ["--across"],
                is_flag=True,
                help=say(
                    "Compare aussi tous les dossiers entre eux (justificatif utilisé deux fois).",
                    "Compare all folders with each other too (evidence used twice).",
                ),
            ),
            _repository(say),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(FORMATS),
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
                help=say("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."),
            ),
            lang_option(),
        ],
    )


def why_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``why``: who may write a key, and why."""

    def callback(file: str, keys: tuple[str, ...], **options: Any) -> int:
        from polyvalidate.cli.gates import run_why

        return run_why(file, keys, lang=lang, **options)

    return click.Command(
        "why",
        callback=callback,
        help=say(
            "Dit si un compte peut écrire une ligne d'un fichier, et pourquoi : why declarations/…/3.1-jpo.yml"
            " evaluation points --as github:1000003.",
            "Say whether an account may write a line of a file, and why: why declarations/…/3.1-jpo.yml evaluation"
            " points --as github:1000003.",
        ),
        params=[
            click.Argument(["file"]),
            click.Argument(["keys"], nargs=-1),
            click.Option(
                ["--as", "account"],
                required=True,
                metavar="ACCOUNT",
                help=say("Compte, ou code de fonction : ref-3.", "Account, or code of a role: ref-3."),
            ),
            click.Option(
                ["--base"],
                default="HEAD",
                show_default=True,
                metavar="REV",
                help=say("Révision où lire fonctions et dossiers.", "Revision to read roles and folders from."),
            ),
            _repository(say),
            lang_option(),
        ],
    )
