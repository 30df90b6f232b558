"""The neutral words in which a record is told to others: facts, dates, numbers, no praise and no blame."""

from __future__ import annotations

from collections.abc import Iterable

from polyvalidate.documents.statement import GridStamp, Outcome, StatedActivity, Statement
from polyvalidate.model.grid import Period
from polyvalidate.model.origin import ORIGIN
from polyvalidate.model.phrases import QUITUS, THEN
from polyvalidate.model.words import NBSP, Text

ROLES = {
    "organiser": Text("organisation", "organiser"),
    "participant": Text("participation", "participant"),
    "lead": Text("responsabilité", "position of responsibility"),
}
"""What the grid says of the part taken in an activity."""


def listed(parts: Iterable[str | None], lang: str) -> str:
    """The parts that there are, with semicolons."""
    return THEN.of(lang).join(part for part in parts if part)


def when(period: Period, lang: str) -> str:
    """``le 31 janvier 2026``, ``du 30 janvier 2026 au 1er février 2026``; ``31 January 2026``, ``… to …``."""
    text = Text("du {start:date} au {end:date}", "{start:date} to {end:date}")
    if period.start == period.end:
        text = Text("le {start:date}", "{start:date}")
    return text.of(lang, start=period.start, end=period.end)


def amount(activity: StatedActivity, lang: str) -> str:
    """``21 h``, ``1 mandat annuel``, ``2 × demi-journée``; both when both were said."""
    unit = activity.unit.in_language(lang)
    said = [f"{activity.hours}{NBSP}h"] if activity.hours else []
    if activity.quantity:
        said.append(f"1{NBSP}{unit}" if activity.quantity == 1 else f"{activity.quantity}{NBSP}×{NBSP}{unit}")
    return ", ".join(said)


def origin(activity: StatedActivity, lang: str) -> str | None:
    """Where the points come from, when they were not granted on a declaration to this school."""
    if activity.origin is None:
        return None
    if activity.origin == ORIGIN:
        return Text("reprise de Moodle", "taken over from Moodle").of(lang)
    return Text("points d'une autre école du réseau", "points of another school").of(lang)


def outcome(quitus: Outcome, lang: str) -> str:
    """What the jury decided, when, on which balance: ``quitus citoyen acquis le 16 juillet 2026 (11 points, 10
    demandés)``."""
    return Text(
        "{what}, jury du {on:date} ({credited:points}, {required:number} demandés)",
        "{what}, jury of {on:date} ({credited:points}, {required:number} required)",
    ).of(lang, what=QUITUS[quitus.outcome], on=quitus.on, credited=quitus.credited, required=quitus.required)


def standing(statement: Statement, lang: str) -> str:
    """The outcome, or where the balance stands as long as the jury has not spoken."""
    if statement.quitus is not None:
        said = outcome(statement.quitus, lang)
        return said[0].upper() + said[1:]
    said = Text(
        "Le jury ne s'est pas encore prononcé sur le quitus citoyen ; bilan au {on:date} : {credited:points}",
        "The jury has not yet decided on the quitus citoyen; balance on {on:date}: {credited:points}",
    ).of(lang, on=statement.day, credited=statement.credited)
    if statement.required is None:
        return said
    return said + Text(", {n:number} demandés", ", {n:number} required").of(lang, n=statement.required)


def provenance(statement: Statement, lang: str) -> str:
    """From what the record was made, so that the school finds it again: day, commit, grids and their fingerprints.

    Not the pseudonym: beside a name, in the hands of others, it would open the rest of the folder.
    """
    stamps = ", ".join(f"{stamp.year} ({example(stamp, lang)}{stamp.fingerprint[:16]})" for stamp in statement.grids)
    commit = f", commit {statement.commit}" if statement.commit else ""
    return Text(
        "Registre de l'école au {on:date}{commit} ; {n:grille|grilles} {stamps}",
        "The school's record on {on:date}{commit}; {n:grid|grids} {stamps}",
    ).of(lang, on=statement.day, commit=commit, n=len(statement.grids), stamps=stamps)


def example(stamp: GridStamp, lang: str) -> str:
    """What is said of a grid that is an example, wherever it is named."""
    if not stamp.example:
        return ""
    return Text("grille d'exemple, ", "example grid, ").of(lang)
