"""What the registry office keeps outside the repository: an APOGEE extraction and the register, synthetic."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from polyvalidate.demo.people import FORENAME, Person
from polyvalidate.office.register.profiles import entry_level
from polyvalidate.office.register.register import Member, Register, written

SUFFIX = "-prive"
"""Added to the name of the school's folder."""
APOGEE, REGISTER = "apogee.csv", "registre.json"

_FIRST_NUMBER = 99_000_001
"""Student numbers that no school gives."""
_APOGEE_COLUMNS = ("COD_ETU", "LIB_NOM_PAT_IND", "LIB_NOM_USU_IND", "LIB_PR1_IND", "COD_ETP", "COD_VRS_VET", "COD_ANU")


def write_private(directory: Path, people: Iterable[Person], latest: int, school: str, root: str) -> None:
    """Write both files: the list of those enrolled in the year ``latest`` (in which the last academic year begins), and
    the register of everybody. ``root`` is the first commit of the school."""
    apogee = io.StringIO(newline="")
    extraction = csv.writer(apogee, delimiter=";", lineterminator="\r\n")
    extraction.writerow(_APOGEE_COLUMNS)
    members: list[Member] = []
    for person in people:
        number = str(_FIRST_NUMBER + person.number)
        surname, usual = person.surname, f"{person.surname}-USAGE" if person.number % 17 == 0 else ""
        members.append(Member(person.code, person.cohort, number, surname, usual, FORENAME, person.email))
        if latest in person.years and (person.left is None or person.left >= date(latest, 9, 1)):
            repeated = person.extra_years if latest > person.cohort else 0
            level = entry_level(person.profile) + latest - person.cohort - repeated
            step = f"P{person.programme}{level}A"
            extraction.writerow((number, surname, usual, FORENAME, step, "211", latest))
    (directory / APOGEE).write_bytes(apogee.getvalue().encode("cp1252"))
    (directory / REGISTER).write_bytes(written(Register(school, root, tuple(members))))
    (directory / REGISTER).chmod(0o600)
