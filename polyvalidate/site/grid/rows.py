"""The activities of a grid as one table of HTML: a table on a wide screen, cards on a phone (style.css).

Cards are made by changing how the table is displayed, after which browsers no longer tell that it is one: hence the
roles. What a row can be filtered by stands in its ``data-`` attributes, which ``scripts/grid-table.js`` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text, typographic
from polyvalidate.site.grid.saying import evidence_in_short, is_open_to_all
from polyvalidate.site.grid.saying import worth_in_short as worth
from polyvalidate.site.pages.finishing import folded
from polyvalidate.site.pages.markdown import html

HEADS = {
    "fr": ("Activité", "Catégorie", "Points", "Au plus", "Justificatifs", "Ouverte à", "À noter"),
    "en": ("Activity", "Category", "Points", "At most", "Evidence", "Open to", "Note"),
}


def rows(
    grid: Grid, lang: str, address: Callable[[Activity], str] | None, identify: Callable[[str], str] | None
) -> str:
    """The table. ``address`` leads from an activity to its place, ``identify`` names the place that a row itself is."""
    heads = HEADS[lang]
    name = typographic(
        Text("Activités de la grille {year}", "Activities of the grid {year}").of(lang, year=grid.year), lang
    )
    top = "".join(f'<th role="columnheader" scope="col">{html(head)}</th>' for head in heads)
    body = "\n".join(
        _row(grid, activity, lang, heads, address, identify)
        for category in grid.categories.values()
        for activity in category.activities.values()
    )
    return (
        f'<table class="grid-table" role="table" aria-label="{html(name)}">\n<thead role="rowgroup">'
        f'<tr role="row">{top}</tr></thead>\n<tbody role="rowgroup">\n{body}\n</tbody>\n</table>'
    )


def _row(
    grid: Grid,
    activity: Activity,
    lang: str,
    heads: tuple[str, ...],
    address: Callable[[Activity], str] | None,
    identify: Callable[[str], str] | None,
) -> str:
    category = grid.categories[activity.category].title.in_language(lang)
    name = f"{html(activity.code)} {_said(activity.title.in_language(lang), lang)}"
    if address is not None:
        name = f'<a href="{html(address(activity))}">{name}</a>'
    year = Text("{cap_year:number} par an", "{cap_year:number} a year").of(lang, cap_year=activity.cap_year)
    cycle = Text("{cap_cycle:number} par cycle", "{cap_cycle:number} a cycle").of(lang, cap_cycle=activity.cap_cycle)
    cells = (
        f"{html(activity.category)}. {_said(category, lang)}",
        _said(worth(grid, activity, lang), lang),
        f"{year}<br>{cycle}",
        html(evidence_in_short(activity, lang)),
        _open_to(grid, activity, lang),
        "<br>".join(html(mark) for mark in marks(activity, lang)),
    )
    data = {
        "text": folded(" ".join(_words(grid, activity, lang))),
        "code": activity.code,
        "category": activity.category,
        "points": str(activity.highest),
        "open": " ".join(sorted(activity.open_to)),
    } | ({"bulk": "yes"} if activity.bulk else {})
    said = " ".join(f'data-{key}="{html(value)}"' for key, value in data.items())
    place = f' id="{html(identify(activity.code))}"' if identify else ""
    filled = "".join(
        f'<td role="cell" data-label="{html(head)}">{cell}</td>'
        for head, cell in zip(heads[1:], cells, strict=True)
        if cell
    )
    empty = "" if cells[-1] else '<td role="cell" class="nothing"></td>'
    return f'<tr role="row"{place} {said}><th role="rowheader" scope="row">{name}</th>{filled}{empty}</tr>'


def _said(value: str, lang: str) -> str:
    return html(typographic(value, lang))


def _open_to(grid: Grid, activity: Activity, lang: str) -> str:
    if is_open_to_all(grid, activity):
        return Text("tous", "everybody").of(lang)
    return html(", ".join(code for code in grid.profiles if code in activity.open_to))


def marks(activity: Activity, lang: str) -> Iterator[str]:
    """What distinguishes an activity, in a few words each."""
    if activity.on_request:
        yield Text("sur demande motivée", "on reasoned request").of(lang)
    if activity.sensitive:
        yield Text("sensible : aucun document", "sensitive: no document").of(lang)
    if activity.bulk:
        yield Text("liste de l'organisation", "organiser's list").of(lang)


def _words(grid: Grid, activity: Activity, lang: str) -> Iterator[str]:
    """What one may type to find the activity."""
    yield activity.code
    yield activity.title.in_language(lang)
    yield grid.categories[activity.category].title.in_language(lang)
    yield activity.guidance.in_language(lang)
    unit = grid.units.get(activity.unit)
    if unit is not None:
        yield unit.title.in_language(lang)
