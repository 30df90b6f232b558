"""``polyvalidate indicators``: the numbers of a report (CTI, Hcéres, annual report), with how they are made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from polyvalidate.cli.kit import options, tables
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.values import year_in
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.indicators import issues, of_year
from polyvalidate.office.follow import indicators as figures
from polyvalidate.office.follow.sheets import drawn
from polyvalidate.reports.spreadsheets import Table, as_csv, as_xlsx


@command(
    "indicators",
    Text(
        "Donne les chiffres d'un rapport (CTI, Hcéres, rapport annuel) avec leur méthode : élèves engagés par"
        " catégorie et par activité du code de l'éducation, heures, quitus par promotion. Exacts et réservés à"
        " l'équipe, ou, avec --published, tels que l'école les a publiés ; chaque ligne le dit.",
        "Give the figures of a report (CTI, Hcéres, annual report) with their method: students engaged by category and"
        " by activity of the code of education, hours, quitus by cohort. Exact and for staff, or, with --published, as"
        " the school has published them; each line says which.",
    ),
)
@option(
    "--year",
    metavar="YEAR",
    help=Text(
        "Année universitaire des activités : 2025-2026 ; à défaut, celle du jour.",
        "Academic year of the activities: 2025-2026; that of the day by default.",
    ),
)
@option(
    "--published",
    is_flag=True,
    help=Text(
        "Les intervalles publiés, de la dernière publication de chaque promotion.",
        "The published intervals, of the last issue of each cohort.",
    ),
)
@tables.form
@option(
    "--table",
    type=click.Choice(list(figures.NAMES)),
    default="categories",
    show_default=True,
    help=Text("Tableau du CSV.", "Table of the CSV."),
)
@options.output
@options.office("repo", "branch", "on")
def indicators(
    terminal: Terminal,
    year: str | None,
    published: bool,
    format_name: str | None,
    table: str,
    output: Path | None,
    office: Office,
) -> int:
    """0 whatever the figures are."""
    asked = year_in(year, office.today, terminal)
    form = tables.form_asked(format_name, output, terminal, Text("indicateurs.xlsx", "indicators.xlsx"))
    lang = terminal.lang
    if published:
        made: Sequence[Table] = figures.published(issues(office.repo, office.branch), lang)
        notes = [figures.PUBLIC_METHOD.of(lang)]
    else:
        found = of_year(office.repo, office.branch, asked, office.today, terminal.bar())
        made, notes = [figures.table(found, name, lang) for name in figures.NAMES], list(figures.method(found, lang))
    wanted = figures.NAMES[table].of(lang)
    if form == "csv" and wanted not in {one.name for one in made}:
        raise terminal.wrong(
            Text("Ce tableau n'est pas parmi ceux qui sont publiés.", "This table is not among those published."),
            "--table",
        )
    data = _made(made, wanted, notes, form, lang)
    tables.hand_over(data, output, terminal)
    return 0


def _made(made: Sequence[Table], wanted: str, notes: Sequence[str], form: str, lang: str) -> bytes:
    """The figures in the form asked for. Raises ``Unreadable`` without the library that writes a workbook."""
    if form == "csv":
        return as_csv(next(one for one in made if one.name == wanted), lang)
    if form == "text":
        parts = [part for one in made for part in (*_shown(one, lang), "")]
        return (plain(typographic("\n".join([*parts, *notes]), lang)) + "\n").encode()
    title = Text("Indicateurs de l'engagement", "Indicators of engagement").of(lang)
    method = Table(Text("Méthode", "Method").of(lang), (title,), tuple((note,) for note in notes))
    return tables.made(as_xlsx([method, *made], title))


def _shown(table: Table, lang: str) -> tuple[str, str]:
    """A table below its name, which says on a terminal what each line says elsewhere: for whom it is."""
    rows = tuple(row[:-1] for row in table.rows)
    scope = f" ({table.rows[0][-1]})" if table.rows else ""
    return f"{table.name}{scope}", drawn(Table(table.name, table.heads[:-1], rows), lang)
