"""Lines of a list to students: one per number, each with a step of the grid, and what is wrong with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.grid import Grid
from polyvalidate.office.lists import cells
from polyvalidate.office.lists.cells import folded, shown
from polyvalidate.office.lists.doubts import Doubt, stops, told
from polyvalidate.office.lists.numbering import numbers_of
from polyvalidate.office.lists.steps import Step, level_of, names_several, nearest, step_of
from polyvalidate.office.lists.tables import Row, Table

Progress = Callable[[int, int], None]

MOST_TOLD = 12
"""Remarks of one kind that are told one by one."""


class Listed(NamedTuple):
    """A student of a list. ``surname`` is the birth name, ``usual`` the name used when it is another; ``email`` may be
    empty; ``profile`` is given by few lists."""

    line: int
    number: str
    surname: str
    usual: str
    first: str
    email: str
    step: Step
    profile: str | None

    @property
    def name(self) -> str:
        return f"{self.usual or self.surname} {self.first}".strip()


class Reading(NamedTuple):
    """How a list is to be read. ``steps``: texts of this school to steps; ``digits``: how many a student number has (0:
    they differ; None: found from the list); ``others``: lines of other schools are expected and left aside."""

    grid: Grid
    cohort: int
    steps: Mapping[str, str]
    digits: int | None
    others: bool


class Listing(NamedTuple):
    """The students of a list by number, and what is to be said. ``elsewhere`` counts lines of other schools."""

    students: Mapping[str, Listed]
    doubts: tuple[Doubt, ...]
    elsewhere: int


def read_listing(table: Table, reading: Reading, progress: Progress | None = None) -> Listing:
    """The students of a table. Every line that is wrong is told at once; ``progress`` is told of each that is read."""
    doubts = list(table.doubts)
    rows = _of_the_year(table.rows, reading.cohort, doubts)
    numbers = numbers_of(rows, reading.digits, doubts)
    found: dict[str, Listed] = {}
    unknown: Counter[str] = Counter()
    for count, row in enumerate(rows, 1):
        if progress is not None:
            progress(count, len(rows))
        number = numbers.get(row.line)
        text = row.cells["programme"]
        if number is None:
            continue
        step = _step(row, reading)
        if step is None:
            if names_several(text, reading.grid.programmes, reading.steps):
                doubts.append(
                    stops(
                        f"Le numéro {number} est inscrit à deux spécialités : {shown(text)}. Gardez-en une.",
                        f"Number {number} is enrolled in two programmes: {shown(text)}. Keep one.",
                        row.line,
                    )
                )
            else:
                unknown[text] += 1
            continue
        student = _student(row, number, step, reading.grid, doubts)
        before = found.get(number)
        if before is None:
            found[number] = student
        elif before._replace(line=0) == student._replace(line=0):
            doubts.append(
                told(f"Même élève qu'à la ligne {before.line}.", f"Same student as on line {before.line}.", row.line)
            )
        else:
            doubts.append(_twice(before, student))
    if not reading.others:
        doubts += _unknown_steps(unknown, reading.grid)
    doubts += shared_addresses(found.values())
    if not found and not any(doubt.blocks for doubt in doubts):
        doubts.append(
            stops(
                "Aucune ligne de cette liste n'est d'une spécialité de la grille.",
                "No line is of a programme of the grid.",
            )
        )
    return Listing(found, tuple(doubts), sum(unknown.values()) if reading.others else 0)


def _step(row: Row, reading: Reading) -> Step | None:
    step = step_of(row.cells["programme"], reading.grid.programmes, reading.steps)
    level = level_of(row.cells.get("level", ""))
    return step._replace(level=level) if step is not None and step.level is None else step


def _student(row: Row, number: str, step: Step, grid: Grid, doubts: list[Doubt]) -> Listed:
    given = row.cells.get
    email = given("email", "")
    address = cells.address(email) if email else ""
    if address is None:
        doubts.append(
            stops(
                f"« {shown(email)} » n'est pas une adresse de courriel. Corrigez-la, ou videz la case.",
                f"“{shown(email)}” is no e-mail address. Mend it, or empty the cell.",
                row.line,
            )
        )
    surname, usual, first = given("surname", ""), given("usual", ""), given("first", "")
    for text in (surname, usual, first):
        if "\ufffd" in text or ("Ã" in text[:-1] and any(c in text for c in "©¨ª«§´®¯")) or "?" in text:
            doubts.append(
                stops(
                    f"Le nom « {shown(text)} » a perdu ses accents. Refaites l'extraction, ou corrigez la ligne.",
                    f"The name “{shown(text)}” has lost its accents. Make the extraction again, or mend the line.",
                    row.line,
                )
            )
            break
    if not surname and not usual:
        doubts.append(stops(f"Le numéro {number} n'a pas de nom.", f"Number {number} has no surname.", row.line))
    profile = _profile(given("profile", ""), grid)
    if profile == "":
        text = shown(given("profile", ""))
        doubts.append(
            stops(
                f"Le profil « {text} » n'existe pas dans la grille. Les profils sont {', '.join(grid.profiles)}.",
                f"Profile “{text}” does not exist in the grid. Profiles are {', '.join(grid.profiles)}.",
                row.line,
            )
        )
    return Listed(
        row.line, number, surname, usual if usual != surname else "", first, address or "", step, profile or None
    )


def _profile(text: str, grid: Grid) -> str | None:
    """A profile of the grid, None when nothing is said, an empty text when it is not known."""
    if not text:
        return None
    names = {folded(name): p.code for p in grid.profiles.values() for name in (p.title.en, p.title.fr, p.code)}
    return names.get(folded(text), "")


# --- lines side by side -----------------------------------------------------------------------------------------------


def _of_the_year(rows: Sequence[Row], cohort: int, doubts: list[Doubt]) -> list[Row]:
    """The lines of the year that is imported: an extraction may hold the enrolments of earlier years as well."""
    years = [row.cells.get("year", "")[:4] for row in rows]
    kept = [row for row, year in zip(rows, years, strict=True) if not year.isdigit() or int(year) == cohort]
    others = sorted({year for year in years if year.isdigit() and int(year) != cohort})
    if others and kept:
        count, listed = len(rows) - len(kept), ", ".join(others)
        doubts.append(
            told(
                f"{count} ligne(s) d'autres années ({listed}) sont laissées de côté.",
                f"{count} line(s) of other years ({listed}) are left aside.",
            )
        )
    elif others:
        doubts.append(
            stops(
                f"Cette liste est de l'année {others[-1]}, et non de {cohort}. Extrayez la bonne année, ou donnez "
                f"--cohort {others[-1]}.",
                f"This list is of year {others[-1]}, not of {cohort}. Extract the right year, or give --cohort "
                f"{others[-1]}.",
            )
        )
    return kept


def _twice(before: Listed, after: Listed) -> Doubt:
    if (folded(before.surname), folded(before.first)) == (folded(after.surname), folded(after.first)):
        return stops(
            f"Le numéro {after.number} est aussi à la ligne {before.line}, avec d'autres indications ({before.step}, "
            f"puis "
            f"{after.step}). Gardez une seule des deux lignes.",
            f"Number {after.number} is on line {before.line} too, with other details ({before.step}, then "
            f"{after.step}). "
            "Keep one of both lines only.",
            after.line,
        )
    return stops(
        f"Le numéro {after.number} est donné à deux personnes, ici et à la ligne {before.line}. Vérifiez-le dans "
        f"APOGEE.",
        f"Number {after.number} is given to two people, here and on line {before.line}. Check it in APOGEE.",
        after.line,
    )


def _unknown_steps(unknown: Mapping[str, int], grid: Grid) -> list[Doubt]:
    found = []
    for text, count in sorted(unknown.items(), key=lambda pair: -pair[1])[:MOST_TOLD]:
        if not text:
            found.append(
                stops(
                    f"{count} ligne(s) n'ont pas de spécialité. Complétez-les.",
                    f"{count} line(s) have no programme. Complete them.",
                )
            )
            continue
        near, name = nearest(text, grid.programmes), shown(text)
        found.append(
            stops(
                f"La spécialité « {name} » ({count} ligne(s)) n'est pas dans la grille. Si c'est par exemple {near} "
                f"en 3e "
                f'année, ajoutez --programme "{name}={near}3" ; si ces lignes sont d\'une autre école, '
                f"--ignore-others.",
                f"Programme “{name}” ({count} line(s)) is not in the grid. If it is {near} in the 3rd year for "
                f"instance, "
                f'add --programme "{name}={near}3"; if these lines are of another school, --ignore-others.',
            )
        )
    if len(unknown) > MOST_TOLD:
        more = len(unknown) - MOST_TOLD
        found.append(stops(f"Et {more} autres spécialités inconnues.", f"And {more} more unknown programmes."))
    return found


def shared_addresses(students: Iterable[Listed]) -> list[Doubt]:
    """Two students with one address: one would be sent the other's pseudonym."""
    first: dict[str, Listed] = {}
    found = []
    for student in students:
        if student.email:
            other = first.setdefault(student.email.casefold(), student)
            if other is not student:
                found.append(
                    stops(
                        f"Cette adresse est aussi celle de la ligne {other.line}. Corrigez l'une des deux.",
                        f"This address is also that of line {other.line}. Mend one of them.",
                        student.line,
                    )
                )
    return found
