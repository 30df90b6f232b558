"""PP2xx: what one activity says of itself does not contradict itself: points, levels, units, evidence, exclusions."""

from __future__ import annotations

from collections.abc import Iterable

from polyvalidate.model.findings import Severity
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP204",
    Sees.GRID,
    fr=(
        "L'activité {code} plafonne l'année à {year:points}, plus que le cycle entier ({cycle:points}).",
        "Baissez le plafond par an, ou relevez celui du cycle.",
    ),
    en=(
        "Activity {code} caps the year at {year:points}, more than the whole cycle ({cycle:points}).",
        "Lower the cap of the year, or raise the one of the cycle.",
    ),
)
def caps_are_nested(case: GridCase) -> Yielded:
    """Les plafonds s'emboîtent : l'année dans le cycle, le cycle dans la catégorie. Un plafond annuel plus grand que
    celui du cycle promettrait des points qui ne seraient jamais comptés.

    Caps are nested: the year in the cycle, the cycle in the category. A yearly cap larger than the one of the cycle
    would promise points that are never counted.
    """
    for activity in case.grid.activities.values():
        if activity.cap_year > activity.cap_cycle:
            place = case.at(activity.category, "activities", activity.code, "caps", "year")
            yield place, {"code": activity.code, "year": activity.cap_year, "cycle": activity.cap_cycle}


@rule(
    "PP216",
    Sees.GRID,
    fr=(
        "L'activité {code} va de {lowest:points} à {highest:points} : la fourchette est à l'envers.",
        "Écrivez d'abord le plus petit nombre de points, puis le plus grand.",
    ),
    en=(
        "Activity {code} goes from {lowest:points} to {highest:points}: the range is upside down.",
        "Write the smallest number of points first, then the greatest.",
    ),
)
def range_is_in_order(case: GridCase) -> Yielded:
    """Dans une fourchette, la personne qui évalue choisit entre le bas et le haut (règle G7) : à l'envers, aucun choix
    n'est possible.

    Within a range, the person who evaluates chooses between the bottom and the top (rule G7): upside down, no choice is
    possible.
    """
    for activity in case.grid.activities.values():
        if activity.lowest > activity.highest:
            place = case.at(activity.category, "activities", activity.code, "points", "from")
            yield place, {"code": activity.code, "lowest": activity.lowest, "highest": activity.highest}


@rule(
    "PP225",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "Le plafond par an de {code} ({year:points}) ne correspond à aucun nombre d'unités.",
        "Choisissez un plafond que des unités entières atteignent : {below:points} ou {above:points}.",
    ),
    en=(
        "The cap of the year of {code} ({year:points}) matches no number of units.",
        "Choose a cap that whole units reach: {below:points} or {above:points}.",
    ),
)
def year_cap_is_whole_units(case: GridCase) -> Yielded:
    """Quand le plafond tombe au milieu d'une unité, la dernière ne compte qu'en partie : les élèves ne comprennent pas
    pourquoi une demi-journée vaut soudain moins que la précédente.

    When the cap falls in the middle of a unit, the last one counts in part only: students do not understand why one
    half-day suddenly earns less than the one before.
    """
    for activity in case.grid.activities.values():
        units: Iterable[int] = range(activity.lowest, activity.highest + 1)
        if activity.levels:
            units = (level.points for level in activity.levels.values())
        values = [points for points in units if points > 0]
        if not values or max(values) > activity.cap_year:
            continue
        sums = _sums(values, activity.cap_year + max(values))
        if activity.cap_year not in sums:
            below = max(total for total in sums if total < activity.cap_year)
            above = min(total for total in sums if total > activity.cap_year)
            place = case.at(activity.category, "activities", activity.code, "caps", "year")
            yield place, {"code": activity.code, "year": activity.cap_year, "below": below, "above": above}


