"""What an appeal in a comment, or the answer to one, writes in a declaration of the branch.

The repository is read as objects; nothing is checked out and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.files import edit
from polyvalidate.forge import objections
from polyvalidate.forge.answering import Check, Edited, Plan
from polyvalidate.forge.appeals import Appeal
from polyvalidate.forge.commands import Command, Misread, addressed
from polyvalidate.forge.correcting import brought_in, declared, folders_of
from polyvalidate.forge.facts import Comment, Facts
from polyvalidate.judgement import Judge
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.evaluation import Bench, Signature
from polyvalidate.judgement.rights import Actor, actor_of, writers_of
from polyvalidate.judgement.verdict import FolderChange, Verdict
from polyvalidate.model.grid import Book, RoleHolder
from polyvalidate.model.paths import FolderPath, folder_of
from polyvalidate.model.phrases import ANSWERS
from polyvalidate.model.points import as_number
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports.context import mend, message
from polyvalidate.repository.changes import grid_entries, sides
from polyvalidate.rules import RULES
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.school.merge import Ready

LODGED = Text("recours déposé", "appeal lodged")


def plan_of(
    place: Path, tip: str, facts: Facts, comment: Comment, spoken: Appeal | Misread, today: date, judge: Judge
) -> Plan:
    """What becomes of an appeal, on the branch as it stands at ``tip``, by its grid and its roles."""
    merge = brought_in(place, tip, facts)
    paths = declared(place, merge.parents[0], merge.commit) if merge is not None else []
    with sides(place, tip, tip) as found:
        book = judgement.check_grid(judge, grid_entries(found, found.base_tree), today).book
        folders = folders_of(found, paths)
        plan = Plan(True, found.base_commit, facts.head, (), (), corrects=True)
        if not comment.intact:
            return _stopped(plan, objections.CHANGED)
        if isinstance(spoken, Misread):
            return _stopped(plan, spoken.text)
        if merge is None:
            return _stopped(plan, objections.NO_APPEAL_YET)
        there = sorted(path for folder in folders for path in folder.differs)
        told = addressed([Command(Word.REFUSE, name=spoken.name)], there)
        if isinstance(told, Text) or len(told) != 1:
            return _stopped(plan, told if isinstance(told, Text) else objections.APPEAL_OF_ONE)
        path = next(iter(told))
        folder = next(one for one in folders if one.path == folder_of(path))
        actor = actor_of(comment.author, book)
        return _edited(plan, judge, book, folder, path, actor, spoken)


def appealed(base: str, edited: Edited, number: int) -> Ready:
    """The commit that an appeal, or its answer, is to be: signed by a code, whoever wrote it."""
    lang = edited.book.latest.language if edited.book.latest is not None else LANGUAGES[0]
    code = edited.by.holder.code
    subject = Text("{what} par {code}", "{what} by {code}").of(lang, what=edited.title, code=code)
    who = f"Merged-by: {code}" if code in edited.book.roles else f"Proposed-by: {edited.by.holder.account}"
    named = "{}/{} {}".format(*FolderPath.of(edited.path), edited.path.rpartition("/")[2])
    message = f"{subject}\n\n{named}\n\nRequest: {number}\n{who}\n"
    return Ready(base, base, edited.by, (), edited.verdict, edited.book, message, {edited.path: edited.data})


def _edited(
    plan: Plan, judge: Judge, book: Book, folder: FolderChange, path: str, actor: Actor, spoken: Appeal
) -> Plan:
    claims = judgement.check_folder(judge, book, folder.path, folder.after).claims
    claim = next((one for one in claims if one.declaration.path == path), None)
    if claim is None:
        return _stopped(plan, objections.BROKEN)
    made = _block(book, claim, actor, spoken)
    if isinstance(made, Text):
        return _stopped(plan, made)
    holder, block, title = made
    data = next(entry.data for entry in folder.after if entry.path == path) or b""
    try:
        new = edit.set_block(data, "appeal", block)
    except edit.Uneditable:
        return _stopped(plan, objections.UNEDITABLE)
    bench, by = Bench(judge, book, writers_of(judge.reader.schemas)), Signature(holder, book.today)
    verdict = bench.judged(folder.after, {path: new}, by, frozenset())
    if verdict.to_mend:
        return plan._replace(checks=tuple(_said(verdict)))
    edited = Edited(path, new, verdict, by, title, book)
    return plan._replace(edited=edited, speaker=holder.code, heard=frozenset({actor.account}))


def _block(
    book: Book, claim: ClaimCase, actor: Actor, spoken: Appeal
) -> tuple[RoleHolder, Mapping[str, object], Text] | Text:
    """Who signs, the block ``appeal`` as it then is, and how it is called; or why there is none."""
    today, appeal = book.today.isoformat(), claim.declaration.appeal
    if actor.account == claim.student.account:
        code = FolderPath.of(claim.declaration.path).code
        holder = RoleHolder(code, Text(code, code), actor.account, "student", frozenset(), None)
        return holder, {"on": today} | ({"reason": spoken.text} if spoken.text else {}), LODGED
    jury = actor.holding("jury")
    if not jury:
        return objections.NOT_THEIR_APPEAL
    if appeal is None:
        return objections.NO_APPEAL
    answer = spoken.answer()
    if isinstance(answer, Text):
        return answer
    asked = {"on": appeal.on.isoformat() if appeal.on else None, "reason": appeal.reason}
    block = asked | {"outcome": answer.outcome, "points": None if answer.points is None else as_number(answer.points)}
    block |= {"by": jury[0].code, "decided": today, "comment": answer.comment}
    return jury[0], {key: value for key, value in block.items() if value is not None}, ANSWERS[answer.outcome]


def _said(verdict: Verdict) -> list[Check]:
    """What stands against it, each with how to mend it."""
    texts = (
        Text(*(f"{message(found, RULES, lang)} {mend(found, RULES, lang)}" for lang in LANGUAGES))
        for found in verdict.introduced
    )
    return [Check(False, text) for text in texts]


def _stopped(plan: Plan, why: Text) -> Plan:
    return plan._replace(checks=(Check(False, why),))
