"""Small words that several pages share."""

from __future__ import annotations

from polyvalidate.model.discs import discs, svg
from polyvalidate.model.grid import Grid, Profile
from polyvalidate.model.words import Text, points
from polyvalidate.site.pages.markdown import block

CATEGORIES = Text("{n}\u00a0{n:catégorie|catégories}", "{n}\u00a0{n:category|categories}")
ACTIVITIES = Text("{n} {n:activité|activités}", "{n} {n:activity|activities}")

DELAYS = {
    3: Text("trois jours", "three days"),
    7: Text("une semaine", "one week"),
    14: Text("deux semaines", "two weeks"),
    30: Text("un mois", "one month"),
}
"""The bounds, in days, in which a decision is said to come."""
_DELAY = Text(
    "Ces douze derniers mois, au moins trois demandes sur quatre ont été décidées en {bound} au plus.",
    "In the last twelve months, at least three requests in four were decided within {bound}.",
)


def delay(days: int | None) -> Text | None:
    """The sentence that says in how many days decisions come; None where the site does not say it."""
    return None if days is None else _DELAY.filled(bound=DELAYS[days])


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
