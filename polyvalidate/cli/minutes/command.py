"""The ``minutes`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day
from polyvalidate.cli.follow_command import optional_register
from polyvalidate.cli.office_options import (
    as_office,
    branch_option,
    dry_run_option,
    on_option,
    repo_option,
    yes_option,
)

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def minutes_group(say: Say, lang: str, lang_option: LangOption) -> click.Group:
    """``minutes prepare | record | print | verify``: the jury, from its table to its minutes."""
    group = click.Group(
        "minutes",
        help=say(
            "Le jury : la table de travail, les décisions enregistrées, le PV imprimé, le PV vérifié.",
            "The jury: its working table, its decisions recorded, the minutes printed, the minutes verified.",
        ),
    )
    for make in (_prepare, _record, _print, _verify):
        group.add_command(make(say, lang, lang_option))
    return group


def _which(say: Say) -> list[click.Parameter]:
    """Which jury."""
    return [
        click.Option(
            ["--session"],
            required=True,
            metavar="YEAR-MONTH",
            help=say("Session du jury : 2026-07.", "Session of the jury: 2026-07."),
        ),
        click.Option(
            ["--cohort"],
            required=True,
            type=click.IntRange(2000, 2099),
            metavar="YEAR",
            help=say("Promotion, par son année d'entrée.", "Cohort, by its year of entry."),
        ),
    ]


def _programme(say: Say) -> click.Option:
    return click.Option(
        ["--programme"], metavar="CODE", help=say("Une seule spécialité : DI.", "One programme only: DI.")
    )


def _rev(say: Say, fr: str, en: str) -> click.Option:
    return click.Option(["--rev"], metavar="REV", help=say(fr, en))


def _prepare(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.jury import run_prepare

        return run_prepare(lang=lang, **options)

    return click.Command(
        "prepare",
        callback=callback,
        help=say(
            "Prépare la table de travail du jury, d'un commit figé : bilan, seuil, ce qui manque, décision proposée. Le"
            " jury y écrit sa décision et, s'il le faut, un motif.",
            "Prepare the jury's working table from a frozen commit: balance, threshold, what is missing, proposed"
            " decision. The jury writes its decision there and, where needed, a reason.",
        ),
        params=[
            *_which(say),
            _programme(say),
            click.Option(
                ["--everybody"],
                is_flag=True,
                help=say(
                    "Avec les élèves qui ne sont pas en dernière année.",
                    "With the students who are not in their last year.",
                ),
            ),
            optional_register(say),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Fichier .xlsx ou .csv, hors de tout dépôt Git ; jamais remplacé.",
                    "File .xlsx or .csv, outside any Git repository; never replaced.",
                ),
            ),
            click.Option(
                ["--keep"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Reprend les décisions écrites dans une table précédente de cette session.",
                    "Take over the decisions written in an earlier table of this session.",
                ),
            ),
            _rev(say, "Commit figé (le dernier de la branche).", "Frozen commit (the last one of the branch)."),
            repo_option(say),
            branch_option(say),
            on_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )


def _record(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.jury_recording import run_record

        return run_record(lang=lang, **options)

    return click.Command(
        "record",
        callback=callback,
        help=say(
            "Enregistre les décisions de la table : un quitus.yml par élève, tous dans un seul commit signé du jury, ou"
            " aucun. Refuse si le dépôt a changé pour ces élèves depuis la table.",
            "Record the decisions of the table: one quitus.yml for each student, all of them in one commit signed by"
            " the jury, or none. Refuse when the repository has changed for these students since the table.",
        ),
        params=[
            *_which(say),
            click.Option(
                ["--table"],
                required=True,
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say("La table de travail, remplie.", "The working table, filled in."),
            ),
            click.Option(["--sheet"], metavar="NAME", help=say("Feuille du classeur.", "Sheet of the workbook.")),
            optional_register(say),
            as_office(say),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Jour de la délibération (aujourd'hui).", "Day of the deliberation (today)."),
            ),
            repo_option(say),
            branch_option(say),
            yes_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )


def _print(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.jury_printing import run_print

        return run_print(lang=lang, **options)

    return click.Command(
        "print",
        callback=callback,
        help=say(
            "Imprime le PV d'une session dans un dossier hors du dépôt : PDF à signer, XLSX, CSV et JSON. Les mêmes"
            " décisions donnent toujours les mêmes octets.",
            "Print the minutes of a session in a folder outside the repository: PDF to be signed, XLSX, CSV and JSON."
            " The same decisions always give the same bytes.",
        ),
        params=[
            *_which(say),
            _programme(say),
            click.Option(
                ["--directory"],
                required=True,
                type=click.Path(file_okay=False, path_type=Path),
                metavar="DIR",
                help=say(
                    "Dossier, nouveau ou vide, hors de tout dépôt Git.", "Folder, new or empty, outside any repository."
                ),
            ),
            optional_register(say),
            _rev(
                say,
                "Commit d'où lire les décisions (celui où la dernière de la session a été enregistrée).",
                "Commit from which the decisions are read (the one in which the last of the session was recorded).",
            ),
            repo_option(say),
            branch_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )


def _verify(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.jury_verifying import run_verify

        return run_verify(lang=lang, **options)

    return click.Command(
        "verify",
        callback=callback,
        help=say(
            "Refait le PV FILE (PDF, XLSX, CSV ou JSON) à partir de son commit, et dit s'il est égal ou ce qui diffère,"
            " élève par élève. Un PV nominatif demande le registre.",
            "Make the minutes FILE (PDF, XLSX, CSV or JSON) again from their commit, and say whether they are equal or"
            " what differs, student by student. Minutes with names need the register.",
        ),
        params=[
            click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path)),
            optional_register(say),
            repo_option(say),
            branch_option(say),
            lang_option(),
        ],
    )
