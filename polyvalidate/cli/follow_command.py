"""The ``follow`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.office_options import branch_option, on_option, repo_option

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def optional_register(say: Say) -> click.Option:
    """The register where names are wanted, and may be done without. The variable is not read: names are asked for."""
    return click.Option(
        ["--register", "-r", "register_file"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=say(
            "Registre privé, pour des noms ; sans lui, des pseudonymes.",
            "Private register, for names; without it, pseudonyms.",
        ),
    )


def follow_command(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    """``follow``: the completion report, with names only when the register is given."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.following import run_follow

        return run_follow(lang=lang, **options)

    return click.Command(
        "follow",
        callback=callback,
        help=say(
            "Suit les élèves : bilan, ce qui manque, ce qui attend et depuis quand, qui est à risque. Au terminal, en"
            " CSV pour Excel, ou en classeur (une feuille par groupe et par référent·e).",
            "Follow the students: balance, what is missing, what waits and since when, who is at risk. On the terminal,"
            " as CSV for Excel, or as a workbook (one sheet per group and per referent).",
        ),
        params=[
            optional_register(say),
            click.Option(
                ["--programme"], metavar="CODE", help=say("Une spécialité : DI.", "One programme: DI.")
            ),
            click.Option(
                ["--year"], metavar="YEAR", help=say("Une année d'études : 3A, 4A ou 5A.", "One year of study: 3A.")
            ),
            click.Option(
                ["--cohort"], type=click.IntRange(2000, 2099), metavar="YEAR",
                help=say("Une promotion, par son année d'entrée.", "One cohort, by its year of entry."),
            ),
            click.Option(
                ["--referent"], metavar="CODE",
                help=say(
                    "Les déclarations que cette personne évalue, et leurs élèves : ref-3.",
                    "The declarations that this person evaluates, and their students: ref-3.",
                ),
            ),
            click.Option(
                ["--everybody"], is_flag=True,
                help=say("Avec les élèves partis ou qui ont fini.", "With those who left or have finished."),
            ),
            click.Option(
                ["--format", "format_name"], type=click.Choice(("text", "csv", "xlsx")),
                help=say(
                    "Forme ; à défaut, d'après le nom donné à --output, sinon text.",
                    "Form; by default after the name given to --output, else text.",
                ),
            ),
            click.Option(
                ["--table"], type=click.Choice(("students", "declarations", "waiting", "groups")),
                default="students", show_default=True,
                help=say(
                    "Tableau du CSV : élèves, déclarations, ce qui attend, groupes.",
                    "Table of the CSV: students, declarations, what waits, groups.",
                ),
            ),
            click.Option(
                ["--output", "-o"], type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                help=say(
                    "Écrit dans ce fichier ; avec des noms, hors de tout dépôt Git.",
                    "Write to this file; with names, outside any Git repository.",
                ),
            ),
            repo_option(say),
            branch_option(say),
            on_option(say),
            lang_option(),
        ],
    )  # fmt: skip
