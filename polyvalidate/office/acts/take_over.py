"""Past years of Moodle taken over: marks become decided declarations, one for each student, activity and year.

The registry office brings them, as it brings points of another school, and they are evaluated at once: so whoever signs
evaluates with an account that is the registry office's too. Each is judged in its folder before a byte is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from polyvalidate import judgement
from polyvalidate.files import canonical, draft, schema
from polyvalidate.files.draft import Answers
from polyvalidate.judgement import FolderResult
from polyvalidate.judgement.verdict import FolderChange
from polyvalidate.model.findings import Finding
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, Grid, RoleHolder
from polyvalidate.model.origin import ORIGIN, nameless
from polyvalidate.model.paths import Entry, FolderPath
from polyvalidate.model.points import Points, as_number
from polyvalidate.model.roles import in_office
from polyvalidate.model.score import claimed_points
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year, first_day
from polyvalidate.office.acts.credit import Aside, Credited
from polyvalidate.office.acts.judge import against_all, judged_with
from polyvalidate.office.exchange.moodle_claims import Claim, claims_of
from polyvalidate.office.exchange.moodle_export import Export
from polyvalidate.office.exchange.moodle_map import Map
from polyvalidate.office.exchange.worth import Worth, worth_of
from polyvalidate.office.lists.doubts import Doubt
from polyvalidate.office.register.recognising import Known
from polyvalidate.repository import Unreadable
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.school.school import School


class Takeover(NamedTuple):
    """What would be written, all of it judged together: ``findings`` stand against the whole. ``years`` are those of
    the declarations; ``recognised`` counts the students, ``read_twice`` the declarations that name ``second``."""

    holder: RoleHolder
    second: RoleHolder | None
    credited: tuple[Credited, ...]
    asides: tuple[Aside, ...]
    doubts: tuple[Doubt, ...]
    years: tuple[str, ...]
    recognised: int
    read_twice: int
    findings: tuple[Finding, ...]

    @property
    def files(self) -> dict[str, bytes]:
        return {one.path: one.data for one in self.credited}


def holder_of(book: Book, code: str | None) -> RoleHolder:
    """Who signs: an evaluator whose account holds the registry office too. Raises ``Unreadable`` with what to add."""
    offices = {h.account for h in book.roles.values() if h.role == "registry" and in_office(h, book.today)}
    able = [
        holder
        for _, holder in sorted(book.roles.items())
        if holder.role == "evaluator" and holder.account in offices and in_office(holder, book.today)
    ]
    if code is None and len(able) == 1:
        return able[0]
    found = next((holder for holder in able if holder.code == code), None)
    if found is not None:
        return found
    if able:
        listed = ", ".join(holder.code for holder in able)
        raise Unreadable(
            Text("Dites qui vous êtes avec --as : {listed}.", "Say who you are with --as: {listed}."), listed=listed
        )
    account = min(offices, default="github:0000000")
    until = f"{book.today.year + 1}-08-31"
    every = dict.fromkeys(code for year in sorted(book.grids) for code in book.grids[year].categories)
    added = (
        f"  reprise-1:\n    title: {{fr: Reprise de Moodle, en: Taking over from Moodle}}\n    account: {account}\n"
        f"    role: evaluator\n    categories: {json.dumps(list(every))}\n    until: {until}"
    )
    raise Unreadable(
        Text(
            "La scolarité reprend les années passées, et elles sont évaluées : il faut une fonction qui "
            "évalue, tenue par un compte de la scolarité. Faites ajouter à grid/roles.yml, par la garde "
            "de la grille, et laissez-l'y après sa date de fin :\n{added}",
            "The registry office takes past years over, and they are evaluated: a role that evaluates is "
            "needed, held by an account of the registry office. Have the keeper of the grid add to "
            "grid/roles.yml, and leave there after its last day:\n{added}",
        ),
        added=added,
    )


def take_over(
    school: School, known: Known, export: Export, given: Map, holder: RoleHolder, second: RoleHolder | None
) -> Takeover:
    """A declaration for each student, activity and year, unless something stands against it."""
    doubts = list(export.doubts)
    asides: list[Aside] = []
    by_student = claims_of(known, export, given, doubts)
    credited: list[Credited] = []
    read_twice = 0
    changes: list[FolderChange] = []
    nodes = [node for code in by_student for node in school.folders[code].nodes]
    entries: dict[str, list[Entry]] = {code: [] for code in by_student}
    for entry in school.tree.read(nodes):
        entries[FolderPath.of(entry.path).code].append(entry)
    for code, claims in by_student.items():
        folder = _Folder(school, code, entries[code], holder, second)
        for claim in claims:
            found = folder.take(claim)
            if isinstance(found, Credited):
                credited.append(found)
            else:
                asides.append(found)
        if folder.new:
            after = (*entries[code], *folder.new)
            paths = frozenset(entry.path for entry in folder.new)
            read_twice += folder.read_twice
            changes.append(FolderChange(school.folders[code].path, tuple(entries[code]), after, paths))
    years = {claim.year for claims in by_student.values() for claim in claims}
    findings = against_all(school, holder, changes)
    return Takeover(
        holder,
        second,
        tuple(credited),
        tuple(asides),
        tuple(sorted(doubts, key=lambda doubt: doubt.line or 0)),
        tuple(sorted(years)),
        len(by_student),
        read_twice,
        findings,
    )


class _Folder:
    """One student's folder, to which declarations are added one after the other."""

    def __init__(
        self, school: School, code: str, entries: Sequence[Entry], holder: RoleHolder, second: RoleHolder | None
    ) -> None:
        self.school = school
        self.student: Student | None = school.students.get(code)
        self.path = school.folders[code].path
        self.entries = list(entries)
        self.new: list[Entry] = []
        self.read_twice = 0
        self.holder, self.second = holder, second
        self.result: FolderResult = judgement.check_folder(school.judge, school.book, self.path, entries)

    def take(self, claim: Claim) -> Credited | Aside:
        book = self.school.book
        grid = book.grids.get(claim.year)
        activity = grid.activities.get(claim.activity) if grid is not None else None
        if grid is None or activity is None:
            return _aside(claim, _no_rule(claim, book, grid))
        there = _there(self.result.claims, claim)
        if there is not None:
            return _known(claim, there)
        worth = worth_of(activity, grid.units[activity.unit], claim.points, claim.units)
        if isinstance(worth, Text):
            return _aside(claim, worth)
        if self._needs_second(worth.granted, grid) and self.second is None:
            second = Text(
                "{granted:points} demandent une seconde lecture : donnez --second CODE.",
                "{granted:points} need a second reader: give --second CODE.",
            )
            return _aside(claim, second, granted=worth.granted)
        return self._add(claim, grid, worth)

    def _add(self, claim: Claim, grid: Grid, worth: Worth) -> Credited | Aside:
        activity = grid.activities[claim.activity]
        first, last = self._period(claim)
        similar = next((case.declaration.name for case in _of_year(self.result.claims, claim)), None)
        if activity.sensitive and similar is not None:  # without a text, nothing tells one from the other
            declared = Text(
                "Cette personne l'a déjà déclarée cette année-là, dans {similar}.",
                "This student has declared it already that year, in {similar}.",
            )
            return _aside(claim, declared, similar=similar)
        if last < first:
            return _aside(
                claim, Text("Cette personne n'était pas dans l'école.", "This student was not in the school.")
            )
        answers = Answers(
            activity=activity.code,
            first=first,
            last=last,
            quantity=worth.quantity,
            hours=worth.hours,
            level=worth.level,
            title=None if activity.sensitive else activity.title.in_language(grid.language),
            organisation=None if activity.sensitive else claim.organisation or nameless(activity.code),
            origin=ORIGIN,
        )
        names = [entry.path.rpartition("/")[2] for entry in self.entries]
        path = f"{self.path}/{draft.file_name(answers, names)}"
        plain = draft.plain(answers)
        declaration = schema.read_declaration(path, path.rpartition("/")[2], plain)
        computed = claimed_points(declaration, activity, grid.units[activity.unit])
        data = canonical.declaration_yaml({**plain, "evaluation": self._evaluation(worth, grid)}).encode()
        entry = Entry(path, 0o100644, len(data), data)
        added = judged_with(self.school, self.result, self.entries, entry)
        if isinstance(added, Text):
            return _aside(claim, added)
        self.entries.append(entry)
        self.new.append(entry)
        self.read_twice += self._needs_second(worth.granted, grid)
        self.result = added.result
        granted = min(worth.granted, computed)
        losses = added.losses if added.gained < granted else ()
        return Credited(claim.who, path, data, granted, added.gained, losses, similar)

    def _period(self, claim: Claim) -> tuple[date, date]:
        """The days of the activity; the whole academic year, as far as the student was here and it is over, where
        Moodle does not say them."""
        if claim.first is not None and claim.last is not None:
            return claim.first, claim.last
        year = int(claim.year[:4])
        end = date.fromordinal(first_day(year + 1).toordinal() - 1)
        left = self.student.left if self.student is not None else None
        return first_day(year), min(end, self.school.book.today, left or end)

    def _needs_second(self, granted: Points, grid: Grid) -> bool:
        return granted >= grid.second_reader_from

    def _evaluation(self, worth: Worth, grid: Grid) -> dict[str, Any]:
        granted = worth.granted
        evaluation: dict[str, Any] = {
            "decision": "accepted" if worth.whole else "partial",
            "points": as_number(granted),
            "by": self.holder.code,
            "on": self.school.book.today.isoformat(),
            "comment": _COMMENT.in_language(grid.language),
        }
        if self.second is not None and self._needs_second(granted, grid):
            evaluation["second"] = self.second.code
        return evaluation


