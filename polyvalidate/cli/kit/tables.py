"""Tables that a command shows on a terminal, or gives as CSV or as a workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from polyvalidate.cli.kit.commands import option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import deliver_file

_ENDINGS = {".csv": "csv", ".xlsx": "xlsx"}

form = option(
    "--format",
    "format_name",
    type=click.Choice(("text", "csv", "xlsx")),
    help=Text(
        "Forme ; à défaut, d'après le nom donné à --output, sinon text.",
        "Form; by default after the name given to --output, else text.",
    ),
)


def form_asked(format_name: str | None, output: Path | None, terminal: Terminal, name: Text) -> str:
    """The form that was asked for, by name or by the name of the file. Raises ``click.UsageError`` for a workbook that
    would have no file; ``name`` is one that it may have."""
    found = format_name or _ENDINGS.get(output.suffix.lower() if output is not None else "", "text")
    if found == "xlsx" and output is None:
        raise terminal.misused(
            Text(
                "Un classeur s'écrit dans un fichier : --output {name}.",
                "A workbook is written to a file: --output {name}.",
            ).filled(name=name)
        )
    return found


def made(data: bytes | Text) -> bytes:
    """The bytes of a workbook. Raises ``Unreadable`` when the library that writes it is absent."""
    if isinstance(data, Text):
        raise Unreadable(data)
    return data


def hand_over(data: bytes, output: Path | None, terminal: Terminal) -> None:
    """To the file, which is then named, or on the terminal."""
    if output is not None:
        deliver_file(output, data)
        terminal.say(Text("✓ {output}", "✓ {output}"), output=output)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
