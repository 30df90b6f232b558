"""The table that the jury works on: computed columns, the decision and its reason to be written, where it comes from.

The last column, hidden in a workbook, says of which commit, session and cohort each line is: lines may then be sorted,
and the sheet saved as CSV, without losing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Minutes, Row, provenance_of
from polyvalidate.office.register.register import Member
from polyvalidate.reports.spreadsheets import Cell, Quarters, Table, Workbook, as_csv, new_workbook, write_cell

HEADS = {
    "code": Text("Pseudonyme", "Pseudonym"),
    "number": Text("N° étudiant", "Student number"),
    "surname": Text("Nom", "Surname"),
    "first": Text("Prénom", "First name"),
    "programme": Text("Spécialité", "Programme"),
    "profile": Text("Profil", "Profile"),
    "credited": Text("Bilan", "Balance"),
    "required": Text("Seuil", "Required"),
    "missing": Text("Ce qui manque", "What is missing"),
    "waiting": Text("En attente", "Waiting"),
    "errors": Text("À corriger", "To be mended"),
    "previous": Text("Décision précédente", "Previous decision"),
    "proposal": Text("Proposition", "Proposal"),
    "outcome": Text("Décision du jury", "Jury's decision"),
    "comment": Text("Motif", "Reason"),
    "base": Text("Provenance (ne pas modifier)", "Provenance (do not change)"),
}
NAMES = ("number", "surname", "first")
WRITTEN = ("outcome", "comment")
"""The columns that the jury writes."""
LONGEST_COMMENT = 1000
WIDTHS = {"surname": 18, "first": 14, "programme": 10, "profile": 9, "credited": 7, "required": 7, "missing": 26,
          "waiting": 8, "errors": 9, "previous": 18, "proposal": 14, "outcome": 16, "comment": 34}  # fmt: skip
"""Characters of the columns that a printed page has to hold together, one line a student; longer words go on below."""

Kept = tuple[str | None, str | None]
"""A decision and its reason; None for nothing."""


def head(key: str, lang: str) -> str:
    return HEADS[key].of(lang)


def keys_of(named: bool) -> tuple[str, ...]:
    return tuple(key for key in HEADS if named or key not in NAMES)


def working_table(
    minutes: Minutes,
    requests: Mapping[str, int],
    members: Mapping[str, Member] | None,
    lang: str,
    kept: Mapping[str, Kept] | None = None,
) -> Table:
    """One line a student. ``requests`` counts the open requests of each; ``members`` are the people, when named.

    The decision is what the rules propose until the session has recorded something, and then what it recorded or
    nothing; ``kept`` are decisions of an earlier table, which come first.
    """
    base = str(provenance_of(minutes, "working", lang, members is not None))
    keys = keys_of(members is not None)
    rows = []
    for row in ordered(minutes, members):
        filled_in = row.outcome if minutes.recorded else row.proposal
        cells = _cells(row, requests.get(row.student, 0), filled_in, lang) | {"base": base}
        if kept is not None and row.student in kept:
            outcome, comment = kept[row.student]
            cells |= {"outcome": outcomes.said(outcome, lang) if outcome else "", "comment": comment or ""}
        if members is not None:
            cells |= name_cells(members.get(row.student))
        rows.append(tuple(cells[key] for key in keys))
    return Table(Text("Jury", "Jury").of(lang), tuple(head(key, lang) for key in keys), tuple(rows))


def ordered(minutes: Minutes, members: Mapping[str, Member] | None) -> list[Row]:
    """By programme, then by name where there are names, as a list is called out."""
    if members is None:
        return list(minutes.rows)

    def name(row: Row) -> tuple[str, str, str]:
        member = members.get(row.student)
        return row.programme, member.name.casefold() if member is not None else "\uffff", row.student

    return sorted(minutes.rows, key=name)


def name_cells(member: Member | None) -> dict[str, Cell]:
    if member is None:
        return dict.fromkeys(NAMES, "")
    return {"number": member.number, "surname": member.usual or member.surname, "first": member.first}


def _cells(row: Row, requests: int, outcome: str | None, lang: str) -> dict[str, Cell]:
    previous = row.previous
    return {
        "code": row.student,
        "programme": row.programme,
        "profile": row.profile,
        "credited": Quarters(row.credited),
        "required": None if row.required is None else Quarters(row.required),
        "missing": what_is_missing(row.missing, lang),
        "waiting": row.waiting + requests,
        "errors": row.errors,
        "previous": f"{outcomes.said(previous.outcome, lang)} ({previous.session})" if previous else "",
        "proposal": outcomes.said(row.proposal, lang) if row.proposal else "",
        "outcome": outcomes.said(outcome, lang) if outcome else "",
        "comment": row.comment or "",
    }


def as_file(table: Table, form: str, minutes: Minutes, lang: str) -> bytes | Text:
    """The table as ``csv`` or ``xlsx``; a ``Text`` when the library that writes workbooks is absent."""
    if form == "csv":
        return as_csv(table, lang)
    title = Text("Table de travail du jury", "Working table of the jury").of(lang)
    made_on = datetime(minutes.day.year, minutes.day.month, minutes.day.day, tzinfo=UTC).replace(tzinfo=None)
    book = new_workbook(f"{title} {minutes.asked.session}", made_on)
    if isinstance(book, Text):
        return book
    _jury_sheet(book, table, lang)
    _help_sheet(book, minutes, lang)
    return book.finished()


def _jury_sheet(book: Workbook, table: Table, lang: str) -> None:
    """Computed cells are locked; the decision is chosen in a list; the header stays in sight."""
    sheet = book.add(table)
    open_form = book.book.add_format(
        {"locked": False, "bg_color": "#FFF8DC", "border": 1, "text_wrap": True, "valign": "top"}
    )
    folded = book.book.add_format({"text_wrap": True, "valign": "top"})
    written = [table.heads.index(head(key, lang)) for key in WRITTEN]
    wide = {
        table.heads.index(head(key, lang)): chars for key, chars in WIDTHS.items() if head(key, lang) in table.heads
    }
    for column, chars in wide.items():
        sheet.set_column(column, column, chars)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
    for line, row in enumerate(table.rows, 1):
        for column in wide.keys() - {*written}:
            text = row[column]
            if isinstance(text, str) and text:
                sheet.write_string(line, column, text, folded)
        for column in written:
            text = row[column]
            if text:
                sheet.write_string(line, column, text, open_form)
            else:
                sheet.write_blank(line, column, None, open_form)
    outcome = written[0]
    choices = [outcomes.said(each, lang) for each in OUTCOMES]
    sheet.data_validation(
        1,
        outcome,
        max(1, len(table.rows)),
        outcome,
        {
            "validate": "list",
            "source": choices,
            "ignore_blank": True,
            "error_title": Text("Décision inconnue", "Unknown decision").of(lang),
            "error_message": f"{', '.join(choices)}.",
        },
    )
    sheet.set_column(len(table.heads) - 1, len(table.heads) - 1, 12, None, {"hidden": True})
    sheet.freeze_panes(1, _frozen(table, lang))
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    sheet.activate()


def _frozen(table: Table, lang: str) -> int:
    """The columns that say who it is stay in sight too."""
    return table.heads.index(head("programme", lang))


def _help_sheet(book: Workbook, minutes: Minutes, lang: str) -> None:
    asked = minutes.asked
    lines = (
        Text("Table de travail du jury, session {jury}", "Working table of the jury, session {jury}"),
        Text(
            "Seules les colonnes « Décision du jury » et « Motif » s'écrivent ; le reste vient du dépôt.",
            "Only the columns “Jury's decision” and “Reason” are to be written; the rest comes from the repository.",
        ),
        Text(
            "Une case de décision vide : le jury n'a rien décidé pour cette personne.",
            "An empty decision: the jury has decided nothing for this person.",
        ),
        Text(
            "Un motif est demandé pour une dispense, pour toute décision autre que la proposition, et pour corriger "
            "une décision déjà enregistrée.",
            "A reason is asked for an exemption, for any decision other than the proposal, and to correct a decision "
            "that was recorded already.",
        ),
        Text(
            "Le motif entre dans le dépôt : n'y écrivez ni nom, ni numéro, ni rien de la santé ou de la vie privée.",
            "The reason goes into the repository: write no name, no number, nothing of anybody's health or private "
            "life.",
        ),
        Text(
            "Ensuite : polyvalidate minutes record --session {session} --cohort {cohort} --table CE_FICHIER --as CODE",
            "Then: polyvalidate minutes record --session {session} --cohort {cohort} --table THIS_FILE --as CODE",
        ),
        Text("Commit : {commit}", "Commit: {commit}"),
        Text("Empreinte des données : {fingerprint}", "Fingerprint of the inputs: {fingerprint}"),
    )
    details = {
        "jury": asked.words,
        "session": asked.session,
        "cohort": asked.cohort,
        "commit": minutes.commit,
        "fingerprint": minutes.fingerprint,
    }
    sheet: Any = book.sheet(Text("À lire", "Read me").of(lang))
    sheet.set_column(0, 0, 110)
    for line, text in enumerate(lines):
        write_cell(sheet, line, 0, text.of(lang, **details), book.forms)
