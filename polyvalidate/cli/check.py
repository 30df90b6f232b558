"""``polyvalidate check``: run it, show where it stands when it is long, print it in the format asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate import __version__
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.findings import Lines, language_for, pages_of, site_of
from polyvalidate.cli.kit.terminal import WIDEST, Terminal
from polyvalidate.model.words import Text
from polyvalidate.reports import FORMATS
from polyvalidate.repository import open_tree
from polyvalidate.repository.output import put


@command(
    "check",
    Text(
        "Vérifie la grille et toutes les déclarations du dépôt (le dossier courant si l'on n'en dit rien).",
        "Check the grid and every declaration of the repository (the current folder by default).",
    ),
)
@argument("root", metavar="[DIR]", required=False, type=options.PATH)
@options.repo
@options.rev
@options.form(*FORMATS)
@options.output
@options.today(Text("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."))
def check(
    terminal: Terminal,
    root: Path | None,
    repo: Path,
    rev: str | None,
    format_name: str,
    output: Path | None,
    today: date,
) -> int:
    from polyvalidate.reports.context import Context
    from polyvalidate.rules import RULES
    from polyvalidate.school.check import check as check_tree

    tree = open_tree(root or repo, rev)
    if rev is None:
        terminal.files_left_out(root or repo)
    checked = check_tree(tree, today, progress=terminal.bar(), kept=True)
    lang = language_for(checked.book, terminal)
    context = Context(
        lang=lang,
        site=site_of(checked.book),
        version=__version__,
        lines=Lines(tree),
        colour=output is None and format_name == "text" and terminal.colour,
        columns=terminal.columns if output is None else WIDEST,
        pages=pages_of(checked.book, lang),
    )
    put(FORMATS[format_name](checked.report, RULES, context), output)
    return 1 if checked.report.blocked else 0
