"""The campaigns: the one under way, the next one, the page of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.model.grid import Campaign
from polyvalidate.model.words import Text, day, typographic
from polyvalidate.site.pages.markdown import text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice, say

FILE = "calendrier.ics"
"""The campaigns for calendars, beside the page."""


class State(StrEnum):
    """A campaign on a day."""

    OPEN = "open"
    COMING = "coming"
    CLOSED = "closed"


NAMES = {
    State.OPEN: Text("En cours", "Under way"),
    State.COMING: Text("À venir", "To come"),
    State.CLOSED: Text("Terminée", "Over"),
}


def state(campaign: Campaign, today: date) -> State:
    """Whether one may declare in a campaign on a day; its first and last days count."""
    if today < campaign.opens:
        return State.COMING
    return State.OPEN if today <= campaign.closes else State.CLOSED


class Dated(NamedTuple):
    """A campaign and the academic year whose grid holds it."""

    year: str
    campaign: Campaign


def campaigns(site: Site) -> list[Dated]:
    """Every campaign, the earliest first."""

    def each() -> Iterator[Dated]:
        for year, grid in site.grids.items():
            for campaign in grid.campaigns:
                yield Dated(year, campaign)

    return sorted(each(), key=lambda dated: (dated.campaign.opens, dated.campaign.closes, dated.year))


def now(site: Site, lang: str) -> str:
    """Which campaigns are open today, or when the next one opens, and where all of them are."""
    calendar = say("Toutes les dates : [calendrier](calendrier.md).", "All dates: [calendar](calendrier.md).", lang)
    said = _now(site, lang)
    return said + ("\n\n" if said.startswith("- ") else " ") + calendar


def _now(site: Site, lang: str) -> str:
    known = [dated.campaign for dated in campaigns(site)]
    current = [campaign for campaign in known if state(campaign, site.today) is State.OPEN]
    coming = [campaign for campaign in known if state(campaign, site.today) is State.COMING]
    if current:
        return "\n".join(f"- {_open(campaign, lang)}" for campaign in current)
    if coming:
        first = coming[0]
        title = _title(first, lang)
        return say(
            f"Aucune campagne n'est ouverte. La prochaine, **{title}**, ouvre le {day(first.opens, lang)}.",
            f"No campaign is open. The next one, **{title}**, opens on {day(first.opens, lang)}.",
            lang,
        )
    return say("Aucune campagne n'est ouverte ni annoncée.", "No campaign is open or announced.", lang)


def _open(campaign: Campaign, lang: str) -> str:
    title = _title(campaign, lang)
    start, end = campaign.covers
    return say(
        f"**{title}** : vous pouvez déclarer jusqu'au **{day(campaign.closes, lang)}** ce que vous avez fait du"
        f" {day(start, lang)} au {day(end, lang)}.",
        f"**{title}**: until **{day(campaign.closes, lang)}** you can declare what you did from {day(start, lang)} to"
        f" {day(end, lang)}.",
        lang,
    )


def page(site: Site, lang: str) -> Page:
    """All the campaigns, the latest academic year first, and how to have them in one's own calendar."""
    title = say("Calendrier", "Calendar", lang)
    body = "\n\n".join(_parts(site, lang))
    description = say("Quand déclarer ses activités", "When to declare one's activities", lang)
    return Page("calendrier.md", title, body, description=description)


def _parts(site: Site, lang: str) -> Iterator[str]:
    yield f"# {say('Quand déclarer', 'When to declare', lang)}"
    if any(grid.example for grid in site.grids.values()):
        yield example_notice(lang)
    yield _now(site, lang)
    yield say(
        "La date qui compte est celle où vous ouvrez votre demande : tout ce qui suit peut se faire après la clôture.",
        "The date that counts is the one on which you open your request: all that follows may be done after the"
        " campaign has closed.",
        lang,
    )
    for year in sorted(site.grids, reverse=True):
        yield f"## {say('Année', 'Year', lang)} {year} {{ #annee-{year} }}"
        mine = [dated.campaign for dated in campaigns(site) if dated.year == year]
        for campaign in mine:
            yield from _campaign(campaign, year, site.today, lang)
        if not mine:
            yield say("Aucune campagne.", "No campaign.", lang)
    yield f"## {say('Dans votre agenda', 'In your own calendar', lang)} {{ #agenda }}"
    yield _subscribing(site.url, lang)


def _campaign(campaign: Campaign, year: str, today: date, lang: str) -> Iterator[str]:
    yield f"### {_title(campaign, lang)} {{ #campagne-{campaign.code}-{year} }}"
    start, end = campaign.covers
    opens, closes, first, last = (day(d, lang) for d in (campaign.opens, campaign.closes, start, end))
    now = state(campaign, today)
    lines = [
        f"**{NAMES[now].in_language(lang)}**",
        say(
            f"Déclarations : du **{opens}** au **{closes}**",
            f"Declarations: from **{opens}** to **{closes}**",
            lang,
        ),
        say(f"Activités : du {first} au {last}", f"Activities: from {first} to {last}", lang),
    ]
    if campaign.second_chance:
        lines.append(
            say(
                "Seconde chance : pour les élèves à qui il manque des points",
                "Second chance: for students who lack points",
                lang,
            )
        )
    yield f'<div class="campaign {now.value}" markdown>\n\n' + "\n".join(f"- {line}" for line in lines) + "\n\n</div>"


def _title(campaign: Campaign, lang: str) -> str:
    return typographic(text(campaign.title.in_language(lang)), lang)


def _subscribing(url: str, lang: str) -> str:
    """How to have the dates in one's own calendar, where they follow the grid."""
    said = say(
        f"Le fichier [{FILE}]({FILE}) contient ces dates. Téléchargé, il les ajoute une fois pour toutes. Pour que"
        " votre agenda suive aussi les changements, **abonnez-vous** plutôt :",
        f"The file [{FILE}]({FILE}) holds these dates. Downloaded, it adds them once and for all. For your calendar to"
        " follow changes too, **subscribe** instead:",
        lang,
    )
    address = f"{url.rstrip('/')}/{'en/' if lang == 'en' else ''}{FILE}"
    copy = (
        say(f"Copiez cette adresse : `{address}`", f"Copy this address: `{address}`", lang)
        if url
        else say(
            "Copiez l'adresse du lien ci-dessus (clic droit, ou appui long sur un téléphone)",
            "Copy the address of the link above (right click, or a long press on a phone)",
            lang,
        )
    )
    steps = (
        copy,
        say(
            "Dans votre agenda, cherchez « Ajouter un agenda », puis « À partir d'une adresse » ou « S'abonner »",
            "In your calendar, look for “Add a calendar”, then “From an address” or “Subscribe”",
            lang,
        ),
        say("Collez l'adresse et validez", "Paste the address and confirm", lang),
    )
    return said + "\n\n" + "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
