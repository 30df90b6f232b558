"""``polyvalidate badge bake``: a badge put into an image."""

from __future__ import annotations

from pathlib import Path

from polyvalidate.cli.badge import given
from polyvalidate.cli.kit import options, records
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents.badges.verifying import MOST_BYTES, parsed
from polyvalidate.model.words import Text


@command("bake", Text("Met le badge FILE (.json) dans une image PNG.", "Put the badge FILE (.json) into a PNG image."))
@argument("file", type=options.NEW_FILE)
@given.image
@records.private_output(
    Text("Image à écrire, hors de tout dépôt Git.", "Image to write, outside any Git repository."), required=True
)
def bake(terminal: Terminal, file: Path, image: Path | None, output: Path) -> int:  # noqa: ARG001 - every command is given the terminal
    data = given.read_file(file, MOST_BYTES)
    if parsed(data) is None:
        raise given.no_badge(file)
    given.write_baked(data.decode(), image, output)
    return 0
