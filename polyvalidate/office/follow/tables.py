"""What is followed as tables: a name, columns in words, cells that are texts, whole numbers, points or days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.waiting import Waiting, called
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.phrases import DECISIONS, OUTCOMES, THRESHOLD_UNKNOWN, reason, what_is_missing
from polyvalidate.model.points import Points
from polyvalidate.model.score import Line
from polyvalidate.model.words import Text
from polyvalidate.office.follow.gathering import Followed, Following
from polyvalidate.office.follow.standing import BEHIND, State, Trend
from polyvalidate.reports.spreadsheets import Cell, Quarters, Table
from polyvalidate.rules.cases import ClaimCase

STATES = {
    State.ACQUIRED: Text("quitus acquis", "quitus acquired"),
    State.REACHED: Text("seuil atteint", "threshold reached"),
    State.UNKNOWN: THRESHOLD_UNKNOWN,
    State.WAITING: Text("atteint si tout est accepté", "reached if all is accepted"),
    State.CRITICAL: Text("critique", "critical"),
    State.AT_RISK: Text("à risque", "at risk"),
    State.WATCH: Text("à surveiller", "to be watched"),
    State.ON_TIME: Text("dans les temps", "on time"),
}
_TRENDS = {
    Trend.UP: Text("en hausse", "up"),
    Trend.SAME: Text("stable", "same"),
    Trend.DOWN: Text("en baisse", "down"),
    Trend.FIRST: Text("", ""),
}
_WAITS = {
    Awaited.POINTS: Text("points à choisir", "points to be chosen"),
    Awaited.EVALUATION: Text("décision et seconde lecture", "decision and second reading"),
    Awaited.DECISION: Text("décision", "decision"),
    Awaited.SECOND: Text("seconde lecture", "second reading"),
    Awaited.REFERENT: Text("accord de la personne référente", "a referent's agreement"),
    Awaited.JURY: Text("réponse du jury au recours", "the jury's answer to the appeal"),
}
T = TypeVar("T")


class _Column(NamedTuple, Generic[T]):
    """A column: its title, and the cell it takes from a row."""

    title: Text
    cell: Callable[[T], Cell]


def _table(name: str, columns: Sequence[_Column[T]], rows: Iterable[T], lang: str) -> Table:
    heads = tuple(column.title.of(lang) for column in columns)
    return Table(name, heads, tuple(tuple(column.cell(row) for column in columns) for row in rows))


# --- students ---------------------------------------------------------------------------------------------------------


def _person(named: bool) -> list[_Column[Followed]]:
    columns = [_Column[Followed](Text("Pseudonyme", "Pseudonym"), lambda one: one.student.code)]
    if named:
        columns += [
            _Column(Text("N° étudiant", "Student number"), lambda one: one.member.number if one.member else ""),
            _Column(Text("Nom", "Surname"), lambda one: (one.member.usual or one.member.surname) if one.member else ""),
            _Column(Text("Prénom", "First name"), lambda one: one.member.first if one.member else ""),
            _Column(Text("Courriel", "E-mail"), lambda one: one.member.email if one.member else ""),
        ]
    return [
        *columns,
        _Column(Text("Promotion", "Cohort"), lambda one: one.student.cohort),
        _Column(Text("Groupe", "Group"), lambda one: one.group),
        _Column(Text("Spécialité", "Programme"), lambda one: one.student.programme),
        _Column(Text("Profil", "Profile"), lambda one: one.student.profile),
    ]


def students(following: Following, name: str, rows: Iterable[Followed], lang: str) -> Table:
    """One line a student: where they stand, what is missing, what waits and since when."""
    years = sorted({year for one in following.students for year in one.years})
    columns: list[_Column[Followed]] = [
        *_person(following.named),
        _Column(Text("Situation", "State"), lambda one: STATES[one.state].of(lang)),
        _Column(Text("D'après", "Based on"), lambda one: based_on(one, lang)),
        _Column(Text("Bilan", "Balance"), lambda one: Quarters(one.balance.credited)),
        _Column(Text("Seuil", "Required"), lambda one: None if (r := one.balance.required) is None else Quarters(r)),
        _Column(Text("Points manquants", "Points missing"), lambda one: Quarters(one.balance.missing.points)),
        _Column(Text("Ce qui manque", "What is missing"), lambda one: what_is_missing(one.balance.missing, lang)),
        _Column(Text("Bilan si tout est accepté", "Balance if all is accepted"), lambda one: Quarters(one.hoped)),
        _Column(Text("En attente", "Waiting"), lambda one: len(one.waiting)),
        _Column(Text("À corriger", "To be mended"), lambda one: len(one.returned) + one.errors),
        _Column(Text("Attend depuis", "Waits since"), lambda one: one.since),
        _Column(Text("Déclarations", "Declarations"), lambda one: len(one.claims)),
        *(_Column(Text("Points {year}", "Points {year}").filled(year=year), _of_year(year)) for year in years),
        _Column(Text("Tendance", "Trend"), lambda one: _TRENDS[one.trend].of(lang)),
        _Column(Text("Jury", "Jury"), lambda one: OUTCOMES[one.outcome].of(lang) if one.outcome else ""),
    ]
    return _table(name, columns, rows, lang)


_ALIKE = Text("{reached} {reached:ancien|anciens} sur {of}", "{reached} of {of} former students")
_TIME = Text("{missing} % manque, {left} % du temps reste", "{missing} % missing, {left} % of the time left")


def based_on(one: Followed, lang: str) -> str:
    """What says how far behind somebody is: former students in the same case, else the time left."""
    pace = one.pace
    if pace is None or one.state not in (*BEHIND, State.ON_TIME):
        return ""
    if pace.alike is not None:
        return _ALIKE.of(lang, **pace.alike._asdict())
    return _TIME.of(lang, missing=round(pace.missing * 100), left=round(pace.left * 100))


def _of_year(year: str) -> Callable[[Followed], Cell]:
    return lambda one: Quarters(one.years.get(year, Points(0)))


# --- declarations -----------------------------------------------------------------------------------------------------

_Row = tuple[Followed, ClaimCase, Waiting | None]


def declarations(following: Following, name: str, rows: Sequence[_Row], lang: str) -> Table:
    """One line a declaration: by whom, of what, what it was worth and why, or what it waits for."""
    lines = {line.path: line for one in following.students for line in one.balance.lines}
    columns: list[_Column[_Row]] = [
        *(_Column[_Row](c.title, _first(c.cell)) for c in _person(following.named)),
        _Column(Text("Activité", "Activity"), lambda row: row[1].activity.code),
        _Column(Text("Intitulé", "Title"), lambda row: row[1].activity.title.in_language(lang)),
        _Column(Text("Année", "Year"), lambda row: row[1].grid.year),
        _Column(Text("Du", "From"), lambda row: row[1].declaration.period.start),
        _Column(Text("Au", "To"), lambda row: row[1].declaration.period.end),
        _Column(Text("Demandés", "Claimed"), lambda row: Quarters(row[1].computed)),
        _Column(Text("Comptés", "Credited"), lambda row: _credited(row, lines)),
        _Column(Text("Attend", "Awaits"), lambda row: _WAITS[row[2].kind].of(lang) if row[2] else ""),
        _Column(Text("Depuis", "Since"), lambda row: row[2].since if row[2] else None),
        _Column(Text("Jours", "Days"), lambda row: _days(row, following.today)),
        _Column(Text("Qui décide", "Who decides"), lambda row: ", ".join(row[2].codes) if row[2] else ""),
        _Column(Text("Décision", "Decision"), lambda row: _decision(row[1], lang)),
        _Column(Text("Par", "By"), lambda row: e.by if (e := row[1].declaration.evaluation) else ""),
        _Column(Text("Le", "On"), lambda row: e.on if (e := row[1].declaration.evaluation) else None),
        _Column(Text("Pourquoi", "Why"), lambda row: _why(row, lines, lang)),
        _Column(Text("Demande", "Request"), lambda row: called(row[2].request) if row[2] else None),
        _Column(Text("Fichier", "File"), lambda row: row[1].declaration.name),
    ]
    return _table(name, columns, rows, lang)


def _first(cell: Callable[[Followed], Cell]) -> Callable[[_Row], Cell]:
    return lambda row: cell(row[0])


def _credited(row: _Row, lines: dict[str, Line]) -> Cell:
    line = lines.get(row[1].declaration.path)
    return None if line is None or row[2] is not None else Quarters(line.credited)


def _days(row: _Row, today: date) -> Cell:
    return None if row[2] is None or row[2].since is None else (today - row[2].since).days


def _decision(claim: ClaimCase, lang: str) -> str:
    evaluation = claim.declaration.evaluation
    return DECISIONS[evaluation.decision].of(lang) if evaluation is not None else ""


def _why(row: _Row, lines: dict[str, Line], lang: str) -> str:
    line = lines.get(row[1].declaration.path)
    return "" if line is None or row[2] is not None else reason(line, lang)


def waiting(following: Following, name: str, lang: str) -> Table:
    """What waits, oldest first."""
    rows = [row for row in following.declarations() if row[2] is not None]
    rows.sort(key=lambda row: (row[2].since if row[2] else None) or date.max)
    return declarations(following, name, rows, lang)


def of_referent(following: Following, holder: RoleHolder, lang: str) -> Table:
    return declarations(following, holder.code, following.theirs(holder), lang)


# --- groups -----------------------------------------------------------------------------------------------------------

_Group = tuple[str, list[Followed]]


def by_group(following: Following) -> dict[str, list[Followed]]:
    found: dict[str, list[Followed]] = {}
    for one in following.students:
        found.setdefault(one.group, []).append(one)
    return found


def groups(following: Following, name: str, lang: str) -> Table:
    """One line a group, and all of them: how many, in which state, what waits."""
    rows: list[_Group] = list(by_group(following).items())
    if len(rows) > 1:
        rows.append((Text("Ensemble", "All").of(lang), list(following.students)))
    columns: list[_Column[_Group]] = [
        _Column(Text("Groupe", "Group"), lambda row: row[0]),
        _Column(Text("Élèves", "Students"), lambda row: len(row[1])),
        *(_Column[_Group](_capital(words), _count(state)) for state, words in STATES.items()),
        _Column(Text("Sans déclaration", "No declaration"), lambda row: sum(not one.claims for one in row[1])),
        _Column(Text("Points, médiane", "Points, median"), lambda row: Quarters(_median(row[1]))),
        _Column(Text("En attente", "Waiting"), lambda row: sum(len(one.waiting) for one in row[1])),
        _Column(
            Text("Attend depuis", "Waits since"),
            lambda row: min((s for one in row[1] if (s := one.since)), default=None),
        ),
    ]
    return _table(name, columns, rows, lang)


def _capital(text: Text) -> Text:
    return Text(*(words[:1].upper() + words[1:] for words in (text.fr, text.en)))


def _count(state: State) -> Callable[[_Group], Cell]:
    return lambda row: Counter(one.state for one in row[1])[state]


def _median(rows: Sequence[Followed]) -> Points:
    values = sorted(one.balance.credited for one in rows)
    return values[(len(values) - 1) // 2] if values else Points(0)
