"""A category of the grid in force: each of its activities, with an anchor of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from polyvalidate.model.grid import Activity, Category, Grid
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, points
from polyvalidate.reports.grids import limits
from polyvalidate.site.grid.notices import notices
from polyvalidate.site.grid.paths import FOLDER, category_page, declare_link
from polyvalidate.site.grid.saying import (
    evaluators,
    evidence,
    legal_bases,
    open_to,
    part_taken,
    prose,
    title_of,
    worth_drawn,
    worth_in_words,
)
from polyvalidate.site.pages.markdown import anchor, block, body, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

Fact = tuple[Text, str]


def page(site: Site, category: Category, lang: str) -> Page:
    """The page of a category."""
    grid = site.grid
    activities = list(category.activities.values())
    parts = [
        f"# {text(category.code)}. {prose(category.title, lang)}",
        example_notice(grid, lang),
        prose(category.guidance, lang),
        _facts(_about(site, category, lang), lang),
        "\n".join(_line(grid, activity, lang) for activity in activities),
        *(part for activity in activities for part in _activity(site, category, activity, lang)),
    ]
    path, title = f"{FOLDER}/{category_page(category.code)}", f"{category.code}. {category.title.of(lang)}"
    return Page(path, title, body(parts), description=category.guidance.of(lang), boost=2)


def _line(grid: Grid, activity: Activity, lang: str) -> str:
    link = f"- [{text(activity.code)} {prose(activity.title, lang)}](#{anchor(activity.code)})"
    return f"{link} {worth_drawn(activity)} {worth_in_words(grid, activity, lang)}"


def _facts(facts: Iterable[Fact], lang: str) -> str:
    """A list of names and values that style.css lays out in two columns; those without a value are left out."""
    lines = []
    for name, value in facts:
        if value:
            first, *rest = value.split("\n")
            lines.append("\n".join([name.of(lang), f":   {first}", *(f"    {line}" if line else "" for line in rest)]))
    return block("facts", "\n\n".join(lines)) if lines else ""


def _about(site: Site, category: Category, lang: str) -> Iterator[Fact]:
    grid = site.grid
    usual = [a for a in category.activities.values() if a.referents == category.referents]
    yield Text("Qui évalue", "Who evaluates"), evaluators(site, grid, usual, lang)
    yield Text("Compte au plus", "Counts at most"), _by_value(grid, category.caps, lang)
    yield Text("Compte au moins", "Counts at least"), _by_value(grid, category.minimums, lang)


def _at_most(grid: Grid, category: Category, activity: Activity, lang: str) -> str:
    """The caps of the activity, then that of its category, which counts all of them together."""
    own, whole = limits(activity, lang), _by_value(grid, category.caps, lang)
    if not whole:
        return own
    said = Text("{own}\n\nPour toute la catégorie : {whole}", "{own}\n\nFor the whole category: {whole}")
    return said.of(lang, own=own, whole=whole)


def _by_value(grid: Grid, values: Mapping[str, Points], lang: str) -> str:
    """``5 points (Cycle en trois ans, Cursus aménagé) · 3 points (Apprentissage)``, the most first."""
    groups: dict[Points, list[str]] = {}
    for code in [*(c for c in grid.profiles if c in values), *(c for c in values if c not in grid.profiles)]:
        groups.setdefault(values[code], []).append(title_of(grid, code, lang))
    said = [
        f"**{points(value, lang)}** ({', '.join(titles)})"
        for value, titles in sorted(groups.items(), key=lambda group: -group[0])
    ]
    return " · ".join(said)


def _activity(site: Site, category: Category, activity: Activity, lang: str) -> Iterator[str]:
    grid = site.grid
    yield f"## {text(activity.code)} {prose(activity.title, lang)} {{ #{anchor(activity.code)} }}"
    yield prose(activity.guidance, lang)
    proof = Text("Justificatifs", "Evidence")
    if activity.sensitive:
        proof = Text("À montrer, sans le déposer", "To show, not to file")
    own = activity.referents != category.referents
    facts = [
        (Text("Rapporte", "Earns"), f"{worth_drawn(activity)} {worth_in_words(grid, activity, lang)}".strip()),
        (Text("Au plus", "At most"), _at_most(grid, category, activity, lang)),
        (proof, evidence(grid, activity, lang)),
        (Text("Ouverte à", "Open to"), open_to(grid, activity, lang)),
        (Text("Votre rôle", "Your part"), part_taken(activity, lang)),
        (Text("Qui évalue", "Who evaluates"), evaluators(site, grid, [activity], lang) if own else ""),
        (Text("Base légale", "Legal base"), legal_bases(grid, activity, lang)),
        (Text("À savoir", "Good to know"), "\n".join(f"- {notice}" for notice in notices(grid, activity, lang))),
    ]
    yield _facts(facts, lang)
    label = Text("Déclarer l'activité {code}", "Declare activity {code}").of(lang, code=activity.code)
    yield f"[{label}]({declare_link(activity)}){{ .md-button }}"
