"""The neutral words in which a record is told to others: facts, dates, numbers, no praise and no blame."""

from __future__ import annotations

from collections.abc import Iterable

from polyvalidate.documents.statement import GridStamp, Outcome, StatedActivity, Statement
from polyvalidate.model.grid import Period
from polyvalidate.model.origin import ORIGIN
from polyvalidate.model.words import NBSP, Text, day, number, points

ROLES = {
    "organiser": ("organisation", "organiser"),
    "participant": ("participation", "participant"),
    "lead": ("responsabilité", "position of responsibility"),
}
"""What the grid says of the part taken in an activity."""

_OUTCOMES = {
    "acquired": ("quitus citoyen acquis", "quitus citoyen acquired"),
    "not-acquired": ("quitus citoyen non acquis", "quitus citoyen not acquired"),
    "exempted": ("dispense du quitus citoyen", "exempted from the quitus citoyen"),
    "second-chance": ("seconde chance pour le quitus citoyen", "second chance for the quitus citoyen"),
}


def pick(pair: tuple[str, str], lang: str) -> str:
    return pair[0 if lang == "fr" else 1]


def listed(parts: Iterable[str | None], lang: str) -> str:
    """The parts that there are, with semicolons."""
    return (Text(" ; ", "; ").of(lang)).join(part for part in parts if part)


def when(period: Period, lang: str) -> str:
    """``le 31 janvier 2026``, ``du 30 janvier 2026 au 1er février 2026``; ``31 January 2026``, ``… to …``."""
    start, end = day(period.start, lang), day(period.end, lang)
    if period.start == period.end:
        return f"le {start}" if lang == "fr" else start
    return Text("du {start} au {end}", "{start} to {end}").of(lang, start=start, end=end)


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
    what, on = pick(_OUTCOMES[quitus.outcome], lang), day(quitus.on, lang)
    credited, required = points(quitus.credited, lang), number(quitus.required, lang)
    if lang == "fr":
        return f"{what}, jury du {on} ({credited}, {required} demandés)"
    return f"{what}, jury of {on} ({credited}, {required} required)"


def standing(statement: Statement, lang: str) -> str:
    """The outcome, or where the balance stands as long as the jury has not spoken."""
    if statement.quitus is not None:
        said = outcome(statement.quitus, lang)
        return said[0].upper() + said[1:]
    credited, on = points(statement.credited, lang), day(statement.day, lang)
    fr = f"Le jury ne s'est pas encore prononcé sur le quitus citoyen ; bilan au {on} : {credited}"
    en = f"The jury has not yet decided on the quitus citoyen; balance on {on}: {credited}"
    if statement.required is not None:
        fr += f", {number(statement.required, 'fr')} demandés"
        en += f", {number(statement.required, 'en')} required"
    return fr if lang == "fr" else en


def provenance(statement: Statement, lang: str) -> str:
    """From what the record was made, so that the school finds it again: day, commit, grids and their fingerprints.

    Not the pseudonym: beside a name, in the hands of others, it would open the rest of the folder.
    """
    stamps = ", ".join(f"{stamp.year} ({example(stamp, lang)}{stamp.fingerprint[:16]})" for stamp in statement.grids)
    on, several = day(statement.day, lang), "s" if len(statement.grids) > 1 else ""
    commit = f", commit {statement.commit}" if statement.commit else ""
    if lang == "fr":
        return f"Registre de l'école au {on}{commit} ; grille{several} {stamps}"
    return f"The school's record on {on}{commit}; grid{several} {stamps}"


def example(stamp: GridStamp, lang: str) -> str:
    """What is said of a grid that is an example, wherever it is named."""
    if not stamp.example:
        return ""
    return Text("grille d'exemple, ", "example grid, ").of(lang)
