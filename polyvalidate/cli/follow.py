"""``polyvalidate follow``: where each student stands, what waits since when, who is at risk."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from polyvalidate.cli.kit import options, people
from polyvalidate.cli.kit import tables as sheet
from polyvalidate.cli.kit.commands import command, option, together
from polyvalidate.cli.kit.opening import register_of
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import NOT_BROUGHT
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.office.acts.follow import follow as follow_students
from polyvalidate.office.follow import sheets, tables
from polyvalidate.office.follow.equity import equity
from polyvalidate.office.follow.gathering import Chosen, Following
from polyvalidate.office.follow.workbook import as_xlsx, referents
from polyvalidate.reports.spreadsheets import Table, as_csv
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.output import deliver_file
from polyvalidate.repository.private_folder import ready, write_folder
from polyvalidate.school.queue import not_brought
from polyvalidate.school.school import open_school

TABLES: dict[str, Callable[[Following, str], Table]] = {
    "students": lambda found, lang: tables.students(found, "students", found.students, lang),
    "declarations": lambda found, lang: tables.declarations(found, "declarations", found.declarations(), lang),
    "waiting": lambda found, lang: tables.waiting(found, "waiting", lang),
    "groups": lambda found, lang: tables.groups(found, "groups", lang),
    "equity": lambda found, lang: equity(found, "equity", lang),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which students are followed, as it was typed."""

    programme: str | None
    year: str | None
    cohort: int | None
    referent: str | None
    everybody: bool

    def chosen(self, book: Book, terminal: Terminal) -> Chosen:
        """The same in the terms of the grid. Raises ``click.BadParameter``."""
        programme = people.programme_in(self.programme, book, terminal)
        level = people.level_in(self.year, "--year", terminal)
        return Chosen(self.cohort, programme, level, _referent(self.referent, book, terminal), self.everybody)


@command(
    "follow",
    Text(
        "Suit les élèves : bilan, ce qui manque, ce qui attend et depuis quand, qui est à risque. Au terminal, en CSV"
        " pour Excel, ou en classeur (une feuille par groupe et par référent·e).",
        "Follow the students: balance, what is missing, what waits and since when, who is at risk. On the terminal, as"
        " CSV for Excel, or as a workbook (one sheet per group and per referent).",
    ),
)
@together(
    "asked",
    Asked,
    people.programme,
    option("--year", metavar="YEAR", help=Text("Une année d'études : 3A, 4A ou 5A.", "One year of study: 3A.")),
    option(
        "--cohort",
        type=options.YEAR,
        metavar="YEAR",
        help=Text("Une promotion, par son année d'entrée.", "One cohort, by its year of entry."),
    ),
    option(
        "--referent",
        metavar="CODE",
        help=Text(
            "Les déclarations que cette personne évalue, et leurs élèves : ref-3.",
            "The declarations that this person evaluates, and their students: ref-3.",
        ),
    ),
    option(
        "--everybody",
        is_flag=True,
        help=Text("Avec les élèves partis ou qui ont fini.", "With those who left or have finished."),
    ),
)
@sheet.form
@option(
    "--table",
    type=click.Choice(list(TABLES)),
    default="students",
    show_default=True,
    help=Text(
        "Tableau du CSV : élèves, déclarations, ce qui attend, groupes, équité (accès et résultats, interne).",
        "Table of the CSV: students, declarations, what waits, groups, equity (access and outcomes, internal).",
    ),
)
@option(
    "--output",
    "-o",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Écrit dans ce fichier ; avec des noms, hors de tout dépôt Git.",
        "Write to this file; with names, outside any Git repository.",
    ),
)
@option(
    "--for-referents",
    "directory",
    type=options.PATH,
    metavar="DIR",
    help=Text(
        "Écrit dans ce dossier un fichier par référent·e, à leur remettre : leurs déclarations, leurs élèves.",
        "Write one file per referent to this folder, to be handed to them: their declarations, their students.",
    ),
)
@options.office("names", "repo", "branch", "on")
def follow(
    terminal: Terminal,
    asked: Asked,
    format_name: str | None,
    table: str,
    output: Path | None,
    directory: Path | None,
    office: Office,
) -> int:
    """0 when the follow-up is made, whoever is in it."""
    named = office.register is not None
    if directory is not None:
        form = format_name or "xlsx"
        if output is not None or asked.referent is not None or form == "text":
            raise terminal.misused(
                Text(
                    "--for-referents écrit des fichiers xlsx ou csv : sans --output ni --referent.",
                    "--for-referents writes xlsx or csv files: without --output or --referent.",
                )
            )
        directory = ready(directory)
    else:
        form = sheet.form_asked(format_name, output, terminal, Text("suivi.xlsx", "follow.xlsx"))
    place = private_files.outside_git(output) if output is not None and named else output
    if place is not None:
        private_files.refuse_open(place)
    school = open_school(office.repo, office.branch, office.today)
    register = register_of(school, office) if named else None
    chosen = asked.chosen(school.book, terminal)
    found = follow_students(office.repo, office.branch, office.today, chosen, register, terminal.bar())
    if not found.students:
        raise Unreadable(
            Text(
                "Aucun élève ne correspond à cette demande. Retirez un filtre, ou ajoutez --everybody.",
                "No student fits. Take a filter out, or add --everybody.",
            )
        )
    if unseen := not_brought(office.repo, found.book):
        terminal.warn(NOT_BROUGHT, place=unseen)
    if directory is not None:
        parts = {holder.code: found.only(holder) for holder in referents(found)}
        files = {
            f"{code}.{form}": _made(its, form, table, terminal.lang) for code, its in parts.items() if its.students
        }
        write_folder(directory, files)
        n = len(files)
        terminal.say(
            Text("✓ {place} : {n} {n:fichier|fichiers}.", "✓ {place}: {n} {n:file|files}."), place=directory, n=n
        )
        _to_be_deleted(terminal, named)
        return 0
    data = _made(found, form, table, terminal.lang)
    if place is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return 0
    (private_files.replace_private if named else deliver_file)(place, data)
    if form == "text":
        return 0
    n = len(found.students)
    terminal.say(Text("✓ {place} : {n} {n:élève|élèves}.", "✓ {place}: {n} {n:student|students}."), place=place, n=n)
    _to_be_deleted(terminal, named)
    return 0


def _to_be_deleted(terminal: Terminal, named: bool) -> None:
    if named:
        terminal.say(
            Text(
                "  Il y a là des noms : à garder hors du dépôt, à supprimer après usage.",
                "  There are names in it: keep it out of the repository, delete it after use.",
            )
        )


def _made(found: Following, form: str, table: str, lang: str) -> bytes:
    """The follow-up in the form asked for. Raises ``Unreadable`` without the library that writes a workbook."""
    if form == "text":
        return sheets.as_text(found, lang).encode("utf-8", "backslashreplace")
    if form == "csv":
        return as_csv(TABLES[table](found, lang), lang)
    return sheet.made(as_xlsx(found, lang))


def _referent(code: str | None, book: Book, terminal: Terminal) -> RoleHolder | None:
    if code is None:
        return None
    known = {code: holder for code, holder in sorted(book.roles.items()) if holder.role == "evaluator"}
    if code not in known:
        raise terminal.wrong(
            Text("Les personnes qui évaluent sont {known}.", "The evaluators are {known}."),
            "--referent",
            known=", ".join(known),
        )
    return known[code]
