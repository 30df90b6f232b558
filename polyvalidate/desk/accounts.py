"""Accounts that students gave with the code of their letter: read from the server, shown with names, then written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk import acting
from polyvalidate.desk.acting import Act, Shown
from polyvalidate.desk.pages import Fields, Web
from polyvalidate.desk.state import Note
from polyvalidate.desk.students import opened
from polyvalidate.desk.today import REMOTE
from polyvalidate.model.words import Text
from polyvalidate.office.acts.claims import claims_at, followed, over, read, tie
from polyvalidate.repository import Unreadable, making
from polyvalidate.repository.commits import Committer

_BACK = "/lists"
_NO_REGISTER = Text(
    "Le registre seul dit de qui est un code : dites d'abord où il est.",
    "The register alone says whose a code is: say first where it is.",
)
_DONE = Text(
    "C'est inscrit : {n} {n:compte|comptes}, commit {made}. Envoyez-le de l'accueil : le contrôle des demandes repart "
    "alors tout seul.",
    "It is written: {n} {n:account|accounts}, commit {made}. Send it from the first page: requests are then checked "
    "again by themselves.",
)
_REMOVED = Text("C'est retiré du serveur.", "It is removed from the server.")


def look(web: Web, _request: Request, fields: Fields) -> Response:
    """What the server holds is read once: what is written is what was shown."""
    desk = web.desk
    if desk.register is None:
        return web.to("/register", Note((_NO_REGISTER,), good=False))
    try:
        there = claims_at(desk.place, REMOTE)
    except Unreadable as error:
        return web.to(_BACK, Note((error.text,), good=False))

    @contextmanager
    def prepared() -> Iterator[Shown | Note]:
        seen = desk.whole()
        school, register = seen.school, opened(desk, seen)
        if register is None:
            yield Note((_NO_REGISTER,), good=False)
            return
        holder = desk.office(school)
        found = read([one for one in there.values() if one is not None], school, register)
        wanted, ended = followed(found), over(there, found)
        committer = Committer(desk.place, desk.branch, school.commit)

        def does() -> Note:
            made = tie(school, wanted, holder, committer, datetime.now().astimezone()) if wanted else None
            for ref in ended:
                making.forget(desk.place, REMOTE, ref)
            return Note((_DONE.filled(n=len(wanted), made=made[:12]) if made is not None else _REMOVED,))

        values = {"found": found, "wanted": len(wanted)}
        command = web.by_office(holder.code, "roster", "claims")
        yield Shown("accounts", values, command, does if wanted or ended else None)

    return acting.ask(web, Act(_BACK, _BACK, prepared), fields)
