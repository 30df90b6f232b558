"""Campaigns in words: what is open, what a change means and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tabulate import tabulate

from polyvalidate.model.grid import Campaign, Grid
from polyvalidate.model.words import Text, day
from polyvalidate.office.acts.campaigns import Prepared, under_way

_HEADS = (
    Text("Année", "Year"),
    Text("Campagne", "Campaign"),
    Text("Ouvre", "Opens"),
    Text("Ferme", "Closes"),
    Text("Activités du", "Activities from"),
    Text("au", "to"),
    Text("État", "State"),
)
_IN_A_TABLE = Text("%d/%m/%Y", "%Y-%m-%d")
_NOTHING = Text("", "")


def status_lines(grids: Sequence[Grid], today: date, lang: str) -> list[str]:
    """Every campaign with its dates and its state, the latest year last; then what may be declared today."""
    shown = _IN_A_TABLE.of(lang)
    rows = [
        (grid.year, c.code, *(f"{d:{shown}}" for d in (c.opens, c.closes, *c.covers)), state(c, today, lang))
        for grid in grids
        for c in sorted(grid.campaigns, key=lambda c: (c.opens, c.closes))
    ]
    lines = [tabulate(rows, [head.of(lang) for head in _HEADS], disable_numparse=True), ""]
    current = under_way(grids, today)
    if current:
        return lines + [open_line(campaign, lang) for campaign in current]
    nothing = Text("Le {today:date}, rien ne peut être déclaré.", "On {today:date}, nothing may be declared.")
    lines.append(nothing.of(lang, today=today))
    coming = [c for grid in grids for c in grid.campaigns if c.opens > today]
    if coming:
        first = min(coming, key=lambda c: c.opens)
        after = Text(
            "La prochaine campagne, {code}, ouvre le {opens:date}.", "The next campaign, {code}, opens on {opens:date}."
        )
        lines.append(after.of(lang, code=first.code, opens=first.opens))
    return lines


def state(campaign: Campaign, today: date, lang: str) -> str:
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
    second = Text(" (seconde chance)", " (second chance)") if campaign.second_chance else _NOTHING
    return text.of(lang, n=n) + second.of(lang)


def open_line(campaign: Campaign, lang: str) -> str:
    """What may be declared in a campaign that is open."""
    return Text(
        "Jusqu'au {closes:date} inclus ({code}), l'on peut déclarer ce qui a eu lieu du {start:date} au {end:date}.",
        "Until {closes:date} included ({code}), what took place from {start:date} to {end:date} may be declared.",
    ).of(lang, closes=campaign.closes, code=campaign.code, start=campaign.covers.start, end=campaign.covers.end)


def effect(prepared: Prepared, waiting: int, lang: str) -> list[str]:
    """The campaign as it would be, beside what it was; what that means; what to look out for."""
    before, after, today = prepared.before, prepared.after, prepared.book.today
    new = _NOTHING if before is not None else Text(", nouvelle", ", new")
    lines = [f"{after.title.in_language(lang)} ({after.code}, {prepared.grid.year}){new.of(lang)}", ""]
    was = before or after
    for what, old, now in (
        (Text("Ouvre", "Opens"), was.opens, after.opens),
        (Text("Ferme", "Closes"), was.closes, after.closes),
        (Text("Activités du", "Activities from"), was.covers.start, after.covers.start),
        (Text("Activités au", "Activities to"), was.covers.end, after.covers.end),
    ):
        moved = f"{day(old, lang)} → " if old != now else ""
        lines.append(f"  {what.of(lang):<16}{moved}{day(now, lang)}")
    if today > after.closes:
        said = Text("Cette campagne est fermée.", "This campaign is closed.").of(lang)
    elif today < after.opens:
        said = Text(
            "L'on pourra déclarer du {opens:date} au {closes:date} inclus.",
            "One will be able to declare from {opens:date} to {closes:date} included.",
        ).of(lang, opens=after.opens, closes=after.closes)
    else:
        said = open_line(after, lang)
    return [*lines, "", said, *_remarks(prepared, waiting, lang)]


def _remarks(prepared: Prepared, waiting: int, lang: str) -> Iterator[str]:
    before, after, today = prepared.before, prepared.after, prepared.book.today
    if after.second_chance and today < after.closes:
        yield Text(
            "Seconde chance : elle s'adresse aux élèves à qui il manque des points (polyvalidate campaign remind).",
            "Second chance: it is for the students who lack points (polyvalidate campaign remind).",
        ).of(lang)
    if before is not None and after.closes > before.closes and after.covers.end == before.covers.end:
        yield Text(
            "Les activités couvertes s'arrêtent toujours au {end:date} ; --covers-to les prolonge.",
            "The activities covered still end on {end:date}; --covers-to extends them.",
        ).of(lang, end=after.covers.end)
    for other in prepared.grid.campaigns:
        if other.code != after.code and other.opens <= after.closes and after.opens <= other.closes:
            yield Text(
                "Elle est ouverte en même temps que {code} (du {opens:date} au {closes:date}).",
                "It is open together with {code} ({opens:date} to {closes:date}).",
            ).of(lang, code=other.code, opens=other.opens, closes=other.closes)
    if waiting and before is not None and after.closes < before.closes and after.closes <= today:
        yield Text(
            "{n} {n:demande déjà ouverte reste|demandes déjà ouvertes restent} à décider : polyvalidate queue.",
            "{n} {n:request that is open already remains|requests that are open already remain} to be decided:"
            " polyvalidate queue.",
        ).of(lang, n=waiting)
