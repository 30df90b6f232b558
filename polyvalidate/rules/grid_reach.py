"""PP2xx: what the grid asks for can be reached, and what it announces can count: caps, thresholds, legal activities."""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Category, Grid, Profile
from polyvalidate.model.points import Points
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.grid_shape import nearest
from polyvalidate.rules.registry import Sees, Yielded, rule


def _reach(category: Category, profile: Profile) -> Points:
    """The most one category can count for a profile over its cycle: everything open to it done, caps applied."""
    total = sum(
        min(activity.cap_cycle, profile.years * activity.cap_year)
        for activity in category.activities.values()
        if profile.code in activity.open_to
    )
    return Points(min(total, category.caps.get(profile.code, total)))


def _required(grid: Grid, profile: Profile) -> Points:
    """The threshold of a profile; where the jury fixes it, the greatest of the other profiles, which it may choose."""
    if profile.required is not None:
        return profile.required
    return max((p.required for p in grid.profiles.values() if p.required is not None), default=Points(0))


@rule(
    "PP205",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "Le plafond de {code} sur le cycle ({cycle:points}) dépasse ce que ses années peuvent compter ({most:points}).",
        "Baissez-le à {most:points}, ou relevez le plafond par an.",
    ),
    en=(
        "The cap of {code} over the cycle ({cycle:points}) is more than its years can count ({most:points}).",
        "Lower it to {most:points}, or raise the cap of the year.",
    ),
)
def cycle_cap_is_in_reach(case: GridCase) -> Yielded:
    """Un plafond se lit comme une promesse. Celui du cycle ne peut dépasser autant de plafonds annuels que le cycle a
    d'années, pour le profil le plus long auquel l'activité est ouverte.

    A cap reads like a promise. The one of the cycle cannot exceed as many yearly caps as the cycle has years, for the
    longest profile that the activity is open to.
    """
    profiles = case.grid.profiles
    for activity in case.grid.activities.values():
        years = max((profiles[code].years for code in activity.open_to if code in profiles), default=0)
        most = years * activity.cap_year
        if years and activity.cap_cycle > most:
            place = case.at(activity.category, "activities", activity.code, "caps", "cycle")
            yield place, {"code": activity.code, "cycle": activity.cap_cycle, "most": most}


@rule(
    "PP206",
    Sees.GRID,
    fr=(
        "La catégorie {number} n'a pas de plafond pour le profil {profile}.",
        "Ajoutez-le à la ligne caps de la catégorie.",
    ),
    en=("Category {number} has no cap for profile {profile}.", "Add it to the caps line of the category."),
)
def a_cap_for_each_profile(case: GridCase) -> Yielded:
    """Aucune catégorie ne doit suffire à elle seule (règle G3). Sans plafond pour un profil, ses élèves pourraient tout
    obtenir au même endroit.

    No category should be enough by itself (rule G3). Without a cap for a profile, its students could get everything in
    one place.
    """
    for number, category in case.grid.categories.items():
        for profile in case.grid.profiles:
            if profile not in category.caps:
                yield case.at(number, "caps"), {"number": number, "profile": profile}


@rule(
    "PP226",
    Sees.GRID,
    at_key=True,
    fr=(
        "La catégorie {number} donne des points au profil {profile}, que rules.yml ne définit pas.",
        "Écrivez {near:list}, ou retirez ce profil.",
    ),
    en=(
        "Category {number} gives points to profile {profile}, which rules.yml does not define.",
        "Write {near:list}, or remove that profile.",
    ),
)
def points_for_known_profiles(case: GridCase) -> Yielded:
    """Un plafond ou un minimum écrit pour un profil mal orthographié ne s'applique à personne.

    A cap or a minimum written for a misspelt profile applies to nobody.
    """
    known = case.grid.profiles
    for number, category in case.grid.categories.items():
        for key, points in (("caps", category.caps), ("minimums", category.minimums)):
            for profile in points:
                if profile not in known:
                    details = {"number": number, "profile": profile, "near": nearest(profile, known)}
                    yield case.at(number, key, profile), details


