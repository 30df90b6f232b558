"""What is claimed of an activity: it is open to the student, counted in its own unit, and in nothing else."""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import ClaimCase
from polyvalidate.rules.registry import Sees, Yielded, rule

PER_DAY = {"day": 1, "half-day": 2}
"""Units of which a day holds so many at the most."""
HOURS_IN_A_DAY = 24


@rule(
    "PP313",
    Sees.CLAIM,
    severity=Severity.WARNING,
    at_key=True,
    fr=(
        "L'activité {code} ne se compte pas en heures : cette ligne ne change rien aux points.",
        "Supprimez-la, ou dites-le dans la description.",
    ),
    en=(
        "Activity {code} is not counted in hours: this line changes nothing to the points.",
        "Delete it, or say it in the description.",
    ),
)
def hours_are_counted(case: ClaimCase) -> Yielded:
    """Un nombre d'heures laisse croire qu'il sera compté, alors que la grille compte autre chose.

    A number of hours suggests that it will be counted, whereas the grid counts something else.
    """
    if case.declaration.hours is None:
        return
    unit = case.grid.units[case.activity.unit]
    if not unit.hours and not unit.minimum_hours:
        yield case.at("hours"), {"code": case.activity.code}


@rule(
    "PP314",
    Sees.CLAIM,
    fr=(
        "Il manque la quantité : cette activité se compte par {unit}.",
        "Ajoutez une ligne « quantity: … » avec un nombre entier.",
    ),
    en=(
        "The quantity is missing: this activity is counted by {unit}.",
        "Add a line “quantity: …” with a whole number.",
    ),
)
def quantity_is_given(case: ClaimCase) -> Yielded:
    """Les points sont ceux d'une unité multipliés par la quantité ; sans elle, la déclaration ne vaut rien.

    The points are those of one unit times the quantity; without it the declaration is worth nothing.
    """
    if case.declaration.quantity is not None:
        return
    unit = case.grid.units[case.activity.unit]
    if not unit.hours:
        yield case.at("activity"), {"unit": unit.title}


@rule(
    "PP315",
    Sees.CLAIM,
    at_key=True,
    fr=(
        "L'activité {code} se compte en heures, et non par quantité.",
        "Remplacez cette ligne par « hours: … » avec le nombre d'heures.",
    ),
    en=(
        "Activity {code} is counted in hours, not by quantity.",
        "Replace this line by “hours: …” with the number of hours.",
    ),
)
def quantity_is_counted(case: ClaimCase) -> Yielded:
    """Un nombre peut vouloir dire des heures ou des blocs d'heures : on ne devine pas lequel.

    A number may mean hours or blocks of hours: nobody guesses which.
    """
    if case.declaration.quantity is not None and case.grid.units[case.activity.unit].hours:
        yield case.at("quantity"), {"code": case.activity.code}


@rule(
    "PP316",
    Sees.CLAIM,
    fr=(
        "Il manque le nombre d'heures : l'unité est « {unit} ».",
        "Ajoutez une ligne « hours: … » avec un nombre entier.",
    ),
    en=(
        "The number of hours is missing: the unit is “{unit}”.",
        "Add a line “hours: …” with a whole number.",
    ),
)
def hours_are_given(case: ClaimCase) -> Yielded:
    """Les heures décident des points, ou du minimum à atteindre pour en avoir.

    The hours decide the points, or the least to reach in order to have some.
    """
    if case.declaration.hours is not None:
        return
    unit = case.grid.units[case.activity.unit]
    if unit.hours or unit.minimum_hours:
        yield case.at("activity"), {"unit": unit.title}


