"""The jury at the desk: its sessions, the table in the page or dropped back, a view to project, the minutes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting, deliberating
from polyvalidate.desk.acting import Act
from polyvalidate.desk.deliberating import Sitting, asked_of, entered_in, keep_table, sitting, table_of
from polyvalidate.desk.mailing import packed
from polyvalidate.desk.pages import READ_ONLY, Fields, Web
from polyvalidate.desk.receiving import Files
from polyvalidate.desk.state import Desk, Note
from polyvalidate.desk.students import names_in
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_letters import tell
from polyvalidate.office.acts.jury_print import KINDS, RecordedSession, forms, minutes_of, recorded_in
from polyvalidate.office.acts.jury_session import requests_of
from polyvalidate.office.acts.jury_table import table_in
from polyvalidate.office.jury.content import OUTCOMES, Asked, Minutes, Row
from polyvalidate.office.jury.document import replaced
from polyvalidate.office.jury.outcomes import WORDS
from polyvalidate.office.jury.tables import People
from polyvalidate.office.jury.working_table import LONGEST_COMMENT, ordered
from polyvalidate.office.register.letters import School
from polyvalidate.repository import resolve

MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}
_KEPT = Text("C'est gardé. Rien n'est encore enregistré.", "It is kept. Nothing is recorded yet.")
_BACK = Text(
    "La table est reprise : {n} {n:décision|décisions}. Rien n'est encore enregistré.",
    "The table is taken over: {n} {n:decision|decisions}. Nothing is recorded yet.",
)
_NOBODY = Text("Personne de cette promotion n'est devant ce jury.", "Nobody of this cohort is before this jury.")
_NO_FILE = Text("Choisissez d'abord un fichier.", "Choose a file first.")
_NO_SESSION = Text(
    "Choisissez l'année et le mois du jury, et une promotion.",
    "Choose the year and the month of the jury, and a cohort.",
)
_NO_NAMES = Text(
    "Les lettres portent des noms : dites d'abord où est le registre.",
    "Letters hold names: say first where the register is.",
)
_NO_LETTER = Text("Personne n'a cette décision dans cette session.", "Nobody has this decision in this session.")
_NONE = Text("Aucune décision n'est enregistrée pour cette session.", "No decision is recorded for this session.")


def sessions(web: Web, request: Request) -> Response:
    """The juries that have decided something, those whose table is being filled in, and another one."""
    desk = web.desk
    seen = desk.whole()
    decided: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for result in seen.checked.report.results:
        if result.quitus is not None and result.student is not None:
            decided[result.quitus.session, result.student.cohort][result.quitus.outcome] += 1
    return web.page(
        request,
        "jury",
        web.terminal("minutes", "prepare", "--session", f"{desk.day():%Y-%m}", "--cohort", "YEAR", "--output", "FILE"),
        decided=sorted(decided.items(), reverse=True),
        open=[*dict.fromkeys([*deliberating.kept_on_disk(desk), *desk.tables])],
        cohorts=sorted({one.cohort for one in seen.school.students.values()}),
        month=f"{desk.day():%Y-%m}",
        outcomes=OUTCOMES,
        words=WORDS,
    )


def choose(web: Web, request: Request) -> Response:
    """The table of the session that was chosen."""
    said = request.query_params
    session, cohort = said.get("session", ""), said.get("cohort", "")
    if not re.fullmatch(r"20[0-9]{2}-[01][0-9]", session, re.ASCII) or not re.fullmatch(
        r"20[0-9]{2}", cohort, re.ASCII
    ):
        return web.to("/jury", Note((_NO_SESSION,), good=False))
    return web.to(_path(Asked(session, int(cohort), None, said.get("everybody") == "1")))


def _path(asked: Asked, more: str = "") -> str:
    return f"/jury/{asked.session}/{asked.cohort}{more}{'?everybody=1' if asked.everybody else ''}"


def table(web: Web, request: Request) -> Response:
    """The working table, all of it or some lines."""
    desk, asked = web.desk, asked_of(request)
    found = sitting(desk, asked)
    if not found.minutes.rows:
        return web.to("/jury", Note((_NOBODY,), good=False))
    seen = desk.seen()
    members = names_in(desk, seen)
    programme, only = request.query_params.get("programme", ""), request.query_params.get("only", "")
    rows = [row for row in ordered(found.minutes, members or None)
            if programme in ("", row.programme) and (only != "look" or _to_look_at(row, found))]  # fmt: skip
    return web.page(
        request,
        "sitting",
        web.terminal(
            "minutes", "prepare", "--session", asked.session, "--cohort", str(asked.cohort), "--output", "FILE"
        ),
        asked=asked,
        found=found,
        rows=rows,
        programme=programme,
        only=only,
        programmes=sorted({row.programme for row in found.minutes.rows}),
        requests=requests_of(seen.queue),
        name=lambda row: members[row.student].name if row.student in members else "",
        outcomes=OUTCOMES,
        words=WORDS,
        longest=LONGEST_COMMENT,
        totals=deliberating.totals(found),
        missing=lambda row: what_is_missing(row.missing, desk.lang),
        offices=desk.offices(seen.school, "jury"),
        today=desk.day(),
        path_of=lambda more="": _path(asked, more),
    )


def _to_look_at(row: Row, found: Sitting) -> bool:
    """Nothing is entered, or another decision than the rules propose, or something waits."""
    outcome, _ = found.entered[row.student]
    return outcome is None or outcome != row.proposal or bool(row.waiting or row.errors)


def enter(web: Web, request: Request, fields: Fields) -> Response:
    """What was entered is kept; then recorded, when that is asked."""
    desk, asked = web.desk, asked_of(request)
    if desk.read_only:
        return web.to(_path(asked), Note((READ_ONLY,), good=False))
    commit = fields.get("commit", "")
    found = sitting(desk, asked, commit if re.fullmatch(r"[0-9a-f]{40,64}", commit) else None)
    found = found._replace(entered=entered_in(found.minutes, found.entered, fields))
    with desk.lock:
        keep_table(desk, asked, table_of(desk, found, "csv", None, deliberating.TABLE_LANGUAGE))
    back = fields.get("back", "")
    back = back if back.startswith(_path(asked).partition("?")[0]) else _path(asked)
    if fields.get("go") != "1":
        return web.to(back, Note((_KEPT,)))
    act = Act(back, _path(asked, "/minutes"), lambda: deliberating.recording(web, asked, fields.get("on", "")))
    return acting.ask(web, act, {})


def workbook(web: Web, request: Request) -> Response:
    """The table as a workbook, with what is entered, to be filled in elsewhere."""
    desk, asked = web.desk, asked_of(request)
    members = names_in(desk, desk.seen())
    data = table_of(desk, sitting(desk, asked), "xlsx", members or None, desk.lang)
    return _file(data, "xlsx", f"jury-{asked.session}-{asked.cohort}", "attachment")


def _file(data: bytes, kind: str, name: str, how: Literal["inline", "attachment"]) -> Response:
    return Response(data, media_type=MEDIA[kind], headers={"Content-Disposition": f'{how}; filename="{name}.{kind}"'})


def take_back(web: Web, request: Request, _fields: Fields, files: Files) -> Response:
    """A workbook that was filled in elsewhere: what it decides is entered."""
    desk, asked = web.desk, asked_of(request)
    if desk.read_only:
        return web.to(_path(asked), Note((READ_ONLY,), good=False))
    if "table" not in files:
        return web.to(_path(asked), Note((_NO_FILE,), good=False))
    told = table_in(files["table"].data, None, asked)
    if isinstance(told, Text):
        return web.to(_path(asked), Note((told,), good=False))
    with desk.lock:
        before = desk.tables.pop(asked, None)
        try:
            desk.tables[asked] = files["table"].data
            found = sitting(desk, asked)
        finally:
            desk.tables.pop(asked)
            desk.tables |= {asked: before} if before is not None else {}
        keep_table(desk, asked, table_of(desk, found, "csv", None, deliberating.TABLE_LANGUAGE))
    doubts = found.taken.doubts if found.taken is not None else ()
    n = sum(outcome is not None for outcome, _ in found.entered.values())
    return web.to(_path(asked), Note((_BACK.filled(n=n), *(one.text for one in doubts[:10])), good=not doubts))


def screen(web: Web, request: Request) -> Response:
    """What is shown on a wall: large, without names unless they are asked for."""
    desk, asked = web.desk, asked_of(request)
    found = sitting(desk, asked)
    named = request.query_params.get("names") == "1"
    members = names_in(desk, desk.seen()) if named else {}
    return web.page(
        request,
        "screen",
        "",
        asked=asked,
        rows=ordered(found.minutes, members or None),
        found=found,
        named=named,
        name=lambda row: members[row.student].name if row.student in members else "",
        words=WORDS,
        outcomes=OUTCOMES,
        totals=deliberating.totals(found),
        path_of=lambda more="": _path(asked, more),
    )


def minutes(web: Web, request: Request) -> Response:
    """What a session has recorded, and its minutes."""
    desk, asked = web.desk, asked_of(request)
    found = _recorded(desk, asked)
    if found is None:
        return web.to("/jury", Note((_NONE,), good=False))
    made = found[1]
    register = ("--register", str(desk.register)) if desk.register is not None else ()
    which = ("--session", asked.session, "--cohort", str(asked.cohort), "--directory", "DIR")
    return web.page(
        request,
        "minutes",
        web.terminal("minutes", "print", *which, *register),
        asked=asked,
        made=made,
        replaced=list(replaced(made)),
        words=WORDS,
        outcomes=OUTCOMES,
        named=desk.register is not None,
        path_of=lambda more="": _path(asked, more),
    )


def _recorded(desk: Desk, asked: Asked) -> tuple[RecordedSession, Minutes] | None:
    """What the branch records of a session, and its minutes, read once."""
    key = (resolve(desk.place, desk.branch), asked)
    if key not in desk.recorded:
        desk.recorded.clear()
        found = recorded_in(desk.place, desk.branch, None, asked)
        desk.recorded[key] = (found, minutes_of(found, asked, desk.place)) if found is not None else None
    return desk.recorded[key]


def printed(web: Web, request: Request) -> Response:
    """The minutes in one form: read in the browser, or downloaded."""
    desk, asked, kind = web.desk, asked_of(request), request.path_params["kind"]
    found = _recorded(desk, asked) if kind in KINDS else None
    if found is None:
        raise HTTPException(404)
    members = names_in(desk, desk.seen()) if request.query_params.get("names") != "0" else {}
    people = People(members or None, coded=not members)
    session, made = found
    data = forms(made, people, desk.lang, session.made_on, [kind])[f"pv.{kind}"]
    return _file(data, kind, f"pv-{asked.session}-{asked.cohort}", "inline" if kind == "pdf" else "attachment")


def letters(web: Web, request: Request, fields: Fields) -> Response:
    """The letters of decision, as one archive."""
    desk, asked = web.desk, asked_of(request)
    members = names_in(desk, desk.seen())
    found = _recorded(desk, asked)
    if found is None or not members:
        return web.to(_path(asked, "/minutes"), Note((_NO_NAMES,), good=False))
    grid, outcome = desk.seen().school.latest, fields.get("outcome", "")
    notes = [part for part in (" ".join(one.split()) for one in fields.get("note", "").split("\n\n")) if part]
    sender = School(grid.school, grid.site, grid.contact)
    chosen = [outcome] if outcome in OUTCOMES else []
    told = tell(*found, members, sender, notes, chosen, grid.language)
    if not told.letters:
        return web.to(_path(asked, "/minutes"), Note((_NO_LETTER,), good=False))
    return packed(told.files, f"decisions-{asked.session}-{asked.cohort}", desk.day())
