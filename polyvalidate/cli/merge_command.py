"""The ``merge`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.evaluate_command import as_option, decision_options, on_option

Say = Callable[[str, str], str]


def merge_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``merge``: decide a request and merge it."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.merging import run_merge

        return run_merge(lang=lang, **options)

    def text(name: str, metavar: str, fr: str, en: str, **more: Any) -> click.Option:
        return click.Option([name], metavar=metavar, help=say(fr, en), **more)

    return click.Command(
        "merge",
        callback=callback,
        help=say(
            "Fusionne une demande (pull request) avec la décision dedans. Contrôle d'abord la demande et la décision ;"
            " construit la fusion sans rien extraire ; ne fait rien si la branche ou la demande a changé entre-temps.",
            "Merge a pull request with the decision inside. Request and decision are checked first; the merge is"
            " built without any checkout; nothing is done if the branch or the request has moved meanwhile.",
        ),
        params=[
            text("--head", "REV", "Révision proposée.", "Proposed revision.", required=True),
            text("--base", "BRANCH", "Branche d'accueil.", "Target branch.", default="main", show_default=True),
            as_option(say, required=False),
            *decision_options(say),
            text(
                "--decide",
                "NAME=DECISION",
                'Décide une déclaration parmi plusieurs : 3.1-jpo.yml=accept, "2.3-club.yml=1,5 raison",'
                ' "4.2-don.yml=refuse raison".',
                'Decide one declaration among several: 3.1-jpo.yml=accept, "2.3-club.yml=1.5 reason",'
                ' "4.2-don.yml=refuse reason".',
                multiple=True,
            ),
            text(
                "--author",
                "ACCOUNT",
                "Compte de l'auteur de la demande : github:583231.",
                "Account of the author of the request: github:583231.",
            ),
            text("--opened-at", "TIME", "Ouverture de la demande.", "When the request was opened."),
            text(
                "--approved-by",
                "ACCOUNT",
                "Compte qui a approuvé cette révision même (seconde lecture).",
                "Account that approved this very revision (second reader).",
                multiple=True,
            ),
            click.Option(
                ["--number"], type=click.IntRange(min=1), help=say("Numéro de la demande.", "Number of the request.")
            ),
            click.Option(
                ["--facts"],
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Ce que la forge dit de la demande (polyvalidate forge github facts) : auteur, numéro, date,"
                    " approbations.",
                    "What the forge says of the request (polyvalidate forge github facts): author, number, date,"
                    " approvals.",
                ),
            ),
            click.Option(
                ["--plan"],
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Décision lue dans un commentaire (polyvalidate forge github command) ; remplace --as et --accept.",
                    "Decision read in a comment (polyvalidate forge github command); in place of --as and --accept.",
                ),
            ),
            click.Option(
                ["--repo"],
                default=".",
                type=click.Path(path_type=Path),
                help=say(
                    "Dépôt Git, avec ou sans fichiers de travail.", "Git repository, with or without a work tree."
                ),
            ),
            text(
                "--push",
                "REMOTE",
                "Envoie aussi la fusion à ce dépôt distant : d'abord sur une branche d'attente, où elle est contrôlée,"
                " puis sur la branche. Se relance sans danger.",
                "Also push the merge to this remote: to a waiting branch first, where it is checked, then to main."
                " Safe to run again.",
            ),
            on_option(say),
            click.Option(
                ["--dry-run"],
                is_flag=True,
                help=say("Contrôle sans rien fusionner.", "Check without merging anything."),
            ),
            lang_option(),
        ],
    )
