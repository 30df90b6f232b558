"""The home page: what the points are, how many are needed, three doors, when, and whom to ask."""

from __future__ import annotations

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text, typographic
from polyvalidate.site.pages import calendar
from polyvalidate.site.pages.markdown import html, table, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice, pick, required


def page(site: Site, lang: str) -> Page:
    grid = site.grid
    parts = [
        f"# {_title(lang)}",
        _what(grid, lang),
        _doors(lang),
        f"## {pick('Combien de points faut-il', 'How many points are needed', lang)}",
        thresholds(grid, lang),
        Text(
            "Ce que rapporte chaque activité : [le tableau de la grille](grille/tableau.md), où l'on cherche par mot.",
            "What each activity earns: [the table of the grid](grille/tableau.md), which you can search.",
        ).of(lang),
        f"## {pick('En ce moment', 'At the moment', lang)}",
        calendar.now(site, lang),
        f"## {pick('Poser une question', 'Ask a question', lang)}",
        contact(site, lang),
    ]
    body = typographic("\n\n".join(part for part in parts if part), lang)
    title = Text("Accueil", "Home").of(lang)
    return Page("index.md", title, body, description=_title(lang), hide=("navigation", "toc"))


def _title(lang: str) -> str:
    return Text("Votre engagement compte", "Your engagement counts").of(lang)


def _what(grid: Grid, lang: str) -> str:
    school = text(grid.school)
    said = Text(
        "{school} reconnaît par des points ce que vous faites pour les autres en dehors des cours : "
        "vie associative, portes ouvertes, solidarité, réserve, sport… À la fin du cycle, ces points "
        "ouvrent le **quitus citoyen**, l'une des conditions du diplôme. La "
        "[grille](grille/index.md) dit ce que rapportent {count} activités, rangées en {count2} "
        "catégories.",
        "{school} recognises with points what you do for others outside lectures: associations, open "
        "days, solidarity, reserve, sport… At the end of the cycle these points earn the **quitus**, "
        "one of the conditions of the diploma. The [grid](grille/index.md) says what {count} "
        "activities earn, in {count2} categories.",
    ).of(lang, school=school, count=len(grid.activities), count2=len(grid.categories))
    return said + (f"\n\n{example_notice(lang)}" if grid.example else "")


def _doors(lang: str) -> str:
    """Three doors: a list of links that style.css lays out as cards."""
    doors = (
        ("declarer.md", "Déclarer", "Declare", "Une activité faite, ses dates, un justificatif : dix minutes.",
         "An activity you did, its dates, the evidence: ten minutes."),
        ("bilans/index.md", "Suivre", "Follow", "Où en est votre promotion, et comment connaître votre bilan.",
         "Where your cohort stands, and how to know your balance."),
        ("guides/evaluer.md", "Évaluer", "Evaluate", "Pour les personnes qui décident : accepter, ajuster, refuser.",
         "For those who decide: accept, adjust, refuse."),
    )  # fmt: skip
    lines = [
        f"- [**{pick(fr, en, lang)}**]({target})  \n  {pick(fr_more, en_more, lang)}"
        for target, fr, en, fr_more, en_more in doors
    ]
    return '<div class="doors" markdown>\n\n' + "\n".join(lines) + "\n\n</div>"


def thresholds(grid: Grid, lang: str) -> str:
    """How many points each profile asks for, as a table."""
    rows = [
        (
            text(profile.title.in_language(lang)),
            f"**{required(profile, lang)}**",
            _categories(profile.minimum_categories, lang),
        )
        for profile in grid.profiles.values()
    ]
    heads = Text("Votre parcours|Points|Dans au moins", "Your path|Points|In at least").of(lang).split("|")
    return table(heads, rows)


def _categories(number: int, lang: str) -> str:
    plural = "s" if number > 1 else ""
    return pick(f"{number} catégorie{plural}", f"{number} categor{'ies' if number > 1 else 'y'}", lang)


def contact(site: Site, lang: str) -> str:
    """The generic address of the school, and where to discuss when there is such a place."""
    address = html(site.grid.contact)
    said = Text("Écrivez à [{address}](mailto:{address}).", "Write to [{address}](mailto:{address}).").of(
        lang, address=address
    )
    if site.discussions:
        link = html(site.discussions)
        said += " " + Text(
            "Ou demandez à tout le monde : [discussions]({link}).", "Or ask everybody: [discussions]({link})."
        ).of(lang, link=link)
    return said
