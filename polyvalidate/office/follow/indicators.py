"""Numbers for a report of the school: who engages, by category and by activity of the law, how many hold the quitus.

Exact for staff, or as they were published; each line says which. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.judgement import FolderResult
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book, Grid
from polyvalidate.model.points import Points
from polyvalidate.model.score import Basis, Line
from polyvalidate.model.words import Text
from polyvalidate.model.years import first_day
from polyvalidate.office.register.cycles import cycle_of
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import words
from polyvalidate.reports.spreadsheets import Cell, Quarters, Table
from polyvalidate.rules.cases import ClaimCase

COUNTED = frozenset({Basis.GRID, Basis.ACCEPTED, Basis.PARTIAL, Basis.APPEAL_GRANTED, Basis.APPEAL_PARTIAL})
_EXACT = Text("exact, pour l'équipe, à ne pas publier", "exact, for staff, not to be published")
_PUBLISHED = Text("publié, par intervalles", "published, as intervals")
_SCOPE = Text("Portée", "Scope")
_STUDENTS = Text("Élèves", "Students")
_ALL = Text("Ensemble", "Together")
_COHORT = Text("Promotion (entrée)", "Cohort (entry)")


class Counted(NamedTuple):
    """A declaration that gave points, whose, and the line of the balance that says so."""

    student: str
    claim: ClaimCase
    line: Line


class Cohort(NamedTuple):
    """The students of a year of entry who have not left, and the outcome of each on whom a jury decided."""

    year: int
    students: int
    outcomes: tuple[str, ...]

    def of(self, outcome: str) -> int:
        return self.outcomes.count(outcome)

    @property
    def rate(self) -> int:
        """Per cent of the students of the cohort who hold the quitus."""
        return round(100 * self.of("acquired") / self.students)


class Indicators(NamedTuple):
    """``present`` counts the students of the academic year; ``engaged`` are the declarations of that year which gave
    points; ``unread`` counts the folders that could not be read; ``commit`` is what all was read from."""

    grid: Grid
    today: date
    commit: str
    present: int
    engaged: tuple[Counted, ...]
    cohorts: tuple[Cohort, ...]
    unread: int


def indicators(results: Sequence[FolderResult], book: Book, grid: Grid, today: date, commit: str) -> Indicators:
    """Those of the academic year of a grid, from the folders judged on a day."""
    engaged, cohorts, unread = [], dict[int, list[FolderResult]](), 0
    present = 0
    for result in results:
        student, balance = result.student, result.balance
        if student is None or balance is None:
            unread += 1
            continue
        present += _was_here(student, book, grid)
        if student.left is None or student.left > today:
            cohorts.setdefault(student.cohort, []).append(result)
        lines = {line.path: line for line in balance.lines if line.basis in COUNTED and line.computed}
        claims = ((claim, lines.get(claim.declaration.path)) for claim in result.claims if claim.grid.year == grid.year)
        engaged += [Counted(student.code, claim, line) for claim, line in claims if line is not None]
    found = (
        Cohort(year, len(those), tuple(one.quitus.outcome for one in those if one.quitus is not None))
        for year, those in sorted(cohorts.items())
    )
    return Indicators(grid, today, commit, present, tuple(engaged), tuple(found), unread)


def _was_here(student: Student, book: Book, grid: Grid) -> bool:
    """Was somebody a student of the cycle in the academic year of a grid?"""
    first = first_day(int(grid.year[:4]))
    cycle = cycle_of(student, book, first)
    entered = student.cohort <= first.year
    return entered and cycle is not None and not cycle.is_over and (student.left is None or student.left > first)


# --- tables -----------------------------------------------------------------------------------------------------------

NAMES = {
    "categories": Text("Catégories", "Categories"),
    "legal": Text("Code de l'éducation", "Code of education"),
    "quitus": Text("Quitus", "Quitus"),
}


def table(found: Indicators, name: str, lang: str) -> Table:
    """One of the tables for staff, by its key in ``NAMES``."""
    if name == "quitus":
        return _quitus(found, lang)
    grid = found.grid
    if name == "categories":
        titles = {code: category.title for code, category in grid.categories.items()}
        parts = [
            (code, titles[code], [c for c in found.engaged if c.claim.activity.category == code]) for code in titles
        ]
    else:
        parts = [(key, title, [c for c in found.engaged if key in c.claim.activity.legal])
                 for key, title in grid.legal.items()]  # fmt: skip
    rows = [(code, title.in_language(lang), *_counts(those)) for code, title, those in parts]
    counted = found.engaged if name == "categories" else [c for c in found.engaged if c.claim.activity.legal]
    rows.append((_ALL.of(lang), "", *_counts(counted)))
    heads = (
        Text("Code", "Code"),
        Text("Intitulé", "Title"),
        Text("Élèves engagés", "Students engaged"),
        Text("Déclarations", "Declarations"),
        Text("Heures", "Hours"),
        Text("Points décidés", "Points decided"),
    )
    return _marked(name, heads, rows, _EXACT, lang)


def _counts(those: Sequence[Counted]) -> tuple[Cell, ...]:
    """Students, declarations, hours where they are counted, points before any cap."""
    hours = sum(one.claim.declaration.hours or 0 for one in those)
    students = {one.student for one in those}
    return len(students), len(those), hours, Quarters(Points(sum(one.line.computed for one in those)))


def _quitus(found: Indicators, lang: str) -> Table:
    heads = (
        _COHORT,
        _STUDENTS,
        Text("Acquis", "Acquired"),
        Text("Non acquis", "Not acquired"),
        Text("Dispenses", "Exempted"),
        Text("Seconde chance", "Second chance"),
        Text("Sans décision", "Without a decision"),
        Text("Acquis dans la promotion (%)", "Acquired in the cohort (%)"),
    )
    rows = [
        (
            one.year,
            one.students,
            *(one.of(outcome) for outcome in ("acquired", "not-acquired", "exempted", "second-chance")),
            one.students - len(one.outcomes),
            one.rate,
        )
        for one in found.cohorts
    ]
    return _marked("quitus", heads, rows, _EXACT, lang)


def _marked(name: str, heads: Iterable[Text], rows: Iterable[tuple[Cell, ...]], scope: Text, lang: str) -> Table:
    """Each line says for whom it is: it is copied from one file to another, and the name of a sheet is not."""
    titles = (*(head.of(lang) for head in heads), _SCOPE.of(lang))
    return Table(NAMES[name].of(lang), titles, tuple((*row, scope.of(lang)) for row in rows))


def published(issues: Sequence[PublicTables], lang: str) -> tuple[Table, Table]:
    """The same as the last issue of each cohort has published it: the quitus by group, the categories by cohort."""
    last = {issue.cohort: issue for issue in sorted(issues, key=lambda one: one.on)}
    day, low, high = Text("Au", "On"), Text("Au moins", "At least"), Text("Au plus", "At most")
    quitus = [
        (issue.cohort, issue.on, words.name(row, issue, lang), row.size, *row.reached[-1])
        for _, issue in sorted(last.items())
        for row in issue.rows
    ]
    categories = [
        (
            issue.cohort,
            issue.on,
            row.category,
            issue.category_titles[row.category].in_language(lang),
            issue.size,
            *row.active,
        )
        for _, issue in sorted(last.items())
        for row in issue.categories
    ]
    group, code, title = Text("Groupe", "Group"), Text("Code", "Code"), Text("Intitulé", "Title")
    return (
        _marked("quitus", (_COHORT, day, group, _STUDENTS, low, high), quitus, _PUBLISHED, lang),
        _marked("categories", (_COHORT, day, code, title, _STUDENTS, low, high), categories, _PUBLISHED, lang),
    )


# --- method -----------------------------------------------------------------------------------------------------------


def method(found: Indicators, lang: str) -> Iterator[str]:
    """How the figures for staff are made."""
    details = {"year": found.grid.year, "today": found.today, "commit": found.commit[:12], "present": found.present,
               "engaged": len({one.student for one in found.engaged}), "unread": found.unread}  # fmt: skip
    for text in (*([_EXAMPLE] if found.grid.example else []), *_METHOD, *([_UNREAD] if found.unread else [])):
        yield text.of(lang, **details)


_EXAMPLE = Text(
    "La grille de cette année est une grille d'exemple : ces chiffres n'ont pas de valeur.",
    "The grid of this year is an example grid: these figures have no value.",
)
_METHOD = (
    Text(
        "Année {year}, d'après le dépôt au {today:date} (commit {commit}). {present} {present:élève|élèves} dans le "
        "cycle cette année-là, dont {engaged} {engaged:engagé|engagés}.",
        "Year {year}, from the repository on {today:date} (commit {commit}). {present} {present:student|students} in "
        "the cycle in that year, of whom {engaged} engaged.",
    ),
    Text(
        "Chiffres exacts, pour l'équipe : un petit nombre peut désigner une personne. Ce qui peut se publier vient "
        "avec --published.",
        "Exact figures, for staff: a small number may point at somebody. What may be published comes with --published.",
    ),
    Text(
        "Élève engagé : au moins une déclaration d'une activité de l'année a reçu des points. Dans « Ensemble », "
        "chacun est compté une fois.",
        "A student engaged: at least one declaration of an activity of the year was given points. In “Together” each "
        "student is counted once.",
    ),
    Text(
        "Heures : celles des activités que la grille compte en heures ; les autres n'en déclarent pas. Points : ceux "
        "qui ont été décidés, avant les plafonds.",
        "Hours: those of activities that the grid counts in hours; the others declare none. Points: as decided, before "
        "any cap.",
    ),
    Text(
        "Code de l'éducation : les activités que la grille rattache aux articles L. 611-9 et L. 611-11 ; une "
        "activité peut relever de plusieurs lignes.",
        "Code of education (France): the activities that the grid ties to articles L. 611-9 and L. 611-11; one "
        "activity may be in several lines.",
    ),
    Text(
        "Quitus : la dernière décision du jury sur chaque élève de la promotion qui n'est pas parti, à ce jour ; une "
        "promotion qui n'a pas fini son cycle n'en a guère.",
        "Quitus: the last decision of the jury on each student of the cohort who has not left, to this day; a cohort "
        "that has not finished its cycle has hardly any.",
    ),
)
_UNREAD = Text(
    "{unread} {unread:dossier ne peut pas être lu et n'est pas compté|dossiers ne peuvent pas être lus et ne sont pas "
    "comptés}.",
    "{unread} {unread:folder|folders} cannot be read and {unread:is|are} not counted.",
)
PUBLIC_METHOD = Text(
    "Ces intervalles sont ceux que l'école a publiés, d'après le registre vérifié de ses publications : le nombre "
    "exact est dans chacun d'eux. Ils peuvent figurer dans un rapport public.",
    "These intervals are those that the school has published, from the verified record of its issues: the exact "
    "number lies in each. They may stand in a public report.",
)
