"""The ``roster`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day
from polyvalidate.cli.office_options import (
    as_office,
    branch_option,
    dry_run_option,
    on_option,
    register_option,
    repo_option,
    yes_option,
)

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def roster_group(say: Say, lang: str, lang_option: LangOption) -> click.Group:
    """``roster import | change | mail``: who studies here, without a name in the repository."""
    group = click.Group(
        "roster",
        help=say(
            "La liste des élèves, tenue par la scolarité. Les noms restent dans le registre, hors du dépôt.",
            "The list of students, kept by the registry office. Names stay in the register, outside the repository.",
        ),
    )
    for make in (_import, _change, _mail):
        group.add_command(make(say, lang, lang_option))
    return group


def _pairs(name: str, target: str, metavar: str, fr: str, en: str, say: Say) -> click.Option:
    return click.Option([name, target], metavar=metavar, multiple=True, help=say(fr, en))


def _flag(name: str, fr: str, en: str, say: Say) -> click.Option:
    return click.Option([name], is_flag=True, help=say(fr, en))


def _import(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.rostering import run_import

        return run_import(lang=lang, **options)

    return click.Command(
        "import",
        callback=callback,
        help=say(
            "Lit une liste d'élèves (APOGEE, livraison de l'université, CSV ou classeur Excel), montre ce qui "
            "change, demande,"
            " puis écrit le registre et un seul commit. Rien n'est écrit tant que tout ne peut pas l'être. Les "
            "réponses de"
            " --column, --programme, --profile et --digits sont retenues dans le registre.",
            "Read a list of students (APOGEE, feed of the university, CSV or Excel workbook), show what changes, "
            "ask, then"
            " write the register and a single commit. Nothing is written until all of it can be. What --column, "
            "--programme,"
            " --profile and --digits say is remembered in the register.",
        ),
        params=[
            click.Argument(["list_file"], metavar="FILE", type=click.Path(path_type=Path)),
            register_option(say),
            click.Option(
                ["--cohort"],
                type=click.IntRange(2000, 2099),
                required=True,
                metavar="YEAR",
                help=say(
                    "Année de la liste : 2025 pour 2025-2026. Les nouveaux entrent dans cette promotion.",
                    "Year of the list: 2025 for 2025-2026. New students enter this cohort.",
                ),
            ),
            _pairs(
                "--column", "columns", "KEY=NAME",
                "Nom d'une colonne dans ce fichier : number=Matricule. KEY : number, surname, usual, first, email,"
                " programme, level, year, profile.",
                "Name of a column in this file: number=Matricule. KEY: number, surname, usual, first, email, programme,"
                " level, year, profile.",
                say,
            ),
            _pairs(
                "--programme", "steps", "TEXT=GROUP",
                "Ce que veut dire un texte de la liste : PINFO3=DI3.",
                "What a text of the list means: PINFO3=DI3.",
                say,
            ),
            _pairs(
                "--profile", "profiles", "GROUP=CODE",
                "Profil des nouveaux d'un groupe : DI3=FISE3.",
                "Profile of the new students of a group: DI3=FISE3.", say,
            ),
            click.Option(
                ["--digits"],
                type=click.IntRange(0, 20),
                metavar="N",
                help=say(
                    "Nombre de chiffres d'un numéro étudiant, pour remettre les zéros retirés par Excel (0 : "
                    "variable).",
                    "Digits of a student number, to put back the zeros that Excel took away (0: they differ).",
                ),
            ),
            click.Option(["--sheet"], metavar="NAME", help=say("Feuille du classeur.", "Sheet of the workbook.")),
            _flag(
                "--ignore-others",
                "Laisse de côté les lignes d'autres formations.", "Leave lines of other schools aside.", say,
            ),
            click.Option(
                ["--accounts", "accounts_file"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=say(
                    "Liste des comptes de la forge : numéro étudiant ou pseudonyme, puis compte (github:583231).",
                    "List of forge accounts: student number or pseudonym, then account (github:583231).",
                ),
            ),
            click.Option(
                ["--emails", "addresses_file"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=say(
                    "Liste des courriels, quand la première n'en a pas : numéro étudiant et adresse.",
                    "List of e-mails, when the first has none: student number and address.",
                ),
            ),
            click.Option(
                ["--forge"],
                type=click.Choice(("github", "gitlab", "forgejo")),
                help=say("Forge des comptes donnés en numéro seul.", "Forge of accounts given as a bare number."),
            ),
            click.Option(
                ["--accept", "accepted"],
                metavar="NUMBER",
                multiple=True,
                help=say("Importe cette ligne douteuse, que vous avez vérifiée.", "Import this doubtful line."),
            ),
            _pairs(
                "--entered", "entered", "LEVEL=YEAR",
                "Année d'entrée des nouveaux d'une année d'études, quand l'école commence en cours de route : 5=2023.",
                "Year of entry of the new students of a year of study, when the school begins midway: 5=2023.",
                say,
            ),
            _flag("--departures", "Confirme de nombreux départs.", "Confirm many departures.", say),
            click.Option(
                ["--left-on"],
                type=Day(say),
                metavar="DATE",
                help=say("Date écrite pour les départs (aujourd'hui).", "Date written for departures (today)."),
            ),
            click.Option(
                ["--mail", "mail"],
                type=click.Path(path_type=Path),
                metavar="DIR",
                help=say("Écrit aussi les courriels des nouveaux ici.", "Also write the letters of new students here."),
            ),
            _flag(
                "--new-register",
                "Commence un registre alors que le dépôt a déjà des élèves, qu'il ne connaîtra pas.",
                "Begin a register although the repository already has students, whom it will not know.",
                say,
            ),
            as_office(say),
            repo_option(say),
            branch_option(say),
            on_option(say),
            yes_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )  # fmt: skip


def _change(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.changing import run_change

        return run_change(lang=lang, **options)

    return click.Command(
        "change",
        callback=callback,
        help=say(
            "Change ce que le dépôt dit d'une personne, en un commit. WHO est son pseudonyme, son numéro ou son nom. "
            "Une"
            " année redoublée ou de césure : --extra-years 1. Un semestre à l'étranger ne change rien.",
            "Change what the repository says of a student, in one commit. WHO is their pseudonym, number or name. A "
            "year"
            " repeated or spent away: --extra-years 1. A semester abroad changes nothing.",
        ),
        params=[
            click.Argument(["who"]),
            register_option(say),
            click.Option(["--programme"], metavar="CODE", help=say("Nouvelle spécialité.", "New programme.")),
            click.Option(["--profile"], metavar="CODE", help=say("Nouveau profil.", "New profile.")),
            click.Option(
                ["--extra-years"],
                type=click.IntRange(0, 3),
                metavar="N",
                help=say("Années redoublées ou de césure, en tout.", "Years repeated or spent away, in all."),
            ),
            click.Option(
                ["--left"],
                type=Day(say),
                metavar="DATE",
                help=say("A quitté l'école ce jour-là.", "Left the school on this day."),
            ),
            click.Option(["--returned"], is_flag=True, help=say("Est de retour.", "Has come back.")),
            click.Option(
                ["--account"], metavar="ACCOUNT", help=say("Compte : github:583231.", "Account: github:583231.")
            ),
            click.Option(["--no-account"], is_flag=True, help=say("Retire le compte.", "Take the account away.")),
            click.Option(
                ["--since"],
                type=Day(say),
                metavar="DATE",
                help=say(
                    "Date d'effet, dite dans le commit (aujourd'hui).", "Date of effect, said in the commit (today)."
                ),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=say(
                    "Écrit même si des déclarations de cette personne deviennent irrecevables.",
                    "Write even if declarations of this student are no longer admissible.",
                ),
            ),
            as_office(say),
            repo_option(say),
            branch_option(say),
            on_option(say),
            yes_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )


def _mail(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.rostering import run_mail

        return run_mail(lang=lang, **options)

    return click.Command(
        "mail",
        callback=callback,
        help=say(
            "Écrit dans DIR une liste pour le publipostage et un brouillon de courriel (.eml) par élève : pseudonyme "
            "et lien"
            " du formulaire. Rien n'est envoyé.",
            "Write a mail-merge list and a draft e-mail (.eml) for each student in DIR: pseudonym and link to the form."
            " Nothing is sent.",
        ),
        params=[
            click.Argument(["directory"], metavar="DIR", type=click.Path(path_type=Path)),
            register_option(say),
            click.Option(
                ["--cohort"], type=click.IntRange(2000, 2099), metavar="YEAR",
                help=say("Une seule promotion.", "One cohort only."),
            ),
            click.Option(
                ["--who"], multiple=True, metavar="WHO",
                help=say("Ces personnes seulement : pseudonyme ou numéro.", "These people only: pseudonym or number."),
            ),
            repo_option(say),
            branch_option(say),
            on_option(say),
            dry_run_option(say),
            lang_option(),
        ],
    )  # fmt: skip
