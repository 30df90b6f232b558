"""``polyvalidate record``: what is handed over of one student's record, to read and to machines."""

from __future__ import annotations

from pathlib import Path

import click

from polyvalidate.cli.kit import records
from polyvalidate.cli.kit.commands import Group, command, option
from polyvalidate.cli.kit.records import Wanted, put_private, read_recipient, sound_record, tell_untold
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents.elm import as_elm
from polyvalidate.documents.elmo import as_elmo
from polyvalidate.documents.recipient import Issuer
from polyvalidate.documents.supplement import as_text, recognised, section
from polyvalidate.model.words import LANGUAGES, Text

record = Group(
    "record",
    Text(
        "Ce qui est remis du dossier d'une personne : supplément au diplôme, certificat européen.",
        "What is handed over of a person's record: diploma supplement, European credential.",
    ),
    {"supplement": "record:supplement", "elm": "record:elm"},
)


@command(
    "supplement",
    Text(
        "Rubrique 6.1 du supplément au diplôme (annexe descriptive) de STUDENT : ce que le jury a décidé et les"
        " activités reconnues, en termes neutres.",
        "Section 6.1 of the diploma supplement of STUDENT: what the jury decided and the recognised activities,"
        " in neutral terms.",
    ),
)
@records.wanted
@option(
    "--languages",
    type=click.Choice([",".join(LANGUAGES), *LANGUAGES]),
    default=",".join(LANGUAGES),
    show_default=True,
    help=Text("Langues du document.", "Languages of the document."),
)
@option(
    "--format",
    "format_name",
    type=click.Choice(["text", "elmo"]),
    default="text",
    show_default=True,
    help=Text("Texte à reprendre, ou élément XML EMREX ELMO.", "Text to be reused, or EMREX ELMO XML element."),
)
def supplement(terminal: Terminal, wanted: Wanted, languages: str, format_name: str) -> int:
    """Exit code 1 when the record has errors."""
    statement = sound_record(wanted, terminal)
    if statement is None:
        return 1
    sections = tuple(section(statement, lang, wanted.with_sensitive) for lang in languages.split(","))
    tell_untold(statement, wanted.with_sensitive, terminal)
    put_private((as_elmo if format_name == "elmo" else as_text)(sections), wanted.output)
    return 0


@command(
    "elm",
    Text(
        "Le dossier de STUDENT au format European Learning Model 3 (JSON-LD, profil générique), non scellé.",
        "The record of STUDENT as European Learning Model 3 (JSON-LD, generic profile), unsealed.",
    ),
)
@records.wanted
@records.recipient
def elm(terminal: Terminal, wanted: Wanted, recipient: Path | None) -> int:
    """Exit code 1 when the record has errors, or holds nothing yet."""
    statement = sound_record(wanted, terminal)
    if statement is None:
        return 1
    told, _ = recognised(statement, wanted.with_sensitive)
    if not told and not statement.acquired:
        terminal.warn(
            Text(
                "Rien n'a encore été reconnu dans ce dossier : il n'y a pas de quoi faire un certificat.",
                "Nothing has been recognised yet in this record: there is nothing to make a credential of.",
            )
        )
        return 1
    tell_untold(statement, wanted.with_sensitive, terminal)
    issuer = Issuer(statement.site, statement.school, statement.site, statement.contact)
    put_private(as_elm(statement, issuer, read_recipient(recipient), wanted.with_sensitive), wanted.output)
    return 0
