"""A campaign opened, moved or closed: the edit of ``rules.yml``, and what judging everything anew says of it.

The campaigns are rules: the grid's keepers write them, and the gate judges the change with all the declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from polyvalidate.files import edit
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book, Campaign, Grid, Period, RoleHolder
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.grid_change import UNEDITABLE, weighed
from polyvalidate.office.acts.signer import signer
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.school.check import Checked
from polyvalidate.school.school import School

CODE = re.compile(r"[a-z][a-z0-9-]{0,19}", re.ASCII)
SECOND_CHANCE = Text("Seconde chance", "Second chance")


class Wish(NamedTuple):
    """What was asked of a campaign; None where nothing was said. ``year`` is that of the grid (``2025-2026``)."""

    code: str
    year: str | None = None
    opens: date | None = None
    closes: date | None = None
    covers_from: date | None = None
    covers_to: date | None = None
    title_fr: str | None = None
    title_en: str | None = None
    second_chance: bool = False


class Prepared(NamedTuple):
    """A campaign as it would be, the one it was (None: it is new), and the file.

    ``findings`` stand against it: nothing may be written as long as there is one.
    """

    grid: Grid
    before: Campaign | None
    after: Campaign
    path: str
    data: bytes
    holder: RoleHolder
    findings: tuple[Finding, ...]
    book: Book

    @property
    def changes(self) -> bool:
        return self.before != self.after


def grid_for(book: Book, code: str, year: str | None) -> Grid:
    """The grid that a campaign is in, or will be in. Raises ``Unreadable`` when a person has to say which."""
    years = ", ".join(sorted(book.grids))
    if year is not None:
        if year not in book.grids:
            raise Unreadable(
                Text(
                    "Il n'y a pas de grille {year}. Les années sont {years}.",
                    "There is no grid {year}. The years are {years}.",
                ),
                year=ascii(year)[1:-1],
                years=years,
            )
        return book.grids[year]
    today = book.today
    current = next((g for g in book.grids.values() if g.period.start <= today <= g.period.end), None)
    holding = [g for g in book.grids.values() if any(c.code == code for c in g.campaigns)]
    if current is not None and (current in holding or not holding):
        return current
    under_way = [g for g in holding if any(c.code == code and c.closes >= today for c in g.campaigns)]
    found = under_way or holding or list(book.grids.values())
    if len(found) == 1:
        return found[0]
    if current is None:
        raise Unreadable(
            Text(
                "Aucune grille ne couvre le {today:date}. Dites l'année avec --year : {years}.",
                "No grid covers {today:date}. Say the year with --year: {years}.",
            ),
            today=today,
            years=years,
        )
    raise Unreadable(
        Text("De quelle année ? Ajoutez --year : {years}.", "Of which year? Add --year: {years}."), years=years
    )


def campaign_of(grid: Grid, code: str) -> Campaign | None:
    return next((campaign for campaign in grid.campaigns if campaign.code == code), None)


def opened(school: School, wish: Wish, code: str | None, known: Checked | None = None) -> Prepared | Text:
    """A campaign that opens, or whose dates move; ``code`` signs. Nothing is written. ``known`` is the school checked
    with its balances, where it was."""
    holder = signer(school.book, code, lambda h: h.role == "keeper", "keeper")
    grid, today = grid_for(school.book, wish.code, wish.year), school.book.today
    before = campaign_of(grid, wish.code)
    if before is None:
        campaign = _new(grid, wish, today)
        return campaign if isinstance(campaign, Text) else _judged(school, grid, None, campaign, holder, known)
    said = (wish.opens, wish.closes, wish.covers_from, wish.covers_to, wish.title_fr, wish.title_en)
    closes = wish.closes or before.closes
    if before.closes < today and not any(said):
        return Text(
            "Cette campagne a fermé le {closes:date}. Pour la rouvrir, dites jusqu'à quand : --closes.",
            "This campaign closed on {closes:date}. To open it again, say until when: --closes.",
        ).filled(closes=before.closes)
    opens = wish.opens or (today if before.opens > today and not any(said) else before.opens)
    covers = Period(wish.covers_from or before.covers.start, wish.covers_to or before.covers.end)
    title = Text(wish.title_fr or before.title.fr, wish.title_en or before.title.en)
    after = Campaign(before.code, title, opens, closes, covers, before.second_chance or wish.second_chance)
    return _judged(school, grid, before, after, holder, known)


def closed(school: School, wish: Wish, code: str | None) -> Prepared | Text:
    """A campaign whose last day is ``wish.closes``, today when it is not said."""
    holder = signer(school.book, code, lambda h: h.role == "keeper", "keeper")
    grid, today = grid_for(school.book, wish.code, wish.year), school.book.today
    before = campaign_of(grid, wish.code)
    if before is None:
        known = ", ".join(c.code for c in grid.campaigns) or "—"
        return Text(
            "Il n'y a pas de campagne {code} en {year}. Les campagnes sont {known}.",
            "There is no campaign {code} in {year}. The campaigns are {known}.",
        ).filled(code=wish.code, year=grid.year, known=known)
    if before.closes < today and wish.closes is None:
        return _judged(school, grid, before, before, holder)
    last = wish.closes or today
    if last < before.opens:
        return Text(
            "Cette campagne n'ouvre que le {opens:date} : elle ne peut pas fermer avant. Changez ses "
            "dates avec polyvalidate campaign open, ou retirez-la de rules.yml.",
            "This campaign only opens on {opens:date}: it cannot close before that. Change its dates "
            "with polyvalidate campaign open, or take it out of rules.yml.",
        ).filled(opens=before.opens)
    after = Campaign(before.code, before.title, before.opens, last, before.covers, before.second_chance)
    return _judged(school, grid, before, after, holder)


def carry_out(prepared: Prepared, committer: Committer, now: datetime, lang: str) -> str:
    """Write it; the commit. ``lang`` is the language of the record. Raises ``Unreadable``."""
    after, signer = prepared.after, prepared.holder.code
    said = _RECORDED.of(
        lang, code=after.code, year=prepared.grid.year, opens=after.opens, closes=after.closes, signer=signer
    )
    return committer.commit({prepared.path: prepared.data}, plain(said), signer, now)


_RECORDED = Text(
    "Campagne {code} {year} : du {opens:date} au {closes:date}\n\nMerged-by: {signer}\n",
    "Campaign {code} {year}: {opens:date} to {closes:date}\n\nMerged-by: {signer}\n",
)


def _new(grid: Grid, wish: Wish, today: date) -> Campaign | Text:
    if wish.closes is None:
        known = ", ".join(c.code for c in grid.campaigns) or "—"
        return Text(
            "{code} est une nouvelle campagne de {year} (celles qui existent : {known}). Dites jusqu'à "
            "quand l'on pourra déclarer : --closes.",
            "{code} is a new campaign of {year} (those there are: {known}). Say until when one will be "
            "able to declare: --closes.",
        ).filled(code=wish.code, year=grid.year, known=known)
    if wish.opens is None and wish.closes < today:
        return Text(
            "Sans --opens, une nouvelle campagne ouvre aujourd'hui, le {today:date} : elle fermerait "
            "avant, le {closes:date}. Donnez aussi --opens.",
            "Without --opens, a new campaign opens today, {today:date}: it would close before, on "
            "{closes:date}. Give --opens as well.",
        ).filled(today=today, closes=wish.closes)
    usual = SECOND_CHANCE if wish.second_chance else Text("Campagne {code}", "Campaign {code}").filled(code=wish.code)
    title = Text(wish.title_fr or usual.fr, wish.title_en or (wish.title_fr or usual.en))
    end = min(wish.closes, grid.period.end)
    covers = Period(wish.covers_from or grid.period.start, wish.covers_to or end)
    return Campaign(wish.code, title, wish.opens or today, wish.closes, covers, wish.second_chance)


# --- the file, and what it does to everything else --------------------------------------------------------------------


def edited(data: bytes, index: int | None, length: int, campaign: Campaign) -> bytes:
    """``rules.yml`` with this campaign, at its place in the list or at its end; every other byte stays.

    Raises ``edit.Uneditable``.
    """
    plain = _plain(campaign)
    if index is None:
        return edit.set_value(data, ("campaigns", length), plain)
    for key, value in plain.items():
        if isinstance(value, dict):
            for inner, text in value.items():
                data = edit.set_value(data, ("campaigns", index, key, inner), text)
        elif key != "second_chance" or value:
            data = edit.set_value(data, ("campaigns", index, key), value)
    return data


def _plain(campaign: Campaign) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": campaign.code,
        "title": {"fr": campaign.title.fr, "en": campaign.title.en},
        "opens": campaign.opens.isoformat(),
        "closes": campaign.closes.isoformat(),
        "covers": {"from": campaign.covers.start.isoformat(), "to": campaign.covers.end.isoformat()},
    }
    return {**said, "second_chance": True} if campaign.second_chance else said


def _judged(
    school: School,
    grid: Grid,
    before: Campaign | None,
    after: Campaign,
    holder: RoleHolder,
    known: Checked | None = None,
) -> Prepared:
    path = f"grid/{grid.year}/rules.yml"
    entries = school.tree.read(school.sorted.grid)
    entry = next(e for e in entries if e.path == path)
    data = entry.data or b""
    if before == after:
        return Prepared(grid, before, after, path, data, holder, (), school.book)
    codes = [campaign.code for campaign in grid.campaigns]
    try:
        new = edited(data, codes.index(after.code) if before is not None else None, len(codes), after)
    except edit.Uneditable:
        raise Unreadable(UNEDITABLE, path=path) from None
    found = weighed(school, holder, {path: new}, known)
    return Prepared(grid, before, after, path, new, holder, found.findings, found.book)


def under_way(grids: Iterable[Grid], today: date) -> list[Campaign]:
    """The campaigns in which one may declare today."""
    return [c for grid in grids for c in grid.campaigns if c.opens <= today <= c.closes]
