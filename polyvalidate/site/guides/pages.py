"""The guides: templates of ours, or the school's own page of the same path, filled with what the grid says."""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.site.guides import glossary
from polyvalidate.site.guides.declared import LEGAL_SLUG, need_legal
from polyvalidate.site.guides.facts import facts
from polyvalidate.site.pages import further
from polyvalidate.site.pages.filling import fill, heading, typeset
from polyvalidate.site.pages.page import Page, Section
from polyvalidate.site.pages.site import Site

GUIDES = {
    "index": Text("Guides", "Guides"),
    "etudiant": Text("Pour les élèves", "For students"),
    "sans-formulaire": Text("Sans le formulaire", "Without the form"),
    "evaluer": Text("Évaluer", "Evaluate"),
    "scolarite": Text("Scolarité", "Registry office"),
    "jury": Text("Jury", "Jury"),
    "administrer": Text("Installer et administrer", "Set up and administer"),
    "serveur": Text("Sans forge", "Without a forge"),
    "ecole": Text("Une autre école", "Another school"),
    "convaincre": Text("Convaincre et déployer", "Convince and deploy"),
    "reprendre": Text("Reprendre depuis Moodle", "Coming from Moodle"),
    glossary.SLUG: Text("Glossaire", "Glossary"),
    "faq": Text("Questions fréquentes", "Frequent questions"),
    "vie-privee": Text("Vie privée", "Privacy"),
    "accessibilite": Text("Accessibilité", "Accessibility"),
    LEGAL_SLUG: Text("Mentions légales", "Legal notices"),
}
"""The guides in the order of the menu, with their short titles."""

BOOSTS = {
    "etudiant": 2.0,
    "faq": 1.5,
    "sans-formulaire": 0.5,
    "administrer": 0.5,
    "serveur": 0.5,
    "ecole": 0.5,
    "convaincre": 0.5,
    LEGAL_SLUG: 0.3,
}
"""How much the words of a guide count in the search: most of those who look for a word are students."""


def section(site: Site, lang: str) -> Section:
    """Every guide. Raises BadPage for a marker that is not known, and where a school does not say who publishes its
    site."""
    need_legal(site, lang)
    values = facts(site, lang)
    explained = f"guides/{glossary.SLUG}.md" not in further.own(site, lang)  # a school's own page has its own anchors
    pages = []
    for slug, title in GUIDES.items():
        path = f"guides/{slug}.md"
        own = further.own(site, lang).get(path)
        where = f"docs/{further.source(site, lang, path)}" if own else f"guides/{lang}/{slug}.md"
        template = own or site.packaged[f"guides/{lang}/{slug}.md"].decode("utf-8")
        body = typeset(fill(template, values, where), lang)
        if slug not in ("index", glossary.SLUG) and explained:
            body = glossary.linked(body, lang)
        pages.append(Page(path, title.of(lang), body, description=heading(body) or "", boost=BOOSTS.get(slug, 1)))
    return Section("Guides", tuple(pages))
