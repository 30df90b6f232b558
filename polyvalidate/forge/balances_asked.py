"""``/bilan`` (``/balance``), the first line of a comment: the student of a request, or somebody with a role, is
answered with what counts, what waits and what comes next. It changes nothing.

The repository is read as objects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.forge.facts import Comment, Kind, Opened
from polyvalidate.forge.judging import Bounds
from polyvalidate.judgement import FolderResult
from polyvalidate.model.grid import Book
from polyvalidate.model.words import Text
from polyvalidate.reports import my_points
from polyvalidate.reports.my_points import Waiting
from polyvalidate.repository import GitTree
from polyvalidate.repository.boxes import folder_of_box
from polyvalidate.repository.changes import grid_entries, read_folder, sides
from polyvalidate.repository.objects import Objects
from polyvalidate.school.check import check, make_judge

_LINE = re.compile(r"\s*/(?:bilan|balance)[ \t\u00a0.]*(?:\r?\n|$)", re.IGNORECASE)


def is_asked(comment: Comment) -> bool:
    return comment.kind is Kind.COMMENT and _LINE.match(comment.body) is not None


def folder_at(place: Path, commit: str, folder: str, today: date) -> tuple[FolderResult, Book]:
    """One student's folder at a commit, judged, and what it is judged by."""
    judge = make_judge()
    with sides(place, commit, commit) as found:
        book = judgement.check_grid(judge, grid_entries(found, found.base_tree), today).book
        return judgement.check_folder(judge, book, folder, read_folder(found, folder)), book


def told(
    place: Path, commit: str, opened: Opened, comment: Comment, today: date, bounds: Bounds, waiting: Sequence[Waiting]
) -> tuple[str, Text | None]:
    """The page of the student whose request it is, and nothing; or nothing, and why it is not given."""
    folder = _folder(place, commit, opened, today, bounds)
    if folder is None:
        return "", _NOBODY
    result, book = folder_at(place, commit, folder, today)
    entitled = {holder.account for holder in book.roles.values()} | {result.facts.account}
    if comment.author not in entitled:
        return "", _NOT_YOURS
    lang = book.latest.language if book.latest is not None else "fr"
    return my_points.render(result, book, lang, waiting), None


def _folder(place: Path, commit: str, opened: Opened, today: date, bounds: Bounds) -> str | None:
    """The folder of a box; elsewhere, that of the account which opened the request."""
    tree = GitTree(place, commit)
    if opened.box:
        with Objects(place) as objects:
            found = folder_of_box(objects, objects.tree_of(tree.commit), opened.box)
        return found[0] if found is not None else None
    results = check(tree, today, memory=bounds.memory).report.results
    return next((one.path for one in results if one.facts.account == opened.author), None)


_NOBODY = Text(
    "### Pas de bilan ici\n\nCe compte n'est rattaché à aucun dossier de l'école. Écrivez à la scolarité.\n",
    "### No balance here\n\nThis account is not tied to any folder of the school. Write to the registry office.\n",
)
_NOT_YOURS = Text(
    "### Pas de bilan ici\n\nSeules la personne qui a ouvert cette demande et celles qui l'évaluent peuvent le "
    "demander.\n",
    "### No balance here\n\nOnly the person who opened this request and those who evaluate it can ask for it.\n",
)
REFUSALS = (_NOBODY, _NOT_YOURS)
