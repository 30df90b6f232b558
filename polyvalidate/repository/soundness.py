"""What ``git fsck --strict`` refuses in a tree and in a commit, from their bytes. Pure.

Git itself writes no such object, and reads most of them without a word; then a server that checks what it is sent
refuses the whole history, or a merge loses the rows that are out of order. Each fault has the name that Git gives it,
and is looked for in Git's order (``fsck.c``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

MODES = frozenset({0o40000, 0o100644, 0o100664, 0o100755, 0o120000, 0o160000})
"""The modes that Git writes; others are made by hand, and each program reads them its own way."""
LAST_SECOND = 4_102_444_800
"""The end of 2099: no declaration is of a later day."""

_LONGEST_NAME = 4096
_ROW = re.compile(rb"([0-7]+) ([^\0]*)\0", re.DOTALL)
_IGNORED = rb"(?:\xe2\x80[\x8c-\x8f\xaa-\xae]|\xe2\x81[\xaa-\xaf]|\xef\xbb\xbf)*"
"""Characters that the disks of a Macintosh leave out of names."""


def _as_a_mac(name: bytes) -> re.Pattern[bytes]:
    letters = _IGNORED.join(re.escape(name[at : at + 1]) for at in range(len(name)))
    return re.compile(b"(?i:%s%s%s)" % (_IGNORED, letters, _IGNORED))


_SHORT_MODULES = b"|".join(
    re.escape(b"gi7eba"[:kept]) + b"~[1-9]" + (b"[0-9]{%d}" % (6 - kept) if kept < 6 else b"") for kept in range(7)
)
_WINDOWS_GIT = re.compile(rb"(?i:\.git|git~1)[. ]*(?:\Z|[\\/:])")
_WINDOWS_MODULES = re.compile(rb"(?i:\.gitmodules|gitmod~[1-4]|%s)[. ]*(?:\Z|:)" % _SHORT_MODULES)
_MAC_GIT, _MAC_MODULES = _as_a_mac(b".git"), _as_a_mac(b".gitmodules")


class RawRow(NamedTuple):
    """One row of a tree as it is written: its mode in digits, its name, its id as bytes."""

    mode: bytes
    name: bytes
    oid: bytes


def raw_rows(raw: bytes, width: int) -> list[RawRow] | None:
    """The rows of a tree whose ids have so many bytes; None for what is none."""
    rows, at = [], 0
    while at < len(raw):
        found = _ROW.match(raw, at)
        if found is None or not found[2] or found.end() + width > len(raw):
            return None
        rows.append(RawRow(found[1], found[2], raw[found.end() : found.end() + width]))
        at = found.end() + width
    return rows


def tree_faults(rows: list[RawRow]) -> Iterator[tuple[str, bytes]]:
    """What is wrong in a tree: the name that Git gives it, and the name of the row where it is."""
    last = before = b""
    seen = set[bytes]()
    for mode, name, oid in rows:
        number = int(mode, 8)
        for fault, there in (
            ("nullSha1", not any(oid)),
            ("fullPathname", b"/" in name),
            ("hasDot", name == b"."),
            ("hasDotdot", name == b".."),
            ("hasDotgit", _is(name, _MAC_GIT, _WINDOWS_GIT)),
            ("largePathname", len(name) > _LONGEST_NAME),
            ("zeroPaddedFilemode", mode.startswith(b"0")),
            ("badFilemode", number not in MODES),
            ("gitmodulesSymlink", number & 0o170000 == 0o120000 and _is(name, _MAC_MODULES, _WINDOWS_MODULES)),
            ("duplicateEntries", name in seen),
        ):
            if there:
                yield fault, name
        key = name + b"/" if number & 0o170000 == 0o40000 else name
        if key < last and name != before:
            yield "treeNotSorted", name
        last, before = key, name
        seen.add(name)


def _is(name: bytes, mac: re.Pattern[bytes], windows: re.Pattern[bytes]) -> bool:
    """Would some machine read a name as one that is Git's own? A backslash is a folder on Windows."""
    if any(windows.match(part) for part in _parts(name)):
        return True
    found = mac.match(name)
    return found is not None and _ends(name[found.end() :])


