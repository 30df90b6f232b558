"""What a comment decides anew of the declarations that a request has brought into the branch.

The repository is read as objects; nothing is checked out and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.forge import objections
from polyvalidate.forge.answering import Check, Plan
from polyvalidate.forge.commands import Command, addressed
from polyvalidate.forge.facts import Comment, Facts
from polyvalidate.forge.reading import Reading
from polyvalidate.judgement import Judge
from polyvalidate.judgement.rights import actor_of
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.folder import Evaluation
from polyvalidate.model.paths import folder_of, kind_of
from polyvalidate.repository import making
from polyvalidate.repository.changes import Sides, grid_entries, read_change, read_folder, sides
from polyvalidate.repository.history import PROPOSED_BY, recorded
from polyvalidate.repository.making import Known
from polyvalidate.repository.objects import Objects


def plan_of(
    place: Path, tip: str, facts: Facts, comment: Comment, spoken: Sequence[Command], today: date, judge: Judge
) -> Plan:
    """Decide what a correction does to the branch as it stands at ``tip``, by its grid and its roles."""
    merge = brought_in(place, tip, facts)
    paths = declared(place, merge.parents[0], merge.commit) if merge is not None else []
    with sides(place, tip, tip) as found:
        book = judgement.check_grid(judge, grid_entries(found, found.base_tree), today).book
        folders = folders_of(found, paths)
        there = sorted(path for folder in folders for path in folder.differs)
        told = addressed(spoken, there) if merge is not None else dict[str, Command]()
        reading = Reading(judge, book, actor_of(comment.author, book), facts, told, corrects=True)
        reading.hear(comment, there)
        checks = reading.checks(comment, folders)
        if merge is None:
            checks.append(Check(False, objections.NOT_YET))
        right = all(check.holds for check in checks)
        cases = [case for folder in folders for case in reading.folder(folder)] if right else []
        if right and not cases:
            checks.append(Check(False, objections.NO_DECLARATION))
        return reading.plan(found.base_commit, facts.head, comment, checks, cases)


def brought_in(place: Path, tip: str, facts: Facts) -> Known | None:
    """The commit of the record by which a request entered the branch; None for a request of somebody else, whose branch
    was moved to what had been proposed by another."""
    merge = making.merge_of(place, tip, facts.head)
    if merge is None:
        return None
    with Objects(place) as objects:
        proposed_by = recorded(objects, merge.commit).values(PROPOSED_BY)
    gone = facts.author.endswith(":0")  # an account that is no more
    return merge if gone or not proposed_by or facts.author in proposed_by else None


def declared(place: Path, before: str, after: str) -> list[str]:
    """The declarations that a commit of the record has brought, or altered."""
    with sides(place, before, after) as found:
        return [p for folder in read_change(found).folders for p in folder.differs if kind_of(p) == "declaration"]


def standing(place: Path, tip: str, paths: Sequence[str], judge: Judge, today: date) -> dict[str, Evaluation | None]:
    """What is decided of some declarations of the branch, by path."""
    with sides(place, tip, tip) as found:
        book = judgement.check_grid(judge, grid_entries(found, found.base_tree), today).book
        claims = (
            claim
            for folder in folders_of(found, paths)
            for claim in judgement.check_folder(judge, book, folder.path, folder.after).claims
        )
        return {one.declaration.path: one.declaration.evaluation for one in claims if one.declaration.path in paths}


def folders_of(found: Sides, paths: Sequence[str]) -> tuple[FolderChange, ...]:
    """The folders as they stand, with those of the declarations that are still there as what is decided anew."""
    made = []
    for folder in sorted({folder_of(path) or "" for path in paths}):
        entries = read_folder(found, folder, found.base_tree)
        there = frozenset(entry.path for entry in entries) & frozenset(paths)
        made.append(FolderChange(folder, entries, entries, there))
    return tuple(made)
