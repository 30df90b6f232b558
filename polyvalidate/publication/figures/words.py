"""The words of charts and tables, in French and in English."""

from __future__ import annotations

from polyvalidate.model.words import NARROW_NBSP, NBSP, Text
from polyvalidate.publication.attack.bands import Band
from polyvalidate.publication.attack.tables import Kind, Leaf, PublicTables, Row

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


def name(row: Row, tables: PublicTables, lang: str) -> str:
    """What a row is called: ``Informatique, 3e année``, ``Autres groupes``, ``Toute la 3e année``."""
    scope = row.scope
    if scope.kind is Kind.OTHERS:
        return Text("Autres groupes", "Other groups").of(lang)
    if scope.kind is Kind.COHORT:
        return Text("Toute la promotion", "The whole cohort").of(lang)
    if scope.kind is Kind.YEAR:
        return Text("Toute la {year}", "All of {year}").of(lang, year=_year(scope.year or ""))
    if scope.kind is Kind.PROGRAMME:
        return Text("{programme}, toutes années", "{programme}, all years").of(
            lang, programme=_programme(scope.programme or "", tables)
        )
    return _leaf(Leaf(scope.programme or "", scope.year or ""), tables, lang)


def _leaf(leaf: Leaf, tables: PublicTables, lang: str) -> str:
    return f"{_programme(leaf.programme, tables).in_language(lang)}, {_year(leaf.year).in_language(lang)}"


def _programme(code: str, tables: PublicTables) -> Text:
    return tables.programmes.get(code, Text(code, code))


def _year(code: str) -> Text:
    """``3A`` in full."""
    return Text("{year}e année", "year {year}").filled(year=code.removesuffix("A"))


def merged(row: Row, tables: PublicTables, lang: str) -> str:
    """Which groups *autres* holds: a phrase, empty for another row."""
    if row.scope.kind is not Kind.OTHERS:
        return ""
    leaves = THEN.in_language(lang).join(_leaf(leaf, tables, lang) for leaf in sorted(row.scope.leaves))
    return Text("Autres groupes : {leaves}.", "Other groups: {leaves}.").of(lang, leaves=leaves)


def occasion(tables: PublicTables, lang: str) -> str:
    """``promotion entrée en 2025, au 1er juillet 2026``."""
    said = Text("{cohort}, au {on:date}", "{cohort}, on {on:date}")
    return said.of(lang, cohort=cohort(tables.cohort), on=tables.on)


def cohort(year: int) -> Text:
    """A cohort by what its year is: schools name theirs by the year of entry or by that of the diploma, and a year
    alone does not say which."""
    return Text("promotion entrée en {year}", "cohort that entered in {year}").filled(year=year)


def begun(said: str) -> str:
    """The same at the beginning of a line."""
    return said[:1].upper() + said[1:]


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
