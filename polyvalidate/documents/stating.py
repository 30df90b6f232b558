"""Statements of the students of a repository, from its files or from a revision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from polyvalidate.documents.statement import Statement, fingerprints_of, state
from polyvalidate.model.paths import Folder, sort_tree
from polyvalidate.repository import GitTree, Tree
from polyvalidate.school.check import check


def statements(tree: Tree, day: date, only: Callable[[Folder], bool] | None = None) -> Iterator[Statement]:
    """The records of the students whose folder could be read, by path. ``only`` keeps some of the folders."""
    checked = check(tree, day, keep_balances=True, only=only, kept=True)
    stamps = fingerprints_of(tree.read(sort_tree(tree.nodes()).grid))
    commit = tree.commit if isinstance(tree, GitTree) else None
    for result in checked.report.results:
        found = state(result, checked.book, stamps, commit)
        if found is not None:
            yield found
