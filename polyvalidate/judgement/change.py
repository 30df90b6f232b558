"""A change, judged: what it introduces, what it awaits, what becomes of each student's balance.

Pure. The bytes of both sides come from ``repository.changes``; everything that gives a right was read at the base.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from polyvalidate.files.difference import Edit, Op
from polyvalidate.judgement.awaiting import UNEVALUATED, Await, Awaited, awaited
from polyvalidate.judgement.calling import closed_campaigns
from polyvalidate.judgement.files import Files, Judge, parsed_once
from polyvalidate.judgement.folder import FolderResult, check_folder
from polyvalidate.judgement.holding import held
from polyvalidate.judgement.moving import decided, moved
from polyvalidate.judgement.proving import compared
from polyvalidate.judgement.rights import ABSENT, Authority, Decision, Ground, Refusal, Scene, Side, is_answered
from polyvalidate.judgement.verdict import (
    MOST_FILES,
    Around,
    Change,
    FolderChange,
    Outcome,
    Request,
    Status,
    StudentChange,
    Verdict,
)
from polyvalidate.model.findings import Finding, Keys, Place, Severity
from polyvalidate.model.grid import Book
from polyvalidate.model.paths import DECLARATION_PATH, REGULAR, Entry, FolderPath, folder_of
from polyvalidate.model.phrases import WRITERS
from polyvalidate.model.score import Balance
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ChangeCase, Remark
from polyvalidate.rules.registry import Sees


def check_change(
    judge: Judge, authority: Authority, change: Change, request: Request, after: Book, around: Around
) -> Verdict:
    """Judge a change. ``authority.book`` is the base's; ``after`` is what the change would make of it."""
    book = authority.book
    judged = [_judge_folder(judge, book, after, folder, change.twins) for folder in change.folders]
    decisions: list[Decision] = []
    come = moved(change.folders)
    for folder, (before, after_it) in zip(change.folders, judged, strict=True):
        owner = after_it.student.account if after_it.student is not None else None
        as_it_was = [*decided(folder, owner, [authority.actor])] if folder.path in come else []
        decisions += as_it_was or _decide(authority, folder, before)
    for other in change.others:
        decisions += authority.decide(other.path, side_of(other.before), side_of(other.after), None)
    conflicts = {remark.place.path for remark in change.remarks if remark.kind == "conflict"}
    # A file in conflict holds both versions and the marks between them, which nobody wrote.
    refused_edits = denied(decision for decision in decisions if decision.path not in conflicts)
    remarks = [*change.remarks, *_shape(change, decisions, authority), *refused_edits]
    opened = _declared(decisions, authority.actor.account, judged)
    evidence, unlike = compared(change, judged)
    remarks += unlike
    closed = list(closed_campaigns([after for _, after in judged], opened, request.opened, book))
    remarks += closed

    files = Files(judge)
    files.problems = judge.rules.judge(Sees.CHANGE, ChangeCase.of_many(remarks))
    files.bytes = bytes_of(change)
    old = [*around.before, *(f for before, _ in judged for f in before.findings)]
    new = [f for f in (*around.after, *(f for _, r in judged for f in r.findings)) if f.path not in conflicts]
    known = {identity(f) for f in old}
    written = _written(decisions)
    stands = {id(f) for f in new if identity(f) in known and not _is_written(f, written)}
    confirmed = request.approvals | {authority.actor.account}
    awaits = tuple(awaited([result for _, result in judged], decisions, confirmed, book))
    # What waits for somebody else to choose its points is not its author's to mend: nobody could ever bring it.
    chosen = {wait.path for wait in awaits if wait.kind is Awaited.POINTS}
    new = [f for f in new if f.code != UNEVALUATED or f.path not in chosen or identity(f) in known]
    fresh = held([f for f in new if id(f) not in stands], decisions, old, come)
    introduced = sorted([*files.findings(), *fresh], key=lambda f: f.order)
    standing = tuple(f for f in new if id(f) in stands)
    # What nobody may declare today promises no point, and nobody reads the balance of another.
    too_late = {remark.place.path for remark in closed}
    counted = [decision for decision in decisions if decision.path not in too_late]
    of_others = {folder_of(d.path) for d in decisions if d.why in (Refusal.STRANGER, Refusal.NOT_OWNER)}
    refused = bool(change.remarks) or any(not decision.allowed for decision in decisions)
    outcome = Outcome.INTRODUCES if refused else _outcome(introduced, standing, old)
    waiting = {wait.path for wait in awaits}
    left = {old.path for old in come.values()}
    whole = {new: before for new, old in come.items() for before, _ in judged if before.path == old.path}
    return Verdict(
        outcome=outcome,
        status=_status(outcome, awaits),
        awaits=awaits,
        introduced=tuple(introduced),
        standing=standing,
        changes=tuple(decisions),
        students=tuple(
            _student(whole.get(now.path, before), now, counted, after)
            for before, now in judged
            if now.path not in of_others and now.path not in left
        ),
        files=len({decision.path for decision in decisions}),
        folders=len(judged),
        across=around.across,
        evidence=evidence,
        claims={c.declaration.path: c for _, now in judged for c in now.claims if c.declaration.path in waiting},
        impact=around.impact,
    )


