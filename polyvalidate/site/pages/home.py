"""The home page: what the points are, how many are needed, three doors, when, and whom to ask."""

from __future__ import annotations

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.site.pages import calendar
from polyvalidate.site.pages.markdown import block, body, html, table, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import CATEGORIES, example_notice, required

_TITLE = Text("Votre engagement compte", "Your engagement counts")
_DOORS = {
    "declarer.md": Text(
        "[**Déclarer**]({target})  \n  Une activité faite, ses dates, un justificatif : dix minutes.",
        "[**Declare**]({target})  \n  An activity you did, its dates, the evidence: ten minutes.",
    ),
    "bilans/index.md": Text(
        "[**Suivre**]({target})  \n  Où en est votre promotion, et comment connaître votre bilan.",
        "[**Follow**]({target})  \n  Where your cohort stands, and how to know your balance.",
    ),
    "guides/evaluer.md": Text(
        "[**Évaluer**]({target})  \n  Pour les personnes qui décident : accepter, ajuster, refuser.",
        "[**Evaluate**]({target})  \n  For those who decide: accept, adjust, refuse.",
    ),
}
"""A list of links that style.css lays out as cards."""


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    parts = [
        f"# {_TITLE.of(lang)}",
        _what(grid, lang),
        example_notice(grid, lang),
        block("doors", "\n".join(f"- {door.of(lang, target=target)}" for target, door in _DOORS.items())),
        f"## {Text('Combien de points faut-il', 'How many points are needed').of(lang)}",
        thresholds(grid, lang),
        Text(
            "Ce que rapporte chaque activité : [le tableau de la grille](grille/tableau.md), où l'on cherche par mot.",
            "What each activity earns: [the table of the grid](grille/tableau.md), which you can search.",
        ).of(lang),
        f"## {Text('En ce moment', 'At the moment').of(lang)}",
        calendar.now(site, lang),
        f"## {Text('Poser une question', 'Ask a question').of(lang)}",
        contact(site, lang),
    ]
    title = Text("Accueil", "Home").of(lang)
    return Page("index.md", title, body(parts), description=_TITLE.of(lang), hide=("navigation", "toc"))


def _what(grid: Grid, lang: str) -> str:
    return Text(
        "{school} reconnaît par des points ce que vous faites pour les autres en dehors des cours : vie associative,"
        " portes ouvertes, solidarité, réserve, sport… À la fin du cycle, ces points ouvrent le **quitus citoyen**,"
        " l'une des conditions du diplôme. La [grille](grille/index.md) dit ce que rapportent {activities} activités,"
        " rangées en {categories} catégories.",
        "{school} recognises with points what you do for others outside lectures: associations, open days, solidarity,"
        " reserve, sport… At the end of the cycle these points earn the **quitus**, one of the conditions of the"
        " diploma. The [grid](grille/index.md) says what {activities} activities earn, in {categories} categories.",
    ).of(lang, school=text(grid.school), activities=len(grid.activities), categories=len(grid.categories))


def thresholds(grid: Grid, lang: str) -> str:
    """How many points each profile asks for, as a table."""
    heads = Text("Votre parcours|Points|Dans au moins", "Your path|Points|In at least")
    rows = [
        (text(p.title.of(lang)), f"**{required(p, lang)}**", CATEGORIES.of(lang, n=p.minimum_categories))
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
