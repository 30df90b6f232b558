"""One student's programme, profile, years, departure, account or cohort, changed at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.acting import Act, Shown
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.state import Desk, Note
from polyvalidate.desk.students import name_of, opened, register_option
from polyvalidate.judgement import FolderResult
from polyvalidate.model.findings import Finding
from polyvalidate.model.folder import Student
from polyvalidate.model.words import Text
from polyvalidate.office.acts import changing, moving
from polyvalidate.office.acts.changing import KEYS, Wish
from polyvalidate.office.acts.shelf import existing, hold_to
from polyvalidate.office.register.register import Member
from polyvalidate.reports.context import message
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.rules import RULES
from polyvalidate.school.school import School

MOST_EXTRA = 3
"""Years repeated or spent away, in all, as ``student.yml`` takes them."""
COHORT = Text("promotion", "cohort")
_SAME = Text("C'est déjà ainsi : rien à changer.", "It is so already: nothing to change.")
_NO_DAY = Text("Écrivez la date ainsi : 2026-03-01.", "Write the date so: 2026-03-01.")
_DONE = Text("C'est enregistré : commit {made}.", "It is recorded: commit {made}.")
_REGISTERED = Text("C'est enregistré : le registre dit la promotion.", "It is recorded: the register says the cohort.")
_OPEN_REQUEST = Text(
    "Une demande encore ouverte est à refaire dans le nouveau dossier : le commentaire le dira.",
    "A request that is still open is to be made again in the new folder: the comment will say so.",
)
_NO_REGISTER = Text(
    "Ce bureau n'a pas de registre, qu'il faut pour changer un dossier : dites où il est.",
    "This desk has no register, which it takes to change a folder: say where it is.",
)


def page(web: Web, request: Request) -> Response:
    """The form, filled with what is so."""
    desk, code = web.desk, request.path_params["code"]
    school = desk.whole().school
    student = school.students.get(code)
    if student is None:
        raise HTTPException(404)
    register = opened(desk, desk.seen())
    if register is None:
        return web.to("/register", Note((_NO_REGISTER,), good=False))
    member, grid = register.by_code.get(code), school.latest
    cohorts = sorted({one.cohort for one in school.students.values()} | {student.cohort - 1, student.cohort + 1})
    return web.page(
        request,
        "change",
        web.terminal("roster", "change", code, "--extra-years", "1", *register_option(desk)),
        code=code,
        name=name_of(member),
        now=_as_typed(student) | {"since": school.book.today.isoformat(), "cohort": str(student.cohort)},
        filled=acting.filled(web, request),
        programmes=_titles(grid.programmes, student.programme),
        profiles=_titles({name: one.title for name, one in grid.profiles.items()}, student.profile),
        most_extra=MOST_EXTRA,
        cohorts=cohorts,
        offices=desk.offices(school),
    )


def _titles(known: Mapping[str, Text], own: str) -> Mapping[str, Text]:
    """What a menu offers, with what the student has now where the latest grid has it no more."""
    return dict(known) if own in known else {own: Text(own, own), **known}


def _as_typed(student: Student) -> dict[str, str]:
    """What a form holds of a student who has not changed."""
    return {
        "programme": student.programme,
        "profile": student.profile,
        "extra_years": str(student.extra_years),
        "left": student.left.isoformat() if student.left is not None else "",
        "account": student.account or "",
    }


def change(web: Web, request: Request, fields: Fields) -> Response:
    """What the form says is prepared and shown."""
    desk, code = web.desk, request.path_params["code"]

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        school, member = _student(desk, code)
        wish = _wish(school.students[code], fields)
        if isinstance(wish, Text):
            yield Note((wish,), good=False)
            return
        found = changing.prepare(school, member, wish)
        if found.same:
            yield Note((_SAME,))
            return
        signer = desk.office(school).code
        committer = Committer(desk.place, desk.branch, school.commit)

        def does() -> Note:
            now, lang = datetime.now().astimezone(), school.latest.language
            made = changing.carry_out(found, committer, signer, now, lang)
            return Note((_DONE.filled(made=made[:12]),))

        rows = [(KEYS[key], before, after) for key, (before, after) in found.told.items()]
        values = _values(desk, member, rows, found.edited.sides, found.edited.errors)
        command = web.by_office(signer, *_command(code, wish, forced=bool(found.edited.errors)))
        yield Shown("changed", values, command, None if found.own else does)

    return acting.ask(web, Act(f"/students/{code}/change", f"/students/{code}", prepared), fields)


def move(web: Web, request: Request, fields: Fields) -> Response:
    """The folder brought to another cohort, prepared and shown."""
    desk, code = web.desk, request.path_params["code"]
    asked = fields.get("cohort", "")
    cohort = int(asked) if asked.isascii() and asked.isdecimal() and 2000 <= int(asked) <= 2099 else None

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        if desk.register is None or cohort is None:
            yield Note((_NO_REGISTER if cohort is not None else _SAME,), good=False)
            return
        school, member = _student(desk, code)
        with existing(desk.register) as (shelf, register):
            hold_to(school, register, desk.register.name)
            found = moving.prepare(school, code, cohort)
            if found is None and member.cohort == cohort:
                yield Note((_SAME,))
                return
            signer = desk.office(school).code
            committer = Committer(desk.place, desk.branch, school.commit)

            def does() -> Note:
                now, lang = datetime.now().astimezone(), school.latest.language
                made = moving.carry_out(found, member, cohort, shelf, committer, signer, now, lang)
                return Note((_DONE.filled(made=made[:12]) if made is not None else _REGISTERED,))

            sides, errors = ((found.before, found.after), found.errors) if found is not None else (None, ())
            rows = [(COHORT, member.cohort if found is None else found.cohorts[0], cohort)]
            values = _values(desk, member, rows, sides, errors) | {"also": _OPEN_REQUEST}
            command = web.by_office(signer, "roster", "move", code, str(cohort))
            yield Shown("changed", values, command, None if errors else does)

    return acting.ask(web, Act(f"/students/{code}/change", f"/students/{code}", prepared), fields)


def _student(desk: Desk, code: str) -> tuple[School, Member]:
    seen = desk.whole()
    register = opened(desk, seen)
    if register is None:
        raise Unreadable(_NO_REGISTER)
    member = register.by_code.get(code)
    if member is None or code not in seen.school.students:
        raise HTTPException(404)
    return seen.school, member


def _wish(student: Student, fields: Fields) -> Wish | Text:
    """What of the form is not so already; or why it cannot be read."""
    now = _as_typed(student)
    typed = {key: fields.get(key, was).strip() for key, was in now.items()}
    wanted: dict[str, Any] = {key: value or None for key, value in typed.items() if value != now[key]}
    since = None
    with suppress(ValueError):
        since = date.fromisoformat(fields.get("since", ""))
        if wanted.get("left"):
            date.fromisoformat(wanted["left"])
        if "extra_years" in wanted:
            wanted["extra_years"] = int(typed["extra_years"]) or None
        return Wish(wanted, since, fields.get("mistake") == "1")
    return _NO_DAY


def _values(
    desk: Desk,
    member: Member,
    rows: Sequence[tuple[Text, object, object]],
    sides: tuple[FolderResult, FolderResult] | None,
    errors: tuple[Finding, ...],
) -> dict[str, object]:
    balances = [side.balance for side in sides] if sides is not None else []
    return {
        "name": name_of(member),
        "code": member.code,
        "rows": [(what, before or "–", after or "–") for what, before, after in rows],
        "balances": balances if all(balances) else [],
        "errors": [(one.code, one.path.rpartition("/")[2], message(one, RULES, desk.lang)) for one in errors],
        "also": "",
    }


def _command(code: str, wish: Wish, *, forced: bool) -> list[str]:
    words = ["roster", "change", code]
    for key, value in wish.wanted.items():
        if value is None and key in ("left", "account"):
            words.append("--returned" if key == "left" else "--no-account")
        else:
            words += [f"--{key.replace('_', '-')}", str(value or 0)]
    words += ["--since", wish.since.isoformat()]
    words += ["--mistake"] if wish.mistake else []
    return words + (["--force"] if forced else [])
