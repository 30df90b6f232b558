"""Where a page comes from: the commit, its day, and whether files have changed since."""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.site.html import render
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Forge, Site

_COMMITS = {"github": "commit", "gitlab": "-/commit", "forgejo": "commit"}
"""Where each forge shows a commit, below the page of the repository."""


def signed(page: Page, site: Site, lang: str) -> Page:
    """The page with a line at its end that says where it comes from; none outside Git."""
    moment = site.moment
    if moment is None:
        return page
    since = Text(", fichiers modifiés depuis", ", files changed since") if moment.changed else ""
    said = Text(
        "Page écrite à partir du commit {commit} du {day:date}{since}.",
        "Page written from commit {commit} of {day:date}{since}.",
    ).of(lang, commit=commit(moment.commit, site.forge), day=moment.day, since=since)
    return page._replace(text=f"{page.text.rstrip()}\n\n{render('provenance.html', said=said)}")


def commit(oid: str, forge: Forge | None) -> str:
    """A commit in HTML, which leads to its page when the forge is known."""
    address = f"{forge.url}/{_COMMITS[forge.kind]}/{oid}" if forge else ""
    return render("commit.html", oid=oid, address=address)
