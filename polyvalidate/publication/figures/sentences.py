"""What an issue says in a sentence, computed from the published intervals only and true of every number in them."""

from __future__ import annotations

from fractions import Fraction

from polyvalidate.model.words import NBSP, Text
from polyvalidate.publication.attack.bands import THRESHOLDS, Band
from polyvalidate.publication.attack.tables import Kind, PublicTables, Row

_SHARES = {
    Fraction(1, 10): Text("un dixième", "a tenth"),
    Fraction(1, 4): Text("un quart", "a quarter"),
    Fraction(1, 3): Text("un tiers", "a third"),
    Fraction(1, 2): Text("la moitié", "half"),
    Fraction(2, 3): Text("les deux tiers", "two thirds"),
    Fraction(3, 4): Text("les trois quarts", "three quarters"),
    Fraction(9, 10): Text("les neuf dixièmes", "nine tenths"),
}
"""The shares that have a name, the smallest first."""
_MOST = max(_SHARES)
_NEARLY_ALL = Text("au moins neuf élèves sur dix", "at least nine students in ten")
_AT_LEAST = Text("au moins {low} des élèves", "at least {low} of students")
_AT_MOST = Text("au plus {high} des élèves", "at most {high} of students")
_BETWEEN = Text("entre {low} et {high} des élèves", "between {low} and {high} of students")

QUITUS = THRESHOLDS.index("quitus")
_HAVE = (
    Text(f"ont au moins 25{NBSP}% de leurs points", "have at least 25% of their points"),
    Text("ont au moins la moitié de leurs points", "have at least half of their points"),
    Text("ont au moins les trois quarts de leurs points", "have at least three quarters of their points"),
    Text("ont le quitus", "have the quitus"),
)
"""What was reached, by the rank of the threshold."""
_QUOTED = Text("« {title} »", "“{title}”")
_NAMED = 3
"""The most categories that a sentence names."""


def share(band: Band, size: int) -> Text | None:
    """How many of a group, in words: the greatest share with a name that the whole band reaches, the smallest that it
    does not pass. None where the band is too wide for either."""
    low = max((named for named in _SHARES if named * size <= band.lowest), default=None)
    high = min((named for named in _SHARES if named * size >= band.highest), default=None)
    if low is None:
        return None if high is None else _AT_MOST.filled(high=_SHARES[high])
    if high is None:
        return _NEARLY_ALL if low == _MOST else _AT_LEAST.filled(low=_SHARES[low])
    return _BETWEEN.filled(low=_SHARES[low], high=_SHARES[high])


def total(tables: PublicTables) -> Row | None:
    """The row of the whole cohort, where the issue shows it."""
    return next((row for row in tables.rows if row.scope.kind is Kind.COHORT), None)


def quitus(tables: PublicTables, lang: str) -> str:
    """How many of the cohort have the quitus, without a capital or a full stop; "" where nothing is shown of it."""
    return _reached(tables, QUITUS, lang)


def levels(tables: PublicTables, lang: str) -> str:
    """The highest part of the points, the quitus apart, that at least half of the cohort have; else the lowest part."""
    row = total(tables)
    ranks = [rank for rank in range(QUITUS) if row is not None and row.reached[rank].lowest * 2 >= row.size]
    return _reached(tables, max(ranks, default=0), lang)


def categories(tables: PublicTables, lang: str) -> str:
    """The categories in which most students have points, where the intervals set a few apart from all others."""
    shown = tables.categories
    if not shown:
        return ""
    best = max(row.active for row in shown)
    first = tuple(
        tables.category_titles.get(row.category, Text(row.category, row.category))
        for row in shown
        if row.active == best
    )
    said = share(best, tables.size)
    if len(first) == len(shown) and said is not None:
        return Text("dans chaque catégorie, {share} ont des points", "in each category, {share} have points").of(
            lang, share=said
        )
    if len(first) > min(_NAMED, len(shown) - 1):
        return ""
    return Text(
        "c'est dans {first:all} que le plus d'élèves ont des points",
        "the most students have points in {first:all}",
    ).of(lang, first=tuple(_QUOTED.filled(title=title) for title in first))


def sentence(said: str) -> str:
    """The same with its capital and its full stop."""
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _reached(tables: PublicTables, rank: int, lang: str) -> str:
    row = total(tables)
    if row is None:
        return ""
    said = share(row.reached[rank], row.size)
    if said is None:
        return Text(
            "l'intervalle est trop large pour dire combien d'élèves {have}",
            "the interval is too wide to say how many students {have}",
        ).of(lang, have=_HAVE[rank])
    return Text("{share} {have}", "{share} {have}").of(lang, share=said, have=_HAVE[rank])
