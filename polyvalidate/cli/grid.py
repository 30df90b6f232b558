"""``polyvalidate grid show`` and ``grid diff``: a grid in a table, and what changed between two."""

from __future__ import annotations

import re
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import Group, argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.reports import grids
from polyvalidate.repository import Unreadable, today
from polyvalidate.repository.output import put
from polyvalidate.school.school import School

YEAR = re.compile(r"20[0-9]{2}-20[0-9]{2}", re.ASCII)

grid = Group(
    "grid", Text("Lit et compare les grilles.", "Read and compare grids."), {"show": "grid:show", "diff": "grid:diff"}
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
        "Compare deux années (2024-2025 2025-2026), ou une même année à deux révisions Git.",
        "Compare two years (2024-2025 2025-2026), or one year at two Git revisions.",
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
        nothing = Text("Aucun changement qui touche les points.", "No change that touches points.")
        terminal.lines(list(grids.changes(before, after, terminal.lang)) or [terminal.of(nothing)])
    return 0


def _grids(repo: Path, rev: str | None) -> dict[str, Grid]:
    """The readable grids of a tree, by year."""
    return dict(School.at(repo, rev, today(repo, rev)).book.grids)


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
