"""Exchanges at the desk: a results file of APOGEE dropped, filled with what the jury decided, and taken back.

The file stays in memory, as it was dropped and as it is filled; the page says which cells, and which not and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.answering import Dropped, dropped, remarks, said_here
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.receiving import Files
from polyvalidate.desk.state import Note
from polyvalidate.desk.students import opened
from polyvalidate.model.phrases import OUTCOMES as WORDS
from polyvalidate.model.words import Text
from polyvalidate.office.acts.results import Order, Report, report
from polyvalidate.office.acts.results_words import Count, counts, heading
from polyvalidate.office.exchange.apogee import CODE, parsed
from polyvalidate.office.jury.content import OUTCOMES, SESSION

USUAL = {"acquired": "ADM", "not-acquired": "AJ", "second-chance": "AJ", "exempted": ""}
"""The results that are written for each outcome, unless others are given."""
_CONTROLS = WORDS | {
    "element": Text("Élément du quitus", "Element of the quitus"),
    "apogee-session": Text("Session APOGEE", "Session in APOGEE"),
    "cohort": Text("Promotion", "Cohort"),
    "scale": Text("Barème", "Scale"),
}
_NO_REGISTER = Text(
    "Les élèves d'une maquette se trouvent par le registre : dites d'abord où il est.",
    "The students of a results file are found by the register: say first where it is.",
)
_NO_SESSION = Text(
    "Choisissez l'année et le mois du jury, et écrivez le code de l'élément.",
    "Choose the year and the month of the jury, and write the code of the element.",
)
_NO_CODE = Text("Un résultat est un code d'APOGEE : ADM, AJ, VAL…", "A result is a code of APOGEE: ADM, AJ, VAL…")


class Filled(NamedTuple):
    """What was made of a file: its name, its bytes once filled, and what is said of it."""

    name: str
    data: bytes
    report: Report
    headings: tuple[Text, Text]
    counts: tuple[Count, ...]
    command: str
    dropped: Dropped


def page(web: Web, request: Request) -> Response:
    """Which file, of which session."""
    desk = web.desk
    seen = desk.whole()
    quitus = (one.quitus for one in seen.checked.report.results if one.quitus is not None)
    sessions = Counter(one.session for one in quitus)
    return web.page(
        request,
        "exchanges",
        web.terminal("apogee", "fill", "MAQUETTE", "--element", "CODE", "--session", "MONTH", "--output", "FILE"),
        session=max(sessions, default=f"{desk.day():%Y-%m}"),
        cohorts=sorted({one.cohort for one in seen.school.students.values()}),
        usual=USUAL,
        words=WORDS,
        filled=acting.filled(web, request),
    )


def fill(web: Web, _request: Request, fields: Fields, files: Files) -> Response:
    """A file that is dropped, filled in memory."""
    desk = web.desk
    seen = desk.whole()
    register = opened(desk, seen)
    if register is None:
        return web.to("/register", Note((_NO_REGISTER,), good=False))

    def again(*texts: Text) -> Response:
        note = desk.keep(Note(texts, good=False))
        return web.to(f"/exchanges?said={note}&filled={desk.keep(dict(fields))}")

    brought = dropped(desk, fields, files)
    order = _order(fields)
    if isinstance(brought, Text) or isinstance(order, Text):
        return again(*(one for one in (brought, order) if isinstance(one, Text)))
    read = parsed(brought.data("list") or b"")
    found = report(seen.school, register, read, order) if not isinstance(read, Text) else read
    if isinstance(found, Text) or isinstance(read, Text):
        why = read if isinstance(read, Text) else found
        said = said_here(why.in_language(desk.lang), desk.lang, _CONTROLS) if isinstance(why, Text) else ""
        return again(Text(said, said))
    names = {member.code: member.name for member in register.members}
    name = brought.files["list"].name
    told = tuple(one for one in counts(found, order, names) if one.n)
    command = web.terminal("apogee", "fill", name, *_options(order), "--register", str(desk.register))
    made = Filled(name, found.filled.data, found, heading(found, read, order), told, command, brought)
    return web.to(f"/exchanges/{desk.keep(made)}")


def _order(fields: Mapping[str, str]) -> Order | Text:
    element, session, cohort = (fields.get(key, "").strip() for key in ("element", "session", "cohort"))
    if not element or not SESSION.fullmatch(session):
        return _NO_SESSION
    codes = {one: fields.get(f"code-{one}", USUAL[one]).strip().upper() for one in OUTCOMES}
    if any(code and not CODE.fullmatch(code) for code in codes.values()):
        return _NO_CODE
    scale = fields.get("scale", "").strip()
    return Order(
        element,
        fields.get("apogee-session", "").strip() or None,
        session,
        int(cohort) if cohort.isascii() and cohort.isdecimal() and len(cohort) == 4 else None,
        {outcome: code for outcome, code in codes.items() if code},
        int(scale) if scale.isascii() and scale.isdecimal() and 1 <= int(scale) <= 100 else None,
    )


def _options(order: Order) -> list[str]:
    words = ["--element", order.element, "--session", order.session]
    words += ["--apogee-session", order.apogee_session] if order.apogee_session else []
    words += ["--cohort", str(order.cohort)] if order.cohort is not None else []
    for outcome, code in order.results.items():
        words += [f"--{outcome}", code] if code != USUAL[outcome] else []
    words += ["--scale", str(order.scale)] if order.scale is not None else []
    return [*words, "--output", "FILE"]


def shown(web: Web, request: Request) -> Response:
    """What was filled, and what was not."""
    desk = web.desk
    made = desk.kept(request.path_params["name"])
    if not isinstance(made, Filled):
        return web.to("/exchanges")
    said = [(one.n, said_here(one.what.of(desk.lang, n=one.n), desk.lang, _CONTROLS), one.rows) for one in made.counts]
    return web.page(
        request,
        "exchanged",
        made.command,
        made=made,
        counts=said,
        doubts=remarks(made.report.doubts, desk.lang, _CONTROLS),
    )


def taken(web: Web, request: Request) -> Response:
    """The file once filled, to the byte."""
    made = web.desk.kept(request.path_params["name"])
    if not isinstance(made, Filled) or not made.report.filled.written:
        raise HTTPException(404)
    headers = {"Content-Disposition": 'attachment; filename="maquette-remplie.txt"'}
    return Response(made.data, media_type="application/octet-stream", headers=headers)
