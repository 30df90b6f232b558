"""``polyvalidate kit``: what a school hands out to begin, filled with what its grid says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository.output import deliver_file
from polyvalidate.site import gathering
from polyvalidate.site.kit import documents
from polyvalidate.site.papers import papers

_PAGES = Text(
    "✓ {output} : {n} pages HTML, les documents du RGPD, à relire et à compléter.",
    "✓ {output}: {n} HTML pages, the documents of the GDPR, to be read and completed.",
)
_PAPERS = Text(
    "✓ {output} : {n} PDF, la note pour la direction, le diaporama et l'affiche.",
    "✓ {output}: {n} PDF files, the case for the head of school, the slides and the poster.",
)


@command(
    "kit",
    Text(
        "Écrit, en français et en anglais, de quoi convaincre et déployer, au nom de l'école : une note d'une page pour"
        " la direction, un diaporama, une affiche (PDF) ; puis la mention d'information (article 13 du RGPD), la fiche"
        " du registre (article 30) et l'analyse d'impact (article 35), des pages HTML à relire et à compléter.",
        "Write, in French and English, what convinces and deploys, in the name of the school: a one-page case for the"
        " head of school, slides, a poster (PDF); then the information notice (article 13 of the GDPR), the record of"
        " processing (article 30) and the impact assessment (article 35), HTML pages to be read and completed.",
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
    site = gathering.gather(repo, today)
    output.mkdir(parents=True, exist_ok=True)
    for make, said in ((documents, _PAGES), (papers, _PAPERS)):
        made = make(site)
        for name, data in made.items():
            deliver_file(output / name, data)
        terminal.say(said, n=len(made), output=output)
    return 0
