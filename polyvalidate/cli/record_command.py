"""The ``record`` group of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def common(say: Say) -> list[click.Parameter]:
    """Whose record, of which repository, at which revision, on which day, to which file."""
    return [
        click.Argument(["student"]),
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
            help=say("Révision Git lue ; le document la nomme.", "Git revision read; the document names it."),
        ),
        click.Option(
            ["--on"],
            type=Day(say),
            metavar="DATE",
            help=say("Date du document (aujourd'hui).", "Date of the document (today)."),
        ),
        click.Option(
            ["--with-sensitive"],
            is_flag=True,
            help=say(
                "Détaille aussi les activités sensibles (santé, opinions, croyances), à la demande de la personne.",
                "Tell sensitive activities (health, opinions, beliefs) in detail too, when the person asks for it.",
            ),
        ),
        click.Option(
            ["--output", "-o"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help=say(
                "Écrit le document dans ce fichier, hors de tout dépôt Git, lisible par vous seul.",
                "Write the document to this file, outside any Git repository, for your eyes only.",
            ),
        ),
    ]


def recipient_option(say: Say) -> click.Option:
    return click.Option(
        ["--recipient"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=say(
            "La personne, en JSON (first, surname, email, did), dans un fichier privé ou « - » pour l'entrée standard."
            " Sans cela, le document ne nomme personne.",
            "The person, in JSON (first, surname, email, did), in a private file or “-” for standard input. Without it"
            " the document names nobody.",
        ),
    )


def record_group(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Group:
    """``record supplement`` and ``record elm``."""

    def supplement(**options: Any) -> int:
        from polyvalidate.cli.recording import run_supplement

        return run_supplement(lang=lang, **options)

    def elm(**options: Any) -> int:
        from polyvalidate.cli.recording import run_elm

        return run_elm(lang=lang, **options)

    group = click.Group(
        "record",
        help=say(
            "Ce qui est remis du dossier d'une personne : supplément au diplôme, certificat européen.",
            "What is handed over of a person's record: diploma supplement, European credential.",
        ),
    )
    group.add_command(
        click.Command(
            "supplement",
            callback=supplement,
            help=say(
                "Rubrique 6.1 du supplément au diplôme (annexe descriptive) de STUDENT : ce que le jury a décidé et les"
                " activités reconnues, en termes neutres.",
                "Section 6.1 of the diploma supplement of STUDENT: what the jury decided and the recognised activities,"
                " in neutral terms.",
            ),
            params=[
                *common(say),
                click.Option(
                    ["--languages"],
                    type=click.Choice(["fr,en", "fr", "en"]),
                    default="fr,en",
                    show_default=True,
                    help=say("Langues du document.", "Languages of the document."),
                ),
                click.Option(
                    ["--format", "format_name"],
                    type=click.Choice(["text", "elmo"]),
                    default="text",
                    show_default=True,
                    help=say(
                        "Texte à reprendre, ou élément XML EMREX ELMO.", "Text to be reused, or EMREX ELMO XML element."
                    ),
                ),
                lang_option(),
            ],
        )
    )
    group.add_command(
        click.Command(
            "elm",
            callback=elm,
            help=say(
                "Le dossier de STUDENT au format European Learning Model 3 (JSON-LD, profil générique), non scellé.",
                "The record of STUDENT as European Learning Model 3 (JSON-LD, generic profile), unsealed.",
            ),
            params=[*common(say), recipient_option(say), lang_option()],
        )
    )
    return group
