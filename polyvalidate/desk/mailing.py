"""Letters to students as drafts in one archive: reminders by level, and to a cohort the code of each student.

Nothing is sent, and nothing is written on disk: the browser is given the archive. An address says whom letters are for
by level, programme and cohort, never by name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk.pages import READ_ONLY, Fields, Web
from polyvalidate.desk.state import Desk, Note, Seen
from polyvalidate.desk.students import following_in, opened
from polyvalidate.model.words import Text
from polyvalidate.office.acts.mail import Reminder, letters_of, reminder, reminders_of
from polyvalidate.office.acts.shelf import with_key
from polyvalidate.office.follow.gathering import Chosen, name_of
from polyvalidate.office.follow.reminders import Who
from polyvalidate.office.follow.standing import is_here
from polyvalidate.office.register.register import Member, Register

WHOM = {
    Who.MISSING: Text("ceux à qui il manque des points", "those who lack points"),
    Who.CRITICAL: Text("les situations critiques", "critical situations"),
    Who.AT_RISK: Text("à risque, et critiques", "at risk, and critical"),
    Who.WATCH: Text("à surveiller, à risque et critiques", "to be watched, at risk and critical"),
    Who.UNDECLARED: Text("ceux qui n'ont rien déclaré cette année", "those who declared nothing this year"),
}
_NO_REGISTER = Text(
    "Ce bureau n'a pas de registre, qui seul a les noms et les adresses : dites où il est.",
    "This desk has no register, which alone has names and addresses: say where it is.",
)
_NOBODY = Text("Il n'y a personne à qui écrire.", "There is nobody to write to.")


class Asked(NamedTuple):
    """Which letters: reminders to ``who``, of a programme or a year of study; or else the codes of a cohort."""

    who: Who | None
    programme: str
    level: int | None
    cohort: int | None

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Asked | None:
        """What an address or a form says; None where it asks for nothing."""
        who, (level, cohort) = None, (_whole(said.get(key, "")) for key in ("level", "cohort"))
        with suppress(ValueError):
            who = Who(said.get("to", ""))
        return cls(who, said.get("programme", ""), level, cohort) if who is not None or cohort is not None else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


def page(web: Web, request: Request) -> Response:
    """To whom one may write; once that was said, how many they are, and where their archive is."""
    desk = web.desk
    seen = desk.whole()
    register = opened(desk, seen)
    if register is None:
        return web.to("/register", Note((_NO_REGISTER,), good=False))
    asked = Asked.of(request.query_params)
    grid = seen.school.latest
    cohorts = sorted({one.cohort for one in seen.school.students.values()}, reverse=True)
    return web.page(
        request,
        "letters",
        _command(web, asked),
        asked=asked,
        whom=WHOM,
        programmes=grid.programmes,
        cohorts=[(year, year) for year in cohorts],
        reminded=_reminder(desk, seen, register, asked) if asked is not None and asked.who is not None else None,
        members=_members(seen, register, asked) if asked is not None else (),
        today=seen.queue.today,
    )


def archive(web: Web, _request: Request, fields: Fields) -> Response:
    """The letters, as one archive."""
    desk, asked = web.desk, Asked.of(fields)
    seen = desk.whole()
    register = opened(desk, seen)
    if register is None or desk.register is None or asked is None:
        return web.to("/register", Note((_NO_REGISTER,), good=False))
    today = seen.queue.today
    if asked.who is not None:
        made = reminders_of(seen.school, _reminder(desk, seen, register, asked), today)
    elif desk.read_only:
        return web.to("/letters", Note((READ_ONLY,), good=False))  # the first letters give the register its key
    else:
        with desk.lock:
            register = with_key(desk.register, datetime.now().astimezone())
        made = letters_of(seen.school, register, _members(seen, register, asked), today)
    if not made.rows:
        return web.to("/letters", Note((_NOBODY,), good=False))
    return packed(made.files, "rappels" if asked.who is not None else "codes", today)


def packed(files: Mapping[str, bytes], name: str, day: date) -> Response:
    """Files as one archive, named after a day."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{day.isoformat()}.zip"'}
    return Response(archive.getvalue(), media_type="application/zip", headers=headers)


def _reminder(desk: Desk, seen: Seen, register: Register, asked: Asked) -> Reminder:
    """Whom it is for, among those who are followed already, with the names that the register has today."""
    known, chosen = following_in(desk, seen), Chosen(programme=asked.programme or None, level=asked.level)
    here = (one for one in known.students if is_here(one.student, one.outcome, known.book, known.today))
    named = (one._replace(member=register.by_code.get(one.student.code)) for one in here if chosen.keeps(one))
    students = sorted(named, key=lambda one: (one.group, name_of(one), one.student.code))
    return reminder(known._replace(students=tuple(students), named=True), asked.who or Who.MISSING)


def _members(seen: Seen, register: Register, asked: Asked) -> list[Member]:
    """Those of a cohort who are enrolled and have not left."""
    today = seen.queue.today
    here = {s.code for s in seen.school.students.values() if s.left is None or s.left > today}
    return [one for one in register.members if one.cohort == asked.cohort and one.code in here]


def _command(web: Web, asked: Asked | None) -> str:
    register = ("--register", str(web.desk.register))
    if asked is None or asked.who is None:
        cohort = ("--cohort", str(asked.cohort)) if asked is not None else ()
        return web.terminal("roster", "mail", "../courriels", *cohort, *register)
    words = ["--to", asked.who.value]
    words += ["--programme", asked.programme] if asked.programme else []
    words += ["--level", f"{asked.level}A"] if asked.level is not None else []
    return web.terminal("campaign", "remind", "../courriels", *words, *register)
