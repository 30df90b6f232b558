"""``polyvalidate forge github``: files in, calls to GitHub, files out.

Exit codes: 0 done, 1 a command that cannot be followed, 2 unreadable input or a fault of the forge.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polyvalidate.forge.facts import Facts, Misshapen, from_json
from polyvalidate.forge.github_events import Event, event_of
from polyvalidate.forge.github_plan import ERROR, Action, Judged, SetStatus, judged_of, plan, plan_answer
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put

if TYPE_CHECKING:
    from polyvalidate.forge.github import Connection

MOST = 50_000_000
"""Bytes of an input file: more than any that we or GitHub write."""


def run_requests(event: Path) -> int:
    with connected() as connection:
        from polyvalidate.forge.github import requests_of

        numbers = requests_of(connection.api, _event(event))
    put("".join(f"{number}\n" for number in numbers), None)
    return 0


def run_facts(event: Path, number: int | None, output: Path | None) -> int:
    with connected() as connection:
        from polyvalidate.forge.github import gather

        facts = gather(connection.api, _event(event), number, _run())
    put(facts.to_json(), output)
    return 0


def run_apply(facts: Path, verdict: Path, comment: Path, event: Path | None, dry_run: bool, lang: str) -> int:
    with connected() as connection:
        from polyvalidate.forge import github

        known = _facts_or_event(connection, facts, event)
        judged, text = _judged(verdict, comment, known.head)
        if dry_run:
            _show(plan(known, judged, text, github.look(connection, known), connection.server))
        else:
            _report(github.apply(connection, known, judged, text), lang)
    if judged == ERROR:
        raise Unreadable(
            Text(
                "Il n'y a pas de verdict lisible sur ce commit. Le statut est « error » ; relancez le contrôle.",
                "There is no readable verdict on this commit. The status is “error”; run the check again.",
            )
        )
    return 0


def run_command(
    facts: Path, repo: Path, base: str, output: Path | None, answer: Path | None, on: datetime | None, lang: str
) -> int:
    from polyvalidate import repository
    from polyvalidate.forge import answering, commanding

    known = read_facts(facts)
    decided = commanding.plan_of(repo, base, known, on.date() if on else repository.today())
    if answer is not None:
        put(answering.answer(decided, lang), answer)
    put(json.dumps(decided.to_data(), ensure_ascii=False, indent=2) + "\n", output)
    return 0 if decided.obeyed or not decided.given else 1


def run_answer(facts: Path, answer: Path | None, plan: Path | None, dry_run: bool, lang: str) -> int:
    from polyvalidate.forge.answering import FAILED

    known = read_facts(facts)
    text = FAILED.in_language(lang) if answer is None else _text(answer)
    completes = plan is not None and _completes(plan, known.head)
    if not text.strip():
        return 0
    if known.comment is None:
        raise no_comment()
    with connected() as connection:
        from polyvalidate.forge import github

        if dry_run:
            seen = github.look(connection, known)
            _show(plan_answer(known, text, seen, connection.server, completes=completes))
        else:
            _report(github.answer(connection, known, text, completes), lang)
    return 0


def no_comment() -> Unreadable:
    return Unreadable(
        Text(
            "Ces faits ne contiennent aucun commentaire : il n'y a rien à quoi répondre.",
            "These facts hold no comment: there is nothing to answer.",
        )
    )


# --- files in ---------------------------------------------------------------------------------------------------------


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST:
            raise OSError(0, "too large")
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Unreadable(
            Text("Le fichier {path} ne se lit pas.", "The file {path} cannot be read."), path=path
        ) from error


def read_facts(path: Path) -> Facts:
    try:
        return from_json(_text(path))
    except Misshapen as error:
        raise Unreadable(
            Text(
                "Le fichier {path} ne contient pas les faits d'une demande ({error}). Refaites-le avec « "
                "forge github facts ».",
                "The file {path} does not hold the facts of a request ({error}). Make it again with “forge "
                "github facts”.",
            ),
            path=path,
            error=error,
        ) from error


def _event(path: Path) -> Event:
    try:
        return event_of(json.loads(_text(path)), os.environ.get("GITHUB_REPOSITORY"))
    except (Misshapen, ValueError, RecursionError) as error:
        raise Unreadable(
            Text(
                "Le fichier {path} n'est pas un événement de GitHub que l'on connaît. Donnez celui de "
                "GITHUB_EVENT_PATH.",
                "The file {path} is no event of GitHub that is known here. Give the one of GITHUB_EVENT_PATH.",
            ),
            path=path,
        ) from error


def _facts_or_event(connection: Connection, facts: Path, event: Path | None) -> Facts:
    """The facts; when they never came, those of the event, so that its commit can at least be marked in error."""
    try:
        return read_facts(facts)
    except Unreadable:
        if event is None:
            raise
        from polyvalidate.forge.github import gather

        return gather(connection.api, _event(event), None, _run())


def _judged(verdict: Path, comment: Path, head: str) -> tuple[Judged, str]:
    """The verdict with its comment; one without the other, or a verdict on another commit, is an error."""
    try:
        judged, text = judged_of(json.loads(_text(verdict)), head), _text(comment)
    except (Unreadable, ValueError, RecursionError):
        return ERROR, ""
    return (judged, text) if text.strip() else (ERROR, "")


def _completes(path: Path, head: str) -> bool:
    """Does a plan send this very commit back to be completed?"""
    try:
        data = json.loads(_text(path))
        rulings = data["rulings"] if data["obeyed"] is True and data["head"] == head else []
        return any(row["decision"] == "to-complete" for row in rulings)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(
            Text("Le fichier {path} ne contient pas de décision.", "The file {path} does not hold a decision."),
            path=path,
        ) from error


def _run() -> int:
    number = os.environ.get("GITHUB_RUN_ID", "")
    return int(number) if re.fullmatch(r"[0-9]{1,15}", number) else 0


@contextmanager
def connected() -> Iterator[Connection]:
    try:
        from polyvalidate.forge.github import connect
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise Unreadable(
            Text(
                "Il manque de quoi parler à la forge. Installez-le : pip install 'polyvalidate[forge]'.",
                "What it takes to talk to the forge is missing. Install it: pip install 'polyvalidate[forge]'.",
            )
        ) from error
    connection = connect(os.environ)
    try:
        yield connection
    finally:
        connection.api.close()


# --- said -------------------------------------------------------------------------------------------------------------

_WORDS = {
    "SetStatus": ("statut posé", "status set"),
    "PostComment": ("commentaire posé", "comment posted"),
    "EditComment": ("commentaire mis à jour", "comment edited"),
    "DeleteComment": ("ancien commentaire retiré", "older comment removed"),
}


def _report(done: Iterable[Action], lang: str) -> None:
    count = 0
    for action in done:
        count += 1
        fr, en = _WORDS[type(action).__name__]
        state = f" ({action.state})" if isinstance(action, SetStatus) else ""
        click.echo((fr if lang == "fr" else en) + state)
    if not count:
        click.echo(Text("Rien à écrire : tout y est.", "Nothing to write: all is there.").of(lang))


def _show(actions: Iterable[Action]) -> None:
    shown: list[dict[str, Any]] = [{"do": type(action).__name__, **action._asdict()} for action in actions]
    put(json.dumps(shown, ensure_ascii=True, indent=2) + "\n", None)
