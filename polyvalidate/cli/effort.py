"""``polyvalidate effort``: what deciding takes, and whether like is decided alike."""

from __future__ import annotations

from pathlib import Path

import click

from polyvalidate.cli.kit import options, tables
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import NOT_BROUGHT
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.values import year_in
from polyvalidate.model.words import Text
from polyvalidate.office.acts.effort import effort as effort_of
from polyvalidate.office.follow import effort_tables
from polyvalidate.office.follow.effort import Effort
from polyvalidate.reports.spreadsheets import as_csv


@command(
    "effort",
    Text(
        "Montre ce que demandent les décisions d'une année : par catégorie et par personne, combien, en combien de"
        " jours ; où des déclarations semblables ont reçu des points différents, et ce qui l'explique ; ce qui attend."
        " Pour s'accorder entre personnes qui évaluent : rien de cela n'est publié.",
        "Show what the decisions of a year take: by category and person, how many, in how many days; where like"
        " declarations were given unlike points, and what explains it; what waits. For evaluators to agree: none of it"
        " is published.",
    ),
)
@option(
    "--year",
    metavar="YEAR",
    help=Text(
        "Année universitaire des décisions : 2025-2026 ; à défaut, celle du jour.",
        "Academic year of the decisions: 2025-2026; that of the day by default.",
    ),
)
@tables.form
@option(
    "--table",
    type=click.Choice(list(effort_tables.NAMES)),
    default="decisions",
    show_default=True,
    help=Text(
        "Tableau du CSV : décisions, ce qui attend, points différents.",
        "Table of the CSV: decisions, what waits, unlike points.",
    ),
)
@options.output
@options.office("repo", "branch", "on")
def effort(
    terminal: Terminal, year: str | None, format_name: str | None, table: str, output: Path | None, office: Office
) -> int:
    """0 whatever the figures are."""
    asked = year_in(year, office.today, terminal)
    form = tables.form_asked(format_name, output, terminal, Text("decisions.xlsx", "decisions.xlsx"))
    found = effort_of(office.repo, office.branch, asked, office.today, terminal.bar())
    if found.boxes:
        terminal.warn(NOT_BROUGHT, place=found.boxes)
    data = _made(found, form, table, terminal.lang)
    tables.hand_over(data, output, terminal)
    return 0


def _made(found: Effort, form: str, table: str, lang: str) -> bytes:
    """The figures in the form asked for. Raises ``Unreadable`` without the library that writes a workbook."""
    if form == "text":
        return effort_tables.as_text(found, lang).encode()
    if form == "csv":
        return as_csv(effort_tables.table(found, table, lang), lang)
    return tables.made(effort_tables.as_xlsx(found, lang))
