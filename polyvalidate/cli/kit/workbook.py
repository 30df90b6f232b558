"""What is read of a workbook: options that the commands which read lists share."""

from __future__ import annotations

import click

from polyvalidate.cli.kit.commands import option
from polyvalidate.model.words import Text
from polyvalidate.office.lists.hidden import Hidden

sheet = option("--sheet", metavar="NAME", help=Text("Feuille du classeur.", "Sheet of the workbook."))
hidden_rows = option(
    "--hidden-rows",
    "hidden",
    type=click.Choice(list(map(str, Hidden))),
    callback=lambda _context, _option, said: Hidden(said) if said is not None else None,
    help=Text(
        "Lignes masquées du classeur : les lire (read), ou les laisser de côté (leave).",
        "Hidden lines of the workbook: read them, or leave them aside.",
    ),
)