@rule(
    "PP208",
    Sees.GRID,
    fr=(
        "Le profil {profile} doit réunir {required:points}, mais la grille ne peut lui compter que {most:points}.",
        "Baissez le seuil, ouvrez-lui d'autres activités ou relevez des plafonds.",
    ),
    en=(
        "Profile {profile} must gather {required:points}, but the grid can count only {most:points} for it.",
        "Lower the threshold, open more activities to it or raise caps.",
    ),
)
def threshold_is_in_reach(case: GridCase) -> Yielded:
    """Le quitus est une condition du diplôme : un seuil hors de portée en priverait tout un profil. Le calcul suppose
    faites toutes les activités ouvertes au profil, chaque année de son cycle, plafonds appliqués ; quand le jury fixe
    le seuil, il prend le plus haut des autres profils.

    The quitus is a condition of the diploma: a threshold out of reach would deprive a whole profile of it. The
    computation supposes every activity open to the profile done in each year of its cycle, caps applied; where the jury
    fixes the threshold, it takes the highest of the other profiles.
    """
    for code, profile in case.grid.profiles.items():
        most = sum(_reach(category, profile) for category in case.grid.categories.values())
        if profile.total_cap is not None:
            most = min(most, profile.total_cap)
        required = _required(case.grid, profile)
        if most < required:
            place = case.at("rules", "profiles", code, "required")
            yield place, {"profile": code, "required": required, "most": most}


@rule(
    "PP209",
    Sees.GRID,
    at_key=True,
    fr=(
        "Aucune activité ouverte à un profil ne couvre « {key} ».",
        "Ajoutez legal: [{key}] à une activité, ou créez-en une.",
    ),
    en=(
        "No activity open to any profile covers “{key}”.",
        "Add legal: [{key}] to an activity, or create one.",
    ),
)
def legal_activities_are_covered(case: GridCase) -> Yielded:
    """L'article L611-9 du code de l'éducation énumère les engagements qu'un établissement doit pouvoir reconnaître à la
    demande de l'élève. En oublier un exposerait l'école à un refus qu'elle ne pourrait pas justifier.

    Article L611-9 of the French education code lists the engagements that a school must be able to recognise when the
    student asks. Forgetting one would expose the school to a refusal that it could not justify.
    """
    covered = {
        key
        for activity in case.grid.activities.values()
        if activity.open_to & case.grid.profiles.keys()
        for key in activity.legal
    }
    for key in case.grid.legal:
        if key not in covered:
            yield case.at("rules", "legal", key), {"key": key}


@rule(
    "PP234",
    Sees.GRID,
    fr=(
        "La catégorie {number} demande {least:points} au profil {profile}, et ne peut lui compter que {most:points}.",
        "Baissez ce minimum, ouvrez-lui d'autres activités ou relevez des plafonds.",
    ),
    en=(
        "Category {number} asks {least:points} of profile {profile}, but can count only {most:points} for it.",
        "Lower that minimum, open more activities to it or raise caps.",
    ),
)
def minimums_are_in_reach(case: GridCase) -> Yielded:
    """Un minimum par catégorie est une condition du quitus : hors de portée, il en priverait tout un profil.

    A minimum in a category is a condition of the quitus: out of reach, it would deprive a whole profile of it.
    """
    for number, category in case.grid.categories.items():
        for code, least in category.minimums.items():
            profile = case.grid.profiles.get(code)
            most = _reach(category, profile) if profile else least
            if least > most:
                place = case.at(number, "minimums", code)
                yield place, {"number": number, "profile": code, "least": least, "most": most}


@rule(
    "PP236",
    Sees.GRID,
    fr=(
        "Le profil {profile} demande des points dans {least} catégories, mais il ne lui en est ouvert que {most}.",
        "Baissez ce nombre, ou ouvrez-lui des activités dans d'autres catégories.",
    ),
    en=(
        "Profile {profile} must count points in more categories ({least}) than are open to it ({most}).",
        "Lower that number, or open activities of other categories to it.",
    ),
)
def enough_categories_are_open(case: GridCase) -> Yielded:
    """Varier les engagements est une condition du quitus (règle G3) : il faut que chaque profil puisse la remplir.

    Varying one's engagements is a condition of the quitus (rule G3): each profile must be able to meet it.
    """
    for code, profile in case.grid.profiles.items():
        most = sum(_reach(category, profile) > 0 for category in case.grid.categories.values())
        if profile.minimum_categories > most:
            place = case.at("rules", "profiles", code, "minimum_categories")
            yield place, {"profile": code, "least": profile.minimum_categories, "most": most}
