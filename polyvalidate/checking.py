"""The check: ``check_grid`` reads what judges, ``check_folder`` judges one student's folder, ``fold`` sums up.

``check_folder`` is a pure function of bytes. A repository is that function mapped over folders, in as many processes
as one likes, and folded; a change is the same function on the folders it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from polyvalidate import layout, reading, scoring, source
from polyvalidate.findings import START, Finding, Keys, Place, Problem, Severity, Span
from polyvalidate.layout import Entry
from polyvalidate.model import ZERO, Book, Category, Declaration, Grid, Quitus, RoleHolder, Student
from polyvalidate.rules.cases import (
    ClaimCase,
    CohortCase,
    DeclarationCase,
    FileCase,
    FolderCase,
    FolderFacts,
    GridCase,
    SchemaCase,
)
from polyvalidate.rules.registry import RuleSet, Sees
from polyvalidate.scoring import Balance, Basis, Conditions, Credit

_FIRST_MONTH = 9
"""An academic year begins on 1 September."""


class Judge(NamedTuple):
    """What judges: the compiled schemas and the rules in force. The book (grids, roles, day) comes beside it."""

    reader: reading.Reader
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class FolderResult:
    """One folder judged. ``student`` and ``balance`` are None when student.yml could not be read."""

    path: str
    findings: tuple[Finding, ...]
    files: int
    facts: FolderFacts
    student: Student | None
    balance: Balance | None

    def without_balance(self) -> FolderResult:
        """The same, lighter to send from one process to another."""
        return replace(self, student=None, balance=None)


@dataclass(frozen=True, slots=True)
class Report:
    """A repository judged: findings in file, line, column, code order, and how much was looked at."""

    findings: tuple[Finding, ...]
    files: int
    folders: int
    results: tuple[FolderResult, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(f.severity is Severity.ERROR for f in self.findings)


def academic_year(day: date) -> str:
    """``2025-2026`` for any day from 1 September 2025 to 31 August 2026."""
    first = day.year if day.month >= _FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


# --- one file -------------------------------------------------------------------------------------------------------


class _Files:
    """The files being judged together: their problems, and where each problem stands in the text."""

    def __init__(self, judge: Judge, twins: frozenset[str]) -> None:
        self.judge = judge
        self.twins = twins
        self.problems: list[Problem] = []
        self.bytes: dict[str, bytes] = {}

    def read(self, entry: Entry, kind: str) -> Any:
        """The plain data of a file that its schema accepts, or None once its problems are noted."""
        path, rules = entry.path, self.judge.rules
        if entry.mode not in layout.REGULAR:
            refusals: tuple[source.Refusal, ...] = (source.Refusal("not-regular", START, {}),)
            parsed = source.Parsed(None, refusals, False)
        elif entry.data is None:
            refused = source.Refusal("too-large", START, {"size": entry.size, "most": source.MAXIMUM_SIZE})
            parsed = source.Parsed(None, (refused,), False)
        else:
            self.bytes[path] = entry.data
            parsed = source.parse(entry.data)
        if parsed.refusals or path in self.twins:
            case = FileCase(path, kind, parsed.refusals, twin=path in self.twins)
            self.problems += rules.judge(Sees.FILE, case)
        if not parsed.readable:
            return None
        data = parsed.data
        if self.judge.reader.accepts(kind, data):
            return data
        violations = self.judge.reader.violations(kind, data)
        self.problems += rules.judge(Sees.SCHEMA, SchemaCase(path, kind, violations))
        mended = reading.salvage(data, violations)
        return mended if self.judge.reader.accepts(kind, mended) else None

    def unexpected(self, entry_path: str, mode: int) -> None:
        refusals = () if mode in layout.REGULAR else (source.Refusal("not-regular", START, {}),)
        case = FileCase(
            entry_path, "unknown", refusals, expected=layout.example_of(entry_path), twin=entry_path in self.twins
        )
        self.problems += self.judge.rules.judge(Sees.FILE, case)

    def findings(self) -> tuple[Finding, ...]:
        """The problems located. A file is read again, with positions, only if it has a problem."""
        if not self.problems:
            return ()
        spans: dict[str, Mapping[tuple[Keys, bool], Span]] = {}
        found: list[Finding] = []
        for problem in dict.fromkeys(_hashable(p) for p in self.problems):
            rule = self.judge.rules[problem.code]
            path, keys = problem.place
            span = problem.span
            if span is None:
                if path not in spans:
                    spans[path] = source.spans(self.bytes.get(path, b""))
                span = _locate(spans[path], keys, rule.at_key)
            found.append(Finding(problem.code, rule.severity, path, keys, dict(problem.details), span))
        return tuple(sorted(found, key=lambda f: f.order))


class _Hashable(Problem):
    """A problem compared by what it says and where, so that two roads to one problem give one finding."""

    def __hash__(self) -> int:
        return hash((self.code, self.place, self.span))


def _hashable(problem: Problem) -> Problem:
    return _Hashable(*problem)


def _locate(spans: Mapping[tuple[Keys, bool], Span], keys: Keys, at_key: bool) -> Span:
    """The span of a value; for a value that is not there, of the nearest enclosing one's key."""
    if at_key and (keys, True) in spans:
        return spans[keys, True]
    if (keys, False) in spans and keys:
        return spans[keys, False]
    while keys:
        keys = keys[:-1]
        span = spans.get((keys, True)) or (spans.get((keys, False)) if keys else None)
        if span is not None:
            return span
    root = spans.get(((), False))
    return root if root is not None else START


