"""All the pages of one language, in the order of the menu."""

from __future__ import annotations

from functools import partial

from polyvalidate.model.words import Text
from polyvalidate.site import grid, guides
from polyvalidate.site.form import declare, proof
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
    own = _OWN_IN_BOXES if site.latest.in_boxes else _OWN
    commit = partial(provenance.commit, forge=site.forge)
    menu: list[Page | Section] = [
        home.page(site, lang),
        declare.page(site, lang),
        grid.section(site, lang),
        calendar.page(site, lang),
        balances.section(issues, own, commit, lang),
        guides.section(site, lang),
    ]
    beside = (proof.page(site, lang), provenance.page(site, lang), *rule_pages.pages(site, lang))
    files = {name: site.packaged[name] for name in ASSETS}
    files[identity.FILE] = identity.css(identity.color(site.settings.get("color")))
    files |= grid.files(site, lang) | declare.files(site)
    files[calendar.FILE] = calendar_file.ics(site, lang)
    files |= balances.downloads(issues)
    files |= guides.files(site, lang)
    return _with_own(Contents(tuple(menu), files, beside), site, lang)


_OWN = Text(
    "Votre bilan n'est publié nulle part. Vous le lisez dans le commentaire que reçoit chacune de vos demandes : vos"
    " points comptés avant et après, le seuil à atteindre, et le plafond qui a joué s'il y en a un. Pour le demander,"
    " écrivez `/bilan` en première ligne d'un commentaire de votre demande. La scolarité peut aussi vous remettre un"
    " relevé.",
    "Your own balance is published nowhere. You read it in the comment that each of your requests receives: your"
    " points counted before and after, the threshold to reach, and the cap that limited them if there is one. To ask"
    " for it, write `/bilan` as the first line of a comment of your request. The registry office can also give you a"
    " statement.",
)
_OWN_IN_BOXES = Text(
    "Votre bilan n'est publié nulle part. Il est dans votre boîte : sa première page, « Mes points », dit ce qui"
    " compte, ce qui attend et ce qui manque.",
    "Your own balance is published nowhere. It is in your box: its first page, “My points”, says what counts, what"
    " waits and what is missing.",
)
"""Where one reads one's own balance."""


def _with_own(made: Contents, site: Site, lang: str) -> Contents:
    """The same with the school's own pages, where none of ours stands, and the files beside them."""
    section = further.section(site, lang, {page.path for page in made.pages()})
    menu = made.menu if section is None else (*made.menu, section)
    return made._replace(menu=menu, files={**further.files(site, lang), **made.files})
