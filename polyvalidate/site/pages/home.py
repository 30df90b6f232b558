"""The home page, in one look: what counts, how much is needed, until when, and where to declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text
from polyvalidate.site.grid.paths import FOLDER, link_to
from polyvalidate.site.grid.saying import prose, worth_drawn, worth_in_words
from polyvalidate.site.html import render
from polyvalidate.site.pages import balances, calendar
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.markdown import block, body, html, table, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import CATEGORIES, delay, example_notice, needed, required

SCRIPT = "scripts/days.js"
"""Counts the days that are left on the day when the page is read."""
SHOWN = 6
"""Activities that the page shows."""

_TITLE = Text("Votre engagement compte", "Your engagement counts")
_WHAT = Text(
    "{school} : ce que vous faites pour les autres en dehors des cours est reconnu par des points. À la fin du cycle,"
    " ils ouvrent le **quitus citoyen**, l'une des conditions du diplôme.",
    "{school} recognises with points what you do for others outside lectures. At the end of the cycle they earn the"
    " **quitus**, one of the conditions of the diploma.",
)
_ACTIONS = Text(
    "[Déclarer une activité](declarer.md){ .md-button .md-button--primary }"
    " [Ce que rapporte chaque activité](grille/tableau.md){ .md-button }",
    "[Declare an activity](declarer.md){ .md-button .md-button--primary }"
    " [What each activity earns](grille/tableau.md){ .md-button }",
)
_GESTURES = Text(
    "1. **Faites.** Une journée portes ouvertes, un mandat, du soutien scolaire… Gardez de quoi le montrer.\n"
    "2. **Déclarez.** Dix minutes avec le formulaire, qui affiche les points avant l'envoi.\n"
    "3. **C'est compté.** Une personne de l'école lit, décide et vous répond.",
    "1. **Do.** An open day, an office in an association, help with homework… Keep something that shows it.\n"
    "2. **Declare.** Ten minutes with the form, which says the points before you send.\n"
    "3. **It counts.** Somebody of the school reads, decides and answers you.",
)
_PEOPLE = Text(
    "Vous évaluez, siégez au jury ou travaillez à la scolarité ? [Votre guide](guides/index.md). Tout ce qui est"
    " contrôlé : [les règles](regles/index.md).",
    "Do you evaluate, sit on the jury, or work in the registry office? [Your guide](guides/index.md). All that is"
    " checked: [the rules](regles/index.md).",
)
_NOT_CODES = Text(
    'mkdocs.yml : extra.polyvalidate.highlights est une liste de codes entre guillemets, comme ["3.1", "4.1"].',
    'mkdocs.yml: extra.polyvalidate.highlights is a list of codes in quotation marks, such as ["3.1", "4.1"].',
)
_UNKNOWN = Text(
    "mkdocs.yml : extra.polyvalidate.highlights nomme {code}, qui n'est pas une activité de la grille {year}.",
    "mkdocs.yml: extra.polyvalidate.highlights names {code}, which is no activity of the grid {year}.",
)


def page(site: Site, lang: str) -> Page:
    """Raises BadPage for an activity to show that the grid does not know."""
    title = Text("Accueil", "Home").of(lang)
    description = _WHAT.of(lang, school=site.grid.school).replace("**", "")
    return Page("index.md", title, body(_parts(site, lang)), description=description, hide=("navigation", "toc"))


def _parts(site: Site, lang: str) -> Iterator[str]:
    grid = site.grid
    yield block("hero", body(_hero(site, lang)))
    yield f"## {Text('En trois gestes', 'In three steps').of(lang)}"
    known = delay(site.delay)
    yield block("gestures", " ".join([_GESTURES.of(lang), *([known.of(lang)] if known is not None else [])]))
    if shown := highlights(site):
        yield f"## {Text('Par exemple', 'For instance').of(lang)}"
        yield block("shown", "\n".join(_shown(grid, activity, lang) for activity in shown))
    yield Text(
        "[Les {activities} activités de la grille](grille/tableau.md), en {categories} catégories.",
        "[All {activities} activities of the grid](grille/tableau.md), in {categories} categories.",
    ).of(lang, activities=len(grid.activities), categories=len(grid.categories))
    if site.releases:
        yield f"## {Text('Où en sont les promotions', 'Where cohorts stand').of(lang)}"
        yield balances.latest([entry.tables for entry in site.releases], lang)
    yield f"## {Text('Poser une question', 'Ask a question').of(lang)}"
    yield contact(site, lang)
    yield block("people", _PEOPLE.of(lang))


def _hero(site: Site, lang: str) -> Iterator[str]:
    yield f"# {_TITLE.of(lang)}"
    yield _WHAT.of(lang, school=text(site.grid.school))
    yield needs(site.grid, lang)
    yield calendar.now(site, lang)
    yield _ACTIONS.of(lang)
    yield example_notice(site.grid, lang)


def needs(grid: Grid, lang: str) -> str:
    """How many points each path asks for, in discs and in words."""
    minimums = {profile.minimum_categories for profile in grid.profiles.values()}
    same = CATEGORIES.of(lang, n=min(minimums)) if len(minimums) == 1 and min(minimums) > 1 else ""
    rows = [
        {
            "discs": needed(profile),
            "points": required(profile, lang),
            "title": profile.title,
            "least": CATEGORIES.of(lang, n=profile.minimum_categories) if len(minimums) > 1 else "",
        }
        for profile in grid.profiles.values()
    ]
    return render("home/needs.html", lang, rows=rows, least=same)


def highlights(site: Site) -> Sequence[Activity]:
    """The activities that the school wants to show (``extra.polyvalidate.highlights``, codes of the grid); otherwise
    one of each category that anybody may do without asking first."""
    grid = site.grid
    asked: Any = site.settings.get("highlights")
    if asked is not None:
        # Without quotation marks 3.10 is the number 3.1, and another activity.
        if not isinstance(asked, list) or not all(isinstance(code, str) for code in asked):
            raise BadPage(_NOT_CODES)
        return [_known(grid.activities, code, grid.year) for code in asked[:SHOWN]]
    firsts = (
        next((a for a in category.activities.values() if not a.on_request and not a.sensitive), None)
        for category in grid.categories.values()
    )
    return [activity for activity in firsts if activity is not None][:SHOWN]


def _known(activities: Mapping[str, Activity], code: str, year: str) -> Activity:
    if code not in activities:
        raise BadPage(_UNKNOWN.filled(code=code, year=year))
    return activities[code]


def _shown(grid: Grid, activity: Activity, lang: str) -> str:
    link = f"[{prose(activity.title, lang)}]({FOLDER}/{link_to(activity)})"
    return f"- {link}  \n    {worth_drawn(activity)} {worth_in_words(grid, activity, lang)}"


def thresholds(grid: Grid, lang: str) -> str:
    """How many points each profile asks for, as a table."""
    heads = Text("Votre profil|Points|Dans au moins", "Your profile|Points|In at least")
    rows = [
        (
            text(p.title.of(lang)),
            f"{needed(p)} **{required(p, lang)}**".strip(),
            CATEGORIES.of(lang, n=p.minimum_categories),
        )
        for p in grid.profiles.values()
    ]
    return table(heads.of(lang), rows)


def contact(site: Site, lang: str) -> str:
    """The generic address of the school, and where to discuss when there is such a place."""
    address = html(site.grid.contact)
    said = Text("Écrivez à [{address}](mailto:{address}).", "Write to [{address}](mailto:{address}).")
    asked = Text("Ou demandez à tout le monde : [discussions]({link}).", "Or ask everybody: [discussions]({link}).")
    parts = [said.of(lang, address=address)]
    if site.discussions:
        parts.append(asked.of(lang, link=html(site.discussions)))
    return " ".join(parts)
