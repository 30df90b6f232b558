"""What is followed as tables: a name, columns in words, cells that are texts, whole numbers, points or days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from polyvalidate.documents.phrases import pick
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.judgement.waiting import Waiting
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.phrases import reason, what_is_missing
from polyvalidate.model.points import Points
from polyvalidate.model.score import Line
from polyvalidate.model.words import Text
from polyvalidate.office.follow.gathering import Followed, Following
from polyvalidate.office.follow.standing import State, Trend
from polyvalidate.office.lists.spreadsheets import Cell, Quarters, Table
from polyvalidate.rules.cases import ClaimCase

STATES = {
    State.ACQUIRED: ("quitus acquis", "quitus acquired"),
    State.REACHED: ("seuil atteint", "threshold reached"),
    State.UNKNOWN: ("seuil à fixer par le jury", "threshold to be fixed by the jury"),
    State.WAITING: ("atteint si tout est accepté", "reached if all is accepted"),
    State.AT_RISK: ("à risque", "at risk"),
    State.LATE: ("en retard", "late"),
    State.ON_TIME: ("dans les temps", "on time"),
}
_TRENDS = {
    Trend.UP: ("en hausse", "up"),
    Trend.SAME: ("stable", "same"),
    Trend.DOWN: ("en baisse", "down"),
    Trend.FIRST: ("", ""),
}
_OUTCOMES = {
    "acquired": ("acquis", "acquired"),
    "not-acquired": ("non acquis", "not acquired"),
    "exempted": ("dispense", "exempted"),
    "second-chance": ("seconde chance", "second chance"),
}
_WAITS = {
    Awaited.POINTS: ("points à choisir", "points to be chosen"),
    Awaited.EVALUATION: ("décision écrite", "written decision"),
    Awaited.SECOND: ("seconde lecture", "second reading"),
    Awaited.REFERENT: ("accord de la personne référente", "a referent's agreement"),
    Awaited.JURY: ("réponse du jury au recours", "the jury's answer to the appeal"),
}
_DECISIONS = {
    "accepted": ("acceptée", "accepted"),
    "partial": ("acceptée en partie", "partly accepted"),
    "refused": ("refusée", "refused"),
}


T = TypeVar("T")


class _Column(NamedTuple, Generic[T]):
    """A column: its title in both languages, and the cell it takes from a row."""

    title: tuple[str, str]
    cell: Callable[[T], Cell]


def _table(name: str, columns: Sequence[_Column[T]], rows: Iterable[T], lang: str) -> Table:
    heads = tuple(pick(column.title, lang) for column in columns)
    return Table(name, heads, tuple(tuple(column.cell(row) for column in columns) for row in rows))


# --- students ---------------------------------------------------------------------------------------------------------


def _person(named: bool) -> list[_Column[Followed]]:
    columns = [_Column[Followed](("Pseudonyme", "Pseudonym"), lambda one: one.student.code)]
    if named:
        columns += [
            _Column(("N° étudiant", "Student number"), lambda one: one.member.number if one.member else ""),
            _Column(("Nom", "Surname"), lambda one: (one.member.usual or one.member.surname) if one.member else ""),
            _Column(("Prénom", "First name"), lambda one: one.member.first if one.member else ""),
            _Column(("Courriel", "E-mail"), lambda one: one.member.email if one.member else ""),
        ]
    return [
        *columns,
        _Column(("Promotion", "Cohort"), lambda one: one.student.cohort),
        _Column(("Groupe", "Group"), lambda one: one.group),
        _Column(("Spécialité", "Programme"), lambda one: one.student.programme),
        _Column(("Profil", "Profile"), lambda one: one.student.profile),
    ]


def students(following: Following, name: str, rows: Iterable[Followed], lang: str) -> Table:
    """One line a student: where they stand, what is missing, what waits and since when."""
    years = sorted({year for one in following.students for year in one.years})
    columns: list[_Column[Followed]] = [
        *_person(following.named),
        _Column(("Situation", "State"), lambda one: pick(STATES[one.state], lang)),
        _Column(("Bilan", "Balance"), lambda one: Quarters(one.balance.credited)),
        _Column(("Seuil", "Required"), lambda one: None if (r := one.balance.required) is None else Quarters(r)),
        _Column(("Points manquants", "Points missing"), lambda one: Quarters(one.balance.missing.points)),
        _Column(("Ce qui manque", "What is missing"), lambda one: what_is_missing(one.balance.missing, lang)),
        _Column(("Bilan si tout est accepté", "Balance if all is accepted"), lambda one: Quarters(one.hoped)),
        _Column(("En attente", "Waiting"), lambda one: len(one.waiting)),
        _Column(("À corriger", "To be mended"), lambda one: len(one.returned) + one.errors),
        _Column(("Attend depuis", "Waits since"), lambda one: one.since),
        _Column(("Déclarations", "Declarations"), lambda one: len(one.claims)),
        *(_Column(year_title(year), _of_year(year)) for year in years),
        _Column(("Tendance", "Trend"), lambda one: pick(_TRENDS[one.trend], lang)),
        _Column(("Jury", "Jury"), lambda one: pick(_OUTCOMES[one.outcome], lang) if one.outcome else ""),
    ]
    return _table(name, columns, rows, lang)


def year_title(year: str) -> tuple[str, str]:
    return (f"Points {year}", f"Points {year}")


def _of_year(year: str) -> Callable[[Followed], Cell]:
    return lambda one: Quarters(one.years.get(year, Points(0)))


# --- declarations -----------------------------------------------------------------------------------------------------

_Row = tuple[Followed, ClaimCase, Waiting | None]


def declarations(following: Following, name: str, rows: Sequence[_Row], lang: str) -> Table:
    """One line a declaration: by whom, of what, what it was worth and why, or what it waits for."""
    lines = {line.path: line for one in following.students for line in one.balance.lines}
    columns: list[_Column[_Row]] = [
        *(_Column[_Row](c.title, _first(c.cell)) for c in _person(following.named)),
        _Column(("Activité", "Activity"), lambda row: row[1].activity.code),
        _Column(("Intitulé", "Title"), lambda row: row[1].activity.title.in_language(lang)),
        _Column(("Année", "Year"), lambda row: row[1].grid.year),
        _Column(("Du", "From"), lambda row: row[1].declaration.period.start),
        _Column(("Au", "To"), lambda row: row[1].declaration.period.end),
        _Column(("Demandés", "Claimed"), lambda row: Quarters(row[1].computed)),
        _Column(("Comptés", "Credited"), lambda row: _credited(row, lines)),
        _Column(("Attend", "Awaits"), lambda row: pick(_WAITS[row[2].kind], lang) if row[2] else ""),
        _Column(("Depuis", "Since"), lambda row: row[2].since if row[2] else None),
        _Column(("Jours", "Days"), lambda row: _days(row, following.today)),
        _Column(("Qui décide", "Who decides"), lambda row: ", ".join(row[2].codes) if row[2] else ""),
        _Column(("Décision", "Decision"), lambda row: _decision(row[1], lang)),
        _Column(("Par", "By"), lambda row: e.by if (e := row[1].declaration.evaluation) else ""),
        _Column(("Le", "On"), lambda row: e.on if (e := row[1].declaration.evaluation) else None),
        _Column(("Pourquoi", "Why"), lambda row: _why(row, lines, lang)),
        _Column(("Demande", "Request"), lambda row: row[2].number if row[2] else None),
        _Column(("Fichier", "File"), lambda row: row[1].declaration.name),
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
    return pick(_DECISIONS[evaluation.decision], lang) if evaluation is not None else ""


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
        _Column(("Groupe", "Group"), lambda row: row[0]),
        _Column(("Élèves", "Students"), lambda row: len(row[1])),
        *(_Column[_Group](_capital(words), _count(state)) for state, words in STATES.items()),
        _Column(("Sans déclaration", "No declaration"), lambda row: sum(not one.claims for one in row[1])),
        _Column(("Points, médiane", "Points, median"), lambda row: Quarters(_median(row[1]))),
        _Column(("En attente", "Waiting"), lambda row: sum(len(one.waiting) for one in row[1])),
        _Column(
            ("Attend depuis", "Waits since"), lambda row: min((s for one in row[1] if (s := one.since)), default=None)
        ),
    ]
    return _table(name, columns, rows, lang)


def _capital(words: tuple[str, str]) -> tuple[str, str]:
    fr, en = words
    return fr[:1].upper() + fr[1:], en[:1].upper() + en[1:]


def _count(state: State) -> Callable[[_Group], Cell]:
    return lambda row: Counter(one.state for one in row[1])[state]


def _median(rows: Sequence[Followed]) -> Points:
    values = sorted(one.balance.credited for one in rows)
    return values[(len(values) - 1) // 2] if values else Points(0)
