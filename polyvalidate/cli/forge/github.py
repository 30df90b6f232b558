"""``polyvalidate forge github``: files in, calls to GitHub, files out.

Exit codes: 0 done, 1 a command that cannot be followed, 2 unreadable input or a fault of the forge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.forge.inputs import (
    comment_of,
    completes,
    connected,
    facts_or_event,
    read_event,
    read_facts,
    read_verdict,
    run,
    text_of,
)
from polyvalidate.cli.kit import commands, options
from polyvalidate.cli.kit.commands import Decorator, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.forge import answering, commanding
from polyvalidate.forge.github_plan import (
    ERROR,
    Action,
    Close,
    DeleteComment,
    EditComment,
    PostComment,
    SetStatus,
    plan,
    plan_answer,
)
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put

# What speaks HTTP (``forge.github``, ``forge.obeying``) is imported under ``connected``, which says when it is missing.


def _file(name: str, words: Text, *, required: bool = True) -> Decorator:
    return option(name, required=required, type=options.NEW_FILE, metavar="FILE", help=words)


def _event(*, required: bool = True) -> Decorator:
    words = Text("Fichier de l'événement (GITHUB_EVENT_PATH).", "File of the event (GITHUB_EVENT_PATH).")
    return _file("--event", words, required=required)


_facts = _file("--facts", Text("Faits, écrits par « facts ».", "Facts, written by “facts”."))
_ANSWER = Text("Écrit là la réponse au commentaire.", "Write the answer to the comment there.")
_today = options.today(Text("Décide comme si l'on était ce jour-là.", "Decide as if it were this day."))


@commands.command(
    "requests",
    Text(
        "Donne les numéros des demandes à contrôler : celle de l'événement, ou toutes celles qui sont ouvertes.",
        "Give the numbers of the requests to check: the event's, or all that are open.",
    ),
)
@_event()
def requests(terminal: Terminal, event: Path) -> int:  # noqa: ARG001 - every command gets it
    with connected() as connection:
        from polyvalidate.forge.github import requests_of

        numbers = requests_of(connection.api, read_event(event))
    put("".join(f"{number}\n" for number in numbers), None)
    return 0


@commands.command(
    "facts",
    Text(
        "Réunit les faits d'une demande : qui, quand, quel commit, qui l'approuve. En JSON.",
        "Gather the facts of a request: who, when, which commit, who approves it. As JSON.",
    ),
)
@_event()
@option(
    "--number",
    type=click.IntRange(min=1),
    metavar="N",
    help=Text(
        "Numéro de la demande, si ce n'est pas celle de l'événement.",
        "Number of the request, when it is not the event's.",
    ),
)
@options.output
def facts(terminal: Terminal, event: Path, number: int | None, output: Path | None) -> int:  # noqa: ARG001
    with connected() as connection:
        from polyvalidate.forge.github import gather

        found = gather(connection, read_event(event), number, run())
    put(found.to_json(), output)
    return 0


@commands.command(
    "apply",
    Text(
        "Pose le statut et le commentaire du contrôle. Peut être relancé sans dommage. Sans verdict lisible sur ce "
        "commit, le statut est « error » et la commande finit par 2.",
        "Set the status and the comment of the check. May be run again without harm. Without a readable verdict on "
        "that commit, the status is “error” and the command ends with 2.",
    ),
)
@_facts
@_file("--verdict", Text("Verdict de « gate --format json ».", "Verdict of “gate --format json”."))
@_file("--comment", Text("Commentaire de « gate --format comment ».", "Comment of “gate --format comment”."))
@_event(required=False)
@options.dry_run
def apply(terminal: Terminal, facts: Path, verdict: Path, comment: Path, event: Path | None, dry_run: bool) -> int:
    with connected() as connection:
        from polyvalidate.forge import github

        known = facts_or_event(connection, facts, event)
        judged, text = read_verdict(verdict, comment, known.head)
        if dry_run:
            _show(plan(known, judged, text, github.look(connection, known), connection.server))
        else:
            _report(github.apply(connection, known, judged, text), terminal)
    if judged == ERROR:
        raise Unreadable(
            Text(
                "Il n'y a pas de verdict lisible sur ce commit. Le statut est « error » ; relancez le contrôle.",
                "There is no readable verdict on this commit. The status is “error”; run the check again.",
            )
        )
    return 0


@commands.command(
    "command",
    Text(
        "Lit la commande d'un commentaire (/accepter, /points, /refuser, /completer) et dit ce qu'elle décide. En "
        "JSON, sans rien écrire dans le dépôt. Finit par 1 quand la commande ne peut pas être suivie.",
        "Read the command of a comment (/accept, /points, /refuse, /complete) and say what it decides. As JSON, "
        "nothing is written to the repository. Ends with 1 when the command cannot be followed.",
    ),
)
@_facts
@options.repo
@option("--base", default="HEAD", show_default=True, metavar="REV", help=Text("Branche protégée.", "Protected branch."))
@options.output
@_file("--answer", _ANSWER, required=False)
@_today
def command(
    terminal: Terminal, facts: Path, repo: Path, base: str, output: Path | None, answer: Path | None, today: date
) -> int:
    decided = commanding.plan_of(repo, base, read_facts(facts), today)
    if answer is not None:
        put(answering.answer(decided, terminal.lang), answer)
    put(json.dumps(decided.to_data(), ensure_ascii=False, indent=2) + "\n", output)
    return 0 if decided.obeyed or not decided.given else 1


@commands.command(
    "merge",
    Text(
        "Exécute la commande d'un commentaire : fusionne la demande sur le serveur, décision comprise. Relit la "
        "demande juste avant, contrôle la fusion, pose son statut, puis avance la branche. Peut être relancé sans "
        "dommage. Finit par 1 quand rien n'est fusionné, par 2 quand le serveur ou la forge ne répond pas.",
        "Carry out the command of a comment: merge the request on the server, decision included. The request is "
        "read again just before; the merge is checked and gets its status, then the branch moves. May be run "
        "again without harm. Ends with 1 when nothing is merged, with 2 when the server or the forge fails.",
    ),
)
@_facts
@_file("--answer", _ANSWER)
@options.repo
@option(
    "--push", default="origin", show_default=True, metavar="REMOTE", help=Text("Dépôt distant.", "Remote repository.")
)
@option(
    "--base",
    default="main",
    show_default=True,
    metavar="BRANCH",
    help=Text("Branche protégée du dépôt distant.", "Protected branch of the remote."),
)
@_today
def merge(terminal: Terminal, facts: Path, answer: Path, repo: Path, push: str, base: str, today: date) -> int:
    """0 when the decision is in the branch, 1 when it cannot be; the answer is written in every case."""
    known = read_facts(facts)
    comment = comment_of(known)
    try:
        with connected() as connection:
            from polyvalidate.forge.obeying import Obeying, Place

            done = Obeying(connection, Place(repo, push, base), known, comment, today).obey()
    except Unreadable:
        put(answering.FAILED.of(terminal.lang), answer)
        raise
    put(answering.answer(done.plan, terminal.lang, done.outcome), answer)
    if isinstance(done.outcome, answering.Merged):
        terminal.say(Text("Fusion : {commit}", "Merge: {commit}"), commit=done.outcome.commit)
        return 2 if done.failed else 0
    terminal.say(Text("Rien n'a été fusionné.", "Nothing was merged."))
    return 2 if done.failed else 1


@commands.command(
    "answer",
    Text(
        "Répond au commentaire, une seule fois. Peut être relancé sans dommage.",
        "Answer the comment, once. May be run again without harm.",
    ),
)
@_facts
@_file(
    "--answer",
    Text(
        "Réponse écrite par « command » ou « merge » ; sans elle, dit que la commande n'a pas abouti.",
        "Answer written by “command” or “merge”; without it, say that the command did not end.",
    ),
    required=False,
)
@_file(
    "--plan",
    Text(
        "Décision écrite par « command » : une demande à compléter en reçoit le statut.",
        "Decision written by “command”: a request to complete gets the status that says so.",
    ),
    required=False,
)
@options.dry_run
def answer(terminal: Terminal, facts: Path, answer: Path | None, plan: Path | None, dry_run: bool) -> int:
    known = read_facts(facts)
    text = answering.FAILED.of(terminal.lang) if answer is None else text_of(answer)
    sends_back = plan is not None and completes(plan, known.head)
    if not text.strip():
        return 0
    comment_of(known)
    with connected() as connection:
        from polyvalidate.forge import github

        if dry_run:
            seen = github.look(connection, known)
            _show(plan_answer(known, text, seen, connection.server, completes=sends_back))
        else:
            _report(github.answer(connection, known, text, sends_back), terminal)
    return 0


_DONE: dict[type[Action], Text] = {
    SetStatus: Text("statut posé ({state})", "status set ({state})"),
    PostComment: Text("commentaire posé", "comment posted"),
    EditComment: Text("commentaire mis à jour", "comment edited"),
    DeleteComment: Text("ancien commentaire retiré", "older comment removed"),
    Close: Text("demande fermée", "request closed"),
}


def _report(done: Iterable[Action], terminal: Terminal) -> None:
    """Say each writing once it is done."""
    nothing = True
    for action in done:
        nothing = False
        terminal.say(_DONE[type(action)], state=getattr(action, "state", ""))
    if nothing:
        terminal.say(Text("Rien à écrire : tout y est.", "Nothing to write: all is there."))


def _show(actions: Iterable[Action]) -> None:
    shown = [{"do": type(action).__name__, **action._asdict()} for action in actions]
    put(json.dumps(shown, ensure_ascii=True, indent=2) + "\n", None)
