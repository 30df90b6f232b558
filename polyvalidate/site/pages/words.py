"""Small words that several pages share."""

from __future__ import annotations

from polyvalidate.model.grid import Activity, Grid, Profile
from polyvalidate.model.words import NBSP, Text, points
from polyvalidate.reports.grids import worth

CATEGORIES = Text("{n}\u00a0{n:catégorie|catégories}", "{n}\u00a0{n:category|categories}")
ACTIVITIES = Text("{n} {n:activité|activités}", "{n} {n:activity|activities}")


def required(profile: Profile, lang: str) -> str:
    """How many points a profile asks for, in words."""
    if profile.required is None:
        return Text("fixé par le jury", "fixed by the jury").of(lang)
    return points(profile.required, lang)


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
        '!!! note "Cette grille est un exemple"\n\n    Elle sert à montrer et à essayer. Elle ne remplace pas celle de'
        " votre école.",
        '!!! note "This grid is an example"\n\n    It is there to show and to try. It does not replace your school\'s'
        " own.",
    )
    return notice.of(lang) if grid.example else ""
