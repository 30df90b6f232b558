"""What a declaration names: its activity, the same as its file's; its title and organisation; its level."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.rules.cases import ClaimCase, DeclarationCase
from polyvalidate.rules.registry import Sees, Yielded, rule

NAMED = {
    "title": Text("le titre", "The title"),
    "organisation": Text("l'organisation", "The organisation"),
}
"""What a declaration that is not sensitive must name; English begins a sentence with it."""


def nearest_activity(code: str, codes: Iterable[str]) -> str | None:
    """The code that looks most like this one: the same category and the nearest number, if possible."""
    category, number = _numbers(code)

    def distance(other: str) -> tuple[int, int, int]:
        other_category, other_number = _numbers(other)
        return abs(category - other_category), abs(number - other_number), other_number

    return min(codes, key=distance, default=None)


def _numbers(code: str) -> tuple[int, int]:
    """A category and a number in it; letters are next to one another, and after most numbers."""
    category, number = code.split(".")
    return int(category) if category.isdigit() else ord(category), int(number)


@rule(
    "PP302",
    Sees.DECLARATION,
    fr=(
        "L'activité {code} n'existe pas dans la grille {year}.",
        "Vouliez-vous dire {nearest} ({title}) ? Sinon, cherchez le code dans la grille.",
    ),
    en=(
        "Activity {code} does not exist in the grid {year}.",
        "Did you mean {nearest} ({title})? Otherwise look for the code in the grid.",
    ),
)
def activity_is_in_the_grid(case: DeclarationCase) -> Yielded:
    """Le code dit combien l'activité vaut, qui l'évalue et quels justificatifs il faut.

    The code says what the activity is worth, who evaluates it and which evidence it needs.
    """
    declaration = case.declaration
    grid = case.book.grids.get(academic_year(declaration.period.start))
    if grid is None or declaration.activity in grid.activities:
        return
    named = declaration.name.partition("-")[0]  # what the form and ``new`` wrote there is the likeliest
    nearest = named if named in grid.activities else nearest_activity(declaration.activity, grid.activities)
    if nearest is None:
        return  # a grid without activities says so itself
    details = {"code": declaration.activity, "year": grid.year, "nearest": nearest}
    yield case.at("activity"), {**details, "title": grid.activities[nearest].title}


@rule(
    "PP305",
    Sees.DECLARATION,
    fr=(
        "Le nom du fichier commence par {named} et la déclaration parle de l'activité {code}.",
        "Renommez le fichier en « {renamed} », ou corrigez le code de l'activité.",
    ),
    en=(
        "The name of the file begins with {named} and the declaration is about activity {code}.",
        "Rename the file to “{renamed}”, or correct the code of the activity.",
    ),
)
def file_is_named_after_its_activity(case: DeclarationCase) -> Yielded:
    """Le nom du fichier est ce que l'on voit dans les listes : il ne doit pas faire croire à une autre activité.

    The name of the file is what people see in lists: it must not suggest another activity.
    """
    declaration = case.declaration
    grid = case.book.grids.get(academic_year(declaration.period.start))
    if grid is not None and declaration.activity not in grid.activities:
        return  # PP302 says so, and no file is to be named after it
    named, dash, slug = declaration.name.partition("-")
    if named != declaration.activity:
        renamed = f"{declaration.activity}{dash}{slug}"
        yield case.at("activity"), {"named": named, "code": declaration.activity, "renamed": renamed}


@rule(
    "PP323",
    Sees.CLAIM,
    fr=("Il manque {what}.", "Ajoutez une ligne « {key}: … »."),
    en=("{what} is missing.", "Add a line “{key}: …”."),
)
def says_what_and_for_whom(case: ClaimCase) -> Yielded:
    """La personne qui évalue doit savoir ce que vous avez fait et pour qui. Seules les activités sensibles se déclarent
    sans texte.

    The person who evaluates must know what you did and for whom. Only sensitive activities are declared without text.
    """
    declaration = case.declaration
    if case.activity.sensitive or (declaration.title is not None and declaration.organisation is not None):
        return
    for key, said in (("title", declaration.title), ("organisation", declaration.organisation)):
        if said is None:
            yield case.at("activity"), {"key": key, "what": NAMED[key]}


@rule(
    "PP320",
    Sees.CLAIM,
    fr=("Il manque le niveau atteint.", "Ajoutez une ligne « level: … » avec {levels:list}."),
    en=("The level reached is missing.", "Add a line “level: …” with {levels:list}."),
)
def level_is_given(case: ClaimCase) -> Yielded:
    """Les points de cette activité dépendent du niveau atteint.

    The points of this activity depend on the level reached.
    """
    if case.activity.levels and case.declaration.level is None:
        yield case.at("activity"), {"levels": tuple(case.activity.levels)}


@rule(
    "PP321",
    Sees.CLAIM,
    fr=(
        "Le niveau {level} n'existe pas pour cette activité.",
        "Écrivez {levels:list} ; le plus proche est {nearest}.",
    ),
    en=("Level {level} does not exist for this activity.", "Write {levels:list}; the nearest is {nearest}."),
)
def level_is_known(case: ClaimCase) -> Yielded:
    """Un niveau que la grille ne connaît pas ne vaut aucun point.

    A level that the grid does not know is worth no point.
    """
    level, levels = case.declaration.level, tuple(case.activity.levels)
    if level is None or not levels or level in levels:
        return
    nearest = difflib.get_close_matches(level, levels, n=1, cutoff=0.0)[0]
    yield case.at("level"), {"level": level, "levels": levels, "nearest": nearest}


@rule(
    "PP322",
    Sees.CLAIM,
    at_key=True,
    fr=("L'activité {code} n'a pas de niveau.", "Supprimez la ligne « level »."),
    en=("Activity {code} has no level.", "Delete the line “level”."),
)
def level_is_expected(case: ClaimCase) -> Yielded:
    """Un niveau ne change rien aux points de cette activité ; il laisserait croire le contraire.

    A level changes nothing to the points of this activity; it would suggest that it does.
    """
    if case.declaration.level is not None and not case.activity.levels:
        yield case.at("level"), {"code": case.activity.code}
