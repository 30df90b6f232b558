"""What a change does to one file of a student's folder, in edits that are each somebody's to write."""

from __future__ import annotations

from collections.abc import Mapping

from polyvalidate.files.difference import Edit, Op, edits
from polyvalidate.judgement.rights.answers import Side
from polyvalidate.judgement.rights.writers import parts
from polyvalidate.model.findings import Keys


def edits_of(before: Side, after: Side, rows: Mapping[Keys, frozenset[str]]) -> list[Edit]:
    """The edits of a file of a student's folder, each of them somebody's to write.

    A file that cannot be read is edited as a whole. A block that holds keys of several people (an appeal: its reason
    and its answer) is edited key by key, so that the one who may write some of it does not write all of it.
    """
    if not after.present:
        return [Edit((), Op.REMOVE)]
    if after.data is None:
        return [Edit((), Op.CHANGE if before.present else Op.ADD)]
    found = [part for edit in edits(before.data or {}, after.data) for part in parts(edit, rows)]
    if not found and before.present and before.data is None:
        return [Edit((), Op.CHANGE)]
    if not found and (before.raw, before.mode) != (after.raw, after.mode):
        return [Edit((), Op.FORM if before.present else Op.ADD)]
    return found


def whole(before: Side, after: Side) -> Edit:
    """The edit of a file that is added, changed or removed as one."""
    op = Op.ADD if not before.present else Op.CHANGE if after.present else Op.REMOVE
    return Edit((), op)
