"""A revision read as Git objects, and the one way to open a tree, on disk or in Git."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.model.paths import REGULAR, TOPS, Entry, Node
from polyvalidate.repository.disk import DiskTree
from polyvalidate.repository.git import read_blobs, run_git
from polyvalidate.repository.partial import complete
from polyvalidate.repository.revisions import resolve
from polyvalidate.repository.unreadable import no_folder


class Tree(Protocol):
    """The files of a repository, listed once and read in batches (from any process)."""

    def nodes(self) -> list[Node]: ...

    def read(self, nodes: Sequence[Node]) -> list[Entry]: ...


class GitTree:
    """The files of one revision, read as Git objects."""

    def __init__(self, repository: Path, revision: str) -> None:
        self.repository = str(repository)
        if not repository.is_dir():
            raise no_folder(repository)
        self.commit = resolve(repository, revision)
        complete(repository, self.commit)
        self.environment: dict[str, str] = {}

    @classmethod
    def of_tree(cls, repository: Path, tree: str, environment: dict[str, str]) -> GitTree:
        """A tree by its id, which may stand in an object folder that the environment names."""
        made = cls.__new__(cls)
        made.repository, made.commit, made.environment = str(repository), tree, environment
        return made

    def nodes(self) -> list[Node]:
        return self.below(*TOPS)

    def below(self, *tops: str) -> list[Node]:
        """The files of some folders; all there are when none is named."""
        command = ("ls-tree", "-r", "-z", "-l", "--full-tree", self.commit, "--", *tops)
        listing = run_git(self.repository, *command, environment=self.environment)
        found: list[Node] = []
        for row in listing.split(b"\0"):
            if not row:
                continue
            facts, _, name = row.partition(b"\t")
            mode, _, oid, size = facts.split()
            path = name.decode("utf-8", "surrogateescape")
            found.append(Node(path, int(mode, 8), int(size) if size != b"-" else 0, oid.decode()))
        return found

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        wanted = [n.ref for n in nodes if n.mode in REGULAR and n.size <= MAXIMUM_SIZE]
        blobs = read_blobs(self.repository, wanted, self.environment)
        return [
            Entry(n.path, n.mode, n.size, blobs[n.ref] if n.mode in REGULAR and n.size <= MAXIMUM_SIZE else None)
            for n in nodes
        ]


class Overlaid(NamedTuple):
    """A tree in which some files hold other bytes: what it would be if they were written."""

    tree: Tree
    written: Mapping[str, bytes]

    def nodes(self) -> list[Node]:
        sizes = {path: len(data) for path, data in self.written.items()}
        return [node._replace(size=sizes.get(node.path, node.size)) for node in self.tree.nodes()]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        written = self.written
        return [e._replace(data=written[e.path]) if e.path in written else e for e in self.tree.read(nodes)]


class PatchedTree:
    """The students' folders of one revision, with all the rest (grid, roles, schemas) of another."""

    def __init__(self, folders: GitTree, rest: GitTree) -> None:
        self.folders = folders
        self.rest = rest

    def nodes(self) -> list[Node]:
        return [
            *(node for node in self.rest.nodes() if not node.path.startswith("declarations/")),
            *(node for node in self.folders.nodes() if node.path.startswith("declarations/")),
        ]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        """Blobs are read by id, and both revisions are of the same repository."""
        return self.rest.read(nodes)


def open_tree(root: Path, revision: str | None) -> Tree:
    """The tree of a folder on disk, or of a revision of the repository it is in."""
    return DiskTree(root) if revision is None else GitTree(root, revision)
