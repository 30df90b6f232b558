"""The grids by year: what changed from each to the next, and every grid of another year as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from polyvalidate.model.codes import ACTIVITY
from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text, typographic
from polyvalidate.reports.grids import changes
from polyvalidate.site.grid.paths import AGAIN, FOLDER, link_to, year_page
from polyvalidate.site.grid.rows import rows
from polyvalidate.site.grid.saying import prose
from polyvalidate.site.pages.markdown import anchor, body, table, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import CATEGORIES, example_notice, required

_OF_ACTIVITY = re.compile(rf"({ACTIVITY})(?:[ \u00a0]?:)? (.+)")


_INTRODUCTION = Text(
    "Une activité est jugée par la grille de l'année où elle a eu lieu : une grille plus récente ne change rien à ce"
    " qui est déjà fait.",
    "An activity is judged by the grid of the year in which it took place: a later grid changes nothing to what is"
    " already done.",
)
_FURTHER = Text(
    "Pour suivre les changements : le [flux Atom](../grille.atom). Pour réutiliser une grille :"
    " [les données](donnees.md).",
    "To follow the changes: the [Atom feed](../grille.atom). To reuse a grid: [the data](donnees.md).",
)


def page(site: Site, lang: str) -> Page:
    """All the years, the latest first."""
    title = Text("Les grilles, année par année", "The grids, year by year").of(lang)
    parts = [f"# {title}", _INTRODUCTION.of(lang)]
    years = sorted(site.grids, reverse=True)
    for year, before in zip(years, [*years[1:], ""], strict=True):
        parts += _year(site, site.grids[year], site.grids.get(before), lang)
    parts.append(_FURTHER.of(lang))
    return Page(f"{FOLDER}/annees.md", Text("Année par année", "Year by year").of(lang), body(parts))


def _year(site: Site, grid: Grid, before: Grid | None, lang: str) -> Iterator[str]:
    yield f"## {text(grid.year)} {{ #annee-{grid.year} }}"
    in_force = grid.year == site.grid.year
    yield Text(
        "[{title}]({link}), du {start:date} au {end:date}{in_force}{example}.",
        "[{title}]({link}), from {start:date} to {end:date}{in_force}{example}.",
    ).of(
        lang,
        title=prose(grid.title, lang),
        link="index.md" if in_force else year_page(grid.year),
        start=grid.period.start,
        end=grid.period.end,
        in_force=Text(" : c'est la grille en vigueur", ": this is the grid in force") if in_force else "",
        example=Text(" (un exemple, à remplacer)", " (an example, to be replaced)") if grid.example else "",
    )
    if before is None:
        yield Text("C'est la première grille connue ici.", "It is the first grid known here.").of(lang)
        return
    found = list(changes(before, grid, lang))
    said = Text("Depuis {year} :", "Since {year}:")
    if not found:
        said = Text("Rien n'a changé depuis {year}.", "Nothing has changed since {year}.")
    yield said.of(lang, year=before.year)
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
        title = Text("Grille {year}", "Grid {year}").of(lang, year=year)
        notice = Text(
            "!!! note \"Ce n'est pas la grille en vigueur\"\n\n    Elle juge les activités de l'année {year} seulement."
            " Voir [la grille de {now}](index.md).",
            '!!! note "This is not the grid in force"\n\n    It judges the activities of the year {year} only. See [the'
            " grid of {now}](index.md).",
        )
        heads = Text("Profil|Points|Dans au moins", "Profile|Points|In at least").of(lang)
        thresholds = [
            (prose(p.title, lang), f"**{required(p, lang)}**", CATEGORIES.of(lang, n=p.minimum_categories))
            for p in grid.profiles.values()
        ]
        parts = [
            f"# {prose(grid.title, lang)}",
            notice.of(lang, year=year, now=site.grid.year),
            example_notice(grid, lang),
            table(heads, thresholds),
            rows(grid, lang, None, anchor),
        ]
        yield Page(f"{FOLDER}/{year_page(year)}", title, body(parts), hide=("navigation", "toc"), boost=AGAIN)
