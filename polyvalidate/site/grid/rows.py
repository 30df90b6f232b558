"""The activities of a grid as one table of HTML.

What a row can be filtered by stands in its ``data-`` attributes, which ``scripts/grid-table.js`` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text
from polyvalidate.reports.grids import evidence_in_short
from polyvalidate.reports.grids import worth_in_short as worth
from polyvalidate.site.grid.saying import is_open_to_all, worth_drawn
from polyvalidate.site.html import render
from polyvalidate.site.pages.finishing import folded


def rows(
    grid: Grid, lang: str, address: Callable[[Activity], str] | None, identify: Callable[[str], str] | None
) -> str:
    """The table. ``address`` leads from an activity to its place, ``identify`` names the place that a row itself is."""
    made = [
        {
            "activity": activity,
            "category": category,
            "address": address(activity) if address else "",
            "place": identify(activity.code) if identify else "",
            "data": _data(grid, activity, lang),
            "worth": worth(grid, activity, lang),
            "drawn": worth_drawn(activity),
            "evidence": evidence_in_short(activity, lang),
            "open_to": _open_to(grid, activity),
            "marks": list(marks(activity)),
        }
        for category in grid.categories.values()
        for activity in category.activities.values()
    ]
    return render("grid/table.html", lang, year=grid.year, rows=made)


def _data(grid: Grid, activity: Activity, lang: str) -> dict[str, str]:
    """What a row is found and filtered by."""
    found = {
        "text": folded(" ".join(_words(grid, activity, lang))),
        "code": activity.code,
        "category": activity.category,
        "points": str(activity.highest),
        "open": " ".join(sorted(activity.open_to)),
    }
    return found | ({"bulk": "yes"} if activity.bulk else {})


def _open_to(grid: Grid, activity: Activity) -> str | Text:
    if is_open_to_all(grid, activity):
        return Text("tous", "everybody")
    return ", ".join(code for code in grid.profiles if code in activity.open_to)


def marks(activity: Activity) -> Iterator[Text]:
    """What distinguishes an activity, in a few words each."""
    if activity.on_request:
        yield Text("sur demande motivée", "on reasoned request")
    if activity.sensitive:
        yield Text("sensible : aucun document", "sensitive: no document")
    if activity.bulk:
        yield Text("liste de l'organisation", "organiser's list")


def _words(grid: Grid, activity: Activity, lang: str) -> Iterator[str]:
    """What one may type to find the activity."""
    yield activity.code
    yield activity.title.in_language(lang)
    yield grid.categories[activity.category].title.in_language(lang)
    yield activity.guidance.in_language(lang)
    unit = grid.units.get(activity.unit)
    if unit is not None:
        yield unit.title.in_language(lang)
