"""An activity belongs to what the registry office says of a student: the profile of that day, the cycle, the departure.

What nobody has decided is held to it. What is decided stays decided whatever the office writes afterwards: it warns.
"""

from __future__ import annotations

from datetime import date

from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Period
from polyvalidate.model.years import FIRST_MONTH, first_day
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.registry import Sees, Yielded, rule


def _is_open(case: ClaimCase) -> bool:
    """To the profile of the day; what is decided, to any that the student ever had."""
    student = case.student
    held = student.profiles if case.is_decided else (case.profile.code,)
    return not case.activity.open_to.isdisjoint(held)


def _cycle(case: ClaimCase) -> Period:
    """The first and the last day of the cycle: the longest of the profiles that the student ever had."""
    student, profiles = case.student, case.grid.profiles
    years = max(profiles[code].years for code in student.profiles if code in profiles)
    return Period(first_day(student.cohort), date(student.cohort + years + student.extra_years, FIRST_MONTH - 1, 31))


def _has_left(case: ClaimCase) -> bool:
    left = case.student.left
    return left is not None and case.declaration.period.end > left


@rule(
    "PP304",
    Sees.CLAIM,
    fr=(
        "L'activité {code} n'est pas ouverte au profil {profile}.",
        "Elle est ouverte à {profiles:list}. Si votre profil est faux, écrivez à la scolarité.",
    ),
    en=(
        "Activity {code} is not open to profile {profile}.",
        "It is open to {profiles:list}. If your profile is wrong, write to the registry office.",
    ),
)
def open_to_the_profile(case: ClaimCase) -> Yielded:
    """La grille dit à quels profils chaque activité est ouverte, selon l'organisation de leurs études.

    The grid says to which profiles each activity is open, according to how their studies are organised.
    """
    activity = case.activity
    if not case.is_decided and not _is_open(case):
        profiles = tuple(sorted(activity.open_to)) or ("—",)
        yield case.at("activity"), {"code": activity.code, "profile": case.profile.code, "profiles": profiles}


@rule(
    "PP310",
    Sees.CLAIM,
    fr=(
        "Cette activité a eu lieu hors de votre cycle.",
        "Vérifiez les dates : votre cycle va du {first:date} au {last:date}. Si c'est une erreur, écrivez à la "
        "scolarité.",
    ),
    en=(
        "This activity took place outside your cycle.",
        "Check the dates: your cycle runs from {first:date} to {last:date}. If that is wrong, write to the registry "
        "office.",
    ),
)
def within_the_cycle(case: ClaimCase) -> Yielded:
    """Les points reconnaissent l'engagement pendant le cycle d'ingénieur, années redoublées ou de césure comprises.

    Points recognise engagement during the engineer cycle, repeated and gap years included.
    """
    (first, last), period = _cycle(case), case.declaration.period
    if case.is_decided:
        return
    if period.start < first:
        yield case.at("period", "from"), {"first": first, "last": last}
    elif period.end > last:
        yield case.at("period", "to"), {"first": first, "last": last}


@rule(
    "PP312",
    Sees.CLAIM,
    fr=(
        "Cette activité finit après le départ de l'école ({left:date}).",
        "Corrigez les dates, ou écrivez à la scolarité si la date de départ est fausse.",
    ),
    en=(
        "This activity ends after the student left the school ({left:date}).",
        "Correct the dates, or write to the registry office if the date of leaving is wrong.",
    ),
)
def before_leaving(case: ClaimCase) -> Yielded:
    """Seul compte l'engagement des personnes inscrites à l'école.

    Only the engagement of people enrolled in the school counts.
    """
    left = case.student.left
    if left is not None and not case.is_decided and _has_left(case):
        yield case.at("period", "to"), {"left": left}


@rule(
    "PP366",
    Sees.EVALUATION,
    severity=Severity.WARNING,
    fr=(
        "Cette déclaration acceptée ne va pas avec le profil, le cycle ou la date de départ du dossier.",
        "Si la scolarité les a changés depuis, laissez la décision, qui garde ses points ; sinon, corrigez-la.",
    ),
    en=(
        "This accepted declaration does not go with the profile, the cycle or the date of leaving of the folder.",
        "If the registry office has changed them since, leave the decision, which keeps its points; else mend it.",
    ),
)
def decided_before_it_changed(case: ClaimCase) -> Yielded:
    """Un changement de profil, une année en moins ou un départ ne retirent pas un point déjà décidé. Dans la demande
    qui écrit la décision, c'est une erreur.

    Another profile, a year less or a departure take away no point that was decided. In the request that writes the
    decision this is an error.
    """
    if case.is_decided and not (
        _is_open(case) and case.declaration.period.within(_cycle(case)) and not _has_left(case)
    ):
        yield case.at("evaluation"), {}
