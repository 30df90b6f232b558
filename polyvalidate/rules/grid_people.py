"""PP2xx: the people whom the grid counts on exist in ``grid/roles.yml`` and may do what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.findings import Place, Severity
from polyvalidate.model.grid import Stand
from polyvalidate.model.words import Text
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.grid_shape import nearest
from polyvalidate.rules.registry import Sees, Yielded, rule

ROLES = {
    "evaluator": Text("évaluation", "evaluation"),
    "registry": Text("scolarité", "registry office"),
    "jury": Text("jury", "jury"),
    "keeper": Text("garde de la grille", "keeping of the grid"),
}
"""The roles of ``grid/roles.yml``, in words."""


def _referents(case: GridCase) -> Iterator[tuple[Place, str, str]]:
    """Each referent named by a category, or by an activity instead: place, category number, holder.

    Nothing when no role could be read: PP243 says so once.
    """
    if not case.roles:
        return
    for number, category in case.grid.categories.items():
        for index, holder in enumerate(category.referents):
            yield case.at(number, "referents", index), number, holder
        for activity in category.activities.values():
            if activity.referents != category.referents:
                for index, holder in enumerate(activity.referents):
                    yield case.at(number, "activities", activity.code, "referents", index), number, holder


def _evaluators(case: GridCase, number: str) -> set[str]:
    """Who evaluates a category this year: holders entitled to it who have not left before the year begins."""
    return {
        code
        for code, holder in case.roles.items()
        if holder.role == "evaluator"
        and any(
            number in one.categories and (one.until is None or one.until >= case.grid.period.start)
            for one in (Stand(code, holder.categories, holder.since, holder.until), *holder.stands)
        )
    }


@rule(
    "PP214",
    Sees.GRID,
    fr=(
        "D'après grid/roles.yml, « {holder} » n'évalue pas la catégorie {number}.",
        "Écrivez {near:list}, ou ajoutez cette personne à grid/roles.yml avec la catégorie {number}.",
    ),
    en=(
        "According to grid/roles.yml, “{holder}” does not evaluate category {number}.",
        "Write {near:list}, or add that person to grid/roles.yml with category {number}.",
    ),
)
def referents_evaluate_the_category(case: GridCase) -> Yielded:
    """La personne référente reçoit les déclarations de la catégorie. Si elle n'est pas habilitée, ses décisions seront
    refusées et les élèves attendront.

    The referent receives the declarations of the category. Without the right to evaluate them, their decisions will be
    refused and students will wait.
    """
    for place, number, code in _referents(case):
        holder = case.roles.get(code)
        if holder is None or holder.role != "evaluator" or number not in holder.categories:
            near = nearest(code, _evaluators(case, number) or case.roles)
            yield place, {"holder": code, "number": number, "near": near}


@rule(
    "PP221",
    Sees.GRID,
    at_key=True,
    fr=(
        "« {holder} » évalue, mais aucune catégorie ne lui est confiée.",
        'Ajoutez une ligne categories, par exemple categories: ["3"].',
    ),
    en=(
        "“{holder}” is an evaluator in charge of no category.",
        'Add a categories line, for instance categories: ["3"].',
    ),
)
def evaluators_have_categories(case: GridCase) -> Yielded:
    """Une personne n'évalue que les catégories qui lui sont confiées : sans aucune, toutes ses décisions seraient
    refusées.

    People evaluate only the categories they are in charge of: without any, all their decisions would be refused.
    """
    for code, holder in case.roles.items():
        if holder.role == "evaluator" and not holder.categories:
            yield case.at("roles", "holders", code), {"holder": code}


@rule(
    "PP222",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "« {holder} » et « {first} » ont le même compte et le même rôle.",
        "Réunissez-les en une seule entrée, ou corrigez le compte.",
    ),
    en=(
        "“{holder}” and “{first}” have the same account and the same role.",
        "Merge them into one entry, or mend the account.",
    ),
)
def one_entry_for_one_person(case: GridCase) -> Yielded:
    """Sous deux codes, une seule personne semblerait en être deux : elle pourrait être sa propre seconde lectrice.

    Under two codes one person would look like two, and could be their own second reader.
    """
    seen: dict[tuple[str, str], str] = {}
    for code, holder in case.roles.items():
        first = seen.setdefault((holder.person, holder.role), code)
        if first != code:
            yield case.at("roles", "holders", code, "account"), {"holder": code, "first": first}


@rule(
    "PP223",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "L'activité {code} ({points:points}) appelle une seconde lecture, mais une seule personne évalue sa catégorie.",
        "Confiez la catégorie {number} à une seconde personne dans grid/roles.yml.",
    ),
    en=(
        "Activity {code} ({points:points}) calls for a second reader, but its category has only one evaluator.",
        "Put a second person in charge of category {number} in grid/roles.yml.",
    ),
)
def a_second_reader_exists(case: GridCase) -> Yielded:
    """À partir d'un certain nombre de points, deux personnes signent la décision (règle G7). S'il n'y en a qu'une, ces
    déclarations ne peuvent pas être décidées.

    From a certain number of points on, two people sign the decision (rule G7). With only one, these declarations cannot
    be decided.
    """
    for number, category in case.grid.categories.items():
        people = {case.roles[code].person for code in _evaluators(case, number)}
        largest = max(category.activities.values(), key=lambda a: a.cap_year, default=None)
        if len(people) == 1 and largest and largest.cap_year >= case.grid.second_reader_from:
            details = {"code": largest.code, "points": largest.cap_year, "number": number}
            yield case.at(number, "referents"), details


@rule(
    "PP247",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "Dans cette grille, une déclaration compte dès qu'elle est fusionnée, même si personne n'a écrit de décision.",
        "Écrivez « decisions: written » ou retirez la ligne, pour que seule une décision signée compte.",
    ),
    en=(
        "In this grid a declaration counts as soon as it is merged, even if nobody wrote a decision.",
        "Write “decisions: written” or take the line out, so that only a signed decision counts.",
    ),
)
def decisions_are_written(case: GridCase) -> Yielded:
    """Quiconque peut fusionner donnerait alors des points, sans que son nom ni sa raison soient gardés, et une grille
    corrigée changerait des points déjà comptés. L'audit liste ce qui a compté ainsi.

    Whoever may merge would then give points, with neither a name nor a reason kept, and a corrected grid would change
    points that counted already. The audit lists what counted that way.
    """
    if case.grid.merge_decides:
        yield case.at("rules", "decisions"), {}


@rule(
    "PP232",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "« {holder} » a des catégories, mais son rôle ({title}) n'est pas d'évaluer.",
        "Retirez la ligne categories, ou écrivez role: evaluator.",
    ),
    en=(
        "“{holder}” has categories, but their role ({title}) is not to evaluate.",
        "Remove the categories line, or write role: evaluator.",
    ),
)
def only_evaluators_have_categories(case: GridCase) -> Yielded:
    """Les catégories disent qui évalue quoi ; dans un autre rôle elles n'ont aucun effet et laissent croire le
    contraire.

    Categories say who evaluates what; with another role they have no effect and look as if they had.
    """
    for code, holder in case.roles.items():
        if holder.role != "evaluator" and holder.categories:
            yield case.at("roles", "holders", code, "categories"), {"holder": code, "title": ROLES[holder.role]}


@rule(
    "PP233",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "« {holder} » a cessé d'évaluer le {until:date}, avant le début de l'année {year}.",
        "Nommez ici une autre personne, ou prolongez la date dans grid/roles.yml.",
    ),
    en=(
        "“{holder}” stopped evaluating on {until:date}, before the year {year} begins.",
        "Name somebody else here, or extend the date in grid/roles.yml.",
    ),
)
def referents_are_still_there(case: GridCase) -> Yielded:
    """Une grille reprise d'année en année garde parfois le nom d'une personne partie : les déclarations lui seraient
    adressées et personne ne les lirait.

    A grid carried over from year to year sometimes keeps somebody who left: declarations would be sent to them and
    nobody would read them.
    """
    for place, _, code in _referents(case):
        holder = case.roles.get(code)
        if holder is not None and holder.until is not None and holder.until < case.grid.period.start:
            yield place, {"holder": code, "until": holder.until, "year": case.grid.year}


@rule(
    "PP235",
    Sees.GRID,
    at_key=True,
    severity=Severity.WARNING,
    fr=(
        "Personne n'est chargé de ce rôle : {title}.",
        "Ajoutez à grid/roles.yml une personne avec role: {role}.",
    ),
    en=("Nobody is in charge of this role: {title}.", "Add somebody with role: {role} to grid/roles.yml."),
)
def every_role_is_held(case: GridCase) -> Yielded:
    """Il faut quelqu'un pour évaluer, pour tenir les promotions, pour décider du quitus et des recours, et pour changer
    la grille : ce que personne n'a le droit d'écrire ne sera jamais écrit.

    Somebody must evaluate, keep the cohorts, decide the quitus and the appeals, and change the grid: what nobody may
    write will never be written.
    """
    held = {holder.role for holder in case.roles.values()}
    for role, title in ROLES.items():
        if held and role not in held:
            yield case.at("roles", "holders"), {"role": role, "title": title}


@rule(
    "PP243",
    Sees.GRID,
    fr=(
        "Le fichier grid/roles.yml manque ou ne se lit pas.",
        "Écrivez-y les personnes qui évaluent, la scolarité, le jury et la garde de la grille.",
    ),
    en=(
        "The file grid/roles.yml is missing or cannot be read.",
        "Write in it the evaluators, the registry office, the jury and the keepers of the grid.",
    ),
)
def roles_are_known(case: GridCase) -> Yielded:
    """Ce fichier dit qui a le droit d'écrire quoi. Sans lui, ni évaluation ni décision ne peuvent être acceptées.

    This file says who may write what. Without it no evaluation and no decision can be accepted.
    """
    if not case.roles:
        yield case.at("roles"), {}
