"""Campaigns in words: what is open, what a change means and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tabulate import tabulate

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text, day
from polyvalidate.office.acts.campaign_words import Remark, dates, meaning, open_line, remarks, state
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
        (grid.year, c.code, *(f"{d:{shown}}" for d in (c.opens, c.closes, *c.covers)), state(c, today).of(lang))
        for grid in grids
        for c in sorted(grid.campaigns, key=lambda c: (c.opens, c.closes))
    ]
    lines = [tabulate(rows, [head.of(lang) for head in _HEADS], disable_numparse=True), ""]
    current = under_way(grids, today)
    if current:
        return lines + [open_line(campaign).of(lang) for campaign in current]
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


def effect(prepared: Prepared, waiting: int, lang: str) -> list[str]:
    """The campaign as it would be, beside what it was; what that means; what to look out for."""
    after = prepared.after
    new = _NOTHING if prepared.before is not None else Text(", nouvelle", ", new")
    lines = [f"{after.title.in_language(lang)} ({after.code}, {prepared.grid.year}){new.of(lang)}", ""]
    for what, old, now in dates(prepared):
        moved = f"{day(old, lang)} → " if old != now else ""
        lines.append(f"  {what.of(lang):<16}{moved}{day(now, lang)}")
    return [*lines, "", meaning(prepared).of(lang), *(_remark(one, lang) for one in remarks(prepared, waiting))]


def _remark(one: Remark, lang: str) -> str:
    typed = one.typed.of(lang)
    return f"{one.text.of(lang)} ({typed})" if typed else one.text.of(lang)
