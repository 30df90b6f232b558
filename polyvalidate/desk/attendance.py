"""An attendance list at the desk: dropped, read, and credited at once by the person who evaluates the activity.

Who may not sign it is given the same list without names, to hand over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.acting import Act, Shown
from polyvalidate.desk.answering import Dropped, dropped, kept, remarks, said_here
from polyvalidate.desk.attending import DOCUMENTS, MOST_COLUMNS, Heard, command_of, heard_of
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.receiving import Files
from polyvalidate.desk.state import Desk, Note, Seen
from polyvalidate.desk.students import names_in
from polyvalidate.model.words import Text
from polyvalidate.office.acts.credit import (
    Aside,
    Credited,
    Prepared,
    prepare,
    rule_of,
)
from polyvalidate.office.acts.crediting import (
    ABSENT,
    ASIDE,
    CAPPED,
    COUNTED_IN,
    COUNTS,
    KEEP,
    KNOWN,
    SIMILAR,
    cap_of,
    carry_out,
    counted,
    counts,
    without_names,
)
from polyvalidate.office.lists.columns import TITLES
from polyvalidate.office.register.recognising import KEYS
from polyvalidate.reports.context import message
from polyvalidate.repository.commits import Committer
from polyvalidate.rules import RULES

_BACK = "/lists/attendance"
CONTROLS: Mapping[str, Text] = {
    "column": Text("Colonnes", "Columns"),
    "present-column": Text("Colonnes de présence", "Columns of presence"),
    "count-column": Text("Colonne du nombre", "Column of the number"),
    "quantity": Text("Combien pour chaque personne", "How many for each person"),
    "hours": Text("Combien pour chaque personne", "How many for each person"),
    "evidence": Text("Pièce jointe", "Document"),
    "evidence-url": Text("Pièce en ligne", "Document online"),
    "from": Text("Premier jour", "First day"),
    "register": Text("Où est le registre", "Where the register is"),
    "sheet": Text("Feuille du classeur", "Sheet of the workbook"),
    "hidden-rows": Text("Lignes masquées", "Hidden lines"),
}
"""What the page calls what the command calls by an option."""
_DONE = Text(
    "C'est crédité : {n} {n:déclaration|déclarations}, commit {made}. Envoyez-le de l'accueil.",
    "It is credited: {n} {n:declaration|declarations}, commit {made}. Send it from the first page.",
)


def page(web: Web, request: Request) -> Response:
    """Which list, of which activity."""
    desk = web.desk
    school = desk.seen().school
    return web.page(
        request,
        "attendance",
        web.terminal("declare-many", "CODE", "--list", "FICHIER", "--from", desk.day().isoformat()),
        said=acting.filled(web, request),
        offices=desk.people(school) if desk.holder(school) is None else [],
        **_menus(desk, desk.seen()),
    )


def _menus(desk: Desk, seen: Seen) -> dict[str, Any]:
    """The activities that are credited in bulk, those of the latest grid first; the kinds of evidence."""
    book = seen.school.book
    activities: dict[str, Text] = {}
    for _, grid in sorted(book.grids.items(), reverse=True):
        for one in grid.activities.values():
            if one.bulk:
                activities.setdefault(one.code, one.title)
    return {
        "activities": activities,
        "kinds": {code: kind.title for code, kind in seen.school.latest.evidence.kinds.items()},
        "controls": CONTROLS,
        "lists": KEYS,
        "titles": TITLES,
        "registered": desk.register is not None,
    }


def credit(web: Web, _request: Request, fields: Fields, files: Files) -> Response:
    """A list that is dropped, or answered again: who would be credited is shown."""
    desk = web.desk
    asked = dropped(desk, fields, files)
    if isinstance(asked, Text):
        return web.to(_BACK, Note((asked,), good=False))
    name = desk.keep(asked)

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        seen = desk.whole()
        heard = heard_of(desk, seen, asked)
        values = _values(desk, seen, asked, name)
        if isinstance(heard, Text):
            yield Shown("credited", values | {"why": _here(heard, desk)}, "", None)
            return
        values |= _read(desk, heard)
        if desk.signer not in heard.able:
            yield Shown("credited", values | _handed(desk, seen, heard), command_of(web, asked, heard), None)
            return
        rule = counted(rule_of(seen.school, heard.event, desk.signer), *heard.amount, heard.reading)
        if isinstance(rule, Text):
            yield Shown("credited", values | {"why": _here(rule, desk)}, "", None)
            return
        found = prepare(seen.school, rule, heard.event, heard.attendance.people)
        committer = Committer(desk.place, desk.branch, seen.school.commit)

        def does() -> Note:
            now, lang = datetime.now().astimezone(), seen.school.latest.language
            made = carry_out(found, heard.event, committer, now, lang)
            return Note((_DONE.filled(n=len(found.files), made=made[:12]), KEEP))

        can = bool(found.files) and not found.findings
        values |= _told(desk, seen, found) | {"nothing": not found.files}
        yield Shown("credited", values, command_of(web, asked, heard, rule.holder.code), does if can else None)

    return acting.ask(web, Act(_BACK, "/lists", prepared), {**fields, "of": ""})


def translated(web: Web, _request: Request, fields: Fields) -> Response:
    """The list that was dropped, in pseudonyms."""
    desk = web.desk
    asked = kept(desk, fields.get("of", ""))
    heard = heard_of(desk, desk.whole(), asked) if isinstance(asked, Dropped) else asked
    if isinstance(heard, Text):
        return web.to(_BACK, Note((heard,), good=False))
    headers = {"Content-Disposition": f'attachment; filename="presents-{heard.event.first.isoformat()}.csv"'}
    return Response(without_names(heard.attendance), media_type="text/csv", headers=headers)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _here(text: Text, desk: Desk) -> str:
    return said_here(text.in_language(desk.lang), desk.lang, CONTROLS)


def _values(desk: Desk, seen: Seen, asked: Dropped, name: str) -> dict[str, Any]:
    proofs = [asked.files[key].name for key in DOCUMENTS if key in asked.files]
    nothing: dict[str, object] = {"why": "", "heard": None, "hand": False, "rows": [], "errors": [], "know": []}
    return nothing | _menus(desk, seen) | {"of": name, "file": asked.files["list"].name, "said": asked.answers,
                                           "proofs": proofs, "nothing": False, "header": [], "taken": {}}  # fmt: skip


def _read(desk: Desk, heard: Heard) -> dict[str, object]:
    attendance = heard.attendance
    return {
        "heard": heard,
        "absent": ABSENT.filled(n=attendance.absent) if attendance.absent else "",
        "know": remarks(attendance.doubts, desk.lang, CONTROLS),
        "header": list(dict.fromkeys(attendance.header))[:MOST_COLUMNS],
        "taken": attendance.columns,
    }


def _handed(desk: Desk, seen: Seen, heard: Heard) -> dict[str, object]:
    """To whom the list is handed over, by who sits here; or who sits here, while nobody has said it."""
    people = desk.people(seen.school) if desk.holder(seen.school) is None else []
    return {
        "hand": True,
        "able": heard.able,
        "signers": [one for one in people if one.code in heard.able],
        "counted_in": COUNTED_IN[1] if counts(heard.attendance) else "",
    }


Person = tuple[int, str, str, str]
"""The line of the list, the pseudonym, the name where it is known, and what is to be said."""


def _told(desk: Desk, seen: Seen, found: Prepared) -> dict[str, object]:
    """How many of each, and who."""
    names = names_in(desk, seen)

    def who(one: Credited | Aside, said: str = "") -> Person:
        code = one.attendee.code
        return one.attendee.line, code, names[code].name if code in names else "", said

    rows: list[tuple[int, Text, list[Person]]] = []
    full: dict[int, list[Person]] = {}
    for one in found.credited:
        if one.gained == one.computed:
            full.setdefault(one.computed, []).append(who(one))
    rows += [(len(some), COUNTS.filled(n=len(some), earned=earned), some) for earned, some in full.items()]
    capped = [who(one, cap_of(one, desk.lang)) for one in found.credited if one.gained != one.computed]
    alike = [who(one, one.similar) for one in found.credited if one.similar is not None]
    known, rest = (
        [who(one, _here(one.text, desk)) for one in found.asides if one.known is known] for known in (True, False)
    )
    code = found.rule.activity.code
    for what, some in ((CAPPED, capped), (SIMILAR, alike), (KNOWN, known), (ASIDE, rest)):
        rows += [(len(some), what.filled(n=len(some), code=code), some)] if some else []
    return {"rows": rows, "errors": [(one.code, message(one, RULES, desk.lang)) for one in found.findings[:20]]}
