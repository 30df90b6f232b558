"""The grid for people and for programs: what is in force, activity by activity, year by year, beside other schools'.

Activities have one place each, on the page of their category (``markdown.anchor``); the table, the themes and the
comparisons lead there.
"""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.site.grid import category, index, open_data, schools, table, themes, years
from polyvalidate.site.pages.page import Section
from polyvalidate.site.pages.site import Site

SCRIPT = table.SCRIPT
STYLE = "grid.css"


def section(site: Site, lang: str) -> Section:
    """The pages of the grid, in the order of the menu."""
    pages = [index.page(site, lang), table.page(site, lang)]
    pages += [category.page(site, each, lang) for each in site.grid.categories.values()]
    pages += [themes.page(site, lang), years.page(site, lang), *years.older(site, lang)]
    pages += [schools.page(site, lang), open_data.page(site, lang)]
    return Section(Text("La grille", "The grid").of(lang), tuple(pages))


def files(site: Site, lang: str) -> dict[str, bytes]:
    """The data beside the pages, and their style."""
    return {**open_data.files(site, lang), STYLE: site.packaged[STYLE]}
