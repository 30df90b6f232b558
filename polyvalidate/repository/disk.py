"""The files under a root as they stand on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.model.paths import REGULAR, TOPS, Entry, Node
from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable, no_folder, not_read


class DiskTree:
    """The files under a root as they stand on disk. Links are never followed."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise no_folder(root)
        self.root = os.fsencode(root)
        if not any((root / top).is_dir() for top in TOPS[:2]):
            raise Unreadable(
                Text(
                    "Le dossier {root} n'est pas un dépôt PolyPoints : il n'a ni grid/ ni declarations/.",
                    "The folder {root} is not a PolyPoints repository: it has neither grid/ nor declarations/.",
                ),
                root=root,
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


def _unreadable_file(error: OSError) -> Unreadable:
    return not_read(os.fsdecode(error.filename) if error.filename else "?", error)
