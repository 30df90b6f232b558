"""Which open requests are looked at together: those for one folder, and those that cite one document.

```
 cursor: each request, and what it meets others in ──> beside: the few others it may meet, and their heads
                                                         └ another one comes, moves or goes ──> judged and told anew
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from pathlib import Path

from polyvalidate.forge.cursor import Mark
from polyvalidate.judgement.together import MOST, Clash, Proposed, clashes, documents
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.grid import Book
from polyvalidate.repository import Unreadable
from polyvalidate.school.check import make_judge
from polyvalidate.school.gate import proposal


class Meetings:
    """The open requests as far as they are known, with their heads, by what they meet others in."""

    def __init__(self, marks: Mapping[str, Mark]) -> None:
        self._by: dict[str, dict[str, str]] = {}
        self._of: dict[str, tuple[str, ...]] = {}
        self._read: dict[tuple[str, str, str], FolderChange | None] = {}
        for key, mark in marks.items():
            self.keep(key, mark.head, mark.meets)

    def keep(self, key: str, head: str, meets: tuple[str, ...]) -> None:
        """A request, as it is now; one that meets nobody is forgotten."""
        for what in self._of.pop(key, ()):
            _ = self._by[what].pop(key, None)
        if meets:
            self._of[key] = meets
        for what in meets:
            self._by.setdefault(what, {})[key] = head

    def only(self, keys: Iterable[str]) -> None:
        """No other request is open."""
        for key in set(self._of) - set(keys):
            self.keep(key, "", ())

    def beside(self, key: str, meets: Iterable[str]) -> dict[str, str]:
        """The others that a request may meet, and their heads; never more than a few for one thing."""
        found: dict[str, str] = {}
        for what in meets:
            others = self._by.get(what, {})
            found |= {other: others[other] for other in nsmallest(MOST + 1, others) if other != key}
        return found

    def clashes(
        self, place: Path, base: str, key: str, mine: FolderChange, meets: tuple[str, ...], book: Book
    ) -> tuple[Clash, ...]:
        """What a request would break together with others, which each names. What cannot be read of another is told
        below that one."""
        proposed = [Proposed(key, mine)]
        for other, head in self.beside(key, meets[:1]).items():
            there = self._proposal(place, base, other, head)
            if there is not None and there.path == mine.path:
                proposed.append(Proposed(other, there))
        proposed.sort(key=lambda one: one.of)  # what is told below each is the same
        cited = {key: meets} | {other: self._of[other] for other in self.beside(key, meets)}
        found = (*clashes(make_judge(), book, proposed), *documents(cited))
        return tuple(one._replace(of=tuple(o for o in one.of if o != key)) for one in found if key in one.of)

    def _proposal(self, place: Path, base: str, key: str, head: str) -> FolderChange | None:
        asked = (base, key, head)
        if asked not in self._read:
            try:
                self._read[asked] = proposal(place, base, head, key.rpartition("/")[0])
            except Unreadable:
                self._read[asked] = None
        return self._read[asked]
