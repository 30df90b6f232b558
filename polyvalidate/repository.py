"""Disk and Git: the one door to the bytes of a repository.

Two trees give the same ``Node`` lists and the same bytes: ``DiskTree`` (a work tree, as it stands) and ``GitTree``
(a revision, objects only: nothing is checked out, no filter, hook or configuration of the repository runs).
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from polyvalidate.layout import REGULAR, TOPS, Entry, Node
from polyvalidate.model import Text
from polyvalidate.source import MAXIMUM_SIZE


class Unreadable(Exception):
    """A root, revision or file that cannot be read: said to the person, exit code 2."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)


class Tree(Protocol):
    """The files of a repository, listed once and read in batches (from any process)."""

    def nodes(self) -> list[Node]: ...

    def read(self, nodes: Sequence[Node]) -> list[Entry]: ...


class DiskTree:
    """The files under a root as they stand on disk. Links are never followed."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise Unreadable(f"Le dossier {root} n'existe pas.", f"The folder {root} does not exist.")
        self.root = os.fsencode(root)
        if not any((root / top).is_dir() for top in TOPS[:2]):
            raise Unreadable(
                f"Le dossier {root} n'est pas un dépôt PolyPoints : il n'a ni grid/ ni declarations/.",
                f"The folder {root} is not a PolyPoints repository: it has neither grid/ nor declarations/.",
            )

    def nodes(self) -> list[Node]:
        found: list[Node] = []
        try:
            for top in TOPS:
                path = os.path.join(self.root, top.encode())
                if os.path.lexists(path):
                    self._list(path, top, found)
        except OSError as error:
            raise _unreadable_file(error) from error
        return found

    def _list(self, directory: bytes, prefix: str, found: list[Node]) -> None:
        if os.path.islink(directory) or not os.path.isdir(directory):
            found.append(self._node(prefix, os.lstat(directory)))
            return
        stack = [(directory, prefix)]
        while stack:
            here, before = stack.pop()
            with os.scandir(here) as items:
                for item in items:
                    path = f"{before}/{item.name.decode('utf-8', 'surrogateescape')}"
                    if item.is_dir(follow_symlinks=False):
                        stack.append((item.path, path))
                    else:
                        found.append(self._node(path, item.stat(follow_symlinks=False)))

    @staticmethod
    def _node(path: str, status: os.stat_result) -> Node:
        if stat.S_ISREG(status.st_mode):
            mode = 0o100755 if status.st_mode & stat.S_IXUSR else 0o100644
        else:
            mode = 0o120000 if stat.S_ISLNK(status.st_mode) else stat.S_IFMT(status.st_mode)
        return Node(path, mode, status.st_size, "")

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        return [Entry(n.path, n.mode, n.size, self._bytes(n)) for n in nodes]

    def _bytes(self, node: Node) -> bytes | None:
        if node.mode not in REGULAR or node.size > MAXIMUM_SIZE:
            return None
        path = os.path.join(self.root, node.path.encode("utf-8", "surrogateescape"))
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                return file.read(MAXIMUM_SIZE + 1)
        except OSError as error:
            raise _unreadable_file(error) from error


class GitTree:
    """The files of one revision, read as Git objects."""

    def __init__(self, repository: Path, revision: str) -> None:
        self.repository = str(repository)
        if not repository.is_dir():
            raise Unreadable(f"Le dossier {repository} n'existe pas.", f"The folder {repository} does not exist.")
        self.commit = resolve(repository, revision)

    def nodes(self) -> list[Node]:
        listing = run_git(self.repository, "ls-tree", "-r", "-z", "-l", "--full-tree", self.commit, "--", *TOPS)
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
        blobs = read_blobs(self.repository, wanted)
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


def _unreadable_file(error: OSError) -> Unreadable:
    name = os.fsdecode(error.filename) if error.filename else "?"
    return Unreadable(
        f"Le fichier {name} ne peut pas être lu : {error.strerror}.",
        f"The file {name} cannot be read: {error.strerror}.",
    )


# --- Git --------------------------------------------------------------------------------------------------------------


def clean_environment() -> dict[str, str]:
    """The environment Git runs in: no configuration of the machine or the person, no prompt, no lazy fetch."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


def run_git(repository: str | Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """One Git command with fixed arguments, its output as bytes. Raises ``Unreadable`` when Git refuses."""
    command = ["git", "-C", str(repository), "-c", "safe.directory=*", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, env=clean_environment())
    except FileNotFoundError:
        raise Unreadable("Git n'est pas installé sur cette machine.", "Git is not installed on this machine.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        detail = said[-1] if said else f"code {done.returncode}"
        raise Unreadable(f"Git ne peut pas lire ce dépôt : {detail}", f"Git cannot read this repository: {detail}")
    return done.stdout


def resolve(repository: str | Path, revision: str) -> str:
    """The full id of the commit a revision names."""
    try:
        found = run_git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    except Unreadable:
        run_git(repository, "rev-parse", "--git-dir")
        raise Unreadable(
            f"La révision {ascii(revision)[1:-1]} n'existe pas dans ce dépôt.",
            f"The revision {ascii(revision)[1:-1]} does not exist in this repository.",
        ) from None
    return found.decode().strip()


def read_blobs(repository: str, oids: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by id, through one ``cat-file --batch --buffer``."""
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    output = run_git(repository, "cat-file", "--batch", "--buffer", stdin="\n".join(wanted).encode() + b"\n")
    blobs: dict[str, bytes] = {}
    offset = 0
    for oid in wanted:
        end = output.index(b"\n", offset)
        header = output[offset:end].split()
        if len(header) != 3 or header[1] != b"blob":
            raise Unreadable(f"L'objet {oid} manque dans ce dépôt.", f"Object {oid} is missing from this repository.")
        size = int(header[2])
        blobs[oid] = output[end + 1 : end + 1 + size]
        offset = end + size + 2
    return blobs


def open_tree(root: Path, revision: str | None) -> Tree:
    """The tree of a folder on disk, or of a revision of the repository it is in."""
    return DiskTree(root) if revision is None else GitTree(root, revision)


# --- what comes with the program --------------------------------------------------------------------------------------


@cache
def packaged(folder: str) -> Path:
    """A folder that comes with the program (``schemas``, ``grid``, ``template``): inside the installed package, or at
    the root of the source tree when the program runs from there."""
    installed = Path(str(resources.files("polyvalidate"))) / "_data" / folder
    if installed.is_dir():
        return installed
    source = Path(__file__).resolve().parent.parent / folder
    if source.is_dir():
        return source
    raise Unreadable(
        f"Le dossier {folder} livré avec polyvalidate est introuvable : réinstallez le programme.",
        f"The folder {folder} that comes with polyvalidate is missing: install the program again.",
    )


@cache
def official_schemas() -> Mapping[str, bytes]:
    """The schemas that judge, by file name."""
    return {path.name: path.read_bytes() for path in sorted(packaged("schemas").glob("*.schema.json"))}


def parsed_schemas() -> dict[str, Any]:
    """The same, parsed, by kind of file."""
    import json

    return {name.removesuffix(".schema.json"): json.loads(data) for name, data in official_schemas().items()}


def today() -> date:
    return date.today()


def starting_files() -> dict[str, bytes]:
    """What a repository starts from: the example grid of every year, the roles, the schemas (path -> bytes)."""
    grid = packaged("grid")
    found = {f"grid/{path.relative_to(grid).as_posix()}": path.read_bytes() for path in sorted(grid.rglob("*.yml"))}
    return found | {f"schemas/{name}": data for name, data in official_schemas().items()}
