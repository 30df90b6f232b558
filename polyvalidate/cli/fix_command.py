"""The ``fix`` command of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

Say = Callable[[str, str], str]


def fix_command(say: Say, lang: str, lang_option: Callable[[], click.Option]) -> click.Command:
    """``fix``: mends the form of files, and says what is left."""

    def callback(files: tuple[Path, ...], root: Path | None, dry_run: bool) -> int:
        from polyvalidate.cli.fixing import run_fix

        return run_fix(files, root, dry_run, lang)

    return click.Command(
        "fix",
        callback=callback,
        help=say(
            "Corrige la forme des fichiers sans toucher aux textes, et dit ce qui reste à reprendre. FILES : fichiers"
            " ou dossiers, tout le dépôt si l'on n'en dit rien. Code de sortie : 0 s'il ne reste aucune erreur, 1 s'il"
            " en reste, 2 si un fichier ne peut pas être lu ou écrit.",
            "Mend the form of files without touching the texts, and say what is left. FILES: files or folders, the"
            " whole repository by default. Exit code: 0 when no error is left, 1 when some are, 2 when a file cannot be"
            " read or written.",
        ),
        params=[
            click.Argument(["files"], nargs=-1, type=click.Path(path_type=Path)),
            click.Option(
                ["--root"],
                type=click.Path(path_type=Path),
                help=say("Dossier du dépôt (trouvé depuis le dossier courant).", "Folder of the repository (found)."),
            ),
            click.Option(
                ["--dry-run"],
                is_flag=True,
                help=say(
                    "N'écrit rien : affiche les différences, et sort avec 1 s'il y en a.",
                    "Write nothing: show the differences, and exit with 1 if there are any.",
                ),
            ),
            lang_option(),
        ],
    )
