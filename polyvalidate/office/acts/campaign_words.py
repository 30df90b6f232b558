"""A campaign in words: where it stands, what a change of its dates means and for whom. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from polyvalidate.model.grid import Campaign
from polyvalidate.model.words import Text
from polyvalidate.office.acts.campaigns import Prepared


class Remark(NamedTuple):
    """What to look out for, and how to go on in a terminal (empty: nothing is to be typed)."""

    text: Text
    typed: Text = Text("", "")


def state(campaign: Campaign, today: date) -> Text:
    """``ouverte, encore 12 jours``; the last day included."""
    if today < campaign.opens:
        text, n = Text("dans {n} {n:jour|jours}", "in {n} {n:day|days}"), (campaign.opens - today).days
    elif today > campaign.closes:
        text, n = Text("fermée", "closed"), 0
    else:
        text, n = (
            Text("ouverte, encore {n} {n:jour|jours}", "open, {n} {n:day|days} left"),
            (campaign.closes - today).days + 1,
        )
    second = Text(" (seconde chance)", " (second chance)") if campaign.second_chance else Text("", "")
    return Text("{text}{second}", "{text}{second}").filled(text=text.filled(n=n), second=second)


def open_line(campaign: Campaign) -> Text:
    """What may be declared in a campaign that is open."""
    return _OPEN.filled(
        closes=campaign.closes, code=campaign.code, start=campaign.covers.start, end=campaign.covers.end
    )


def dates(prepared: Prepared) -> list[tuple[Text, date, date]]:
    """Each date of a campaign, as it is and as it would be."""
    after = prepared.after
    was = prepared.before or after
    return [
        (Text("Ouvre", "Opens"), was.opens, after.opens),
        (Text("Ferme", "Closes"), was.closes, after.closes),
        (Text("Activités du", "Activities from"), was.covers.start, after.covers.start),
        (Text("Activités au", "Activities to"), was.covers.end, after.covers.end),
    ]


def meaning(prepared: Prepared) -> Text:
    """What may be declared with the dates as they would be."""
    after, today = prepared.after, prepared.book.today
    if today > after.closes:
        return Text("Cette campagne est fermée.", "This campaign is closed.")
    return _COMING.filled(opens=after.opens, closes=after.closes) if today < after.opens else open_line(after)


def remarks(prepared: Prepared, waiting: int) -> Iterator[Remark]:
    """What to look out for; ``waiting`` requests are open."""
    before, after, today = prepared.before, prepared.after, prepared.book.today
    if after.second_chance and today < after.closes:
        remind = "polyvalidate campaign remind"
        yield Remark(_SECOND, Text(remind, remind))
    if before is not None and after.closes > before.closes and after.covers.end == before.covers.end:
        longer = Text("--covers-to les prolonge", "--covers-to extends them")
        yield Remark(_STILL_ENDS.filled(end=after.covers.end), longer)
    for other in prepared.grid.campaigns:
        if other.code != after.code and other.opens <= after.closes and after.opens <= other.closes:
            yield Remark(_TOGETHER.filled(code=other.code, opens=other.opens, closes=other.closes))
    if waiting and before is not None and after.closes < before.closes and after.closes <= today:
        yield Remark(_LEFT.filled(n=waiting), Text("polyvalidate queue", "polyvalidate queue"))


_OPEN = Text(
    "Jusqu'au {closes:date} inclus ({code}), l'on peut déclarer ce qui a eu lieu du {start:date} au {end:date}.",
    "Until {closes:date} included ({code}), what took place from {start:date} to {end:date} may be declared.",
)
_COMING = Text(
    "L'on pourra déclarer du {opens:date} au {closes:date} inclus.",
    "One will be able to declare from {opens:date} to {closes:date} included.",
)
_SECOND = Text(
    "Seconde chance : elle s'adresse aux élèves à qui il manque des points, à prévenir.",
    "Second chance: it is for the students who lack points, who are to be told.",
)
_STILL_ENDS = Text(
    "Les activités couvertes s'arrêtent toujours au {end:date}.", "The activities covered still end on {end:date}."
)
_TOGETHER = Text(
    "Elle est ouverte en même temps que {code} (du {opens:date} au {closes:date}).",
    "It is open together with {code} ({opens:date} to {closes:date}).",
)
_LEFT = Text(
    "{n} {n:demande déjà ouverte reste|demandes déjà ouvertes restent} à décider.",
    "{n} {n:request that is open already remains|requests that are open already remain} to be decided.",
)
