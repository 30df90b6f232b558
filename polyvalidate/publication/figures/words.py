"""The words of charts and tables, in French and in English."""

from __future__ import annotations

from polyvalidate.model.words import NARROW_NBSP, NBSP, Text, day
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
    return Text("{lowest} à {highest}", "{lowest} to {highest}").of(lang, lowest=band.lowest, highest=band.highest)


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
        return Text("Spécialité{NBSP}{programme}", "Programme{NBSP}{programme}").of(
            lang, NBSP=NBSP, programme=scope.programme
        )
    if scope.kind is Kind.YEAR:
        return Text("Tous les {year}", "All {year}").of(lang, year=scope.year)
    if scope.kind is Kind.OTHERS:
        return Text("Autres groupes", "Other groups").of(lang)
    return Text("Toute la promotion", "The whole cohort").of(lang)


def merged(row: Row, lang: str) -> str:
    """Which groups *autres* holds: a phrase, empty for another row."""
    if row.scope.kind is not Kind.OTHERS:
        return ""
    leaves = ", ".join(f"{leaf.programme}{NBSP}{leaf.year}" for leaf in sorted(row.scope.leaves))
    return Text("Autres groupes{NBSP}: {leaves}.", "Other groups: {leaves}.").of(lang, NBSP=NBSP, leaves=leaves)


def occasion(tables: PublicTables, lang: str) -> str:
    """``promotion 2025, au 1er juillet 2026``."""
    when = day(tables.on, lang)
    return Text("promotion {cohort}, au {when}", "cohort {cohort}, on {when}").of(lang, cohort=tables.cohort, when=when)


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
