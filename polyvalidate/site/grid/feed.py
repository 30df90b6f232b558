"""News of the grid as an Atom feed (RFC 4287): a new year's grid, and each change of a grid under way.

Identifiers are tags (RFC 4151) of the whole address of the school's site: two schools may share a host.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from polyvalidate.model.clock import day_in
from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text, typographic
from polyvalidate.reports.grids import changes
from polyvalidate.site.grid.paths import FOLDER
from polyvalidate.site.pages.site import FOLDERS, Site

PATH = "grille.atom"
MOST = 40
_ATOM = "http://www.w3.org/2005/Atom"
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], " ")
"""Characters that no XML document may hold."""


class _News(NamedTuple):
    name: str
    title: str
    lines: tuple[str, ...]
    moment: datetime
    year: str


def feed(site: Site, lang: str) -> bytes:
    """The feed, the latest news first. The same history gives the same bytes."""
    base = f"{(site.url or site.grid.site).rstrip('/')}/{FOLDERS.in_language(lang)}"
    news = sorted(_news(site, lang), key=lambda one: (one.moment, one.name), reverse=True)[:MOST]
    host, path = site.named
    tag = f"tag:{host},2025:{path}{'/' if path else ''}{FOLDER}/{lang}"
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(root, "id", tag)
    _add(root, "title", Text("Changements de la grille", "Changes of the grid").of(lang))
    _add(root, "updated", _stamp(max(one.moment for one in news)))
    _add(_add(root, "author", None), "name", site.grid.school)
    _add(root, "link", None, rel="self", type="application/atom+xml", href=base + PATH)
    _add(root, "link", None, rel="alternate", type="text/html", href=f"{base}{FOLDER}/annees/")
    for one in news:
        entry = _add(root, "entry", None)
        _add(entry, "id", f"{tag}/{one.name}")
        _add(entry, "title", one.title)
        _add(entry, "updated", _stamp(one.moment))
        _add(entry, "link", None, rel="alternate", type="text/html", href=f"{base}{FOLDER}/annees/#annee-{one.year}")
        _add(entry, "content", "\n".join(one.lines), type="text")
    ET.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = None if text is None else text.translate(_FORBIDDEN)
    return made


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _news(site: Site, lang: str) -> Iterator[_News]:
    before: Grid | None = None
    for year in sorted(site.grids):
        grid = site.grids[year]
        start = grid.period.start
        moment = site.brought.get(year) or datetime(start.year, start.month, start.day, tzinfo=UTC)
        title = Text("Grille {year}", "Grid {year}").of(lang, year=year)
        yield _News(year, title, _lines(before, grid, lang), moment, year)
        before = grid
    for edit in site.edits:
        year, on = edit.after.year, day_in(edit.moment, site.zone)
        lines = tuple(typographic(line, lang) for line in changes(edit.before, edit.after, lang))
        if lines and year in site.grids:
            changed = Text("Grille {year}, changée le {on:date}", "Grid {year}, changed on {on:date}")
            yield _News(f"{year}/{edit.commit}", changed.of(lang, year=year, on=on), lines, edit.moment, year)


def _lines(before: Grid | None, grid: Grid, lang: str) -> tuple[str, ...]:
    if before is None:
        return (Text("Première grille connue.", "First grid known.").of(lang),)
    found = tuple(typographic(line, lang) for line in changes(before, grid, lang))
    said = Text("Depuis {year} :", "Since {year}:")
    if not found:
        said = Text("Rien n'a changé depuis {year}.", "Nothing has changed since {year}.")
    return (said.of(lang, year=before.year), *found)
