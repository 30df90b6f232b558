"""``polyvalidate fix``: mend what is safe, check again, write, and say what is left to the person."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from polyvalidate import repository
from polyvalidate.cli import fix_words
from polyvalidate.cli.checks import DEFAULT_SITE, Bar
from polyvalidate.files import mend, schema
from polyvalidate.files.mend import Mended
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.paths import Folder, Node, kind_of
from polyvalidate.model.words import Text
from polyvalidate.repository import DiskTree, Overlaid, Unreadable
from polyvalidate.repository.output import put, replace_file
from polyvalidate.school.check import Checked, check, make_judge
from polyvalidate.school.seat import root_of


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


def run_fix(paths: Sequence[Path], root: Path | None, dry_run: bool, lang: str) -> int:
    """Mend the files under some paths, or all of them. Exit codes: 0 no error is left, 1 some are, 2 ``Unreadable``."""
    place = root_of(root)
    tree = DiskTree(place)
    nodes = tree.nodes()
    wanted = _wanted(place, paths, nodes)
    plan = _plan(tree, [n for n in nodes if n.path in wanted and kind_of(n.path) in schema.KINDS], lang)
    judged, site = _left(tree, plan, wanted, lang)
    if not dry_run:
        _write(place, tree, nodes, plan)
    words = fix_words.told(plan.after, plan.refused, judged, _Lines(plan, tree, nodes), site, dry_run, lang)
    if dry_run:
        # Bytes, since a file may hold what is no text and a patch must hold it too.
        differences = "".join(fix_words.differences(plan.before, plan.after))
        sys.stdout.buffer.write(differences.encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
        click.echo(words, err=True, nl=False)
    else:
        put(words, None)
    errors = any(finding.severity is Severity.ERROR for finding in judged.findings)
    return 1 if errors or (dry_run and plan.after) else 0


# --- which files ------------------------------------------------------------------------------------------------------


def _wanted(root: Path, paths: Sequence[Path], nodes: Sequence[Node]) -> frozenset[str]:
    """The paths in the repository that were asked for. Raises ``Unreadable`` for what is not there, or is a link."""
    everything = frozenset(node.path for node in nodes)
    if not paths:
        return everything
    found: set[str] = set()
    for given in paths:
        name = _inside(root, given)
        below = {path for path in everything if name == "." or path == name or path.startswith(f"{name}/")}
        if not below:
            raise Unreadable(
                Text(
                    "Rien à corriger sous {given} : ce n'est ni un fichier de declarations/ ou de grid/, ni un "
                    "dossier qui en contient.",
                    "Nothing to mend under {given}: it is neither a file of declarations/ or grid/, nor a folder "
                    "of them.",
                ),
                given=given,
            )
        found |= below
    return frozenset(found)


def _inside(root: Path, given: Path) -> str:
    """A path as the repository names it. It is looked for from the current folder, then from the root."""
    for start in (Path.cwd(), root.absolute()):
        path = Path(os.path.normpath(start / given))
        if not os.path.lexists(path):
            continue
        base = Path(os.path.normpath(root.absolute()))
        for top, real in ((base, path), (base.resolve(), path.parent.resolve() / path.name)):
            if real.is_relative_to(top):
                _refuse_links(top, real, given)
                return real.relative_to(top).as_posix()
        raise Unreadable(
            Text(
                "Le chemin {given} est en dehors du dépôt {root}. Choisissez un autre dépôt avec --root.",
                "The path {given} is outside of the repository {root}. Choose another repository with --root.",
            ),
            given=given,
            root=root,
        )
    raise Unreadable(Text("Le fichier {given} n'existe pas.", "The file {given} does not exist."), given=given)


def _refuse_links(top: Path, path: Path, given: Path) -> None:
    here = top
    for part in path.relative_to(top).parts:
        here /= part
        if here.is_symlink():
            raise Unreadable(
                Text(
                    "Le chemin {given} passe par un lien, qui n'est pas suivi. Donnez le fichier lui-même.",
                    "The path {given} goes through a link, which is not followed. Give the file itself.",
                ),
                given=given,
            )


# --- what becomes of them ---------------------------------------------------------------------------------------------


def _plan(tree: DiskTree, nodes: Sequence[Node], lang: str) -> Plan:
    reader = make_judge().reader
    before: dict[str, bytes] = {}
    after: dict[str, Mended] = {}
    for entry in tree.read(nodes):
        if entry.data is None:
            continue
        mended = mend.mend(entry.data, kind_of(entry.path), entry.path, reader)
        if mended.data != entry.data:
            before[entry.path], after[entry.path] = entry.data, mended
    if not after:
        return Plan(before, after, ())
    # Twice at most: what a check refuses is tried again with its line ends and spaces only, then left.
    said = _by_path(_check(tree, after, lang))
    refused: list[str] = []
    for attempt in (mend.mend_form, None):
        now = _by_path(_check(_overlaid(tree, after), after, lang))
        worse = [
            path
            for path in after
            if mend.introduced(before[path], kind_of(path), reader, said.get(path, ()), now.get(path, ()))
        ]
        for path in worse:
            mended = attempt(before[path]) if attempt is not None else Mended(before[path], ())
            after[path] = mended
            if mended.data == before[path]:
                del before[path], after[path]
            refused.append(path)
        if not worse:
            break
    return Plan(before, after, tuple(dict.fromkeys(refused)))


def _overlaid(tree: DiskTree, after: Mapping[str, Mended]) -> Overlaid:
    return Overlaid(tree, {path: mended.data for path, mended in after.items()})


def _check(tree: repository.Tree, paths: Mapping[str, object], lang: str) -> Sequence[Finding]:
    return _checked(tree, frozenset(paths), lang).report.findings


def _checked(tree: repository.Tree, paths: frozenset[str], lang: str) -> Checked:
    """Check the folders of some files, and the grid."""
    folders = {path.rsplit("/", 1)[0].removesuffix("/evidence") for path in paths}

    def is_among(folder: Folder) -> bool:
        return folder.path in folders

    return check(tree, repository.today(), only=is_among, progress=Bar(lang))


def _left(tree: DiskTree, plan: Plan, wanted: frozenset[str], lang: str) -> tuple[Judged, str]:
    checked = _checked(_overlaid(tree, plan.after), wanted, lang)
    findings = tuple(finding for finding in checked.report.findings if finding.path in wanted)
    grids = checked.book.grids
    files = sum(kind_of(path) in schema.KINDS for path in wanted)
    return Judged(findings, files, checked.report.folders), grids[max(grids)].site if grids else DEFAULT_SITE


def _by_path(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.path, []).append(finding)
    return found


def _write(root: Path, tree: DiskTree, nodes: Sequence[Node], plan: Plan) -> None:
    changed = [node for node in nodes if node.path in plan.after]
    for node in changed:
        _refuse_links(root, root / node.path, root / node.path)
        if tree.read([node])[0].data != plan.before[node.path]:
            raise Unreadable(
                Text(
                    "Le fichier {path} a changé pendant la correction. Relancez la commande.",
                    "The file {path} changed while it was being mended. Run the command again.",
                ),
                path=node.path,
            )
        replace_file(root / node.path, plan.after[node.path].data)


class _Lines:
    """The lines of a file as it is once mended, for the excerpts."""

    def __init__(self, plan: Plan, tree: DiskTree, nodes: Sequence[Node]) -> None:
        self.plan = plan
        self.tree = tree
        self.nodes = {node.path: node for node in nodes}

    def __call__(self, path: str) -> Sequence[str]:
        return list(self._read(path))

    def _read(self, path: str) -> Iterator[str]:
        if path in self.plan.after:
            data: bytes | None = self.plan.after[path].data
        else:
            data = self.tree.read([self.nodes[path]])[0].data if path in self.nodes else None
        yield from [] if data is None else data.decode("utf-8", "replace").split("\n")
