"""One student's folder, judged: a pure function of bytes, the unit of all the work."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from polyvalidate.files import schema
from polyvalidate.judgement.balances import balance_of, room_of
from polyvalidate.judgement.files import Files, Judge
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.folder import Declaration, Quitus, Student, Unread, without
from polyvalidate.model.grid import Book, Grid, Profile
from polyvalidate.model.paths import REGULAR, Entry, folder_kind
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, claimed_points
from polyvalidate.model.years import academic_year
from polyvalidate.rules.cases import ClaimCase, DeclarationCase, FolderCase, FolderFacts, Precedent, TextCase
from polyvalidate.rules.registry import Sees
from polyvalidate.rules.texts import suspects


@dataclass(frozen=True, slots=True)
class FolderResult:
    """One folder judged. ``student`` and ``balance`` are None when student.yml could not be read.

    ``claims`` are the declarations whose grid, activity and profile are known; ``facts`` is the little that is
    needed once folders stand side by side.
    """

    path: str
    findings: tuple[Finding, ...]
    files: int
    facts: FolderFacts
    student: Student | None
    balance: Balance | None
    claims: tuple[ClaimCase, ...] = ()
    quitus: Quitus | None = None
    """The jury's decision, when there is one."""

    def if_accepted(self, paths: Container[str], book: Book) -> Balance | None:
        """The balance if those of ``paths`` that nobody has decided were accepted as the grid computes them."""
        return balance_of(self.student, self.claims, self._in_error(), book, paths) if self.student else None

    def room(self, book: Book) -> Mapping[str, Points]:
        """What each activity of the latest grid may still add to the balance, by its code, in quarter-points."""
        return room_of(self.student, self.claims, self._in_error(), book) if self.student else {}

    def _in_error(self) -> frozenset[str]:
        return frozenset(finding.path for finding in self.findings if finding.severity is Severity.ERROR)

    def without_balance(self) -> FolderResult:
        """The same, lighter to send from one process to another."""
        return replace(self, student=None, balance=None, claims=(), quitus=None)

    def without_findings(self) -> FolderResult:
        """Only what the rules on folders side by side need."""
        return replace(self, findings=(), student=None, balance=None, claims=(), quitus=None)


class _Contents(NamedTuple):
    """What could be read of a folder."""

    student: Student | None
    quitus: Quitus | None
    declarations: Sequence[Declaration]
    partial: Sequence[tuple[Declaration, frozenset[str]]]
    """Those of which some parts could not be read: these hold nothing, and are named."""
    unread: bool
    """Is there a declaration that could not be read, or of which a part could not?"""


def check_folder(
    judge: Judge, book: Book, path: str, entries: Sequence[Entry], twins: frozenset[str] = frozenset()
) -> FolderResult:
    """Judge one student's folder. ``path`` is ``declarations/<cohort>/<student>``; ``entries`` are all its files."""
    files = Files(judge, twins)
    contents = _read(files, path, entries)
    student, quitus, declarations, _, unread = contents
    claims = _judge_declarations(files, contents, book)
    judged, problems = judge.rules.judge, files.problems
    names = [entry.path[len(path) + 1 :] for entry in entries]
    problems += judged(Sees.FOLDER, FolderCase(path, names, student, claims, quitus, None, book))
    balance = None
    if student is not None:
        severities = judge.rules.by_code
        in_error = {p.place.path for p in problems if severities[p.code].severity is Severity.ERROR}
        balance = balance_of(student, claims, in_error, book)
        # A balance that waits for a declaration to be mended says nothing against the jury's decision.
        waits = any(declaration.path in in_error for declaration in declarations) or unread
        # The jury decided with the profile of then, and what it decided stands.
        if quitus is not None and balance is not None and not waits and _has_the_profile_of(quitus, student):
            problems += judged(Sees.QUITUS, FolderCase(path, names, student, claims, quitus, balance, book))
    digests = [
        (evidence.sha256, declaration.path, index)
        for declaration in declarations
        for index, evidence in enumerate(declaration.evidence)
        if evidence.sha256
    ]
    precedents = [Precedent.of(claim) for claim in claims if claim.declaration.evaluation is not None]
    facts = FolderFacts(path, student.account if student else None, digests, precedents)
    return FolderResult(path, files.findings(), len(entries), facts, student, balance, tuple(claims), quitus)


