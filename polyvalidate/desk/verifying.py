"""Old minutes dropped at the desk, compared with those that their commit gives. Nothing is kept of them."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.receiving import Files
from polyvalidate.desk.state import Note
from polyvalidate.desk.students import names_in
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_verify import (
    BYTES,
    DIFFERS,
    EQUAL,
    LOST,
    ONLY_NAMES,
    SAME_DECISIONS,
    WHY_NAMES,
    Verified,
    recorded_since,
    verified,
)
from polyvalidate.repository import Unreadable

MOST_SHOWN = 40
_NO_FILE = Text("Choisissez d'abord un fichier.", "Choose a file first.")
_FILE, _RECORD = Text("Dans le fichier", "In the file"), Text("D'après le dépôt", "From the repository")
_REGISTER = Text("D'après le registre", "From the register")


def verify(web: Web, request: Request, _fields: Fields, files: Files) -> Response:
    """What a file of minutes is beside the record."""
    desk = web.desk
    if "minutes" not in files:
        return web.to("/jury", Note((_NO_FILE,), good=False))
    name, data = files["minutes"]
    members = dict(names_in(desk, desk.whole())) or None
    try:
        seen = verified(desk.place, desk.branch, data, name, members, desk.lang)
    except Unreadable as error:
        return web.to("/jury", Note((error.text,), good=False))
    names_only = bool(seen.found) and all(one.naming for one in seen.found)
    register = ("--register", str(desk.register)) if seen.provenance.named else ()
    return web.page(
        request,
        "verified",
        web.terminal("minutes", "verify", name, *register),
        name=name,
        seen=seen,
        said=list(_said(seen, name, desk.branch, names_only=names_only)),
        found=seen.found[:MOST_SHOWN],
        sides=(_FILE, _REGISTER if names_only else _RECORD),
    )


def _said(seen: Verified, name: str, branch: str, *, names_only: bool) -> Iterator[Text]:
    facts = {"name": name, "where": seen.provenance.asked.words, "commit": seen.provenance.commit[:12]}
    if names_only:
        yield SAME_DECISIONS.filled(**facts)
        yield ONLY_NAMES.filled(n=len({one.student for one in seen.found}))
        yield WHY_NAMES
    elif seen.found:
        yield DIFFERS.filled(**facts)
    else:
        yield (EQUAL if seen.remark is None else BYTES).filled(n=len(seen.minutes.rows), **facts)
    if seen.remark is not None:
        yield seen.remark
    if not seen.inside:
        yield LOST.filled(commit=facts["commit"], branch=branch)
    yield from recorded_since(seen.later)
