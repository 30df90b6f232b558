"""The form that writes a declaration."""

from __future__ import annotations

from polyvalidate.pages.page import Page
from polyvalidate.pages.site import Site
from polyvalidate.pages.words import pick

PATH = "declarer.md"


def page(site: Site, lang: str) -> Page:
    title = pick("Déclarer une activité", "Declare an activity", lang)
    return Page(PATH, pick("Déclarer", "Declare", lang), f"# {title}")
