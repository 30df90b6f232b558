"""Where a page comes from: the commit, its day, and whether files have changed since."""

from __future__ import annotations

from polyvalidate.model.words import day
from polyvalidate.site.pages.markdown import html
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Forge, Site
from polyvalidate.site.pages.words import say

_COMMITS = {"github": "commit", "gitlab": "-/commit", "forgejo": "commit"}
"""Where each forge shows a commit, below the page of the repository."""


def signed(page: Page, site: Site, lang: str) -> Page:
    """The page with a line at its end that says where it comes from; none outside Git."""
    line = _line(site, lang)
    return page._replace(text=f"{page.text.rstrip()}\n\n{line}") if line else page


def _line(site: Site, lang: str) -> str:
    moment = site.moment
    if moment is None:
        return ""
    link, when = commit(moment.commit, site.forge), day(moment.day, lang)
    since = say(", fichiers modifiés depuis", ", files changed since", lang) if moment.changed else ""
    said = say(
        f"Page écrite à partir du commit {link} du {when}{since}.",
        f"Page written from commit {link} of {when}{since}.",
        lang,
    )
    return f'<p class="provenance" data-search-exclude>{said}</p>'


def commit(oid: str, forge: Forge | None) -> str:
    """A commit in HTML, which leads to its page when the forge is known."""
    short = f"<code>{html(oid[:7])}</code>"
    if forge is None:
        return short
    return f'<a href="{html(forge.url)}/{_COMMITS[forge.kind]}/{html(oid)}">{short}</a>'
