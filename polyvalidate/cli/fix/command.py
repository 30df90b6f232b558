"""``polyvalidate fix``: mend what is safe, check again, write, and say what is left to the person."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from polyvalidate import __version__, repository
from polyvalidate.cli.fix import words
from polyvalidate.cli.fix.paths import wanted_of
from polyvalidate.cli.fix.plan import left, plan_of, write
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.findings import Lines, pages_of, site_of
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files import schema
from polyvalidate.model.findings import Severity
from polyvalidate.model.paths import kind_of
from polyvalidate.model.words import Text
from polyvalidate.reports.context import Context
from polyvalidate.repository import DiskTree
from polyvalidate.repository.output import put
from polyvalidate.school.seat import root_of


@command(
    "fix",
    Text(
        "Corrige la forme des fichiers sans toucher aux textes, et dit ce qui reste à reprendre. FILES : fichiers ou"
        " dossiers, tout le dépôt si l'on n'en dit rien. Code de sortie : 0 s'il ne reste aucune erreur, 1 s'il en"
        " reste, 2 si un fichier ne peut pas être lu ou écrit.",
        "Mend the form of files without touching the texts, and say what is left. FILES: files or folders, the whole"
        " repository by default. Exit code: 0 when no error is left, 1 when some are, 2 when a file cannot be read or"
        " written.",
    ),
)
@argument("files", nargs=-1, type=options.PATH)
@options.found_repo
@option(
    "--dry-run",
    is_flag=True,
    help=Text(
        "N'écrit rien : affiche les différences, et sort avec 1 s'il y en a.",
        "Write nothing: show the differences, and exit with 1 if there are any.",
    ),
)
@options.form("text", "json")
def fix(terminal: Terminal, files: tuple[Path, ...], repo: Path | None, dry_run: bool, format_name: str) -> int:
    root = root_of(repo)
    tree = DiskTree(root)
    nodes, today = tree.nodes(), repository.today(root)
    wanted = wanted_of(root, files, nodes)
    plan = plan_of(tree, [n for n in nodes if n.path in wanted and kind_of(n.path) in schema.KINDS], today, terminal)
    judged, book = left(tree, plan, wanted, today, terminal)
    if not dry_run:
        write(root, tree, nodes, plan)
    colour = format_name == "text" and terminal.colour and not dry_run
    context = Context(
        terminal.lang,
        site_of(book),
        __version__,
        Lines(plan.over(tree)),
        colour,
        terminal.columns,
        pages_of(book, terminal.lang),
    )
    if format_name == "json":
        put(words.as_json(plan, judged, context, written=not dry_run), None)
    elif dry_run:
        # Bytes, since a file may hold what is no text and a patch must hold it too.
        differences = "".join(words.differences(plan))
        sys.stdout.buffer.write(differences.encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
        click.echo(words.told(plan, judged, context, dry_run=True), err=True, nl=False)
    else:
        put(words.told(plan, judged, context, dry_run=False), None)
    errors = any(finding.severity is Severity.ERROR for finding in judged.findings)
    return 1 if errors or (dry_run and plan.after) else 0