def decide_one(judge: Judge, authority: Authority, path: str, keys: Keys, entries: Sequence[Entry]) -> Decision:
    """The decision on one key that somebody would write, properly signed, in a folder as it stands at the base."""
    folder = folder_of(path)
    there = {entry.path: side_of(entry) for entry in entries}
    before = there.get(path, ABSENT)
    if folder is None:
        return authority.decide(path, before, _WRITTEN, None)[0]
    result = check_folder(judge, authority.book, folder, entries)
    scene = scene_of(result, there, leaves=False)
    data = _signed(dict(before.data or {}), keys, authority)
    edit = Edit(keys, Op.CHANGE if before.present else Op.ADD)
    return authority.decide_edit(path, edit, before, _WRITTEN._replace(data=data), scene)


_WRITTEN = Side(True, 0o100644, b"", None)


def _signed(data: dict[str, Any], keys: Keys, authority: Authority) -> dict[str, Any]:
    """The data with the actor's own signature where a decision asks for one; nothing else of it is looked at."""
    codes = {role: next((h.code for h in authority.actor.holding(role)), "") for role in ("evaluator", "jury")}
    if keys[:1] == ("evaluation",):
        return data | {"evaluation": {"second" if keys[1:] == ("second",) else "by": codes["evaluator"]}}
    if keys[:1] in (("appeal",), ("arrangement",)):
        return data | {str(keys[0]): {"by": codes["jury"]}}
    return data | {"by": codes["jury"]}


def refused_findings(judge: Judge, decisions: Iterable[Decision]) -> tuple[Finding, ...]:
    """What the rules say of the edits that are refused."""
    files = Files(judge)
    files.problems = judge.rules.judge(Sees.CHANGE, ChangeCase.of_many(denied(decisions)))
    return files.findings()


def _judge_folder(
    judge: Judge, base: Book, after: Book, folder: FolderChange, twins: frozenset[str]
) -> tuple[FolderResult, FolderResult]:
    before = check_folder(judge, base, folder.path, folder.before)
    return before, check_folder(judge, after, folder.path, folder.after, twins)


def _decide(authority: Authority, folder: FolderChange, before: FolderResult) -> Iterator[Decision]:
    """The decisions on each file of a folder that differs."""
    sides = {entry.path: side_of(entry) for entry in folder.before}
    new = {entry.path: entry for entry in folder.after}
    scene = scene_of(before, sides, leaves=not new)
    for path in sorted(folder.differs):
        yield from authority.decide(path, sides.get(path, ABSENT), side_of(new.get(path)), scene)


def scene_of(before: FolderResult, sides: Mapping[str, Side], *, leaves: bool) -> Scene:
    """What the base says of a folder; ``sides`` are its files there, ``leaves`` when the change removes it whole."""
    in_error = {f.path for f in before.findings if f.severity is Severity.ERROR}
    undecided = frozenset(p for p in in_error if p in sides and not _holds_a_decision(sides[p]))
    sealed = before.student is None and f"{before.path}/student.yml" in sides
    return Scene(before.student.account if before.student else None, undecided, leaves, sealed)


def _holds_a_decision(side: Side) -> bool:
    """Has anybody decided something in this file? Of one that cannot be read, its bytes are asked."""
    if side.data is not None:
        return "evaluation" in side.data or is_answered(side.data)
    if side.mode not in REGULAR:
        return False  # a link was never read by anybody
    return side.raw is None or b"evaluation" in side.raw or b"outcome" in side.raw


def side_of(entry: Entry | None) -> Side:
    """One side of a file, parsed when it can be."""
    if entry is None:
        return ABSENT
    readable = entry.data is not None and entry.mode in REGULAR and entry.path.endswith(".yml")
    parsed = parsed_once(entry.data) if readable and entry.data is not None else None
    return Side(True, entry.mode, entry.data, parsed.data if parsed is not None and parsed.readable else None)


