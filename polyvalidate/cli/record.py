"""``polyvalidate record``: what is handed over of one student's record, to read and to machines."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polyvalidate.model.words import Text, plain
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put

if TYPE_CHECKING:
    from polyvalidate.documents.recipient import Recipient
    from polyvalidate.documents.statement import Statement

MOST_RECIPIENT = 10_000


def run_supplement(
    student: str,
    root: Path,
    rev: str,
    on: datetime | None,
    languages: str,
    format_name: str,
    with_sensitive: bool,
    output: Path | None,
    lang: str,
) -> int:
    """Section 6.1 of the diploma supplement. Exit code 1 when the record has errors or holds nothing."""
    from polyvalidate.documents.elmo import as_elmo
    from polyvalidate.documents.supplement import as_text, section

    statement = sound_statement(student, root, rev, on.date() if on else None, lang)
    if statement is None:
        return 1
    sections = tuple(section(statement, each, with_sensitive) for each in languages.split(","))
    tell_untold(statement, with_sensitive, lang)
    put_private((as_elmo if format_name == "elmo" else as_text)(sections), output)
    return 0


def run_elm(
    student: str,
    root: Path,
    rev: str,
    on: datetime | None,
    recipient: Path | None,
    with_sensitive: bool,
    output: Path | None,
    lang: str,
) -> int:
    """The record as a European credential, unsigned."""
    from polyvalidate.documents.elm import as_elm
    from polyvalidate.documents.recipient import Issuer
    from polyvalidate.documents.supplement import recognised

    statement = sound_statement(student, root, rev, on.date() if on else None, lang)
    if statement is None:
        return 1
    told, _ = recognised(statement, with_sensitive)
    if not told and not statement.acquired:
        say(
            "Rien n'a encore été reconnu dans ce dossier : il n'y a pas de quoi faire un certificat.",
            "Nothing has been recognised yet in this record: there is nothing to make a credential of.",
            lang,
        )
        return 1
    tell_untold(statement, with_sensitive, lang)
    issuer = Issuer(statement.site, statement.school, statement.site, statement.contact)
    put_private(as_elm(statement, issuer, read_recipient(recipient), with_sensitive), output)
    return 0


def sound_statement(student: str, root: Path, rev: str, on: date | None, lang: str) -> Statement | None:
    """A student's record at a revision; None, and said, when it has errors: nothing is handed over on a doubt."""
    found = record_of(student, root, rev, on)
    if found.errors:
        say(
            f"{found.errors} erreur(s) dans ce dossier : rien n'est délivré. Voyez polyvalidate check --rev {rev}.",
            f"{found.errors} error(s) in this folder: nothing is issued. See polyvalidate check --rev {rev}.",
            lang,
        )
        return None
    return found


def no_pseudonym(given: str) -> Unreadable:
    """Who a person meant, when they gave a name or a number; the register, which is private, knows the pseudonym."""
    import shlex

    who = shlex.quote("".join(c for c in given if c.isprintable())[:80])
    return Unreadable(
        Text(
            "Donnez le pseudonyme de l'élève, comme s-k3f9q2mz7w. La scolarité le trouve dans son "
            "registre : polyvalidate register find {who} --register registre.json",
            "Give the student's pseudonym, as s-k3f9q2mz7w. The registry office finds it in its "
            "register: polyvalidate register find {who} --register register.json",
        ),
        who=who,
    )


def record_of(student: str, root: Path, rev: str, on: date | None) -> Statement:
    """A student's record at a revision, whatever its state. Raises ``Unreadable`` when there is none."""
    from polyvalidate import repository
    from polyvalidate.documents.stating import statements
    from polyvalidate.repository import GitTree

    if not re.fullmatch(r"s-[0-9a-z]{10}", student, re.ASCII):
        raise no_pseudonym(student)
    tree = GitTree(root, rev)
    day = on or repository.today()
    found = list(statements(tree, day, lambda folder: folder.path.endswith(f"/{student}")))
    if not found:
        raise Unreadable(
            Text(
                "Aucun dossier lisible pour {student} à la révision {commit}.",
                "No readable folder for {student} at revision {commit}.",
            ),
            student=student,
            commit=tree.commit[:12],
        )
    return found[0]


def read_recipient(path: Path | None) -> Recipient:
    """The person in a private file; nobody without a file. Raises ``Unreadable`` with what to write."""
    from polyvalidate.documents.recipient import NOBODY, parsed
    from polyvalidate.model.words import Text
    from polyvalidate.repository.private_files import read_private

    if path is None:
        return NOBODY
    found = parsed(read_private(path, MOST_RECIPIENT))
    if isinstance(found, Text):
        raise Unreadable(found)
    return found


def tell_untold(statement: Statement, sensitive: bool, lang: str) -> None:
    """Say that sensitive activities are not told in detail, and how they would be."""
    from polyvalidate.documents.supplement import recognised

    _, untold = recognised(statement, sensitive)
    if untold:
        say(
            f"Activités sensibles (santé, opinions, croyances) sans détail : {len(untold)}. Si la personne le demande :"
            " --with-sensitive.",
            f"Sensitive activities (health, opinions, beliefs) without detail: {len(untold)}. If the person asks:"
            " --with-sensitive.",
            lang,
        )


def put_private(text: str, output: Path | None) -> None:
    """Print, or write for one's own eyes, outside Git: the document is the student's."""
    from polyvalidate.repository.private_files import replace_private

    if output is None:
        put(text, None)
    else:
        replace_private(output, text.encode())


def say(fr: str, en: str, lang: str) -> None:
    click.echo(plain(fr if lang == "fr" else en), err=True)
