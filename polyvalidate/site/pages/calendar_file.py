"""The campaigns as an iCalendar file (RFC 5545, RFC 7986): one event for each, which lasts all its days.

The same grid and the same commit give the same bytes: identifiers come from the grid and the stamp from the commit.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from polyvalidate.model.words import Text, plain
from polyvalidate.site.pages.calendar import Dated, campaigns
from polyvalidate.site.pages.site import Site

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = timedelta(days=1)
"""How often a subscribed calendar may ask again."""


def ics(site: Site, lang: str) -> bytes:
    """The calendar in one language. Needs icalendar (extra ``site``)."""
    from icalendar import Calendar

    name = Text("Points d'engagement", "Engagement points").of(lang)
    calendar = Calendar()
    calendar.add("prodid", f"-//polyvalidate//{Text('campagnes', 'campaigns').of(lang)}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, f"{name}, {site.grid.school}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for dated in campaigns(site):
        calendar.add_component(_event(site, dated, lang))
    written: bytes = calendar.to_ical()
    return written


def _event(site: Site, dated: Dated, lang: str) -> Event:
    from icalendar import Event

    campaign = dated.campaign
    event = Event()
    event.add("uid", f"{dated.year}-{campaign.code}@{''.join(site.named)}")
    event.add("dtstamp", _stamp(site, dated))
    event.add("dtstart", campaign.opens)
    event.add("dtend", campaign.closes + timedelta(days=1))  # the end is the first day that is out
    event.add("summary", campaign.title.in_language(lang))
    said = Text(
        "Vous pouvez déclarer ce que vous avez fait du {start:date} au {end:date}.",
        "You can declare what you did from {start:date} to {end:date}.",
    ).of(lang, start=campaign.covers.start, end=campaign.covers.end)
    event.add("description", plain(said))
    event.add("transp", "TRANSPARENT")  # a campaign makes nobody busy
    if site.url:
        event.add("url", f"{site.address(lang)}declarer/")
    return event


def _stamp(site: Site, dated: Dated) -> datetime:
    """The day of the commit, or outside Git the day on which the campaign opens: never that of the build."""
    when = site.moment.day if site.moment is not None else dated.campaign.opens
    return datetime.combine(when, time(), UTC)
