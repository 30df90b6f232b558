"""What the builder's output still needs: no script but the theme's and ours, and none inline; a policy that forbids
the others; a name of the site that is never a mark; a search that finds "etudiant".

Pure: text in, text out. The same for every builder, which is why it is done on the pages and not in a theme's template.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from html import escape, unescape
from typing import NamedTuple

from polyvalidate.model.words import LANGUAGES, Text, apostrophes
from polyvalidate.site.html import render
from polyvalidate.site.pages.site import FOLDERS, OTHER

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'"
)
"""Nothing from elsewhere, no script in a page, and a form that sends nothing. (CSP level 3.)"""

_INLINE = re.compile(r"<script>(.*?)(?:</script>|\Z)", re.DOTALL | re.IGNORECASE)
_SCRIPT = re.compile(r"<script(?![\w-])([^>]*)", re.IGNORECASE)
_FROM_FILE = re.compile(r'(?: type="module")? src="([^"]+)"(?: defer| async)*')
_OURS = re.compile(r"(?:assets/javascripts|scripts|form)/[\w.-]+\.js", re.ASCII)
"""The scripts of the theme, and those that we write; a school brings none."""
_DATA = ' type="application/json"'
_VALUE = re.compile(r"\{\{[^{}]*\}\}")
_ALTERNATE = re.compile(r'<link rel="alternate" href="[^"]*" hreflang="[^"]*">')
"""The theme's: they name the two home pages on every page. The site maps name each page's own twin."""
_ASKING = ' data-md-component="source"'
"""What has the theme ask GitHub how many people like the repository: whoever reads the page would be told to GitHub."""
_TITLE = re.compile(r"<title>([^<]*)</title>")
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
_SEARCH = re.compile(r'"search": "([^"]*)assets/javascripts/workers/search\.[\w.]+\.js"')
"""Where the theme keeps the worker of its search."""
FOLDER = "assets/inline"
MISSING = "404.html"
"""The page that a host shows for an address that does not exist."""
_FOOT = (
    ("guides/faq/", Text("Une question ?", "A question?")),
    ("guides/mentions-legales/", Text("Mentions légales", "Legal notices")),
    ("guides/vie-privee/", Text("Vie privée", "Privacy")),
    ("regles/", Text("Les règles", "The rules")),
    ("a-propos/", Text("À propos de ce site", "About this site")),
)
_ACCESSIBILITY = "guides/accessibilite/", Text("Accessibilité : {level}", "Accessibility: {level}")
"""At the foot of each page: who is kept from reading by the page itself must find whom to tell from anywhere, and the
law has the state of compliance said. (Decree no. 2019-768.)"""
_WANTED = (
    ("declarer/", Text("Déclarer une activité", "Declare an activity")),
    ("grille/tableau/", Text("Ce que rapporte chaque activité", "What each activity earns")),
    ("calendrier/", Text("Jusqu'à quand déclarer", "Until when to declare")),
    ("guides/etudiant/", Text("Le guide des élèves", "The guide for students")),
    ("guides/faq/", Text("Les questions fréquentes", "Frequent questions")),
)
NAME = "nom-du-site-polyvalidate"
"""What the builder takes for the name of the site: themes write it as it is, in texts and in attributes."""


_SAID = re.compile(
    r"<(?P<kept>code|kbd|pre|samp|style|textarea)\b.*?</(?P=kept)>"
    r'|<script type="application/json"[^>]*>(?P<data>.*?)</script>|<script\b.*?</script>'
    r"|(?P<tag><[^<>]*>)|(?P<words>[^<>]+)",
    re.DOTALL,
)
_SHOWN = re.compile(r'(?<= )(?:alt|aria-label|placeholder|title|data-(?!md-)[a-z-]+)="[^"]*"')
"""The attributes that people read or hear, or of which a script says what is in them."""


class Finished(NamedTuple):
    """A page, and the scripts that were taken out of it (path from the root of the language -> text)."""

    html: str
    scripts: Mapping[str, str]


class Strange(Exception):
    """A script that is neither the theme's nor ours, and the line of the page on which it begins."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class Theme(NamedTuple):
    """What is known of the theme of a site: the scripts that its pages hold, the address of the site's root, with its
    last slash (``/``, ``/points/``), the state of accessibility that its foot says, and the languages of its pages."""

    scripts: re.Pattern[str]
    root: str
    level: Text
    languages: tuple[str, ...] = LANGUAGES

    @classmethod
    def of(cls, templates: Iterable[str], root: str, level: Text, languages: tuple[str, ...] = LANGUAGES) -> Theme:
        """The scripts of templates, as they are once filled in: a value in them ends no text."""
        scripts = {found[1] for template in templates for found in _INLINE.finditer(template)}
        shapes = (r'[^"\\<>\n]*'.join(map(re.escape, _VALUE.split(script))) for script in sorted(scripts))
        return cls(re.compile("|".join(shapes) or "(?!)"), root, level, languages)


