"""Lines of a list to students: one per number, each with a step of the grid, and what is wrong with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
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
    unknown: list[tuple[str, str, int]] = []
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
                several = Text(
                    "Le numéro {number} est inscrit à deux spécialités : {text}. Gardez-en une.",
                    "Number {number} is enrolled in two programmes: {text}. Keep one.",
                )
                doubts.append(stops(several, row.line, number=number, text=shown(text)))
            else:
                unknown.append((number, text, row.line))
            continue
        student = _student(row, number, step, reading.grid, doubts)
        before = found.get(number)
        if before is None:
            found[number] = student
        elif before._replace(line=0) == student._replace(line=0):
            same = Text("Même élève qu'à la ligne {line}.", "Same student as on line {line}.")
            doubts.append(told(same, row.line, line=before.line))
        else:
            doubts.append(_twice(before, student))
    if not reading.others:
        elsewhere = [one for one in unknown if one[0] in found]
        doubts += [_enrolled_elsewhere(found[number], text, line) for number, text, line in elsewhere]
        texts = Counter(text for number, text, _ in unknown if number not in found)
        doubts += _unknown_steps(texts, reading.grid)
    doubts += shared_addresses(found.values())
    if not found and not any(doubt.blocks for doubt in doubts):
        nobody = Text(
            "Aucune ligne de cette liste n'est d'une spécialité de la grille.", "No line is of a programme of the grid."
        )
        doubts.append(stops(nobody))
    return Listing(found, tuple(doubts), len(unknown) if reading.others else 0)


def _step(row: Row, reading: Reading) -> Step | None:
    step = step_of(row.cells["programme"], reading.grid.programmes, reading.steps)
    level = level_of(row.cells.get("level", ""))
    return step._replace(level=level) if step is not None and step.level is None else step


def _student(row: Row, number: str, step: Step, grid: Grid, doubts: list[Doubt]) -> Listed:
    given = row.cells.get
    email = given("email", "")
    address = cells.address(email) if email else ""
    if address is None:
        malformed = Text(
            "« {email} » n'est pas une adresse de courriel. Corrigez-la, ou videz la case.",
            "“{email}” is no e-mail address. Mend it, or empty the cell.",
        )
        doubts.append(stops(malformed, row.line, email=shown(email)))
    surname, usual, first = given("surname", ""), given("usual", ""), given("first", "")
    for text in (surname, usual, first):
        if cells.is_spoilt(text):
            spoilt = Text(
                "Le nom « {name} » a perdu ses accents, ou contient un signe qu'aucun nom n'a. Refaites l'extraction, "
                "ou corrigez la ligne.",
                "The name “{name}” has lost its accents, or has a sign that no name has. Make the extraction again, or "
                "mend the line.",
            )
            doubts.append(stops(spoilt, row.line, name=shown(text)))
            break
    if not surname and not usual:
        nameless = Text("Le numéro {number} n'a pas de nom.", "Number {number} has no surname.")
        doubts.append(stops(nameless, row.line, number=number))
    profile = _profile(given("profile", ""), grid)
    if profile == "":
        unknown = Text(
            "Le profil « {profile} » n'existe pas dans la grille. Les profils sont {known}.",
            "Profile “{profile}” does not exist in the grid. Profiles are {known}.",
        )
        doubts.append(stops(unknown, row.line, profile=shown(given("profile", "")), known=", ".join(grid.profiles)))
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
        left = Text(
            "{n} {n:ligne|lignes} d'autres années ({years}) {n:est laissée|sont laissées} de côté.",
            "{n} {n:line|lines} of other years ({years}) {n:is|are} left aside.",
        )
        doubts.append(told(left, n=len(rows) - len(kept), years=", ".join(others)))
    elif others:
        wrong = Text(
            "Cette liste est de l'année {year}, et non de {cohort}. Extrayez la bonne année, ou donnez --cohort "
            "{year}.",
            "This list is of year {year}, not of {cohort}. Extract the right year, or give --cohort {year}.",
        )
        doubts.append(stops(wrong, year=others[-1], cohort=cohort))
    return kept


def _twice(before: Listed, after: Listed) -> Doubt:
    if (folded(before.surname), folded(before.first)) == (folded(after.surname), folded(after.first)):
        text = Text(
            "Le numéro {number} est aussi à la ligne {line}, avec d'autres indications ({before}, puis {after}). "
            "Gardez une seule des deux lignes.",
            "Number {number} is on line {line} too, with other details ({before}, then {after}). Keep one of both "
            "lines only.",
        )
    else:
        text = Text(
            "Le numéro {number} est donné à deux personnes, ici et à la ligne {line}. Vérifiez-le dans APOGEE.",
            "Number {number} is given to two people, here and on line {line}. Check it in APOGEE.",
        )
    return stops(text, after.line, number=after.number, line=before.line, before=before.step, after=after.step)


def _enrolled_elsewhere(student: Listed, text: str, line: int) -> Doubt:
    """A second line of somebody who follows two courses of study at once."""
    both = Text(
        "Le numéro {number} est aussi à la ligne {line}, en {step} : c'est la même personne, inscrite aussi en "
        "« {text} », que la grille n'a pas. Pour ne garder que {step}, retirez cette ligne-ci, ou ajoutez "
        "--ignore-others.",
        "Number {number} is on line {line} too, in {step}: the same person, also enrolled in “{text}”, which the grid "
        "does not have. To keep {step} only, take this line out, or add --ignore-others.",
    )
    return stops(both, line, number=student.number, line=student.line, step=student.step, text=shown(text))


def _unknown_steps(unknown: Mapping[str, int], grid: Grid) -> list[Doubt]:
    found = []
    for text, n in sorted(unknown.items(), key=lambda pair: -pair[1])[:MOST_TOLD]:
        said = _UNKNOWN if text else _NO_PROGRAMME
        found.append(stops(said, n=n, name=shown(text), near=nearest(text, grid.programmes)))
    if len(unknown) > MOST_TOLD:
        more = Text(
            "Et {n} {n:autre spécialité inconnue|autres spécialités inconnues}.",
            "And {n} more unknown {n:programme|programmes}.",
        )
        found.append(stops(more, n=len(unknown) - MOST_TOLD))
    return found


_NO_PROGRAMME = Text(
    "{n} {n:ligne n'a|lignes n'ont} pas de spécialité. Complétez-{n:la|les}.",
    "{n} {n:line has|lines have} no programme. Complete {n:it|them}.",
)
_UNKNOWN = Text(
    "La spécialité « {name} » ({n} {n:ligne|lignes}) n'est pas dans la grille. Si c'est par exemple {near} en 3e année,"
    ' ajoutez --programme "{name}={near}3" ; si {n:cette ligne est|ces lignes sont} d\'une autre école,'
    " --ignore-others.",
    "Programme “{name}” ({n} {n:line|lines}) is not in the grid. If it is {near} in the 3rd year for instance, add"
    ' --programme "{name}={near}3"; if {n:this line is|these lines are} of another school, --ignore-others.',
)


def shared_addresses(students: Iterable[Listed]) -> list[Doubt]:
    """Two students with one address: one would be sent the other's pseudonym."""
    first: dict[str, Listed] = {}
    found = []
    for student in students:
        if student.email:
            other = first.setdefault(student.email.casefold(), student)
            if other is not student:
                shared = Text(
                    "Cette adresse est aussi celle de la ligne {line}. Corrigez l'une des deux.",
                    "This address is also that of line {line}. Mend one of them.",
                )
                found.append(stops(shared, student.line, line=other.line))
    return found
