"""``polyvalidate register show`` and ``find``: people of the register, looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tabulate import tabulate

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.shelf import peek
from polyvalidate.office.register.register import Member, matching
from polyvalidate.reports.spreadsheets import Digits, csv_for_people
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.output import put

_COLUMNS = ("promotion", "pseudonyme", "numero", "nom", "nom_usage", "prenom", "courriel")
_HEADS = (
    Text("Promotion", "Cohort"),
    Text("Pseudonyme", "Pseudonym"),
    Text("Numéro", "Number"),
    Text("Nom", "Surname"),
    Text("Prénom", "First name"),
    Text("Courriel", "E-mail"),
)


@command(
    "show",
    Text(
        "Montre le registre entier ou une promotion, en table ou en CSV pour Excel.",
        "Show the whole register or a cohort, as a table or as CSV for Excel.",
    ),
)
@options.register()
@options.cohort
@option(
    "--output",
    "-o",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text("Écrit un CSV dans ce fichier, hors de Git.", "Write a CSV to this file, outside Git."),
)
def show(terminal: Terminal, register: Path, cohort: int | None, output: Path | None) -> int:
    known = peek(register).members
    members = [member for member in known if cohort in (None, member.cohort)]
    if cohort is not None and not members:
        raise Unreadable(
            Text(
                "Personne de la promotion {cohort} dans ce registre. Ses promotions : {known}.",
                "Nobody of the cohort {cohort} in this register. Its cohorts: {known}.",
            ),
            cohort=cohort,
            known=", ".join(str(year) for year in sorted({member.cohort for member in known})) or "—",
        )
    if output is None:
        put(_table(members, terminal), None)
        return 0
    real = private_files.outside_git(output)
    private_files.replace_private(real, _csv(members, terminal.lang))
    terminal.say(Text("{n} {n:élève|élèves} : {real}", "{n} {n:student|students}: {real}"), n=len(members), real=real)
    return 0


@command(
    "find",
    Text(
        "Trouve quelqu'un par son nom, son numéro, son courriel ou son pseudonyme.",
        "Find somebody by name, number, e-mail or pseudonym.",
    ),
)
@argument("who", nargs=-1, required=True)
@options.register()
def find(terminal: Terminal, who: tuple[str, ...], register: Path) -> int:
    """0 when somebody is found, 1 when nobody is."""
    found = matching(peek(register), " ".join(who))
    if not found:
        terminal.warn(Text("Personne dans le registre pour cela.", "Nobody in the register for this."))
        return 1
    put(_table(found, terminal), None)
    return 0


def _csv(members: Sequence[Member], lang: str) -> bytes:
    rows = ((m.cohort, m.code, Digits(m.number), m.surname, m.usual, m.first, m.email) for m in members)
    return csv_for_people((_COLUMNS, *rows), lang)


def _table(members: Sequence[Member], terminal: Terminal) -> str:
    rows = [
        (str(m.cohort), m.code, m.number, f"{m.surname} ({m.usual})" if m.usual else m.surname, m.first, m.email)
        for m in members
    ]
    return tabulate(rows, list(map(terminal.of, _HEADS)), tablefmt="plain", disable_numparse=True) + "\n"
