"""Catalogues of translated sentences: read a .po file, write the .mo file that gettext opens.

``make locale`` runs this on every catalogue of the package; ``test_language.py`` holds the two files in step.
"""

from __future__ import annotations

import ast
import os
import struct
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.places import ROOT

LOCALE = ROOT / "polyvalidate" / "_data" / "locale"


class Entry(NamedTuple):
    """One sentence of a .po file; ``flags`` are the words of its ``#,`` line (``fuzzy``)."""

    singular: str
    plural: str | None
    translations: tuple[str, ...]
    flags: frozenset[str]


def read_po(text: str) -> list[Entry]:
    """The entries in order, the header (whose ``singular`` is empty) among them. Raises ValueError with the line."""
    entries: list[Entry] = []
    fields: dict[str, str] = {}
    flags: set[str] = set()
    field = ""

    def close() -> None:
        if fields:
            said = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
            entries.append(Entry(fields["msgid"], fields.get("msgid_plural"), said, frozenset(flags)))
        fields.clear()
        flags.clear()

    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            close()
        elif line.startswith("#"):
            flags.update(line[2:].replace(",", " ").split() if line.startswith("#,") else ())
        else:
            name, quote, value = line.partition('"')
            field = name.strip() or field
            if not quote or not field.startswith(("msgid", "msgstr")) or (name.strip() and field in fields):
                raise ValueError(f"line {number}: {line}")
            fields[field] = fields.get(field, "") + str(ast.literal_eval(quote + value))
    close()
    return entries


def compile_mo(entries: list[Entry]) -> bytes:
    """The catalogue as ``msgfmt --no-hash`` would write it on a little-endian machine; the same bytes everywhere."""
    pairs = sorted(
        (
            (entry.singular if entry.plural is None else f"{entry.singular}\0{entry.plural}").encode(),
            "\0".join(entry.translations).encode(),
        )
        for entry in entries
    )
    count = len(pairs)
    start = 28 + 16 * count
    blob = b""
    tables: list[int] = []
    for column in (0, 1):
        for pair in pairs:
            tables += [len(pair[column]), start + len(blob)]
            blob += pair[column] + b"\0"
    head = (0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    return struct.pack(f"<{len(head) + len(tables)}I", *head, *tables) + blob


def compile_all(folder: Path = LOCALE) -> None:
    for source in sorted(folder.rglob("*.po")):
        data = compile_mo(read_po(source.read_text(encoding="utf-8")))
        handle, temporary = tempfile.mkstemp(dir=source.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_all()
