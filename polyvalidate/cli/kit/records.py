"""One student's record at a revision, of which something is handed over: whose, how much of it, to which file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Decorator, argument, option, together
from polyvalidate.cli.kit.people import no_pseudonym
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import GitTree, Unreadable
from polyvalidate.repository.output import put
from polyvalidate.repository.private_files import read_private, replace_private

if TYPE_CHECKING:
    from polyvalidate.documents.recipient import Recipient
    from polyvalidate.documents.statement import Statement

MOST_RECIPIENT = 10_000


def rev(words: Text) -> Decorator:
    """``--rev``, the last commit by default."""
    return option("--rev", default="HEAD", show_default=True, metavar="REV", help=words)


def private_output(words: Text, *, required: bool = False) -> Decorator:
    return option("--output", "-o", required=required, type=options.NEW_FILE, metavar="FILE", help=words)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be handed over of a record."""

    student: str
    repo: Path
    rev: str
    today: date
    with_sensitive: bool
    output: Path | None


wanted = together(
    "wanted",
    Wanted,
    argument("student"),
    options.repo,
    rev(Text("Révision Git lue ; le document la nomme.", "Git revision read; the document names it.")),
    options.today(Text("Date du document (aujourd'hui).", "Date of the document (today).")),
    option(
        "--with-sensitive",
        is_flag=True,
        help=Text(
            "Détaille aussi les activités sensibles (santé, opinions, croyances), à la demande de la personne.",
            "Tell sensitive activities (health, opinions, beliefs) in detail too, when the person asks for it.",
        ),
    ),
    private_output(
        Text(
            "Écrit le document dans ce fichier, hors de tout dépôt Git, lisible par vous seul.",
            "Write the document to this file, outside any Git repository, for your eyes only.",
        )
    ),
)
recipient = option(
    "--recipient",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "La personne, en JSON (first, surname, email, did), dans un fichier privé ou « - » pour l'entrée standard."
        " Sans cela, le document ne nomme personne.",
        "The person, in JSON (first, surname, email, did), in a private file or “-” for standard input. Without it"
        " the document names nobody.",
    ),
)


def record_of(student: str, repo: Path, rev: str, day: date) -> Statement:
    """A student's record at a revision, whatever its state. Raises ``Unreadable`` when there is none."""
    from polyvalidate.documents.stating import statements

    if not re.fullmatch(r"s-[0-9a-z]{10}", student, re.ASCII):
        raise no_pseudonym(student)
    tree = GitTree(repo, rev)
    found = next(iter(statements(tree, day, lambda folder: folder.path.endswith(f"/{student}"))), None)
    if found is None:
        raise Unreadable(
            Text(
                "Aucun dossier lisible pour {student} à la révision {commit}.",
                "No readable folder for {student} at revision {commit}.",
            ),
            student=student,
            commit=tree.commit[:12],
        )
    return found


def sound_record(wanted: Wanted, terminal: Terminal) -> Statement | None:
    """A student's record; None, and said, when it has errors: nothing is handed over on a doubt."""
    found = record_of(wanted.student, wanted.repo, wanted.rev, wanted.today)
    if not found.errors:
        return found
    terminal.warn(
        Text(
            "{n} {n:erreur|erreurs} dans ce dossier : rien n'est délivré. Voyez polyvalidate check --rev {rev}.",
            "{n} {n:error|errors} in this folder: nothing is issued. See polyvalidate check --rev {rev}.",
        ),
        n=found.errors,
        rev=wanted.rev,
    )
    return None


def read_recipient(path: Path | None) -> Recipient:
    """The person in a private file; nobody without a file. Raises ``Unreadable`` with what to write."""
    from polyvalidate.documents.recipient import NOBODY, parsed

    if path is None:
        return NOBODY
    found = parsed(read_private(path, MOST_RECIPIENT))
    if isinstance(found, Text):
        raise Unreadable(found)
    return found


def tell_untold(statement: Statement, sensitive: bool, terminal: Terminal) -> None:
    """Say that sensitive activities are not told in detail, and how they would be."""
    from polyvalidate.documents.supplement import recognised

    _, untold = recognised(statement, sensitive)
    if untold:
        terminal.warn(
            Text(
                "Activités sensibles (santé, opinions, croyances) sans détail : {n}. Si la personne le demande :"
                " --with-sensitive.",
                "Sensitive activities (health, opinions, beliefs) without detail: {n}. If the person asks:"
                " --with-sensitive.",
            ),
            n=len(untold),
        )


def put_private(text: str, output: Path | None) -> None:
    """Print, or write for one's own eyes, outside Git: the document is the student's."""
    if output is None:
        put(text, None)
    else:
        replace_private(output, text.encode())
