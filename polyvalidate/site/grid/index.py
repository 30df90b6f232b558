"""The grid in force on one page: thresholds, categories, how far they count, what proves an activity."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.grid import Category, Grid, Profile
from polyvalidate.model.words import NBSP, Text, listing, number, points, typographic
from polyvalidate.rules.evidence_file import formats
from polyvalidate.site.grid.paths import FOLDER, category_page
from polyvalidate.site.grid.saying import kind_anchor, prose, say
from polyvalidate.site.pages.markdown import table, text, wide
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice, pick, required

EVIDENCE = "justificatifs"
"""The anchor of what the kinds of evidence are."""


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    return Page(
        f"{FOLDER}/index.md",
        typographic(grid.title.in_language(lang), lang),
        "\n\n".join(part for part in _parts(grid, lang) if part),
        description=_summary(grid, lang),
    )


def _summary(grid: Grid, lang: str) -> str:
    number_of, categories = len(grid.activities), len(grid.categories)
    return Text(
        "Année universitaire {year} : {number_of} activités en {categories} catégories, ce qu'elles "
        "rapportent et ce qui les prouve.",
        "Academic year {year}: {number_of} activities in {categories} categories, what they earn and what proves them.",
    ).of(lang, year=grid.year, number_of=number_of, categories=categories)


def _parts(grid: Grid, lang: str) -> Iterator[str]:
    yield f"# {prose(grid.title, lang)}"
    yield typographic(example_notice(lang), lang) if grid.example else ""
    yield typographic(f"{text(grid.school)}. {_summary(grid, lang)}", lang)
    search = say("Chercher dans le tableau", "Search the table", lang)
    yield f"[{search}](tableau.md){{ .md-button .md-button--primary }}"
    yield f"## {say('Combien de points faut-il', 'How many points are needed', lang)}"
    yield _thresholds(grid, lang)
    yield f"## {say('Les catégories', 'The categories', lang)}"
    yield "\n".join(_category(category, lang) for category in grid.categories.values())
    yield "## " + say("Jusqu'où compte chaque catégorie", "How far each category counts", lang)
    yield say(
        "Une catégorie ne compte pas au-delà de son plafond. Déclarer davantage ne fait jamais perdre de points.",
        "A category does not count beyond its cap. Declaring more never costs a point.",
        lang,
    )
    yield _caps(grid, lang)
    yield f"## {say('Les justificatifs', 'Evidence', lang)} {{ #{EVIDENCE} }}"
    yield _where(grid, lang)
    yield "\n".join(_kinds(grid, lang))
    yield f"## {say('Pour toutes les activités', 'For all activities', lang)}"
    yield "\n".join(f"- {rule}" for rule in _general(grid, lang))
    yield f"## {say('Aller plus loin', 'Further', lang)}"
    yield "\n".join(_links(lang))


def _thresholds(grid: Grid, lang: str) -> str:
    profiles = list(grid.profiles.values())
    heads = Text("Parcours|Code|Points|Durée|Dans au moins", "Path|Code|Points|Length|In at least").of(lang).split("|")
    capped = any(profile.total_cap is not None for profile in profiles)
    if capped:
        heads.append(Text("Compte au plus", "Counts at most").of(lang))

    def cells(profile: Profile) -> list[str]:
        years, least = profile.years, profile.minimum_categories
        row = [
            prose(profile.title, lang),
            text(profile.code),
            f"**{required(profile, lang)}**",
            Text("{years}{NBSP}an{value}", "{years}{NBSP}year{value}").of(
                lang, years=years, NBSP=NBSP, value="s" * (years > 1)
            ),
            pick(
                f"{least}{NBSP}catégorie{'s' * (least > 1)}",
                f"{least}{NBSP}categor{'ies' if least != 1 else 'y'}",
                lang,
            ),
        ]
        if capped:
            row.append("—" if profile.total_cap is None else points(profile.total_cap, lang))
        return row

    name = say("Points demandés par parcours", "Points asked for by path", lang)
    return wide(table(heads, [cells(profile) for profile in profiles]), name)


def _category(category: Category, lang: str) -> str:
    count = len(category.activities)
    line = (
        f"- [**{text(category.code)}. {prose(category.title, lang)}**]({category_page(category.code)})  \n    "
        + pick(f"{count} activité{'s' * (count > 1)}", f"{count} activit{'ies' if count != 1 else 'y'}", lang)
    )
    if not category.activities:
        return line
    lowest = min(activity.lowest for activity in category.activities.values())
    highest = max(activity.highest for activity in category.activities.values())
    if lowest == highest:
        each = say(f"{points(highest, lang)} l'unité", f"{points(highest, lang)} a unit", lang)
    else:
        low, high = number(lowest, lang), points(highest, lang)
        each = say(f"de {low} à {high} l'unité", f"{low} to {high} a unit", lang)
    return f"{line}, {each}"


def _caps(grid: Grid, lang: str) -> str:
    """One column per profile."""
    heads = [Text("Catégorie", "Category").of(lang), *(text(code) for code in grid.profiles)]
    rows = [
        [
            f"{text(category.code)}. {prose(category.title, lang)}",
            *(number(category.caps[code], lang) if code in category.caps else "—" for code in grid.profiles),
        ]
        for category in grid.categories.values()
    ]
    name = say("Plafond de chaque catégorie par parcours", "Cap of each category by path", lang)
    return wide(table(heads, rows, right=range(1, len(heads))), name)


def _where(grid: Grid, lang: str) -> str:
    """Where evidence may be kept, and how large a file may be."""
    policy = grid.evidence
    places = {
        "pull-request": ("joint à la demande", "attached to the request"),
        "url": ("en ligne, sur un site accepté", "online, on an accepted site"),
        "repository": ("déposé dans le dépôt, à côté de la déclaration", "in the repository, beside the declaration"),
    }
    known = listing(tuple(pick(*places[store], lang) for store in places if store in policy.stores), lang)
    size = number(policy.maximum_size * 4 // 1_000_000, lang)
    said = say(
        f"Un justificatif est {known}. Un fichier pèse {size}{NBSP}Mo au plus.",
        f"Evidence is {known}. A file is at most {size}{NBSP}MB.",
        lang,
    )
    if "url" in policy.stores and policy.hosts:
        hosts = ", ".join(f"`{host}`" for host in sorted(policy.hosts))
        said += " " + say(f"Sites acceptés : {hosts}.", f"Accepted sites: {hosts}.", lang)
    return said


def _kinds(grid: Grid, lang: str) -> Iterator[str]:
    for kind in grid.evidence.kinds.values():
        accepted = ", ".join(text(name) for name in formats(kind.media_types))
        place = f"{{ #{kind_anchor(kind.code)} }}"
        yield f"- **{text(kind.code)}** {prose(kind.title, lang)}  \n    {accepted}\n    {place}"


def _general(grid: Grid, lang: str) -> Iterator[str]:
    least = points(grid.second_reader_from, lang)
    yield say(
        "La grille de l'année où l'activité a eu lieu décide des points.",
        "The grid of the year in which the activity took place decides the points.",
        lang,
    )
    yield say(
        "Une même activité n'est validée qu'une fois (code de l'éducation, article D611-7) : ni déjà comptée dans une"
        " unité d'enseignement ou un stage, ni payée, sauf mention contraire.",
        "One activity is validated once only (French code of education, article D611-7): not already counted in a"
        " course unit or an internship, nor paid, unless said otherwise.",
        lang,
    )
    yield say(
        "Chaque activité a un plafond par an et un plafond sur le cycle, puis viennent celui de la catégorie et celui"
        " du parcours s'il existe.",
        "Each activity has a cap per year and one over the cycle; then come the category's and, where there is one,"
        " the path's.",
        lang,
    )
    yield say(
        f"À partir de {least} accordés pour une déclaration, une seconde personne relit la décision.",
        f"From {least} granted for a declaration, a second person reads the decision.",
        lang,
    )
    for category in grid.categories.values():
        for code, minimum in category.minimums.items():
            title = f"{text(category.code)}. {prose(category.title, lang)}"
            yield say(
                f"{text(code)} : au moins {points(minimum, lang)} dans la catégorie {title}.",
                f"{text(code)}: at least {points(minimum, lang)} in category {title}.",
                lang,
            )


def _links(lang: str) -> Iterator[str]:
    for target, fr, en in (
        ("themes.md", "Les activités par thème : parcours, rôle, texte de loi", "Activities by theme: path, part, law"),
        ("annees.md", "Les grilles des autres années, et ce qui a changé", "Grids of other years, and what changed"),
        ("ecoles.md", "Ce que font d'autres écoles", "What other schools do"),
        ("donnees.md", "La grille en données, à réutiliser", "The grid as data, to reuse"),
    ):
        yield f"- [{say(fr, en, lang)}]({target})"
