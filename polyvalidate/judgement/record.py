"""A merge of the record, judged again: could each of its edits have been made by somebody, and was its result sound?

Pure. Git says who wrote a commit, and anybody may write anything there; so an edit is held legal when the person to
whom the record attributes it had the right to make it, by the roles and files of the base. ``docs/decisions/0007`` says
what this proves and what it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from polyvalidate.files.difference import Op
from polyvalidate.judgement.awaiting import UNDECIDED, Await, Awaited, awaited
from polyvalidate.judgement.change import bytes_of, denied, held, identity, scene_of, side_of
from polyvalidate.judgement.files import Files, Judge
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.rights import ABSENT, Actor, Authority, Decision, Scene, Side, Writers, actor_of
from polyvalidate.judgement.verdict import Change, FolderChange
from polyvalidate.model.findings import Finding, Place, Severity
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Entry, folder_of
from polyvalidate.rules.cases import ChangeCase, Remark
from polyvalidate.rules.registry import Sees


class Attribution(NamedTuple):
    """What a merge says of itself, in its trailers: the account that proposed it, the codes that merged or evaluated
    it, the accounts that approved it. ``proposer`` is None when the merge was made by a forge, which does not say.

    ``pusher`` is the account that pushed it, when somebody who can know says so: then nobody else has decided."""

    proposer: str | None
    codes: frozenset[str] = frozenset()
    approvals: frozenset[str] = frozenset()
    pusher: str | None = None


class Judged(NamedTuple):
    """What stands against a merge: errors that it introduced, decisions that it should have held.

    ``unsigned`` are the declarations that it made count without a written decision, in a school where the merge
    decides: that is legal, and worth knowing."""

    findings: tuple[Finding, ...]
    undecided: tuple[Await, ...]
    unsigned: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.findings or self.undecided)


Look = Callable[[Book, str, tuple[Entry, ...]], FolderResult]
"""``check_folder``, or a memory of it: the book, the folder's path, all its files."""


def judge_record(
    judge: Judge,
    book: Book,
    table: Writers,
    change: Change,
    attribution: Attribution,
    look: Look,
    around: tuple[Sequence[Finding], Sequence[Finding]] = ((), ()),
) -> Judged:
    """Judge a merge. ``book`` is the base's on the day of the merge; ``around`` are the findings of the whole
    repository before and after, when the merge changed the grid."""
    decisions: list[Decision] = []
    old, new = list(around[0]), list(around[1])
    results: list[FolderResult] = []
    for folder in change.folders:
        before, after = look(book, folder.path, folder.before), look(book, folder.path, folder.after)
        decisions += _decide(folder, before, book, table, attribution)
        old += before.findings
        new += after.findings
        results.append(after)
    for other in change.others:
        pair = side_of(other.before), side_of(other.after)
        decisions += _best(other.path, *pair, None, _actors(pair[1], None, book, attribution), book, table)
    remarks = [*change.remarks, *_mixed(decisions), *denied(decisions)]
    files = Files(judge, frozenset())
    files.problems = judge.rules.judge(Sees.CHANGE, ChangeCase(remarks))
    files.bytes = bytes_of(change)
    known = {identity(finding) for finding in old}
    found = [*files.findings(), *held((f for f in new if identity(f) not in known), decisions)]
    errors = sorted((f for f in found if f.severity is Severity.ERROR), key=lambda f: f.order)
    anybody = Authority(Actor("", ()), book, table)
    waits = tuple(awaited(results, decisions, attribution.approvals, anybody))
    undecided = tuple(w for w in waits if w.kind in UNDECIDED)
    written = {decision.path for decision in decisions if decision.edit.op is not Op.FORM}
    unsigned = tuple(w.path for w in waits if w.kind is Awaited.REFERENT and w.path in written)
    return Judged(tuple(errors), undecided, unsigned)


def _decide(
    folder: FolderChange, before: FolderResult, book: Book, table: Writers, attribution: Attribution
) -> Iterator[Decision]:
    sides = {entry.path: side_of(entry) for entry in folder.before}
    new = {entry.path: entry for entry in folder.after}
    scene = scene_of(before, sides, leaves=not new)
    for path in sorted(folder.differs):
        pair = sides.get(path, ABSENT), side_of(new.get(path))
        yield from _best(path, *pair, scene, _actors(pair[1], scene, book, attribution), book, table)


def _best(
    path: str, before: Side, after: Side, scene: Scene | None, actors: Iterable[Actor], book: Book, table: Writers
) -> list[Decision]:
    """The decisions on a file, each by the first actor who has the right to it; by the first of all when nobody has."""
    found: list[Decision] = []
    for actor in actors:
        decisions = Authority(actor, book, table).decide(path, before, after, scene)
        if len(found) != len(decisions):  # somebody without any right is refused once, for the whole file
            found = max(found, decisions, key=len)
        else:
            pairs = zip(found, decisions, strict=True)
            found = [one if one.allowed or not other.allowed else other for one, other in pairs]
        if all(decision.allowed for decision in found):
            break
    return found


def _actors(after: Side, scene: Scene | None, book: Book, attribution: Attribution) -> Iterator[Actor]:
    """To whom the edits of a file may be attributed, the likeliest first.

    A merge that says who proposed it is held to that; those who signed a decision answer for it, whoever wrote the
    commit. Without that, the owner of the folder, then whoever holds a role.
    """
    owner = scene.owner if scene is not None else None
    yield actor_of(attribution.proposer or owner or "", book)
    if attribution.pusher is not None:
        yield actor_of(attribution.pusher, book)
        return
    codes = sorted({*_signers(after.data or {}), *attribution.codes})
    yield from (actor_of(book.roles[code].account, book) for code in codes if code in book.roles)
    if attribution.proposer is None:
        for account in dict.fromkeys(holder.account for holder in book.roles.values()):
            if account != owner:
                yield actor_of(account, book)


def _signers(data: Mapping[str, Any]) -> Iterator[str]:
    """The codes that sign something in a file."""
    for block in (data, data.get("evaluation"), data.get("appeal"), data.get("arrangement")):
        if isinstance(block, Mapping):
            yield from (code for key in ("by", "second") if isinstance(code := block.get(key), str))


def _mixed(decisions: Sequence[Decision]) -> Iterator[Remark]:
    paths = sorted({decision.path for decision in decisions})
    outside = [path for path in paths if folder_of(path) is None]
    if outside and len(outside) < len(paths):
        yield Remark("mixed", Place(outside[0]))
