"""The examples of rules on disk: a base repository, with a folder of files laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.model.paths import Entry, Node
from polyvalidate.site.pages.examples import File, laid
from tests.places import RULES

RULES_FOLDER = RULES


class FolderTree:
    """The base repository with folders of examples laid over it, as ``polyvalidate.site.pages.examples`` lays them."""

    def __init__(self, *layers: Path) -> None:
        self.files: dict[str, File] = laid(*map(_files, layers))

    def nodes(self) -> list[Node]:
        return [Node(path, mode, len(data), "") for path, (mode, data) in self.files.items()]

    def read(self, nodes: Sequence[Node]) -> list[Entry]:
        return [Entry(n.path, n.mode, n.size, self.files[n.path][1] if n.size <= MAXIMUM_SIZE else None) for n in nodes]


def _files(layer: Path) -> dict[str, bytes]:
    return {path.relative_to(layer).as_posix(): path.read_bytes() for path in layer.rglob("*") if path.is_file()}
