"""A category of the grid in force: each of its activities, with an anchor of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from polyvalidate.model.grid import Activity, Category, Grid
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, points, typographic
from polyvalidate.site.grid.example import example
from polyvalidate.site.grid.notices import notices
from polyvalidate.site.grid.paths import FOLDER, category_page, declare_link
from polyvalidate.site.grid.saying import (
    evaluators,
    evidence,
    legal_bases,
    limits,
    open_to,
    part_taken,
    prose,
    say,
    title_of,
    worth_in_words,
)
from polyvalidate.site.pages.markdown import anchor, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice


def page(site: Site, category: Category, lang: str) -> Page:
    """The page of a category."""
    grid = site.grid
    activities = list(category.activities.values())
    parts = [
        f"# {text(category.code)}. {prose(category.title, lang)}",
        typographic(example_notice(lang), lang) if grid.example else "",
        prose(category.guidance, lang),
        _facts([*_about(site, category, lang)]),
        "\n".join(
            f"- [{text(a.code)} {prose(a.title, lang)}](#{anchor(a.code)}) · {worth_in_words(grid, a, lang)}"
            for a in activities
        ),
        *(part for activity in activities for part in _activity(site, category, activity, lang)),
    ]
    title = f"{category.code}. {typographic(category.title.in_language(lang), lang)}"
    return Page(
        f"{FOLDER}/{category_page(category.code)}",
        title,
        "\n\n".join(part for part in parts if part),
        description=typographic(category.guidance.in_language(lang), lang),
    )


def _facts(facts: list[tuple[str, str]]) -> str:
    """A list of names and values that style.css lays out in two columns."""
    lines = []
    for name, value in facts:
        first, *rest = value.split("\n")
        lines.append("\n".join([name, f":   {first}", *(f"    {line}" if line else "" for line in rest)]))
    return '<div class="facts" markdown>\n\n' + "\n\n".join(lines) + "\n\n</div>" if lines else ""


def _about(site: Site, category: Category, lang: str) -> Iterator[tuple[str, str]]:
    grid = site.grid
    usual = [a for a in category.activities.values() if a.referents == category.referents]
    who = evaluators(site, grid, usual, lang)
    if who:
        yield Text("Qui évalue", "Who evaluates").of(lang), who
    yield Text("Compte au plus", "Counts at most").of(lang), _by_value(grid, category.caps, lang)
    if category.minimums:
        yield Text("Compte au moins", "Counts at least").of(lang), _by_value(grid, category.minimums, lang)


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
    facts = [
        (Text("Rapporte", "Earns").of(lang), worth_in_words(grid, activity, lang)),
        (Text("Au plus", "At most").of(lang), limits(activity, lang)),
        (_proof(activity, lang), evidence(grid, activity, lang)),
        (Text("Ouverte à", "Open to").of(lang), open_to(grid, activity, lang)),
        (Text("Votre rôle", "Your part").of(lang), part_taken(activity, lang)),
    ]
    if activity.referents != category.referents:
        facts.append((Text("Qui évalue", "Who evaluates").of(lang), evaluators(site, grid, [activity], lang)))
    facts.append((Text("Base légale", "Legal base").of(lang), legal_bases(grid, activity, lang)))
    known = [*notices(grid, activity, lang)]
    facts.append((Text("À savoir", "Good to know").of(lang), "\n".join(f"- {notice}" for notice in known)))
    yield _facts([(name, value) for name, value in facts if value])
    label = say(f"Déclarer l'activité {activity.code}", f"Declare activity {activity.code}", lang)
    yield f"[{label}]({declare_link(activity)}){{ .md-button }}"
    if activity.unit in grid.units:
        yield _example(grid, activity, lang)


def _proof(activity: Activity, lang: str) -> str:
    if activity.sensitive:
        return Text("À montrer, sans le déposer", "To show, not to file").of(lang)
    return Text("Justificatifs", "Evidence").of(lang)


def _example(grid: Grid, activity: Activity, lang: str) -> str:
    made = example(grid, activity, lang)
    title = say(f"Exemple de déclaration : {made.name}", f"Example of a declaration: {made.name}", lang)
    lines = ["```yaml", *made.text.rstrip("\n").split("\n"), "```"]
    return f'??? example "{title}"\n\n' + "\n".join(f"    {line}" if line else "" for line in lines)