def _sums(values: list[int], most: int) -> set[int]:
    """Every total, up to ``most``, that a number of units can give; each unit gives one of ``values`` (positive)."""
    sums = {0}
    for total in range(1, most + 1):
        if any(total - value in sums for value in values):
            sums.add(total)
    return sums - {0}


@rule(
    "PP227",
    Sees.GRID,
    fr=(
        "L'activité {code} exclut {other}, mais {other} n'exclut pas {code}.",
        "Ajoutez {code} à la ligne exclusive de {other}, ou retirez {other} ici.",
    ),
    en=(
        "Activity {code} excludes {other}, but {other} does not exclude {code}.",
        "Add {code} to the exclusive line of {other}, or remove {other} here.",
    ),
)
def exclusions_go_both_ways(case: GridCase) -> Yielded:
    """Deux rôles s'excluent l'un l'autre. L'élève qui lit une seule des deux lignes de la grille doit l'apprendre, et
    une même action ne donne lieu qu'à une seule validation (article D611-7 du code de l'éducation, règles G4 et G5).

    Two roles exclude each other. A student who reads only one of the two rows must learn it, and one action gives rise
    to one validation only (article D611-7 of the French education code, rules G4 and G5).
    """
    for activity in case.grid.activities.values():
        for code in sorted(activity.exclusive):
            other = case.grid.activities.get(code)
            if other is not None and activity.code not in other.exclusive:
                place = case.at(activity.category, "activities", activity.code, "exclusive")
                yield place, {"code": activity.code, "other": code}


@rule(
    "PP228",
    Sees.GRID,
    at_key=True,
    fr=(
        "Les niveaux de l'activité {code} donnent tous {points:points}.",
        "Donnez-leur des points différents, ou écrivez un seul nombre de points.",
    ),
    en=(
        "The levels of activity {code} all give {points:points}.",
        "Give them different points, or write a single number of points.",
    ),
)
def levels_differ(case: GridCase) -> Yielded:
    """Un niveau est demandé à l'élève et prouvé par un justificatif : inutile de le demander s'il ne change rien.

    A level is asked of the student and proved by evidence: there is no point in asking when it changes nothing.
    """
    for activity in case.grid.activities.values():
        if activity.levels and activity.lowest == activity.highest:
            place = case.at(activity.category, "activities", activity.code, "points", "levels")
            yield place, {"code": activity.code, "points": activity.highest}


@rule(
    "PP237",
    Sees.GRID,
    at_key=True,
    fr=(
        "L'unité « {unit} » a des heures par unité et aussi un minimum d'heures.",
        "Gardez hours si l'on déclare des heures, minimum_hours si l'on déclare une quantité.",
    ),
    en=(
        "Unit “{unit}” has hours in each unit and a minimum of hours too.",
        "Keep hours if hours are declared, minimum_hours if a quantity is declared.",
    ),
)
def unit_counts_one_way(case: GridCase) -> Yielded:
    """Une unité se compte en blocs d'heures, ou en quantité avec un minimum d'heures. Les deux à la fois donneraient
    deux nombres de points pour la même déclaration.

    A unit is counted in blocks of hours, or in a quantity with a minimum of hours. Both at once would give two numbers
    of points for one declaration.
    """
    for unit in case.grid.units.values():
        if unit.hours and unit.minimum_hours:
            yield case.at("rules", "units", unit.code), {"unit": unit.code}


@rule(
    "PP238",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "L'activité {code} exige {kind} et le propose aussi au choix.",
        "Retirez {kind} de all ou de any.",
    ),
    en=("Activity {code} demands {kind} and offers it as a choice too.", "Remove {kind} from all or from any."),
)
def evidence_is_asked_once(case: GridCase) -> Yielded:
    """Un justificatif déjà exigé suffit toujours au choix : le choix ne demande donc plus rien, sans que cela se voie.

    Evidence that is demanded anyway always satisfies the choice: the choice asks for nothing, and nobody sees it.
    """
    for activity in case.grid.activities.values():
        for index, kind in enumerate(activity.any_of):
            if kind in activity.all_of:
                place = case.at(activity.category, "activities", activity.code, "evidence", "any", index)
                yield place, {"code": activity.code, "kind": kind}


