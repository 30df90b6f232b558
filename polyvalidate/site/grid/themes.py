"""The activities by theme: by profile, by what one does, by law. Each leads to the activity's own place.

The tags of the builders index whole pages, and an activity is a part of one: this page is the index that they cannot
make, and it is the same with every builder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from polyvalidate.model.grid import Activity, Grid, Profile
from polyvalidate.model.words import Text
from polyvalidate.site.grid.paths import AGAIN, FOLDER, link_to
from polyvalidate.site.grid.saying import ROLES, SCOPES, capital, is_open_to_all, prose
from polyvalidate.site.pages.markdown import body, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

Test = Callable[[Activity], bool]


class Theme(NamedTuple):
    """A heading and the activities that it gathers; ``anchor`` is the same in both languages."""

    anchor: str
    title: Text
    test: Test


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    title = Text("Par thème", "By theme").of(lang)
    return Page(f"{FOLDER}/themes.md", title, body(_parts(grid, lang)), boost=AGAIN)


def _parts(grid: Grid, lang: str) -> Iterator[str]:
    yield f"# {Text('Les activités par thème', 'Activities by theme').of(lang)}"
    yield example_notice(grid, lang)
    everywhere = sum(is_open_to_all(grid, activity) for activity in grid.activities.values())
    yield Text(
        "{everywhere} activités sur {all} sont ouvertes à tous les profils.",
        "{everywhere} activities of {all} are open to every profile.",
    ).of(lang, everywhere=everywhere, all=len(grid.activities))
    titles = ", ".join(prose(profile.title, lang) for profile in grid.profiles.values() if _opens_all(grid, profile))
    if titles:
        yield Text("Ouvrent toutes les activités : {titles}.", "Open every activity: {titles}.").of(lang, titles=titles)
    for heading, themes in _groups(grid):
        shown = body(_theme(grid, theme, lang) for theme in themes)
        if shown:
            yield f"## {heading.of(lang)}\n\n{shown}"


def _opens_all(grid: Grid, profile: Profile) -> bool:
    """Is every activity open to a profile?"""
    return all(profile.code in activity.open_to for activity in grid.activities.values())


def _theme(grid: Grid, theme: Theme, lang: str) -> str:
    found = [activity for activity in grid.activities.values() if theme.test(activity)]
    if not found:
        return ""
    links = "\n".join(f"- [{text(a.code)} {prose(a.title, lang)}]({link_to(a)})" for a in found)
    return f"### {prose(theme.title, lang)} ({len(found)}) {{ #{theme.anchor} }}\n\n" + links


def _capital(said: Text) -> Text:
    return Text(capital(said.fr), capital(said.en))


def _groups(grid: Grid) -> Iterator[tuple[Text, list[Theme]]]:
    def open_to(code: str) -> Test:
        return lambda activity: code in activity.open_to

    def role(name: str) -> Test:
        return lambda activity: activity.role == name

    def scope(name: str) -> Test:
        return lambda activity: activity.scope == name

    def law(name: str) -> Test:
        return lambda activity: name in activity.legal

    yield (
        Text("Ouvertes à certains profils", "Open to some profiles"),
        [
            Theme(f"parcours-{profile.code.lower()}", profile.title, open_to(profile.code))
            for profile in grid.profiles.values()
            if not _opens_all(grid, profile)
        ],
    )
    yield (
        Text("Ce que vous y faites", "What you do"),
        [
            *(Theme(f"role-{name}", _capital(said), role(name)) for name, said in ROLES.items()),
            *(Theme(f"lieu-{name}", _capital(said), scope(name)) for name, said in SCOPES.items()),
        ],
    )
    bulk = Text("La liste de l'organisation suffit", "The organiser's list is enough")
    yield (
        Text("Comment elles se déclarent", "How they are declared"),
        [
            Theme("liste", bulk, lambda a: a.bulk),
            Theme("demande", Text("Sur demande motivée", "On reasoned request"), lambda a: a.on_request),
            Theme("sensible", Text("Sensibles : aucun document", "Sensitive: no document"), lambda a: a.sensitive),
            Theme("paye", Text("Un travail payé peut compter", "Paid work may count"), lambda a: a.allows_paid),
        ],
    )
    laws = [Theme(f"loi-{code}", title, law(code)) for code, title in grid.legal.items()]
    yield Text("Prévues par la loi", "Named by the law"), laws
