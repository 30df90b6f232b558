"""The guides, whose numbers come from the grid."""

from __future__ import annotations

from polyvalidate.pages.page import Page, Section
from polyvalidate.pages.site import Site
from polyvalidate.pages.words import pick


def section(site: Site, lang: str) -> Section:
    title = pick("Évaluer", "Evaluate", lang)
    return Section("Guides", (Page("guides/evaluer.md", title, f"# {title}"),))
