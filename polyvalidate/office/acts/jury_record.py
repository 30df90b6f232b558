"""What the jury decided, written: the ``quitus.yml`` of a cohort as one change, judged before a byte is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from polyvalidate.files import canonical
from polyvalidate.judgement.change import check_change
from polyvalidate.judgement.rights import Authority, actor_of, writers_of
from polyvalidate.judgement.verdict import Around, Change, FolderChange, Request, Status
from polyvalidate.model.findings import Finding
from polyvalidate.model.folder import Quitus
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.paths import Entry, FolderPath
from polyvalidate.model.points import as_number
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.jury_session import Cohort
from polyvalidate.office.jury.content import Minutes, Row
from polyvalidate.office.jury.decisions import Ruling
from polyvalidate.repository.commits import Committer
from polyvalidate.school.school import School


class Moved(NamedTuple):
    """A student of whom the record no longer says what the jury saw, and what has changed."""

    student: str
    text: Text


class Prepared(NamedTuple):
    """What would be written, and what need not be: decisions that stand already, students of whom nothing is decided.

    ``findings`` stand against the whole, and then nothing may be written.
    """

    files: Mapping[str, bytes]
    written: tuple[Ruling, ...]
    same: tuple[Ruling, ...]
    undecided: tuple[Ruling, ...]
    findings: tuple[Finding, ...]
    refused: bool


def moved(after: Minutes, decided: Sequence[Ruling]) -> list[Moved]:
    """The students on whom the jury decided and whose record has changed since. Another decision of the same session,
    recorded meanwhile, is a change too unless it is the one that is to be written."""
    now = after.by_student
    found = []
    for ruling in decided:
        row, there = ruling.row, now.get(ruling.row.student)
        if ruling.outcome is None:
            continue
        if there is None:
            gone = Text("n'est plus devant ce jury", "is no longer before this jury")
            found.append(Moved(row.student, gone))
        elif there.facts != row.facts:
            found.append(Moved(row.student, _difference(row, there)))
        elif there.outcome not in (row.outcome, ruling.outcome):
            found.append(
                Moved(row.student, Text("une autre décision a été enregistrée", "another decision was recorded"))
            )
    return found


def _difference(row: Row, there: Row) -> Text:
    if row.credited != there.credited:
        return Text("bilan {old:number} → {new:number}", "balance {old:number} → {new:number}").filled(
            old=row.credited, new=there.credited
        )
    if row.required != there.required:
        return Text("son seuil a changé", "the threshold has changed")
    if (row.programme, row.profile) != (there.programme, there.profile):
        return Text("sa spécialité ou son profil a changé", "the programme or the profile has changed")
    return Text("ce qui lui manque a changé", "what is missing has changed")


def arrived(before: Minutes, after: Minutes) -> list[str]:
    """The students who came before the jury after the table was made: nothing is decided of them."""
    return sorted(after.by_student.keys() - before.by_student.keys())


def prepare(school: School, cohort: Cohort, decided: Sequence[Ruling], holder: RoleHolder, on: date) -> Prepared:
    """The files of these decisions, and what the gate says of them all as the change of this member of the jury.

    ``cohort`` is the cohort at the tip of the branch.
    """
    asked = cohort.asked
    there = {FolderPath.of(result.path).code: result.quitus for result in cohort.checked.report.results}
    written: list[Ruling] = []
    same: list[Ruling] = []
    undecided: list[Ruling] = []
    files: dict[str, bytes] = {}
    for ruling in decided:
        quitus = there.get(ruling.row.student)
        if ruling.outcome is None:
            undecided.append(ruling)
        elif quitus is not None and _says(quitus, asked.session, ruling):
            same.append(ruling)
        else:
            path = f"declarations/{asked.cohort}/{ruling.row.student}/quitus.yml"
            files[path] = canonical.quitus_yaml(_plain(asked.session, ruling, holder, on)).encode()
            written.append(ruling)
    refused, findings = _judged(school, holder, files) if files else (False, ())
    return Prepared(files, tuple(written), tuple(same), tuple(undecided), findings, refused)


def carry_out(
    prepared: Prepared, minutes: Minutes, committer: Committer, holder: RoleHolder, now: datetime, lang: str
) -> str:
    """Write the decisions in one commit, which is given. The record keeps the session, the cohort, how many, who signs,
    the commit on which the jury decided; ``lang`` is its language. Raises ``Unreadable``."""
    first = plain(_RECORDED.of(lang, jury=minutes.asked.words, n=len(prepared.written)))
    message = f"{first}\n\nDecided-on: {minutes.commit}\nMerged-by: {holder.code}\n"
    return committer.commit(prepared.files, message, holder.code, now)


_RECORDED = Text("Jury {jury} : {n} {n:décision|décisions}", "Jury {jury}: {n} {n:decision|decisions}")


def _says(quitus: Quitus, session: str, ruling: Ruling) -> bool:
    """Does the record hold this decision already, whoever signed it and when?"""
    row = ruling.row
    wanted = (session, ruling.outcome, row.credited, row.required, ruling.comment)
    return (quitus.session, quitus.outcome, quitus.credited, quitus.required, quitus.comment) == wanted


def _plain(session: str, ruling: Ruling, holder: RoleHolder, on: date) -> dict[str, Any]:
    row = ruling.row
    if row.required is None:
        raise ValueError("no decision without a threshold")
    plain: dict[str, Any] = {
        "session": session,
        "outcome": ruling.outcome,
        "credited": as_number(row.credited),
        "required": as_number(row.required),
        "on": on.isoformat(),
        "by": holder.code,
    }
    return plain if ruling.comment is None else {**plain, "comment": ruling.comment}


def _judged(school: School, holder: RoleHolder, files: Mapping[str, bytes]) -> tuple[bool, tuple[Finding, ...]]:
    book, judge = school.book, school.judge
    codes = {FolderPath.of(path).code for path in files}
    nodes = [node for code in sorted(codes) for node in school.folders[code].nodes]
    entries: dict[str, list[Entry]] = {}
    for entry in school.tree.read(nodes):
        entries.setdefault(FolderPath.of(entry.path).code, []).append(entry)
    changes = []
    for path, data in files.items():
        code = FolderPath.of(path).code
        before = tuple(entries[code])
        new = Entry(path, 0o100644, len(data), data)
        after = (*(entry for entry in before if entry.path != path), new)
        changes.append(FolderChange(school.folders[code].path, before, after, frozenset({path})))
    authority = Authority(actor_of(holder.account, book), book, writers_of(judge.reader.schemas))
    request = Request(holder.account, book.today)
    verdict = check_change(judge, authority, Change(tuple(changes), ()), request, book, Around())
    return verdict.status is not Status.SUCCESS, verdict.introduced
