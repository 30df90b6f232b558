"""The ``evaluate`` command of the command line, and the options by which a decision is said, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def decision_options(say: Say) -> list[click.Parameter]:
    """``--accept``, ``--points``, ``--refuse``, and the reason and second reader that go with them."""
    return [
        click.Option(
            ["--accept"],
            is_flag=True,
            help=say("Accepte : la grille donne les points.", "Accept: the grid gives the points."),
        ),
        click.Option(
            ["--points"],
            metavar="N",
            help=say(
                "Donne ce nombre de points : 1,5. Moins que la grille : --comment dit pourquoi.",
                "Grant this number of points: 1.5. Less than the grid: --comment says why.",
            ),
        ),
        click.Option(
            ["--refuse"],
            is_flag=True,
            help=say("Refuse ; --comment dit pourquoi.", "Refuse; --comment says why."),
        ),
        click.Option(
            ["--comment"],
            metavar="TEXT",
            help=say("La raison, en une phrase que l'élève lira.", "The reason, in a sentence the student will read."),
        ),
        click.Option(
            ["--second"],
            metavar="CODE",
            help=say("Code de la personne qui relit : ref-4.", "Code of the second reader: ref-4."),
        ),
    ]


def as_option(say: Say, *, required: bool = True) -> click.Option:
    return click.Option(
        ["--as", "code"],
        required=required,
        metavar="CODE",
        help=say("Votre code dans grid/roles.yml : ref-3.", "Your code in grid/roles.yml: ref-3."),
    )


def on_option(say: Say) -> click.Option:
    return click.Option(
        ["--on"],
        type=Day(say),
        metavar="DATE",
        help=say("Jour de la décision (aujourd'hui par défaut).", "Day of the decision (today by default)."),
    )


def evaluate_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``evaluate``: decide one declaration on disk."""

    def callback(path: str, **options: Any) -> int:
        from polyvalidate.cli.evaluating import run_evaluate

        return run_evaluate(path, lang=lang, **options)

    return click.Command(
        "evaluate",
        callback=callback,
        help=say(
            "Décide d'une déclaration : écrit le bloc evaluation dans FILE, en gardant le reste tel quel, si"
            " la grille et votre fonction le permettent. Avec --complete, n'écrit rien : affiche le message à publier.",
            "Decide one declaration: write the evaluation block in FILE, keeping all the rest, if the grid"
            " and your role allow it. With --complete, write nothing: print the message to post.",
        ),
        params=[
            click.Argument(["path"], metavar="FILE"),
            *decision_options(say),
            click.Option(
                ["--complete"],
                metavar="TEXT",
                help=say(
                    "Ce que l'élève doit compléter ; affiche le message à publier.",
                    "What the student must complete; print the message to post.",
                ),
            ),
            as_option(say),
            click.Option(
                ["--root"],
                type=click.Path(path_type=Path),
                help=say(
                    "Dossier du dépôt ; à défaut, trouvé depuis le dossier courant.",
                    "Folder of the repository; found from the current folder by default.",
                ),
            ),
            on_option(say),
            click.Option(
                ["--dry-run"],
                is_flag=True,
                help=say("Montre la décision sans l'écrire.", "Show the decision without writing it."),
            ),
            lang_option(),
        ],
    )
