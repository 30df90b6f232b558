"""New declarations judged before a byte is written: each in its folder, then all of them as one person's change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.change import check_change, identity
from polyvalidate.judgement.holding import ENROLMENT
from polyvalidate.judgement.rights import Authority, actor_of, writers_of
from polyvalidate.judgement.verdict import Around, Change, FolderChange, Request, Status
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.paths import Entry
from polyvalidate.model.points import ZERO, Points
from polyvalidate.model.score import Balance, Loss
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.reports.context import message
from polyvalidate.rules import RULES
from polyvalidate.school.school import School


class Added(NamedTuple):
    """A folder once a file is added: its result, the points that the student gains, the caps that took the others."""

    result: FolderResult
    gained: Points
    losses: tuple[Loss, ...]


def judged_with(school: School, before: FolderResult, entries: Sequence[Entry], new: Entry) -> Added | Text:
    """A folder with one more file; a ``Text`` is what the rules have against it, in both languages."""
    after = judgement.check_folder(school.judge, school.book, before.path, [*entries, new])
    known = {identity(finding) for finding in before.findings}
    stops = (f for f in after.findings if f.severity is Severity.ERROR or (f.code == ENROLMENT and f.path == new.path))
    errors = [f for f in stops if identity(f) not in known]
    if errors or after.balance is None:
        return _against(errors)
    gained = Points(after.balance.credited - (before.balance.credited if before.balance else ZERO))
    return Added(after, gained, _losses(before.balance, after.balance, new.path))


def against_all(school: School, holder: RoleHolder, changes: Sequence[FolderChange]) -> tuple[Finding, ...]:
    """What stands against the whole, as the change of the person who signs it. A second reader who is named and has not
    confirmed yet is waited for, and stands against nothing."""
    if not changes:
        return ()
    book, judge = school.book, school.judge
    authority = Authority(actor_of(holder.account, book), book, writers_of(judge.reader.schemas))
    request = Request(holder.account, book.today)
    verdict = check_change(judge, authority, Change(tuple(changes), ()), request, book, Around())
    return verdict.introduced if verdict.status is Status.FAILURE else ()


def _against(errors: Sequence[Finding]) -> Text:
    """What the rules say of it, in both languages, the code first."""
    if not errors:
        return Text("Le dossier de cette personne ne peut pas être lu.", "This student's folder cannot be read.")
    first = errors[0]
    sentence = Text(*(message(first, RULES, lang) for lang in LANGUAGES))
    return Text("{code} : {sentence}", "{code}: {sentence}").filled(code=first.code, sentence=sentence)


def _losses(before: Balance | None, after: Balance, path: str) -> tuple[Loss, ...]:
    """The caps that took points: of the new line, or of another that came to lose some because of it."""
    own = next((line.losses for line in after.lines if line.path == path), ())
    if own:
        return own
    old = {line.path: line.losses for line in before.lines} if before is not None else {}
    return tuple(loss for line in after.lines if line.losses != old.get(line.path, ()) for loss in line.losses)
