"""PP2xx: the grid is complete, and everything it names exists: categories, codes, units, profiles, evidence kinds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from polyvalidate.model.codes import in_order
from polyvalidate.model.findings import Place, Severity
from polyvalidate.model.grid import Activity
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule

MANDATE = "mandate"
"""The legal key that every grid knows without defining it: an elected mandate (article L611-11)."""


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The codes that look most like a word, else the first ones there are: what to write instead."""
    codes = sorted(known)
    return tuple(difflib.get_close_matches(word, codes, n=3, cutoff=0.6)) or tuple(codes[:8])


def _activities(case: GridCase) -> Iterator[tuple[str, Activity]]:
    """Each activity with the category whose file it stands in."""
    for number, category in case.grid.categories.items():
        for activity in category.activities.values():
            yield number, activity


@rule(
    "PP201",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "La catégorie {number} manque dans la grille {year}, et « {holder} » l'évalue.",
        "Ajoutez son fichier, dont le nom commence par « {number}- », ou retirez-la de cette fonction une fois décidées"
        " les déclarations des années passées.",
    ),
    en=(
        "Category {number} is missing from the grid {year}, and “{holder}” evaluates it.",
        "Add its file, whose name begins with “{number}-”, or take it out of this role once the declarations of past"
        " years are decided.",
    ),
)
def evaluated_categories_exist(case: GridCase) -> Yielded:
    """Le nombre et les codes des catégories sont ceux de l'école : seules les fonctions disent laquelle était attendue.
    Une catégorie oubliée ferait refuser toutes les déclarations qui la concernent.

    The number and the codes of categories are the school's: roles alone say which one was expected. A category that was
    forgotten would have every declaration in it refused.
    """
    if not case.latest:
        return
    known = set(case.grid.categories)
    for code, holder in case.roles.items():
        if holder.until is None or holder.until >= case.grid.period.start:
            place = case.at("roles", "holders", code, "categories")
            for number in sorted(holder.categories - known, key=in_order):
                yield place, {"number": number, "year": case.grid.year, "holder": code}
            known |= holder.categories


@rule(
    "PP202",
    Sees.GRID,
    at_key=True,
    fr=("Le code {code} est déjà donné à une activité dans {first}.", "Donnez à l'une des deux un code encore libre."),
    en=("Code {code} is already given to an activity in {first}.", "Give one of the two a code that is still free."),
)
def each_code_once(case: GridCase) -> Yielded:
    """Une déclaration ne cite que le code de son activité : donné deux fois, il désignerait deux barèmes.

    A declaration quotes nothing but the code of its activity: given twice, it would stand for two scales.
    """
    for code, first, second in case.duplicates:
        yield Place(second, ("activities", code)), {"code": code, "first": first}


@rule(
    "PP244",
    Sees.GRID,
    fr=(
        "La catégorie {number} a déjà un fichier, {first} : les activités de celui-ci ne sont pas lues.",
        "Réunissez les activités dans un seul fichier, ou corrigez le numéro de la catégorie.",
    ),
    en=(
        "Category {number} already has a file, {first}: the activities of this one are not read.",
        "Put the activities together in one file, or correct the number of the category.",
    ),
)
def each_category_once(case: GridCase) -> Yielded:
    """Une catégorie a un seul plafond et une seule liste de référents ; deux fichiers pourraient en donner deux.

    A category has one cap and one list of referents; two files could give two.
    """
    for number, first, second in case.repeated:
        yield Place(second, ("category",)), {"number": number, "first": first}


@rule(
    "PP203",
    Sees.GRID,
    at_key=True,
    fr=(
        "L'activité {code} se trouve dans la catégorie {number}.",
        "Déplacez-la dans la catégorie que son code annonce, ou donnez-lui un code en {number}.",
    ),
    en=(
        "Activity {code} stands in category {number}.",
        "Move it to the category its code announces, or give it a code in {number}.",
    ),
)
def code_begins_with_its_category(case: GridCase) -> Yielded:
    """Le début du code dit aux élèves où chercher l'activité, et quelle personne référente l'évalue.

    The beginning of the code tells students where to look for the activity, and which referent evaluates it.
    """
    for number, activity in _activities(case):
        if not activity.code.startswith(f"{number}."):
            yield case.at(number, "activities", activity.code), {"code": activity.code, "number": number}


@rule(
    "PP210",
    Sees.GRID,
    fr=(
        "L'activité {code} cite « {key} », que la rubrique legal de rules.yml ne définit pas.",
        "Écrivez {near:list}, ou ajoutez « {key} » à cette rubrique.",
    ),
    en=(
        "Activity {code} quotes “{key}”, which the legal section of rules.yml does not define.",
        "Write {near:list}, or add “{key}” to that section.",
    ),
)
def known_legal_keys(case: GridCase) -> Yielded:
    """Cette clé rattache l'activité à un cas prévu par l'article L611-9 du code de l'éducation (« mandate » à l'article
    L611-11). Mal orthographiée, elle laisserait croire ce cas couvert.

    This key ties the activity to a case provided for by article L611-9 of the French education code (“mandate” to
    article L611-11). Misspelt, it would leave that case looking covered.
    """
    known = {*case.grid.legal, MANDATE}
    for number, activity in _activities(case):
        for index, key in enumerate(activity.legal):
            if key not in known:
                details = {"code": activity.code, "key": key, "near": nearest(key, known)}
                yield case.at(number, "activities", activity.code, "legal", index), details


