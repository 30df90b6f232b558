"""The ``new`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]


def new_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``new``: asks what is not given in an option."""
    from polyvalidate.files.draft import Ask

    def text(name: str, metavar: str | None, fr: str, en: str) -> click.Option:
        return click.Option([name], metavar=metavar, help=say(fr, en))

    answered = {
        "activity": (Ask.ACTIVITY, "CODE", "Code de l'activité : 3.1.", "Code of the activity: 3.1."),
        "from": (Ask.FROM, "DATE", "Premier jour : 2026-01-31 ou 31/01/2026.", "First day: 2026-01-31 or 31/01/2026."),
        "to": (Ask.TO, "DATE", "Dernier jour (le premier par défaut).", "Last day (the first by default)."),
        "level": (Ask.LEVEL, "CODE", "Niveau atteint, si l'activité en a.", "Level reached, if the activity has any."),
        "quantity": (
            Ask.QUANTITY,
            "N",
            "Combien, dans l'unité de l'activité : 2 demi-journées.",
            "How many, in the unit of the activity: 2 half-days.",
        ),
        "hours": (
            Ask.HOURS,
            "N",
            "Nombre d'heures, pour une activité comptée en heures.",
            "Number of hours, for an activity counted in hours.",
        ),
        "title": (Ask.TITLE, None, "Ce que c'était, en quelques mots.", "What it was, in a few words."),
        "organisation": (
            Ask.ORGANISATION,
            None,
            "Pour quelle association, quel service ou quelle école.",
            "For which club, service or school.",
        ),
        "event": (
            Ask.EVENT,
            None,
            "Événement où vous aviez plusieurs rôles : gala-2026.",
            "Event in which you had several roles: gala-2026.",
        ),
        "description": (Ask.DESCRIPTION, None, "Ce que vous avez fait.", "What you did."),
        "elsewhere": (
            Ask.ELSEWHERE,
            "CODE",
            "Déjà compté ailleurs : none (non), ects (enseignement), internship (stage) ou paid (salaire).",
            "Counted elsewhere already: none, ects, internship or paid.",
        ),
    }

    def callback(**options: Any) -> int:
        from polyvalidate.cli.declaring import run_new
        from polyvalidate.cli.options import Given

        said = {ask: options[f"said_{name}"] for name, (ask, *_) in answered.items()}
        given = Given(
            options["root"],
            options["student"],
            {ask: value for ask, value in said.items() if value is not None},
            options["origin"],
            options["evidence"],
            options["evidence_url"],
            options["yes"],
            options["on"].date() if options["on"] else None,
        )
        return run_new(given, lang)

    return click.Command(
        "new",
        callback=callback,
        help=say(
            "Écrit une déclaration : pose les questions, vérifie les réponses, puis écrit le fichier. Chaque réponse"
            " peut aussi être donnée en option.",
            "Write a declaration: ask, check the answers, then write the file. Every answer may also be an option.",
        ),
        params=[
            text("--student", "CODE", "Votre code d'élève : s-k3f9q2mz7w.", "Your student code: s-k3f9q2mz7w."),
            *(
                click.Option([f"--{name}", f"said_{name}"], metavar=metavar, help=say(fr, en))
                for name, (_, metavar, fr, en) in answered.items()
            ),
            click.Option(
                ["--evidence"],
                multiple=True,
                metavar="CODE=FILE",
                help=say(
                    "Justificatif, en fichier : E2=emargement.pdf. Autant de fois qu'il le faut.",
                    "Evidence, as a file: E2=emargement.pdf. As often as needed.",
                ),
            ),
            click.Option(
                ["--evidence-url"],
                multiple=True,
                metavar="CODE=URL",
                help=say(
                    "Justificatif en ligne : E7=https://… Autant de fois qu'il le faut.",
                    "Evidence online: E7=https://… As often as needed.",
                ),
            ),
            text(
                "--origin",
                "CODE",
                "École d'origine des points, par la scolarité : polytech-nantes.",
                "School the points come from, by the registry office: polytech-nantes.",
            ),
            click.Option(
                ["--root"],
                type=click.Path(path_type=Path),
                help=say(
                    "Dossier du dépôt ; à défaut, trouvé depuis le dossier courant.",
                    "Folder of the repository; found from the current folder by default.",
                ),
            ),
            click.Option(
                ["--yes", "-y"],
                is_flag=True,
                help=say("Écrit sans demander confirmation.", "Write without asking to confirm."),
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."),
            ),
            lang_option(),
        ],
    )
