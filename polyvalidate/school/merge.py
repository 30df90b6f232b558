"""A request to merge, with its decisions: judged as the gate judges it, and ready only when the result would have the
status ``success``. ``land`` makes the commit and moves the branch.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from polyvalidate.files import edit
from polyvalidate.judgement.awaiting import UNDECIDED, Awaited
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Bench, Signature, Spoken, Written, holder_of, with_data
from polyvalidate.judgement.rights import Ground, actor_of, writers_of
from polyvalidate.judgement.verdict import Request, StudentChange, Verdict
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.paths import Entry, FolderPath, folder_of
from polyvalidate.model.phrases import WRITERS
from polyvalidate.model.words import LANGUAGES, Text, plain
from polyvalidate.repository.changes import read_folder, sides
from polyvalidate.repository.history import HEAD, OPENED_ON
from polyvalidate.school.check import Memory, make_judge
from polyvalidate.school.gate import Gated, gate
from polyvalidate.school.waiting import awaited


class Ask(NamedTuple):
    """A request to merge: the branch and the head as they are named, who proposed it, and who decides.

    ``every`` decides each declaration that awaits somebody; ``each`` decides some, by path or file name; ``others`` is
    what other people decide, by path: the code of each. ``dated``: is the day of the request known, and not only taken
    to be that of the decision?
    """

    base: str
    head: str
    code: str
    request: Request
    number: int | None
    every: Spoken | None
    each: Mapping[str, Spoken]
    others: Mapping[str, tuple[str, Spoken]] = {}
    dated: bool = True


class Stopped(NamedTuple):
    """Why a request is not merged; nothing has moved."""

    text: Text
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, bytes] = {}
    book: Book | None = None


class Ready(NamedTuple):
    """A request that may be merged: both commits, the decisions in their files, the verdict of the request."""

    base: str
    head: str
    by: Signature
    written: tuple[Written, ...]
    verdict: Verdict
    book: Book
    message: str
    edits: Mapping[str, bytes] = {}
    """Files that are not decisions, as they are to be."""
    asked: str = ""
    """The head of the request, where that is not the commit that is merged: in a box."""

    @property
    def proposed(self) -> str:
        """The head of the request, wherever it is: what must still be proposed when it is merged, and what the branch
        is named after on which the merge waits for its check."""
        return self.asked or self.head

    @property
    def parents(self) -> tuple[str, ...]:
        """Those of the commit that enters the record. The commits of a request carry the names of people, so that they
        stay out of it, unless the school has chosen otherwise."""
        return (self.base, self.head) if self.book.names_land else (self.base,)

    @property
    def students(self) -> tuple[StudentChange, ...]:
        """The balances, from before the request to after the decision, with the lines as they are decided."""
        decided = {s.student: s for written in self.written for s in written.verdict.students}
        return tuple(
            student._replace(after=final.after, lines=final.lines, provisional=final.provisional)
            if (final := decided.get(student.student))
            else student
            for student in self.verdict.students
        )


def prepare(place: Path, ask: Ask, today: date, memory: Memory | None = None) -> Ready | Stopped:
    """Judge a request and the decisions on it. Raises ``Unreadable`` for revisions that cannot be read."""
    gated = gate(place, ask.base, ask.head, ask.request, today, across=True, memory=memory)
    holder = holder_of(ask.code, gated.book)
    if isinstance(holder, Text):
        return Stopped(holder)
    if gated.verdict.to_mend:
        text = Text("Cette demande est à corriger par son auteur.", "This request is its author's to mend.")
        if {finding.code for finding in gated.verdict.introduced} == {"PP621"}:
            text = Text(
                "Si la demande a été ouverte pendant une campagne, donnez ce jour-là : --opened-at 2026-02-03.",
                "If the request was opened during a campaign, give that day: --opened-at 2026-02-03.",
            )
        return Stopped(text, gated.verdict.introduced, gated.files, gated.book)
    by = Signature(holder, today)
    said = _decisions(ask, gated.verdict, holder.code)
    if isinstance(said, Text):
        return Stopped(said)
    signed = _by_approval(gated, holder, ask.request.approvals, today)
    for path, (code, one) in ask.others.items():
        other = holder_of(code, gated.book)
        if isinstance(other, Text):
            return Stopped(other)
        signed[path] = Signature(other, today), one
    signed |= {path: (by, one) for path, one in said.items()}
    stranger = _not_theirs(gated, holder, signed, ask.request.approvals)
    if stranger is not None:
        return Stopped(stranger)
    # Who merges confirms by it what they are named for as the second reader.
    sides_of = gated.base, gated.head
    written = write(place, sides_of, gated.book, signed, ask.request.approvals | {holder.account})
    if isinstance(written, Stopped):
        return written
    waits = [w for w in gated.verdict.awaits if w.path not in signed]
    waits += [w for verdict in {id(w.verdict): w.verdict for w in written}.values() for w in verdict.awaits]
    for wait in waits:
        if wait.blocking:
            return Stopped(awaited(wait, holder))
    message = _message(ask, gated, by, written)
    asked = gated.asked if ask.request.box else ""
    return Ready(gated.base, gated.head, by, tuple(written), gated.verdict, gated.book, message, asked=asked)


def _decisions(ask: Ask, verdict: Verdict, code: str) -> dict[str, Spoken] | Text:
    """What is decided of which declaration of the request. One decision for all is for those that are the holder's."""
    waits = [wait for wait in verdict.awaits if wait.kind in UNDECIDED or wait.kind is Awaited.REFERENT]
    waiting = [wait.path for wait in waits]
    theirs = [wait.path for wait in waits if code in wait.codes] or waiting
    found: dict[str, Spoken] = dict.fromkeys(theirs, ask.every) if ask.every is not None else {}
    for name, one in ask.each.items():
        paths = [path for path in waiting if name in (path, path.rpartition("/")[2])]
        if len(paths) != 1:
            shown = ascii(name)[1:-1]
            return Text(
                "{shown} ne désigne pas une déclaration de cette demande qui attend une décision.",
                "{shown} does not name a declaration of this request that awaits a decision.",
            ).filled(shown=shown)
        found[paths[0]] = one
    if ask.every is not None and not found:
        return Text(
            "Aucune déclaration de cette demande n'attend de décision. Retirez --accept, --points ou --refuse.",
            "No declaration of this request awaits a decision. Take out --accept, --points or --refuse.",
        )
    return found


