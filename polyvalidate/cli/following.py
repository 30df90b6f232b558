"""``polyvalidate follow``: where each student stands, what waits since when, who is at risk."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.checks import Bar
from polyvalidate.documents.phrases import pick
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.follow import sheets, tables
from polyvalidate.office.follow.gathering import Chosen, Following
from polyvalidate.office.follow.workbook import as_xlsx
from polyvalidate.office.lists.spreadsheets import Table, as_csv
from polyvalidate.office.lists.steps import level_of
from polyvalidate.office.register.register import Register
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.output import put, replace_file
from polyvalidate.school.school import open_school

FORMATS = ("text", "csv", "xlsx")
TABLES = ("students", "declarations", "waiting", "groups")


def run_follow(
    register_file: Path | None,
    cohort: int | None,
    programme: str | None,
    year: str | None,
    referent: str | None,
    everybody: bool,
    format_name: str | None,
    table: str,
    output: Path | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    lang: str,
) -> int:
    """0 when the follow-up is made, whoever is in it."""
    today = on.date() if on else repository.today()
    endings = {".csv": "csv", ".xlsx": "xlsx"}
    form = format_name or (endings.get(output.suffix.lower(), "text") if output is not None else "text")
    if form == "xlsx" and output is None:
        raise click.UsageError(
            Text(
                "Un classeur s'écrit dans un fichier : --output suivi.xlsx.",
                "A workbook is written to a file: --output follow.xlsx.",
            ).of(lang)
        )
    place = private_files.outside_git(output) if output is not None and register_file is not None else output
    if place is not None:
        private_files.refuse_open(place)
    school = open_school(repo, branch, today)
    register: Register | None = None
    if register_file is not None:
        register = peek(register_file)
        hold_to(school, register, register_file.name)
    chosen = Chosen(
        cohort,
        programme_in(programme, school.book, lang),
        level_in(year, "--year", lang),
        _referent(referent, school.book, lang),
        everybody,
    )
    found = follow(repo, branch, today, chosen, register, Bar(lang))
    if not found.students:
        raise Unreadable(
            Text(
                "Aucun élève ne correspond à cette demande. Retirez un filtre, ou ajoutez --everybody.",
                "No student fits. Take a filter out, or add --everybody.",
            )
        )
    if form == "text":
        text = sheets.as_text(found, lang)
        if place is None or register is None:
            put(text, place)
        else:
            _private(place, text.encode())
        return 0
    data = as_xlsx(found, lang) if form == "xlsx" else as_csv(_table(found, table, lang))
    if isinstance(data, Text):
        raise Unreadable(data)
    if place is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return 0
    if register is not None:
        _private(place, data)
    else:
        replace_file(place, data)
    _said(found, place, register is not None, lang)
    return 0


def _private(place: Path, data: bytes) -> None:
    """A file with names: outside Git, for one's own account only."""
    try:
        private_files.place(place, data)
    except OSError as error:
        raise private_files.unwritable(place, error) from error


def _said(found: Following, place: Path, named: bool, lang: str) -> None:
    count = len(found.students)
    if lang == "fr":
        lines = [f"✓ {place} : {count} élèves."]
        if named:
            lines.append("  Ce fichier contient des noms : gardez-le hors du dépôt, supprimez-le après usage.")
    else:
        lines = [f"✓ {place}: {count} students."]
        if named:
            lines.append("  This file holds names: keep it out of the repository, delete it after use.")
    click.echo("\n".join(lines))


def _table(found: Following, name: str, lang: str) -> Table:
    if name == "declarations":
        return tables.declarations(found, name, found.declarations(), lang)
    if name == "waiting":
        return tables.waiting(found, name, lang)
    if name == "groups":
        return tables.groups(found, name, lang)
    return tables.students(found, name, found.students, lang)


def programme_in(text: str | None, book: Book, lang: str) -> str | None:
    """A programme of some grid. Raises ``click.BadParameter``."""
    known = sorted({code for grid in book.grids.values() for code in grid.programmes})
    if text is None or text.upper() in known:
        return text.upper() if text is not None else None
    words = Text("Les spécialités sont", "The programmes are").of(lang)
    raise click.BadParameter(f"{words} {', '.join(known)}.", param_hint="--programme")


def level_in(text: str | None, option: str, lang: str) -> int | None:
    """A year of study. Raises ``click.BadParameter``."""
    level = level_of(text) if text is not None else None
    if text is not None and level is None:
        words = ("Écrivez une année d'études : 3A, 4A ou 5A.", "Write a year of study: 3A, 4A or 5A.")
        raise click.BadParameter(pick(words, lang), param_hint=option)
    return level


def _referent(code: str | None, book: Book, lang: str) -> RoleHolder | None:
    if code is None:
        return None
    holder = book.roles.get(code)
    if holder is None or holder.role != "evaluator":
        known = ", ".join(sorted(c for c, h in book.roles.items() if h.role == "evaluator"))
        words = Text("Les personnes qui évaluent sont", "The evaluators are").of(lang)
        raise click.BadParameter(f"{words} {known}.", param_hint="--referent")
    return holder
