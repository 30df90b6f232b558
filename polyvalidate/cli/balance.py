"""``polyvalidate balance``: who has how many points, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.people import no_pseudonym
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import Severity
from polyvalidate.model.paths import Folder
from polyvalidate.model.words import Text
from polyvalidate.reports import balances
from polyvalidate.reports.context import severity_counts
from polyvalidate.repository import Tree, Unreadable, open_tree, today
from polyvalidate.repository.history import as_of as recorded_as_of
from polyvalidate.repository.history import day_of
from polyvalidate.repository.output import put
from polyvalidate.repository.trees import GitTree, PatchedTree
from polyvalidate.school.check import check


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state of the repository is read, and on which day it is judged."""

    rev: str | None
    on: date | None
    as_of: date | None
    known_at: str | None

    def tree_and_day(self, root: Path, terminal: Terminal) -> tuple[Tree, date]:
        """``as_of``: the folders as they were merged by that day, judged by the grid and roles of now (or of
        ``known_at``). ``known_at``: all of it as it was recorded at a commit, on the day of that commit."""
        if self.as_of is None and self.known_at is None:
            if self.rev is None:
                terminal.files_left_out(root)
            return open_tree(root, self.rev), self.on or today(root, self.rev)
        if self.rev is not None:
            raise terminal.misused(
                Text(
                    "--rev ne va pas avec --as-of ni --known-at : --known-at nomme déjà la révision.",
                    "--rev does not go with --as-of or --known-at: --known-at names the revision already.",
                )
            )
        if not root.is_dir():
            raise Unreadable(Text("Le dossier {root} n'existe pas.", "The folder {root} does not exist."), root=root)
        known = self.known_at or "HEAD"
        if self.as_of is None:
            return GitTree(root, known), self.on or day_of(root, known)
        then = recorded_as_of(root, known, self.as_of)
        if then is None:
            raise Unreadable(
                Text("Rien n'était encore fusionné le {day}.", "Nothing had been merged by {day}."),
                day=self.as_of.isoformat(),
            )
        return PatchedTree(GitTree(root, then.commit), GitTree(root, known)), self.on or self.as_of


@command(
    "balance",
    Text(
        "Montre les points comptés de chaque élève ; pour STUDENT seul, chaque ligne avec sa raison. --as-of et"
        " --known-at remontent le temps : --known-at redonne ce qu'on lisait à un commit, avec la grille de ce commit ;"
        " --as-of donne ce qui était décidé à une date, selon la grille d'aujourd'hui (ou celle de --known-at), même"
        " corrigée depuis.",
        "Show the points of each student; for one STUDENT, every line with its reason. --as-of and --known-at go back"
        " in time: --known-at gives what could be read at a commit, with its own grid; --as-of gives what had been"
        " decided by a date, under the grid of today (or that of --known-at), even if corrected since.",
    ),
)
@argument("student", required=False)
@options.repo
@option("--cohort", type=int, help=Text("Année d'entrée de la promotion.", "Year of entry of the cohort."))
@together(
    "moment",
    Moment,
    options.rev,
    option(
        "--on",
        type=options.DAY,
        metavar="DATE",
        help=Text("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."),
    ),
    option(
        "--as-of",
        type=options.DAY,
        metavar="DATE",
        help=Text(
            "Ce qui était fusionné à la fin de ce jour, à l'heure de l'école ; ce qui est venu après ne compte pas.",
            "What was merged by the end of this day at the school; what came later does not count.",
        ),
    ),
    option(
        "--known-at",
        metavar="REV",
        help=Text(
            "Le dépôt tel qu'il était à ce commit, grille comprise, et à sa date.",
            "The repository as it was at this commit, grid included, and on its day.",
        ),
    ),
)
@options.form(*balances.FORMATS)
@options.output
def balance(
    terminal: Terminal,
    student: str | None,
    repo: Path,
    cohort: int | None,
    moment: Moment,
    format_name: str,
    output: Path | None,
) -> int:
    def kept(folder: Folder) -> bool:
        parts = folder.path.split("/")
        return (student is None or parts[2] == student) and (cohort is None or parts[1] == str(cohort))

    tree, day = moment.tree_and_day(repo, terminal)
    checked = check(tree, day, keep_balances=True, only=kept, progress=terminal.bar(), kept=True)
    results = checked.report.results
    if not results and (student or cohort):
        if student is not None and not re.fullmatch(r"s-[0-9a-z]{10}", student, re.ASCII):
            raise no_pseudonym(student)
        raise Unreadable(
            Text(
                "Aucun dossier d'élève pour {who} dans le dépôt {repo}.",
                "No student's folder for {who} in the repository {repo}.",
            ),
            who=", ".join(filter(None, (student, str(cohort) if cohort else None))),
            repo=repo.resolve(),
        )
    put(balances.FORMATS[format_name](results, checked.book, terminal.lang), output)
    if not checked.report.blocked:
        return 0
    terminal.warn(
        Text(
            "{errors} {errors:erreur|erreurs} dans ce dépôt : ce {errors:qu'elle touche|qu'elles touchent} n'est pas"
            " compté. Voyez polyvalidate check.",
            "{errors} {errors:error|errors} in this repository: what {errors:it touches|they touch} is not counted. See"
            " polyvalidate check.",
        ),
        errors=severity_counts(checked.report.findings)[Severity.ERROR],
    )
    return 1
