"""Which file of a repository is what: paths sorted into the grid, students' folders, and what nobody expects.

Paths are text decoded from Git's bytes with ``surrogateescape``; nothing here opens anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from polyvalidate.model.codes import ACTIVITY, CATEGORY

REGULAR = frozenset({0o100644, 0o100664})
"""Git modes of an ordinary file."""

TOPS = ("declarations", "grid", "schemas")
"""The folders that are judged; everything else of the repository is documentation, workflows or code."""

DECLARATION_NAME = re.compile(rf"{ACTIVITY}-[a-z0-9]+(?:-[a-z0-9]+)*\.yml", re.ASCII)
_FOLDER = re.compile(r"declarations/20[0-9]{2}/s-[0-9a-hjkmnp-tv-z]{10}", re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}-20[0-9]{2}", re.ASCII)
_CATEGORY = re.compile(rf"{CATEGORY}-[a-z0-9-]{{1,60}}\.yml", re.ASCII)
_EVIDENCE = re.compile(r"evidence/[^/]{1,100}")
IGNORED = frozenset({"README.md", ".gitkeep", "LISEZMOI.md"})
"""Names that explain a folder to people and are not judged."""

DECLARATION_PATH = "declarations/2025/s-k3f9q2mz7w/3.1-portes-ouvertes.yml"
GRID_PATH = "grid/2025-2026/3-promotion.yml"


class Node(NamedTuple):
    """One file of a tree, not read yet. ``mode`` is Git's; ``ref`` tells its source how to read it."""

    path: str
    mode: int
    size: int
    ref: str


class Entry(NamedTuple):
    """One file with its bytes; None when it is not an ordinary file or is larger than any file may be."""

    path: str
    mode: int
    size: int
    data: bytes | None


class Folder(NamedTuple):
    """A student's folder: its path and its files."""

    path: str
    nodes: tuple[Node, ...]


class FolderPath(NamedTuple):
    """What the path of a student's folder says: the cohort and the student's code."""

    cohort: int
    code: str

    @classmethod
    def of(cls, path: str) -> FolderPath:
        """Of a folder, or of any path in it."""
        _, cohort, code, *_ = path.split("/")
        return cls(int(cohort), code)


class Layout(NamedTuple):
    """A repository sorted: the grid's files, the copies of schemas, the folders by path, and unexpected paths."""

    grid: tuple[Node, ...]
    schemas: tuple[Node, ...]
    folders: tuple[Folder, ...]
    unexpected: tuple[Node, ...]
    twins: frozenset[str]
    """Paths that differ from another by case or by the composition of their accents only."""


def grid_kind(path: str) -> str:
    """roles, rules, category or unknown, for a path under ``grid/``."""
    parts = path.split("/")
    if parts == ["grid", "roles.yml"]:
        return "roles"
    if len(parts) == 3 and _YEAR.fullmatch(parts[1]) and int(parts[1][5:]) == int(parts[1][:4]) + 1:
        if parts[2] == "rules.yml":
            return "rules"
        if _CATEGORY.fullmatch(parts[2]):
            return "category"
    return "unknown"


def folder_kind(name: str) -> str:
    """student, quitus, declaration, evidence or unknown, for a name inside a student's folder."""
    if len(name) <= 80 and DECLARATION_NAME.fullmatch(name):
        return "declaration"
    if name in ("student.yml", "quitus.yml"):
        return name[:-4]
    return "evidence" if _EVIDENCE.fullmatch(name) else "unknown"


def folder_of(path: str) -> str | None:
    """The student's folder that a path is in; None for every other path."""
    end = path.find("/", 18)
    return path[:end] if end > 0 and _FOLDER.fullmatch(path[:end]) else None


def kind_of(path: str) -> str:
    """What a path of the repository holds: a kind of file that has a schema, evidence, or unknown."""
    if path.startswith("grid/"):
        return grid_kind(path)
    folder = _FOLDER.match(path)
    return folder_kind(path[folder.end() + 1 :]) if folder and path[folder.end() :].startswith("/") else "unknown"


def sort_tree(nodes: Iterable[Node]) -> Layout:
    """Sort the files of a repository. Twins are looked for among all the paths that are judged."""
    grid: list[Node] = []
    schemas: list[Node] = []
    unexpected: list[Node] = []
    folders: dict[str, list[Node]] = {}
    known: set[str] = set()
    folded: dict[str, str] = {}
    twins: set[str] = set()
    for node in nodes:
        path = node.path
        top = path[: path.find("/")]
        if top not in TOPS:
            if path.casefold().startswith(tuple(f"{t}/" for t in TOPS)) or path in TOPS:
                unexpected.append(node)
            continue
        plain = path if path.islower() and path.isascii() else unicodedata.normalize("NFC", path).casefold()
        if plain in folded:
            twins.update((path, folded[plain]))
        folded[plain] = path
        if top == "declarations":
            end = path.find("/", 18)
            folder = path[:end] if end > 0 else path
            if folder in known or _FOLDER.fullmatch(folder):
                known.add(folder)
                folders.setdefault(folder, []).append(node)
                continue
        elif top == "schemas":
            schemas.append(node)
            continue
        elif grid_kind(path) != "unknown":
            grid.append(node)
            continue
        if path.rsplit("/", 1)[-1] not in IGNORED:
            unexpected.append(node)
    return Layout(
        tuple(sorted(grid)),
        tuple(sorted(schemas)),
        tuple(Folder(path, tuple(sorted(folders[path]))) for path in sorted(folders)),
        tuple(sorted(unexpected)),
        frozenset(twins),
    )


def example_of(path: str) -> str:
    """What a path in the same place looks like, for somebody whose file was not expected: in a student's folder, the
    nearest name that a declaration may have."""
    folder = folder_of(path)
    if folder is None:
        return DECLARATION_PATH if path.casefold().startswith("declarations") else GRID_PATH
    plain = unicodedata.normalize("NFKD", path[len(folder) + 1 :].casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"\.[a-z]{1,5}$", "", plain)
    code = _LEADING_CODE.match(stem)
    words = "-".join(re.findall(r"[a-z0-9]+", stem[code.end() :] if code else stem))[:60].strip("-")
    name = f"{code[1].upper() if code else '3.1'}-{words or 'portes-ouvertes'}.yml"
    return f"{folder}/{name}"


_LEADING_CODE = re.compile(rf"({ACTIVITY})(?![0-9])", re.ASCII | re.IGNORECASE)
