"""Where the pages of the grid stand, below ``grille/``; links between them are relative to that folder."""

from __future__ import annotations

from polyvalidate.model.grid import Activity
from polyvalidate.site.pages.markdown import anchor

FOLDER = "grille"
AGAIN = 0.1
"""How much the words of a page count in the search that says again what the page of a category says."""


def category_page(code: str) -> str:
    return f"categorie-{code}.md"


def year_page(year: str) -> str:
    return f"{year}.md"


def link_to(activity: Activity) -> str:
    """The place of an activity of the grid in force, for Markdown pages."""
    return f"{category_page(activity.category)}#{anchor(activity.code)}"


def address_of(activity: Activity) -> str:
    """The same for mark-up that the builder does not read, from a page below ``grille/``."""
    return f"../categorie-{activity.category}/#{anchor(activity.code)}"


def declare_link(activity: Activity) -> str:
    return f"../declarer.md?activite={activity.code}"