def _shape(change: Change, decisions: Sequence[Decision], authority: Authority) -> Iterator[Remark]:
    """Remarks on the change as a whole: nothing in it, too much in it, two subjects in it."""
    if not decisions and not change.remarks:
        yield Remark("empty", Place(""))
    paths = sorted({decision.path for decision in decisions})
    counted = any(remark.kind == "too-many" for remark in change.remarks)
    if len(paths) > MOST_FILES and not authority.actor.holders and not counted:
        yield Remark("too-many", Place(paths[0]), {"number": len(paths), "most": MOST_FILES})
    outside = [path for path in paths if not path.startswith("declarations/")]
    if outside and len(outside) < len(paths):
        yield Remark("mixed", Place(outside[0]))


def denied(decisions: Iterable[Decision]) -> Iterator[Remark]:
    """The refused edits, as the rules of ``rules.change`` tell them."""
    for decision in decisions:
        if isinstance(decision.why, Ground):
            continue
        details = dict(decision.details)
        roles = details.pop("writers", ())
        if decision.why is Refusal.NOT_WRITER and isinstance(roles, tuple):
            details["writers"] = tuple(WRITERS[str(role)] for role in roles)
        elif decision.why is Refusal.UNEXPECTED:
            details["expected"] = DECLARATION_PATH
        elif decision.why is Refusal.NOT_OWNER:
            details["folder"] = _YOUR_FOLDER.filled(**details) if details else _YOURS
        elif decision.why is Refusal.MISPLACED:
            details["expected"] = DECLARATION_PATH.rpartition("/")[2]
        yield Remark(decision.why.value, Place(decision.path, decision.edit.keys), details)


_YOURS = Text("votre dossier", "your own folder")
_YOUR_FOLDER = Text("votre dossier, {folder}", "your own folder, {folder}")


def _declared(
    decisions: Iterable[Decision], actor: str, judged: Iterable[tuple[FolderResult, FolderResult]]
) -> frozenset[str]:
    """The declarations that their own student adds, or writes anew, in this change."""
    own = {before.path for before, _ in judged if before.student is not None and before.student.account == actor}
    return frozenset(
        d.path
        for d in decisions
        if d.allowed and d.why is Ground.OWNER and folder_of(d.path) in own and d.edit.keys[:1] != ("appeal",)
    )


def identity(finding: Finding) -> tuple[str, str, str, str]:
    """What makes two findings the same one, wherever its line has moved."""
    return finding.code, finding.path, repr(finding.keys), repr(sorted(finding.details.items()))


def _written(decisions: Iterable[Decision]) -> dict[str, list[Keys]]:
    """The routes of the values that the change writes, by path."""
    found: dict[str, list[Keys]] = {}
    for decision in decisions:
        if decision.edit.op in (Op.ADD, Op.CHANGE):
            found.setdefault(decision.path, []).append(decision.edit.keys)
    return found


def _is_written(finding: Finding, written: Mapping[str, Sequence[Keys]]) -> bool:
    """Is a finding about a value that the change has just written? It is then its author's to mend, even where the
    value before was wrong in the same way."""
    return any(
        finding.keys[: len(keys)] == keys or (finding.keys and keys[: len(finding.keys)] == finding.keys)
        for keys in written.get(finding.path, ())
    )


def bytes_of(change: Change) -> dict[str, bytes]:
    """The bytes that findings on the change itself stand in: the later version of each touched file."""
    found = {e.path: e.data for folder in change.folders for e in folder.after if e.data is not None}
    return found | {o.path: o.after.data for o in change.others if o.after is not None and o.after.data is not None}


def _outcome(introduced: Sequence[Finding], standing: Sequence[Finding], old: Sequence[Finding]) -> Outcome:
    if _blocks(introduced):
        return Outcome.INTRODUCES
    if _blocks(standing):
        return Outcome.STILL_BROKEN
    return Outcome.HEALED if _blocks(old) else Outcome.OK


def _blocks(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _status(outcome: Outcome, awaits: Iterable[Await]) -> Status:
    if outcome is Outcome.INTRODUCES:
        return Status.FAILURE
    return Status.PENDING if any(wait.blocking for wait in awaits) else Status.SUCCESS


def _student(before: FolderResult, after: FolderResult, decisions: Iterable[Decision], book: Book) -> StudentChange:
    touched = {decision.path for decision in decisions}
    then = after.if_accepted(touched, book)
    balance: Balance | None = then or before.balance
    return StudentChange(
        student=FolderPath.of(after.path).code,
        before=before.balance.credited if before.balance else None,
        after=then.credited if then else None,
        required=balance.required if balance else None,
        lines=tuple(line for line in then.lines if line.path in touched) if then else (),
        provisional=then is not None and after.balance is not None and then.credited != after.balance.credited,
    )
