"""``polyvalidate grid show`` and ``grid diff``: a grid in a table, and what changed between two."""

from __future__ import annotations

import re
from pathlib import Path

import click

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put


def grids_of(root: Path, rev: str | None) -> dict[str, Grid]:
    """The readable grids of a tree, by year."""
    from polyvalidate import judgement, repository
    from polyvalidate.model.paths import sort_tree
    from polyvalidate.school.check import make_judge

    tree = repository.open_tree(root, rev)
    sorted_tree = sort_tree(tree.nodes())
    book = judgement.check_grid(make_judge(), tree.read(sorted_tree.grid), repository.today()).book
    if not book.grids:
        raise Unreadable(
            Text(
                "Aucune grille lisible ici : lancez polyvalidate check pour savoir pourquoi.",
                "No readable grid here: run polyvalidate check to know why.",
            )
        )
    return dict(book.grids)


def run_show(year: str | None, root: Path, rev: str | None, lang: str) -> int:
    from polyvalidate.reports import grids

    put(grids.show(_pick(grids_of(root, rev), year), lang), None)
    return 0


def run_diff(old: str, new: str, root: Path, year: str | None, lang: str) -> int:
    """Compare two years of the grid on disk (2024-2025), or one year at two Git revisions."""
    from polyvalidate.reports import grids

    if _is_year(old) and _is_year(new):
        known = grids_of(root, None)
        pair = _pick(known, old), _pick(known, new)
    else:
        pair = _pick(grids_of(root, old), year), _pick(grids_of(root, new), year)
    lines = list(grids.changes(*pair, lang))
    if not lines:
        click.echo(Text("Aucun changement qui touche les points.", "No change that touches points.").of(lang))
    for line in lines:
        click.echo(line)
    return 0


def _is_year(text: str) -> bool:
    return re.fullmatch(r"20[0-9]{2}-20[0-9]{2}", text) is not None


def _pick(known: dict[str, Grid], year: str | None) -> Grid:
    wanted = year or max(known)
    if wanted not in known:
        raise Unreadable(
            Text(
                "Pas de grille {wanted} ici ; années connues : {listed}.",
                "No grid {wanted} here; known years: {listed}.",
            ),
            wanted=ascii(wanted)[1:-1],
            listed=", ".join(sorted(known)),
        )
    return known[wanted]