# --- the grid ---------------------------------------------------------------------------------------------------------


class GridResult(NamedTuple):
    """What judges, read and checked: the book, and what was found in the grid's own files."""

    book: Book
    findings: tuple[Finding, ...]
    files: int


def check_grid(judge: Judge, entries: Sequence[Entry], today: date, twins: frozenset[str] = frozenset()) -> GridResult:
    """Read the roles and every year's grid, and check that each agrees with itself."""
    files = _Files(judge, twins)
    roles: dict[str, RoleHolder] = {}
    rules: dict[str, Any] = {}
    categories: dict[str, dict[str, Category]] = {}
    paths: dict[str, dict[str, str]] = {}
    duplicates: dict[str, list[tuple[str, str, str]]] = {}
    broken: set[str] = set()
    seen: dict[tuple[str, str], str] = {}
    for entry in sorted(entries):
        kind = layout.grid_kind(entry.path)
        data = files.read(entry, kind)
        if kind == "roles":
            roles = {} if data is None else reading.read_roles(data)
            continue
        year = entry.path.split("/")[1]
        if data is None:
            broken.add(year)
        elif kind == "rules":
            rules[year] = data
            paths.setdefault(year, {})["rules"] = entry.path
        else:
            category = reading.read_category(data)
            twice = category.code in categories.get(year, {})
            for code in category.activities:
                if (year, code) in seen:
                    duplicates.setdefault(year, []).append((code, seen[year, code], entry.path))
                seen[year, code] = entry.path
            if not twice:
                categories.setdefault(year, {})[category.code] = category
                paths.setdefault(year, {})[category.code] = entry.path
    grids: dict[str, Grid] = {}
    for year in sorted(set(rules) | set(categories) | broken):
        if year in broken or year not in rules:
            broken.add(year)
            continue
        grid = reading.read_grid(rules[year], categories.get(year, {}))
        case = GridCase(grid, roles, {"roles": "grid/roles.yml", **paths[year]}, tuple(duplicates.get(year, ())))
        files.problems += judge.rules.judge(Sees.GRID, case)
        grids[year] = grid
    book = Book(grids=grids, broken_years=frozenset(broken), roles=roles, today=today)
    return GridResult(book, files.findings(), len(entries))


# --- one student's folder ---------------------------------------------------------------------------------------------


def check_folder(
    judge: Judge, book: Book, path: str, entries: Sequence[Entry], twins: frozenset[str] = frozenset()
) -> FolderResult:
    """Judge one student's folder. ``path`` is ``declarations/<cohort>/<student>``; ``entries`` are all its files."""
    files = _Files(judge, twins)
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
    return FolderResult(path, files.findings(), len(entries), facts, student, balance)


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


