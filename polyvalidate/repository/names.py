"""Names in the trees of a change that some machine, or some person, would read otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from polyvalidate.judgement.verdict import MOST_FILES
from polyvalidate.model.findings import Place
from polyvalidate.repository.differing import MOST_DEPTH, MOST_PATHS, rows_of
from polyvalidate.repository.objects import Objects, TreeEntry
from polyvalidate.repository.soundness import MODES
from polyvalidate.rules.cases import Remark

_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_DOT_GIT = re.compile(r"\.git|git~[0-9]+|\.git[. ]*", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x1f\x7f\\:]|[. ]$")


class Names:
    """Looks for names that some machine would read otherwise, and names given twice, in the trees that are new."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.seen: set[tuple[str, str]] = set()
        self.left = MOST_PATHS
        self.cut = False

    def unsound(self, before: str, after: str, prefix: str = "", depth: int = 0) -> Iterator[Remark]:
        if before == after or (before, after) in self.seen:
            return  # one tree may stand in thousands of places
        self.seen.add((before, after))
        if self.left < 0:
            yield from self._crowd()
            return
        if depth > MOST_DEPTH:
            yield Remark("malformed", Place(prefix.removesuffix("/")))
            return
        old = {row.name: row for row in rows_of(self.objects, before) or ()} if before else {}
        rows = rows_of(self.objects, after)
        if rows is None:
            yield Remark("malformed", Place(prefix.removesuffix("/")))
            return
        if len(rows) - len(old) > self.left:
            yield from self._crowd()
            return
        twins = _twins(rows, old)
        names: set[bytes] = set()
        for row in rows:
            known = old.get(row.name)
            name = row.name.decode("utf-8", "surrogateescape")
            twice = row.name in names
            names.add(row.name)
            if known is not None and known == row and not twice:
                continue
            self.left -= 1
            new = known is None and (not is_sound(name) or name in twins)
            if twice or new or row.mode not in MODES:
                yield Remark("malformed", Place(prefix + name))
            if row.is_tree:
                below = known.oid if known is not None and known.is_tree else ""
                yield from self.unsound(below, row.oid, f"{prefix}{name}/", depth + 1)

    def _crowd(self) -> Iterator[Remark]:
        """More than anybody would send: said once, and not looked at any further."""
        self.left = -1
        if not self.cut:
            yield Remark("too-many", Place(""), {"number": MOST_PATHS, "most": MOST_FILES})
        self.cut = True


def _twins(rows: Sequence[TreeEntry], old: Mapping[bytes, TreeEntry]) -> frozenset[str]:
    """The new names of a tree that another of its names equals but for case or the composition of accents."""
    if all(row.name in old for row in rows):
        return frozenset()
    folded: dict[str, list[str]] = {}
    for row in rows:
        name = row.name.decode("utf-8", "surrogateescape")
        plain = name if name.isascii() else unicodedata.normalize("NFC", name)
        folded.setdefault(plain.casefold(), []).append(name)
    return frozenset(name for names in folded.values() if len(set(names)) > 1 for name in names)


def is_sound(name: str) -> bool:
    """Does a name mean the same file on every machine, for people and programs alike?"""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    hidden = any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") for c in name)
    return (
        0 < len(name.encode()) <= 255
        and name not in (".", "..")
        and not hidden
        and not _DOT_GIT.fullmatch(name)
        and not _RESERVED.fullmatch(name)
        and not _ODD.search(name)
        and name == unicodedata.normalize("NFC", name)
    )
