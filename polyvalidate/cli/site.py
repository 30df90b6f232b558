"""``polyvalidate pages`` and ``polyvalidate site``: the pages of the site, written, then built."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.terminal import Bar, Terminal
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.site import building, gathering, serving, writing
from polyvalidate.site.guides import accessible
from polyvalidate.site.pages.site import Site

STEPS = Text("étapes", "steps")
WRITTEN, BUILT = 1 + len(LANGUAGES), len(LANGUAGES) + 1
"""What was gathered, then the pages of each language; each language built, then the site put in its place. A school
of one language has fewer steps."""

_output = option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=Text(
        "Dossier des pages (build/pages dans le dépôt si l'on n'en dit rien).",
        "Folder of the pages (build/pages in the repository by default).",
    ),
)
_today = options.today(Text("Écrit les pages comme ce jour-là.", "Write the pages as of this day."))


@command(
    "pages",
    Text(
        "Écrit les pages du site (Markdown, images, données), en français et en anglais, pour mkdocs.",
        "Write the pages of the site (Markdown, images, data), in French and English, for mkdocs.",
    ),
)
@options.repo
@_output
@_today
def pages(terminal: Terminal, repo: Path, output: Path | None, today: date) -> int:
    work = _Work(terminal.bar(STEPS), WRITTEN)
    folder = output or _folder(repo)
    number, made = _write(repo, folder, today, work)
    _warn(terminal, made)
    terminal.say(Text("{number} fichiers dans {folder}", "{number} files in {folder}"), number=number, folder=folder)
    return 0


@command(
    "site",
    Text(
        "Écrit les pages puis construit le site : français à la racine, anglais sous en/.",
        "Write the pages, then build the site: French at the root, English under en/.",
    ),
)
@options.repo
@_output
@_today
@option(
    "--builder",
    type=click.Choice(building.BUILDERS),
    default=building.BUILDERS[0],
    show_default=True,
    help=Text("Constructeur.", "Builder."),
)
@option(
    "--allow-code",
    is_flag=True,
    help=Text(
        "Laisse mkdocs.yml faire exécuter du code (hooks, extensions, modèles), que vous avez relu.",
        "Let mkdocs.yml have code run (hooks, extensions, templates) that you have read.",
    ),
)
@option(
    "--serve",
    type=click.IntRange(0, 65535),
    is_flag=False,
    flag_value="8000",
    metavar="[PORT]",
    help=Text(
        "Montre ensuite le site sur cette machine seulement (port 8000 si l'on n'en dit rien), jusqu'à Ctrl+C.",
        "Then show the site on this machine only (port 8000 by default), until Ctrl+C.",
    ),
)
def site(
    terminal: Terminal, repo: Path, output: Path | None, today: date, builder: str, allow_code: bool, serve: int | None
) -> int:
    if not allow_code:
        gathering.refuse_code(repo)
    work = _Work(terminal.bar(STEPS), WRITTEN + BUILT)
    folder = output or _folder(repo)
    _, made = _write(repo, folder, today, work)
    built = building.build(folder, builder, made, lambda languages: work.at(WRITTEN + languages))
    work.at(WRITTEN + BUILT)
    _warn(terminal, made)
    terminal.say(Text("Site construit : {site}/index.html", "Site built: {site}/index.html"), site=built)
    if serve is not None:
        said = Text("À voir sur {address} (Ctrl+C pour arrêter)", "Look at {address} (Ctrl+C to stop)")
        serving.serve(built, made.url, serve, lambda address: terminal.say(said, address=address))
    return 0


def _folder(repo: Path) -> Path:
    return repo / "build" / "pages"


def _write(repo: Path, folder: Path, today: date, work: _Work) -> tuple[int, Site]:
    """The number of files written, and the site that they are of."""
    site = gathering.gather(repo, today)
    work.step()
    written = writing.write(site, repo, folder, work.step)
    work.at(WRITTEN)
    return written, site


def _warn(terminal: Terminal, made: Site) -> None:
    """Two addresses for one site; a statement that is not whole."""
    if made.said_elsewhere:
        terminal.warn(
            Text(
                "mkdocs.yml met le site à {url}, et la grille {year} le dit à {elsewhere} : les commentaires et les"
                " lettres mènent à l'adresse de la grille. Écrivez la même dans les deux (site_url, et site dans"
                " grid/{year}/rules.yml).",
                "mkdocs.yml puts the site at {url}, and the grid {year} says {elsewhere}: comments and letters lead to"
                " the address of the grid. Write the same in both (site_url, and site in grid/{year}/rules.yml).",
            ),
            url=made.url,
            year=made.latest.year,
            elsewhere=made.said_elsewhere,
        )
    if lacks := accessible.unsaid(made):
        terminal.warn(
            Text(
                "La déclaration d'accessibilité n'est pas complète : il manque {lacks:all} dans"
                " extra.polyvalidate.accessibility de mkdocs.yml.",
                "The accessibility statement is not complete: extra.polyvalidate.accessibility of mkdocs.yml lacks"
                " {lacks:all}.",
            ),
            lacks=lacks,
        )


class _Work:
    """Where the work stands, of some steps."""

    def __init__(self, bar: Bar, steps: int) -> None:
        self.bar = bar
        self.steps = steps
        self.done = 0

    def at(self, done: int) -> None:
        self.done = done
        self.bar(done, self.steps)

    def step(self) -> None:
        self.at(self.done + 1)
