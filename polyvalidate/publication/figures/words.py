"""The words of charts and tables, in French and in English."""

from __future__ import annotations

from polyvalidate.model.words import NARROW_NBSP, NBSP, day
from polyvalidate.publication.attack.bands import Band
from polyvalidate.publication.attack.tables import Kind, PublicTables, Row

REACHED = {
    "fr": (*(f"au moins {percent}{NBSP}%" for percent in (25, 50, 75)), "quitus"),
    "en": (*(f"at least {percent}%" for percent in (25, 50, 75)), "quitus"),
}
"""A threshold reached, as the head of a column."""


def pick(fr: str, en: str, lang: str) -> str:
    return fr if lang == "fr" else en


def count(band: Band, lang: str) -> str:
    """``11 à 15``, ``11 to 15``."""
    return pick(f"{band.lowest} à {band.highest}", f"{band.lowest} to {band.highest}", lang)


def count_of(band: Band, size: int, lang: str) -> str:
    """``11 à 15 sur 31``, ``11 to 15 of 31``."""
    return f"{count(band, lang)} {pick('sur', 'of', lang)}{NBSP}{size}"


def students(size: int, lang: str) -> str:
    """``31 élèves``, ``31 students``."""
    return f"{size}{NBSP}{pick('élèves', 'students', lang)}"


def name(row: Row, lang: str) -> str:
    """What a row is called: ``DI 3A``, ``Autres groupes``, ``Spécialité DI``, ``Toute la promotion``."""
    scope = row.scope
    if scope.kind is Kind.GROUP:
        return f"{scope.programme}{NBSP}{scope.year}"
    if scope.kind is Kind.PROGRAMME:
        return pick(f"Spécialité{NBSP}{scope.programme}", f"Programme{NBSP}{scope.programme}", lang)
    if scope.kind is Kind.YEAR:
        return pick(f"Tous les {scope.year}", f"All {scope.year}", lang)
    if scope.kind is Kind.OTHERS:
        return pick("Autres groupes", "Other groups", lang)
    return pick("Toute la promotion", "The whole cohort", lang)


def merged(row: Row, lang: str) -> str:
    """Which groups *autres* holds: a phrase, empty for another row."""
    if row.scope.kind is not Kind.OTHERS:
        return ""
    leaves = ", ".join(f"{leaf.programme}{NBSP}{leaf.year}" for leaf in sorted(row.scope.leaves))
    return pick(f"Autres groupes{NBSP}: {leaves}.", f"Other groups: {leaves}.", lang)


def occasion(tables: PublicTables, lang: str) -> str:
    """``promotion 2025, au 1er juillet 2026``."""
    when = day(tables.on, lang)
    return pick(f"promotion {tables.cohort}, au {when}", f"cohort {tables.cohort}, on {when}", lang)


def category(tables: PublicTables, code: str, lang: str) -> str:
    """``3. Promotion de l'école``: the code and the grid's title."""
    title = tables.category_titles.get(code)
    return f"{code}. {pick(title.fr, title.en, lang)}" if title is not None else code


def programmes(tables: PublicTables, lang: str) -> str:
    """What the codes of programmes stand for: a phrase, empty when the grid does not say."""
    shown = sorted({leaf.programme for row in tables.groups for leaf in row.scope.leaves} & set(tables.programmes))
    titles = (
        f"{code}{pick(NBSP, '', lang)}: {pick(tables.programmes[code].fr, tables.programmes[code].en, lang)}"
        for code in shown
    )
    return f"{pick(f'{NARROW_NBSP}; ', '; ', lang).join(titles)}." if shown else ""