@rule(
    "PP317",
    Sees.CLAIM,
    fr=(
        "{hours} h ne font pas encore un bloc de {block} h : la déclaration ne vaut aucun point.",
        "Réunissez plusieurs actions dans une même déclaration, ou attendez d'avoir {block} h.",
    ),
    en=(
        "{hours} h do not make a block of {block} h yet: the declaration is worth no point.",
        "Gather several actions in one declaration, or wait until you have {block} h.",
    ),
)
def hours_make_a_block(case: ClaimCase) -> Yielded:
    """Seuls les blocs entiers comptent ; une déclaration sans point demande une évaluation pour rien.

    Only whole blocks count; a declaration without points asks for an evaluation in vain.
    """
    hours = case.declaration.hours
    if hours is None:
        return
    block = case.grid.units[case.activity.unit].hours
    if hours < block:
        yield case.at("hours"), {"hours": hours, "block": block}


@rule(
    "PP318",
    Sees.CLAIM,
    fr=(
        "{hours} h ne suffisent pas : il en faut {least} pour la quantité déclarée ({quantity}).",
        "Corrigez les heures ou la quantité.",
    ),
    en=(
        "{hours} h are not enough: the quantity declared ({quantity}) needs {least}.",
        "Correct the hours or the quantity.",
    ),
)
def hours_reach_the_minimum(case: ClaimCase) -> Yielded:
    """La grille ne compte cette unité qu'à partir d'un nombre d'heures, le même pour tout le monde.

    The grid counts this unit from a number of hours only, the same for everyone.
    """
    hours, quantity = case.declaration.hours, case.declaration.quantity
    if hours is None or quantity is None:
        return
    least = case.grid.units[case.activity.unit].minimum_hours * quantity
    if hours < least:
        yield case.at("hours"), {"hours": hours, "quantity": quantity, "least": least}


@rule(
    "PP319",
    Sees.CLAIM,
    fr=(
        "Ce nombre dépasse le maximum possible pour cette période, qui est de {most}.",
        "Corrigez ce nombre ou les dates.",
    ),
    en=(
        "This number is above the maximum possible in this period, which is {most}.",
        "Correct this number or the dates.",
    ),
)
def fits_in_the_period(case: ClaimCase) -> Yielded:
    """Un jour a deux demi-journées et vingt-quatre heures ; au-delà, un nombre ou une date est mal écrit.

    A day has two half-days and twenty-four hours; beyond that, a number or a date is mistyped.
    """
    declaration = case.declaration
    hours, quantity = declaration.hours, declaration.quantity
    days = (declaration.period.end - declaration.period.start).days + 1
    if days < 1:
        return
    per_day = PER_DAY.get(case.activity.unit)
    if quantity is not None and per_day is not None and quantity > per_day * days:
        yield case.at("quantity"), {"most": per_day * days}
    if hours is not None and hours > HOURS_IN_A_DAY * days:
        yield case.at("hours"), {"most": HOURS_IN_A_DAY * days}


@rule(
    "PP326",
    Sees.CLAIM,
    fr=(
        "Cette activité est déjà prise en compte ailleurs : {where}.",
        "Retirez la déclaration, ou corrigez cette ligne si ce n'est pas le cas.",
    ),
    en=(
        "This activity is already counted elsewhere: {where}.",
        "Withdraw the declaration, or correct this line if it is not the case.",
    ),
)
def counted_once(case: ClaimCase) -> Yielded:
    """Une même activité n'est validée qu'une fois (code de l'éducation, article D611-7) ; un travail payé ne compte que
    si la grille le prévoit.

    One activity is validated once only (French code of education, article D611-7); paid work counts only where the grid
    says so.
    """
    elsewhere = case.declaration.elsewhere
    if elsewhere == "none" or (elsewhere == "paid" and case.activity.allows_paid):
        return
    yield case.at("elsewhere"), {"where": ELSEWHERE[elsewhere]}


ELSEWHERE = {
    "ects": Text("dans une unité d'enseignement", "in a course unit"),
    "internship": Text("pendant un stage", "in an internship"),
    "paid": Text("c'est un travail payé", "it is paid work"),
}
"""Where else an activity may be counted."""
