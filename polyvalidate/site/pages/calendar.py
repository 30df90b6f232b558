"""The campaigns: the one under way, the next one, the page of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from polyvalidate.model.grid import Campaign
from polyvalidate.model.words import Text
from polyvalidate.site.html import render
from polyvalidate.site.pages.markdown import block, body, folded, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

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
    """Until when one may declare today, or when the next campaign opens, and where all of them are."""
    calendar = Text("[Toutes les dates](calendrier.md)", "[All dates](calendrier.md)").of(lang)
    current = _open(site)
    if not current:
        return f"{_now(site, lang)} {calendar}."
    lines = [f"{_said(_UNTIL, campaign, lang)} ({_left(campaign, site, lang)})" for campaign in current]
    if len(lines) == 1:
        return f"{lines[0]}. {calendar}."
    return "\n".join(f"- {line}" for line in lines) + f"\n\n{calendar}."


def _left(campaign: Campaign, site: Site, lang: str) -> str:
    """How many days are left, which a script counts again on the day when the page is read."""
    days = (campaign.closes - site.today).days
    said = (
        Text("encore {n} {n:jour|jours}", "{n} {n:day|days} left").filled(n=days)
        if days
        else Text("dernier jour", "last day")
    )
    return render("home/left.html", lang, until=campaign.closes.isoformat(), zone=site.zone.key, said=said).strip()


def _open(site: Site) -> list[Campaign]:
    known = (dated.campaign for dated in campaigns(site))
    return [campaign for campaign in known if state(campaign, site.today) is State.OPEN]


def _now(site: Site, lang: str) -> str:
    known = [dated.campaign for dated in campaigns(site)]
    coming = [campaign for campaign in known if state(campaign, site.today) is State.COMING]
    if current := _open(site):
        return "\n".join(f"- {_said(_OPEN, campaign, lang)}" for campaign in current)
    return _said(_NEXT, coming[0], lang) if coming else _NONE.of(lang)


_OPEN = Text(
    "**{title}** : vous pouvez déclarer jusqu'au **{closes:date}** ce que vous avez fait du {first:date} au"
    " {last:date}.",
    "**{title}**: until **{closes:date}** you can declare what you did from {first:date} to {last:date}.",
)
_UNTIL = Text("{title} : déclarez jusqu'au **{closes:date}**", "{title}: declare until **{closes:date}**")
_NEXT = Text(
    "Aucune campagne n'est ouverte. La prochaine, **{title}**, ouvre le {opens:date}.",
    "No campaign is open. The next one, **{title}**, opens on {opens:date}.",
)
_NONE = Text("Aucune campagne n'est ouverte ni annoncée.", "No campaign is open or announced.")
_LINES = (
    Text("Déclarations : du **{opens:date}** au **{closes:date}**",
         "Declarations: from **{opens:date}** to **{closes:date}**"),
    Text("Activités : du {first:date} au {last:date}", "Activities: from {first:date} to {last:date}"),
)  # fmt: skip
_OVER = Text(
    "**{title}** : du {opens:date} au {closes:date}, pour les activités du {first:date} au {last:date}.",
    "**{title}**: from {opens:date} to {closes:date}, for activities from {first:date} to {last:date}.",
)
_SECOND_CHANCE = Text(
    "Seconde chance : pour les élèves à qui il manque des points", "Second chance: for students who lack points"
)


def _said(sentence: Text, campaign: Campaign, lang: str) -> str:
    """A sentence about a campaign, with its title and its dates."""
    first, last = campaign.covers
    title = text(campaign.title.of(lang))
    return sentence.of(lang, title=title, opens=campaign.opens, closes=campaign.closes, first=first, last=last)


def page(site: Site, lang: str) -> Page:
    """All the campaigns, the latest academic year first, and how to have them in one's own calendar."""
    title = Text("Calendrier", "Calendar").of(lang)
    description = Text("Quand déclarer ses activités", "When to declare one's activities").of(lang)
    return Page("calendrier.md", title, body(_parts(site, lang)), description=description, boost=1.5)


