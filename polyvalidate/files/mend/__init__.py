"""What is safe to mend in a file without asking anybody: its form, never its words.

Safe means that the format gives the file the same meaning afterwards, or that the meaning was unmistakable; with the
book that judges, also that everything is counted as before. A value is never invented, the words of a text are never
touched, the order inside a text and every comment stay. Mending what was mended changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from polyvalidate.files import schema as reading
from polyvalidate.files import source
from polyvalidate.files.mend.arranging import in_order, with_modeline
from polyvalidate.files.mend.lines import (
    spaces_for_tabs,
    unix_lines,
    with_last_line_end,
    without_mark,
    without_trailing_spaces,
)
from polyvalidate.files.mend.profiles import with_the_cycle_s_profile
from polyvalidate.files.mend.quoting import quoted_to_be_read
from polyvalidate.files.mend.repairs import Kind, Mended, Repair, Step, untouched
from polyvalidate.files.mend.spelling import respelled, spelled_anew
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.grid import Book

__all__ = ["Kind", "Mended", "Repair", "introduced", "mend", "mend_form", "mend_to_read", "spelled_anew"]


def mend_form(data: bytes) -> Mended:
    """Only what no reader could see: marks, line ends, spaces. What the file says stays the same."""
    return _all_of(data, [without_mark, unix_lines, without_trailing_spaces, with_last_line_end])


def mend(data: bytes, kind: str, path: str, reader: reading.Reader, book: Book | None = None) -> Mended:
    """All that is safe to mend in a file of this kind (one of ``schema.KINDS``) at this path of the repository. What
    depends on grids is mended with the ``book`` that judges.

    Never raises because of the bytes; what cannot be mended comes back as it is.
    """
    if len(data) > source.MAXIMUM_SIZE:
        return Mended(data, ())
    schema = reader.schemas[kind]

    def quoted(data: bytes) -> Mended:
        return quoted_to_be_read(data, schema)

    def plain(data: bytes) -> Mended:
        if kind != "student" or book is None:
            return untouched(data)
        return with_the_cycle_s_profile(data, path, reader, book)

    modeline = "../" * path.count("/") + f"schemas/{kind}.schema.json"
    return _all_of(
        data,
        [
            without_mark,
            unix_lines,
            lambda data: spaces_for_tabs(data, quoted),
            quoted,
            without_trailing_spaces,
            with_last_line_end,
            lambda data: respelled(data, kind, reader),
            plain,
            lambda data: in_order(data, tuple(schema["properties"])),
            lambda data: with_modeline(data, modeline),
        ],
    )


def mend_to_read(data: bytes, kind: str, reader: reading.Reader) -> Mended:
    """What keeps a file from being read, where it is certain what it says. Each line stays on its line."""
    schema = reader.schemas[kind]

    def quoted(data: bytes) -> Mended:
        return quoted_to_be_read(data, schema)

    return _all_of(data, [without_mark, lambda data: spaces_for_tabs(data, quoted), quoted])


def _all_of(data: bytes, steps: Sequence[Step]) -> Mended:
    repairs: list[Repair] = []
    for step in steps:
        data, done = step(data)
        repairs += done
    return Mended(data, tuple(repairs))


def introduced(
    data: bytes, kind: str, reader: reading.Reader, before: Sequence[Finding], after: Sequence[Finding]
) -> list[Finding]:
    """The errors that a file has after a repair and had not before it, though they could have been found.

    A file that does not read is judged no further, nor is one whose schema is not satisfied: the errors that come to
    light once that is mended were there all along, and are not counted.
    """
    parsed = source.parse(data)
    if not parsed.readable:
        return []
    families = "PP0 PP1"
    violations = [] if reader.accepts(kind, parsed.data) else reader.violations(kind, parsed.data)
    if reader.accepts(kind, reading.salvage(parsed.data, violations)):
        families += " PP2 PP3 PP4 PP5"
    had = {(finding.code, finding.keys) for finding in before}
    return [
        finding
        for finding in after
        if finding.severity is Severity.ERROR
        and finding.code[:3] in families.split()
        and (finding.code, finding.keys) not in had
    ]
