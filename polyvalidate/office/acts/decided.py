"""What the jury decided of students, read from the branch."""

from __future__ import annotations

from collections.abc import Iterable

from polyvalidate.files import schema, source
from polyvalidate.model.folder import Quitus
from polyvalidate.model.paths import folder_of
from polyvalidate.school.school import School


def decisions(school: School, codes: Iterable[str]) -> tuple[dict[str, Quitus], list[str]]:
    """The jury's decision by pseudonym, of those who have one; and the paths of decisions that cannot be read."""
    wanted = [school.folders[code] for code in codes if code in school.folders]
    nodes = [node for folder in wanted for node in folder.nodes if node.path == f"{folder.path}/quitus.yml"]
    found: dict[str, Quitus] = {}
    broken: list[str] = []
    for entry in school.tree.read(nodes):
        parsed = source.parse(entry.data) if entry.data is not None else None
        folder = folder_of(entry.path)
        if parsed is None or not parsed.readable or not school.judge.reader.accepts("quitus", parsed.data):
            broken.append(entry.path)
        elif folder is not None:
            found[folder[18:]] = schema.read_quitus(entry.path, parsed.data)
    return found, broken