_COMMENT = Text(
    "Repris de Moodle, avec les points accordés alors ; la quantité en est déduite.",
    "Taken over from Moodle, with the points granted then; the quantity follows from them.",
)


def _of_year(claims: Iterable[ClaimCase], claim: Claim) -> Iterator[ClaimCase]:
    """The declarations of the same activity and year."""
    for case in claims:
        if case.activity.code == claim.activity and academic_year(case.declaration.period.start) == claim.year:
            yield case


def _there(claims: Iterable[ClaimCase], claim: Claim) -> ClaimCase | None:
    """What was taken over already of this activity and year."""
    return next((case for case in _of_year(claims, claim) if case.declaration.origin == ORIGIN), None)


def _known(claim: Claim, there: ClaimCase) -> Aside:
    name, evaluation = there.declaration.name, there.declaration.evaluation
    granted = evaluation.points if evaluation is not None else None
    if claim.points is None or granted is None or granted == claim.points:
        return Aside(
            claim.who, Text("Reprises de cet export, ou d'un autre.", "From this export, or another."), known=True
        )
    other = Text(
        "Déjà reprise avec {granted:number} (dans {name}), et l'export dit {said:number} : si c'est une correction, "
        "polyvalidate evaluate l'écrit.",
        "Taken over already with {granted:number} (in {name}), and the export says {said:number}: if it is a "
        "correction, polyvalidate evaluate writes it.",
    )
    return _aside(claim, other, granted=granted, name=name, said=claim.points)


def _no_rule(claim: Claim, book: Book, grid: Grid | None) -> Text:
    text = Text(
        "Cette activité n'existe pas dans la grille {year} : corrigez le fichier de --map.",
        "This activity does not exist in the grid {year}: mend the file of --map.",
    )
    if grid is None:
        text = Text(
            "Il n'y a pas de grille pour l'année {year} ; les années connues : {known}.",
            "There is no grid for the year {year}; the known years are {known}.",
        )
    return text.filled(year=claim.year, known=", ".join(sorted(book.grids)))


def _aside(claim: Claim, why: Text, **details: object) -> Aside:
    why = why.filled(**details) if details else why
    return Aside(claim.who, Text("{code} : {why}", "{code}: {why}").filled(code=claim.activity, why=why))
