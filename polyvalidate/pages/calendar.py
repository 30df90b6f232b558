"""The campaigns: the one under way, the next one, the page of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polyvalidate.model import Campaign
from polyvalidate.pages.markdown import text
from polyvalidate.pages.page import Page
from polyvalidate.pages.site import Site
from polyvalidate.pages.words import pick
from polyvalidate.wording import day


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
    """Which campaigns are open today, or when the next one opens."""
    known = [dated.campaign for dated in campaigns(site)]
    current = [campaign for campaign in known if campaign.opens <= site.today <= campaign.closes]
    coming = [campaign for campaign in known if campaign.opens > site.today]
    calendar = pick("Toutes les dates : [calendrier](calendrier.md).", "All dates: [calendar](calendrier.md).", lang)
    if current:
        lines = [f"- {_open(campaign, lang)}" for campaign in current]
        return "\n".join(lines) + "\n\n" + calendar
    if coming:
        first = coming[0]
        title = text(first.title.in_language(lang))
        return (
            pick(
                f"Aucune campagne n'est ouverte. La prochaine, **{title}**, ouvre le {day(first.opens, lang)}.",
                f"No campaign is open. The next one, **{title}**, opens on {day(first.opens, lang)}.",
                lang,
            )
            + " "
            + calendar
        )
    return (
        pick("Aucune campagne n'est ouverte ni annoncée.", "No campaign is open or announced.", lang) + " " + calendar
    )


def _open(campaign: Campaign, lang: str) -> str:
    title = text(campaign.title.in_language(lang))
    start, end = campaign.covers
    return pick(
        f"**{title}** : vous pouvez déclarer jusqu'au **{day(campaign.closes, lang)}** ce que vous avez fait du"
        f" {day(start, lang)} au {day(end, lang)}.",
        f"**{title}**: until **{day(campaign.closes, lang)}** you can declare what you did from {day(start, lang)} to"
        f" {day(end, lang)}.",
        lang,
    )


def page(site: Site, lang: str) -> Page:
    title = pick("Calendrier", "Calendar", lang)
    return Page("calendrier.md", title, f"# {title}")
