"""``polyvalidate privacy kit``: the documents of the GDPR, filled with what the school's grid says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository.output import put
from polyvalidate.site import gathering
from polyvalidate.site.kit import documents


@command(
    "kit",
    Text(
        "Écrit, en français et en anglais, la mention d'information (article 13 du RGPD), la fiche du registre (article"
        " 30) et l'analyse d'impact (article 35), remplies d'après la grille. Des pages HTML, à relire et à compléter.",
        "Write, in French and English, the information notice (article 13 of the GDPR), the record of processing"
        " (article 30) and the impact assessment (article 35), filled from the grid. HTML pages, to be read and"
        " completed.",
    ),
)
@option(
    "--output",
    "-o",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=Text("Dossier des documents, créé s'il manque.", "Folder of the documents, made if it is missing."),
)
@options.repo
@options.today(Text("Date les documents de ce jour-là.", "Date the documents of this day."))
def kit(terminal: Terminal, output: Path, repo: Path, today: date) -> int:
    made = documents(gathering.gather(repo, today))
    output.mkdir(parents=True, exist_ok=True)
    for name, page in made.items():
        put(page, output / name)
    terminal.say(Text("{n} documents dans {output}", "{n} documents in {output}"), n=len(made), output=output)
    return 0