Signed = Mapping[str, tuple[Signature, Spoken]]
"""What is said of each declaration, by path, and by whom."""


def _by_approval(
    gated: Gated, holder: RoleHolder, approvals: frozenset[str], today: date
) -> dict[str, tuple[Signature, Spoken]]:
    """What others decide by approving that very commit: a declaration of theirs is accepted for what the grid gives.

    What the holder evaluates is for the holder to say; what takes a choice or two readers, for somebody to write.
    """
    found: dict[str, tuple[Signature, Spoken]] = {}
    for wait in gated.verdict.awaits:
        others = [code for code in wait.codes if gated.book.roles[code].account in approvals]
        if wait.kind is Awaited.DECISION and holder.code not in wait.codes and others:
            found[wait.path] = Signature(gated.book.roles[others[0]], today), Spoken(Word.ACCEPT)
    return found


_OFFICES = {
    Ground.REGISTRY: "registry",
    Ground.JURY: "jury",
    Ground.KEEPER: "keeper",
    Ground.EVALUATOR: "evaluator",
    Ground.SECOND: "evaluator",
}


def _not_theirs(gated: Gated, holder: RoleHolder, said: Signed, approvals: frozenset[str]) -> Text | None:
    """The reason why this role holder may not merge this request, if there is one.

    A declaration of another category needs a person of that category: they merge, or have approved this very commit.
    What the office brings from another school is merged by who chooses its points: two people have then seen it.
    """
    actor = actor_of(holder.account, gated.book)
    approved = {code for code, other in gated.book.roles.items() if other.account in approvals}
    for wait in gated.verdict.awaits:
        if wait.kind is Awaited.REFERENT and wait.path not in said and not (actor.codes | approved) & set(wait.codes):
            return Text(
                "{name} n'est pas à vous de décider. Laissez cette demande à {who:list}, ou donnez le compte de qui "
                "l'a approuvée avec --approved-by.",
                "{name} is not yours to decide. Leave this request to {who:list}, or give the account of who approved "
                "it with --approved-by.",
            ).filled(name=wait.path.rpartition("/")[2], who=wait.codes)
    points = [wait for wait in gated.verdict.awaits if wait.kind is Awaited.POINTS]
    theirs = {wait.path for wait in points if holder.code in wait.codes}
    for decision in gated.verdict.changes:
        if decision.why is Ground.REGISTRY and decision.path in theirs:
            continue
        role = _OFFICES.get(decision.why) if isinstance(decision.why, Ground) else None
        if role is not None and not actor.holding(role):
            return Text(
                "Cette demande n'est pas à vous d'accepter. La fusionnent : {who}.",
                "This request is not yours to accept. It is merged by {who}.",
            ).filled(who=WRITERS[role])
    if not any(actor.holding(role) for role in ("evaluator", "jury")):
        owned = any(decision.why is Ground.OWNER for decision in gated.verdict.changes)
        if owned:
            return Text(
                "Une demande d'élève est fusionnée par une personne référente ou par le jury.",
                "A student's request is merged by a referent or by the jury.",
            )
    return None


