"""The minutes in their forms to read by machine: one table (CSV, XLSX), one JSON; each says where it comes from.

In CSV the last column says it on each line, since a line of its own would shift the header; in XLSX it has a sheet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, number
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import FORMAT, Minutes, Row, provenance_of
from polyvalidate.office.jury.working_table import HEADS, NAMES, name_cells, ordered
from polyvalidate.office.register.register import Member
from polyvalidate.reports.spreadsheets import Cell, Quarters, Table, as_csv, new_workbook


class People(NamedTuple):
    """How minutes say who somebody is: ``members`` are the people by pseudonym, None for minutes without names; do
    pseudonyms stand there too?"""

    members: Mapping[str, Member] | None = None
    coded: bool = True

    @property
    def named(self) -> bool:
        return self.members is not None

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say who it is."""
        return (*(("code",) if self.coded else ()), *(NAMES if self.named else ()))

    def cells(self, row: Row) -> dict[str, Cell]:
        """Those of a student. Whoever is not in the register has their pseudonym in place of a number: it stands
        beside no name."""
        member = self.members.get(row.student) if self.members is not None else None
        cells = {"code": row.student, **name_cells(member)}
        if member is None and not self.coded:
            cells["number"] = row.student
        return {key: cells[key] for key in self.keys}


TITLES = {
    **{key: HEADS[key] for key in ("code", *NAMES, "programme", "profile", "missing", "waiting", "outcome", "comment")},
    "credited": Text("Points comptés", "Points credited"),
    "required": Text("Seuil", "Required"),
    "on": Text("Décidé le", "Decided on"),
    "by": Text("Jury", "Jury"),
}
_REST = ("programme", "profile", "credited", "required", "missing", "waiting", "outcome", "comment", "on", "by")
PROVENANCE = Text("Provenance", "Provenance")


def table(minutes: Minutes, people: People, lang: str) -> Table:
    """One line a student, as the jury decided."""
    heads = tuple(TITLES[key].of(lang) for key in (*people.keys, *_REST))
    rows = tuple((*people.cells(row).values(), *_cells(row, lang).values()) for row in ordered(minutes, people.members))
    return Table(Text("PV", "Minutes").of(lang), heads, rows)


def _cells(row: Row, lang: str) -> dict[str, Cell]:
    """In the order of ``_REST``."""
    return {
        "programme": row.programme,
        "profile": row.profile,
        "credited": Quarters(row.credited),
        "required": None if row.required is None else Quarters(row.required),
        "missing": what_is_missing(row.missing, lang),
        "waiting": row.waiting,
        "outcome": outcomes.said(row.outcome, lang),
        "comment": row.comment or "",
        "on": row.on,
        "by": row.by or "",
    }


def csv_table(minutes: Minutes, people: People, lang: str) -> Table:
    """The table with its provenance in the last column."""
    found = table(minutes, people, lang)
    base = str(provenance_of(minutes, "minutes", lang, people.named, people.coded))
    return found._replace(heads=(*found.heads, PROVENANCE.of(lang)), rows=tuple((*row, base) for row in found.rows))


def as_minutes_csv(minutes: Minutes, people: People, lang: str) -> bytes:
    return as_csv(csv_table(minutes, people, lang), lang)


def as_minutes_xlsx(minutes: Minutes, people: People, lang: str, made_on: datetime) -> bytes | Text:
    """A workbook: the minutes, the totals, where they come from. A ``Text`` without the library that writes it."""
    asked = minutes.asked
    title = Text("PV du jury {session}, {cohort}", "Minutes of the jury {session}, {cohort}")
    book = new_workbook(title.of(lang, session=asked.session, cohort=asked.cohort), made_on.replace(tzinfo=None))
    if isinstance(book, Text):
        return book
    book.add(table(minutes, people, lang)).freeze_panes(1, len(people.keys))
    heads = (Text("Décision", "Decision").of(lang), Text("Élèves", "Students").of(lang))
    totals = tuple((outcomes.said(outcome, lang), count) for outcome, count in minutes.totals.items())
    book.add(Table(Text("Totaux", "Totals").of(lang), heads, totals))
    book.add(
        Table(
            PROVENANCE.of(lang),
            (Text("Quoi", "What").of(lang), Text("Valeur", "Value").of(lang)),
            tuple(provenance_rows(minutes, people, lang)),
        )
    )
    return book.finished()


def provenance_rows(minutes: Minutes, people: People, lang: str) -> list[tuple[str, str]]:
    """From what the minutes were made, in words; the first row for the program."""
    asked = minutes.asked
    grid = Text("Grille {year}", "Grid {year}"), Text("Grille {year} (exemple)", "Grid {year} (example)")
    return [
        (PROVENANCE.of(lang), str(provenance_of(minutes, "minutes", lang, people.named, people.coded))),
        (Text("École", "School").of(lang), minutes.school),
        ("Session", asked.session),
        (Text("Promotion", "Cohort").of(lang), str(asked.cohort)),
        ("Commit", minutes.commit),
        (Text("Empreinte des données", "Fingerprint of the inputs").of(lang), minutes.fingerprint),
        *((grid[stamp.example].of(lang, year=stamp.year), stamp.fingerprint) for stamp in minutes.grids),
    ]


# --- JSON -------------------------------------------------------------------------------------------------------------


def as_json(minutes: Minutes, people: People, lang: str) -> str:
    """The minutes with codes instead of words; points are numbers of points."""
    asked = minutes.asked
    plain: dict[str, Any] = {
        "format": FORMAT,
        "provenance": str(provenance_of(minutes, "minutes", lang, people.named, people.coded)),
        "school": minutes.school,
        "session": asked.session,
        "cohort": asked.cohort,
        "programme": asked.programme,
        "commit": minutes.commit,
        "fingerprint": minutes.fingerprint,
        "grids": [
            {"year": stamp.year, "title": stamp.title.in_language(lang), "example": stamp.example,
             "fingerprint": stamp.fingerprint}
            for stamp in minutes.grids
        ],
        "totals": minutes.totals,
        "undecided": minutes.undecided,
        "students": [json_row(row, people) for row in ordered(minutes, people.members)],
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def json_row(row: Row, people: People) -> dict[str, Any]:
    return {
        **{"student" if key == "code" else key: cell for key, cell in people.cells(row).items()},
        "programme": row.programme,
        "profile": row.profile,
        "credited": _points(row.credited),
        "required": None if row.required is None else _points(row.required),
        "missing": {
            "points": _points(row.missing.points),
            "categories": row.missing.categories,
            "minimums": {code: _points(least) for code, least in row.missing.minimums.items()},
        },
        "waiting": row.waiting,
        "outcome": row.outcome,
        "comment": row.comment,
        "on": None if row.on is None else row.on.isoformat(),
        "by": row.by,
    }


def _points(quarters: int) -> int | float:
    text = number(quarters, "en")
    return float(text) if "." in text else int(text)
