"""The ``forge github`` commands of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from polyvalidate.cli.dates import Day

Say = Callable[[str, str], str]
LangOption = Callable[[], click.Option]


def forge_group(say: Say, lang: str, lang_option: LangOption) -> click.Group:
    """``forge github requests | facts | apply | command | merge | answer``: what the workflows of a school call."""
    forge = click.Group("forge", help=say("Parle à la forge, depuis ses tâches.", "Talk to the forge, from its jobs."))
    github = click.Group(
        "github",
        help=say(
            "GitHub et GitHub Enterprise. Le jeton est lu dans GITHUB_TOKEN, l'adresse de l'API dans GITHUB_API_URL.",
            "GitHub and GitHub Enterprise. The token is read from GITHUB_TOKEN, the API's address from GITHUB_API_URL.",
        ),
    )
    forge.add_command(github)
    for make in (_requests, _facts, _apply, _command, _merge, _answer):
        github.add_command(make(say, lang, lang_option))
    return forge


def _file(name: str, fr: str, en: str, say: Say, *, required: bool = True) -> click.Option:
    return click.Option(
        [name], required=required, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=say(fr, en)
    )


def _event(say: Say, *, required: bool = True) -> click.Option:
    return _file(
        "--event",
        "Fichier de l'événement (GITHUB_EVENT_PATH).",
        "File of the event (GITHUB_EVENT_PATH).",
        say,
        required=required,
    )


def _facts_option(say: Say) -> click.Option:
    return _file("--facts", "Faits, écrits par « facts ».", "Facts, written by “facts”.", say)


def _output(say: Say) -> click.Option:
    return _file(
        "--output", "Écrit le résultat dans ce fichier.", "Write the result to this file.", say, required=False
    )


def _dry_run(say: Say) -> click.Option:
    return click.Option(
        ["--dry-run"],
        is_flag=True,
        help=say("Montre ce qui serait écrit, sans rien écrire.", "Show what would be written, and write nothing."),
    )


def _requests(say: Say, _lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forge_github import run_requests

        return run_requests(**options)

    return click.Command(
        "requests",
        callback=callback,
        help=say(
            "Donne les numéros des demandes à contrôler : celle de l'événement, ou toutes celles qui sont ouvertes.",
            "Give the numbers of the requests to check: the event's, or all that are open.",
        ),
        params=[_event(say), lang_option()],
    )


def _facts(say: Say, _lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forge_github import run_facts

        return run_facts(**options)

    return click.Command(
        "facts",
        callback=callback,
        help=say(
            "Réunit les faits d'une demande : qui, quand, quel commit, qui l'approuve. En JSON.",
            "Gather the facts of a request: who, when, which commit, who approves it. As JSON.",
        ),
        params=[
            _event(say),
            click.Option(
                ["--number"],
                type=click.IntRange(min=1),
                metavar="N",
                help=say(
                    "Numéro de la demande, si ce n'est pas celle de l'événement.",
                    "Number of the request, when it is not the event's.",
                ),
            ),
            _output(say),
            lang_option(),
        ],
    )


def _apply(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forge_github import run_apply

        return run_apply(lang=lang, **options)

    return click.Command(
        "apply",
        callback=callback,
        help=say(
            "Pose le statut et le commentaire du contrôle. Peut être relancé sans dommage. Sans verdict lisible sur ce "
            "commit, le statut est « error » et la commande finit par 2.",
            "Set the status and the comment of the check. May be run again without harm. Without a readable verdict on "
            "that commit, the status is “error” and the command ends with 2.",
        ),
        params=[
            _facts_option(say),
            _file("--verdict", "Verdict de « gate --format json ».", "Verdict of “gate --format json”.", say),
            _file("--comment", "Commentaire de « gate --format comment ».", "Comment of “gate --format comment”.", say),
            _event(say, required=False),
            _dry_run(say),
            lang_option(),
        ],
    )


def _command(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forge_github import run_command

        return run_command(lang=lang, **options)

    return click.Command(
        "command",
        callback=callback,
        help=say(
            "Lit la commande d'un commentaire (/accepter, /points, /refuser, /completer) et dit ce qu'elle décide. En "
            "JSON, sans rien écrire dans le dépôt. Finit par 1 quand la commande ne peut pas être suivie.",
            "Read the command of a comment (/accept, /points, /refuse, /complete) and say what it decides. As JSON, "
            "nothing is written to the repository. Ends with 1 when the command cannot be followed.",
        ),
        params=[
            _facts_option(say),
            click.Option(
                ["--repo"],
                default=".",
                type=click.Path(path_type=Path),
                help=say("Dépôt Git.", "Git repository."),
            ),
            click.Option(
                ["--base"],
                default="HEAD",
                show_default=True,
                metavar="REV",
                help=say("Branche protégée.", "Protected branch."),
            ),
            _output(say),
            _file(
                "--answer",
                "Écrit là la réponse au commentaire.",
                "Write the answer to the comment there.",
                say,
                required=False,
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Décide comme si l'on était ce jour-là.", "Decide as if it were this day."),
            ),
            lang_option(),
        ],
    )


def _merge(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forge_merging import run_merge

        return run_merge(lang=lang, **options)

    return click.Command(
        "merge",
        callback=callback,
        help=say(
            "Exécute la commande d'un commentaire : fusionne la demande sur le serveur, décision comprise. Relit la "
            "demande juste avant, contrôle la fusion, pose son statut, puis avance la branche. Peut être relancé sans "
            "dommage. Finit par 1 quand rien n'est fusionné, par 2 quand le serveur ou la forge ne répond pas.",
            "Carry out the command of a comment: merge the request on the server, decision included. The request is "
            "read again just before; the merge is checked and gets its status, then the branch moves. May be run "
            "again without harm. Ends with 1 when nothing is merged, with 2 when the server or the forge fails.",
        ),
        params=[
            _facts_option(say),
            _file("--answer", "Écrit là la réponse au commentaire.", "Write the answer to the comment there.", say),
            click.Option(
                ["--repo"],
                default=".",
                type=click.Path(path_type=Path),
                help=say("Dépôt Git.", "Git repository."),
            ),
            click.Option(
                ["--push"],
                default="origin",
                show_default=True,
                metavar="REMOTE",
                help=say("Dépôt distant.", "Remote repository."),
            ),
            click.Option(
                ["--base"],
                default="main",
                show_default=True,
                metavar="BRANCH",
                help=say("Branche protégée du dépôt distant.", "Protected branch of the remote."),
            ),
            click.Option(
                ["--on"],
                type=Day(say),
                metavar="DATE",
                help=say("Décide comme si l'on était ce jour-là.", "Decide as if it were this day."),
            ),
            lang_option(),
        ],
    )


def _answer(say: Say, lang: str, lang_option: LangOption) -> click.Command:
    def callback(**options: Any) -> int:
        from polyvalidate.cli.forge_github import run_answer

        return run_answer(lang=lang, **options)

    return click.Command(
        "answer",
        callback=callback,
        help=say(
            "Répond au commentaire, une seule fois. Peut être relancé sans dommage.",
            "Answer the comment, once. May be run again without harm.",
        ),
        params=[
            _facts_option(say),
            _file(
                "--answer",
                "Réponse écrite par « command » ou « merge » ; sans elle, dit que la commande n'a pas abouti.",
                "Answer written by “command” or “merge”; without it, say that the command did not end.",
                say,
                required=False,
            ),
            _file(
                "--plan",
                "Décision écrite par « command » : une demande à compléter en reçoit le statut.",
                "Decision written by “command”: a request to complete gets the status that says so.",
                say,
                required=False,
            ),
            _dry_run(say),
            lang_option(),
        ],
    )
