"""What the jury decided, as values for a results file of APOGEE: for whom, in which cells, what is left aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from polyvalidate.model.folder import Quitus
from polyvalidate.model.paths import FolderPath
from polyvalidate.model.words import Text, number
from polyvalidate.office.acts.decided import decided_before, decisions
from polyvalidate.office.exchange.apogee import NOTE, RESULT, SCALE, Column, Maquette, Person
from polyvalidate.office.exchange.apogee_filling import Filled, columns_of, fill
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.tables import Row
from polyvalidate.office.register.recognising import Known
from polyvalidate.office.register.register import Member, Register
from polyvalidate.school.school import School


class Order(NamedTuple):
    """What was asked: the element and its session in APOGEE, the session of the jury, the cohort whose students should
    be in the file, the result for each outcome (absent: the cell is left empty), and the scale of notes; None to write
    no note."""

    element: str
    apogee_session: str | None
    session: str
    cohort: int | None
    results: Mapping[str, str]
    scale: int | None


class Undecided(NamedTuple):
    """Somebody of the file for whom nothing is written: their pseudonym and, when there is one, the outcome that has no
    result, or the session at which the jury decided."""

    person: Person
    code: str
    outcome: str | None = None
    session: str | None = None


class Report(NamedTuple):
    """What would be written and what is told: ``absent`` are the students of the cohort whom the file does not have,
    ``broken`` the decisions that cannot be read, ``aside`` how many lines are left aside."""

    columns: tuple[Column, ...]
    filled: Filled
    undecided: tuple[Undecided, ...]
    absent: tuple[Member, ...]
    doubts: tuple[Doubt, ...]
    broken: tuple[str, ...]
    aside: int

    @property
    def to_settle(self) -> bool:
        """Is there something that only a person can settle?"""
        return bool(self.filled.other or self.broken or self.aside)


def report(school: School, register: Register, maquette: Maquette, order: Order) -> Report | Text:
    """Fill the file in memory; a ``Text`` says why nothing can be filled."""
    columns = _columns(maquette, order)
    if isinstance(columns, Text):
        return columns
    known = Known.of(register, school.folders)
    codes: dict[str, Person] = {}
    doubts: list[Doubt] = []
    for person in maquette.people:
        code = known.find(Row(person.line, {"number": person.number, "surname": person.surname}))
        if isinstance(code, Doubt):
            doubts.append(code)
        elif code in codes:
            twice = Text(
                "Même personne qu'à la ligne {line} : rien n'y est écrit.",
                "Same person as on line {line}: nothing is written there.",
            )
            doubts.append(told(twice, person.line, line=codes[code].line))
        else:
            codes[code] = person
    other = _another_cohort(school, register, codes, order.cohort)
    if other is not None:
        return other
    found, broken = decisions(school, codes)
    found |= decided_before(school, found, order.session)
    undecided: list[Undecided] = []
    wishes: list[tuple[Person, Column, str]] = []
    for code, person in codes.items():
        quitus = found.get(code)
        if quitus is None or quitus.session != order.session:
            undecided.append(Undecided(person, code, session=quitus.session if quitus is not None else None))
            continue
        if RESULT in columns and quitus.outcome not in order.results:
            undecided.append(Undecided(person, code, quitus.outcome))
        elif RESULT in columns:
            wishes.append((person, columns[RESULT], order.results[quitus.outcome]))
        if order.scale is not None:
            wishes += _note(person, quitus, columns, order.scale, doubts)
    return Report(
        tuple(columns.values()),
        fill(maquette, wishes),
        tuple(undecided),
        _absent(school, register, codes, order.cohort),
        tuple(doubts),
        tuple(broken),
        len(maquette.people) - len(codes),
    )


def _columns(maquette: Maquette, order: Order) -> dict[str, Column] | Text:
    """The columns to fill, once the results that were asked for are among those of the file."""
    all_of = columns_of(maquette, order.element, order.apogee_session)
    if isinstance(all_of, Text):
        return all_of
    if order.scale is not None and NOTE not in all_of:
        return Text(
            "L'élément {element} n'a pas de colonne de note (N) dans cette maquette : retirez --scale.",
            "Element {element} has no column of notes (N) in this file: take --scale out.",
        ).filled(element=order.element)
    if order.scale is None and RESULT not in all_of:
        return Text(
            "L'élément {element} n'a pas de colonne de résultat (R) dans cette maquette. Pour écrire les "
            "points en note, ajoutez --scale 20.",
            "Element {element} has no column of results (R) in this file. To write the points as a note, "
            "add --scale 20.",
        ).filled(element=order.element)
    strange = sorted(set(order.results.values()) - maquette.codes)
    if RESULT in all_of and maquette.codes and strange:
        allowed = ", ".join(sorted(maquette.codes))
        return Text(
            "Le résultat {strange} n'est pas permis par cette maquette. Elle permet {allowed}. "
            "Choisissez avec --acquired, --not-acquired, --second-chance et --exempted.",
            "Result {strange} is not allowed by this file. It allows {allowed}. Choose with --acquired, "
            "--not-acquired, --second-chance and --exempted.",
        ).filled(strange=strange[0], allowed=allowed)
    wanted = (RESULT, *((NOTE, SCALE) if order.scale is not None else ()))
    return {kind: all_of[kind] for kind in wanted if kind in all_of}


def _note(
    person: Person, quitus: Quitus, columns: Mapping[str, Column], scale: int, doubts: list[Doubt]
) -> Iterator[tuple[Person, Column, str]]:
    """The points as a note and its scale. Of an exemption there is none: nothing was to be earned."""
    if quitus.outcome == "exempted":
        doubts.append(told(_EXEMPTED, person.line))
        return
    if quitus.credited > scale * 4:
        doubts.append(told(_ABOVE, person.line, note=quitus.credited, scale=scale))
        return
    if quitus.outcome == "acquired" and quitus.credited * 2 < scale * 4:
        doubts.append(told(_BELOW, person.line, note=quitus.credited, scale=scale))
    yield person, columns[NOTE], number(quitus.credited, "fr")
    if SCALE in columns:
        yield person, columns[SCALE], str(scale)


_EXEMPTED = Text(
    "Dispense : aucune note n'est écrite à côté, ses points ne l'ont pas décidée.",
    "Exempted: no note is written beside it, points did not decide it.",
)
_ABOVE = Text(
    "{note:number} points ne tiennent pas dans un barème de {scale} : la note est laissée vide. Donnez un --scale plus "
    "grand.",
    "{note:number} points do not fit a scale of {scale}: the note is left empty. Give a greater --scale.",
)
_BELOW = Text(
    "Quitus acquis avec {note:number} sur {scale} : pour APOGEE, cette note est sous la moyenne. Relisez ces lignes, "
    "ou remplissez sans --scale.",
    "Quitus acquired with {note:number} out of {scale}: APOGEE takes this note for a failure. Read these lines again, "
    "or fill without --scale.",
)


def _another_cohort(school: School, register: Register, codes: Mapping[str, Person], cohort: int | None) -> Text | None:
    """Why this is not the file of the cohort that was asked for: nobody of it is there, and others are."""
    if cohort is None:
        return None
    there = {str(FolderPath.of(school.folders[code].path).cohort) for code in codes if code in school.folders}
    if not there or str(cohort) in there or any(register.by_code[code].cohort == cohort for code in codes):
        return None
    listed = ", ".join(sorted(there))
    return Text(
        "Aucun élève de la promotion {cohort} n'est dans cette maquette ; elle a des élèves de "
        "{listed}. Vérifiez --cohort et la maquette.",
        "No student of cohort {cohort} is in this file; it has students of {listed}. Check --cohort and the file.",
    ).filled(cohort=cohort, listed=listed)


def _absent(school: School, register: Register, codes: Mapping[str, Person], cohort: int | None) -> tuple[Member, ...]:
    """The students of the cohort who are in the school and not in the file, by name."""
    missing = [
        member
        for member in register.members
        if member.cohort == cohort and member.code not in codes and _is_here(school, member.code)
    ]
    return tuple(sorted(missing, key=lambda member: member.order))


def _is_here(school: School, code: str) -> bool:
    student = school.students.get(code)
    return student is not None and (student.left is None or student.left > school.book.today)
