"""What a newer program brings to a school that an older one made: file by file, nothing of the school's own lost.

The school keeps the wheel of the program that made it, so what it was given is known exactly. A file that is still as
it came is renewed; one that the school changed is merged with what the program changed; where both changed the same
lines, and where no wheel says what was given, the school's file stays and the difference is shown.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from polyvalidate.model.findings import Finding
from polyvalidate.model.words import Text
from polyvalidate.repository import GitTree, Unreadable, read_blobs
from polyvalidate.repository.git import try_git
from polyvalidate.repository.own_wheel import FOLDERS, NAME, Wheel
from polyvalidate.repository.template import release, rules_of, template_of, version_of
from polyvalidate.school.check import check
from polyvalidate.school.school import School

Merge = Callable[[bytes, bytes, bytes], bytes | None]
"""What two changes of one file give together: the school's file, the one it was given, the new one; None when they
contradict each other."""


class Fate(Enum):
    """What becomes of a file."""

    RENEWED = "renewed"
    ADDED = "added"
    MERGED = "merged"
    DROPPED = "dropped"
    KEPT = "kept"
    ABSENT = "absent"


class Piece(NamedTuple):
    """A file of which there is something to say.

    ``data`` is what is written, None when nothing is. ``before`` and ``after`` are the sides of the difference to show.
    """

    path: str
    fate: Fate
    data: bytes | None = None
    before: bytes = b""
    after: bytes = b""


class Upgrade(NamedTuple):
    """What a program brings to a school. ``version`` is that of the program which made it, None when no wheel says."""

    version: str | None
    pieces: tuple[Piece, ...]
    known: frozenset[str]
    """The rules that the school was judged by; empty when no wheel says."""

    @property
    def written(self) -> dict[str, bytes]:
        return {piece.path: piece.data for piece in self.pieces if piece.data is not None}

    @property
    def removed(self) -> list[str]:
        return [piece.path for piece in self.pieces if piece.fate is Fate.DROPPED]


class Noticed(NamedTuple):
    """A rule that speaks in the school: how many times, where first, and whether the school's program knew it."""

    code: str
    times: int
    path: str
    new: bool


def upgrade(school: School, wheel: Wheel, forge: str | None) -> Upgrade:
    """What a wheel brings to a school, at the commit that was read.

    Raises ``Unreadable`` when nothing says which forge the school is on, or when the school has a later program.
    """
    nodes = {node.path: node.ref for node in GitTree(school.place, school.commit).below()}
    forge = forge or _forge(nodes)
    folder = FOLDERS[forge]
    made_by = _made_by(school, nodes, f"{folder}/requirements.txt", f"{folder}/wheels/")
    if made_by is not None and release(version_of(made_by.name)) > release(version_of(wheel.name)):
        raise Unreadable(
            Text(
                "L'école a déjà la version {theirs}, et ce programme est la {ours} : prenez le plus récent.",
                "The school has version {theirs} already, and this program is {ours}: take the latest program.",
            ),
            theirs=version_of(made_by.name),
            ours=version_of(wheel.name),
        )
    before, known = _given(made_by, forge)
    after = template_of(wheel, forge)
    paths = sorted(before.keys() | after.keys())
    read = read_blobs(str(school.place), [nodes[path] for path in paths if path in nodes])
    merge = _merging(school.place)
    pieces = []
    for path in paths:
        ours = read[nodes[path]] if path in nodes else None
        piece = fate(path, ours, before.get(path), after.get(path), merge)
        if piece is not None and piece.fate in (Fate.KEPT, Fate.MERGED) and path.startswith(f"{folder}/"):
            piece = _following(piece, ours, after.get(path), (f"{folder}/wheels/", f"{folder}/requirements"))
        if piece is not None:
            pieces.append(piece)
    return Upgrade(version_of(made_by.name) if made_by is not None else None, tuple(pieces), known)


