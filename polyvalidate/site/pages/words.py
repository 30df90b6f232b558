"""Small words that several pages share."""

from __future__ import annotations

from polyvalidate.model.discs import discs, svg
from polyvalidate.model.grid import Grid, Profile
from polyvalidate.model.words import Text, points
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


def example_notice(grid: Grid, lang: str) -> str:
    """What stands wherever the example grid is shown; empty for another grid."""
    notice = Text(
        "Cette grille est un exemple, pour montrer et pour essayer.", "This grid is an example, to show and to try."
    )
    return block("example-of", notice.of(lang)) if grid.example else ""
