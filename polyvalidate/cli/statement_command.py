"""The ``statement`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day
from polyvalidate.cli.follow_command import optional_register
from polyvalidate.cli.office_options import dry_run_option

Say = Callable[[str, str], str]


def statement_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``statement``: of one student, to read or as PDF; of a cohort, one PDF each."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.statements import run_statement

        return run_statement(lang=lang, **options)

    return click.Command(
        "statement",
        callback=callback,
        help=say(
            "Relevé d'un élève, texte ou PDF. Chaque activité avec ce qui est déclaré, décidé et compté, le bilan, ce"
            " qui manque, la décision du jury. Avec --cohort, un PDF par élève dans un dossier. La langue du relevé est"
            " celle du terminal (--lang).",
            "Statement of a student, text or PDF. Each activity with what is claimed, decided and credited, the"
            " balance, what is missing, the decision of the jury. With --cohort, one PDF for each student in a folder."
            " The statement is in the language of the terminal (--lang).",
        ),
        params=[
            click.Argument(["student"], required=False),
            click.Option(
                ["--cohort"],
                type=click.IntRange(2000, 2099),
                metavar="YEAR",
                help=say("Toute une promotion, par son année d'entrée.", "A whole cohort, by its year of entry."),
            ),
            click.Option(
                ["--programme"],
                metavar="CODE",
                help=say("Avec --cohort : une spécialité, DI.", "With --cohort: one programme, DI."),
            ),
            click.Option(
                ["--directory", "-d"],
                type=click.Path(path_type=Path),
                metavar="DIRECTORY",
                help=say(
                    "Avec --cohort : le dossier à créer, hors de tout dépôt Git.",
                    "With --cohort: the folder to make, outside any Git repository.",
                ),
            ),
            click.Option(
                ["--drafts"],
                is_flag=True,
                help=say(
                    "Avec --cohort et --register : aussi un brouillon de courriel par élève, relevé joint.",
                    "With --cohort and --register: also a draft of an e-mail for each student, statement attached.",
                ),
            ),
            optional_register(say),
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
                help=say("Révision Git lue ; le relevé la nomme.", "Git revision read; the statement names it."),
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Date du relevé (aujourd'hui).", "Date of the statement (today)."),
            ),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(["text", "pdf"]),
                help=say(
                    "Texte ou PDF ; sinon d'après le nom du fichier, texte au terminal.",
                    "Text or PDF; by default after the name of the file, text on the terminal.",
                ),
            ),
            click.Option(
                ["--output", "-o"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Écrit le relevé dans ce fichier, hors de tout dépôt Git, lisible par vous seul.",
                    "Write the statement to this file, outside any Git repository, for your eyes only.",
                ),
            ),
            dry_run_option(say),
            lang_option(),
        ],
    )
