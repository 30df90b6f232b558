"""``polyvalidate grid``: a grid in a table, what changed between two, what that does to people, the next year's."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Group, argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.reports import grids, impacts
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put, replace_files
from polyvalidate.school.school import School

YEAR = re.compile(r"20[0-9]{2}-20[0-9]{2}", re.ASCII)

grid = Group(
    "grid",
    Text("Lit et compare les grilles, écrit la suivante.", "Read and compare grids, write the next one."),
    {"show": "grid:show", "diff": "grid:diff", "impact": "grid:impact", "compare": "grid:compare", "new": "grid:new"},
)


@command(
    "show",
    Text(
        "Affiche la grille d'une année : 2024-2025 (la dernière si l'on n'en dit rien).",
        "Show the grid of a year: 2024-2025 (the latest by default).",
    ),
)
@argument("year", required=False)
@option("--year", "of_year", hidden=True, metavar="YEAR", help=Text("Année universitaire.", "Academic year."))
@options.repo
@options.rev
@options.form("text", "json")
def show(
    terminal: Terminal, year: str | None, of_year: str | None, repo: Path, rev: str | None, format_name: str
) -> int:
    chosen = _of_year(_grids(repo, rev), year or of_year)
    if format_name == "json":
        from polyvalidate.site.grid.data import grid_json

        put(grid_json(chosen).decode(), None)
    else:
        put(grids.show(chosen, terminal.lang), None)
    return 0


@command(
    "diff",
    Text(
        "Compare deux années (2024-2025 2025-2026), ou une même année à deux révisions Git : ce qui touche les points,"
        " puis tout le reste.",
        "Compare two years (2024-2025 2025-2026), or one year at two Git revisions: what touches points, then all the"
        " rest.",
    ),
)
@argument("old")
@argument("new")
@options.repo
@option(
    "--year",
    metavar="YEAR",
    help=Text("Année universitaire (la dernière si l'on n'en dit rien).", "Academic year (the latest by default)."),
)
@options.form("text", "json")
def diff(terminal: Terminal, old: str, new: str, repo: Path, year: str | None, format_name: str) -> int:
    if YEAR.fullmatch(old) and YEAR.fullmatch(new):
        known = _grids(repo, None)
        before, after = _of_year(known, old), _of_year(known, new)
    else:
        before, after = _of_year(_grids(repo, old), year), _of_year(_grids(repo, new), year)
    if format_name == "json":
        from polyvalidate.site.grid.data import changes_json

        put(changes_json(before, after).decode(), None)
    else:
        from polyvalidate.reports.grid_changes import beside_points

        points = list(grids.changes(before, after, terminal.lang))
        beside = list(beside_points(before, after, terminal.lang))
        terminal.lines(points or [terminal.of(_NO_POINTS if beside else _NO_CHANGE)])
        if beside:
            terminal.lines(["", terminal.of(_BESIDE), *(f"  {line}" for line in beside)])
    return 0


@command(
    "impact",
    Text(
        "Dit ce qu'un changement de la grille fait aux élèves : qui gagne, qui perd, qui passe le seuil, par profil et"
        " année d'entrée, puis par pseudonyme. BASE et HEAD sont des révisions Git (HEAD une fois fusionnée) ; sans"
        " HEAD, les fichiers sur le disque.",
        "Say what a change of the grid does to students: who gains, loses or crosses the threshold, by profile and year"
        " of entry, then by pseudonym. BASE and HEAD are Git revisions, HEAD once merged; without HEAD, the files on"
        " disk.",
    ),
)
@argument("base")
@argument("head", required=False)
@options.repo
@options.form(*impacts.FORMATS)
@options.output
@options.today(Text("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."))
def impact(
    terminal: Terminal, base: str, head: str | None, repo: Path, format_name: str, output: Path | None, today: date
) -> int:
    from polyvalidate.school.impact import impact_of

    found = impact_of(repo, base, head, today, terminal.bar())
    put(impacts.FORMATS[format_name](found, terminal.lang), output)
    return 0


@command(
    "compare",
    Text(
        "Dit ce que font d'autres écoles, celles que mkdocs.yml nomme : les points demandés, puis chaque activité à"
        " côté de celle qui lui ressemble. Avec un code (3.1), cette activité seulement.",
        "Say what other schools do, those that mkdocs.yml names: points asked for, then each activity beside the one"
        " that is like it. With a code (3.1), that activity only.",
    ),
)
@argument("activity", required=False)
@options.repo
def compare(terminal: Terminal, activity: str | None, repo: Path) -> int:
    from polyvalidate.site.gathering import other_schools
    from polyvalidate.site.grid.comparing import compared
    from polyvalidate.site.pages.packages import package
    from polyvalidate.site.pages.shared_grids import read

    ours = _of_year(_grids(repo, None), None)
    if activity is not None and activity not in ours.activities:
        raise Unreadable(_NO_ACTIVITY, code=ascii(activity)[1:-1], year=ours.year)
    schools = other_schools(repo)
    if not schools:
        terminal.say(_NO_SCHOOL)
        return 0
    put(compared(read(package(ours)), schools, terminal.lang, activity), None)
    return 0


@command(
    "new",
    Text(
        "Écrit la grille d'une année d'après celle d'une autre (la dernière si l'on n'en dit rien). Les dates, et les"
        " titres qui nomment l'année, avancent d'autant ; le reste ne bouge pas. Ce qui est à relire est dit.",
        "Write the grid of a year from that of another (the latest by default). Dates, and titles that name the year,"
        " move by as much; the rest stays. What is to be looked at is said.",
    ),
)
@argument("year")
@option("--from", "of", metavar="YEAR", help=Text("L'année dont on part.", "The year to start from."))
@options.repo
@options.dry_run
def new(terminal: Terminal, year: str, of: str | None, repo: Path, dry_run: bool) -> int:
    from polyvalidate.school.next_year import prepare

    made = prepare(repo, _written_year(year), of, repository.today(repo, None))
    folder = f"grid/{year}"
    if not dry_run:
        replace_files({repo / folder / name: data for name, data in made.files.items()})
    terminal.say(_MADE if not dry_run else _WOULD_MAKE, folder=folder, n=len(made.files), of=made.of)
    if made.looks:
        terminal.say(Text("À regarder :", "To look at:"))
        for look in made.looks:
            terminal.say(Text("  {name}:{line} : {why}", "  {name}:{line}: {why}"), **look._asdict())
    terminal.say(_NEXT)
    return 0


_NO_ACTIVITY = Text("Pas d'activité {code} dans la grille {year}.", "No activity {code} in the grid {year}.")
_NO_SCHOOL = Text(
    "Aucune autre école n'est nommée dans mkdocs.yml (extra.polyvalidate.comparisons).",
    "No other school is named in mkdocs.yml (extra.polyvalidate.comparisons).",
)
_NO_CHANGE = Text("Rien n'a changé.", "Nothing has changed.")
_NO_POINTS = Text("Aucun changement qui touche les points.", "No change that touches points.")
_BESIDE = Text("Autres changements :", "Other changes:")
_MADE = Text("✓ {folder} : {n} {n:fichier|fichiers}, d'après {of}.", "✓ {folder}: {n} {n:file|files}, from {of}.")
_WOULD_MAKE = Text(
    "{folder} : {n} {n:fichier serait écrit|fichiers seraient écrits}, d'après {of}.",
    "{folder}: {n} {n:file|files} would be written, from {of}.",
)
_NEXT = Text(
    "Relisez, lancez polyvalidate check, puis proposez ces fichiers dans une demande.",
    "Read it again, run polyvalidate check, then propose these files in a request.",
)


def _written_year(year: str) -> str:
    """Raises ``Unreadable`` for what is no academic year."""
    if YEAR.fullmatch(year) and int(year[5:]) == int(year[:4]) + 1:
        return year
    raise Unreadable(Text("Écrivez deux années qui se suivent : 2026-2027.", "Write two years in a row: 2026-2027."))


def _grids(repo: Path, rev: str | None) -> dict[str, Grid]:
    """The readable grids of a tree, by year."""
    return dict(School.at(repo, rev, repository.today(repo, rev)).book.grids)


def _of_year(known: dict[str, Grid], year: str | None) -> Grid:
    wanted = year or max(known)
    if wanted not in known:
        raise Unreadable(
            Text(
                "Pas de grille {wanted} ici ; années connues : {listed}.",
                "No grid {wanted} here; known years: {listed}.",
            ),
            wanted=ascii(wanted)[1:-1],
            listed=", ".join(sorted(known)),
        )
    return known[wanted]
