"""The jury's table as Excel, LibreOffice or anybody left it: its lines, and the commit they all come from."""

from __future__ import annotations

from typing import NamedTuple

from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.office.jury.content import Asked, Provenance, parsed_provenance
from polyvalidate.office.jury.working_table import HEADS, head
from polyvalidate.office.lists.tables import Table, read_table

_COMPUTED = ("credited", "required")
"""Computed columns that are compared when they are there; programme and profile too, which every list may have."""


class Told(NamedTuple):
    """The lines of a table, and the one place it says that they all come from."""

    table: Table
    provenance: Provenance


def read_told(data: bytes, sheet: str | None = None) -> Told | Text:
    """The table in a file, or the sentence that says why it is none of ours."""
    table: Table | Text | None = None
    for lang in LANGUAGES:
        table = _read(data, lang, sheet)
        if isinstance(table, Table):
            break
    if not isinstance(table, Table):
        return table if table is not None else _NO_COLUMNS
    table = table._replace(rows=tuple(row for row in table.rows if any(row.cells.values())))
    found = {row.cells.get("base", "") for row in table.rows}
    if len(found) > 1:
        return _several(table)
    provenance = parsed_provenance(found.pop()) if found else None
    if provenance is None:
        return Text(
            "La colonne « {head} » a été modifiée : on ne sait plus de quel commit vient cette table. "
            "Préparez-en une nouvelle avec polyvalidate minutes prepare, et recopiez-y les décisions.",
            "The column “{head}” was changed: the commit this table comes from is lost. Prepare a new "
            "one with polyvalidate minutes prepare, and copy the decisions into it.",
        ).filled(head=HEADS["base"])
    return Told(table, provenance)


def _read(data: bytes, lang: str, sheet: str | None) -> Table | Text | None:
    """The table with its columns in a language; None when those without which nothing can be done are absent."""
    named = {key: head(key, lang) for key in ("outcome", "comment", "base", *_COMPUTED)}
    while True:
        try:
            return read_table(data, named, ("code",), sheet)
        except KeyError as missing:
            key = str(missing.args[0])
            if key not in _COMPUTED:
                return None
            del named[key]


_NO_COLUMNS = Text(
    "Ce n'est pas la table de travail du jury : il y faut les colonnes « {code} », « {outcome} », « {comment} », "
    "« {base} ». Préparez-la avec polyvalidate minutes prepare, et gardez ces colonnes.",
    "This is not the working table of the jury: it needs the columns “{code}”, “{outcome}”, “{comment}”, “{base}”. "
    "Prepare it with polyvalidate minutes prepare, and keep these columns.",
).filled(**HEADS)


def _several(table: Table) -> Text:
    first = table.rows[0].cells.get("base", "")
    line = next(row.line for row in table.rows if row.cells.get("base", "") != first)
    return Text(
        "Ligne {line} : cette ligne ne vient pas de la même table que la première (colonne « {head} "
        "»). Retirez les lignes ajoutées ou collées d'ailleurs, puis recommencez.",
        "Line {line}: this line does not come from the same table as the first one (column "
        "“{head}”). Take out the lines that were added or pasted from elsewhere, then start again.",
    ).filled(line=line, head=HEADS["base"])


def other_jury(provenance: Provenance, asked: Asked) -> Text | None:
    """Why a table is not that of the session and cohort that were asked for; None when it is."""
    told = provenance.asked
    if provenance.kind != "working":
        return Text(
            "Ce fichier est un PV, non la table de travail du jury. Pour le vérifier : polyvalidate minutes verify.",
            "This file holds minutes, not the working table of the jury. To verify it: polyvalidate minutes verify.",
        )
    if (told.session, told.cohort) == (asked.session, asked.cohort):
        return None
    return Text(
        "Cette table est celle d'un autre jury (session {jury}). Vérifiez --table, ou --session et --cohort.",
        "This table is that of another jury (session {jury}). Check --table, or --session and --cohort.",
    ).filled(jury=told.words)