def page(html: str, path: str, lang: str, other: str | None, theme: Theme) -> Finished:
    """A page of the built site. ``path`` is from the root of its language; ``other`` is the address of the same page in
    the other language, relative to this page, or None when there is none. Raises ``Strange``."""
    up = "../" * path.count("/")
    if path == MISSING:  # shown at any depth: nothing in it may be relative
        up = theme.root + FOLDERS.in_language(lang)
        html = _missing(html, theme)
        other = theme.root + FOLDERS.in_language(OTHER.in_language(lang))
    scripts: dict[str, str] = {}
    for found in _SCRIPT.finditer(html):
        if not _may_stand(found[1], path, theme.root, FOLDERS.in_language(lang)):
            raise Strange(html.count("\n", 0, found.start()) + 1)

    def outside(found: re.Match[str]) -> str:
        if not theme.scripts.fullmatch(found[1]):
            raise Strange(html.count("\n", 0, found.start()) + 1)
        name = f"{FOLDER}/{hashlib.sha256(found[1].encode()).hexdigest()[:16]}.js"
        scripts[name] = found[1]
        return render("finished/script.html", address=up + name)

    html = _INLINE.sub(outside, html)
    head = render("finished/policy.html", policy=POLICY) + _shared(html)
    html = _ALTERNATE.sub("", html)
    if other is not None:
        html = _switched(html, other, OTHER.in_language(lang))
    html, policies = re.subn(
        r'(<meta charset="utf-8">)', lambda found: found[1] + head, html, count=1, flags=re.IGNORECASE
    )
    if not policies:
        raise Strange(1)
    before, foot, after = html.rpartition("</footer>")  # the theme's is the last
    html = before + (_foot(up, lang, theme.level) if foot else "") + foot + after
    html = html.replace(_ASKING, "")
    html = _SEARCH.sub(lambda found: f'"search": "{found[1]}scripts/search.js"', html)
    label = Text("Recherche", "Search").of(lang)
    html = html.replace('role="dialog"', f'role="dialog" aria-label="{label}"', 1)
    return Finished(printed(html), scripts)


def _foot(root: str, lang: str, level: Text) -> str:
    path, said = _ACCESSIBILITY
    links = (*_FOOT, (path, said.filled(level=level.of(lang))))
    return render("finished/foot.html", lang, root=root, links=links)


def printed(html: str) -> str:
    """A page with the apostrophes of print in all that people read, what a script will say among it; code stays as it
    is typed."""

    def one(found: re.Match[str]) -> str:
        if found["data"] is not None:
            return found[0].replace(found["data"], apostrophes(found["data"].replace(r"\u0027", "'")))
        if found["tag"] is not None:
            return _SHOWN.sub(lambda said: _words(said[0]), found[0])
        return _words(found[0]) if found["words"] is not None else found[0]

    return _SAID.sub(one, html)


def _words(html: str) -> str:
    return apostrophes(html.replace("&#39;", "'").replace("&#x27;", "'"))


def _shared(html: str) -> str:
    """What a message that holds the address of the page shows of it. (The Open Graph protocol.)"""
    title, description = (found and unescape(found[1]) for found in (_TITLE.search(html), _DESCRIPTION.search(html)))
    return render("finished/shared.html", title=title or "", description=description or "")


def _missing(html: str, theme: Theme) -> str:
    """What stands where there is no page: in each language, since a host shows one page for all addresses."""
    said = (
        render("finished/missing.html", lang, root=theme.root + FOLDERS.in_language(lang), links=_WANTED, head=head)
        for lang, head in zip(theme.languages, ("h1", "h2"), strict=False)
    )
    inside = "".join(f'<div lang="{lang}">{one}</div>' for lang, one in zip(theme.languages, said, strict=True))
    return re.sub(r"<h1>404[^<]*</h1>", lambda _: inside, html, count=1)


def _may_stand(attributes: str, path: str, root: str, folder: str) -> bool:
    """Is it a script without attributes, of which the text is looked at; data; or a file of the theme's or of ours?"""
    from_file = _FROM_FILE.fullmatch(attributes)
    if from_file is None:
        return not attributes or (_DATA in attributes and " src" not in attributes.lower())
    address = posixpath.normpath(posixpath.join(root, folder, posixpath.dirname(path), from_file[1]))
    return _OURS.fullmatch(address.removeprefix(root).removeprefix(folder)) is not None


def named(html: str, name: str) -> str:
    """A page in which the name of the site stands where its mark did, and is never a mark itself."""
    return html.replace(NAME, escape(name))


def _switched(html: str, other: str, lang: str) -> str:
    """The language menu leads to the same page, without script too."""
    link = rf'(<a href=")[^"]*(" hreflang="{lang}" class="md-select__link">)'
    return re.sub(link, lambda found: found[1] + other + found[2], html)


def sitemap(xml: str, url: str, twins: Collection[str]) -> str:
    """A language's site map, in which each page that has a twin names both. ``twins`` are paths from the root of
    the language (``grille/``), ``url`` is the address of the site. (sitemaps.org, with what search engines read.)"""
    roots = {lang: url + FOLDERS.in_language(lang) for lang in LANGUAGES}
    both = {root + path: path for root in roots.values() for path in twins}

    def named(found: re.Match[str]) -> str:
        path = both.get(found[1])
        if path is None:
            return found[0]
        return found[0] + render("finished/twins.xml", twins={lang: root + path for lang, root in roots.items()})

    xml = xml.replace("<urlset xmlns", '<urlset xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns', 1)
    return re.sub(r"<loc>([^<]*)</loc>", named, xml)


def folded(text: str) -> str:
    """Without accents, in small letters, ligatures opened: ``Élève`` -> ``eleve``, ``œuvre`` -> ``oeuvre``."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return bare.replace("œ", "oe").replace("æ", "ae")
