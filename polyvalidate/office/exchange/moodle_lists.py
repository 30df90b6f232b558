"""The files that Moodle takes in: users, groups, cohorts, grades.

UTF-8 without a mark, commas, quotes where a cell needs them. Moodle refuses a groups file that has any other column
than its own, and takes a cell as it is: nothing is put before a text that a spreadsheet would take for a formula; such
a line is left aside instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.model.grid import Grid
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, plain
from polyvalidate.office.lists.doubts import Doubt, told
from polyvalidate.office.lists.steps import Step, written
from polyvalidate.office.register.register import Member
from polyvalidate.reports.spreadsheets import csv_for_programs

GROUPING = "CURSUS+ANNEE"
"""The grouping in which the groups PROGRAMME + YEAR OF STUDY are put."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Enrolled(NamedTuple):
    """A student for Moodle: who, of which group (empty: of none), and whether they have left the school."""

    member: Member
    group: str
    gone: bool = False


class Course(NamedTuple):
    """The course in which students are enrolled: its short name, and the role they have there."""

    name: str
    role: str


class Graded(NamedTuple):
    """A student's balance as a grade; ``required`` is None as long as the jury has not fixed it."""

    member: Member
    credited: Points
    required: Points | None


class Made(NamedTuple):
    """A file, how many lines it has, and whom it does not have."""

    data: bytes
    rows: int
    doubts: tuple[Doubt, ...]


def cohort_name(prefix: str, year: int) -> str:
    """``POLY-2025``: name and id number of a cohort in Moodle."""
    return f"{prefix}-{year}"


def users(people: Iterable[Enrolled], prefix: str, auth: str, course: Course | None) -> Made:
    """The upload of users: accounts, cohorts and, with a course, enrolment, group and, for those who left, the end of
    their enrolment. The user name is the student number, as the university's directory has it."""
    heads = ["username", "firstname", "lastname", "email", "idnumber", "auth", "cohort1"]
    if course is not None:
        heads += ["course1", "role1", "group1", "enrolstatus1"]
    rows: list[Sequence[str]] = []
    doubts: list[Doubt] = []
    for one in people:
        member = one.member
        reason = _against(member)
        if reason is not None:
            doubts.append(reason)
            continue
        name = member.usual or member.surname
        cells = [member.number.lower(), member.first, name, member.email, member.number, auth]
        cells.append(cohort_name(prefix, member.cohort))
        if course is not None:
            cells += [course.name, course.role, one.group, "1" if one.gone else "0"]
        rows.append(cells)
    return Made(_csv(heads, rows), len(rows), tuple(doubts))


def _against(member: Member) -> Doubt | None:
    """Why somebody cannot be in the upload of users."""
    texts = (member.first, member.usual or member.surname, member.email)
    if not member.email:
        why = Text(
            "{who} n'a pas de courriel, que Moodle demande : complétez le registre par roster import --emails.",
            "{who} has no e-mail address, which Moodle asks for: complete the register with roster import --emails.",
        )
    elif not all(texts):
        why = Text(
            "{who} n'a pas de nom ou pas de prénom, que Moodle demande : complétez le registre.",
            "{who} has no surname or no first name, which Moodle asks for: complete the register.",
        )
    elif any(text.startswith(_FORMULA) for text in texts):
        why = Text(
            "{who} : son nom commence par un signe qu'un tableur prendrait pour une formule. Corrigez le registre.",
            "{who}: the name begins with a sign that a spreadsheet would take for a formula. Mend the register.",
        )
    else:
        return None
    return told(why, who=f"{member.code} ({member.number})")


def groups(names: Iterable[str], grid: Grid, year: int, lang: str) -> Made:
    """The groups PROGRAMME + YEAR OF STUDY of an academic year (its first calendar year)."""
    rows = [(name, f"{name}-{year}", _described(name, grid, lang), GROUPING) for name in names]
    return Made(_csv(("groupname", "groupidnumber", "description", "groupingname"), rows), len(rows), ())


def _described(name: str, grid: Grid, lang: str) -> str:
    step: Step | None = written(name, grid.programmes)
    if step is None:
        return name
    title = grid.programmes[step.programme].in_language(lang)
    if step.level is None:
        return title
    return Text("{title} {level}A", "{title}, year {level}").of(lang, title=title, level=step.level)


def cohorts(years: Iterable[int], prefix: str, school: str, lang: str) -> Made:
    """The cohorts, by year of entry."""
    words = Text("{school}, entrée en {year}", "{school}, entry in {year}")
    names = {year: cohort_name(prefix, year) for year in years}
    rows = [(name, name, words.of(lang, school=school, year=year)) for year, name in names.items()]
    return Made(_csv(("name", "idnumber", "description"), rows), len(rows), ())


def grades(people: Iterable[Graded], item: str, today: date, lang: str) -> Made:
    """The import of grades: the balance of each student, and in words what is asked."""
    rows = []
    for one in people:
        asked = Text(" sur {required:number} demandés", " of {required:number} required").filled(
            required=one.required or 0
        )
        words = Text("{credited:points}{asked}, le {today:date}", "{credited:points}{asked}, on {today:date}").of(
            lang, credited=one.credited, asked=asked if one.required is not None else "", today=today
        )
        grade = f"{one.credited // 4}.{one.credited % 4 * 25:02d}"
        rows.append((one.member.number, one.member.email, grade, plain(words)))
    feedback = f"{item} (feedback)"
    return Made(_csv(("idnumber", "email", item, feedback), rows), len(rows), ())


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return csv_for_programs((heads, *rows))
