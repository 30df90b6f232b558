"""A jury sits at the desk: its working table in the page, kept as it goes, recorded by the act of the command.

What the jury has entered is the working table itself, as ``minutes prepare`` writes it: it is kept beside the register,
where there is one, so that a desk that is closed loses nothing and a terminal can take it up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request

from polyvalidate.desk.acting import Shown
from polyvalidate.desk.pages import Web
from polyvalidate.desk.state import Desk, Note
from polyvalidate.desk.students import names_in
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_deciding import Deciding, decide
from polyvalidate.office.acts.jury_keep import Carried, carried
from polyvalidate.office.acts.jury_record import arrived, carry_out
from polyvalidate.office.acts.jury_session import Aside, before_the_jury, read_cohort, requests_of
from polyvalidate.office.acts.jury_table import table_in
from polyvalidate.office.jury.content import OUTCOMES, SESSION, Asked, Minutes
from polyvalidate.office.jury.decisions import Ruling, rulings
from polyvalidate.office.jury.outcomes import WORDS
from polyvalidate.office.jury.told import Told
from polyvalidate.office.jury.working_table import Kept, as_file, working_table
from polyvalidate.office.register.register import Member
from polyvalidate.reports.context import message
from polyvalidate.repository import Unreadable, private_files, resolve
from polyvalidate.repository.commits import Committer
from polyvalidate.rules import RULES

MOST_TOLD = 10
MOST_COHORTS = 6
"""Cohorts that are kept as they were read."""
TABLE_LANGUAGE = "fr"
"""That of the table that is kept, which nobody reads; any language is read back."""
_NOTHING = Text("Il n'y a rien à écrire : tout est déjà ainsi.", "There is nothing to write: all is so already.")
_DONE = Text(
    "C'est enregistré : {n} {n:décision|décisions}, commit {made}.",
    "It is recorded: {n} {n:decision|decisions}, commit {made}.",
)
_OF = Text("{name} : {text}", "{name}: {text}")
_MORE = Text("… et {n} de plus.", "… and {n} more.")
_UNREADABLE = Text(
    "Des dossiers ne peuvent pas être lus ({n}) : le jury ne les verrait pas. Faites-les corriger d'abord.",
    "Some folders cannot be read ({n}): the jury would not see them. Have them mended first.",
)
_FUTURE = Text("Le jour de la délibération n'est pas encore venu.", "The day of the deliberation has not come yet.")
_NO_DAY = Text("Écrivez le jour ainsi : 2026-07-03.", "Write the day so: 2026-07-03.")


class Sitting(NamedTuple):
    """The cohort before a jury as it is now, and what is entered of each student."""

    minutes: Minutes
    aside: Aside
    entered: Mapping[str, Kept]
    taken: Carried | None
    """What became of a table that was made at another commit."""


def asked_of(request: Request) -> Asked:
    """Which jury an address names."""
    session, cohort = request.path_params["session"], request.path_params["cohort"]
    if not SESSION.fullmatch(session) or not re.fullmatch(r"20[0-9]{2}", cohort, re.ASCII):
        raise HTTPException(404)
    return Asked(session, int(cohort), None, request.query_params.get("everybody") == "1")


def sitting(desk: Desk, asked: Asked, commit: str | None = None) -> Sitting:
    """Raises ``Unreadable`` where the jury would not see everybody."""
    minutes, aside = _read(desk, asked, commit or resolve(desk.place, desk.branch))
    table = kept_table(desk, asked)
    told = table_in(table, None, asked) if table is not None else None
    entered = {row.student: _at_first(minutes, row.outcome, row.proposal, row.comment) for row in minutes.rows}
    if table is None or not isinstance(told, Told):
        return Sitting(minutes, aside, entered, None)
    if told.provenance.commit == minutes.commit:
        said = rulings(told, minutes, {}).decided
        return Sitting(minutes, aside, entered | {one.row.student: (one.outcome, one.comment) for one in said}, None)
    taken = carried(table, desk.place, asked, minutes)
    return Sitting(minutes, aside, entered | taken.kept, taken)


def _read(desk: Desk, asked: Asked, commit: str) -> tuple[Minutes, Aside]:
    """The cohort at a commit, read once."""
    key = (commit, desk.day(), asked)
    if key not in desk.cohorts:
        cohort = read_cohort(desk.place, commit, desk.day(), asked)
        if cohort.unreadable:
            raise Unreadable(_UNREADABLE, n=len(cohort.unreadable))
        desk.cohorts[key] = before_the_jury(cohort)
        while len(desk.cohorts) > MOST_COHORTS:
            desk.cohorts.pop(next(iter(desk.cohorts)))
    return desk.cohorts[key]


def _at_first(minutes: Minutes, outcome: str | None, proposal: str | None, comment: str | None) -> Kept:
    return (outcome if minutes.recorded else proposal), comment


# --- what is entered, kept --------------------------------------------------------------------------------------------


def _place(desk: Desk, asked: Asked) -> Path | None:
    if desk.register is None:
        return None
    every = "-tous" if asked.everybody else ""
    return desk.register.with_name(f"jury-{asked.session}-{asked.cohort}{every}.csv")


def kept_table(desk: Desk, asked: Asked) -> bytes | None:
    """The table as it was kept last; None where nothing was entered. Raises ``Unreadable``."""
    if asked not in desk.tables:
        place = _place(desk, asked)
        data = private_files.read_own(place) if place is not None else None
        if data is None:
            return None
        desk.tables[asked] = data
    return desk.tables[asked]


def keep_table(desk: Desk, asked: Asked, data: bytes) -> None:
    """Raises ``Unreadable`` where the disk refuses; memory has it all the same."""
    desk.tables[asked] = data
    place = _place(desk, asked)
    if place is not None:
        private_files.replace_private(place, data)


def forget_table(desk: Desk, asked: Asked) -> None:
    """What was entered is recorded, or given up."""
    desk.tables.pop(asked, None)
    place = _place(desk, asked)
    if place is not None:
        place.unlink(missing_ok=True)


def kept_on_disk(desk: Desk) -> Iterator[Asked]:
    """The juries of which a table lies beside the register."""
    for place in sorted(desk.register.parent.glob("jury-*.csv")) if desk.register is not None else ():
        found = re.fullmatch(r"jury-(20[0-9]{2}-[01][0-9])-(20[0-9]{2})(-tous)?\.csv", place.name, re.ASCII)
        if found:
            yield Asked(found[1], int(found[2]), None, found[3] is not None)


def table_of(desk: Desk, found: Sitting, form: str, members: Mapping[str, Member] | None, lang: str) -> bytes:
    """The working table with what is entered. Raises ``Unreadable`` when the library of workbooks is absent."""
    requests = requests_of(desk.seen().queue)
    made = as_file(working_table(found.minutes, requests, members, lang, found.entered), form, found.minutes, lang)
    if isinstance(made, Text):
        raise Unreadable(made)
    return made


def entered_in(minutes: Minutes, before: Mapping[str, Kept], fields: Mapping[str, str]) -> dict[str, Kept]:
    """What a form says of the students whom it shows; the others stay as they are."""
    found = dict(before)
    for row in minutes.rows:
        if f"outcome-{row.student}" in fields:
            outcome = fields[f"outcome-{row.student}"]
            reason = " ".join(fields.get(f"comment-{row.student}", "").split())
            found[row.student] = (outcome if outcome in OUTCOMES else None, reason or None)
    return found


# --- what would be recorded -------------------------------------------------------------------------------------------


@contextmanager
def recording(web: Web, asked: Asked, on: str) -> Iterator[Shown | Note]:
    """What the kept table would write, decided on a day, and what stands against it."""
    desk = web.desk
    school, table = desk.whole().school, kept_table(desk, asked)
    day = _day(on, desk.day())
    told = table_in(table, None, asked) if table is not None else _NOTHING
    if isinstance(told, Text):
        yield Note((told,), good=False)
        return
    if isinstance(day, Text):
        yield Note((day,), good=False)
        return
    holder, members = desk.office(school, "jury"), names_in(desk, desk.seen())
    found = decide(school, told, members, holder, day)
    against = [found] if isinstance(found, Text) else list(_against(found, told, members, desk.lang))
    if isinstance(found, Text) or against or found.prepared is None:
        yield Note((*against[:MOST_TOLD], *_left_out(against)), good=False)
        return
    prepared = found.prepared
    committer = Committer(desk.place, desk.branch, school.commit)

    def does() -> Note:
        now, lang = datetime.now().astimezone(), school.latest.language
        made = carry_out(prepared, found.minutes, committer, holder, now, lang)
        forget_table(desk, asked)
        return Note((_DONE.filled(n=len(prepared.written), made=made[:12]),))

    by_outcome = [(one, [r for r in prepared.written if r.outcome == one]) for one in OUTCOMES]
    values = {
        "asked": asked,
        "day": day,
        "holder": holder,
        "words": WORDS,
        "groups": [(one, _named(some, members)) for one, some in by_outcome if some],
        "same": len(prepared.same),
        "undecided": _named(prepared.undecided, members),
        "arrived": arrived(found.minutes, found.after),
    }
    words = ["minutes", "record", "--session", asked.session, "--cohort", str(asked.cohort)]
    words += ["--table", str(_place(desk, asked) or "TABLE"), "--on", day.isoformat()]
    yield Shown("jury_shown", values, web.by_office(holder.code, *words), does)


def _day(typed: str, today: date) -> date | Text:
    try:
        day = date.fromisoformat(typed) if typed else today
    except ValueError:
        return _NO_DAY
    return _FUTURE if day > today else day


def _against(found: Deciding, told: Told, members: Mapping[str, Member], lang: str) -> Iterator[Text]:
    """What stands against it, with the name or the pseudonym of whom it is about."""
    lines = {row.line: row.cells.get("code", "") for row in told.table.rows}
    for doubt in found.rulings.doubts:
        if doubt.blocks:
            code = lines.get(doubt.line or 0, "")
            yield _OF.filled(name=_called(code, members), text=doubt.text) if code else doubt.text
    for one in found.moved:
        yield _OF.filled(name=_called(one.student, members), text=one.text)
    if found.prepared is not None and found.prepared.refused:
        for finding in found.prepared.findings:
            said = message(finding, RULES, lang)
            yield Text(said, said)
    if found.prepared is not None and not found.prepared.written:
        yield _NOTHING


def _left_out(against: list[Text]) -> list[Text]:
    more = len(against) - MOST_TOLD
    return [_MORE.filled(n=more)] if more > 0 else []


def _called(code: str, members: Mapping[str, Member]) -> str:
    return members[code].name if code in members else code


def _named(some: tuple[Ruling, ...] | list[Ruling], members: Mapping[str, Member]) -> list[tuple[str, Ruling]]:
    return [(_called(one.row.student, members), one) for one in some]


def totals(found: Sitting) -> Counter[str | None]:
    """How many of each decision are entered."""
    return Counter(outcome for outcome, _ in found.entered.values())
