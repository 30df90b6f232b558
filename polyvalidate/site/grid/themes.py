"""The activities by theme: by path, by what one does, by law. Each leads to the activity's own place.

The tags of the builders index whole pages, and an activity is a part of one: this page is the index that they cannot
make, and it is the same with every builder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text, typographic
from polyvalidate.site.grid.paths import AGAIN, FOLDER, link_to
from polyvalidate.site.grid.saying import ROLES, SCOPES, is_open_to_all, prose, say
from polyvalidate.site.pages.markdown import text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice, pick

Test = Callable[[Activity], bool]


class Theme(NamedTuple):
    """A heading and the activities that it gathers; ``anchor`` is the same in both languages."""

    anchor: str
    title: str
    test: Test


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    title = say("Les activités par thème", "Activities by theme", lang)
    parts = [f"# {title}", typographic(example_notice(lang), lang) if grid.example else ""]
    everything = [p for p in grid.profiles.values() if _is_open(grid, p.code)]
    everywhere = [activity for activity in grid.activities.values() if is_open_to_all(grid, activity)]
    parts.append(
        say(
            f"{len(everywhere)} activités sur {len(grid.activities)} sont ouvertes à tous les parcours.",
            f"{len(everywhere)} activities of {len(grid.activities)} are open to every path.",
            lang,
        )
    )
    if everything:
        titles = ", ".join(prose(profile.title, lang) for profile in everything)
        parts.append(say(f"Ouvrent toutes les activités : {titles}.", f"Open every activity: {titles}.", lang))
    for heading, themes in _groups(grid, lang):
        shown = [_theme(grid, theme, lang) for theme in themes]
        if any(shown):
            parts += [f"## {heading}", *shown]
    body = "\n\n".join(part for part in parts if part)
    return Page(f"{FOLDER}/themes.md", Text("Par thème", "By theme").of(lang), body, boost=AGAIN)


def _is_open(grid: Grid, profile: str) -> bool:
    """Is every activity open to a profile?"""
    return all(profile in activity.open_to for activity in grid.activities.values())


def _theme(grid: Grid, theme: Theme, lang: str) -> str:
    found = [activity for activity in grid.activities.values() if theme.test(activity)]
    if not found:
        return ""
    links = "\n".join(f"- [{text(a.code)} {prose(a.title, lang)}]({link_to(a)})" for a in found)
    return f"### {theme.title} ({len(found)}) {{ #{theme.anchor} }}\n\n" + links


def _groups(grid: Grid, lang: str) -> Iterator[tuple[str, list[Theme]]]:
    def open_to(code: str) -> Test:
        return lambda activity: code in activity.open_to

    def role(name: str) -> Test:
        return lambda activity: activity.role == name

    def scope(name: str) -> Test:
        return lambda activity: activity.scope == name

    def law(name: str) -> Test:
        return lambda activity: name in activity.legal

    yield (
        say("Ouvertes à certains parcours", "Open to some paths", lang),
        [
            Theme(f"parcours-{profile.code.lower()}", prose(profile.title, lang), open_to(profile.code))
            for profile in grid.profiles.values()
            if not _is_open(grid, profile.code)
        ],
    )
    yield (
        say("Ce que vous y faites", "What you do", lang),
        [
            *(Theme(f"role-{name}", _capital(pick(*said, lang)), role(name)) for name, said in ROLES.items()),
            *(Theme(f"lieu-{name}", _capital(pick(*said, lang)), scope(name)) for name, said in SCOPES.items()),
        ],
    )
    yield (
        say("Comment elles se déclarent", "How they are declared", lang),
        [
            Theme(
                "liste",
                say("La liste de l'organisation suffit", "The organiser's list is enough", lang),
                lambda a: a.bulk,
            ),
            Theme("demande", say("Sur demande motivée", "On reasoned request", lang), lambda a: a.on_request),
            Theme("sensible", say("Sensibles : aucun document", "Sensitive: no document", lang), lambda a: a.sensitive),
            Theme("paye", say("Un travail payé peut compter", "Paid work may count", lang), lambda a: a.allows_paid),
        ],
    )
    yield (
        say("Prévues par la loi", "Named by the law", lang),
        [Theme(f"loi-{code}", prose(title, lang), law(code)) for code, title in grid.legal.items()],
    )


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
