"""The ``moodle`` group of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.moodle_import_command import import_command
from polyvalidate.cli.office_options import (
    branch_option,
    dry_run_option,
    on_option,
    register_option,
    repo_option,
)

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def moodle_group(say: Say, lang: str, lang_option: LangOption) -> click.Group:
    """``moodle users``, ``groups``, ``cohorts``, ``grades`` and ``import``."""
    group = click.Group(
        "moodle",
        help=say(
            "Échange avec Moodle : comptes, groupes et bilans pour lui ; les années passées reprises de lui.",
            "Exchange with Moodle: accounts, groups and balances for it; past years taken over from it.",
        ),
    )
    for make in (_users, _groups, _cohorts, _grades, import_command):
        group.add_command(make(say, lang, lang_option))
    return group


def _users(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.moodle_files import run_users

        return run_users(lang=lang, **options)

    return click.Command(
        "users",
        callback=callback,
        help=say(
            "Le fichier des comptes à importer dans Moodle : un par élève, avec sa cohorte et, si --course est donné,"
            " son inscription au cours et son groupe (DI3).",
            "The file of accounts to upload into Moodle: one for each student, with their cohort and, when --course is"
            " given, their enrolment in the course and their group (DI3).",
        ),
        params=[
            register_option(say),
            _cohort(say),
            _text("--course", "NAME", None, "Nom abrégé du cours Moodle.", "Short name of the course in Moodle.", say),
            _text("--role", "NAME", "student", "Rôle dans ce cours.", "Role in this course.", say),
            _text("--auth", "NAME", "cas", "Méthode d'authentification.", "Method of authentication.", say),
            _prefix(say),
            click.Option(
                ["--departed"],
                is_flag=True,
                help=say(
                    "Aussi les élèves partis, pour mettre fin à leur inscription au cours.",
                    "The students who left as well, to end their enrolment in the course.",
                ),
            ),
            _private_output(say),
            *_where(say),
            lang_option(),
        ],
    )


def _groups(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.moodle_files import run_groups

        return run_groups(lang=lang, **options)

    return click.Command(
        "groups",
        callback=callback,
        help=say(
            "Les groupes du cours, SPÉCIALITÉ + ANNÉE D'ÉTUDES (DI3), à importer dans Moodle. Aucun nom.",
            "The groups of the course, PROGRAMME + YEAR OF STUDY (DI3), to import into Moodle. No name.",
        ),
        params=[_cohort(say), _output(say), *_where(say), lang_option()],
    )


def _cohorts(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.moodle_files import run_cohorts

        return run_cohorts(lang=lang, **options)

    return click.Command(
        "cohorts",
        callback=callback,
        help=say(
            "Les cohortes, une par promotion (POLY-2025), à déposer dans Moodle. Aucun nom.",
            "The cohorts, one for each year of entry (POLY-2025), to upload into Moodle. No name.",
        ),
        params=[_prefix(say), _output(say), *_where(say), lang_option()],
    )


def _grades(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.moodle_files import run_grades

        return run_grades(lang=lang, **options)

    return click.Command(
        "grades",
        callback=callback,
        help=say(
            "Les bilans comme notes à importer dans le carnet de notes de Moodle, par numéro étudiant et courriel.",
            "The balances as grades to import into the grade book of Moodle, by student number and e-mail address.",
        ),
        params=[
            register_option(say),
            _cohort(say),
            _text(
                "--item",
                "NAME",
                "PolyPoints",
                "Nom de l'élément d'évaluation dans Moodle.",
                "Name of the grade item in Moodle.",
                say,
            ),
            _private_output(say),
            *_where(say),
            lang_option(),
        ],
    )


def _text(name: str, metavar: str, default: str | None, fr: str, en: str, say: Say) -> click.Option:
    return click.Option([name], metavar=metavar, default=default, show_default=default is not None, help=say(fr, en))


def _cohort(say: Say) -> click.Option:
    return click.Option(
        ["--cohort"],
        type=click.IntRange(2000, 2099),
        metavar="YEAR",
        help=say("Une promotion, par son année d'entrée.", "One cohort, by its year of entry."),
    )


def _prefix(say: Say) -> click.Option:
    return _text(
        "--prefix", "NAME", "POLY", "Début du nom des cohortes : POLY-2025.", "Beginning of the name of cohorts.", say
    )


def _output(say: Say) -> click.Option:
    return click.Option(
        ["--output", "-o"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=say("Écrit dans ce fichier au lieu de l'afficher.", "Write to this file instead of showing it."),
    )


def _private_output(say: Say) -> click.Option:
    return click.Option(
        ["--output", "-o"],
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=say(
            "Fichier à écrire, hors de tout dépôt Git : il contient des noms.",
            "File to write, outside any Git repository: it holds names.",
        ),
    )


def _where(say: Say) -> list[click.Parameter]:
    return [repo_option(say), branch_option(say), on_option(say), dry_run_option(say)]
