"""``polyvalidate demo DIR``: a whole school that does not exist, as a real Git repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from polyvalidate.demo import DemoSummary


def run_demo(directory: Path, students: int, cohorts: int, seed: int, lang: str) -> int:
    from polyvalidate.cli.checks import Bar
    from polyvalidate.demo import DemoError, make_school
    from polyvalidate.repository import Unreadable, starting_files

    try:
        summary = make_school(
            directory, files=starting_files(), students=students, cohorts=cohorts, seed=seed, progress=Bar(lang)
        )
    except DemoError as error:
        raise Unreadable(error.text) from error
    click.echo(_said(summary, lang))
    return 0


def _said(made: DemoSummary, lang: str) -> str:
    """What was made, and where."""
    first, last = made.cohorts[0], made.cohorts[-1]
    if lang == "fr":
        return "\n".join(
            (
                f"École de démonstration (entièrement fictive) : {made.directory}",
                f"  {made.students} élèves, {made.programmes} spécialités, promotions {first} à {last}",
                f"  {made.declarations} déclarations en {made.merges} fusions, dont {made.evaluated} évaluées,"
                f" {made.refused} refusées, {made.appeals} recours",
                f"  {made.quitus} décisions du jury, dont {made.acquired} quitus acquis",
                f"  {len(made.requests)} demandes en attente, sous refs/pull/",
                f"Hors du dépôt, le registre et la liste APOGEE fictifs : {made.private}",
            )
        )
    return "\n".join(
        (
            f"Demonstration school (wholly fictitious): {made.directory}",
            f"  {made.students} students, {made.programmes} programmes, cohorts {first} to {last}",
            f"  {made.declarations} declarations in {made.merges} merges, of which {made.evaluated} evaluated,"
            f" {made.refused} refused, {made.appeals} appeals",
            f"  {made.quitus} decisions of the jury, of which {made.acquired} quitus acquired",
            f"  {len(made.requests)} requests waiting, under refs/pull/",
            f"Outside the repository, the fictitious register and APOGEE list: {made.private}",
        )
    )
