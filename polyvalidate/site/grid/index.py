"""The grid in force on one page: thresholds, categories, how far they count, what proves an activity."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.grid import Category, Grid
from polyvalidate.model.words import Text, number, points
from polyvalidate.rules.evidence_file import formats
from polyvalidate.site.grid.paths import FOLDER, category_page
from polyvalidate.site.grid.saying import kind_anchor, prose
from polyvalidate.site.pages.markdown import body, table, text, wide
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import ACTIVITIES, CATEGORIES, example_notice, needed, required

EVIDENCE = "justificatifs"
"""The anchor of what the kinds of evidence are."""


_SUMMARY = Text(
    "Année universitaire {year} : {activities} activités en {categories} catégories, ce qu'elles rapportent et ce qui"
    " les prouve.",
    "Academic year {year}: {activities} activities in {categories} categories, what they earn and what proves them.",
)
_PLACES = {
    "pull-request": Text("joint à la demande", "attached to the request"),
    "url": Text("en ligne, sur un site accepté", "online, on an accepted site"),
    "repository": Text("déposé dans le dépôt, à côté de la déclaration", "in the repository, beside the declaration"),
}
"""Where evidence may be kept."""
_RULES = (
    Text(
        "La grille de l'année où l'activité a eu lieu décide des points.",
        "The grid of the year in which the activity took place decides the points.",
    ),
    Text(
        "Une même activité n'est validée qu'une fois (code de l'éducation, article D611-7) : ni déjà comptée dans une"
        " unité d'enseignement ou un stage, ni payée, sauf mention contraire.",
        "One activity is validated once only (French code of education, article D611-7): not already counted in a"
        " course unit or an internship, nor paid, unless said otherwise.",
    ),
    Text(
        "Chaque activité a un plafond par an et un plafond sur le cycle, puis viennent celui de la catégorie et celui"
        " du profil s'il existe.",
        "Each activity has a cap per year and one over the cycle; then come the category's and, where there is one,"
        " the profile's.",
    ),
    Text(
        "À partir de {second:points} accordés pour une déclaration, une seconde personne relit la décision.",
        "From {second:points} granted for a declaration, a second person reads the decision.",
    ),
)
_LINKS = Text(
    "- [Les activités par thème : profil, rôle, texte de loi](themes.md)\n"
    "- [Les grilles des autres années, et ce qui a changé](annees.md)\n"
    "- [Ce que font d'autres écoles](ecoles.md)\n"
    "- [Les données ouvertes, à réutiliser](donnees.md)",
    "- [Activities by theme: path, part, law](themes.md)\n"
    "- [Grids of other years, and what changed](annees.md)\n"
    "- [What other schools do](ecoles.md)\n"
    "- [Open data, to reuse](donnees.md)",
)


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    counts = {"activities": len(grid.activities), "categories": len(grid.categories)}
    summary = _SUMMARY.of(lang, year=grid.year, **counts)
    return Page(f"{FOLDER}/index.md", grid.title.of(lang), body(_parts(grid, summary, lang)), description=summary)


def _parts(grid: Grid, summary: str, lang: str) -> Iterator[str]:
    yield f"# {prose(grid.title, lang)}"
    yield example_notice(grid, lang)
    yield f"{text(grid.school)}. {summary}"
    search = Text("Chercher dans le tableau", "Search the table").of(lang)
    yield f"[{search}](tableau.md){{ .md-button .md-button--primary }}"
    yield f"## {Text('Combien de points faut-il ?', 'How many points are needed?').of(lang)}"
    yield _thresholds(grid, lang)
    yield f"## {Text('Les catégories', 'The categories').of(lang)}"
    yield "\n".join(_category(category, lang) for category in grid.categories.values())
    yield Text("## Jusqu'où compte chaque catégorie", "## How far each category counts").of(lang)
    yield Text(
        "Une catégorie ne compte pas au-delà de son plafond. Déclarer davantage ne fait jamais perdre de points.",
        "A category does not count beyond its cap. Declaring more never costs a point.",
    ).of(lang)
    yield _caps(grid, lang)
    yield f"## {Text('Les justificatifs', 'Evidence').of(lang)} {{ #{EVIDENCE} }}"
    yield _where(grid, lang)
    yield "\n".join(_kinds(grid, lang))
    yield f"## {Text('Pour toutes les activités', 'For all activities').of(lang)}"
    yield "\n".join(f"- {rule}" for rule in _general(grid, lang))
    yield f"## {Text('Aller plus loin', 'Further').of(lang)}"
    yield _LINKS.of(lang)


def _thresholds(grid: Grid, lang: str) -> str:
    profiles = grid.profiles.values()
    heads = Text("Profil|Code|Points|Durée|Dans au moins", "Profile|Code|Points|Length|In at least").of(lang)
    length = Text("{n}\u00a0{n:an|ans}", "{n}\u00a0{n:year|years}")
    rows = [
        [
            prose(profile.title, lang),
            text(profile.code),
            f"{needed(profile)} **{required(profile, lang)}**".strip(),
            length.of(lang, n=profile.years),
            CATEGORIES.of(lang, n=profile.minimum_categories),
        ]
        for profile in profiles
    ]
    if any(profile.total_cap is not None for profile in profiles):
        heads += Text("|Compte au plus", "|Counts at most").of(lang)
        for row, profile in zip(rows, profiles, strict=True):
            row.append("—" if profile.total_cap is None else points(profile.total_cap, lang))
    return wide(table(heads, rows), Text("Points demandés par profil", "Points asked for by profile").of(lang))


def _category(category: Category, lang: str) -> str:
    activities = category.activities.values()
    link = f"- [**{text(category.code)}. {prose(category.title, lang)}**]({category_page(category.code)})"
    said = ACTIVITIES.of(lang, n=len(activities))
    if activities:
        lowest, highest = min(each.lowest for each in activities), max(each.highest for each in activities)
        each = Text("{said}, de {low:number} à {high:points} l'unité", "{said}, {low:number} to {high:points} a unit")
        if lowest == highest:
            each = Text("{said}, {high:points} l'unité", "{said}, {high:points} a unit")
        said = each.of(lang, said=said, low=lowest, high=highest)
    return f"{link}  \n    {said}"


def _caps(grid: Grid, lang: str) -> str:
    """One column per profile."""
    heads = "|".join([Text("Catégorie", "Category").of(lang), *map(text, grid.profiles)])
    rows = [
        [
            f"{text(category.code)}. {prose(category.title, lang)}",
            *(number(category.caps[code], lang) if code in category.caps else "—" for code in grid.profiles),
        ]
        for category in grid.categories.values()
    ]
    name = Text("Plafond de chaque catégorie par profil", "Cap of each category by profile").of(lang)
    return wide(table(heads, rows, right=range(1, len(grid.profiles) + 1)), name)


def _where(grid: Grid, lang: str) -> str:
    """Where evidence may be kept, and how large a file may be."""
    policy = grid.evidence
    places = tuple(place.of(lang) for store, place in _PLACES.items() if store in policy.stores)
    said = Text(
        "Un justificatif est {places:list}. Un fichier pèse {size:size} au plus.",
        "Evidence is {places:list}. A file is at most {size:size}.",
    ).of(lang, places=places, size=policy.maximum_size)
    if "url" not in policy.stores or not policy.hosts:
        return said
    hosts = ", ".join(f"`{host}`" for host in sorted(policy.hosts))
    return said + Text(" Sites acceptés : {hosts}.", " Accepted sites: {hosts}.").of(lang, hosts=hosts)


def _kinds(grid: Grid, lang: str) -> Iterator[str]:
    for kind in grid.evidence.kinds.values():
        accepted = ", ".join(text(name) for name in formats(kind.media_types))
        place = f"{{ #{kind_anchor(kind.code)} }}"
        yield f"- **{text(kind.code)}** {prose(kind.title, lang)}  \n    {accepted}\n    {place}"


def _general(grid: Grid, lang: str) -> Iterator[str]:
    for rule in _RULES:
        yield rule.of(lang, second=grid.second_reader_from)
    if not grid.merge_decides:
        yield Text(
            "Une déclaration ne compte rien tant qu'une personne habilitée n'a pas écrit sa décision.",
            "A declaration counts nothing as long as nobody entitled has written a decision.",
        ).of(lang)
    for category in grid.categories.values():
        title = f"{text(category.code)}. {prose(category.title, lang)}"
        for code, minimum in category.minimums.items():
            yield Text(
                "{code} : au moins {minimum:points} dans la catégorie {title}.",
                "{code}: at least {minimum:points} in category {title}.",
            ).of(lang, code=text(code), minimum=minimum, title=title)