def write(
    place: Path, commits: tuple[str, str], book: Book, signed: Signed, approvals: frozenset[str]
) -> list[Written] | Stopped:
    """The decisions in the files of the merge of two commits, one person's after another's, each folder whole."""
    judge = make_judge()
    bench = Bench(judge, book, writers_of(judge.reader.schemas))
    folders: dict[str, dict[Signature, dict[str, Spoken]]] = {}
    for path, (by, one) in signed.items():
        folders.setdefault(folder_of(path) or "", {}).setdefault(by, {})[path] = one
    found: list[Written] = []
    with sides(place, *commits) as opened:
        for folder, people in folders.items():
            entries = read_folder(opened, folder, opened.new_tree)
            for by, ones in people.items():
                try:
                    written = bench.decide(entries, ones, by, approvals)
                except edit.Uneditable:
                    return Stopped(_UNEDITABLE.filled(files=tuple(path.rpartition("/")[2] for path in ones)))
                if isinstance(written, Text):
                    return Stopped(written)
                if written[0].verdict.to_mend:
                    return _impossible(written, entries, book)
                found += written
                entries = with_data(entries, {one.path: one.data for one in written})
    return found


_UNEDITABLE = Text(
    "L'évaluation ne peut être ajoutée à {files:list} : le fichier est trop long, ou écrit d'une façon qui ne le "
    "permet pas sans toucher au reste. Écrivez-la à la main, après avoir raccourci ce qui doit l'être.",
    "The evaluation cannot be added to {files:list}: the file is too long, or written in a way that does not let it be "
    "added without touching the rest. Write it by hand, once what is too long is shorter.",
)


def _impossible(written: list[Written], entries: tuple[Entry, ...], book: Book) -> Stopped:
    files = {e.path: e.data or b"" for e in entries} | {w.path: w.data for w in written}
    text = Text("La décision n'est pas possible ainsi.", "The decision is not possible as it is.")
    return Stopped(text, written[0].verdict.introduced, files, book)


# --- the message ------------------------------------------------------------------------------------------------------


def bodies(written: list[Written], lang: str) -> list[str]:
    """What was decided, a line for each declaration."""
    from polyvalidate.reports.decisions import decided

    return ["{}/{} {}".format(*FolderPath.of(w.path), plain(decided(w, lang))) for w in written]


def _message(ask: Ask, gated: Gated, by: Signature, written: list[Written]) -> str:
    """What the record keeps: the decision in the language of the school, then trailers with codes and accounts only."""
    latest = gated.book.latest
    lang = latest.language if latest is not None else LANGUAGES[0]
    number = f" {ask.number}" if ask.number is not None else ""
    code = by.holder.code
    subject = Text("Demande{number} fusionnée par {code}", "Request{number} merged by {code}").of(
        lang, number=number, code=code
    )
    trailers = [f"Proposed-by: {ask.request.actor}"]
    if not gated.book.names_land:
        trailers = [f"{HEAD}: {head}" for head in dict.fromkeys((gated.head, gated.asked))] + trailers
    if ask.dated:
        trailers.insert(0, f"{OPENED_ON}: {ask.request.opened}")
    if ask.number is not None:
        trailers.insert(0, f"Request: {ask.number}")
    signers = dict.fromkeys([code, *(one.by.holder.code for one in written)])
    trailers += [f"Evaluated-by: {signer}" for signer in signers] if written else [f"Merged-by: {code}"]
    holders = {other.account for other in gated.book.roles.values()}
    trailers += [f"Approved-by: {account}" for account in sorted(holders & ask.request.approvals)]
    return "\n\n".join(["\n".join(part) for part in ([subject], bodies(written, lang), trailers) if part]) + "\n"
