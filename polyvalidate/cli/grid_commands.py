"""The ``grid`` group of the command line, in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click


def grid_group(say: Callable[[str, str], str], lang: str, lang_option: Callable[[], click.Option]) -> click.Group:
    """``grid show`` and ``grid diff``."""

    def root() -> click.Option:
        return click.Option(
            ["--root"],
            default=".",
            type=click.Path(path_type=Path),
            help=say("Dossier du dépôt.", "Folder of the repository."),
        )

    def year() -> click.Option:
        return click.Option(
            ["--year"],
            metavar="YEAR",
            help=say(
                "Année universitaire (la dernière si l'on n'en dit rien).", "Academic year (the latest by default)."
            ),
        )

    def show(year: str | None, root: Path, rev: str | None) -> int:
        from polyvalidate.cli.grids import run_show

        return run_show(year, root, rev, lang)

    def diff(old: str, new: str, root: Path, year: str | None) -> int:
        from polyvalidate.cli.grids import run_diff

        return run_diff(old, new, root, year, lang)

    rev = click.Option(["--rev"], metavar="REV", help=say("Révision Git à lire.", "Git revision to read."))
    group = click.Group("grid", help=say("Lit et compare les grilles.", "Read and compare grids."))
    group.add_command(
        click.Command(
            "show",
            callback=show,
            help=say("Affiche la grille d'une année.", "Show the grid of a year."),
            params=[year(), root(), rev, lang_option()],
        )
    )
    group.add_command(
        click.Command(
            "diff",
            callback=diff,
            help=say(
                "Compare deux années (2024-2025 2025-2026), ou une même année à deux révisions Git.",
                "Compare two years (2024-2025 2025-2026), or one year at two Git revisions.",
            ),
            params=[click.Argument(["old"]), click.Argument(["new"]), root(), year(), lang_option()],
        )
    )
    return group
