"""What is published of cohorts, from ``PublicTables`` only."""

from __future__ import annotations

from polyvalidate.pages.page import Page, Section
from polyvalidate.pages.site import Site
from polyvalidate.pages.words import pick


def section(site: Site, lang: str) -> Section:
    title = pick("Bilans", "Balances", lang)
    return Section(title, (Page("bilans/index.md", title, f"# {title}"),))
