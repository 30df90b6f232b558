"""The ``declare-many`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

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


def declare_many_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``declare-many``: an attendance list becomes one decided declaration for each student."""

    def callback(**options: Any) -> int:
        from polyvalidate.cli.crediting import run_declare_many

        return run_declare_many(lang=lang, **options)

    return click.Command(
        "declare-many",
        callback=callback,
        help=say(
            "Crédite en masse l'activité CODE : la liste de l'organisation (CSV ou Excel) devient une déclaration"
            " acceptée par élève, en un seul commit signé de la personne qui évalue (--as). Les personnes inconnues ou"
            " déjà créditées sont dites et laissées de côté. Sans le registre, la liste doit donner des pseudonymes :"
            " --translate la prépare pour la personne qui évalue.",
            "Credit the activity CODE in bulk: the organiser's list (CSV or Excel) becomes one accepted declaration for"
            " each student, in a single commit signed by the person who evaluates (--as). People who are unknown or"
            " credited already are told and left aside. Without the register the list must give pseudonyms: --translate"
            " prepares it for the person who evaluates.",
        ),
        params=[
            click.Argument(["code"]),
            click.Option(
                ["--list", "list_file"],
                required=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=say("Liste des personnes présentes.", "List of the people who were there."),
            ),
            optional_register(say),
            *_event(say),
            *_reading(say),
            *_evidence(say),
            click.Option(
                ["--translate"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help=say(
                    "Écrit seulement la liste des pseudonymes, sans noms, pour la personne qui évalue.",
                    "Only write the list of pseudonyms, without names, for the person who evaluates.",
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


def _text(name: str, metavar: str | None, fr: str, en: str, say: Say) -> click.Option:
    return click.Option([name], metavar=metavar, help=say(fr, en))


def _event(say: Say) -> list[click.Parameter]:
    """What was attended."""
    return [
        click.Option(
            ["--from", "first"],
            metavar="DATE",
            required=True,
            help=say("Jour de l'activité : 2026-01-31 ou 31/01/2026.", "Day of the activity: 2026-01-31."),
        ),
        click.Option(
            ["--to", "last"],
            metavar="DATE",
            help=say("Dernier jour (le premier par défaut).", "Last day (the first by default)."),
        ),
        _text("--title", None, "Ce que c'était (par défaut, l'intitulé de la grille).", "What it was.", say),
        _text("--organisation", None, "Qui l'organisait (par défaut, l'école).", "Who organised it (the school).", say),
        _text("--event", None, "Nom court de l'événement : gala-2026.", "Short name of the event: gala-2026.", say),
        click.Option(
            ["--quantity"],
            type=click.IntRange(1, 200),
            metavar="N",
            help=say(
                "Combien pour chaque personne, dans l'unité de l'activité (1).",
                "How many for each person, in the unit of the activity (1).",
            ),
        ),
        click.Option(
            ["--hours"],
            type=click.IntRange(1, 2000),
            metavar="N",
            help=say("Heures, pour une activité comptée en heures.", "Hours, for an activity counted in hours."),
        ),
        _text("--comment", None, "Commentaire de l'évaluation.", "Comment of the evaluation.", say),
    ]


def _reading(say: Say) -> list[click.Parameter]:
    """How the list is read."""
    return [
        click.Option(
            ["--column", "columns"],
            multiple=True,
            metavar="KEY=NAME",
            help=say(
                "Nom d'une colonne de la liste : number=Identifiant, email=Contact, code=Élève.",
                "Name of a column of the list: number=Identifier, email=Contact, code=Student.",
            ),
        ),
        _text(
            "--present-column",
            "NAME",
            "Colonne qui dit qui était là ; une case vide, « non » ou « absent » ne crédite rien.",
            "Column that says who was there; an empty cell, “no” or “absent” credits nothing.",
            say,
        ),
        _text(
            "--count-column",
            "NAME",
            "Colonne qui dit combien (demi-journées, heures) pour chaque personne.",
            "Column that says how many (half-days, hours) for each person.",
            say,
        ),
        _text("--sheet", "NAME", "Feuille du classeur.", "Sheet of the workbook.", say),
    ]


def _evidence(say: Say) -> list[click.Parameter]:
    """What proves it."""
    return [
        click.Option(
            ["--evidence"],
            multiple=True,
            metavar="CODE=FILE",
            help=say(
                "Émargement signé : E2=emargement.pdf. Sans lui, l'empreinte de la liste en tient lieu.",
                "Signed sheet: E2=sheet.pdf. Without it, the digest of the list stands for it.",
            ),
        ),
        click.Option(
            ["--evidence-url"],
            multiple=True,
            metavar="CODE=URL",
            help=say("Justificatif en ligne : E2=https://…", "Evidence online: E2=https://…"),
        ),
        _text(
            "--digest",
            "SHA256",
            "Empreinte de la liste d'origine, quand --list en est la traduction.",
            "Digest of the original list, when --list is its translation.",
            say,
        ),
    ]
