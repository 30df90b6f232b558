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
from polyvalidate.judgement.change import bytes_of, denied, identity, scene_of, side_of
from polyvalidate.judgement.files import Files, Judge
from polyvalidate.judgement.folder import FolderResult
from polyvalidate.judgement.holding import held
from polyvalidate.judgement.moving import decided, moved
from polyvalidate.judgement.rights import ABSENT, Actor, Authority, Decision, Scene, Side, Writers, actor_of
from polyvalidate.judgement.verdict import Change, FolderChange, Given
from polyvalidate.model.findings import Finding, Place, Severity
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import Entry, folder_of
from polyvalidate.rules.cases import ChangeCase, Remark
from polyvalidate.rules.registry import Sees


class Attribution(NamedTuple):
    """What a merge says of itself, in the trailers of a commit of ours: the account that proposed it, the codes that
    merged or evaluated it. ``proposer`` is None when the merge was made by a forge, which does not say.

    ``pusher`` is the account that pushed it, when somebody who can know says so: then nobody else has decided, and what
    the merge says of its proposer was written by the pusher, unless it is ``vouched`` for as well; ``approvers`` are
    those who have decided by approving, as the forge says.
    """

    proposer: str | None
    codes: frozenset[str] = frozenset()
    pusher: str | None = None
    vouched: bool = False
    approvers: frozenset[str] = frozenset()

    @property
    def confirming(self) -> frozenset[str]:
        """Those who have read a decision a second time, if that is theirs to do, as somebody who can know says."""
        known = {self.pusher, self.proposer if self.vouched else None}
        return self.approvers | {account for account in known if account is not None}


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
    hearing = _Hearing(book, table, attribution, change.given)
    decisions: list[Decision] = []
    old, new = list(around[0]), list(around[1])
    results: list[FolderResult] = []
    come = moved(change.folders)
    for folder in change.folders:
        before, after = look(book, folder.path, folder.before), look(book, folder.path, folder.after)
        as_it_was = [*hearing.moved(folder, after)] if folder.path in come else []
        decisions += as_it_was or hearing.folder(folder, before)
        old += before.findings
        new += after.findings
        results.append(after)
    for other in change.others:
        decisions += hearing.decide(other.path, side_of(other.before), side_of(other.after), None)
    remarks = [*change.remarks, *_mixed(decisions), *denied(decisions)]
    files = Files(judge)
    files.problems = judge.rules.judge(Sees.CHANGE, ChangeCase.of_many(remarks))
    files.bytes = bytes_of(change)
    known = {identity(finding) for finding in old}
    found = [*files.findings(), *held((f for f in new if identity(f) not in known), decisions, old, come)]
    errors = sorted((f for f in found if f.severity is Severity.ERROR), key=lambda f: f.order)
    waits = tuple(awaited(results, decisions, attribution.confirming, book))
    # Whether a second reader has confirmed is told by the forge: it can be asked when somebody says who pushed.
    asked = UNDECIDED if attribution.pusher is None else UNDECIDED | {Awaited.SECOND}
    undecided = tuple(w for w in waits if w.kind in asked)
    written = {decision.path for decision in decisions if decision.edit.op is not Op.FORM}
    unsigned = tuple(w.path for w in waits if w.kind is Awaited.REFERENT and w.path in written)
    return Judged(tuple(errors), undecided, unsigned)


class _Hearing(NamedTuple):
    """The edits of a merge, each by whom the record attributes it to."""

    book: Book
    table: Writers
    attribution: Attribution
    given: Mapping[str, Given]

    def folder(self, folder: FolderChange, before: FolderResult) -> Iterator[Decision]:
        sides = {entry.path: side_of(entry) for entry in folder.before}
        new = {entry.path: entry for entry in folder.after}
        scene = scene_of(before, sides, leaves=not new)
        for path in sorted(folder.differs):
            yield from self.decide(path, sides.get(path, ABSENT), side_of(new.get(path)), scene)

    def moved(self, folder: FolderChange, after: FolderResult) -> Iterator[Decision]:
        """Of a folder that comes from another cohort as it was."""
        owner = after.student.account if after.student is not None else None
        return decided(folder, owner, self._actors(ABSENT, Scene(owner)))

    def decide(self, path: str, before: Side, after: Side, scene: Scene | None) -> list[Decision]:
        """The decisions on a file; of one in which the merge holds more than its parents give, first on what they give,
        then on what was put there instead."""
        given = self.given.get(path)
        if given is None:
            return self._best(path, before, after, scene, self._actors(after, scene))
        between = side_of(given.entry)
        first = self._best(path, before, between, scene, self._actors(between, scene)) if given.differs else []
        return first + self._best(path, between, after, scene, self._mergers(after, scene))

    def _best(
        self, path: str, before: Side, after: Side, scene: Scene | None, actors: Iterable[Actor]
    ) -> list[Decision]:
        """The decisions on a file, each by the first actor who has the right to it; by the first of all when nobody
        has."""
        found: list[Decision] = []
        for actor in actors:
            decisions = Authority(actor, self.book, self.table).decide(path, before, after, scene)
            if len(found) != len(decisions):  # somebody without any right is refused once, for the whole file
                found = max(found, decisions, key=len)
            else:
                pairs = zip(found, decisions, strict=True)
                found = [one if one.allowed or not other.allowed else other for one, other in pairs]
            if all(decision.allowed for decision in found):
                break
        return found

    def _actors(self, after: Side, scene: Scene | None) -> Iterator[Actor]:
        """To whom the edits of a file may be attributed, the likeliest first.

        A merge that says who proposed it is held to that; those who signed a decision answer for it, whoever wrote the
        commit. Without that, the owner of the folder, then whoever holds a role. Of a pusher who is known, the word
        makes nobody more than the owner of a folder.
        """
        attribution = self.attribution
        account = attribution.proposer or (scene.owner if scene is not None else None) or ""
        believed = attribution.pusher is None or attribution.vouched
        yield actor_of(account, self.book) if believed else Actor(account, ())
        if attribution.pusher is not None:
            yield actor_of(attribution.pusher, self.book)
            if attribution.proposer is None and scene is not None and attribution.pusher != scene.owner:
                # Nobody has proposed it: those who the forge says have decided it answer for what they have decided.
                yield from (actor_of(account, self.book) for account in sorted(attribution.approvers))
            return
        yield from self._holders({*_signers(after.data or {}), *attribution.codes})
        if attribution.proposer is None:
            yield from self._holders(self.book.roles)

    def _mergers(self, after: Side, scene: Scene | None) -> Iterator[Actor]:
        """Who may have merged, and answers for what a merge holds beside: its pusher or its code when they are known,
        else whoever holds a role, and never the student whose folder it is."""
        if self.attribution.pusher is not None:
            accounts = (self.attribution.pusher, *sorted(self.attribution.approvers))
            yield from (actor_of(account, self.book) for account in accounts)
            return
        owner = scene.owner if scene is not None else None
        if self.attribution.codes:
            yield from self._holders(self.attribution.codes)
        else:
            yield from self._holders(_signers(after.data or {}), owner)
            yield from self._holders(self.book.roles, owner)
        yield Actor("", ())  # a code that nobody holds has no right

    def _holders(self, codes: Iterable[str], but: str | None = None) -> Iterator[Actor]:
        """The people who hold some codes, without one of them."""
        accounts = dict.fromkeys(self.book.roles[code].account for code in sorted(codes) if code in self.book.roles)
        yield from (actor_of(account, self.book) for account in accounts if account != but)


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
