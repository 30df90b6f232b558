"""All the pages of one language, in the order of the menu."""

from __future__ import annotations

from functools import partial

from polyvalidate.site import grid, guides
from polyvalidate.site.form import declare, points, proof, reply
from polyvalidate.site.pages import balances, calendar, calendar_file, further, home, identity, provenance, rule_pages
from polyvalidate.site.pages.page import Contents, Page, Section
from polyvalidate.site.pages.site import Site

SCRIPTS = ("scripts/words.js", home.SCRIPT, grid.SCRIPT)
"""The scripts that every page runs, in this order."""
ASSETS = ("style.css", *SCRIPTS, "scripts/search.js")
"""What the packaged ``site`` folder gives every page; the last is the worker of the search."""


def contents(site: Site, lang: str) -> Contents:
    """The pages and files of a language."""
    issues = [entry.tables for entry in site.releases]
    own = balances.OWN_IN_BOXES if site.latest.in_boxes else balances.OWN
    commit = partial(provenance.commit, forge=site.forge)
    menu: list[Page | Section] = [
        home.page(site, lang),
        declare.page(site, lang),
        points.page(site, lang),
        grid.section(site, lang),
        calendar.page(site, lang),
        balances.section(issues, own, commit, lang),
        guides.section(site, lang),
    ]
    beside = (
        proof.page(site, lang),
        reply.page(site, lang),
        provenance.page(site, lang),
        *rule_pages.pages(site, lang),
    )
    files = {name: site.packaged[name] for name in ASSETS}
    files[identity.FILE] = identity.css(identity.color(site.settings.get("color")))
    files |= grid.files(site, lang) | declare.files(site)
    files[calendar.FILE] = calendar_file.ics(site, lang)
    files |= balances.downloads(issues)
    return _with_own(Contents(tuple(menu), files, beside), site, lang)


def _with_own(made: Contents, site: Site, lang: str) -> Contents:
    """The same with the school's own pages, where none of ours stands, and the files beside them."""
    section = further.section(site, lang, {page.path for page in made.pages()})
    menu = made.menu if section is None else (*made.menu, section)
    return made._replace(menu=menu, files={**further.files(site, lang), **made.files})
