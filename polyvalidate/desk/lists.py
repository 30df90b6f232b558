"""Lists at the desk: a list of students is dropped, what was read is shown and mended, what would change is agreed to.

The list stays in memory until it is imported or forgotten; nothing of it is in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.acting import Act, Shown
from polyvalidate.desk.answering import Dropped, dropped, remarks, said_here
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.receiving import Files
from polyvalidate.desk.state import Desk, Note
from polyvalidate.model.clock import day_in
from polyvalidate.model.words import Text
from polyvalidate.office.acts import undoing
from polyvalidate.office.acts.import_ import Done, Prepared, carry_out, prepare
from polyvalidate.office.acts.order import Order
from polyvalidate.office.acts.shelf import existing, held, hold_to
from polyvalidate.office.lists.columns import KEYS, TITLES
from polyvalidate.office.lists.hidden import Hidden
from polyvalidate.office.register.changes import KINDS, Change
from polyvalidate.repository.clock import zone_of
from polyvalidate.repository.commits import Committer

COLUMNS = KEYS[:9]
"""What a column of a list of students may be."""
_NO_REGISTER = Text(
    "Une liste d'élèves s'importe dans le registre : dites d'abord où il est, ou où le créer.",
    "A list of students is imported into the register: say first where it is, or where to make it.",
)
_SAME = Text("Il n'y a rien à changer : tout est déjà ainsi.", "There is nothing to change: all is so already.")
_DONE = Text(
    "C'est importé : {n} {n:fichier|fichiers}, commit {made}. Envoyez-le de l'accueil.",
    "It is imported: {n} {n:file|files}, commit {made}. Send it from the first page.",
)
_REGISTERED = Text("C'est importé : le registre est à jour.", "It is imported: the register is up to date.")
_UNDONE = Text("C'est défait : commit {made}.", "It is undone: commit {made}.")
_PUT_BACK = Text("C'est défait : le registre est comme avant.", "It is undone: the register is as before.")


def page(web: Web, request: Request) -> Response:
    """Which list, of which year; and the last act, which may be taken back."""
    desk = web.desk
    seen = desk.seen()
    year = int(max(seen.school.book.grids)[:4])
    return web.page(
        request,
        "lists",
        web.terminal("roster", "import", "FICHIER", "--cohort", str(seen.school.book.today.year)),
        years=sorted({int(one[:4]) + more for one in seen.school.book.grids for more in (0, 1)}, reverse=True),
        year=year,
        filled=acting.filled(web, request),
        offices=desk.offices(seen.school),
    )


def roster(web: Web, _request: Request, fields: Fields, files: Files) -> Response:
    """A list that is dropped, or answered again: what it would change is shown."""
    desk = web.desk
    asked = dropped(desk, fields, files)
    if isinstance(asked, Text):
        return web.to("/lists", Note((asked,), good=False))
    if desk.register is None:
        return web.to("/register", Note((_NO_REGISTER,), good=False))
    name = desk.keep(asked)
    register = desk.register

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        with held(register) as shelf:
            school = desk.whole().school
            signer = desk.office(school).code
            order = _order(desk, asked, signer)
            found = prepare(school, shelf, order)
            if isinstance(found, Text):
                values = _values(desk, asked, name) | {
                    "why": said_here(found.in_language(desk.lang), desk.lang, CONTROLS)
                }
                yield Shown("roster", values, "", None)
                return
            committer = Committer(desk.place, desk.branch, school.commit)
            nothing = not found.files and not found.plan.people and shelf.register in (None, found.register)

            def does() -> Note:
                done = carry_out(found, school, shelf, order.cohort, datetime.now().astimezone(), committer)
                return Note((_done(done, found),))

            values = _values(desk, asked, name, found) | {"nothing": nothing}
            command = web.by_office(signer, *_command(asked, order))
            yield Shown("roster", values, command, None if found.blocked or nothing else does)

    return acting.ask(web, Act("/lists", f"/letters?cohort={asked.answers.get('cohort', '')}", prepared), fields)


def _done(done: Done, found: Prepared) -> Text:
    return _DONE.filled(n=len(found.files), made=done.commit[:12]) if done.commit is not None else _REGISTERED


def _order(desk: Desk, asked: Dropped, signer: str) -> Order:
    """What the form says. What it does not say is as the register remembers, or as the list shows."""
    said, files = asked.answers, asked.files
    cohort = said.get("cohort", "")
    digits = said.get("digits", "")
    hidden = None
    with suppress(ValueError):
        hidden = Hidden(said.get("hidden", ""))
    return Order(
        list_file=files["list"].data,
        cohort=int(cohort) if re.fullmatch(r"20[0-9]{2}", cohort, re.ASCII) else desk.day().year,
        columns={key: said[f"column-{key}"] for key in COLUMNS if said.get(f"column-{key}")},
        steps=_pairs(said.get("programmes", "")),
        profiles=_pairs(said.get("profiles", "")),
        digits=int(digits) if re.fullmatch(r"[0-9]|1[0-9]|20", digits, re.ASCII) else None,
        sheet=said.get("sheet") or None,
        others=said.get("others") == "1",
        accounts_file=asked.data("accounts"),
        forge=None,
        accepted=frozenset(key.removeprefix("accept-") for key, on in said.items() if key.startswith("accept-") and on),
        entered={int(level): int(year) for level, year in _pairs(said.get("entered", "")).items()
                 if level in ("4", "5") and re.fullmatch(r"20[0-9]{2}", year, re.ASCII)},
        addresses_file=asked.data("addresses"),
        departures=said.get("departures") == "1",
        left_on=desk.day(),
        signer=signer,
        new_register=said.get("new") == "1",
        hidden=hidden,
        changes=said.get("changes") == "1",
    )  # fmt: skip


def _pairs(text: str) -> dict[str, str]:
    """``PINFO3=DI3`` on each line."""
    rows = (row.rpartition("=") for row in text.splitlines())
    return {left.strip(): right.strip() for left, equal, right in rows if equal and left.strip() and right.strip()}


def _values(desk: Desk, asked: Dropped, name: str, found: Prepared | None = None) -> dict[str, object]:
    doubts = found.doubts if found is not None else ()
    kinds = [(kind, found.plan.of(kind)) for kind in KINDS] if found is not None else []
    columns = found.columns if found is not None else {}
    return {
        "of": name,
        "file": asked.files["list"].name,
        "said": asked.answers,
        "found": found,
        "why": "",
        "nothing": False,
        "kinds": [(len(some), KINDS[kind].filled(n=len(some)), _people(some)) for kind, some in kinds if some],
        "mend": remarks([one for one in doubts if one.blocks], desk.lang, CONTROLS),
        "know": remarks([one for one in doubts if not one.blocks], desk.lang, CONTROLS),
        "header": [cell for cell in found.header if cell] if found is not None else [],
        "columns": [(key, TITLES[key], columns.get(key, "")) for key in COLUMNS],
        "controls": CONTROLS,
    }


def _people(changes: Iterable[Change]) -> list[tuple[str, str, str, str]]:
    moves = ((one, " → ".join(filter(None, (one.before, one.after)))) for one in changes)
    return [(one.number, one.name, one.code or "", move) for one, move in moves]


CONTROLS: Mapping[str, Text] = {
    "departures": Text("Confirmer les départs", "Confirm the departures"),
    "changes": Text("Confirmer ces changements", "Confirm these changes"),
    "accept": Text("Importer quand même", "Import all the same"),
    "ignore-others": Text("Laisser de côté les autres formations", "Leave other schools aside"),
    "hidden-rows": Text("Lignes masquées", "Hidden lines"),
    "column": Text("Colonnes", "Columns"),
    "programme": Text("Textes de la liste", "Texts of the list"),
    "profile": Text("Profils", "Profiles"),
    "digits": Text("Chiffres d'un numéro", "Digits of a number"),
    "entered": Text("Année d'entrée", "Year of entry"),
    "cohort": Text("Année de la liste", "Year of the list"),
    "new-register": Text("Commencer un registre", "Begin a register"),
    "emails": Text("Adresses", "Addresses"),
}
"""What the page calls what the command calls by an option."""


def _command(asked: Dropped, order: Order) -> list[str]:
    """The same import as it is typed."""
    words = ["roster", "import", asked.files["list"].name, "--cohort", str(order.cohort)]
    for option, said in (("column", order.columns), ("programme", order.steps), ("profile", order.profiles),
                         ("entered", order.entered)):  # fmt: skip
        for left, right in said.items():
            words += [f"--{option}", f"{left}={right}"]
    for option, file in (("accounts", "accounts"), ("emails", "addresses")):
        words += [f"--{option}", asked.files[file].name] if file in asked.files else []
    for number in sorted(order.accepted):
        words += ["--accept", number]
    words += ["--digits", str(order.digits)] if order.digits is not None else []
    words += ["--sheet", order.sheet] if order.sheet is not None else []
    words += ["--hidden-rows", order.hidden.value] if order.hidden is not None else []
    flags = {"ignore-others": order.others, "departures": order.departures, "changes": order.changes,
             "new-register": order.new_register}  # fmt: skip
    return words + [f"--{flag}" for flag, on in flags.items() if on]


# --- undo -------------------------------------------------------------------------------------------------------------


def undo(web: Web, _request: Request, fields: Fields) -> Response:
    """The last act of who sits here, prepared to be taken back."""
    desk = web.desk

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        with ExitStack() as holding:
            school = desk.whole().school
            shelf = None
            if desk.register is not None and desk.register.exists():
                shelf, register = holding.enter_context(existing(desk.register))
                hold_to(school, register, desk.register.name)
            holder = desk.holder(school) or desk.office(school)
            found = undoing.prepare(school, shelf, holder.code)
            committer = Committer(desk.place, desk.branch, school.commit)

            def does() -> Note:
                now = datetime.now().astimezone()
                made = undoing.carry_out(found, school, shelf, holder.code, now, committer)
                return Note((_UNDONE.filled(made=made[:12]) if made is not None else _PUT_BACK,))

            zone = zone_of(desk.place, school.commit)
            values = {
                "act": found.act,
                "day": day_in(found.act.at, zone),
                "hour": f"{found.act.at.astimezone(zone):%H:%M}",
                "lines": list(undoing.consequences(found, shelf)),
            }
            yield Shown("undo", values, web.by_office(holder.code, "undo"), does)

    return acting.ask(web, Act("/lists", "/lists", prepared), fields)
