"""The grids by year: what changed from each to the next, and every grid of another year as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text, day, typographic
from polyvalidate.reports.grids import changes
from polyvalidate.site.grid.paths import AGAIN, FOLDER, link_to, year_page
from polyvalidate.site.grid.rows import rows
from polyvalidate.site.grid.saying import prose, say
from polyvalidate.site.pages.markdown import anchor, table, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice, pick, required

_OF_ACTIVITY = re.compile(r"([0-9]+\.[0-9]+)(?: ?:)? (.+)")


def page(site: Site, lang: str) -> Page:
    """All the years, the latest first."""
    title = say("Les grilles, année par année", "The grids, year by year", lang)
    parts = [
        f"# {title}",
        say(
            "Une activité est jugée par la grille de l'année où elle a eu lieu : une grille plus récente ne change rien"
            " à ce qui est déjà fait.",
            "An activity is judged by the grid of the year in which it took place: a later grid changes nothing to what"
            " is already done.",
            lang,
        ),
    ]
    years = sorted(site.grids, reverse=True)
    for index, year in enumerate(years):
        before = site.grids[years[index + 1]] if index + 1 < len(years) else None
        parts += _year(site, site.grids[year], before, lang)
    parts.append(
        say(
            "Pour suivre les changements : le [flux Atom](../grille.atom). Pour réutiliser une grille :"
            " [les données](donnees.md).",
            "To follow the changes: the [Atom feed](../grille.atom). To reuse a grid: [the data](donnees.md).",
            lang,
        )
    )
    return Page(f"{FOLDER}/annees.md", say("Année par année", "Year by year", lang), "\n\n".join(parts))


def _year(site: Site, grid: Grid, before: Grid | None, lang: str) -> Iterator[str]:
    yield f"## {text(grid.year)} {{ #annee-{grid.year} }}"
    in_force = grid.year == site.grid.year
    link = "index.md" if in_force else year_page(grid.year)
    start, end = (day(value, lang) for value in grid.period)
    said = f"[{prose(grid.title, lang)}]({link}), " + Text("du {start} au {end}", "from {start} to {end}").of(
        lang, start=start, end=end
    )
    if in_force:
        said += Text(" : c'est la grille en vigueur", ": this is the grid in force").of(lang)
    if grid.example:
        said += Text(" (un exemple, à remplacer)", " (an example, to be replaced)").of(lang)
    yield typographic(said + ".", lang)
    if before is None:
        yield say("C'est la première grille connue ici.", "It is the first grid known here.", lang)
        return
    found = list(changes(before, grid, lang))
    if not found:
        yield say(f"Rien n'a changé depuis {before.year}.", f"Nothing has changed since {before.year}.", lang)
        return
    yield say(f"Depuis {before.year} :", f"Since {before.year}:", lang)
    yield "\n".join(_grouped(site, grid, found, lang))


def _grouped(site: Site, grid: Grid, lines: Iterable[str], lang: str) -> Iterator[str]:
    """The changes as a list; those of one activity are together, below its title, which leads to it."""
    of_activity: dict[str, list[str]] = {}
    for line in lines:
        found = _OF_ACTIVITY.fullmatch(line)
        if found is None or found[1] not in grid.activities:
            yield f"- {_plain(line, lang)}"
        else:
            of_activity.setdefault(found[1], []).append(found[2])
    in_force = grid.year == site.grid.year
    for code, said in of_activity.items():
        activity = grid.activities[code]
        target = link_to(activity) if in_force else f"{year_page(grid.year)}#{anchor(code)}"
        yield f"- [{text(code)} {prose(activity.title, lang)}]({target})"
        for change in said:
            yield f"    - {_plain(change, lang)}"


def _plain(line: str, lang: str) -> str:
    return text(typographic(line, lang))


def older(site: Site, lang: str) -> Iterator[Page]:
    """A page for each grid that is not in force, the latest first."""
    for year in sorted(site.grids, reverse=True):
        grid = site.grids[year]
        if year == site.grid.year:
            continue
        title = say(f"Grille {year}", f"Grid {year}", lang)
        notice = say(
            f"!!! note \"Ce n'est pas la grille en vigueur\"\n\n    Elle juge les activités de l'année {year}"
            f" seulement. Voir [la grille de {site.grid.year}](index.md).",
            f'!!! note "This is not the grid in force"\n\n    It judges the activities of the year {year} only. See'
            f" [the grid of {site.grid.year}](index.md).",
            lang,
        )
        heads = Text("Parcours|Points|Dans au moins", "Path|Points|In at least").of(lang).split("|")
        thresholds = [
            (prose(p.title, lang), f"**{required(p, lang)}**", _categories(p.minimum_categories, lang))
            for p in grid.profiles.values()
        ]
        parts = [
            f"# {prose(grid.title, lang)}",
            notice,
            typographic(example_notice(lang), lang) if grid.example else "",
            table(heads, thresholds),
            rows(grid, lang, None, anchor),
        ]
        body = "\n\n".join(part for part in parts if part)
        yield Page(f"{FOLDER}/{year_page(year)}", title, body, hide=("navigation", "toc"), boost=AGAIN)


def _categories(number: int, lang: str) -> str:
    return pick(f"{number} catégorie{'s' * (number > 1)}", f"{number} categor{'ies' if number != 1 else 'y'}", lang)
