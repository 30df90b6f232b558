"""The words of charts and tables, in French and in English."""

from __future__ import annotations

from polyvalidate.model.words import NARROW_NBSP, NBSP, Text
from polyvalidate.publication.attack.bands import Band
from polyvalidate.publication.attack.tables import Kind, PublicTables, Row

REACHED = (
    *(Text(f"au moins {percent}{NBSP}%", f"at least {percent}%") for percent in (25, 50, 75)),
    Text("quitus", "quitus"),
)
"""A threshold reached, as the head of a column."""
COLON = Text(f"{NBSP}: ", ": ")
THEN = Text(f"{NARROW_NBSP}; ", "; ")


def count(band: Band, lang: str) -> str:
    """``11 à 15``, ``11 to 15``."""
    return Text("{lowest} à {highest}", "{lowest} to {highest}").of(lang, lowest=band.lowest, highest=band.highest)


def count_of(band: Band, size: int, lang: str) -> str:
    """``11 à 15 sur 31``, ``11 to 15 of 31``."""
    return Text(f"{{count}} sur{NBSP}{{size}}", f"{{count}} of{NBSP}{{size}}").of(
        lang, count=count(band, lang), size=size
    )


def students(size: int, lang: str) -> str:
    """``31 élèves``, ``31 students``."""
    return Text(f"{{n}}{NBSP}{{n:élève|élèves}}", f"{{n}}{NBSP}{{n:student|students}}").of(lang, n=size)


def name(row: Row, lang: str) -> str:
    """What a row is called: ``DI 3A``, ``Autres groupes``, ``Spécialité DI``, ``Toute la promotion``."""
    scope = row.scope
    if scope.kind is Kind.GROUP:
        return f"{scope.programme}{NBSP}{scope.year}"
    if scope.kind is Kind.PROGRAMME:
        return f"{Text('Spécialité', 'Programme').of(lang)}{NBSP}{scope.programme}"
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
    return Text("Autres groupes : {leaves}.", "Other groups: {leaves}.").of(lang, leaves=leaves)


def occasion(tables: PublicTables, lang: str) -> str:
    """``promotion 2025, au 1er juillet 2026``."""
    said = Text("promotion {cohort}, au {on:date}", "cohort {cohort}, on {on:date}")
    return said.of(lang, cohort=tables.cohort, on=tables.on)


def followed(tables: PublicTables, lang: str) -> str:
    """Whom a later issue counts: a sentence, empty for the first issue of a cohort."""
    said = Text(
        "Les élèves comptés sont ceux du {formed:date}, dans les groupes de ce jour-là.",
        "The students counted are those of {formed:date}, in the groups of that day.",
    )
    return said.of(lang, formed=tables.formed) if tables.formed < tables.on else ""


def category(tables: PublicTables, code: str, lang: str) -> str:
    """``3. Promotion de l'école``: the code and the grid's title."""
    title = tables.category_titles.get(code)
    return f"{code}. {title.in_language(lang)}" if title is not None else code


def programmes(tables: PublicTables, lang: str) -> str:
    """What the codes of programmes stand for: a phrase, empty when the grid does not say."""
    shown = sorted({leaf.programme for row in tables.groups for leaf in row.scope.leaves} & set(tables.programmes))
    titles = (f"{code}{COLON.in_language(lang)}{tables.programmes[code].in_language(lang)}" for code in shown)
    return f"{THEN.in_language(lang).join(titles)}." if shown else ""