def _parts(name: bytes) -> Iterator[bytes]:
    yield name
    while (at := name.find(b"\\")) >= 0:
        name = name[at + 1 :]
        yield name


def _ends(rest: bytes) -> bool:
    """Is a name over here, for a Macintosh? It stops at what is no text."""
    try:
        rest.decode()
    except UnicodeDecodeError as error:
        return error.start == 0 or rest.startswith(b"/")
    return not rest or rest.startswith(b"/")


# --- commits ----------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(rb"[0-9]+")


def commit_fault(raw: bytes, digits: int) -> str | None:
    """The first thing that is wrong in a commit, by the name that Git gives it; ids have so many ``digits``."""
    header, end, body = raw.partition(b"\n\n")
    if b"\0" in header:
        return "nulInHeader"
    if not end and not raw.endswith(b"\n"):
        return "unterminatedHeader"
    oid = rb"[0-9a-f]{%d}" % digits
    lines = header.removesuffix(b"\n").split(b"\n")
    if not lines[0].startswith(b"tree "):
        return "missingTree"
    if not re.fullmatch(b"tree " + oid, lines.pop(0)):
        return "badTreeSha1"
    while lines and lines[0].startswith(b"parent "):
        if not re.fullmatch(b"parent " + oid, lines.pop(0)):
            return "badParentSha1"
    authors = 0
    while lines and lines[0].startswith(b"author "):
        authors += 1
        if (fault := _ident_fault(lines.pop(0).removeprefix(b"author "))) is not None:
            return fault
    if authors != 1:
        return "multipleAuthors" if authors else "missingAuthor"
    if not lines or not lines[0].startswith(b"committer "):
        return "missingCommitter"
    fault = _ident_fault(lines[0].removeprefix(b"committer "))
    return fault or ("nulInCommit" if b"\0" in body else None)


def _ident_fault(who: bytes) -> str | None:
    """What is wrong in ``Name <address> seconds zone``."""
    name, _, rest = who.partition(b"<")
    address, closed, stamp = rest.partition(b">")
    digits = _NUMBER.match(stamp, 1)
    number = digits[0] if digits is not None else b""
    for fault, there in (
        ("missingNameBeforeEmail", who.startswith(b"<")),
        ("badName", b">" in name),
        ("missingEmail", b"<" not in who),
        ("missingSpaceBeforeEmail", not name.endswith(b" ")),
        ("badEmail", not closed or b"<" in address),
        ("missingSpaceBeforeDate", not stamp.startswith(b" ")),
        ("zeroPaddedDate", number.startswith(b"0") and number != b"0"),
        ("badDateOverflow", len(number) > 18),
        ("badDate", not number or stamp[1 + len(number) : 2 + len(number)] != b" "),
        ("badTimezone", not re.fullmatch(rb"[+-][0-9]{4}", stamp[2 + len(number) :])),
    ):
        if there:
            return fault
    return None


def seconds_of(raw: bytes, who: bytes) -> int | None:
    """When the author or the committer of a commit says it was made; None when that does not read."""
    found = re.search(rb"^%s [^\n]*> ([0-9]{1,18}) [+-][0-9]{4}$" % who, raw.partition(b"\n\n")[0], re.MULTILINE)
    return int(found[1]) if found is not None else None


def parents_of(raw: bytes) -> list[str]:
    """The commits that a commit comes from: Git reads them right after the tree, and nowhere else."""
    rows = raw.partition(b"\n\n")[0].split(b"\n")[1:]
    return [row[7:].decode("ascii", "replace") for row in takewhile(lambda row: row.startswith(b"parent "), rows)]
