"""A cohort as it stood on a day: the last first-parent commit of that day at the school, judged as of that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from polyvalidate import repository
from polyvalidate.judgement import FolderResult
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Grid
from polyvalidate.model.paths import Node
from polyvalidate.model.words import Text
from polyvalidate.model.years import grid_of_entry
from polyvalidate.publication.attack.standing import Standing, leaf_of, standing_of
from polyvalidate.publication.attack.tables import Leaf
from polyvalidate.repository import GitTree, Unreadable
from polyvalidate.school.check import Progress, check


class Snapshot(NamedTuple):
    """The students of a cohort on a day. ``errors`` is how many errors the check finds: what they touch is not
    counted."""

    commit: str
    on: date
    grid: Grid
    standings: tuple[Standing, ...]
    errors: int

    @property
    def leaves(self) -> dict[str, Leaf]:
        """Where each student is, by pseudonym."""
        return {standing.code: standing.leaf for standing in self.standings}


def end_of_day(on: date, zone: ZoneInfo) -> int:
    """The last second of a day in a zone, in seconds since 1970."""
    return int(datetime.combine(on + timedelta(1), time(), zone).timestamp()) - 1


def commit_of(root: Path, revision: str, on: date) -> str:
    """The last first-parent commit of a revision whose committer date is on or before the end of a day."""
    tip = repository.resolve(root, revision)
    if repository.run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise Unreadable(
            Text(
                "Ce dépôt n'a qu'une partie de son histoire : récupérez-la entière (git fetch --unshallow).",
                "This repository has only part of its history: fetch the whole of it (git fetch --unshallow).",
            )
        )
    limit = f"--min-age={end_of_day(on, repository.zone_of(root, tip))}"
    found = repository.run_git(root, "rev-list", "--first-parent", "--max-count=1", limit, tip, "--").decode().strip()
    if not found:
        raise Unreadable(
            Text(
                "L'histoire de ce dépôt commence après le {on:date} : choisissez une date plus récente.",
                "The history of this repository begins after {on:date}: choose a later date.",
            ),
            on=on,
        )
    return found


def is_ancestor(root: Path, commit: str, of: str) -> bool:
    """Whether a commit is still in the history of another."""
    try:
        repository.run_git(root, "merge-base", "--is-ancestor", repository.resolve(root, commit), of)
    except Unreadable:
        return False
    return True


class _CohortTree(GitTree):
    """The part of a revision that a snapshot needs: the grid and one cohort, or its enrolments only."""

    def __init__(self, root: Path, commit: str, cohort: int, enrolments_only: bool) -> None:
        super().__init__(root, commit)
        self.prefix = f"declarations/{cohort}/"
        self.enrolments_only = enrolments_only

    def nodes(self) -> list[Node]:
        return [node for node in super().nodes() if self._needed(node.path)]

    def _needed(self, path: str) -> bool:
        if not path.startswith(self.prefix):
            return path.startswith("grid/")
        return not self.enrolments_only or path.endswith("/student.yml")


def members(root: Path, commit: str, cohort: int, on: date) -> dict[str, Leaf]:
    """Who was in which group at a commit, judged on a day, by pseudonym: what a classmate knows."""
    return _take(_CohortTree(root, commit, cohort, True), cohort, on, None, None).leaves


def take(
    root: Path,
    commit: str,
    cohort: int,
    on: date,
    followed: Mapping[str, Leaf] | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """The cohort at a commit, judged on a day: those ``followed``, in their groups, wherever they are that day; else
    whoever is there. Raises Unreadable when there is nobody, or when folders do not read."""
    return _take(_CohortTree(root, commit, cohort, False), cohort, on, followed, progress)


def _take(
    tree: GitTree, cohort: int, on: date, followed: Mapping[str, Leaf] | None, progress: Progress | None
) -> Snapshot:
    checked = check(tree, on, keep_balances=True, progress=progress, kept=True)
    grid = grid_of_entry(checked.book, cohort)
    results = checked.report.results
    if grid is None or not results:
        raise _empty(cohort, on)
    unread = sum(result.student is None or result.balance is None for result in results)
    if unread:
        raise Unreadable(
            Text(
                "{n} {n:dossier|dossiers} de la promotion {cohort} ne {n:se lit|se lisent} pas au {on:date}, donc les "
                "groupes ne sont pas connus. Voyez polyvalidate check --rev {commit}, corrigez, puis prenez une date "
                "plus récente.",
                "{n} {n:folder|folders} of cohort {cohort} {n:does|do} not read on {on:date}, so the groups are not "
                "known. See polyvalidate check --rev {commit}, mend {n:it|them}, then choose a later date.",
            ),
            n=unread,
            cohort=cohort,
            on=on,
            commit=tree.commit[:12],
        )
    standings = tuple(s for s in (_standing(result, grid, on, followed) for result in results) if s is not None)
    if not standings:
        raise _empty(cohort, on)
    errors = sum(finding.severity is Severity.ERROR for finding in checked.report.findings)
    return Snapshot(tree.commit, on, grid, standings, errors)


def _standing(result: FolderResult, grid: Grid, on: date, followed: Mapping[str, Leaf] | None) -> Standing | None:
    student, balance = result.student, result.balance
    if student is None or balance is None:
        return None
    there = leaf_of(student, grid.profiles[student.profile], on)
    leaf = there if followed is None else followed.get(student.code)
    return standing_of(student.code, leaf, balance, result.quitus) if leaf is not None else None


def _empty(cohort: int, on: date) -> Unreadable:
    return Unreadable(
        Text(
            "La promotion {cohort} n'a aucun élève au {on:date} : vérifiez l'année d'entrée et la date.",
            "Cohort {cohort} has no student on {on:date}: check the year of entry and the date.",
        ),
        cohort=cohort,
        on=on,
    )
