"""One page per rule code."""

from __future__ import annotations

from polyvalidate.pages.page import Page, Section
from polyvalidate.pages.site import Site
from polyvalidate.pages.words import pick


def section(site: Site, lang: str) -> Section:
    title = pick("Les règles", "The rules", lang)
    return Section(title, (Page("regles/index.md", title, f"# {title}"),))
