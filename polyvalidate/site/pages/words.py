"""Small words that several pages share."""

from __future__ import annotations

from polyvalidate.model.grid import Activity, Grid, Profile
from polyvalidate.model.points import Points
from polyvalidate.model.words import NBSP, Text, number, points, typographic
from polyvalidate.reports.grids import worth


def pick(fr: str, en: str, lang: str) -> str:
    return fr if lang == "fr" else en


def say(fr: str, en: str, lang: str) -> str:
    """The sentence of a language, with its non-breaking spaces. Code must not get any: it is never inside."""
    return typographic(pick(fr, en, lang), lang)


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


def unit(grid: Grid, activity: Activity, lang: str) -> str:
    known = grid.units.get(activity.unit)
    return known.title.in_language(lang) if known else activity.unit


def amount(quarters: Points, lang: str) -> str:
    return number(quarters, lang)


def example_notice(lang: str) -> str:
    """What stands wherever the example grid is shown."""
    return Text(
        '!!! note "Cette grille est un exemple"\n\n    Elle sert à montrer et à essayer. Elle ne '
        "remplace pas celle de votre école.",
        '!!! note "This grid is an example"\n\n    It is there to show and to try. It does not replace '
        "your school's own.",
    ).of(lang)
