"""``polyvalidate effort``: what deciding takes, and whether like is decided alike."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from polyvalidate.cli.kit import options
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
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import deliver_file

ENDINGS = {".csv": "csv", ".xlsx": "xlsx"}


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
@option(
    "--format",
    "format_name",
    type=click.Choice(("text", "csv", "xlsx")),
    help=Text(
        "Forme ; à défaut, d'après le nom donné à --output, sinon text.",
        "Form; by default after the name given to --output, else text.",
    ),
)
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
    form = format_name or ENDINGS.get(output.suffix.lower() if output is not None else "", "text")
    if form == "xlsx" and output is None:
        raise terminal.misused(
            Text(
                "Un classeur s'écrit dans un fichier : --output decisions.xlsx.",
                "A workbook is written to a file: --output decisions.xlsx.",
            )
        )
    found = effort_of(office.repo, office.branch, asked, office.today, terminal.bar())
    if found.boxes:
        terminal.warn(NOT_BROUGHT, place=found.boxes)
    data = _made(found, form, table, terminal.lang)
    if output is not None:
        deliver_file(output, data)
        terminal.say(Text("✓ {output}", "✓ {output}"), output=output)
        return 0
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
    return 0


def _made(found: Effort, form: str, table: str, lang: str) -> bytes:
    """The figures in the form asked for. Raises ``Unreadable`` without the library that writes a workbook."""
    if form == "text":
        return effort_tables.as_text(found, lang).encode()
    if form == "csv":
        return as_csv(effort_tables.table(found, table, lang), lang)
    data = effort_tables.as_xlsx(found, lang)
    if isinstance(data, Text):
        raise Unreadable(data)
    return data