def fate(path: str, ours: bytes | None, before: bytes | None, after: bytes | None, merge: Merge) -> Piece | None:
    """What becomes of a file: the school's, the one it was given, the new one, each None where there is none. None when
    there is nothing to say of it."""
    if ours == after:
        return None
    if ours is None:
        return Piece(path, Fate.ADDED, after) if before is None else Piece(path, Fate.ABSENT)
    if ours == before:
        return Piece(path, Fate.DROPPED) if after is None else Piece(path, Fate.RENEWED, after)
    if before == after:
        return None
    if before is None or after is None:
        return Piece(path, Fate.KEPT, None, ours if before is None else before, after or b"")
    merged = merge(ours, before, after)
    if merged is None:
        return Piece(path, Fate.KEPT, None, before, after)
    return Piece(path, Fate.MERGED, merged, ours, merged) if merged != ours else None


def _following(piece: Piece, ours: bytes | None, after: bytes | None, follow: tuple[str, str]) -> Piece:
    """What the jobs install is one whole: a list that went on naming the old wheel would leave half an upgrade."""
    if piece.fate is Fate.MERGED or after is None or not piece.path.startswith(follow):
        return piece
    return Piece(piece.path, Fate.MERGED, after, ours or b"", after)


def noticed(school: School, plan: Upgrade) -> list[Noticed]:
    """What this program's rules say of the school, apart from the files that are renewed; the new rules first."""
    renewed = {piece.path for piece in plan.pieces}
    found: Iterable[Finding] = check(school.tree, school.book.today).report.findings
    found = [finding for finding in found if finding.path not in renewed]
    first = {finding.code: finding.path for finding in reversed(found)}
    times = Counter(finding.code for finding in found)
    said = [Noticed(code, n, first[code], bool(plan.known) and code not in plan.known) for code, n in times.items()]
    return sorted(said, key=lambda one: (not one.new, one.code))


def _forge(paths: Iterable[str]) -> str:
    tops = {path.partition("/")[0] for path in paths if path.partition("/")[2].startswith(("wheels/", "requirements"))}
    found = [forge for forge, folder in FOLDERS.items() if folder in tops]
    if len(found) != 1:
        raise Unreadable(
            Text(
                "Rien ne dit sur quelle forge est l'école. Ajoutez --forge {forges}.",
                "Nothing says which forge the school is on. Add --forge {forges}.",
            ),
            forges="|".join(FOLDERS),
        )
    return found[0]


def _made_by(school: School, nodes: Mapping[str, str], listed: str, folder: str) -> Wheel | None:
    """The wheel that the jobs of a school install; the last by name where their list says none."""
    wheels = sorted(path for path in nodes if path.startswith(f"{folder}{NAME}-") and path.endswith(".whl"))
    if not wheels:
        return None
    wanted = [nodes[listed]] if listed in nodes else []
    names = b"".join(read_blobs(str(school.place), wanted).values())
    path = next((path for path in wheels if path.rpartition("/")[2].encode() in names), wheels[-1])
    return Wheel(path.rpartition("/")[2], read_blobs(str(school.place), [nodes[path]])[nodes[path]])


def _given(made_by: Wheel | None, forge: str) -> tuple[Mapping[str, bytes], frozenset[str]]:
    if made_by is None:
        return {}, frozenset()
    try:
        return template_of(made_by, forge), rules_of(made_by)
    except zipfile.BadZipFile:
        return {}, frozenset()


def _merging(place: Path) -> Merge:
    def merge(ours: bytes, before: bytes, after: bytes) -> bytes | None:
        with tempfile.TemporaryDirectory(prefix="polyvalidate-") as folder:
            files = [Path(folder) / name for name in ("ours", "before", "after")]
            for path, data in zip(files, (ours, before, after), strict=True):
                path.write_bytes(data)
            done = try_git(place, "merge-file", "-p", "--", *map(str, files))
        return done.output if done.code == 0 else None

    return merge