@rule(
    "PP211",
    Sees.GRID,
    fr=(
        "L'activité {code} se compte en « {unit} », une unité que rules.yml ne définit pas.",
        "Écrivez {near:list}, ou ajoutez cette unité à rules.yml.",
    ),
    en=(
        "Activity {code} is counted in “{unit}”, a unit that rules.yml does not define.",
        "Write {near:list}, or add that unit to rules.yml.",
    ),
)
def known_units(case: GridCase) -> Yielded:
    """L'unité dit si l'élève déclare une quantité ou des heures : sans elle, aucun point ne peut être calculé.

    The unit says whether the student declares a quantity or hours: without it no point can be computed.
    """
    for number, activity in _activities(case):
        if activity.unit not in case.grid.units:
            details = {"code": activity.code, "unit": activity.unit, "near": nearest(activity.unit, case.grid.units)}
            yield case.at(number, "activities", activity.code, "unit"), details


@rule(
    "PP212",
    Sees.GRID,
    fr=(
        "L'activité {code} est ouverte au profil {profile}, que rules.yml ne définit pas.",
        "Écrivez {near:list}, ou ajoutez ce profil à rules.yml.",
    ),
    en=(
        "Activity {code} is open to profile {profile}, which rules.yml does not define.",
        "Write {near:list}, or add that profile to rules.yml.",
    ),
)
def known_profiles(case: GridCase) -> Yielded:
    """Un profil mal orthographié fermerait l'activité à celles et ceux à qui la grille voulait l'ouvrir.

    A misspelt profile would close the activity to the very students the grid meant to open it to.
    """
    for number, activity in _activities(case):
        for profile in sorted(activity.open_to - case.grid.profiles.keys()):
            details = {"code": activity.code, "profile": profile, "near": nearest(profile, case.grid.profiles)}
            yield case.at(number, "activities", activity.code, "open_to"), details


@rule(
    "PP213",
    Sees.GRID,
    fr=(
        "L'activité {code} demande un justificatif {kind}, que rules.yml ne définit pas.",
        "Demandez {near:list}, ou ajoutez ce justificatif à rules.yml.",
    ),
    en=(
        "Activity {code} asks for evidence {kind}, which rules.yml does not define.",
        "Ask for {near:list}, or add that kind of evidence to rules.yml.",
    ),
)
def known_evidence(case: GridCase) -> Yielded:
    """Personne ne pourrait fournir un justificatif que la grille ne décrit pas : l'activité serait impossible à faire
    valoir.

    Nobody could give evidence that the grid does not describe: the activity could never be recognised.
    """
    known = case.grid.evidence.kinds
    for number, activity in _activities(case):
        for key, kinds in (("all", activity.all_of), ("any", activity.any_of)):
            for index, kind in enumerate(kinds):
                if kind not in known:
                    details = {"code": activity.code, "kind": kind, "near": nearest(kind, known)}
                    yield case.at(number, "activities", activity.code, "evidence", key, index), details


@rule(
    "PP215",
    Sees.GRID,
    fr=(
        "L'activité {code} exclut {other}, qui n'est pas une autre activité de cette grille.",
        "Écrivez le code d'une autre activité, ou retirez {other}.",
    ),
    en=(
        "Activity {code} excludes {other}, which is not another activity of this grid.",
        "Write the code of another activity, or remove {other}.",
    ),
)
def known_exclusions(case: GridCase) -> Yielded:
    """Une exclusion qui ne désigne rien ne protège de rien : le double compte qu'elle devait empêcher passerait.

    An exclusion that points at nothing protects from nothing: the double count it was meant to prevent would pass.
    """
    for number, activity in _activities(case):
        for other in sorted(activity.exclusive):
            if other == activity.code or other not in case.grid.activities:
                place = case.at(number, "activities", activity.code, "exclusive")
                yield place, {"code": activity.code, "other": other}


@rule(
    "PP224",
    Sees.GRID,
    fr=(
        "Ce fichier décrit la catégorie {number}, mais son nom ne commence pas par « {number}- ».",
        "Renommez-le, ou corrigez le numéro de la catégorie.",
    ),
    en=(
        "This file describes category {number}, but its name does not begin with “{number}-”.",
        "Rename it, or mend the number of the category.",
    ),
)
def file_name_begins_with_its_category(case: GridCase) -> Yielded:
    """On cherche une catégorie par le nom de son fichier. Un nom trompeur vient le plus souvent d'une copie dont le
    numéro n'a pas été changé.

    People look for a category by the name of its file. A misleading name most often comes from a copy whose number was
    not changed.
    """
    for number in case.grid.categories:
        if not case.files[number].rpartition("/")[2].startswith(f"{number}-"):
            yield case.at(number, "category"), {"number": number}
