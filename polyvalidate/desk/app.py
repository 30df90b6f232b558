"""The web application: which address shows what, which form does what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from polyvalidate.desk import (
    accounts,
    acting,
    attendance,
    campaigns,
    changing,
    exchanges,
    grid,
    jury,
    lists,
    mailing,
    remembering,
    requests,
    students,
    today,
    verifying,
)
from polyvalidate.desk.case import next_of
from polyvalidate.desk.guard import Guard, Keys, TooLarge, same
from polyvalidate.desk.pages import READ_ONLY, Fields, Web, lost, style
from polyvalidate.desk.receiving import received
from polyvalidate.desk.state import Desk, Note
from polyvalidate.judgement.awaiting import Awaited
from polyvalidate.model.words import LANGUAGES
from polyvalidate.reports.context import summary
from polyvalidate.repository import Unreadable

GLANCE = 0.5
"""Seconds that the first page waits for the school to be read, before it says that this is being done."""
AWAITED = 30.0
"""Seconds that the page after it waits, while that one stays in sight."""


def make_app(desk: Desk, keys: Keys, port: int, color: str) -> Guard:
    """The application of one desk, served at a port of this machine."""
    web = Web(desk, keys, color)

    def shown(page: Callable[[Web, Request], Response]) -> Callable[[Request], Response]:
        return lambda request: page(web, request)

    def act(does: Callable[[Web, Request, Fields], Response]) -> Callable[[Request], Awaitable[Response]]:
        return partial(_acted, web, does)

    one = "/requests/{key:path}"
    routes = [
        Route("/", shown(_today)),
        Route("/desk.css", shown(_style)),
        Route("/requests", shown(requests.all_of_them)),
        Route(f"{one}/prepared/{{name}}", shown(requests.shown)),
        Route(f"{one}/prepared/{{name}}", act(requests.carry_out), methods=["POST"]),
        Route(f"{one}/prepare", act(requests.prepare), methods=["POST"]),
        Route(f"{one}/evidence", partial(requests.evidence, web), methods=["POST"]),
        Route(one, shown(requests.one)),
        Route("/students", shown(students.all_of_them)),
        Route("/students", act(students.find), methods=["POST"]),
        Route("/students/{code}", shown(students.one)),
        Route("/students/{code}/change", shown(changing.page)),
        Route("/students/{code}/change", act(changing.change), methods=["POST"]),
        Route("/students/{code}/move", act(changing.move), methods=["POST"]),
        Route("/campaigns", shown(campaigns.all_of_them)),
        Route("/campaigns/{year}", shown(campaigns.page)),
        Route("/campaigns/{year}", act(campaigns.change), methods=["POST"]),
        Route("/campaigns/{year}/{code}", shown(campaigns.page)),
        Route("/campaigns/{year}/{code}", act(campaigns.change), methods=["POST"]),
        Route("/lists", shown(lists.page)),
        Route("/lists/roster", partial(received, web, lists.roster), methods=["POST"]),
        Route("/lists/attendance", shown(attendance.page)),
        Route("/lists/attendance", partial(received, web, attendance.credit), methods=["POST"]),
        Route("/lists/attendance/pseudonyms", act(attendance.translated), methods=["POST"]),
        Route("/lists/accounts", act(accounts.look), methods=["POST"]),
        Route("/undo", act(lists.undo), methods=["POST"]),
        Route("/grid", shown(grid.read)),
        Route("/grid", act(grid.next_year), methods=["POST"]),
        Route("/grid/{year}", shown(grid.read)),
        Route("/grid/{year}/{what}", shown(grid.page)),
        Route("/grid/{year}/{what}", act(grid.change), methods=["POST"]),
        Route("/jury", shown(jury.sessions)),
        Route("/jury/verify", partial(received, web, verifying.verify), methods=["POST"]),
        Route("/jury/open", shown(jury.choose)),
        Route("/jury/{session}/{cohort}", shown(jury.table)),
        Route("/jury/{session}/{cohort}", act(jury.enter), methods=["POST"]),
        Route("/jury/{session}/{cohort}/table.xlsx", shown(jury.workbook)),
        Route("/jury/{session}/{cohort}/table", partial(received, web, jury.take_back), methods=["POST"]),
        Route("/jury/{session}/{cohort}/screen", shown(jury.screen)),
        Route("/jury/{session}/{cohort}/minutes", shown(jury.minutes)),
        Route("/jury/{session}/{cohort}/letters", act(jury.letters), methods=["POST"]),
        Route("/jury/{session}/{cohort}/pv.{kind}", shown(jury.printed)),
        Route("/exchanges", shown(exchanges.page)),
        Route("/exchanges", partial(received, web, exchanges.fill), methods=["POST"]),
        Route("/exchanges/{name}", shown(exchanges.shown)),
        Route("/exchanges/{name}/maquette", shown(exchanges.taken)),
        Route("/letters", shown(mailing.page)),
        Route("/letters", act(mailing.archive), methods=["POST"]),
        Route("/acts/{name}", shown(acting.shown)),
        Route("/acts/{name}", act(acting.carry_out), methods=["POST"]),
        Route("/register", shown(remembering.page)),
        Route("/register", act(remembering.choose), methods=["POST"]),
        Route("/who", act(_who), methods=["POST"]),
        Route("/language", act(_language), methods=["POST"]),
        Route("/update", act(_update), methods=["POST"]),
        Route("/send", act(_send), methods=["POST"]),
    ]
    handlers: dict[type[Exception] | int, Callable[[Request, Exception], Response]] = {
        Unreadable: partial(_unreadable, web),
        TooLarge: lambda _request, _error: HTMLResponse(lost(413, desk.lang), 413),
        HTTPException: partial(_http, desk),
        Exception: lambda _request, _error: HTMLResponse(lost(500, desk.lang), 500),
    }
    app = Starlette(routes=routes, exception_handlers=handlers)
    return Guard(app, keys, port, lambda status: lost(status, desk.lang))


def _http(desk: Desk, _request: Request, error: HTTPException) -> Response:
    status = 404 if error.status_code in (404, 405) else 403
    return HTMLResponse(lost(status, desk.lang), status)


def _unreadable(web: Web, request: Request, error: Unreadable) -> Response:
    return web.page(request, "stopped", "", 409, said=error.text)


async def _acted(web: Web, does: Callable[[Web, Request, Fields], Response], request: Request) -> Response:
    """A form of ours, read and obeyed."""
    async with request.form(max_files=0, max_fields=6000) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if not same(fields.get("token", ""), web.keys.form):
        raise HTTPException(403)
    return await run_in_threadpool(does, web, request, fields)


# --- today ------------------------------------------------------------------------------------------------------------


def _style(web: Web, _request: Request) -> Response:
    return Response(style(web.color), media_type="text/css")


def _today(web: Web, request: Request) -> Response:
    desk = web.desk
    seen = desk.glance(AWAITED if "reading" in request.query_params else GLANCE)
    if seen is None:
        return web.page(request, "reading", web.terminal("queue"))
    holder = desk.holder(seen.school)
    rows = today.rows(seen, desk.signer)
    return web.page(
        request,
        "today",
        web.terminal("queue"),
        school=seen.school.latest.school,
        rows=rows,
        total=sum(row.total for row in rows),
        next=next_of(seen, desk.signer),
        holder=holder,
        people=desk.people(seen.school),
        seconds=today.of_kind(seen, Awaited.SECOND),
        appeals=today.of_kind(seen, Awaited.JURY),
        queue=seen.queue,
        campaigns=list(today.campaigns(seen)),
        checked=summary(seen.checked.report, desk.lang),
        copy=today.copy_of(desk),
    )


def _who(web: Web, _request: Request, fields: Fields) -> Response:
    desk = web.desk
    known = [one.code for one in desk.people(desk.seen().school)]
    if fields.get("code") in ("", *known):
        remembering.sit(desk, fields["code"] or None)
    return web.to(_own(fields.get("back", "/")))


def _language(web: Web, _request: Request, fields: Fields) -> Response:
    if fields.get("to") in LANGUAGES:
        web.desk.lang = fields["to"]
    return web.to(_own(fields.get("back", "/")))


def _own(path: str) -> str:
    """An address of the desk; the first page in place of any other."""
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") else "/"


def _update(web: Web, _request: Request, _fields: Fields) -> Response:
    return web.to("/", Note((READ_ONLY,), good=False) if web.desk.read_only else today.bring(web.desk))


def _send(web: Web, _request: Request, _fields: Fields) -> Response:
    return web.to("/", Note((READ_ONLY,), good=False) if web.desk.read_only else today.hand_over(web.desk))