def _read(files: Files, path: str, entries: Sequence[Entry]) -> _Contents:
    student: Student | None = None
    quitus: Quitus | None = None
    declarations: list[Declaration] = []
    partial: list[tuple[Declaration, frozenset[str]]] = []
    unread = False
    for entry in sorted(entries):
        name = entry.path[len(path) + 1 :]
        kind = folder_kind(name)
        if kind == "declaration" or _is_misnamed(entry, kind):
            data, missing = files.read_part(entry, "declaration")
            if kind != "declaration":
                files.unexpected(entry.path, entry.mode)
                missing |= {"name"} if data is not None else set()
            unread = unread or data is None or bool(missing)
            if missing:
                partial.append((schema.read_declaration(entry.path, name, _NOTHING | data), missing))
            elif data is not None:
                declarations.append(schema.read_declaration(entry.path, name, data))
        elif kind == "student":
            data = files.read(entry, kind)
            if data is not None:
                student = schema.read_student(entry.path, data)
        elif kind == "quitus":
            data = files.read(entry, kind)
            if data is not None:
                quitus = schema.read_quitus(entry.path, data)
        elif kind != "evidence" or entry.mode not in REGULAR or entry.path in files.twins:
            files.unexpected(entry.path, entry.mode)
    return _Contents(student, quitus, declarations, partial, unread)


def _has_the_profile_of(quitus: Quitus, student: Student) -> bool:
    return student.profile_on(quitus.on) == student.profile


def _is_misnamed(entry: Entry, kind: str) -> bool:
    """Is it a declaration all the same, under a name that no declaration has? It is judged, and claims nothing."""
    looks = entry.data is not None and entry.mode in REGULAR and b"activity" in entry.data
    return kind == "unknown" and looks and entry.path.endswith((".yml", ".yaml"))


_NOTHING = {"activity": "0.0", "period": {"from": "2000-01-01", "to": "2000-01-01"}}
"""What stands where a declaration must say something, and could not be read."""


def _judge_declarations(files: Files, contents: _Contents, book: Book) -> list[ClaimCase]:
    """Judge each declaration by itself; the claims are those whose grid, activity and profile are known. One of which
    a part could not be read is judged by what the rest says, and claims nothing."""
    claims: list[ClaimCase] = []
    for declaration, missing in (*((one, frozenset[str]()) for one in contents.declarations), *contents.partial):
        claim = _judge(files, declaration, contents.student, book, missing)
        if claim is not None and not missing:
            claims.append(claim)
    return claims


def _judge(
    files: Files, declaration: Declaration, student: Student | None, book: Book, missing: frozenset[str]
) -> ClaimCase | None:
    judged, problems = files.judge.rules.judge, files.problems
    texts = suspects(declaration)
    decided, appealed = declaration.evaluation is not None, declaration.appeal is not None
    if missing:
        declaration = without(declaration, missing)
    problems += judged(Sees.DECLARATION, DeclarationCase(declaration, book))
    if texts:
        problems += judged(Sees.TEXT, TextCase(declaration.path, texts))
    claim = _claim(declaration, student, book)
    if claim is not None:
        problems += judged(Sees.CLAIM, claim)
        problems += judged(Sees.EVALUATION, claim) if decided else []
        problems += judged(Sees.APPEAL, claim) if appealed else []
    return claim


def _claim(declaration: Declaration, student: Student | None, book: Book) -> ClaimCase | None:
    """The declaration with its grid, activity and profile; None as long as one of them is not known."""
    if student is None:
        return None
    try:
        return _claimed(declaration, student, book)
    except Unread:
        return None


def _profile_then(declaration: Declaration, student: Student, grid: Grid) -> Profile | None:
    """The profile of the day of an activity; where the grid of that year does not know it, another that they had."""
    held = (student.profile_on(declaration.period.start), *sorted(student.profiles))
    return next((grid.profiles[code] for code in held if code in grid.profiles), None)


def _claimed(declaration: Declaration, student: Student, book: Book) -> ClaimCase | None:
    grid = book.grids.get(academic_year(declaration.period.start))
    if grid is None:
        return None
    activity = grid.activities.get(declaration.activity)
    profile = _profile_then(declaration, student, grid)
    if activity is None or profile is None:
        return None
    unit = grid.units.get(activity.unit)
    if unit is None:
        return None
    try:
        computed = claimed_points(declaration, activity, unit)
    except Unread:
        return without(ClaimCase(declaration, student, profile, grid, activity, Points(0), book), ("computed",))
    return ClaimCase(declaration, student, profile, grid, activity, computed, book)
