"""The working table that a jury gives back: read from its file, held to the record that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_session import before_the_jury, read_cohort
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.office.jury.decisions import Rulings, rulings
from polyvalidate.office.jury.told import Told, other_jury, read_told
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable, private_files


def table_in(data: bytes, sheet: str | None, asked: Asked) -> Told | Text:
    """The table that a file holds, when it is that of this jury."""
    told = read_told(data, sheet)
    return told if isinstance(told, Text) else other_jury(told.provenance, asked) or told


def read_jury_table(path: Path, sheet: str | None, asked: Asked) -> Told | Text:
    """The table in a file, when it is that of this jury. Raises ``Unreadable`` for a file that is absent or open."""
    private_files.refuse_open(path)
    data = private_files.read_bytes(path)
    if data is None:
        raise Unreadable(Text("Le fichier {path} n'existe pas.", "The file {path} does not exist."), path=path)
    if not data.strip():
        raise Unreadable(
            Text(
                "{path} est vide : il ne contient plus la table du jury. Reprenez le fichier enregistré par "
                "le jury, ou préparez une nouvelle table (polyvalidate minutes prepare).",
                "{path} is empty: it no longer holds the table of the jury. Take the file that the jury "
                "saved, or prepare a new table (polyvalidate minutes prepare).",
            ),
            path=path,
        )
    told = read_told(data, sheet)
    if isinstance(told, Text):
        return Text("{path} : {told}", "{path}: {told}").filled(path=path, told=told)
    return other_jury(told.provenance, asked) or told


def decisions_of(told: Told, repo: Path, members: Mapping[str, Member]) -> tuple[Minutes, Rulings] | Text:
    """What a table decides, beside the record at its own commit."""
    provenance = told.provenance
    cohort = read_cohort(repo, provenance.commit, provenance.day, provenance.asked)
    minutes, _ = before_the_jury(cohort)
    if minutes.fingerprint != provenance.fingerprint:
        return Text(
            "La provenance de cette table a été modifiée : son empreinte n'est pas celle de son commit. Préparez-en "
            "une nouvelle avec polyvalidate minutes prepare.",
            "The provenance of this table was changed: its fingerprint is not that of its commit. Prepare a new one "
            "with polyvalidate minutes prepare.",
        )
    return minutes, rulings(told, minutes, members)
