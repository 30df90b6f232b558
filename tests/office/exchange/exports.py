"""What Moodle exports of a course, of the students of the classroom."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from polyvalidate.office.register.register import Member
from tests.classroom import ADA, BEA, CLO, DAN

DONE, NOT = ("Terminé", "2026-03-04 10:12:33"), ("Pas terminé", "")
FOUR = (ADA, BEA, CLO, DAN)


def table(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def completion(
    items: Sequence[str], rows: Sequence[tuple[Member, Sequence[tuple[str, str]]]], who: str = "Numéro d'identification"
) -> list[list[str]]:
    """The report of activity completion: a state and a day for each item."""
    head = ["", who, "Adresse de courriel"]
    for place, item in enumerate(items):
        head += [item, "2026-06-15 23:59:00" if place else ""]
    lines = [head]
    for member, states in rows:
        name = f"{member.first} {member.usual or member.surname}"
        lines.append([name, member.number, member.email, *(cell for state in states for cell in state)])
    return lines


FRENCH = ("Prénom", "Nom", "Numéro d'identification", "Institution", "Département", "Adresse de courriel")
ENGLISH = ("First name", "Last name", "ID number", "Institution", "Department", "Email address")


def grades(items: Sequence[str], rows: Sequence[tuple[Member, Sequence[str]]], french: bool = True) -> list[list[str]]:
    """The export of grades: a grade and a feedback for each item, the total, the day as Unix time."""
    module, kind = ("Test : ", "Brut") if french else ("Quiz: ", "Real")
    head = list(FRENCH if french else ENGLISH)
    for item in items:
        head += [f"{module}{item} ({kind})", f"{module}{item} (Feedback)"]
    total = "Total du cours (Brut)" if french else "Course total (Real)"
    downloaded = "Dernier téléchargement depuis ce cours" if french else "Last downloaded from this course"
    lines = [[*head, total, downloaded]]
    for member, marks in rows:
        cells = [cell for mark in marks for cell in (mark, "Très bien,\nmerci ; à revoir" if mark != "-" else "")]
        name = member.usual or member.surname
        lines.append([member.first, name, member.number, "", "", member.email, *cells, "12,00", "1790000000"])
    return lines
