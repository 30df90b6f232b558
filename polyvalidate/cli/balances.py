"""``polyvalidate balance``: who has how many points, and why."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click

from polyvalidate.cli.writing_out import put
from polyvalidate.layout import Folder
from polyvalidate.repository import Unreadable

FORMAT_NAMES = ("text", "json", "csv", "markdown")


def run_balance(
    student: str | None,
    root: Path,
    rev: str | None,
    cohort: int | None,
    format_name: str,
    output: Path | None,
    on: datetime | None,
    lang: str,
) -> int:
    from polyvalidate import repository, running
    from polyvalidate.cli.checks import Bar
    from polyvalidate.rendering import balances

    def kept(folder: Folder) -> bool:
        parts = folder.path.split("/")
        return (student is None or parts[2] == student) and (cohort is None or parts[1] == str(cohort))

    tree = repository.open_tree(root, rev)
    day = on.date() if on else repository.today()
    checked = running.check(tree, day, keep_balances=True, only=kept, progress=Bar(lang))
    results = checked.report.results
    if not results and (student or cohort):
        known = student if student and re.fullmatch(r"[a-z0-9-]{1,40}", student) else None
        who = known or (str(cohort) if cohort else "?")
        raise Unreadable(f"Aucun dossier d'élève pour {who} dans {root}.", f"No student's folder for {who} in {root}.")
    put(balances.FORMATS[format_name](results, checked.book, lang), output)
    if checked.report.blocked:
        errors = sum(f.severity == "error" for f in checked.report.findings)
        click.echo(
            f"{errors} erreur(s) dans ce dépôt : ce qu'elles touchent n'est pas compté. Voyez polyvalidate check."
            if lang == "fr"
            else f"{errors} error(s) in this repository: what they touch is not counted. See polyvalidate check.",
            err=True,
        )
        return 1
    return 0
