"""Where the pages come from: the commit, its day, and whether files have changed since."""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.site.html import render
from polyvalidate.site.pages.markdown import body
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Forge, Site

LITTLE = 0.2
"""Who looks for a word looks for the grid or a guide."""
_COMMITS = {"github": "commit", "gitlab": "-/commit", "forgejo": "commit"}
"""Where each forge shows a commit, below the page of the repository."""


PATH = "a-propos.md"


def page(site: Site, lang: str) -> Page:
    """What this site is, what wrote it, from which commit."""
    title = Text("À propos de ce site", "About this site").of(lang)
    return Page(PATH, title, body([f"# {title}", _WHAT.of(lang), _written(site, lang), _LINKS.of(lang)]), boost=LITTLE)


_WHAT = Text(
    "Ce site est écrit par polyvalidate à partir des fichiers de l'école : la grille, les guides, et les"
    " chiffres publiés des promotions. Il ne dépose aucun cookie et ne demande rien à un autre site.",
    "This site is written by polyvalidate from the files of the school: the grid, the guides, and the figures published"
    " of cohorts. It sets no cookie and asks nothing of another site.",
)
_LINKS = Text(
    "- [Mentions légales](guides/mentions-legales.md)\n"
    "- [Vie privée](guides/vie-privee.md)\n"
    "- [Accessibilité](guides/accessibilite.md)\n"
    "- [Les données ouvertes, à réutiliser](grille/donnees.md)\n"
    "- [Les règles contrôlées](regles/index.md)\n"
    "- [Vérifier un justificatif](verifier.md)",
    "- [Legal notices](guides/mentions-legales.md)\n"
    "- [Privacy](guides/vie-privee.md)\n"
    "- [Accessibility](guides/accessibilite.md)\n"
    "- [Open data, to reuse](grille/donnees.md)\n"
    "- [The rules that are checked](regles/index.md)\n"
    "- [Verify evidence](verifier.md)",
)


def _written(site: Site, lang: str) -> str:
    """The commit of the pages; nothing outside Git."""
    moment = site.moment
    if moment is None:
        return ""
    since = Text(", fichiers modifiés depuis", ", files changed since") if moment.changed else ""
    return Text(
        "Les pages viennent du commit {commit} du {day:date}{since}.",
        "The pages come from commit {commit} of {day:date}{since}.",
    ).of(lang, commit=commit(moment.commit, site.forge), day=moment.day, since=since)


def commit(oid: str, forge: Forge | None) -> str:
    """A commit in HTML, which leads to its page when the forge is known."""
    address = f"{forge.url}/{_COMMITS[forge.kind]}/{oid}" if forge else ""
    return render("commit.html", oid=oid, address=address)
