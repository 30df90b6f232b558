"""The students: a list by pages, one found by name, number or pseudonym, and what the record says of one on any day.

Names come from the register, which is read for each page. An address holds a pseudonym, never what was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.state import Desk, Note, Seen
from polyvalidate.judgement import FolderResult
from polyvalidate.model.folder import Declaration
from polyvalidate.model.grid import Book
from polyvalidate.model.phrases import DECISIONS, OUTCOMES, reason, what_is_missing
from polyvalidate.model.words import Text
from polyvalidate.office.acts.follow import followed_in
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.follow.gathering import Chosen, Followed, Following
from polyvalidate.office.follow.standing import is_here
from polyvalidate.office.follow.tables import STATES, based_on
from polyvalidate.office.register.register import Member, Register, matching
from polyvalidate.reports.my_points import last_word
from polyvalidate.reports.queues import KINDS
from polyvalidate.repository.history import as_of
from polyvalidate.repository.trees import GitTree, PatchedTree
from polyvalidate.school.check import check

A_PAGE = 50
_NOBODY = Text(
    "Personne pour cela. Essayez un autre nom, le numéro ou le pseudonyme entier.",
    "Nobody for this. Try another name, the number or the whole pseudonym.",
)
_NOBODY_UNNAMED = Text(
    "Aucun dossier pour cela. Ce bureau n'a pas de registre : seul un pseudonyme entier s'y retrouve.",
    "No folder for this. This desk has no register: only a whole pseudonym can be found.",
)
_NOTHING_YET = Text("Rien n'était encore enregistré le {on:date}.", "Nothing had been recorded by {on:date}.")
_NO_DAY = Text("Écrivez le jour ainsi : 2026-03-01.", "Write the day so: 2026-03-01.")


class Found(NamedTuple):
    """The pseudonyms that a search has found, kept in place of what was typed."""

    codes: frozenset[str]


class Filters(NamedTuple):
    """Which students are shown; empty keeps all."""

    level: str
    cohort: str
    programme: str

    def keeps(self, one: Followed) -> bool:
        said = (one.state.value, str(one.student.cohort), one.student.programme)
        return all(not asked or asked == is_so for asked, is_so in zip(self, said, strict=True))


def all_of_them(web: Web, request: Request) -> Response:
    desk, query = web.desk, request.query_params
    seen = desk.whole()
    following, names = following_in(desk, seen), names_in(desk, seen)
    name = query.get("found", "")
    kept = desk.kept(name)
    found = kept if isinstance(kept, Found) else None
    filters = Filters(*(query.get(part, "") for part in Filters._fields))
    shown = [one for one in following.students if filters.keeps(one) and _is_shown(one, found, following)]
    shown.sort(key=lambda one: (one.group, *_order(names.get(one.student.code)), one.student.code))
    last = max(1, -(-len(shown) // A_PAGE))
    asked = query.get("page", "1")
    page = min(int(asked), last) if asked.isdecimal() and len(asked) < 6 and int(asked) else 1
    kept_in_address = {part: value for part, value in filters._asdict().items() if value}
    kept_in_address |= {"found": name} if found is not None else {}
    options = [("--cohort", filters.cohort), ("--programme", filters.programme)]
    return web.page(
        request,
        "students",
        web.terminal("follow", *(word for pair in options if pair[1] for word in pair), *register_option(desk)),
        rows=shown[(page - 1) * A_PAGE : page * A_PAGE],
        total=len(shown),
        number_of_page=page,
        last=last,
        there=lambda number: "/students?" + urlencode({**kept_in_address, "page": number}),
        filters=filters,
        cohorts=[(year, year) for year in sorted({one.student.cohort for one in following.students})],
        programmes=[(code, code) for code in sorted({one.student.programme for one in following.students})],
        states=STATES,
        named=desk.register is not None,
        found=found is not None,
        unread=following.unread,
        name=lambda one: name_of(names.get(one.student.code)),
        member=lambda one: names.get(one.student.code),
        missing=lambda one: what_is_missing(one.balance.missing, desk.lang),
    )


def _is_shown(one: Followed, found: Found | None, following: Following) -> bool:
    if found is not None:
        return one.student.code in found.codes
    return is_here(one.student, one.outcome, following.book, following.today)


def find(web: Web, _request: Request, fields: Fields) -> Response:
    """Who was meant: their page, or the list of those whom it may be."""
    desk, who = web.desk, fields.get("who", "").strip()[:200]
    if not who:
        return web.to("/students")
    seen = desk.whole()
    register = opened(desk, seen)
    codes = {member.code for member in matching(register, who)} if register is not None else set()
    codes = (codes or {who.casefold()}) & seen.school.students.keys()
    if not codes:
        return web.to("/students", Note((_NOBODY if register is not None else _NOBODY_UNNAMED,), good=False))
    if len(codes) == 1:
        return web.to(f"/students/{codes.pop()}")
    return web.to(f"/students?found={desk.keep(Found(frozenset(codes)))}")


def one(web: Web, request: Request) -> Response:
    """What the record says of one student, now or as it stood on a day that is asked for."""
    desk, code = web.desk, request.path_params["code"]
    seen = desk.whole()
    if code not in seen.school.folders:
        raise HTTPException(404)
    asked, on = request.query_params.get("on", ""), None
    with suppress(ValueError):
        on = date.fromisoformat(asked) if asked else None
    if asked and on is None:
        return web.to(f"/students/{code}", Note((_NO_DAY,), good=False))
    results, book = _at(desk, seen, code, on) if on is not None else (seen.checked.report.results, seen.checked.book)
    result = next((one for one in results if one.path == seen.school.folders[code].path), None)
    if on is not None and result is None:
        return web.to(f"/students/{code}", Note((_NOTHING_YET.filled(on=on),), good=False))
    member = names_in(desk, seen).get(code)
    moment = ("--rev", desk.branch) if on is None else ("--as-of", on.isoformat(), "--known-at", desk.branch)
    followed = next((one for one in following_in(desk, seen).students if one.student.code == code), None)
    return web.page(
        request,
        "student",
        web.terminal("balance", code, *moment),
        code=code,
        member=member,
        name=name_of(member),
        result=result,
        on=on,
        today=seen.queue.today,
        followed=followed if on is None else None,
        states=STATES,
        kinds=KINDS,
        outcomes=OUTCOMES,
        decisions=DECISIONS,
        based_on=lambda one: based_on(one, desk.lang),
        missing=lambda balance: what_is_missing(balance.missing, desk.lang),
        reason=lambda line: reason(line, desk.lang),
        titles=_titles(book),
        declared=_declared(result),
        last_word=last_word,
    )


def _at(desk: Desk, seen: Seen, code: str, on: date) -> tuple[Iterable[FolderResult], Book]:
    """A folder as it was merged by the end of a day, by the grid of now, as ``balance --as-of`` judges it."""
    tip = seen.mark[0]
    then = as_of(desk.place, tip, on)
    if then is None:
        return (), seen.checked.book
    tree = PatchedTree(GitTree(desk.place, then.commit), GitTree(desk.place, tip))
    path = seen.school.folders[code].path
    checked = check(tree, on, keep_balances=True, only=lambda folder: folder.path == path, kept=True, jobs=1)
    return checked.report.results, checked.book


def _titles(book: Book) -> dict[tuple[str, str], Text]:
    return {(year, code): one.title for year, grid in book.grids.items() for code, one in grid.activities.items()}


def _declared(result: FolderResult | None) -> Mapping[str, Declaration]:
    return {claim.declaration.path: claim.declaration for claim in result.claims} if result is not None else {}


def following_in(desk: Desk, seen: Seen) -> Following:
    """Everybody, without a name: those who left or have finished are found too."""
    kept = desk.followed
    if kept is None or kept[0] is not seen:
        chosen = Chosen(everybody=True)
        desk.followed = kept = (seen, followed_in(seen.checked, seen.queue, seen.queue.today, chosen))
    return kept[1]


def opened(desk: Desk, seen: Seen) -> Register | None:
    """The register as it stands. Raises ``Unreadable`` where it cannot be read, or is another school's."""
    if desk.register is None or (not seen.school.folders and not desk.register.exists()):
        return None
    register = peek(desk.register)
    hold_to(seen.school, register, desk.register.name)
    return register


def names_in(desk: Desk, seen: Seen) -> Mapping[str, Member]:
    register = opened(desk, seen)
    return register.by_code if register is not None else {}


def name_of(member: Member | None) -> str:
    return member.name if member is not None else ""


def _order(member: Member | None) -> tuple[object, ...]:
    return (0, *member.order) if member is not None else (1,)


def register_option(desk: Desk) -> tuple[str, ...]:
    return ("--register", str(desk.register)) if desk.register is not None else ()
