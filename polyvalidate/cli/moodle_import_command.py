"""The ``moodle import`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.office_options import (
    as_office,
    branch_option,
    dry_run_option,
    on_option,
    repo_option,
    yes_option,
)

Say = Callable[[str, str], str]


def import_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``moodle import``: an export of a past year becomes declarations."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.moodle_importing import run_import

        return run_import(lang=lang, **options)

    return click.Command(
        "import",
        callback=callback,
        help=say(
            "Reprend une année passée : EXPORT, le rapport d'achèvement ou les notes exportés de Moodle (CSV ou Excel),"
            " devient des déclarations évaluées, marquées « origin: moodle », en un seul commit. Commencez par"
            " --draft-map, qui ébauche la correspondance entre Moodle et la grille. Relancée, la commande n'écrit rien"
            " de plus.",
            "Take over a past year: EXPORT, the completion report or the grades exported from Moodle (CSV or Excel),"
            " becomes evaluated declarations, marked “origin: moodle”, in a single commit. Begin with --draft-map,"
            " which drafts the map between Moodle and the grid. Running the command again writes nothing more.",
        ),
        params=[
            click.Argument(["export_file"], metavar="EXPORT", type=click.Path(dir_okay=False, path_type=Path)),
            click.Option(
                ["--register", "-r", "register_file"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                envvar="POLYVALIDATE_REGISTER",
                help=say(
                    "Registre privé, hors de tout dépôt Git (ou la variable POLYVALIDATE_REGISTER).",
                    "Private register, outside any Git repository (or the variable POLYVALIDATE_REGISTER).",
                ),
            ),
            click.Option(
                ["--map", "map_file"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Correspondance entre les activités de Moodle et les codes de la grille (YAML).",
                    "Map between the items of Moodle and the codes of the grid (YAML).",
                ),
            ),
            click.Option(
                ["--draft-map"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Écrit seulement une ébauche de cette correspondance, d'après les intitulés.",
                    "Only write a draft of this map, after the titles.",
                ),
            ),
            click.Option(
                ["--column", "columns"],
                multiple=True,
                metavar="KEY=NAME",
                help=say(
                    "Nom d'une colonne de l'export : number=Identifiant, email=Contact.",
                    "Name of a column of the export: number=Identifier, email=Contact.",
                ),
            ),
            click.Option(["--sheet"], metavar="NAME", help=say("Feuille du classeur.", "Sheet of the workbook.")),
            as_office(say),
            click.Option(
                ["--second"],
                metavar="CODE",
                help=say(
                    "Personne qui relit les points qui demandent une seconde lecture : ref-2.",
                    "Person who reads again the points that need a second reader: ref-2.",
                ),
            ),
            repo_option(say),
            branch_option(say),
            on_option(say),
            yes_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )
