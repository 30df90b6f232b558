"""What the jobs of a forge hand to ``polyvalidate forge github``: files, variables, and a connection."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from polyvalidate.forge.facts import Comment, Facts, Misshapen, from_json
from polyvalidate.forge.github_events import Event, event_of
from polyvalidate.forge.github_plan import ERROR, Judged, judged_of
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

if TYPE_CHECKING:
    from polyvalidate.forge.github import Connection

MOST = 50_000_000
"""Bytes of an input file: more than any that we or GitHub write."""


def text_of(path: Path) -> str:
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
        return from_json(text_of(path))
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


def comment_of(facts: Facts) -> Comment:
    """The comment that is to be answered."""
    if facts.comment is None:
        raise Unreadable(
            Text(
                "Ces faits ne contiennent aucun commentaire : il n'y a rien à quoi répondre.",
                "These facts hold no comment: there is nothing to answer.",
            )
        )
    return facts.comment


def read_event(path: Path) -> Event:
    try:
        return event_of(json.loads(text_of(path)), os.environ.get("GITHUB_REPOSITORY"))
    except (Misshapen, ValueError, RecursionError) as error:
        raise Unreadable(
            Text(
                "Le fichier {path} n'est pas un événement de GitHub que l'on connaît. Donnez celui de "
                "GITHUB_EVENT_PATH.",
                "The file {path} is no event of GitHub that is known here. Give the one of GITHUB_EVENT_PATH.",
            ),
            path=path,
        ) from error


def facts_or_event(connection: Connection, facts: Path, event: Path | None) -> Facts:
    """The facts; when they never came, those of the event, so that its commit can at least be marked in error."""
    try:
        return read_facts(facts)
    except Unreadable:
        if event is None:
            raise
        from polyvalidate.forge.github import gather

        return gather(connection, read_event(event), None, run())


def read_verdict(verdict: Path, comment: Path, head: str) -> tuple[Judged, str]:
    """The verdict with its comment; one without the other, or a verdict on another commit, is an error."""
    try:
        judged, text = judged_of(json.loads(text_of(verdict)), head), text_of(comment)
    except (Unreadable, ValueError, RecursionError):
        return ERROR, ""
    return (judged, text) if text.strip() else (ERROR, "")


def completes(path: Path, head: str) -> bool:
    """Does a plan send this very commit back to be completed?"""
    try:
        data = json.loads(text_of(path))
        rulings = data["rulings"] if data["obeyed"] is True and data["head"] == head else []
        return any(row["decision"] == "to-complete" for row in rulings)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(
            Text("Le fichier {path} ne contient pas de décision.", "The file {path} does not hold a decision."),
            path=path,
        ) from error


def run() -> int:
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
