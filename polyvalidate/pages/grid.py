"""The grid for people: an index, and one page per category where each activity has its own anchor."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model import Activity, Category, Grid
from polyvalidate.pages.markdown import anchor, table, text
from polyvalidate.pages.page import Page, Section
from polyvalidate.pages.site import Site
from polyvalidate.pages.words import earns, example_notice, pick, unit
from polyvalidate.wording import points, typographic


def path_of(category: str) -> str:
    return f"grille/categorie-{category}.md"


def section(site: Site, lang: str) -> Section:
    grid = site.grid
    pages = [_index(grid, lang)]
    pages += [_category(grid, category, lang) for category in grid.categories.values()]
    return Section(pick("La grille", "The grid", lang), tuple(pages))


def _index(grid: Grid, lang: str) -> Page:
    rows = [
        (
            f"[{text(category.code)}. {text(category.title.in_language(lang))}](categorie-{category.code}.md)",
            str(len(category.activities)),
        )
        for category in grid.categories.values()
    ]
    title = text(grid.title.in_language(lang))
    parts = [
        f"# {title}",
        example_notice(lang) if grid.example else "",
        table(pick("Catégorie|Activités", "Category|Activities", lang).split("|"), rows, right=(1,)),
    ]
    body = typographic("\n\n".join(part for part in parts if part), lang)
    return Page("grille/index.md", grid.title.in_language(lang), body)


def _category(grid: Grid, category: Category, lang: str) -> Page:
    title = f"{category.code}. {category.title.in_language(lang)}"
    parts = [
        f"# {text(title)}",
        text(category.guidance.in_language(lang)),
        *(part for activity in category.activities.values() for part in _activity(grid, activity, lang)),
    ]
    return Page(path_of(category.code), title, typographic("\n\n".join(parts), lang))


def _activity(grid: Grid, activity: Activity, lang: str) -> Iterator[str]:
    yield f"## {text(activity.code)} {text(activity.title.in_language(lang))} {{ #{anchor(activity.code)} }}"
    yield f"**{earns(activity, lang)}** · {text(unit(grid, activity, lang))}"
    yield text(activity.guidance.in_language(lang))
    yield pick("Au plus", "At most", lang) + " " + points(activity.cap_year, lang)
