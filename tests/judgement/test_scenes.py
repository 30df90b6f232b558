"""What the base says of a folder before a change: which of its declarations nobody has decided yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polyvalidate.judgement import check_folder
from polyvalidate.judgement.change import scene_of, side_of
from polyvalidate.model.findings import START, Finding, Severity
from tests.examples import RULES_FOLDER, FolderTree
from tests.judgement.test_authorising import BOOK, DAY, FOLDER, JUDGE


@pytest.mark.parametrize(
    ("severity", "undecided"), [(Severity.ERROR, {DAY}), (Severity.WARNING, set()), (Severity.NOTE, set())]
)
def test_only_an_error_leaves_a_declaration_undecided(severity: Severity, undecided: set[str]) -> None:
    tree = FolderTree(RULES_FOLDER / "base")
    entries = tree.read([node for node in tree.nodes() if node.path.startswith(f"{FOLDER}/")])
    result = check_folder(JUDGE, BOOK, FOLDER, entries)
    found = replace(result, findings=(Finding("PP313", severity, DAY, (), {}, START),))

    scene = scene_of(found, {entry.path: side_of(entry) for entry in entries}, leaves=False)

    assert (result.findings, scene.undecided) == ((), undecided)
