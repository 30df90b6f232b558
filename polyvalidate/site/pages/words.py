"""Small words that several pages share."""

from __future__ import annotations

from polyvalidate.model.discs import discs, svg
from polyvalidate.model.grid import Activity, Grid, Profile
from polyvalidate.model.words import NBSP, Text, points
from polyvalidate.reports.grids import worth
from polyvalidate.site.pages.markdown import block

CATEGORIES = Text("{n}\u00a0{n:catégorie|catégories}", "{n}\u00a0{n:category|categories}")
ACTIVITIES = Text("{n} {n:activité|activités}", "{n} {n:activity|activities}")


def required(profile: Profile, lang: str) -> str:
    """How many points a profile asks for, in words."""
    if profile.required is None:
        return Text("fixé par le jury", "fixed by the jury").of(lang)
    return points(profile.required, lang)


def needed(profile: Profile) -> str:
    """The same in discs."""
    return svg(discs(profile.required)) if profile.required is not None else ""


def earns(activity: Activity, lang: str) -> str:
    """``0,5 point``, ``1 à 1,5 point``: what one unit is worth, with the noun."""
    if activity.levels or activity.is_range:
        noun = points(activity.highest, lang).partition(NBSP)[2]
        return f"{worth(activity, lang)}{NBSP}{noun}"
    return points(activity.highest, lang)


def unit(grid: Grid, activity: Activity) -> Text:
    known = grid.units.get(activity.unit)
    return known.title if known else Text(activity.unit, activity.unit)


def example_notice(grid: Grid, lang: str) -> str:
    """What stands wherever the example grid is shown; empty for another grid."""
    notice = Text(
        "Cette grille est un exemple, pour montrer et pour essayer.", "This grid is an example, to show and to try."
    )
    return block("example-of", notice.of(lang)) if grid.example else ""
