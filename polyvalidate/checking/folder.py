"""One student's folder, judged: a pure function of bytes, the unit of all the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from polyvalidate import layout, reading, scoring
from polyvalidate.checking.balances import balance_of
from polyvalidate.checking.files import Files, Judge
from polyvalidate.findings import Finding, Severity
from polyvalidate.layout import Entry
from polyvalidate.model import Book, Declaration, Quitus, Student
from polyvalidate.rules.cases import ClaimCase, DeclarationCase, FolderCase, FolderFacts
from polyvalidate.rules.registry import Sees
from polyvalidate.scoring import Balance
from polyvalidate.years import academic_year


@dataclass(frozen=True, slots=True)
class FolderResult:
    """One folder judged. ``student`` and ``balance`` are None when student.yml could not be read; ``quitus`` is the
    jury's decision, when there is one."""

    path: str
    findings: tuple[Finding, ...]
    files: int
    facts: FolderFacts
    student: Student | None
    balance: Balance | None
    quitus: Quitus | None = None

    def without_balance(self) -> FolderResult:
        """The same, lighter to send from one process to another."""
        return replace(self, student=None, balance=None, quitus=None)


def check_folder(
    judge: Judge, book: Book, path: str, entries: Sequence[Entry], twins: frozenset[str] = frozenset()
) -> FolderResult:
    """Judge one student's folder. ``path`` is ``declarations/<cohort>/<student>``; ``entries`` are all its files."""
    files = Files(judge, twins)
    cohort, code = int(path[13:17]), path[18:]
    start = len(path) + 1
    student: Student | None = None
    quitus: Quitus | None = None
    declarations: list[Declaration] = []
    for entry in sorted(entries):
        name = entry.path[start:]
        kind = layout.folder_kind(name)
        if kind == "declaration":
            data = files.read(entry, kind)
            if data is not None:
                declarations.append(reading.read_declaration(entry.path, name, data))
        elif kind == "student":
            data = files.read(entry, kind)
            if data is not None:
                student = reading.read_student(entry.path, code, cohort, data)
        elif kind == "quitus":
            data = files.read(entry, kind)
            if data is not None:
                quitus = reading.read_quitus(entry.path, data)
        elif kind == "evidence":
            if entry.mode not in layout.REGULAR or entry.path in twins:
                files.unexpected(entry.path, entry.mode)
        else:
            files.unexpected(entry.path, entry.mode)
    judged = judge.rules.judge
    problems = files.problems
    claims: list[ClaimCase] = []
    for declaration in declarations:
        problems += judged(Sees.DECLARATION, DeclarationCase(declaration, cohort, book))
        claim = _claim(declaration, student, book)
        if claim is not None:
            problems += judged(Sees.CLAIM, claim)
            claims.append(claim)
    names = [entry.path[start:] for entry in entries]
    case = FolderCase(path, names, student, claims, quitus, None, book)
    problems += judged(Sees.FOLDER, case)
    balance = None
    if student is not None:
        severities = judge.rules.by_code
        in_error = {p.place.path for p in problems if severities[p.code].severity is Severity.ERROR}
        balance = balance_of(student, claims, in_error, book)
        if quitus is not None and balance is not None:
            problems += judged(Sees.QUITUS, FolderCase(path, names, student, claims, quitus, balance, book))
    digests = [
        (evidence.sha256, declaration.path, index)
        for declaration in declarations
        for index, evidence in enumerate(declaration.evidence)
        if evidence.sha256
    ]
    facts = FolderFacts(path, student.account if student else None, digests)
    return FolderResult(path, files.findings(), len(entries), facts, student, balance, quitus)


def _claim(declaration: Declaration, student: Student | None, book: Book) -> ClaimCase | None:
    """The declaration with its grid, activity and profile; None as long as one of them is not known."""
    if student is None:
        return None
    grid = book.grids.get(academic_year(declaration.period.start))
    if grid is None:
        return None
    activity = grid.activities.get(declaration.activity)
    profile = grid.profiles.get(student.profile)
    if activity is None or profile is None:
        return None
    unit = grid.units.get(activity.unit)
    if unit is None:
        return None
    computed = scoring.claimed_points(declaration, activity, unit)
    return ClaimCase(declaration, student, profile, grid, activity, computed, book)
