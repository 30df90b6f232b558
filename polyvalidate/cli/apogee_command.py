"""The ``apogee`` group of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.office_options import branch_option, dry_run_option, on_option, register_option, repo_option

Say = Callable[[str, str], str]


def apogee_group(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Group:
    """``apogee fill``."""

    def fill(**options: Any) -> int:
        from polyvalidate.cli.apogee import run_fill

        return run_fill(lang=lang, **options)

    group = click.Group(
        "apogee",
        help=say(
            "Rend à APOGEE ce que le jury a décidé (la liste des élèves en vient par roster import).",
            "Give back to APOGEE what the jury decided (the list of students comes from it by roster import).",
        ),
    )
    group.add_command(
        click.Command(
            "fill",
            callback=fill,
            help=say(
                "Remplit MAQUETTE, le fichier de résultats exporté par APOGEE, avec le quitus décidé par le jury."
                " Seules les cases vides de l'élément sont remplies ; tout le reste garde ses octets. Les personnes"
                " inconnues, absentes ou sans décision sont dites. S'il reste à régler une case qui dit autre chose, la"
                " commande termine par 1.",
                "Fill MAQUETTE, the results file exported by APOGEE, with the quitus decided by the jury. Only empty"
                " cells of the element are filled; all the rest keeps its bytes. People who are unknown, absent or"
                " without a decision are told. When a cell that says something else remains to be settled, the command"
                " ends with 1.",
            ),
            params=[
                click.Argument(["maquette"], type=click.Path(dir_okay=False, path_type=Path)),
                register_option(say),
                click.Option(
                    ["--element"],
                    required=True,
                    metavar="CODE",
                    help=say("Code APOGEE de l'élément du quitus.", "Code in APOGEE of the element of the quitus."),
                ),
                click.Option(
                    ["--apogee-session"],
                    metavar="N",
                    help=say(
                        "Session APOGEE, si la maquette en a plusieurs pour l'élément.",
                        "Session in APOGEE, if the file has several for the element.",
                    ),
                ),
                click.Option(
                    ["--session"],
                    required=True,
                    metavar="MONTH",
                    help=say("Session du jury : 2026-07.", "Session of the jury: 2026-07."),
                ),
                click.Option(
                    ["--cohort"],
                    type=click.IntRange(2000, 2099),
                    metavar="YEAR",
                    help=say(
                        "Promotion (année d'entrée) dont la maquette devrait avoir tous les élèves.",
                        "Cohort (year of entry) of which the file should have every student.",
                    ),
                ),
                *_results(say),
                click.Option(
                    ["--scale"],
                    type=click.IntRange(1, 100),
                    metavar="N",
                    help=say(
                        "Écrit aussi les points du jury comme note, sur ce barème : 20.",
                        "Write the points of the jury too, as a note out of this: 20.",
                    ),
                ),
                click.Option(
                    ["--output", "-o"],
                    required=True,
                    type=click.Path(dir_okay=False, path_type=Path),
                    metavar="FILE",
                    help=say(
                        "La maquette remplie, hors de tout dépôt Git ; jamais MAQUETTE.",
                        "The file once filled, outside any Git repository; never MAQUETTE.",
                    ),
                ),
                repo_option(say),
                branch_option(say),
                on_option(say),
                dry_run_option(say),
                lang_option(),
            ],
        )
    )
    return group


def _results(say: Say) -> list[click.Parameter]:
    """The code of a result for each outcome."""

    def option(name: str, default: str | None, fr: str, en: str) -> click.Option:
        return click.Option([name], default=default, show_default=default is not None, metavar="CODE", help=say(fr, en))

    return [
        option("--acquired", "ADM", "Résultat d'un quitus acquis.", "Result of a quitus acquired."),
        option("--not-acquired", "AJ", "Résultat d'un quitus non acquis.", "Result of a quitus not acquired."),
        option("--second-chance", "AJ", "Résultat d'une seconde chance.", "Result of a second chance."),
        option(
            "--exempted",
            None,
            "Résultat d'une dispense ; sans lui, la case reste vide.",
            "Result of an exemption; without it the cell stays empty.",
        ),
    ]
