"""All the pages of one language, in the order of the menu."""

from __future__ import annotations

from functools import partial

from polyvalidate.site import grid, guides
from polyvalidate.site.form import declare, proof
from polyvalidate.site.pages import balances, calendar, calendar_file, further, home, provenance, rule_pages
from polyvalidate.site.pages.page import Contents, Page, Section
from polyvalidate.site.pages.site import Site

ASSETS = ("style.css",)
"""What the packaged ``site`` folder gives every page."""


def contents(site: Site, lang: str) -> Contents:
    """The pages and files of a language."""
    issues = [entry.tables for entry in site.releases]
    commit = partial(provenance.commit, forge=site.forge)
    menu: list[Page | Section] = [
        home.page(site, lang),
        declare.page(site, lang),
        proof.page(site, lang),
        grid.section(site, lang),
        guides.section(site, lang),
        balances.section(issues, commit, lang),
        calendar.page(site, lang),
        rule_pages.section(lang),
    ]
    files = {name: site.packaged[name] for name in ASSETS} | grid.files(site, lang) | declare.files(site)
    files[calendar.FILE] = calendar_file.ics(site, lang)
    files |= balances.downloads(issues)
    files |= guides.files(site, lang)
    made = _with_own(Contents(tuple(menu), files, beside=rule_pages.pages(site, lang)), site, lang)
    return made.each(lambda page: provenance.signed(page, site, lang))


def _with_own(made: Contents, site: Site, lang: str) -> Contents:
    """The same with the school's own pages, where none of ours stands, and the files beside them."""
    section = further.section(site, lang, {page.path for page in made.pages()})
    menu = made.menu if section is None else (*made.menu, section)
    return made._replace(menu=menu, files={**further.files(site, lang), **made.files})
