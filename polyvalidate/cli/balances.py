"""``polyvalidate balance``: who has how many points, and why."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate.cli.recording import no_pseudonym
from polyvalidate.model.paths import Folder
from polyvalidate.model.words import Text
from polyvalidate.repository import Tree, Unreadable
from polyvalidate.repository.output import put

FORMAT_NAMES = ("text", "json", "csv", "markdown")


def run_balance(
    student: str | None,
    root: Path,
    rev: str | None,
    cohort: int | None,
    format_name: str,
    output: Path | None,
    on: datetime | None,
    as_of: datetime | None,
    known_at: str | None,
    lang: str,
) -> int:
    """``as_of``: the folders as they were merged by that day, judged by the grid and roles of now (or of ``known_at``).
    ``known_at``: all of it as it was recorded at a commit, on the day of that commit."""
    from polyvalidate.cli.checks import Bar
    from polyvalidate.reports import balances
    from polyvalidate.school.check import check

    def kept(folder: Folder) -> bool:
        parts = folder.path.split("/")
        return (student is None or parts[2] == student) and (cohort is None or parts[1] == str(cohort))

    if rev is not None and (as_of is not None or known_at is not None):
        raise click.UsageError(
            Text(
                "--rev ne va pas avec --as-of ni --known-at : --known-at nomme déjà la révision.",
                "--rev does not go with --as-of or --known-at: --known-at names the revision already.",
            ).of(lang)
        )
    tree, day = _tree_and_day(root, rev, as_of.date() if as_of else None, known_at)
    day = on.date() if on else day
    checked = check(tree, day, keep_balances=True, only=kept, progress=Bar(lang))
    results = checked.report.results
    if not results and (student or cohort):
        if student is not None and not re.fullmatch(r"s-[0-9a-z]{10}", student, re.ASCII):
            raise no_pseudonym(student)
        who = ", ".join(filter(None, (student, str(cohort) if cohort else None)))
        raise Unreadable(
            Text(
                "Aucun dossier d'élève pour {who} dans le dépôt {resolve}.",
                "No student's folder for {who} in the repository {resolve}.",
            ),
            who=who,
            resolve=root.resolve(),
        )
    put(balances.FORMATS[format_name](results, checked.book, lang), output)
    if checked.report.blocked:
        errors = sum(f.severity == "error" for f in checked.report.findings)
        click.echo(
            Text(
                "{errors} erreur(s) dans ce dépôt : ce qu'elles touchent n'est pas compté. Voyez polyvalidate check.",
                "{errors} error(s) in this repository: what they touch is not counted. See polyvalidate check.",
            ).of(lang, errors=errors),
            err=True,
        )
        return 1
    return 0


def _tree_and_day(root: Path, rev: str | None, as_of: date | None, known_at: str | None) -> tuple[Tree, date]:
    """What is read, and the day on which it is judged."""
    from polyvalidate import repository
    from polyvalidate.repository.history import as_of as recorded_as_of
    from polyvalidate.repository.history import day_of
    from polyvalidate.repository.trees import GitTree, PatchedTree

    if as_of is None and known_at is None:
        return repository.open_tree(root, rev), repository.today()
    if not root.is_dir():
        raise Unreadable(Text("Le dossier {root} n'existe pas.", "The folder {root} does not exist."), root=root)
    known = known_at or "HEAD"
    if as_of is None:
        return GitTree(root, known), day_of(root, known)
    then = recorded_as_of(root, known, as_of)
    if then is None:
        raise Unreadable(
            Text("Rien n'était encore fusionné le {isoformat}.", "Nothing had been merged by {isoformat}."),
            isoformat=as_of.isoformat(),
        )
    return PatchedTree(GitTree(root, then.commit), GitTree(root, known)), as_of