def _parts(site: Site, lang: str) -> Iterator[str]:
    yield f"# {Text('Quand déclarer', 'When to declare').of(lang)}"
    yield next(filter(None, (example_notice(grid, lang) for grid in site.grids.values())), "")
    yield _now(site, lang)
    yield Text(
        "La date qui compte est celle où vous ouvrez votre demande : tout ce qui suit peut se faire après la clôture.",
        "The date that counts is the one on which you open your request: all that follows may be done after the"
        " campaign has closed.",
    ).of(lang)
    yield Text(
        "Un jour va de minuit à minuit, à l'heure de l'école ({zone}).",
        "A day goes from midnight to midnight, by the clock of the school ({zone}).",
    ).of(lang, zone=site.zone.key)
    for year in sorted(site.grids, reverse=True):
        yield f"## {Text('Année', 'Year').of(lang)} {year} {{ #annee-{year} }}"
        mine = [dated.campaign for dated in campaigns(site) if dated.year == year]
        if mine and all(state(campaign, site.today) is State.CLOSED for campaign in mine):
            yield _folded(mine, year, lang)
            continue
        for campaign in mine:
            yield from _campaign(campaign, year, site.today, lang)
        if not mine:
            yield Text("Aucune campagne.", "No campaign.").of(lang)
    yield f"## {Text('Dans votre agenda', 'In your own calendar').of(lang)} {{ #agenda }}"
    yield from _subscribing(site, lang)


def _folded(over: Sequence[Campaign], year: str, lang: str) -> str:
    """The campaigns of a year that are all over: their dates are there for whoever looks, and in nobody's way."""
    title = Text("{n} {n:campagne terminée|campagnes terminées}", "{n} {n:campaign that is|campaigns that are} over")
    lines = (f"- {_said(_OVER, one, lang)}\n{{ #campagne-{one.code}-{year} }}" for one in over)
    return folded(title.of(lang, n=len(over)), "\n".join(lines))


def _campaign(campaign: Campaign, year: str, today: date, lang: str) -> Iterator[str]:
    yield f"### {text(campaign.title.of(lang))} {{ #campagne-{campaign.code}-{year} }}"
    now = state(campaign, today)
    lines = [f"**{NAMES[now].of(lang)}**", *(_said(line, campaign, lang) for line in _LINES)]
    if campaign.second_chance:
        lines.append(_SECOND_CHANCE.of(lang))
    yield block(f"campaign {now.value}", "\n".join(f"- {line}" for line in lines))


def _subscribing(site: Site, lang: str) -> Iterator[str]:
    """How to have the dates in one's own calendar, where they follow the grid."""
    yield Text(
        "Le fichier [{file}]({file}) contient ces dates. Téléchargé, il les ajoute une fois pour toutes. Pour que votre"
        " agenda suive aussi les changements, **abonnez-vous** plutôt :",
        "The file [{file}]({file}) holds these dates. Downloaded, it adds them once and for all. For your calendar to"
        " follow changes too, **subscribe** instead:",
    ).of(lang, file=FILE)
    copy = Text("Copiez cette adresse : `{address}`", "Copy this address: `{address}`")
    look = Text(
        "Copiez l'adresse du lien ci-dessus (clic droit, ou appui long sur un téléphone)",
        "Copy the address of the link above (right click, or a long press on a phone)",
    )
    yield Text(
        "1. {copy}\n2. Dans votre agenda, cherchez « Ajouter un agenda », puis « À partir d'une adresse » ou"
        " « S'abonner »\n3. Collez l'adresse et validez",
        "1. {copy}\n2. In your calendar, look for “Add a calendar”, then “From an address” or “Subscribe”\n"
        "3. Paste the address and confirm",
    ).of(lang, copy=copy.of(lang, address=site.address(lang) + FILE) if site.url else look)
