"""The examples of rules on disk: a base repository, with a folder of files laid over it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from polyvalidate.layout import Entry, Node
from polyvalidate.source import MAXIMUM_SIZE

RULES_FOLDER = Path(__file__).parent / "rules"
NOT_OF_THE_EXAMPLE = ("expected.txt", "change.yml")


class FolderTree:
    """The base repository with folders of examples laid over it. A file named ``*.removed`` takes its twin away;
    ``*.uppercase`` stands under its name in capitals, which not every disk could hold beside the other."""

    def __init__(self, *layers: Path) -> None:
        self.files: dict[str, tuple[int, bytes]] = {}
        for layer in layers:
            for path in sorted(layer.rglob("*")):
                name = path.relative_to(layer).as_posix()
                if name in NOT_OF_THE_EXAMPLE or (path.is_dir() and not path.is_symlink()):
                    continue
                if name.endswith(".removed"):
                    self.files.pop(name.removesuffix(".removed"), None)
                elif name.endswith(".uppercase"):
                    folder, _, last = name.removesuffix(".uppercase").rpartition("/")
                    self.files[f"{folder}/{last.upper()}"] = (0o100644, path.read_bytes())
                elif path.is_symlink():
                    self.files[name] = (0o120000, os.fsencode(path.readlink()))
                else:
                    self.files[name] = (0o100644, path.read_bytes())

    def nodes(self) -> list[Node]:
        return [Node(path, mode, len(data), "") for path, (mode, data) in self.files.items()]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        return [Entry(n.path, n.mode, n.size, self.files[n.path][1] if n.size <= MAXIMUM_SIZE else None) for n in nodes]