def grid_of_entry(student: Student, book: Book) -> Grid | None:
    """The grid that sets a student's threshold: of the year of entry, else the first one after, else the last."""
    year = f"{student.cohort}-{student.cohort + 1}"
    years = sorted(book.grids)
    if not years:
        return None
    return book.grids[next((y for y in years if y >= year), years[-1])]


def conditions_of(student: Student, book: Book) -> Conditions | None:
    """What the quitus asks of a student; None when the profile is not in the grid."""
    grid = grid_of_entry(student, book)
    profile = grid.profiles.get(student.profile) if grid else None
    if grid is None or profile is None:
        return None
    required = profile.required
    if required is None and student.arrangement is not None:
        required = student.arrangement.required
    minimums = {
        code: category.minimums[profile.code]
        for code, category in grid.categories.items()
        if profile.code in category.minimums
    }
    return Conditions(required, profile.minimum_categories, minimums, profile.total_cap)


def balance_of(
    student: Student, claims: Iterable[ClaimCase], in_error: frozenset[str] | set[str], book: Book
) -> Balance | None:
    """The balance of a student. ``in_error`` are the paths of declarations that count nothing until mended."""
    conditions = conditions_of(student, book)
    if conditions is None:
        return None
    credits: list[Credit] = []
    for declaration, _, _, grid, activity, claimed, _ in claims:
        if declaration.path in in_error:
            computed, basis = ZERO, Basis.ERROR
        else:
            computed, basis = scoring.computed_points(declaration, activity, claimed)
        credits.append(
            Credit(
                declaration.path,
                activity.code,
                activity.category,
                grid.year,
                declaration.period.start,
                claimed,
                computed,
                basis,
                activity.cap_year,
                activity.cap_cycle,
                grid.categories[activity.category].caps.get(student.profile),
            )
        )
    return scoring.score(credits, conditions)


# --- the repository ---------------------------------------------------------------------------------------------------


def check_unexpected(judge: Judge, sorted_tree: layout.Layout) -> tuple[Finding, ...]:
    """Paths under the judged folders that nothing provides for."""
    files = _Files(judge, sorted_tree.twins)
    for node in sorted_tree.unexpected:
        files.unexpected(node.path, node.mode)
    return files.findings()


def check_schemas(judge: Judge, entries: Iterable[Entry], official: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """The copies of the schemas that editors use, against the schemas that judge."""
    files = _Files(judge, frozenset())
    for entry in entries:
        name = entry.path.partition("/")[2]
        kind = "schema" if name in official else "unknown"
        if kind == "schema" and entry.data is not None and entry.mode in layout.REGULAR:
            if entry.data.replace(b"\r\n", b"\n") != official[name]:
                case = FileCase(entry.path, kind, (source.Refusal("schema-differs", START, {}),))
                files.problems += judge.rules.judge(Sees.FILE, case)
        elif entry.mode not in layout.REGULAR:
            files.unexpected(entry.path, entry.mode)
    return files.findings()


def fold(
    judge: Judge,
    grid: GridResult,
    others: Iterable[Finding],
    results: Sequence[FolderResult],
    read: Mapping[str, bytes] | None = None,
) -> Report:
    """Findings of all folders, of the grid and of the folders side by side, in one order.

    ``read`` gives the bytes of the few files that side-by-side findings stand in, so that they have a line.
    """
    findings = [*grid.findings, *others]
    for result in results:
        findings.extend(result.findings)
    side_by_side = _Files(judge, frozenset())
    side_by_side.problems = cohort_problems(judge, grid.book, results)
    side_by_side.bytes = dict(read or {})
    findings.extend(side_by_side.findings())
    findings.sort(key=lambda f: f.order)
    files = grid.files + sum(result.files for result in results)
    return Report(tuple(findings), files, len(results), tuple(results))


def cohort_problems(judge: Judge, book: Book, results: Sequence[FolderResult]) -> list[Problem]:
    """What the rules on folders side by side find, from the facts of each folder."""
    facts = tuple(result.facts for result in sorted(results, key=lambda r: r.path))
    return judge.rules.judge(Sees.COHORT, CohortCase(facts, book))


def paths_of(problems: Iterable[Problem]) -> list[str]:
    """The files that problems stand in."""
    places: Iterable[Place] = (p.place for p in problems)
    return sorted({place.path for place in places})
