"""All activities in one table, with filters that a script shows and applies; without it, the whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.site.grid.index import EVIDENCE
from polyvalidate.site.grid.paths import AGAIN, FOLDER, address_of
from polyvalidate.site.grid.rows import rows
from polyvalidate.site.html import render
from polyvalidate.site.pages.markdown import body
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.searching import synonyms
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

SCRIPT = "scripts/grid-table.js"


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    title = Text("Toutes les activités", "All activities").of(lang)
    parts = [
        f"# {title}",
        example_notice(grid, lang),
        Text(
            "Les {activities} activités de l'année {year}. Chaque nom mène à tout ce qu'il faut savoir de l'activité ;"
            " E1, E2… sont les codes des [justificatifs](index.md#{evidence}).",
            "The {activities} activities of the year {year}. Each name leads to all there is to know of the activity;"
            " E1, E2… are the codes of [evidence](index.md#{evidence}).",
        ).of(lang, activities=len(grid.activities), year=grid.year, evidence=EVIDENCE),
        _filters(grid, synonyms(site.settings, lang), lang),
        rows(grid, lang, address_of, None),
    ]
    return Page(f"{FOLDER}/tableau.md", title, body(parts), description=title, hide=("navigation", "toc"), boost=AGAIN)


def _filters(grid: Grid, said: Mapping[str, Sequence[str]], lang: str) -> str:
    activities = grid.activities.values()
    coded, least = (
        Text("{code}. {title}", "{code}. {title}"),
        Text("{points:points} ou plus", "{points:points} or more"),
    )
    return render(
        "grid/filter.html",
        lang,
        categories=[(c.code, coded.filled(code=c.code, title=c.title)) for c in grid.categories.values()],
        profiles=[(p.code, p.title) for p in grid.profiles.values()],
        least=[(worth, least.filled(points=worth)) for worth in sorted({a.highest for a in activities})[1:]],
        synonyms=said,
        bulk=any(activity.bulk for activity in activities),
    )
