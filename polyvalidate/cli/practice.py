"""``polyvalidate practice DIR``: the workshop of evaluators, made, then compared."""

from __future__ import annotations

from pathlib import Path

import click

from polyvalidate.cli.badge.given import MOST_FILE, read_file
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.demo import exercise, practising
from polyvalidate.demo.practising import ANSWERS, SHEET, Sheet
from polyvalidate.model.phrases import DECISIONS
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports.spreadsheets import Table, as_csv
from polyvalidate.repository import Unreadable
from polyvalidate.repository.private_folder import ready, write_folder
from polyvalidate.school.school import open_school

ENDINGS = ("xlsx", "csv", "ods")
"""What office programs save a sheet as."""


@command(
    "practice",
    Text(
        "Prépare dans DIR un atelier : des demandes inventées d'après la grille, à décider chacun de son côté, et leur"
        " corrigé. Relancée quand les feuilles remplies sont dans DIR, dit où l'on s'accorde et ce qui divise.",
        "Prepare a workshop in DIR: requests invented from the grid, to be decided by each person alone, and their"
        " answers. Run again once the sheets that were filled in are in DIR, it says where people agree, what divides.",
    ),
)
@argument("directory", metavar="DIR", type=options.PATH)
@option(
    "--requests",
    "count",
    type=click.IntRange(1, exercise.MOST),
    default=40,
    show_default=True,
    metavar="N",
    help=Text("Nombre de demandes.", "Number of requests."),
)
@option("--category", metavar="CODE", help=Text("Une seule catégorie : 3.", "One category only: 3."))
@option(
    "--format",
    "format_name",
    type=click.Choice(("xlsx", "csv")),
    default="xlsx",
    show_default=True,
    help=Text("Forme des feuilles.", "Form of the sheets."),
)
@options.office("repo", "branch", "on")
def practice(
    terminal: Terminal, directory: Path, count: int, category: str | None, format_name: str, office: Office
) -> int:
    """0 when the workshop is made or compared, however much one agrees."""
    answers = _named(directory, ANSWERS)
    if answers:
        return _compare(terminal, directory, answers[0])
    folder = ready(directory)
    grid = open_school(office.repo, office.branch, office.today).latest
    if category is not None and category not in grid.categories:
        raise terminal.wrong(
            Text("Les catégories sont {known}.", "The categories are {known}."),
            "--category",
            known=", ".join(grid.categories),
        )
    cases = exercise.cases(grid, count, category)
    sheets = {name: practising.table(cases, grid, terminal.lang, answered=name is ANSWERS) for name in (SHEET, ANSWERS)}
    files = {
        f"{name.in_language(terminal.lang)}.{format_name}": _made(sheet, format_name, terminal)
        for name, sheet in sheets.items()
    }
    write_folder(folder, files)
    sheet, kept = files
    terminal.say(_PREPARED, folder=folder, n=len(cases), sheet=sheet, kept=kept, again=_again(directory))
    return 0


_PREPARED = Text(
    "✓ {folder} : {n} {n:demande inventée|demandes inventées}.\n"
    "  Donnez à chaque personne une copie de {sheet}, qu'elle remplit seule ; gardez {kept}.\n"
    "  Mettez ensuite les copies dans ce dossier, une par personne, à son code (ref-3.xlsx), et relancez : {again}",
    "✓ {folder}: {n} invented {n:request|requests}.\n"
    "  Give each person a copy of {sheet}, which they fill in alone; keep {kept}.\n"
    "  Then put the copies in this folder, one a person, under their code (ref-3.xlsx), and run again: {again}",
)


def _again(directory: Path) -> str:
    return f"polyvalidate practice {directory}"


def _made(sheet: Table, form: str, terminal: Terminal) -> bytes:
    if form == "csv":
        return as_csv(sheet, terminal.lang)
    data = practising.as_xlsx(sheet, terminal.lang)
    if isinstance(data, Text):
        raise Unreadable(data)
    return data


def _named(directory: Path, name: Text) -> list[Path]:
    """The file of the workshop that has this name, whatever its language and form."""
    every = [directory / f"{name.in_language(lang)}.{ending}" for lang in LANGUAGES for ending in ENDINGS]
    return [path for path in every if path.is_file()]


def _compare(terminal: Terminal, directory: Path, kept: Path) -> int:
    ours = {*_named(directory, SHEET), *_named(directory, ANSWERS)}
    found = [path for path in sorted(directory.iterdir()) if path.suffix.lower().lstrip(".") in ENDINGS]
    filled = [path for path in found if path not in ours and not path.name.startswith((".", "~"))]
    if not filled:
        raise Unreadable(
            Text(
                "Aucune feuille remplie dans {directory} : mettez-y une copie par personne, à son code (ref-3.xlsx).",
                "No sheet that was filled in {directory}: put one copy a person there, under their code (ref-3.xlsx).",
            ),
            directory=directory,
        )
    answers = _read(kept)
    sheets = [_read(path) for path in filled]
    for sheet in sheets:
        if sheet.unclear:
            terminal.warn(
                _UNCLEAR,
                who=sheet.who,
                n=len(sheet.unclear),
                numbers=", ".join(map(str, sheet.unclear)),
                decisions=tuple(DECISIONS.values()),
            )
    terminal.lines(practising.as_lines(answers, sheets, terminal.lang))
    return 0


_UNCLEAR = Text(
    "{who} : la décision {n:de la demande|des demandes} {numbers} n'est pas comprise ; écrivez {decisions:list}.",
    "{who}: the decision of {n:request|requests} {numbers} is not understood; write {decisions:list}.",
)


def _read(path: Path) -> Sheet:
    """A sheet on disk. Raises ``Unreadable``."""
    found = practising.read(path.stem, read_file(path, MOST_FILE))
    if isinstance(found, Text):
        raise Unreadable(Text("{path} : {why}", "{path}: {why}"), path=path, why=found)
    return found
