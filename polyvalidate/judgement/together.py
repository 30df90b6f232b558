"""Open requests that are right each by itself, and would break a rule together. Pure.

It warns and blocks nothing: whoever evaluates decides in which order, and what enters second is judged anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.files import schema, source
from polyvalidate.judgement.change import identity
from polyvalidate.judgement.files import Judge
from polyvalidate.judgement.folder import FolderResult, check_folder
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import folder_kind
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, Cap, Line, Loss
from polyvalidate.rules.cohort import is_shared

MOST = 20
"""How many other requests of a folder, or for one document, a request is looked at with: nobody has so many open."""


class Proposed(NamedTuple):
    """What an open request makes of one student's folder; ``of`` is what the request is called."""

    of: str
    change: FolderChange


class Twice(StrEnum):
    """What two requests may not both bring."""

    FILE = "file"
    DOCUMENT = "document"


class Clash(NamedTuple):
    """What the requests that are called so would break together: the finding of a rule, the points that a cap takes
    beyond what it takes from each alone, or what both bring. ``path``: the file, where there is one to name."""

    of: tuple[str, ...]
    why: Finding | Loss | Twice
    path: str = ""


def meets(change: FolderChange, book: Book) -> tuple[str, ...]:
    """That in which a request may meet others: the folder, and the digests of the evidence that it cites, but for what
    is one list for everybody. The files are those of a request that nothing stands against."""
    found = [change.path]
    for entry in change.after:
        name = entry.path[len(change.path) + 1 :]
        if entry.data is None or entry.path not in change.differs or folder_kind(name) != "declaration":
            continue
        parsed = source.parse(entry.data)
        if parsed.readable and not is_shared(entry.path, book):
            declared = schema.read_declaration(entry.path, name, parsed.data)
            found += [piece.sha256 for piece in declared.evidence if piece.sha256]
    return tuple(dict.fromkeys(found))


def clashes(judge: Judge, book: Book, proposed: Sequence[Proposed]) -> Iterator[Clash]:
    """What requests for the same folder would break together. It is judged once with all of them, so that five that
    pass a cap are found as two are."""
    if len(proposed) < 2:
        return
    path, before, *_ = next(iter(proposed)).change
    entries = {entry.path: entry for entry in before}
    brings: dict[str, list[Proposed]] = {}
    for one in proposed:
        new = {entry.path: entry for entry in one.change.after}
        for file in one.change.differs:
            brings.setdefault(file, []).append(one)
            if len(brings[file]) > 1:
                continue
            entries.pop(file, None)
            entries |= {file: new[file]} if file in new else {}
    for file, those in sorted(brings.items()):
        if len({_side(one, file) for one in those}) > 1:
            yield Clash(_names(those), Twice.FILE, file)
    whole = check_folder(judge, book, path, tuple(entries.values()))
    alone = [(one, check_folder(judge, book, path, one.change.after)) for one in proposed]
    known = {identity(finding) for _, result in alone for finding in result.findings}
    for finding in whole.findings:
        other = f"{path}/{finding.details.get('other')}"
        those = [*brings.get(finding.path, ())[:1], *brings.get(other, ())[:1]]
        if identity(finding) not in known and len(_names(those)) > 1:
            yield Clash(_names(those), finding, finding.path)
    yield from _beyond_caps(book, check_folder(judge, book, path, before), alone, whole)


def documents(cited: Mapping[str, Iterable[str]]) -> Iterator[Clash]:
    """The documents that requests for different folders cite, by what the requests are called: each with what it
    ``meets``, the folder first."""
    citing: dict[str, dict[str, str]] = {}
    for of, (folder, *digests) in cited.items():
        for digest in digests:
            citing.setdefault(digest, {})[of] = folder
    found = {tuple(sorted(those)) for those in citing.values() if len(set(those.values())) > 1}
    yield from (Clash(those, Twice.DOCUMENT) for those in sorted(found))


def _names(those: Iterable[Proposed]) -> tuple[str, ...]:
    return tuple(sorted({one.of for one in those}))


def _side(one: Proposed, file: str) -> bytes | tuple[int, int] | None:
    """What a request makes of a file, to be compared: its bytes, of evidence its kind and size, None when it goes."""
    found = next((entry for entry in one.change.after if entry.path == file), None)
    return found and (found.data if found.data is not None else (found.mode, found.size))


_Scope = tuple[Cap, tuple[str, ...]]


def _beyond_caps(
    book: Book, before: FolderResult, alone: Sequence[tuple[Proposed, FolderResult]], whole: FolderResult
) -> Iterator[Clash]:
    """The caps that take more from all of them than from each, were each accepted as the grid computes it."""
    then = whole.if_accepted(frozenset[str]().union(*(one.change.differs for one, _ in alone)), book)
    each = [(one, result.if_accepted(one.change.differs, book)) for one, result in alone]
    base, limits = before.if_accepted((), book), _limits(then)
    # What a cap takes from the base already is in each: that cap is full, and takes all of what anybody adds.
    by_each = sum((_taken(balance) for _, balance in each), Counter[_Scope]())
    for scope, taken in sorted(_taken(then).items()):
        those = [one for one, balance in each if _counted(balance, scope) > _counted(base, scope)]
        if taken > by_each[scope] and len(those) > 1:
            yield Clash(_names(those), Loss(scope[0], Points(taken - by_each[scope]), limits[scope]))


def _scope(cap: Cap, line: Line) -> _Scope:
    """What a cap is over."""
    of = {
        Cap.ACTIVITY_YEAR: (line.activity, line.year),
        Cap.ACTIVITY_CYCLE: (line.activity,),
        Cap.CATEGORY: (line.category,),
        Cap.PROFILE: (),
    }
    return cap, of[cap]


def _lines(balance: Balance | None) -> tuple[Line, ...]:
    return balance.lines if balance is not None else ()


def _taken(balance: Balance | None) -> Counter[_Scope]:
    found: Counter[_Scope] = Counter()
    for line in _lines(balance):
        for loss in line.losses:
            found[_scope(loss.cap, line)] += loss.lost
    return found


def _limits(balance: Balance | None) -> dict[_Scope, Points]:
    return {_scope(loss.cap, line): loss.limit for line in _lines(balance) for loss in line.losses}


def _counted(balance: Balance | None, scope: _Scope) -> int:
    """What counts below a cap."""
    return sum(line.credited for line in _lines(balance) if _scope(scope[0], line) == scope)
