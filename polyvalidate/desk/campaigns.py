"""Campaigns at the desk: their dates on a line, changed by an act that says what it means before it is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.acting import Act, Shown
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.state import Note
from polyvalidate.model.grid import Campaign, Grid
from polyvalidate.model.words import Text, month
from polyvalidate.office.acts.campaign_words import dates, meaning, remarks, state
from polyvalidate.office.acts.campaigns import CODE, Prepared, Wish, campaign_of, carry_out, opened
from polyvalidate.reports.context import message
from polyvalidate.repository.commits import Committer
from polyvalidate.rules import RULES

WIDE = 1000
"""Units of the drawing of a year, from its first day to its last."""
_DATES = ("opens", "closes", "covers_from", "covers_to")
_NO_DATE = Text("Écrivez chaque date ainsi : 2026-03-01.", "Write each date so: 2026-03-01.")
_NO_CODE = Text(
    "Le code d'une campagne est en minuscules, chiffres et tirets : seconde-chance.",
    "The code of a campaign has small letters, digits and dashes: second-chance.",
)
_TAKEN = Text("Cette année a déjà une campagne de ce code.", "This year has a campaign with this code already.")
_SAME = Text("Cette campagne est déjà ainsi.", "This campaign is like this already.")
_DONE = Text(
    "C'est enregistré : commit {made}. Le calendrier du site suivra à sa prochaine publication.",
    "It is recorded: commit {made}. The site's calendar follows when next published.",
)


class Line(NamedTuple):
    """A year drawn from left to right: where months begin, where each campaign lies, where today is (None: elsewhere);
    in units of ``WIDE``."""

    months: tuple[tuple[int, date], ...]
    bars: tuple[tuple[Campaign, int, int], ...]
    today: int | None


def line_of(grid: Grid, today: date) -> Line:
    """The year of a grid, as long as one may declare for it."""
    shown = sorted(grid.campaigns, key=lambda one: (one.opens, one.closes))
    first = min([grid.period.start, *(one.opens for one in shown)])
    last = max([grid.period.end, *(one.closes for one in shown)]) + timedelta(days=1)

    def at(day: date) -> int:
        return WIDE * (day - first).days // (last - first).days

    begins = [first.replace(day=1)]
    while begins[-1] < last:
        begins.append((begins[-1] + timedelta(days=32)).replace(day=1))
    months = tuple((at(day), day) for day in begins if first <= day < last)
    bars = tuple((one, at(one.opens), at(one.closes + timedelta(days=1)) - at(one.opens)) for one in shown)
    return Line(months, bars, at(today) if first <= today < last else None)


def all_of_them(web: Web, request: Request) -> Response:
    """The campaigns of this year and the next, then those that are over."""
    desk = web.desk
    book = desk.seen().school.book
    years = [(grid, line_of(grid, book.today)) for _, grid in sorted(book.grids.items(), reverse=True)]
    return web.page(
        request,
        "campaigns",
        web.terminal("campaign", "status"),
        years=[one for one in years if _goes_on(one[0], book.today)],
        over=[one for one in years if not _goes_on(one[0], book.today)],
        wide=WIDE,
        initial=lambda day: month(day, desk.lang)[0].upper(),
        state=lambda one: state(one, book.today),
    )


def _goes_on(grid: Grid, today: date) -> bool:
    return today <= max([grid.period.end, *(one.closes for one in grid.campaigns)])


def page(web: Web, request: Request) -> Response:
    """The form of one campaign, or of a new one."""
    desk, code = web.desk, request.path_params.get("code", "")
    school = desk.seen().school
    grid = _grid(school.book.grids, request)
    one = campaign_of(grid, code)
    if code and one is None:
        raise HTTPException(404)
    return web.page(
        request,
        "campaign",
        web.terminal("campaign", "open", code or "CODE", "--year", grid.year),
        grid=grid,
        one=one,
        now=_as_typed(one) if one is not None else {"covers_from": grid.period.start, "covers_to": grid.period.end},
        filled=acting.filled(web, request),
        offices=desk.offices(school, "keeper"),
    )


def _grid(grids: Mapping[str, Grid], request: Request) -> Grid:
    grid = grids.get(request.path_params["year"])
    if grid is None:
        raise HTTPException(404)
    return grid


def _as_typed(one: Campaign) -> dict[str, str]:
    days = (one.opens, one.closes, one.covers.start, one.covers.end)
    typed = dict(zip(_DATES, (day.isoformat() for day in days), strict=True))
    return typed | {"title_fr": one.title.fr, "title_en": one.title.en}


def change(web: Web, request: Request, fields: Fields) -> Response:
    """What the form says is judged with every declaration, and shown."""
    desk, code = web.desk, request.path_params.get("code", "")
    back = f"/campaigns/{request.path_params['year']}{'/' if code else ''}{code}"

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        seen = desk.whole()
        school = seen.school
        grid = _grid(school.book.grids, request)
        wish = _wish(grid, code, fields)
        found = (
            opened(school, wish, desk.office(school, "keeper").code, seen.checked) if isinstance(wish, Wish) else wish
        )
        if isinstance(found, Text) or not found.changes:
            yield Note((found,), good=False) if isinstance(found, Text) else Note((_SAME,))
            return
        committer = Committer(desk.place, desk.branch, school.commit)

        def does() -> Note:
            made = carry_out(found, committer, datetime.now().astimezone(), school.latest.language)
            return Note((_DONE.filled(made=made[:12]),))

        values = {
            "found": found,
            "dates": dates(found),
            "meaning": meaning(found),
            "remarks": [one.text for one in remarks(found, len(desk.seen().requests))],
            "errors": [(one.code, message(one, RULES, desk.lang)) for one in found.findings[:20]],
        }
        yield Shown("campaign_shown", values, _command(web, found), does if not found.findings else None)

    return acting.ask(web, Act(back, "/campaigns", prepared), fields)


def _wish(grid: Grid, code: str, fields: Fields) -> Wish | Text:
    """What the form says; or why it cannot be read."""
    called = code or fields.get("code", "").strip()
    if not CODE.fullmatch(called):
        return _NO_CODE
    if not code and campaign_of(grid, called) is not None:
        return _TAKEN
    try:
        opens, closes, start, end = (date.fromisoformat(fields.get(key, "")) for key in _DATES)
    except ValueError:
        return _NO_DATE
    fr, en = (" ".join(fields.get(key, "").split())[:200] or None for key in ("title_fr", "title_en"))
    return Wish(called, grid.year, opens, closes, start, end, fr, en, fields.get("second_chance") == "1")


def _command(web: Web, found: Prepared) -> str:
    after, words = found.after, ["campaign", "open", found.after.code, "--year", found.grid.year]
    days = (after.opens, after.closes, after.covers.start, after.covers.end)
    for key, day in zip(_DATES, days, strict=True):
        words += [f"--{key.replace('_', '-')}", day.isoformat()]
    words += ["--title", after.title.fr, "--title-en", after.title.en]
    words += ["--second-chance"] if after.second_chance else []
    return web.terminal(*words, "--as", found.holder.code)