@rule(
    "PP239",
    Sees.GRID,
    fr=(
        "Les justificatifs peuvent être des liens, mais aucun site n'est admis.",
        "Ajoutez des noms de sites à hosts, ou retirez url de stores.",
    ),
    en=(
        "Evidence may be a link, but no site is allowed.",
        "Add names of sites to hosts, or remove url from stores.",
    ),
)
def links_have_a_site(case: GridCase) -> Yielded:
    """Seuls les liens vers un site admis sont acceptés, pour qu'une preuve reste vérifiable : sans site, tout lien
    serait refusé.

    Only links to an allowed site are accepted, so that evidence can still be verified: without a site every link would
    be refused.
    """
    if "url" in case.grid.evidence.stores and not case.grid.evidence.hosts:
        yield case.at("rules", "evidence", "stores"), {}


@rule(
    "PP240",
    Sees.GRID,
    fr=("L'activité {code} est créditée en masse alors qu'elle s'évalue au cas par cas.", "Retirez la ligne bulk."),
    en=("Activity {code} is credited in bulk although it is evaluated case by case.", "Remove the bulk line."),
)
def bulk_needs_no_judgement(case: GridCase) -> Yielded:
    """La liste de l'organisation crédite tout le monde d'un coup. Une fourchette ou une demande motivée appellent une
    décision par personne, et une liste ne doit pas révéler une donnée sensible (article 9 du RGPD).

    The organiser's list credits everybody at once. A range or a reasoned request calls for one decision per person, and
    a list must not reveal sensitive data (article 9 of the GDPR).
    """
    for activity in case.grid.activities.values():
        if activity.bulk and (activity.is_range or activity.on_request or activity.sensitive):
            yield case.at(activity.category, "activities", activity.code, "bulk"), {"code": activity.code}


@rule(
    "PP241",
    Sees.GRID,
    fr=(
        "Une seule unité de {code} vaut {unit:points}, plus que son plafond par an ({year:points}).",
        "Relevez le plafond par an, ou baissez les points d'une unité.",
    ),
    en=(
        "A single unit of {code} is worth {unit:points}, more than its cap of the year ({year:points}).",
        "Raise the cap of the year, or lower the points of one unit.",
    ),
)
def one_unit_fits_the_year(case: GridCase) -> Yielded:
    """La grille annoncerait des points que personne ne peut obtenir, même avec une seule unité. Pour une fourchette,
    c'est le bas qui doit tenir sous le plafond.

    The grid would announce points that nobody can get, even with a single unit. For a range, it is the bottom that must
    fit under the cap.
    """
    for activity in case.grid.activities.values():
        unit = activity.lowest if activity.is_range else activity.highest
        if unit > activity.cap_year:
            place = case.at(activity.category, "activities", activity.code, "caps", "year")
            yield place, {"code": activity.code, "unit": unit, "year": activity.cap_year}


@rule(
    "PP242",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "L'activité {code} ne demande aucun justificatif.",
        "Ajoutez les justificatifs exigés (all) ou au choix (any).",
    ),
    en=(
        "Activity {code} asks for no evidence.",
        "Add the kinds of evidence demanded (all) or offered as a choice (any).",
    ),
)
def evidence_is_asked(case: GridCase) -> Yielded:
    """Sans justificatif, la personne qui évalue n'a que la parole de l'élève, et deux élèves seraient traités
    différemment selon qui lit.

    Without evidence, the person who evaluates has nothing but the student's word, and two students would be treated
    differently according to who reads.
    """
    for activity in case.grid.activities.values():
        if not activity.all_of and not activity.any_of:
            yield case.at(activity.category, "activities", activity.code, "evidence"), {"code": activity.code}
