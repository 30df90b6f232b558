"""What the registry office keeps outside the repository: an APOGEE extraction and the register, synthetic."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from polyvalidate.demonstrating.people import Person

SUFFIX = "-prive"
"""Added to the name of the school's folder."""
APOGEE, REGISTER = "apogee.csv", "registre.csv"

_FIRST_NUMBER = 99_000_001
"""Student numbers that no school gives."""
_APOGEE_COLUMNS = ("COD_ETU", "LIB_NOM_PAT_IND", "LIB_NOM_USU_IND", "LIB_PR1_IND", "COD_ETP", "COD_VRS_VET", "COD_ANU")
_REGISTER_COLUMNS = ("pseudonyme", "numero", "courriel")


def write_private(directory: Path, people: Iterable[Person], latest: int) -> None:
    """Write both files. ``latest`` is the year in which the last academic year begins."""
    apogee, register = io.StringIO(newline=""), io.StringIO(newline="")
    extraction = csv.writer(apogee, delimiter=";", lineterminator="\r\n")
    rows = csv.writer(register, lineterminator="\n")
    extraction.writerow(_APOGEE_COLUMNS)
    rows.writerow(_REGISTER_COLUMNS)
    for person in people:
        number = _FIRST_NUMBER + person.number
        rank = f"{person.number + 1:03d}"
        enrolled = min(latest, person.years[-1])
        year = min(5, 6 - person.profile.years + enrolled - person.cohort)
        usual = f"EXEMPLE-{rank}-USAGE" if person.number % 17 == 0 else ""
        extraction.writerow((number, f"EXEMPLE-{rank}", usual, "Élève", f"P{person.programme}{year}A", "211", enrolled))
        rows.writerow((person.code, number, f"exemple-{rank}@example.org"))
    (directory / APOGEE).write_bytes(apogee.getvalue().encode("cp1252"))
    (directory / REGISTER).write_bytes(register.getvalue().encode())
