"""Campaigns in words: what is open, what a change means and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from polyvalidate.model.grid import Campaign, Grid
from polyvalidate.model.words import Text, day
from polyvalidate.office.acts.campaigns import Prepared, under_way


def status_lines(grids: Iterable[Grid], today: date, lang: str) -> list[str]:
    """Every campaign with its dates and its state, the latest year last; then what may be declared today."""
    from tabulate import tabulate

    fr = lang == "fr"
    known = list(grids)
    heads = (
        ("Année", "Campagne", "Ouvre", "Ferme", "Activités du", "au", "État")
        if fr
        else ("Year", "Campaign", "Opens", "Closes", "Activities from", "to", "State")
    )
    rows = [
        (grid.year, c.code, *(_short(d, lang) for d in (c.opens, c.closes, *c.covers)), state(c, today, lang))
        for grid in known
        for c in sorted(grid.campaigns, key=lambda c: (c.opens, c.closes))
    ]
    lines = [tabulate(rows, heads, disable_numparse=True), ""]
    current = under_way(known, today)
    coming = sorted((c for g in known for c in g.campaigns if c.opens > today), key=lambda c: c.opens)
    for campaign in current:
        lines.append(open_line(campaign, lang))
    if not current:
        lines.append(
            Text("Le {today:date}, rien ne peut être déclaré.", "On {today:date}, nothing may be declared.").of(
                lang, today=today
            )
        )
    if not current and coming:
        first = coming[0]
        lines.append(
            Text(
                "La prochaine campagne, {code}, ouvre le {opens:date}.",
                "The next campaign, {code}, opens on {opens:date}.",
            ).of(lang, code=first.code, opens=first.opens)
        )
    return lines


def state(campaign: Campaign, today: date, lang: str) -> str:
    """``ouverte, encore 12 jours``; the last day included."""
    fr = lang == "fr"
    second = (Text(" (seconde chance)", " (second chance)").of(lang)) if campaign.second_chance else ""
    if today < campaign.opens:
        days = (campaign.opens - today).days
        return (Text("dans {days}", "in {days}").of(lang, days=_days(days, lang))) + second
    if today > campaign.closes:
        return (Text("fermée", "closed").of(lang)) + second
    left = (campaign.closes - today).days + 1
    return (Text("ouverte, encore {left}", "open, {left} left").of(lang, left=_days(left, lang))) + second


def open_line(campaign: Campaign, lang: str) -> str:
    """What may be declared in a campaign that is open."""
    start, end = campaign.covers
    if lang == "fr":
        return (
            f"Jusqu'au {day(campaign.closes, 'fr')} inclus ({campaign.code}), l'on peut déclarer ce qui a eu lieu du "
            f"{day(start, 'fr')} au {day(end, 'fr')}."
        )
    return (
        f"Until {day(campaign.closes, 'en')} included ({campaign.code}), what took place from {day(start, 'en')} to "
        f"{day(end, 'en')} may be declared."
    )


def effect(prepared: Prepared, waiting: int, lang: str) -> list[str]:
    """The campaign as it would be, beside what it was; what that means; what to look out for."""
    fr = lang == "fr"
    before, after, today = prepared.before, prepared.after, prepared.book.today
    title = after.title.in_language(lang)
    was = before or after
    new = (Text("nouvelle", "new").of(lang)) if before is None else ""
    lines = [f"{title} ({after.code}, {prepared.grid.year}){', ' + new if new else ''}", ""]
    pairs = (
        (("Ouvre", "Opens"), was.opens, after.opens),
        (("Ferme", "Closes"), was.closes, after.closes),
        (("Activités du", "Activities from"), was.covers.start, after.covers.start),
        (("Activités au", "Activities to"), was.covers.end, after.covers.end),
    )
    for words, old, now in pairs:
        moved = f"{day(old, lang)} → " if old != now else ""
        lines.append(f"  {words[0 if fr else 1]:<16}{moved}{day(now, lang)}")
    lines.append("")
    if after.opens <= today <= after.closes:
        lines.append(open_line(after, lang))
    elif today < after.opens:
        lines.append(
            Text(
                "L'on pourra déclarer du {opens:date} au {closes:date} inclus.",
                "One will be able to declare from {opens:date} to {closes:date} included.",
            ).of(lang, opens=after.opens, closes=after.closes)
        )
    else:
        lines.append(Text("Cette campagne est fermée.", "This campaign is closed.").of(lang))
    return lines + _remarks(prepared, waiting, lang)


def _remarks(prepared: Prepared, waiting: int, lang: str) -> list[str]:
    fr = lang == "fr"
    before, after, today = prepared.before, prepared.after, prepared.book.today
    lines = []
    if after.second_chance and today < after.closes:
        lines.append(
            Text(
                "Seconde chance : elle s'adresse aux élèves à qui il manque des points (polyvalidate campaign remind).",
                "Second chance: it is for the students who lack points (polyvalidate campaign remind).",
            ).of(lang)
        )
    if before is not None and after.closes > before.closes and after.covers.end == before.covers.end:
        end = day(after.covers.end, lang)
        lines.append(
            Text(
                "Les activités couvertes s'arrêtent toujours au {end} ; --covers-to les prolonge.",
                "The activities covered still end on {end}; --covers-to extends them.",
            ).of(lang, end=end)
        )
    others = [c for c in prepared.grid.campaigns if c.code != after.code]
    for other in others:
        if other.opens <= after.closes and after.opens <= other.closes:
            lines.append(
                Text(
                    "Elle est ouverte en même temps que {code} (du {opens:date} au {closes:date}).",
                    "It is open together with {code} ({opens:date} to {closes:date}).",
                ).of(lang, code=other.code, opens=other.opens, closes=other.closes)
            )
    if waiting and before is not None and after.closes < before.closes and after.closes <= today:
        lines.append(
            Text(
                "{waiting} demande(s) déjà ouvertes restent à décider : polyvalidate queue.",
                "{waiting} request(s) that are open already remain to be decided: polyvalidate queue.",
            ).of(lang, waiting=waiting)
        )
    return lines


def _short(value: date, lang: str) -> str:
    return f"{value:%d/%m/%Y}" if lang == "fr" else value.isoformat()


def _days(count: int, lang: str) -> str:
    word = (Text("jour", "day").of(lang)) + ("s" if count > 1 else "")
    return f"{count} {word}"
