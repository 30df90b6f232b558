"""The ``publish`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def publish_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``publish``: a cohort's figures, attacked before they are written."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.publishing import run_explanation, run_publish

        if options.pop("explain"):
            return run_explanation(lang)
        return run_publish(lang=lang, **options)

    return click.Command(
        "publish",
        callback=callback,
        help=say(
            "Publie les chiffres d'une promotion à une date, en intervalles, après avoir essayé d'en déduire le"
            " résultat de quelqu'un. Rien n'est écrit si cela réussit.",
            "Publish the figures of a cohort on a date, as intervals, after trying to deduce somebody's result from"
            " them. Nothing is written if that succeeds.",
        ),
        params=[
            click.Option(
                ["--cohort"],
                type=click.IntRange(2000, 2099),
                metavar="YEAR",
                help=say("Année d'entrée de la promotion.", "Year of entry of the cohort."),
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say(
                    "Jour de l'état publié, jusqu'à minuit, heure de Paris.",
                    "Day of the published state, up to midnight in Paris.",
                ),
            ),
            click.Option(
                ["--issues"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Registre des publications ; les fichiers sont écrits à côté (publications/issues.json).",
                    "Record of issues; the files are written beside it (publications/issues.json).",
                ),
            ),
            click.Option(
                ["--root"],
                default=".",
                type=click.Path(path_type=Path),
                help=say("Dossier du dépôt.", "Folder of the repository."),
            ),
            click.Option(
                ["--rev"],
                default="HEAD",
                show_default=True,
                metavar="REV",
                help=say("Révision Git dont on suit l'histoire.", "Git revision whose history is followed."),
            ),
            click.Option(
                ["--with-moves"],
                is_flag=True,
                help=say(
                    "Publie aussi quand des élèves ont changé de groupe ou qu'un groupe est devenu trop petit.",
                    "Publish also when students changed groups or a group became too small.",
                ),
            ),
            click.Option(
                ["--explain"],
                is_flag=True,
                help=say(
                    "Explique ce qui est publié, ce qui ne l'est pas et pourquoi, puis s'arrête.",
                    "Explain what is published, what is not and why, then stop.",
                ),
            ),
            lang_option(),
        ],
    )
