"""What becomes of files that are mended: never a new error, and nothing written over what has changed meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.cli.fix.paths import refuse_links
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files import mend, schema
from polyvalidate.files.mend import Mended
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Folder, Node, kind_of
from polyvalidate.model.words import Text
from polyvalidate.repository import DiskTree, Overlaid, Tree, Unreadable
from polyvalidate.repository.output import replace_file
from polyvalidate.school.check import Checked, check, make_judge


class Judged(NamedTuple):
    """What is left, for the files that were asked for."""

    findings: tuple[Finding, ...]
    files: int
    folders: int


class Plan(NamedTuple):
    """What was read, what it becomes, and the files that stay as they are because a check would then say more."""

    before: Mapping[str, bytes]
    after: Mapping[str, Mended]
    refused: Sequence[str]

    def over(self, tree: Tree) -> Overlaid:
        """The tree as it is once mended."""
        return Overlaid(tree, {path: mended.data for path, mended in self.after.items()})


def plan_of(tree: DiskTree, nodes: Sequence[Node], today: date, terminal: Terminal) -> Plan:
    """Mend files in thought, and keep only what brings no new error on a day, and counts no point otherwise."""
    reader = make_judge().reader
    book = _checked(tree, (), today, terminal).book
    before: dict[str, bytes] = {}
    after: dict[str, Mended] = {}
    for entry in tree.read(nodes):
        if entry.data is None:
            continue
        mended = mend.mend(entry.data, kind_of(entry.path), entry.path, reader, book)
        if mended.data != entry.data:
            before[entry.path], after[entry.path] = entry.data, mended
    refused: list[str] = []
    plan = Plan(before, after, refused)
    said = _by_path(tree, after, today, terminal) if after else {}
    # Twice at most: what a check refuses is tried again with its line ends and spaces only, then left.
    for attempt in (mend.mend_form, None) if after else ():
        now = _by_path(plan.over(tree), after, today, terminal)
        worse = [
            path
            for path in after
            if mend.introduced(before[path], kind_of(path), reader, said.get(path, ()), now.get(path, ()))
        ]
        for path in worse:
            after[path] = attempt(before[path]) if attempt is not None else Mended(before[path], ())
            if after[path].data == before[path]:
                del before[path], after[path]
            if path not in refused:
                refused.append(path)
        if not worse:
            break
    return plan


def left(tree: DiskTree, plan: Plan, wanted: Collection[str], today: date, terminal: Terminal) -> tuple[Judged, Book]:
    """What a check says once the plan is carried out, and the book that says it."""
    checked = _checked(plan.over(tree), wanted, today, terminal)
    findings = tuple(finding for finding in checked.report.findings if finding.path in wanted)
    files = sum(kind_of(path) in schema.KINDS for path in wanted)
    return Judged(findings, files, checked.report.folders), checked.book


def _checked(tree: Tree, paths: Collection[str], today: date, terminal: Terminal) -> Checked:
    """Check the folders of some files, and the grid."""
    folders = {path.rsplit("/", 1)[0].removesuffix("/evidence") for path in paths}

    def is_among(folder: Folder) -> bool:
        return folder.path in folders

    return check(tree, today, only=is_among, progress=terminal.bar())


def _by_path(tree: Tree, paths: Collection[str], today: date, terminal: Terminal) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in _checked(tree, paths, today, terminal).report.findings:
        found.setdefault(finding.path, []).append(finding)
    return found


def write(root: Path, tree: DiskTree, nodes: Sequence[Node], plan: Plan) -> None:
    """Write what was planned. Raises ``Unreadable`` at the first file that is no longer what was read."""
    for node in nodes:
        if node.path not in plan.after:
            continue
        refuse_links(root, root / node.path, root / node.path)
        if tree.read([node])[0].data != plan.before[node.path]:
            raise Unreadable(
                Text(
                    "Le fichier {path} a changé pendant la correction. Relancez la commande.",
                    "The file {path} changed while it was being mended. Run the command again.",
                ),
                path=node.path,
            )
        replace_file(root / node.path, plan.after[node.path].data)
