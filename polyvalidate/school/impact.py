"""What a change of the grid would do to the people of a school: its folders, checked before it and after it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from polyvalidate.judgement.impact import Impact, impact
from polyvalidate.model.words import Text
from polyvalidate.repository import Tree, Unreadable, open_tree
from polyvalidate.repository.changes import sides
from polyvalidate.repository.trees import GitTree
from polyvalidate.school.check import Checked, Progress, check


def weigh(before: Checked, after: Checked) -> Impact | None:
    """What lies between two checks that kept their balances; None while a grid of ``after`` cannot be read, since
    everybody would seem to lose everything."""
    if after.book.broken_years - before.book.broken_years or not after.book.grids:
        return None
    return impact(before.report.results, after.report.results)


def impact_of(place: Path, base: str, head: str | None, today: date, progress: Progress | None = None) -> Impact:
    """What merging ``head`` into ``base`` would do, or what the files on disk would when it is None.

    Raises ``Unreadable`` for a revision that cannot be read, one that does not merge, and a grid that cannot be read.
    """
    if head is None:
        return _between(open_tree(place, base), open_tree(place, None), today, progress)
    with sides(place, base, head) as found:
        if any(remark.kind in ("conflict", "unrelated") for remark in found.remarks):
            raise Unreadable(_APART, base=base, head=head)
        old, new = (GitTree.of_tree(place, tree, found.environment) for tree in (found.base_tree, found.new_tree))
        return _between(old, new, today, progress)


def _between(before: Tree, after: Tree, today: date, progress: Progress | None) -> Impact:
    old, new = (check(tree, today, keep_balances=True, progress=progress) for tree in (before, after))
    found = weigh(old, new)
    if found is None:
        raise Unreadable(_UNREAD)
    return found


_APART = Text(
    "{head} ne se fusionne pas dans {base} : accordez d'abord les deux.",
    "{head} does not merge into {base}: reconcile the two first.",
)
_UNREAD = Text(
    "La grille d'après ne se lit pas : lancez polyvalidate check pour savoir pourquoi.",
    "The grid after the change cannot be read: run polyvalidate check to know why.",
)
